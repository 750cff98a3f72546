package store

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"parley/backend/chat"
)

// TestWhoGoesIsFoundByIndexes looks at how the database finds what belongs to a group that is deleted and to an agent who is removed, foreign keys
// included: every visitor waits for such a change, so that it must not read a table whole that grows with the visitors.
func TestWhoGoesIsFoundByIndexes(t *testing.T) {
	s := openTest(t, t.TempDir())
	defer closeTest(t, s)
	site := addSite(t, s, "Shop")
	if _, err := s.AddAgent(t.Context(), site.ID, "Olga", "", ""); err != nil {
		t.Fatal(err)
	}
	ann, err := s.AddAgent(t.Context(), site.ID, "Ann", "", "")
	if err != nil {
		t.Fatal(err)
	}
	sales, err := s.AddGroup(t.Context(), site.ID, "Sales", nil, false)
	if err != nil {
		t.Fatal(err)
	}
	if err := s.DeleteGroup(t.Context(), site.ID, sales.ID); err != nil {
		t.Fatal(err)
	}
	if _, err := s.RemoveAgent(t.Context(), site.ID, ann.ID, chat.RoleOwner, time.Time{}, noon); err != nil {
		t.Fatal(err)
	}
	small := []string{
		"SCAN group_agents", // as many as there are agents
		"SCAN invitations",  // those of a few weeks
		"SCAN sites",        // by Open, which changes none of them
	}
	if diff := cmp.Diff(small, scans(t, s)); diff != "" {
		t.Errorf("read whole (-want +got):\n%s", diff)
	}
}

// scans are the tables that what the writer has done so far reads whole.
func scans(t *testing.T, s *Store) []string {
	t.Helper()
	var out []string
	for text := range writerOf(s).texts.prepared {
		steps, err := all(s.read(t.Context()), func(row scan) (step string, err error) {
			var id, parent, unused int
			err = row(&id, &parent, &unused, &step)
			return step, err
		}, `EXPLAIN QUERY PLAN `+text, make([]any, 32)...) // enough for every statement; the plan is the same for any
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, slices.DeleteFunc(steps, func(step string) bool { return !strings.HasPrefix(step, "SCAN ") })...)
	}
	slices.Sort(out)
	return slices.Compact(out)
}
