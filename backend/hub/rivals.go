package hub

import (
	"slices"

	"parley/backend/chat"
	"parley/backend/presence"
)

// Where several hubs serve one site, each lets what it hears happen at once, and stores it if nobody was faster. Who was slower takes over what is stored
// and lets what is not happen on top of it: as if one hub had heard everything, a little later.

// pending is an event of an agent that is not stored yet.
type pending struct {
	event  presence.Event
	number int64                      // of the event
	still  func(presence.Agent) error // why it cannot be any more after what another hub has stored; nil for what always can
	then   func(error)                // told once how it went, nil if nobody asks
}

// answer tells how it went, if that was not told before.
func (p *pending) answer(err error) {
	if p.then != nil {
		p.then(err)
		p.then = nil
	}
}

// maxPending is how many events of an agent may wait to be stored. Of a store that is out of reach for long the oldest are given up.
const maxPending = 1000

// pend remembers an event until it is stored.
func (a *agentState) pend(p pending) {
	a.pending = append(a.pending, p)
	for len(a.pending) > maxPending {
		a.pending[0].answer(chat.Errorf(chat.Unavailable, "the database is out of reach"))
		a.pending = a.pending[1:]
	}
}

// settle answers for the events up to one, and forgets those that are stored.
func (a *agentState) settle(upTo int64, err error) {
	for i := range a.pending {
		if a.pending[i].number <= upTo {
			a.pending[i].answer(err)
		}
	}
	if err == nil {
		a.pending = slices.DeleteFunc(a.pending, func(p pending) bool { return p.number <= upTo })
	}
}

// saved is that the events of an agent are stored, up to one, or why not.
type saved struct {
	agent string
	upTo  int64
	err   error
	read  bool // what others had stored was read just before
}

func (e saved) on(s *site) {
	a := s.agents[e.agent]
	if a == nil {
		return
	}
	a.settle(e.upTo, e.err)
	if e.read {
		s.checked(a)
	}
}

// learned is what is stored of an agent, and what else was to be stored here.
type learned struct {
	agent string
	is    kept
	read  bool // just now
	fresh bool // another hub has stored it
	rest  record
}

func (e learned) on(s *site) {
	a := s.agents[e.agent]
	if a == nil {
		for _, then := range e.rest.then {
			then(errRemoved())
		}
		return
	}
	rest := e.rest
	if e.fresh {
		a.rivals = e.is.rivals
		s.turn(a, func() { rest = s.takeOver(a, e.is.Agent).with(rest) })
	}
	if !rest.empty() {
		s.recorder.record(a.id, rest)
	}
	if e.read {
		s.checked(a)
	}
}

// takeOver has an agent be what is stored, with what happened here and is not, and returns what is to be stored then.
func (s *site) takeOver(a *agentState, is presence.Agent) record {
	next, tell := is, false
	var changes []presence.Change
	a.pending = slices.DeleteFunc(a.pending, func(p pending) bool {
		if s.outdated(a, next, p.event) {
			p.answer(nil)
			return true
		}
		if p.still != nil {
			if err := p.still(next); err != nil {
				p.answer(err)
				return true
			}
		}
		before := next
		var made []presence.Change
		next, made = next.Among(p.event)
		changes = append(changes, made...)
		tell = tell || worthTelling(before, next, made)
		return false
	})
	a.presence, a.recorded = next, is
	out := s.toStore(a, is, changes)
	out.tell = tell
	if out.presence == nil {
		a.settle(a.number, nil)
	}
	for id, d := range a.desks {
		switch is, known := deviceOf(a.presence, id); {
		case known && is.Hub != s.hub.id:
			d.link.Close(Replaced, "the same device has connected to another hub")
			delete(a.desks, id)
		case known && !is.Closed.IsZero(): // through another hub
			s.checkSignIns(a)
		}
	}
	a.view, a.next = next.View(now())
	s.note(a)
	return out
}

// outdated reports whether an event tells nothing any more after what is stored, and would take a device away from where its link is: it is of a link that
// the device had here before that one, or another hub has let the start of the hubs happen and has heard the device since.
func (s *site) outdated(a *agentState, is presence.Agent, e presence.Event) bool {
	switch e := e.(type) {
	case presence.Connected:
		d, known := deviceOf(is, e.Device)
		return known && d.Hub != s.hub.id && (a.desks[e.Device] == nil || e.At.Before(d.Heard))
	case presence.Restarted:
		return !is.Facts.At.Before(e.At)
	}
	return false
}

// check has an agent read again before time alone changes anything: a device that seems to be gone or idle may have been heard by another hub.
func (s *site) check(a *agentState) {
	a.checking = true
	s.recorder.record(a.id, record{reread: true})
}

// checked lets time pass for an agent whom it may change, now that what others have heard is known.
func (s *site) checked(a *agentState) {
	if a.checking {
		a.checking = false
		s.update(a, presence.Passed{At: now()})
	}
}
