package hub

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"parley/backend/chat"
	"parley/backend/escalation"
	"parley/backend/protocol"
)

// found is that a wait was missed, from when it was found out until it is stored.
type found struct {
	since, from time.Time // of the wait
	missed      time.Time
}

// judge works out how the wait of a thread stands now, and has the site wake when time alone changes that.
func (s *site) judge(t *thread) {
	t.answer, t.next = escalation.Decide(s.facts(t), now())
	if a := t.answer; a.State == chat.Missed && t.conversation.Waits.Missed.IsZero() {
		t.found = found{since: t.conversation.Waits.Since, from: a.Since, missed: a.Missed}
	}
	if due := sooner(s.due, t.next); !due.Equal(s.due) {
		s.due = due
		s.sleep()
	}
}

// facts are what the wait of a thread depends on. What was decided and is being stored counts.
func (s *site) facts(t *thread) escalation.Facts {
	dir, c := s.directory.Load(), t.conversation
	if f := t.found; !f.since.IsZero() && f.since.Equal(c.Waits.Since) && c.Waits.Missed.IsZero() {
		c.Waits.From, c.Waits.Missed = f.from, f.missed
	}
	if t.assigning != "" {
		c.Members = append(slices.Clip(c.Members), chat.Member{Agent: t.assigning})
	}
	return escalation.Facts{
		Site:         s.presence,
		Group:        dir.groups[t.visitor.Group],
		Conversation: c,
		Steps:        dir.site.Steps,
		Routing:      dir.site.Routing,
		Agents:       s.known,
		Open:         s.chats(),
	}
}

// chats returns a function that answers how many open conversations an agent is a member of, or about to be. They are counted once, when it is first
// asked.
func (s *site) chats() func(agent string) int {
	var counts map[string]int
	return func(agent string) int {
		if counts == nil {
			counts = s.countChats()
		}
		return counts[agent]
	}
}

func (s *site) countChats() map[string]int {
	counts := map[string]int{}
	for _, t := range s.threads {
		if !t.conversation.Open {
			continue
		}
		for _, m := range t.conversation.Members {
			counts[m.Agent]++
		}
		if _, member := t.conversation.Member(t.assigning); t.assigning != "" && !member {
			counts[t.assigning]++
		}
	}
	return counts
}

// step has stored what was found out about a wait and a restart would have to know, one thing at a time: what it counts from, that it was missed, who is
// assigned. Another hub may be faster with the same: then what that one stored is taken over.
func (s *site) step(t *thread) {
	c, a := t.conversation, t.answer
	var take func(context.Context) (chat.Stepped, error)
	switch store := s.hub.store; {
	case t.stepping || !c.Waits.Missed.IsZero():
		return
	case (a.State == chat.Waits || a.State == chat.Missed) && a.Since.After(c.Waits.CountsFrom()):
		take = func(ctx context.Context) (chat.Stepped, error) { return store.CountFrom(ctx, c, a.Since) }
	case a.State == chat.Missed:
		take = func(ctx context.Context) (chat.Stepped, error) { return store.Miss(ctx, c, a.Missed) }
	case a.Assign != "":
		at := now()
		t.assigning = a.Assign
		take = func(ctx context.Context) (chat.Stepped, error) { return store.Assign(ctx, c, a.Assign, at) }
	default:
		return
	}
	t.stepping = true
	s.hub.tasks.Go(func() {
		is, err := take(s.hub.ctx)
		switch {
		case err == nil:
			s.post(stepped{id: c.ID, is: &is})
		case s.hub.ctx.Err() == nil: // otherwise the next hub takes the step
			s.hub.complain("store a step of a wait", err)
			time.AfterFunc(again, func() { s.post(stepped{id: c.ID}) })
		}
	})
}

// stepped is what a step of the wait of a conversation came to.
type stepped struct {
	id string
	is *chat.Stepped // nil where it could not be stored
}

func (e stepped) on(s *site) {
	t := s.threads[e.id]
	if t == nil {
		return
	}
	t.stepping, t.assigning = false, ""
	if e.is != nil {
		t.learn(e.is.Conversation, e.is.Visitor)
		if !e.is.Won {
			t.found = found{} // the wait was another
		}
	}
	s.announce(t, nil, nil)
}

// pass deals with the waits that time has changed.
func (s *site) pass(at time.Time) {
	if s.due.IsZero() || at.Before(s.due) {
		return
	}
	s.due = time.Time{}
	for _, t := range s.threads {
		if !t.next.IsZero() && !at.Before(t.next) {
			s.tellThread(t)
		}
		s.due = sooner(s.due, t.next)
	}
}

// joined notes who has got a new chat, as far as the desks have not been told of it.
func (s *site) joined(before, after []protocol.MemberInfo) {
	for _, m := range after {
		if !slices.ContainsFunc(before, func(b protocol.MemberInfo) bool { return b.ID == m.ID }) {
			known := s.known[m.ID]
			known.LastChat = now()
			s.known[m.ID] = known
		}
	}
}

// reserveSet is an agent who ticked or cleared the box.
type reserveSet struct {
	agent string
	box   bool
	then  func(error) // told when it is stored, or why not
}

func (e reserveSet) on(s *site) {
	a := s.agents[e.agent]
	if a == nil {
		e.then(errRemoved())
		return
	}
	known := s.known[e.agent]
	known.Reserve = e.box
	s.known[e.agent] = known
	s.tellView(a)
	a.reserves, a.reserving = a.reserves+1, true
	s.recorder.record(e.agent, record{reserve: &reserve{on: e.box, number: a.reserves}, then: []func(error){e.then}})
	for _, t := range s.threads {
		s.tellThread(t)
	}
}

// reserveSaved is that what an agent said about the box is stored.
type reserveSaved struct {
	agent  string
	number int64
}

func (e reserveSaved) on(s *site) {
	if a := s.agents[e.agent]; a != nil && a.reserves == e.number {
		a.reserving = false
	}
}

// resume opens the sites where a visitor waits, so that no step is forgotten while nobody connects.
func (h *Hub) resume() {
	for {
		err := h.openWaiting()
		if err == nil {
			return
		}
		h.complain("resume what waits", err)
		select {
		case <-time.After(again):
		case <-h.ctx.Done():
			return
		}
	}
}

func (h *Hub) openWaiting() error {
	sites, err := h.store.SitesWaiting(h.ctx)
	if err != nil {
		return fmt.Errorf("find who waits: %w", err)
	}
	var failed []error // one site that cannot be opened keeps no other from its steps
	for _, id := range sites {
		if _, err := h.site(id); err != nil {
			failed = append(failed, err)
		}
	}
	return errors.Join(failed...)
}
