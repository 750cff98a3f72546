package agent_test

import (
	"errors"
	"testing"
	"time"

	"parley/backend/agent"
	"parley/backend/chat"
	"parley/backend/protocol"
	"parley/backend/wire"
)

func TestAChoiceIsPendingUntilTheHubHasIt(t *testing.T) {
	in(t, agent.Kept{}, func(t *testing.T, b *bench) {
		l := b.linked()
		must(t, b.session.SetStatus(t.Context(), agent.Choice{Status: "Invisible"}))
		f := only[*protocol.SetStatus](l)
		if f.Status != chat.Invisible || f.Age != 0 {
			t.Errorf("sent %+v", f)
		}
		if s := b.state(); s.Pending != chat.Invisible || s.View.Status != chat.Online {
			t.Errorf("pending %q beside %q, want invisible beside online", s.Pending, s.View.Status)
		}
		l.say(&protocol.AgentView{View: protocol.View{Status: chat.Invisible, Cause: chat.CauseChoice}})
		l.say(&protocol.Ack{Ref: f.Ref})
		if s := b.state(); s.Pending != "" || s.View.Status != chat.Invisible {
			t.Errorf("pending %q beside %q, want nothing beside invisible", s.Pending, s.View.Status)
		}
		if err := b.session.SetStatus(t.Context(), agent.Choice{Status: "busy"}); chat.CodeOf(err) != chat.Invalid {
			t.Errorf("a status that is none: %v", err)
		}
	})
}

func TestTheNewestChoiceWaitsForTheLink(t *testing.T) {
	in(t, agent.Kept{}, func(t *testing.T, b *bench) {
		b.linked()
		b.hubStops()
		must(t, b.session.SetStatus(t.Context(), agent.Choice{Status: chat.Offline}))
		time.Sleep(time.Minute)
		must(t, b.session.SetStatus(t.Context(), agent.Choice{Status: chat.Invisible}))
		time.Sleep(2 * time.Minute)
		if s := b.state(); s.Pending != chat.Invisible || s.Link.Phase != agent.Lost {
			t.Errorf("pending %q with link %s", s.Pending, s.Link.Phase)
		}
		b.hubStarts()
		l := b.nextLink(1)
		l.welcome()
		f := only[*protocol.SetStatus](l)
		age := time.Duration(f.Age) * time.Millisecond
		if f.Status != chat.Invisible || age < 2*time.Minute || age > 3*time.Minute {
			t.Errorf("sent %+v, want invisible two minutes ago", f)
		}
	})
}

func TestAWaitingChoiceSurvivesTheDesk(t *testing.T) {
	in(t, agent.Kept{}, func(t *testing.T, b *bench) {
		b.hubStops()
		must(t, b.session.SetStatus(t.Context(), agent.Choice{Status: chat.Invisible}))
		kept := b.journal.holds() // as after kill -9: nothing more is saved
		b.stop()
		time.Sleep(time.Hour)
		b.starts(kept)
		if s := b.state(); s.Pending != chat.Invisible {
			t.Errorf("pending %q after the restart", s.Pending)
		}
		before := len(b.links()) // the first session may have been faster than the end of the hub
		b.hubStarts()
		l := b.nextLink(before)
		l.welcome()
		if f := only[*protocol.SetStatus](l); f.Status != chat.Invisible || f.Age < time.Hour.Milliseconds() {
			t.Errorf("sent %+v, want invisible an hour ago", f)
		}
	})
}

func TestAChoiceThatCannotBeKeptIsRefusedWhileUnlinked(t *testing.T) {
	in(t, agent.Kept{}, func(t *testing.T, b *bench) {
		b.hubStops()
		b.journal.breaks(chat.Errorf(chat.Unavailable, "the disk is full"))
		if err := b.session.SetStatus(t.Context(), agent.Choice{Status: chat.Online}); chat.CodeOf(err) != chat.Unavailable {
			t.Errorf("choice: %v, want unavailable", err)
		}
		if s := b.state(); s.Pending != "" {
			t.Errorf("pending %q", s.Pending)
		}
		b.journal.breaks(nil)
		b.hubStarts()
	})
}

func TestARefusedChoice(t *testing.T) {
	in(t, agent.Kept{}, func(t *testing.T, b *bench) {
		l := b.linked()
		must(t, b.session.SetStatus(t.Context(), agent.Choice{Status: chat.Online}))
		first := only[*protocol.SetStatus](l)
		l.say(&protocol.Failed{Ref: first.Ref, Code: chat.Unavailable, Message: "the disk is full"})
		l.nothing()
		if s := b.state(); s.Pending != chat.Online {
			t.Errorf("pending %q while the hub cannot take it", s.Pending)
		}
		time.Sleep(3 * time.Second)
		again := only[*protocol.SetStatus](l)
		if again.Age < 2000 {
			t.Errorf("sent again with age %d ms", again.Age)
		}
		l.say(&protocol.Failed{Ref: again.Ref, Code: chat.Forbidden, Message: "no"})
		if s := b.state(); s.Pending != "" || s.Notice == nil || s.Notice.Message != "no" {
			t.Errorf("pending %q, notice %+v", s.Pending, s.Notice)
		}
		time.Sleep(time.Minute)
		l.nothing()
	})
}

func TestBackIsSaidOnce(t *testing.T) {
	asks := func(w *protocol.AgentWelcome) {
		w.View = protocol.View{Status: chat.Offline, Cause: chat.CauseIdle, Base: chat.Online, Asks: true}
	}
	in(t, agent.Kept{}, func(t *testing.T, b *bench) {
		l := b.linked(asks)
		must(t, b.session.Back(t.Context()))
		only[*protocol.Back](l)
		l.conn.Close(wire.Restart, "") // before the ack
		l = b.nextLink(1)
		l.welcome(asks)
		f := only[*protocol.Back](l)
		l.say(&protocol.Ack{Ref: f.Ref})
		l.say(&protocol.AgentView{View: protocol.View{Status: chat.Online}})
		l.conn.Close(wire.Restart, "")
		l = b.nextLink(2)
		l.welcome()
		l.nothing()
	})
}

func TestRequestsAreAnswered(t *testing.T) {
	in(t, agent.Kept{}, func(t *testing.T, b *bench) {
		l := b.linked()
		answers := make(chan error, 1)
		ask := func(f func() error) { go func() { answers <- f() }() }

		ask(func() error { return b.session.Join(t.Context(), "c") })
		l.say(&protocol.Ack{Ref: only[*protocol.Join](l).Ref})
		if err := <-answers; err != nil {
			t.Errorf("join: %v", err)
		}
		ask(func() error { return b.session.Close(t.Context(), "c") })
		l.say(&protocol.Failed{Ref: only[*protocol.Close](l).Ref, Code: chat.Conflict, Message: "Jonas was faster", Field: "conversation"})
		var refused *chat.Error
		if err := <-answers; !errors.As(err, &refused) || refused.Code != chat.Conflict || refused.Field != "conversation" || refused.Message != "Jonas was faster" {
			t.Errorf("close: %v", err)
		}
		if s := b.state(); s.Notice == nil || s.Notice.Code != chat.Conflict {
			t.Errorf("notice %+v", s.Notice)
		}
		ask(func() error {
			return b.session.SetPolicy(t.Context(), protocol.Policy{IdleAfter: 60, OnReturn: protocol.ReturnAuto})
		})
		if p := only[*protocol.SetPolicy](l); p.IdleAfter != 60 || p.OnReturn != protocol.ReturnAuto {
			t.Errorf("policy %+v", p)
		}
		l.conn.Close(wire.Restart, "")
		if err := <-answers; chat.CodeOf(err) != chat.Unavailable {
			t.Errorf("a request whose link was lost: %v", err)
		}
		b.hubStops()
		if err := b.session.Join(t.Context(), "c"); chat.CodeOf(err) != chat.Unavailable {
			t.Errorf("a request without a link: %v", err)
		}
		b.hubStarts()
	})
}
