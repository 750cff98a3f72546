package escalation_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"parley/backend/escalation"
	"parley/backend/presence/cases"
)

// factsOf are those of a case at an instant.
func factsOf(c cases.Site, is cases.Situation) escalation.Facts {
	f := escalation.Facts{
		Site: is.Site, Group: is.Group, Conversation: is.Conversation, Steps: c.Steps, Agents: map[string]escalation.Agent{},
	}
	for _, a := range c.Agents {
		f.Agents[a.ID] = escalation.Agent{Reserve: a.Reserve, Left: is.Left[a.ID]}
	}
	return f
}

// asked are the agents who are asked, never nil.
func asked(a escalation.Answer) []string {
	out := []string{}
	for _, ask := range a.Asked {
		out = append(out, ask.Agent)
	}
	return out
}

func TestSiteCases(t *testing.T) {
	_, sites := cases.Load()
	for _, c := range sites {
		t.Run(c.ID, func(t *testing.T) {
			for _, want := range c.Expect {
				got, next := escalation.Decide(factsOf(c, c.At(want.At)), want.At)
				if got.State != want.Conversation {
					t.Errorf("%s, rule %s, %v after zero: the conversation is %s, want %s", c.Title, c.Rule, want.At.Sub(c.Zero), got.State, want.Conversation)
				}
				if diff := cmp.Diff(want.Asked, asked(got)); diff != "" {
					t.Errorf("%s, rule %s, %v after zero: who is asked (-want +got)\n%s", c.Title, c.Rule, want.At.Sub(c.Zero), diff)
				}
				if !next.IsZero() && !next.After(want.At) {
					t.Errorf("%s: at %v the next instant is %v", c.Title, want.At, next)
				}
			}
		})
	}
}
