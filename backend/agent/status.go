package agent

import (
	"context"
	"time"

	"parley/backend/attention"
	"parley/backend/chat"
	"parley/backend/protocol"
)

// SetStatus chooses a status, whenever c says it was: it counts from now. It shows as pending until the hub confirms it. Without a link it waits, also
// over a restart of the desk; only the newest choice is sent.
func (s *Session) SetStatus(ctx context.Context, c Choice) error {
	status, err := chat.ParseStatus(string(c.Status))
	if err != nil {
		return err
	}
	if err := chat.CheckTimed(chat.TimedLength(c.For), c.ToHours); err != nil {
		return err
	}
	return s.do(ctx, func() error {
		s.touch()
		before := s.choice
		s.choice = &Choice{Status: status, At: protocol.At(time.Now()), For: c.For, ToHours: c.ToHours}
		if err := s.save(); err != nil && !s.greeted {
			s.choice = before // it could not be kept until there is a link
			return err
		}
		s.choiceRef, s.back, s.notice = "", false, nil
		s.pump()
		return nil
	})
}

// Back answers the idle question: I'm back. Without a link it is said after the next welcome.
func (s *Session) Back(ctx context.Context) error {
	return s.do(ctx, func() error {
		s.touch()
		s.back, s.backRef, s.notice = true, "", nil
		s.pump()
		return nil
	})
}

// SetPolicy sets how idling is treated, and returns the hub's answer.
func (s *Session) SetPolicy(ctx context.Context, p protocol.Policy) error {
	return s.ask(ctx, func(ref protocol.Ref) protocol.Frame { return &protocol.SetPolicy{Ref: ref, Policy: p} })
}

// SetHours replaces the agent's hours, and returns the hub's answer.
func (s *Session) SetHours(ctx context.Context, h protocol.Hours) error {
	return s.ask(ctx, func(ref protocol.Ref) protocol.Frame { return &protocol.SetHours{Ref: ref, Hours: h} })
}

// SetReserve sets whether the agent is asked while Invisible, if online agents are too slow to answer, and returns the hub's answer.
func (s *Session) SetReserve(ctx context.Context, on bool) error {
	return s.ask(ctx, func(ref protocol.Ref) protocol.Frame { return &protocol.SetReserve{Ref: ref, On: on} })
}

// Leave says that nobody can be at this device from now on. The link stays, so that the inbox fills while the screen is locked.
func (s *Session) Leave(ctx context.Context, why protocol.Away) error {
	return s.do(ctx, func() error {
		s.absence.Leave(why)
		if s.greeted {
			s.conn.Send(&protocol.Goodbye{Why: why})
		}
		return nil
	})
}

// Return takes Leave back: unlocked. It counts as input.
func (s *Session) Return(ctx context.Context) error {
	return s.do(ctx, func() error {
		s.absence.Return()
		s.input = time.Now()
		if s.greeted && s.absence.Why() == "" {
			s.conn.Send(&protocol.Returned{})
		}
		return nil
	})
}

// Wake takes Leave back after the computer slept, except for a lock that still stands. The link did not live through the sleep, although its silence was
// not noticed yet: a new one is made at once.
func (s *Session) Wake(ctx context.Context) error {
	return s.do(ctx, func() error {
		s.absence.Wake()
		s.input = time.Now()
		if s.conn != nil {
			s.conn.Close()
			s.unlinked(s.attempt, Ending{Why: "the computer slept"})
		}
		if s.link.Phase == Lost {
			s.attempt++ // what the old connection still says is ignored
			s.redial.Reset(0)
		}
		return nil
	})
}

func (s *Session) setView(v protocol.View, p protocol.Policy) {
	s.view, s.policy = &v, p
	if !v.Asks && s.backRef == "" {
		s.back = false // the question is no longer there
	}
	s.askIdle()
	for _, c := range s.conversations {
		s.attend(c)
	}
}

// askIdle keeps the toast of the idle question as it should be: there while the question stands and no window shows it.
func (s *Session) askIdle() {
	want := s.view != nil && s.view.Asks && attention.Decide(attention.Event{
		Status: s.view.Status, Relation: attention.Other, Kind: attention.IdleQuestion, Window: s.windowOpen,
	}).Toast
	switch {
	case want && !s.asking:
		s.o.Notify.Show(Notice{IdleAfter: time.Duration(s.policy.IdleAfter) * time.Second})
	case !want && s.asking:
		s.o.Notify.Withdraw("")
	}
	s.asking = want
}
