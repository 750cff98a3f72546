package hub

import (
	"cmp"
	"fmt"
	"time"

	"parley/backend/chat"
)

// How often a hub among others counts what it may have missed: a nudge can be lost, and none comes while the bus does not carry.
const (
	counting     = 2 * time.Second
	countingDeaf = 500 * time.Millisecond
)

// count finds out what nudges have not told, until the hub stops: as often as it is told, unless that is 0.
func (h *Hub) count(every time.Duration) {
	for {
		pause := cmp.Or(every, counting)
		if every == 0 && !h.bus.Carries() {
			pause = countingDeaf
		}
		select {
		case <-time.After(pause):
		case <-h.ctx.Done():
			return
		}
		if err := h.countOnce(); err != nil && h.ctx.Err() == nil {
			h.complain("count what has changed", err)
		}
	}
}

func (h *Hub) countOnce() error {
	all, err := h.store.Census(h.ctx, h.id, now().Add(-h.lifeless()))
	if err != nil {
		return fmt.Errorf("read how far everything is: %w", err)
	}
	for _, s := range h.running() {
		s.post(counted{all[s.id]})
	}
	return h.openWaiting() // the hub that had a site open may be gone
}

// catchUp has everything read of an agent that other hubs have told more of.
func (s *site) catchUp(a *agentState, is chat.AgentStanding) {
	s.recorder.behind(a.id, is.Presence)
	if a.signedOut = max(a.signedOut, is.SignedOut); a.signedOut > a.checkedOut {
		s.checkSignIns(a)
	}
	if known := s.known[a.id]; known.Reserve != is.Reserve {
		known.Reserve = is.Reserve
		s.learnOf(a.id, known)
		s.statusChanged()
	}
}

// counted is how far everything of a site is.
type counted struct{ chat.Census }

func (e counted) on(s *site) {
	for id, is := range e.Conversations {
		if t := s.threads[id]; t == nil || is.Behind(t.conversation) || is.LastSeq > t.announced {
			s.readAgain(id, 0)
		}
	}
	for id, t := range s.threads {
		if _, open := e.Conversations[id]; t.conversation.Open && !open {
			s.readAgain(id, 0)
		}
		var there *chat.Visit
		if v, is := e.Visits[id]; is {
			there = &v
		}
		if t.conversation.Open && !there.Same(t.elsewhere) {
			t.elsewhere = there
			s.tellAgents(t)
		}
	}
	for agent, is := range e.Agents {
		if a := s.agents[agent]; a != nil {
			s.catchUp(a, is)
		}
	}
}
