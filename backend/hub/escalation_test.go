package hub_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"parley/backend/chat"
	"parley/backend/protocol"
	"parley/backend/server/servertest"
	"parley/backend/store"
)

// row is a conversation as a desk was told it last, and zero if it was told nothing of one.
func row(d *servertest.Desk) protocol.Conversation {
	var last protocol.Conversation
	for _, f := range d.Received() {
		switch f := f.(type) {
		case *protocol.AgentConversation:
			last = f.Conversation
		case *protocol.AgentWelcome:
			for _, c := range f.Conversations {
				last = c
			}
		}
	}
	return last
}

// stands is what matters of a row here.
type stands struct {
	State chat.WaitState
	Why   chat.Asking
}

func (s *shop) is(t *testing.T, what string, d *servertest.Desk, want stands) {
	t.Helper()
	c := row(d)
	if got := (stands{c.State, c.Why}); got != want || c.Asks != (want.Why != "") {
		t.Errorf("%s: %+v, want %+v", what, got, want)
	}
}

// owed is how many mails about what was missed the agents of the site are owed.
func (s *shop) owed(t *testing.T) int {
	t.Helper()
	mails, err := s.Store().MissedMails(t.Context(), s.Site.ID)
	if err != nil {
		t.Fatal(err)
	}
	return len(mails)
}

// stored is the conversation as it is stored.
func (s *shop) stored(t *testing.T, id string) chat.Conversation {
	t.Helper()
	thread, err := s.Store().Thread(t.Context(), s.Site.ID, id)
	if err != nil {
		t.Fatal(err)
	}
	return thread.Conversation
}

// TestRestartNeitherRepeatsNorForgetsAStep restarts the hub before each step, for a time in which the step comes or does not.
func TestRestartNeitherRepeatsNorForgetsAStep(t *testing.T) {
	for name, c := range map[string]struct {
		after, away time.Duration
	}{
		"between T1 and T2":               {70 * time.Second, 10 * time.Second},
		"between T1 and T2, over T2":      {110 * time.Second, 15 * time.Second},
		"between T2 and T3":               {130 * time.Second, 10 * time.Second},
		"between T2 and T3, over T3":      {170 * time.Second, time.Minute},
		"after T3":                        {200 * time.Second, 10 * time.Second},
		"before T1, and away for an hour": {10 * time.Second, time.Hour},
	} {
		t.Run(name, func(t *testing.T) {
			bubble(t, func(t *testing.T) {
				s := newShop(t)
				_, token := s.Agent("Cem")
				cem := s.Desk(token, "cems")
				cem.Send(&protocol.SetReserve{Ref: "r", On: true})
				cem.Choose(chat.Invisible)
				_, _, id := s.conversation(t)
				began := time.Now()
				time.Sleep(c.after)
				s.Restart(c.away)
				ann, cem := s.Desk(s.token, "desk"), s.Desk(token, "cems")
				a, b := row(ann), row(cem)
				look := func() {
					passed := time.Since(began)
					want := [2]stands{{chat.Waits, chat.AskedFirst}, {chat.Waits, ""}}
					switch {
					case passed >= 3*time.Minute:
						want = [2]stands{{chat.Missed, ""}, {chat.Missed, ""}}
					case passed >= 2*time.Minute:
						want[1].Why = chat.AskedLate
					}
					if got := [2]stands{{a.State, a.Why}, {b.State, b.Why}}; got != want {
						t.Errorf("after %v: %+v, want %+v", passed, got, want)
					}
					mails := 0
					if want[0].State == chat.Missed {
						mails = 2
					}
					if got := s.owed(t); got != mails {
						t.Errorf("after %v %d mails are owed, want %d", passed, got, mails)
					}
				}
				look()
				for time.Since(began) < 4*time.Minute {
					time.Sleep(5 * time.Second)
					if c := row(ann); c.ID != "" {
						a = c
					}
					if c := row(cem); c.ID != "" {
						b = c
					}
					look()
				}
				if got := s.stored(t, id).Waits.Missed.Sub(began); got != 3*time.Minute {
					t.Errorf("missed after %v", got)
				}
			})
		})
	}
}

// A step may be the first that a hub hears of since the conversation was handed over: in the same write, or by another hub.
func TestAStepTellsTheGroupThatTheVisitorWasHandedOverTo(t *testing.T) {
	bubble(t, func(t *testing.T) {
		s := newShop(t)
		bob, bobs := s.colleague("Bob", chat.Online)
		sales, err := s.Store().AddGroup(t.Context(), s.Site.ID, "Sales", []string{bob.ID}, false)
		if err != nil {
			t.Fatal(err)
		}
		time.Sleep(time.Second) // the hub looks what changed
		v, _, id := s.conversation(t)
		v.Received()
		time.Sleep(170 * time.Second)
		if _, err := s.Store().Do(t.Context(), chat.Act{Agent: s.agent, Conversation: id, ClientID: "h", Kind: chat.KindHandedOver, Target: sales.ID,
			At: time.Now()}); err != nil {
			t.Fatal(err)
		}
		time.Sleep(10 * time.Second)
		if c := row(bobs); c.State != chat.Missed || c.Visitor.Group != sales.ID {
			t.Errorf("Bob was told %+v, want it missed and of the group %s", c, sales.ID)
		}
		told := the[*protocol.VisitorAvailability](v.Received())
		if len(told) != 1 || len(told[0].Agents) != 1 || told[0].Agents[0].ID != bob.ID {
			t.Errorf("the visitor was told %+v", told)
		}
	})
}

// What this hub found out about a wait is void where another hub knew what the wait counts from.
func TestAStepThatIsLostIsTakenBack(t *testing.T) {
	bubble(t, func(t *testing.T) {
		s := newShop(t)
		_, _, id := s.conversation(t)
		from := time.Now().Add(30 * time.Second)
		if _, err := s.Store().CountFrom(t.Context(), s.stored(t, id), from); err != nil {
			t.Fatal(err)
		}
		time.Sleep(190 * time.Second)
		if c := row(s.desk); c.State != chat.Waits || c.WaitingSince != protocol.At(from) {
			t.Errorf("after the step was lost the desk is told %+v, want a wait from %d", c, protocol.At(from))
		}
		time.Sleep(20 * time.Second)
		s.is(t, "three minutes after that", s.desk, stands{chat.Missed, ""})
		if got := s.stored(t, id).Waits.Missed; !got.Equal(from.Add(3 * time.Minute)) {
			t.Errorf("missed at %v, want 3 minutes after %v", got, from)
		}
	})
}

// A hub to which nobody connects takes the steps all the same.
func TestWhatIsMissedWhileNobodyIsConnected(t *testing.T) {
	bubble(t, func(t *testing.T) {
		s := newShop(t)
		_, _, id := s.conversation(t)
		began := time.Now()
		s.Restart(time.Second)
		time.Sleep(5 * time.Minute)
		if got := s.stored(t, id).Waits.Missed.Sub(began); got != 3*time.Minute || s.owed(t) != 1 {
			t.Errorf("missed after %v, %d mails", got, s.owed(t))
		}
	})
}

// What a wait counts from is stored, so that it outlives the hub and the membership.
func TestTheOwnerGoes(t *testing.T) {
	bubble(t, func(t *testing.T) {
		s := newShop(t)
		_, token := s.Agent("Bob")
		bob := s.Desk(token, "bobs")
		bob.Choose(chat.Online)
		for _, d := range []*servertest.Desk{s.desk, bob} {
			d.Send(&protocol.SetPolicy{Ref: "p", Policy: protocol.Policy{OnReturn: protocol.ReturnAsk}})
		}
		s.desk.Received()
		v, _, id := s.conversation(t)
		s.desk.Send(&protocol.AgentMessage{Conversation: id, ClientID: "a", Text: "Yes?"})
		s.is(t, "answered", s.desk, stands{chat.Quiet, ""})
		time.Sleep(time.Second)
		v.Send(&protocol.VisitorMessage{ClientID: "more", Text: "And now?"})
		wrote := time.Now()
		s.is(t, "a follow-up", s.desk, stands{chat.Owned, ""})
		time.Sleep(10 * time.Minute)
		if c := row(bob); c.State != chat.Owned || c.WaitingSince != protocol.At(wrote) || s.owed(t) != 0 {
			t.Errorf("while the owner is there: %+v", c)
		}
		s.desk.Choose(chat.Offline)
		went := time.Now()
		if c := row(bob); c.State != chat.Waits || c.Why != chat.AskedFirst || c.WaitingSince != protocol.At(went) {
			t.Errorf("when the owner goes: %+v", c)
		}
		if got := s.stored(t, id).Waits; !got.From.Equal(went) || !got.Since.Equal(wrote) {
			t.Errorf("stored %+v", got)
		}
		time.Sleep(70 * time.Second)
		s.desk.Choose(chat.Invisible) // a member who replied is there again
		s.is(t, "the owner is back", bob, stands{chat.Owned, ""})
		time.Sleep(time.Hour)
		s.desk.Goodbye()
		went = time.Now()
		if c := row(bob); c.State != chat.Waits || c.WaitingSince != protocol.At(went) {
			t.Errorf("when the owner goes again: %+v", c)
		}
		s.Restart(2 * time.Minute)
		bob = s.Desk(token, "bobs")
		if c := row(bob); c.State != chat.Waits || c.WaitingSince != protocol.At(went) {
			t.Errorf("after a restart: %+v", c)
		}
		time.Sleep(time.Minute)
		s.is(t, "three minutes after the owner went", bob, stands{chat.Missed, ""})
		s.Desk(s.token, "desk")
		if told := the[*protocol.AgentConversation](bob.Received()); len(told) > 0 { // it stays missed, whoever comes
			t.Errorf("told %+v", told)
		}
		bob.Send(&protocol.AgentMessage{Conversation: id, ClientID: "b", Text: "Sorry."})
		s.is(t, "answered", bob, stands{chat.Quiet, ""})
		if s.owed(t) != 2 {
			t.Errorf("%d mails are owed", s.owed(t))
		}
	})
}

// A hub that was killed between recording that the owner went and storing what the wait counts from finds out by the agent's log.
func TestWhatAWaitCountsFromIsFoundInTheLog(t *testing.T) {
	bubble(t, func(t *testing.T) {
		s := newShop(t)
		v, _, id := s.conversation(t)
		s.desk.Send(&protocol.AgentMessage{Conversation: id, ClientID: "a", Text: "Yes?"})
		time.Sleep(time.Second)
		v.Send(&protocol.VisitorMessage{ClientID: "more", Text: "And now?"})
		time.Sleep(20 * time.Second)
		s.Restart(30 * time.Second) // the desk does not come back: its grace ends 20 s after the start
		gone := time.Now().Add(20 * time.Second)
		time.Sleep(25 * time.Second)
		if got := s.stored(t, id).Waits.From; !got.Equal(gone) {
			t.Errorf("counts from %v, want %v", got, gone)
		}
		time.Sleep(4 * time.Minute)
		if got := s.stored(t, id).Waits.Missed; !got.Equal(gone.Add(3 * time.Minute)) {
			t.Errorf("missed at %v, want 3 minutes after %v", got, gone)
		}
	})
}

func TestClosingAndAnsweringEndAWait(t *testing.T) {
	bubble(t, func(t *testing.T) {
		s := newShop(t)
		v, _, id := s.conversation(t)
		s.desk.Send(&protocol.Join{Ref: "j", Conversation: id})
		time.Sleep(179 * time.Second)
		s.is(t, "taken, not answered", s.desk, stands{chat.Waits, chat.AskedFirst})
		s.desk.Send(&protocol.AgentMessage{Conversation: id, ClientID: "a", Text: "Here I am."})
		time.Sleep(time.Minute)
		s.is(t, "answered in time", s.desk, stands{chat.Quiet, ""})
		s.desk.Send(&protocol.Close{Ref: "c", Conversation: id})
		s.is(t, "closed", s.desk, stands{chat.Quiet, ""})
		v.Send(&protocol.VisitorMessage{ClientID: "again", Text: "One more thing"})
		time.Sleep(time.Minute)
		s.is(t, "opened again", s.desk, stands{chat.Waits, chat.AskedFirst})
		s.desk.Send(&protocol.Close{Ref: "c2", Conversation: id})
		time.Sleep(5 * time.Minute)
		s.is(t, "closed in time", s.desk, stands{chat.Quiet, ""})
		if s.owed(t) != 0 {
			t.Errorf("%d mails are owed", s.owed(t))
		}
	})
}

func TestVisitorIsToldOnlyThatNobodyAnswered(t *testing.T) {
	bubble(t, func(t *testing.T) {
		s := newShop(t)
		v, token, id := s.conversation(t)
		v.Received()
		time.Sleep(179 * time.Second)
		nothing(t, v.Received())
		time.Sleep(time.Second)
		if frames := v.Received(); !only[*protocol.VisitorState](t, frames).Missed || len(frames) != 1 {
			t.Errorf("told %s", types(frames))
		}
		if w := only[*protocol.VisitorWelcome](t, s.Visitor(token, 1).Received()); !w.Conversation.Missed {
			t.Errorf("another tab is told %+v", w.Conversation)
		}
		s.desk.Send(&protocol.AgentMessage{Conversation: id, ClientID: "a", Text: "Sorry."})
		states := the[*protocol.VisitorState](v.Received())
		if len(states) == 0 || states[len(states)-1].Missed {
			t.Errorf("after an answer told %+v", states)
		}
	})
}

func TestTheBoxIsTheAgents(t *testing.T) {
	bubble(t, func(t *testing.T) {
		s := newShop(t)
		second := s.Desk(s.token, "second")
		if w := only[*protocol.AgentWelcome](t, second.Received()); w.Reserve || w.Site.Steps != (protocol.WaitSteps{T1: 60, T2: 120, T3: 180}) {
			t.Errorf("welcome %+v", w)
		}
		s.desk.Received()
		s.desk.Send(&protocol.SetReserve{Ref: "r", On: true})
		if frames := s.desk.Received(); !only[*protocol.AgentView](t, frames).Reserve || only[*protocol.Ack](t, frames).Ref != "r" {
			t.Errorf("told %s", types(frames))
		}
		if !only[*protocol.AgentView](t, second.Received()).Reserve {
			t.Error("the other desk is not told")
		}
		s.Restart(time.Second)
		if w := only[*protocol.AgentWelcome](t, s.Desk(s.token, "desk").Received()); !w.Reserve {
			t.Error("a restart forgets it")
		}
	})
}

// Ticking the box counts at once, also after T2.
func TestTheBoxCountsAtOnce(t *testing.T) {
	bubble(t, func(t *testing.T) {
		s := newShop(t)
		s.conversation(t)
		_, token := s.Agent("Cem")
		cem := s.Desk(token, "cems")
		cem.Choose(chat.Invisible)
		time.Sleep(130 * time.Second)
		s.is(t, "without the box", cem, stands{chat.Waits, ""})
		cem.Send(&protocol.SetReserve{Ref: "r", On: true})
		s.is(t, "with the box", cem, stands{chat.Waits, chat.AskedLate})
		cem.Send(&protocol.SetReserve{Ref: "r2", On: false})
		s.is(t, "without it again", cem, stands{chat.Waits, ""})
	})
}

func TestStepsAreSettingsOfTheSite(t *testing.T) {
	bubble(t, func(t *testing.T) {
		s := newShop(t)
		s.conversation(t)
		s.Change(store.SiteChange{Steps: chat.Steps{T1: time.Second, T2: 2 * time.Second, T3: 10 * time.Second}})
		time.Sleep(5 * time.Second)
		if got := only[*protocol.Agents](t, s.desk.Received()).Site.Steps; got != (protocol.WaitSteps{T1: 1, T2: 2, T3: 10}) {
			t.Errorf("told %+v", got)
		}
		time.Sleep(5 * time.Second)
		s.is(t, "after the new T3", s.desk, stands{chat.Missed, ""})
	})
}

func TestNewChatsGoToTheOneWithTheFewest(t *testing.T) {
	bubble(t, func(t *testing.T) {
		s := newShop(t)
		s.Change(store.SiteChange{Routing: chat.RoutingFewest})
		bobs, token := s.Agent("Bob")
		bob := s.Desk(token, "bobs")
		bob.Choose(chat.Online)
		time.Sleep(time.Second)
		desks := map[string]*servertest.Desk{s.agent.ID: s.desk, bobs.ID: bob}
		counts := map[string]int{}
		for range 6 {
			for _, d := range desks {
				d.Received()
			}
			v, _ := s.writer(t)
			v.Send(&protocol.VisitorMessage{ClientID: "m", Text: "Hello"})
			time.Sleep(time.Millisecond)
			var assigned string
			for id, d := range desks {
				for _, f := range the[*protocol.AgentConversation](d.Received()) {
					if f.Conversation.Asks != (f.Conversation.Why == chat.AskedFirst) {
						t.Errorf("%+v", f.Conversation)
					}
					if f.Conversation.Asks {
						assigned = id
					}
				}
			}
			counts[assigned]++
			if a := only[*protocol.VisitorAvailability](t, v.Received()); len(a.Agents) != 1 || a.Agents[0].ID != assigned {
				t.Errorf("the visitor is told %+v, and %s is asked", a, assigned)
			}
			time.Sleep(time.Second)
		}
		if diff := cmp.Diff(map[string]int{s.agent.ID: 3, bobs.ID: 3}, counts); diff != "" {
			t.Error(diff)
		}
		open, err := s.Store().Open(t.Context(), s.Site.ID)
		if err != nil {
			t.Fatal(err)
		}
		for _, thread := range open {
			c := thread.Conversation
			if len(c.Members) != 1 || c.Assigned != c.Members[0].Agent || c.Members[0].Replied {
				t.Errorf("stored %+v", c)
			}
		}
	})
}

// Messages that begin waits at once are spread, and none is assigned twice.
func TestManyNewChatsAtOnce(t *testing.T) {
	bubble(t, func(t *testing.T) {
		s := newShop(t)
		s.Change(store.SiteChange{Routing: chat.RoutingFewest})
		_, token := s.Agent("Bob")
		s.Desk(token, "bobs").Choose(chat.Online)
		time.Sleep(time.Second)
		var visitors []*servertest.Peer
		for range 10 {
			v, _ := s.writer(t)
			visitors = append(visitors, v)
		}
		for _, v := range visitors {
			v.Send(&protocol.VisitorMessage{ClientID: "m", Text: "Hello"}, &protocol.VisitorMessage{ClientID: "n", Text: "Anybody?"})
		}
		time.Sleep(time.Second)
		open, err := s.Store().Open(t.Context(), s.Site.ID)
		if err != nil {
			t.Fatal(err)
		}
		counts := map[string]int{}
		for _, thread := range open {
			if len(thread.Conversation.Members) != 1 {
				t.Errorf("members %+v", thread.Conversation.Members)
			}
			counts[thread.Conversation.Assigned]++
		}
		uneven := servertest.Hubs(t) - 1 // what each of several may not know yet that the others give at the same instant
		if ann := counts[s.agent.ID]; len(open) != 10 || len(counts) != 2 || ann < 5-uneven || ann > 5+uneven {
			t.Errorf("of %d: %v", len(open), counts)
		}
	})
}
