package hub

import (
	"testing"
	"testing/synctest"
	"time"

	"parley/backend/chat"
	"parley/backend/presence"
)

// nothing is an event that changes nothing.
type nothing struct{}

func (nothing) on(*site) {}

// A clock that was set forward makes nobody silent: neither an event nor the alarm ends the presence of those who have said nothing since.
func TestAClockSetForwardSilencesNobody(t *testing.T) {
	for name, first := range map[string]func(*site){
		"an event":  func(s *site) { s.settle(nothing{}) },
		"the alarm": func(*site) {},
	} {
		for _, leaps := range []bool{false, true} {
			t.Run(name, func(t *testing.T) {
				synctest.Test(t, func(t *testing.T) {
					s := newSite(&Hub{}, &directory{}, 0)
					set := now().Add(-time.Hour) // when the agent was last heard, by what the clock showed then
					p, _ := presence.Agent{Policy: presence.DefaultPolicy()}.After(presence.Connected{At: set, Device: "desk", Input: set})
					p, _ = p.After(presence.Chose{At: set, Status: chat.Online, Device: "desk"})
					a := s.addAgent("ann", presence.Kept{Agent: p})
					a.view, a.next = p.View(set) // as it stood
					s.leapt = func() bool { return leaps }
					go s.run()
					first(s)
					synctest.Wait()
					status := make(chan chat.Status, 1)
					s.settle(ask{a, status})
					if got := <-status; (got == chat.Online) != leaps {
						t.Errorf("the clock leapt: %v, and the agent is %s", leaps, got)
					}
					s.stop()
				})
			})
		}
	}
}

// ask is a question for an agent's status.
type ask struct {
	agent  *agentState
	status chan chat.Status
}

func (e ask) on(*site) { e.status <- e.agent.view.Status }
