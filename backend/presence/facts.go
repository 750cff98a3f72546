// Package presence says what an agent's status is and what a visitor is told of it. It is pure: facts and an instant go in; a view, and the next
// instant at which time alone will change it, come out. Facts change only by events, so a status is never stored and never overwritten.
package presence

import (
	"slices"
	"time"

	"parley/backend/chat"
	"parley/backend/schedule"
)

// How long a device outlives its last sign of life, and an agent the last ping.
const (
	Grace   = 20 * time.Second  // a device whose connection closed, or that fell silent, counts as connected for so long
	Silence = 30 * time.Second  // without a frame for so long, a device has fallen silent
	Lease   = 150 * time.Second // a ping vouches for an agent without a device for so long
)

// Facts are what is known of one agent. They are plain data: whoever keeps them stores every field but At.
type Facts struct {
	Choice  Choice
	Timed   Timed              // the last timed choice, unless another choice ended it
	Hours   *schedule.Schedule // nil without any
	Devices []Device           // in the order of their ids
	Idled   time.Time          // when the agent last became idle; zero once that was answered
	Ping    time.Time          // the last one; zero before any
	At      time.Time          // of the newest event: the facts stand from here on. Zero stands for the newest instant among them
}

// Choice is a status somebody asked for. The zero Choice is that of a new agent.
type Choice struct {
	Status chat.Status
	At     time.Time // when it was made
	By     string    // who made it, empty for the agent's own hand
	Device string    // where it was made, empty where that was no desk
}

// Timed is a choice that runs for a while. The zero Timed is none.
type Timed struct {
	Choice
	Until   time.Time // when it ends; zero where that is the next start of the agent's hours
	ToHours bool
}

// end is when a timed choice ends, zero if it never does.
func (f Facts) end() time.Time {
	if !f.Timed.ToHours {
		return f.Timed.Until
	}
	start, _ := f.Hours.NextStart(f.Timed.At)
	return start
}

// Device is one desk of the agent.
type Device struct {
	ID     string
	Hub    string    // which of several hubs has its connection; empty for one that stands alone
	Heard  time.Time // the last frame
	Input  time.Time // the last input to the whole computer
	Left   time.Time // the goodbye; zero while somebody may be there
	Closed time.Time // when its connection closed; zero while that stands
}

// Gone is the instant from which the device is not connected, as far as is known. For one that is, it is still to come.
func (d Device) Gone() time.Time {
	end := d.Heard.Add(Silence + Grace)
	if !d.Closed.IsZero() {
		end = earlier(end, d.Closed.Add(Grace))
	}
	if !d.Left.IsZero() {
		end = earlier(end, d.Left)
	}
	return end
}

func (d Device) connected(now time.Time) bool { return now.Before(d.Gone()) }

// there reports whether a device is connected.
func (f Facts) there(now time.Time) bool {
	return slices.ContainsFunc(f.Devices, func(d Device) bool { return d.connected(now) })
}

// idle reports whether every connected device has been without input for the agent's period. Without a device nobody is idle.
func (f Facts) idle(p Policy, now time.Time) bool {
	return p.IdleAfter > 0 && f.there(now) && !now.Before(f.idleFrom(p, now))
}

// idleFrom is the instant at which the most active of the devices connected now has been without input for the agent's period.
func (f Facts) idleFrom(p Policy, now time.Time) time.Time {
	var last time.Time
	for _, d := range f.Devices {
		if d.connected(now) {
			last = later(last, d.Input)
		}
	}
	return last.Add(p.IdleAfter)
}

// instants are those at which time alone may change what is known of the devices and of pings, in order.
func (f Facts) instants(p Policy) []time.Time {
	all := make([]time.Time, 0, 2*len(f.Devices)+1)
	for _, d := range f.Devices {
		all = append(all, d.Gone())
		if p.IdleAfter > 0 {
			all = append(all, d.Input.Add(p.IdleAfter))
		}
	}
	if !f.Ping.IsZero() {
		all = append(all, f.Ping.Add(Lease))
	}
	slices.SortFunc(all, time.Time.Compare)
	return all
}

// since is the instant from which the facts stand.
func (f Facts) since() time.Time {
	if !f.At.IsZero() {
		return f.At
	}
	newest := later(later(later(f.Choice.At, f.Timed.At), f.Idled), f.Ping)
	for _, d := range f.Devices {
		newest = later(newest, later(later(d.Heard, d.Input), later(d.Left, d.Closed)))
	}
	return newest
}

// rewound returns the facts after the clock was set back: each instant is as long ago as it was before, so that nothing lies in the future, where a
// device would stay connected and no new choice would be the later one.
func (f Facts) rewound(by time.Duration) Facts {
	f.Devices = slices.Clone(f.Devices)
	all := []*time.Time{&f.Choice.At, &f.Timed.At, &f.Timed.Until, &f.Idled, &f.Ping, &f.At}
	for i := range f.Devices {
		d := &f.Devices[i]
		all = append(all, &d.Heard, &d.Input, &d.Left, &d.Closed)
	}
	for _, t := range all {
		if !t.IsZero() {
			*t = t.Add(-by)
		}
	}
	return f
}

// until returns the facts as they stood right before an instant, with the idling of the time since their own recorded, and the last instant
// before it at which the devices changed: what holds there holds until now.
func (f Facts) until(p Policy, now time.Time) (Facts, time.Time) {
	eve := earlier(f.since(), now)
	idle := f.idle(p, eve)
	for _, at := range f.instants(p) {
		if !at.After(eve) || !at.Before(now) {
			continue
		}
		was := idle
		if idle = f.idle(p, at); idle && !was {
			f.Idled = at
		}
		eve = at
	}
	return f, eve
}

// became records in f that the agent is idle now and was not at eve, the last instant of before.
func (f Facts) became(before Facts, was, is Policy, eve, now time.Time) Facts {
	switch {
	case !f.idle(is, now) || before.idle(was, eve):
	case before.there(eve):
		f.Idled = now
	default: // a device came back with nobody at it: that is as old as its last input
		f.Idled = later(f.Idled, f.idleFrom(is, now))
	}
	return f
}

// passed returns the facts after time alone has passed.
func (f Facts) passed(p Policy, now time.Time) Facts {
	before, eve := f.until(p, now)
	return before.became(before, p, p, eve, now)
}

func earlier(a, b time.Time) time.Time {
	if b.Before(a) {
		return b
	}
	return a
}

func later(a, b time.Time) time.Time {
	if b.After(a) {
		return b
	}
	return a
}
