package agent

import (
	"context"
	"math/rand/v2"
	"time"

	"parley/backend/chat"
	"parley/backend/protocol"
)

// dial starts one attempt to reach the hub; the goroutine it starts reads the connection until that ends.
func (s *Session) dial(ctx context.Context) {
	s.redial.Stop()
	s.attempt++
	attempt := s.attempt
	if s.link.Phase != Connecting {
		s.link = Link{Phase: Lost, Since: s.link.Since}
	}
	s.running.Go(func() {
		dialling, cancel := context.WithTimeout(ctx, dialTimeout)
		conn, err := s.o.Hub.Dial(dialling)
		cancel()
		if err != nil {
			s.post(func() { s.unlinked(attempt, Ending{Why: err.Error()}) })
			return
		}
		if !s.post(func() { s.connected(attempt, conn) }) {
			conn.Close()
		}
		ending := conn.Run(func(f protocol.Frame) {
			s.post(func() { s.received(attempt, f) })
		})
		s.post(func() { s.unlinked(attempt, ending) })
	})
}

// connected introduces this desk to the hub.
func (s *Session) connected(attempt int, conn Conn) {
	if attempt != s.attempt {
		conn.Close()
		return
	}
	s.conn, s.away = conn, s.absence.Why()
	conn.Send(&protocol.AgentHello{
		Protocol: protocol.Version, Token: s.o.Token, Device: s.o.Device, InputAge: s.inputAge(), Away: s.away,
	})
}

// unlinked takes note that a connection ended, and plans the next.
func (s *Session) unlinked(attempt int, ending Ending) {
	if attempt != s.attempt {
		return
	}
	s.changed = true
	now := time.Now()
	if s.greeted && now.Sub(s.link.Since.Time()) >= stable {
		s.backoff.Reset()
	}
	if s.greeted {
		s.link.Since = protocol.At(now)
	}
	s.conn, s.greeted = nil, false
	s.link.Phase, s.link.Reason, s.link.Why = Lost, ending.Refusal, ending.Why
	s.forgetRequests()
	var delay time.Duration
	switch ending.Refusal {
	case "":
		delay = s.backoff.NextBackOff()
	case RefusedToken, // only a new sign-in helps, which is another session
		RefusedReplaced: // two copies of a desk would take the link from each other for ever; a person may want it here
		s.link.Phase = Refused
		s.o.Log.Warn("the hub refused the link", "reason", ending.Refusal, "why", ending.Why)
		return
	default:
		s.link.Phase = Refused
		delay = refusedDelay/2 + rand.N(refusedDelay)
	}
	s.link.Retry = protocol.At(now.Add(delay))
	s.redial.Reset(delay)
	s.o.Log.Info("no link to the hub", "refused", ending.Refusal, "why", ending.Why, "again", delay)
}

// forgetRequests ends what waits for an answer that will not come any more. Choices, read marks and messages are sent again after the next welcome.
func (s *Session) forgetRequests() {
	for ref := range s.requests {
		s.answer(ref, errUnlinked)
	}
	s.choiceRef, s.backRef = "", ""
	for _, u := range s.outbox {
		u.sent = false
	}
	for _, c := range s.conversations {
		c.asked, c.askedEarlier, c.told = "", "", 0
	}
}

// TryNow dials at once when the session waits to do so, also after a refusal, and if that is in vain soon again: who asks knows of a hub that is about to
// be back.
func (s *Session) TryNow(ctx context.Context) error {
	return s.do(ctx, func() error {
		if s.link.Phase == Lost || s.link.Phase == Refused {
			s.backoff.Reset()
			s.redial.Reset(0)
		}
		return nil
	})
}

// received takes in one frame of the hub.
func (s *Session) received(attempt int, f protocol.Frame) {
	if attempt != s.attempt {
		return
	}
	if a, ok := f.(*protocol.Ack); ok && a.Ref == s.pulseRef && a.Ref != "" {
		s.compareClocks(a.At, s.pulsed)
		return
	}
	s.changed = true
	if w, ok := f.(*protocol.AgentWelcome); ok {
		s.welcome(w)
		return
	}
	if !s.greeted {
		if f, ok := f.(*protocol.Failed); ok {
			s.link.Why = f.Message // the close code that follows tells what to do
		}
		return
	}
	switch f := f.(type) {
	case *protocol.AgentView:
		s.reserve = f.Reserve
		s.setView(f.View, f.Policy)
	case *protocol.AgentHours:
		s.hours = f.Hours
	case *protocol.AgentConversation:
		s.setConversation(f.Conversation)
	case *protocol.AgentEntries:
		s.entriesCame(f)
	case *protocol.Agents:
		s.site, s.agents, s.groups = f.Site, f.Agents, f.Groups
		s.siteRev++
		s.promoted()
	case *protocol.AgentStatus:
		s.colleagueTurned(f)
	case *protocol.Ack:
		s.acked(f)
	case *protocol.Failed:
		s.refused(f)
	default:
		s.o.Log.Error("the hub sent a frame the session has no use for", "type", f.Type())
	}
}

// welcome starts a link: what the hub says replaces what was known, then everything that waited is sent.
func (s *Session) welcome(w *protocol.AgentWelcome) {
	s.greeted = true
	s.link = Link{Phase: Linked, Since: protocol.At(time.Now())}
	s.agent, s.site, s.agents, s.groups = w.Agent, w.Site, w.Agents, w.Groups
	s.siteRev++
	s.pulsed = time.Now()
	s.compareClocks(w.Now, s.pulsed)
	open := map[string]bool{}
	s.reserve = w.Reserve
	s.setView(w.View, w.Policy)
	s.hours = w.Hours
	for _, c := range w.Conversations {
		open[c.ID] = true
		if known, ok := s.conversations[c.ID]; ok && c.Seq < known.Seq {
			s.restart(known)
		}
		s.setConversation(c)
	}
	for id, c := range s.conversations {
		if !open[id] && c.Open {
			closed := c.Conversation
			closed.Open, closed.Members, closed.Assigned, closed.WaitingSince = false, []protocol.MemberInfo{}, "", 0
			closed.State, closed.Asks, closed.Why = chat.Quiet, false, ""
			s.setConversation(closed)
		}
	}
	for _, c := range s.conversations {
		s.sendRead(c)
	}
	s.sendAbsence()
	s.pump()
}

// promoted takes over what the site says of this very agent, whose name or role may have changed.
func (s *Session) promoted() {
	for _, a := range s.agents {
		if a.ID == s.agent.ID {
			s.agent.Name, s.agent.Role = a.Name, a.Role
		}
	}
}

// colleagueTurned takes note of another status of an agent of the site.
func (s *Session) colleagueTurned(f *protocol.AgentStatus) {
	for i := range s.agents {
		if s.agents[i].ID == f.Agent {
			s.agents[i].Status = f.Status
		}
	}
}

// sendAbsence tells what came of the computer since the hello, which said something else.
func (s *Session) sendAbsence() {
	switch now := s.absence.Why(); {
	case now == s.away:
	case now == "":
		s.conn.Send(&protocol.Returned{})
	default:
		s.conn.Send(&protocol.Goodbye{Why: now})
	}
}

// pump sends what waits for the hub: the newest choice, I'm back, of each conversation the oldest message, and the question for what is missing of the
// log on screen.
func (s *Session) pump() {
	if !s.greeted {
		return
	}
	if s.choice != nil && s.choiceRef == "" {
		s.choiceRef = s.newRef()
		age := max(0, time.Since(s.choice.At.Time()).Milliseconds())
		s.conn.Send(&protocol.SetStatus{Ref: s.choiceRef, Status: s.choice.Status, Age: age, For: s.choice.For, ToHours: s.choice.ToHours})
	}
	if s.back && s.backRef == "" {
		s.backRef = s.newRef()
		s.conn.Send(&protocol.Back{Ref: s.backRef})
	}
	s.sendOutbox()
	if c := s.conversations[s.focus]; c != nil {
		s.load(c)
	}
}

// acked takes note of what the hub has stored.
func (s *Session) acked(a *protocol.Ack) {
	switch {
	case a.Ref == s.choiceRef && a.Ref != "":
		s.choice, s.choiceRef = nil, ""
		s.saveSoon()
	case a.Ref == s.backRef && a.Ref != "":
		s.back, s.backRef = false, ""
	case s.delivered(a):
	default:
		s.answer(a.Ref, nil)
	}
}

// refused takes note of what the hub would not do, now or ever.
func (s *Session) refused(f *protocol.Failed) {
	switch {
	case f.Ref == "":
		s.o.Log.Warn("the hub complains", "code", f.Code, "message", f.Message)
	case f.Ref == s.choiceRef:
		s.choiceRef = ""
		if !forGood(f.Code) {
			s.again.Reset(againDelay)
			return
		}
		s.choice, s.notice = nil, f
		s.saveSoon()
	case f.Ref == s.backRef:
		s.back, s.backRef, s.notice = false, "", f
	case s.undelivered(f), s.unloaded(f):
	default:
		s.notice = f
		s.answer(f.Ref, failed(f))
	}
}

// failed turns a refusal into the error it stands for.
func failed(f *protocol.Failed) error {
	err := chat.Errorf(f.Code, "%s", f.Message)
	if f.Field != "" {
		return err.At(f.Field)
	}
	return err
}
