package presence

import (
	"slices"
	"time"

	"parley/backend/chat"
)

// LogSize is how many changes of a view are kept.
const LogSize = 50

// jitter is how much later than the newest event an earlier one may be told. More than that, and the clock was set back.
const jitter = time.Second

// Agent is all that is kept of one agent's presence. It is a value: After leaves the one it is called on as it was.
type Agent struct {
	Facts  Facts
	Policy Policy
	Log    Log
}

// Change is one change of status or cause.
type Change struct {
	At     time.Time
	Status chat.Status
	Cause  chat.Cause
	By     string // who chose, where the cause is a choice by somebody else
	Device string // the device that made the difference, if one did
}

// Log holds the newest changes of a view, oldest first, at most LogSize.
type Log []Change

// Since is when status or cause last changed; zero if they never did.
func (l Log) Since() time.Time { return l.newest().At }

// Left is when an agent who is Offline became so, whatever the causes since; zero for one who is not, or always was.
func (l Log) Left() (at time.Time) {
	for _, c := range slices.Backward(l) {
		if c.Status != chat.Offline {
			return at
		}
		at = c.At
	}
	if len(l) < LogSize {
		return time.Time{} // there was nothing before the first change
	}
	return at
}

// newest is the last change, or the state of a new agent.
func (l Log) newest() Change {
	if len(l) == 0 {
		return Change{Status: chat.Offline, Cause: chat.CauseNew}
	}
	return l[len(l)-1]
}

// add appends what v is from an instant on, if that is a change. The log must not be shared beyond its length.
func (l Log) add(v View, at time.Time, device string) Log {
	if n := l.newest(); n.Status == v.Status && n.Cause == v.Cause && n.By == v.By {
		return l
	}
	return append(l, Change{At: at, Status: v.Status, Cause: v.Cause, By: v.By, Device: device})
}

// Added returns the changes of a log that another one, which it went on from, does not have.
func (l Log) Added(to Log) []Change {
	if len(to) == 0 {
		return l
	}
	i := slices.IndexFunc(l, func(c Change) bool { return c.same(to.newest()) })
	return l[i+1:]
}

// same reports whether two changes are one.
func (c Change) same(d Change) bool {
	at := c.At
	c.At = d.At
	return c == d && at.Equal(d.At)
}

// Kept is an agent's presence as a store keeps it.
type Kept struct {
	Agent
	Version int64 // grows with everything that is stored of it
}

// Restored is the agent a store has kept. Its facts stand from the newest instant that is known of them, so that no change is found a second time.
func Restored(f Facts, p Policy, l Log) Agent {
	f.At = later(f.since(), l.Since())
	return Agent{Facts: f, Policy: p, Log: l}
}

// View is Derive of the agent's facts.
func (a Agent) View(now time.Time) (View, time.Time) { return Derive(a.Facts, a.Policy, now) }

// After returns the agent after an event, and the changes that came with it, oldest first: those that time made since the last event, each at its
// own instant, and that of the event itself. An event that comes much earlier than the last one tells that the clock was set back.
func (a Agent) After(e Event) (Agent, []Change) {
	if back := a.Facts.since().Sub(e.when()); back > jitter {
		a.Facts = a.Facts.rewound(back)
	}
	return a.after(e, e.when())
}

// Among is After where several hubs, whose clocks agree, tell of the agent: an event that comes earlier than the last one was only told later, and comes
// behind it.
func (a Agent) Among(e Event) (Agent, []Change) { return a.after(e, later(e.when(), a.Facts.since())) }

// after is the agent after an event that takes its place at an instant.
func (a Agent) after(e Event, at time.Time) (Agent, []Change) {
	p, f := a.Policy, a.Facts
	switch e.(type) {
	case Restarted, Skipped:
		f = f.bridge(p, at)
	}
	log := f.history(p, a.Log, at)

	before, eve := f.until(p, at)
	f = before
	e.apply(&f)
	if set, ok := e.(PolicySet); ok {
		a.Policy = set.Policy
	}
	f = f.became(before, p, a.Policy, eve, at)
	if a.Policy.OnReturn == Auto && f.there(at) && !f.idle(a.Policy, at) {
		f.Idled = time.Time{} // being there is the answer
	}
	f.Devices = slices.DeleteFunc(slices.Clone(f.Devices), func(d Device) bool { return !d.Closed.IsZero() && !d.connected(at) })
	f.At = at

	device := e.device()
	if device == "" {
		device = f.turning(a.Policy, at)
	}
	log = log.add(f.view(a.Policy, at), at, device)

	changes := log[len(a.Log):]
	a.Facts, a.Log = f, log[max(0, len(log)-LogSize):]
	return a, slices.Clone(changes)
}

// remembered is how far back history goes, whatever the facts say: nobody asks for more, and hours have edges without end.
const remembered = 400 * 24 * time.Hour

// history adds to a log what time alone changes from where the facts stand until before an instant.
func (f Facts) history(p Policy, l Log, end time.Time) Log {
	now := f.since()
	if now.IsZero() {
		return slices.Clip(l) // nothing is known of the time before
	}
	l = slices.Clip(l)
	for now = later(now, end.Add(-remembered)); ; {
		_, at := Derive(f, p, now)
		if at.IsZero() || !at.Before(end) {
			return l
		}
		l = l.add(f.view(p, at), at, f.turning(p, at))
		now = at
	}
}

// turning is the device that time turns at an instant: the one that is gone or has been without input for the agent's period from then on.
func (f Facts) turning(p Policy, at time.Time) string {
	for _, d := range f.Devices {
		if d.Gone().Equal(at) || p.IdleAfter > 0 && d.Input.Add(p.IdleAfter).Equal(at) {
			return d.ID
		}
	}
	return ""
}
