package presence_test

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"parley/backend/presence/cases"
)

func TestAgentCases(t *testing.T) {
	agents, _ := cases.Load()
	for _, c := range agents {
		t.Run(c.ID, func(t *testing.T) {
			for _, want := range c.Expect {
				a := c.At(want.At)
				v, _ := a.View(want.At)
				got := cases.Expect{
					At: want.At, Status: v.Status, Cause: v.Cause, Since: a.Log.Since(), Next: v.Next, Wake: cases.Wake(a, want.At), Asks: v.Asks,
				}
				if diff := cmp.Diff(want, got); diff != "" {
					t.Errorf("%s, %s, at %v (-want +got)\n%s", c.Title, c.Rule, want.At, diff)
				}
			}
		})
	}
}

// Every visitor's case is played: what the visitor is told does not depend on who is asked.
func TestSiteCases(t *testing.T) {
	_, sites := cases.Load()
	for _, c := range sites {
		t.Run(c.ID, func(t *testing.T) {
			for _, want := range c.Expect {
				is := c.At(want.At)
				got := cases.SiteExpect{
					At: want.At, Availability: is.Site.Availability(is.Group, is.Conversation), Views: is.Site.Status,
					Conversation: want.Conversation, Asked: want.Asked, // which package escalation tells
				}
				if got.Availability.Agents == nil {
					got.Availability.Agents = []string{}
				}
				if diff := cmp.Diff(want, got); diff != "" {
					t.Errorf("%s, rule %s, %v after zero (-want +got)\n%s", c.Title, c.Rule, want.At.Sub(c.Zero), diff)
				}
			}
		})
	}
}

// The file is the project's only copy of what was worked out: nothing of it may get lost.
func TestCasesAreComplete(t *testing.T) {
	agents, sites := cases.Load()
	if len(agents)+len(sites) != 60 || len(sites) != 17 {
		t.Errorf("got %d agents' and %d visitors' cases, want 60 together, 17 of them visitors'", len(agents), len(sites))
	}
	for _, id := range []string{"S01", "S02", "S03", "S04", "S07", "S08", "S20"} {
		if !slices.ContainsFunc(sites, func(c cases.Site) bool { return c.ID == id }) {
			t.Errorf("the visitor's case %s is missing", id)
		}
	}
	for _, c := range sites {
		for _, e := range c.Expect {
			if e.Availability.Mode == "" || len(e.Views) != len(c.Agents) || e.Conversation == "" || e.Asked == nil || c.Steps.Check() != nil {
				t.Errorf("case %s expects %+v of %d agents", c.ID, e, len(c.Agents))
			}
		}
	}
}
