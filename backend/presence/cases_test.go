package presence_test

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"parley/backend/presence/cases"
)

// waiting are the agents' cases that need a rule still to come, so that none is left out unnoticed.
var waiting = map[string][]cases.Later{
	"H01": {cases.Hours}, "H02": {cases.Hours}, "H04": {cases.Hours}, "H05": {cases.Hours}, "H07": {cases.Hours}, "H08": {cases.Hours},
	"H09": {cases.Hours}, "H11": {cases.Hours}, "H12": {cases.Hours}, "H14": {cases.Hours}, "H17": {cases.Hours},
	"T01": {cases.Hours, cases.Timed}, "T02": {cases.Hours, cases.Timed}, "T04": {cases.Timed}, "T05": {cases.Timed},
	"T06": {cases.Hours, cases.Timed}, "T08": {cases.Timed},
	"I03": {cases.Hours}, "I04": {cases.Hours}, "I05": {cases.Hours},
	"Z01": {cases.Hours}, "Z02": {cases.Hours}, "Z03": {cases.Hours}, "Z04": {cases.Hours},
	"Z05": {cases.Hours}, "Z06": {cases.Hours}, "Z07": {cases.Hours}, "Z08": {cases.Hours},
}

func TestAgentCases(t *testing.T) {
	agents, _ := cases.Load()
	left := map[string][]cases.Later{}
	for _, c := range agents {
		if len(c.Needs) > 0 {
			left[c.ID] = c.Needs
			continue
		}
		t.Run(c.ID, func(t *testing.T) {
			for _, want := range c.Expect {
				a := c.At(want.At)
				v, _ := a.View(want.At)
				got := cases.Expect{At: want.At, Status: v.Status, Cause: v.Cause, Since: a.Log.Since(), Wake: cases.Wake(a, want.At), Asks: v.Asks}
				if diff := cmp.Diff(want, got); diff != "" {
					t.Errorf("%s, %s, at %v (-want +got)\n%s", c.Title, c.Rule, want.At, diff)
				}
			}
		})
	}
	if diff := cmp.Diff(waiting, left); diff != "" {
		t.Errorf("cases that wait for a later rule (-want +got)\n%s", diff)
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
	if n := len(cases.Playable()); n != len(agents)-len(waiting) {
		t.Errorf("%d agents' cases can be played, want %d", n, len(agents)-len(waiting))
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
