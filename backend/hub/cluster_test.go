package hub_test

import (
	"encoding/json"
	"fmt"
	"testing"
	"time"

	"parley/backend/chat"
	"parley/backend/protocol"
	"parley/backend/server/servertest"
	"parley/backend/wire"
)

// team is a shop of three hubs: its agent's desk is at the first, a visitor at each of the others.
type team struct {
	*shop
	visitors [2]*servertest.Peer
	tokens   [2]string
}

func newTeam(t *testing.T) *team {
	t.Helper()
	h := servertest.Several(t, 3)
	s := &team{shop: &shop{Hub: h}}
	s.agent, s.token = h.Agent("Ann")
	s.desk = h.At(0).Desk(s.token, "desk")
	s.desk.Choose(chat.Online)
	s.desk.Received()
	for i := range s.visitors {
		s.tokens[i] = chat.NewToken()
		s.visitors[i] = h.At(1+i).Visitor("", 0)
		s.visitors[i].Send(&protocol.Adopt{Token: s.tokens[i]})
		if m := the[*protocol.VisitorWelcome](s.visitors[i].Received()); m[len(m)-1].Availability.Mode != chat.ModeLive {
			t.Fatalf("visitor %d is told %+v", i, m)
		}
	}
	return s
}

// show demands that the last thing every visitor was told since is a mode.
func (s *team) show(t *testing.T, want chat.Mode) {
	t.Helper()
	for i, v := range s.visitors {
		if got := mode(t, v); got != want {
			t.Errorf("visitor %d is told %s, want %s", i, got, want)
		}
	}
}

// unchanged demands that no visitor was told who is there since.
func (s *team) unchanged(t *testing.T) {
	t.Helper()
	for i, v := range s.visitors {
		if got := the[*protocol.VisitorAvailability](v.Received()); len(got) > 0 {
			t.Errorf("visitor %d is told %+v", i, got)
		}
	}
}

// What happens at one hub is told at all others: who is there, what is written, read and done.
func TestHubsHearOfEachOther(t *testing.T) {
	bubble(t, func(t *testing.T) {
		s := newTeam(t)
		for _, c := range []struct {
			status chat.Status
			mode   chat.Mode
		}{{chat.Invisible, chat.ModeMessenger}, {chat.Online, chat.ModeLive}} {
			s.desk.Choose(c.status)
			s.show(t, c.mode)
		}
		s.desk.Received()

		for i, v := range s.visitors {
			v.Send(&protocol.VisitorMessage{ClientID: "m", Text: fmt.Sprint("Hello from ", i)})
			v.Received()
			frames := s.desk.Received()
			c := the[*protocol.AgentConversation](frames)
			last := c[len(c)-1].Conversation
			if !last.Visitor.Here || last.Visitor.Page == nil || *last.Visitor.Page != servertest.Page || !last.Asks {
				t.Errorf("the agent is told %+v", last)
			}
			if e := only[*protocol.AgentEntries](t, frames).Entries; len(e) != 1 || e[0].Text != fmt.Sprint("Hello from ", i) {
				t.Errorf("the agent is told the entries %+v", e)
			}
			s.desk.Send(&protocol.AgentMessage{Conversation: last.ID, ClientID: "a", Text: "Hi"}, &protocol.AgentRead{Conversation: last.ID, Seq: 1})
			told := v.Received()
			if got := texts(t, 2, told); len(got) != 1 || got[0] != "Hi" {
				t.Errorf("the visitor is told %q", got)
			}
			states := the[*protocol.VisitorState](told)
			if len(states) == 0 || states[len(states)-1].Seen != 1 {
				t.Errorf("the visitor is told %+v", states)
			}
			v.Cut()
			frames = s.desk.Received()
			if c := the[*protocol.AgentConversation](frames); len(c) == 0 || c[len(c)-1].Conversation.Visitor.Here {
				t.Errorf("when the visitor is gone the agent is told %+v", c)
			}
		}
	})
}

// When all hubs were away for long, none of them knows of what happened meanwhile, whichever is asked first: an agent who does not come back to any is there
// for the grace after the start, and not for less.
func TestAllHubsComeBack(t *testing.T) {
	for first := range 3 {
		t.Run(fmt.Sprint("hub ", first, " is asked first"), func(t *testing.T) {
			bubble(t, func(t *testing.T) {
				s := newTeam(t)
				s.Restart(time.Hour)
				for i := range s.visitors {
					s.visitors[i] = s.At((first+i)%3).Visitor(s.tokens[i], 0)
					if w := only[*protocol.VisitorWelcome](t, s.visitors[i].Received()); w.Availability.Mode != chat.ModeLive {
						t.Errorf("visitor %d is told %+v", i, w.Availability)
					}
				}
				time.Sleep(19 * time.Second)
				s.unchanged(t)
				time.Sleep(time.Second)
				s.show(t, chat.ModeMessenger)
			})
		})
	}
}

// An agent who comes back while one hub is about to let the start happen, as stored when nobody was back, stays whom the other hub has linked.
func TestAllHubsComeBackWithTheirDesks(t *testing.T) {
	for first := range 3 {
		t.Run(fmt.Sprint("hub ", first, " is asked first"), func(t *testing.T) {
			bubble(t, func(t *testing.T) {
				s := newTeam(t)
				const others = 20
				tokens := make([]string, others)
				for i := range tokens { // whose start is stored one after the other
					_, tokens[i] = s.Agent(fmt.Sprint("agent", i))
					s.At(0).Desk(tokens[i], fmt.Sprint("desk", i)).Choose(chat.Invisible)
				}
				s.desk.Received()
				s.Restart(time.Hour)
				v := s.At(first).Visitor("", 0)
				s.At((first+1)%3).Desk(s.token, "desk").Received()
				v.Received()
				for range 12 {
					time.Sleep(5 * time.Second)
					nothing(t, v.Received())
				}
			})
		})
	}
}

// A desk that connects to another hub has its link there; what the old hub hears of the old one changes nothing.
func TestADeskMovesToAnotherHub(t *testing.T) {
	bubble(t, func(t *testing.T) {
		s := newTeam(t)
		moved := s.At(1).Desk(s.token, "desk")
		moved.Received()
		ended(t, s.desk.Peer, wire.Replaced)
		time.Sleep(time.Minute)
		s.unchanged(t)
		moved.Goodbye()
		s.show(t, chat.ModeMessenger)
	})
}

// Two tabs of one visitor at two hubs hold one conversation from its first message on.
func TestTwoTabsAtTwoHubs(t *testing.T) {
	everyCut(t, func(t *testing.T, s *team) {
		one, two := s.visitors[0], s.At(2).Visitor("", 0)
		two.Send(&protocol.Adopt{Token: s.tokens[0]})
		two.Received()
		one.Send(&protocol.VisitorMessage{ClientID: "m", Text: "Hello"})
		one.Received()
		time.Sleep(soon)
		if got := texts(t, 1, two.Received()); len(got) != 1 || got[0] != "Hello" {
			t.Fatalf("the other tab is told %q", got)
		}
		two.Send(&protocol.VisitorMessage{ClientID: "n", Text: "Again"})
		two.Received()
		time.Sleep(soon)
		if got := texts(t, 2, one.Received()); len(got) != 1 || got[0] != "Again" {
			t.Errorf("the first tab is told %q", got)
		}
	})
}

// A nudge that is lost is made up for within seconds.
func TestLostNudges(t *testing.T) {
	bubble(t, func(t *testing.T) {
		s := newTeam(t)
		s.Cut(true)
		s.desk.Choose(chat.Invisible)
		s.visitors[0].Send(&protocol.VisitorMessage{ClientID: "m", Text: "Hello"})
		s.desk.Received()
		time.Sleep(5 * time.Second)
		if got := mode(t, s.visitors[1]); got != chat.ModeMessenger {
			t.Errorf("the visitor is told %s", got)
		}
		frames := s.desk.Received()
		if e := only[*protocol.AgentEntries](t, frames).Entries; len(e) != 1 || e[0].Text != "Hello" {
			t.Errorf("the agent is told %+v", e)
		}
		c := the[*protocol.AgentConversation](frames)
		if last := c[len(c)-1].Conversation; !last.Visitor.Here {
			t.Errorf("the agent is told %+v", last)
		}
	})
}

// Two devices of an agent at two hubs are one agent: the most active one counts, wherever it is.
func TestDevicesAtTwoHubs(t *testing.T) {
	bubble(t, func(t *testing.T) {
		s := newTeam(t)
		other := s.At(2).Desk(s.Token(s.agent), "laptop")
		other.Received()
		for range 20 { // minutes, of which the first desk sees no input
			time.Sleep(time.Minute)
			other.Input()
		}
		s.unchanged(t)
		other.Goodbye()
		s.show(t, chat.ModeMessenger)
	})
}

// That a desk still pulses is not worth a transaction each time, and yet no other hub takes it for silent.
func TestSignsOfLifeAmongHubs(t *testing.T) {
	bubble(t, func(t *testing.T) {
		s := newTeam(t)
		version := func() int64 {
			stored, err := s.Store().PresenceOf(t.Context(), s.agent.ID)
			if err != nil {
				t.Fatal(err)
			}
			return stored.Version
		}
		before := version()
		const minutes = 10
		for range minutes { // in which other hubs have reason to look
			time.Sleep(time.Minute)
			s.At(1).Desk(s.Token(s.agent), "laptop").Goodbye()
		}
		if got := version() - before; got > minutes*(3+5) {
			t.Errorf("%d versions were stored in %d minutes", got, minutes)
		}
		s.unchanged(t)
		s.desk.Cut()
		time.Sleep(protocol.PulseEvery)
		s.unchanged(t)
		time.Sleep(time.Minute)
		s.show(t, chat.ModeMessenger)
	})
}

// everyCut runs a test of three hubs twice: nudges get through, and none does.
func everyCut(t *testing.T, test func(t *testing.T, s *team)) {
	t.Helper()
	for _, cut := range []bool{false, true} {
		t.Run(fmt.Sprint("cut ", cut), func(t *testing.T) {
			bubble(t, func(t *testing.T) {
				s := newTeam(t)
				s.Cut(cut)
				test(t, s)
			})
		})
	}
}

// soon is when every hub knows what it was not told.
const soon = 5 * time.Second

// Whoever is signed out through one hub loses the link at another.
func TestSignedOutThroughAnotherHub(t *testing.T) {
	everyCut(t, func(t *testing.T, s *team) {
		token := s.Token(s.agent)
		answer, _ := s.At(1).Do("POST", "/api/v1/logout", s.token, nil)
		if answer.StatusCode >= 300 {
			t.Fatalf("answered %d", answer.StatusCode)
		}
		time.Sleep(soon)
		ended(t, s.desk.Peer, wire.Unauthorized)
		time.Sleep(soon)
		s.show(t, chat.ModeMessenger)
		s.At(2).Desk(token, "laptop").Received()
	})
}

// The box that an agent ticks through one hub is known to the desk at another.
func TestReserveThroughAnotherHub(t *testing.T) {
	everyCut(t, func(t *testing.T, s *team) {
		for _, on := range []bool{true, false} {
			if answer, _ := s.At(1).Do("PUT", "/api/v1/me/preferences", s.token, map[string]bool{"reserve": on}); answer.StatusCode != 200 {
				t.Fatalf("answered %d", answer.StatusCode)
			}
			time.Sleep(soon)
			if v := the[*protocol.AgentView](s.desk.Received()); len(v) == 0 || v[len(v)-1].Reserve != on {
				t.Errorf("the desk is told %+v", v)
			}
		}
	})
}

// Of two who replace an agent's hours through two hubs, having read the same, one is refused.
func TestHoursThroughTwoHubs(t *testing.T) {
	everyCut(t, func(t *testing.T, s *team) {
		_, body := s.At(1).Do("GET", "/api/v1/me/hours", s.token, nil)
		s.At(2).Do("GET", "/api/v1/me/hours", s.token, nil) // which has both know the site
		var codes []int
		for i, zone := range []string{"Europe/Berlin", "Asia/Tokyo"} {
			var hours protocol.Hours
			if err := json.Unmarshal(body, &hours); err != nil {
				t.Fatal(err)
			}
			hours.Zone = zone
			hours.Week[0] = []protocol.Slot{{Start: 540, End: 1020}}
			answer, _ := s.At(1+i).Do("PUT", "/api/v1/me/hours", s.token, hours)
			codes = append(codes, answer.StatusCode)
		}
		if codes[0] != 200 || codes[1] != 409 {
			t.Errorf("answered %v", codes)
		}
		time.Sleep(soon)
		for i := range 3 {
			var hours protocol.Hours
			_, body := s.At(i).Do("GET", "/api/v1/me/hours", s.token, nil)
			if err := json.Unmarshal(body, &hours); err != nil || hours.Zone != "Europe/Berlin" {
				t.Errorf("hub %d says that the zone is %q, %v", i, hours.Zone, err)
			}
		}
	})
}

// A hub that hears of a removal before it has read the conversation again still knows when the agent went who was Offline before.
func TestWaitOfWhoWasRemovedThroughAnotherHub(t *testing.T) {
	everyCut(t, func(t *testing.T, s *team) {
		bob, token := s.Agent("Bob")
		bobs := s.At(1).Desk(token, "bobs")
		bobs.Choose(chat.Online)
		bobs.Received()
		time.Sleep(soon)
		v := s.visitors[0]
		v.Send(&protocol.VisitorMessage{ClientID: "m", Text: "Hello"})
		v.Received()
		time.Sleep(soon)
		c := the[*protocol.AgentConversation](bobs.Received())
		bobs.Send(&protocol.AgentMessage{Conversation: c[0].Conversation.ID, ClientID: "hi", Text: "Hi"})
		bobs.Received()
		v.Send(&protocol.VisitorMessage{ClientID: "more", Text: "And in blue?"})
		v.Received()
		time.Sleep(10 * time.Second)
		went := protocol.At(time.Now())
		bobs.Choose(chat.Offline)
		bobs.Received()
		time.Sleep(90 * time.Second)
		s.desk.Received()
		if answer, body := s.At(1).Do("DELETE", "/api/v1/site/agents/"+bob.ID, s.token, nil); answer.StatusCode != 204 {
			t.Fatalf("answered %d %s", answer.StatusCode, body)
		}
		time.Sleep(soon)
		for _, told := range the[*protocol.AgentConversation](s.desk.Received()) {
			if c := told.Conversation; c.WaitingSince != went {
				t.Errorf("waits since %v, want %v", c.WaitingSince, went)
			}
		}
	})
}

// A tab at one hub is told that the visitor's address is known, which another tab gave through another hub.
func TestAddressGivenInAnotherTab(t *testing.T) {
	everyCut(t, func(t *testing.T, s *team) {
		one, two := s.visitors[0], s.At(2).Visitor("", 0)
		two.Send(&protocol.Adopt{Token: s.tokens[0]})
		one.Send(&protocol.VisitorMessage{ClientID: "m", Text: "Hello"})
		one.Received()
		time.Sleep(soon)
		two.Received()
		one.Send(&protocol.VisitorEmail{Ref: "e", Email: "v@example.org"})
		one.Received()
		time.Sleep(soon)
		if w := the[*protocol.VisitorWelcome](two.Received()); len(w) == 0 || w[len(w)-1].Visitor == nil || w[len(w)-1].Visitor.Email != "v@example.org" {
			t.Errorf("the other tab is told %+v", w)
		}
	})
}
