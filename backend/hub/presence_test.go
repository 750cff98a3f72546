package hub_test

import (
	"flag"
	"fmt"
	"testing"
	"testing/synctest"
	"time"

	"pgregory.net/rapid"

	"parley/backend/chat"
	"parley/backend/protocol"
	"parley/backend/server/servertest"
	"parley/backend/store"
	"parley/backend/wire"
)

func mode(t *testing.T, p *servertest.Peer) chat.Mode {
	t.Helper()
	return only[*protocol.VisitorAvailability](t, p.Received()).Mode
}

func TestSiteThatIsHiddenWhenNobodyIsThere(t *testing.T) {
	bubble(t, func(t *testing.T) {
		s := newShop(t)
		talking, _, id := s.conversation(t)
		browsing := s.Visitor("", 0)
		browsing.Received()
		s.desk.Choose(chat.Offline)
		if a, b := mode(t, talking), mode(t, browsing); a != chat.ModeMessenger || b != chat.ModeMessenger {
			t.Errorf("told %s and %s", a, b)
		}
		s.Change(store.SiteChange{Quiet: chat.ModeHidden})
		time.Sleep(time.Second)
		nothing(t, talking.Received())
		if got := mode(t, browsing); got != chat.ModeHidden {
			t.Errorf("told %s", got)
		}
		s.desk.Send(&protocol.Close{Ref: "c", Conversation: id})
		if got := mode(t, talking); got != chat.ModeHidden {
			t.Errorf("after closing told %s", got)
		}
	})
}

func TestVisitorsAreToldOnlyWhatChangesForThem(t *testing.T) {
	bubble(t, func(t *testing.T) {
		s := newShop(t)
		_, token := s.Agent("Bob")
		bob := s.Desk(token, "bobs")
		v := s.Visitor("", 0)
		v.Received()
		bob.Choose(chat.Invisible)
		nothing(t, v.Received())
		bob.Choose(chat.Online)
		if got := only[*protocol.VisitorAvailability](t, v.Received()); len(got.Agents) != 2 {
			t.Errorf("told %+v", got)
		}
		bob.Choose(chat.Online)
		nothing(t, v.Received())
		if got := the[*protocol.Ack](bob.Received()); len(got) != 3 {
			t.Errorf("%d choices were acknowledged", len(got))
		}
	})
}

func TestViewComesBeforeItsAck(t *testing.T) {
	bubble(t, func(t *testing.T) {
		s := newShop(t)
		s.desk.Send(&protocol.SetStatus{Ref: "s", Status: chat.Invisible})
		frames := s.desk.Received()
		if len(frames) != 3 || frames[0].Type() != "view" || frames[1].Type() != "colleague" || frames[2].Type() != "ack" {
			t.Errorf("told %s", types(frames))
		}
	})
}

func TestChoiceMadeEarlierLosesToALaterOne(t *testing.T) {
	bubble(t, func(t *testing.T) {
		s := newShop(t)
		time.Sleep(time.Minute)
		s.desk.Choose(chat.Invisible)
		s.desk.Received()
		time.Sleep(time.Minute)
		s.desk.Send(&protocol.SetStatus{Ref: "late", Status: chat.Offline, Age: 90_000})
		if frames := s.desk.Received(); only[*protocol.Ack](t, frames).Ref != "late" || len(frames) != 1 {
			t.Errorf("told %s", types(frames))
		}
		s.Restart(time.Second)
		d := s.Desk(s.token, "desk")
		if got := only[*protocol.AgentWelcome](t, d.Received()).View; got.Status != chat.Invisible {
			t.Errorf("after a restart the view is %+v", got)
		}
	})
}

func TestAgentWhoIsNewCanSignInAtOnce(t *testing.T) {
	bubble(t, func(t *testing.T) {
		s := newShop(t)
		_, token := s.Agent("Bob")
		d := s.Desk(token, "bobs")
		if got := only[*protocol.AgentWelcome](t, d.Received()); len(got.Agents) != 2 {
			t.Errorf("welcome %+v", got.Agents)
		}
		if got := only[*protocol.Agents](t, s.desk.Received()); len(got.Agents) != 2 {
			t.Errorf("the other is told %+v", got)
		}
		time.Sleep(2 * time.Second) // the hub has noticed by itself too
		if got := d.Ending(); got != nil {
			t.Errorf("the desk was closed: %v", got)
		}
	})
}

func TestRestartDoesNotFlap(t *testing.T) {
	bubble(t, func(t *testing.T) {
		s := newShop(t)
		time.Sleep(10 * time.Minute)
		v, token, id := s.conversation(t)
		s.Restart(10 * time.Second)
		ended(t, s.desk.Peer, 4002)
		if end := v.Ending(); end == nil || end.Code != wire.Restart && end.Code != wire.Elsewhere { // which one of several says that stops first
			t.Errorf("the visitor's link ended with %v", end)
		}

		v = s.Visitor(token, 1)
		if w := only[*protocol.VisitorWelcome](t, v.Received()); w.Availability.Mode != chat.ModeLive || len(w.Entries) != 0 {
			t.Errorf("welcome %+v", w)
		}
		time.Sleep(15 * time.Second)
		d := s.Desk(s.token, "desk")
		w := only[*protocol.AgentWelcome](t, d.Received())
		if len(w.Conversations) != 1 || w.Conversations[0].ID != id || w.Conversations[0].Seq != 1 || !w.Conversations[0].Asks {
			t.Errorf("the agent is told %+v", w.Conversations)
		}
		time.Sleep(time.Minute)
		if got := the[*protocol.VisitorAvailability](v.Received()); len(got) > 0 {
			t.Errorf("told %+v", got)
		}
	})
}

func TestAgentWhoDoesNotComeBackAfterARestart(t *testing.T) {
	bubble(t, func(t *testing.T) {
		s := newShop(t)
		s.Restart(time.Hour)
		v := s.Visitor("", 0)
		if w := only[*protocol.VisitorWelcome](t, v.Received()); w.Availability.Mode != chat.ModeLive {
			t.Errorf("welcome %+v", w.Availability)
		}
		time.Sleep(21 * time.Second)
		if got := mode(t, v); got != chat.ModeMessenger {
			t.Errorf("told %s", got)
		}
	})
}

// TestPresenceIsThatOfTheLiveConnections lets devices come and go in every way, as quickly as they like, and looks when all has settled.
func TestPresenceIsThatOfTheLiveConnections(t *testing.T) {
	if err := flag.Set("rapid.checks", "20"); err != nil { // each runs a whole hub
		t.Fatal(err)
	}
	rapid.Check(t, func(r *rapid.T) {
		steps := rapid.SliceOfN(rapid.IntRange(0, 19), 1, 25).Draw(r, "steps")
		pauses := rapid.SliceOfN(rapid.SampledFrom([]time.Duration{0, time.Millisecond, time.Second, 25 * time.Second}), len(steps), len(steps)).Draw(r, "pauses")
		var failure string
		synctest.Test(t, func(t *testing.T) {
			s := newShop(t, rarely)
			s.desk.Send(&protocol.SetPolicy{Ref: "p", Policy: protocol.Policy{OnReturn: protocol.ReturnAsk}})
			v := s.Visitor("", 0)
			v.Received()
			desks := map[string]*servertest.Desk{"desk": s.desk}
			for i, step := range steps {
				device := fmt.Sprint("d", step%3)
				d := desks[device]
				switch {
				case d == nil || step < 8:
					desks[device] = s.Desk(s.token, device)
				case step < 11:
					d.Cut()
					delete(desks, device)
				case step < 14:
					d.Goodbye()
					delete(desks, device)
				case step < 16:
					d.Freeze()
					delete(desks, device)
				case step < 18:
					d.Send(&protocol.Goodbye{Why: protocol.AwayQuit})
					delete(desks, device)
				case desks["desk"] != nil:
					desks["desk"].Cut()
					delete(desks, "desk")
				}
				time.Sleep(pauses[i])
			}
			time.Sleep(56 * time.Second)
			want := chat.ModeMessenger
			if len(desks) > 0 {
				want = chat.ModeLive
			}
			w := only[*protocol.VisitorWelcome](t, s.Visitor("", 0).Received())
			if got := w.Availability.Mode; got != want {
				failure = fmt.Sprintf("%d devices are connected and visitors are told %s", len(desks), got)
			}
		})
		if failure != "" {
			r.Fatal(failure)
		}
	})
}
