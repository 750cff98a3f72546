package presence

import (
	"slices"
	"time"

	"parley/backend/chat"
	"parley/backend/schedule"
)

// Policy is how an agent wants idling treated.
type Policy struct {
	IdleAfter time.Duration // without input for so long, a device is idle; 0 means never
	OnReturn  OnReturn
}

// OnReturn is what happens when an idle agent is back.
type OnReturn string

// The two ways back.
const (
	Ask  OnReturn = "ask"  // Offline until the agent says so
	Auto OnReturn = "auto" // the input is enough
)

// DefaultPolicy is that of an agent who never set one.
func DefaultPolicy() Policy { return Policy{IdleAfter: 15 * time.Minute, OnReturn: Ask} }

// Check returns invalid unless p can be an agent's policy.
func (p Policy) Check() error {
	switch {
	case p.IdleAfter < 0:
		return chat.Errorf(chat.Invalid, "an agent cannot be idle after %v", p.IdleAfter).At("idleAfter")
	case p.OnReturn != Ask && p.OnReturn != Auto:
		return chat.Errorf(chat.Invalid, "on return %q is none of ask, auto", p.OnReturn).At("onReturn")
	}
	return nil
}

// View is what an agent's status is. Two views are the same exactly when they are equal.
type View struct {
	Status chat.Status
	Cause  chat.Cause
	By     string      // who chose, where the cause is a choice by somebody else
	Base   chat.Status // the status while somebody is at a device
	Asks   bool        // somebody is back after idling and has not said so: show I'm back
	Timed  Running
	Next   Next
}

// Running is the timed choice that gives the base. The zero Running is none.
type Running struct {
	From    time.Time
	Until   time.Time
	ToHours bool // it ends with the agent's next hours
}

// Next is the next end of a timed choice or edge of the hours with another status than now. The zero Next is none. It does not depend on the devices,
// so that it does not move with every input.
type Next struct {
	At     time.Time
	Status chat.Status
	Cause  chat.Cause
}

// Derive returns the view at now, and the next instant at which it changes if nothing but time happens; zero if it then never does.
func Derive(f Facts, p Policy, now time.Time) (View, time.Time) {
	v := f.view(p, now)
	for _, at := range f.turns(p, now) {
		if f.view(p, at) != v {
			return v, at
		}
	}
	return v, time.Time{}
}

// turns are the instants after now at which time alone may change the view, in order, the first of each kind that can.
func (f Facts) turns(p Policy, now time.Time) []time.Time {
	all := slices.DeleteFunc(f.instants(p), func(at time.Time) bool { return !at.After(now) })
	from := now
	if end, runs := f.timed(now); runs {
		if end.IsZero() {
			return all
		}
		all, from = append(all, end), end // until then no edge counts
	}
	for range alternating {
		e, ok := f.Hours.Next(from)
		if !ok {
			break
		}
		all, from = append(all, e.At), e.At
	}
	slices.SortFunc(all, time.Time.Compare)
	return all
}

// alternating is how many edges after one another are enough to see a change, if there is any: the first may give the base that a choice gave before.
const alternating = 3

// base is an agent's status while somebody is at a device, and what gave it.
type base struct {
	status chat.Status
	cause  chat.Cause
	by     string
	at     time.Time // when what gave it happened
}

// timed returns when the timed choice ends, zero if never, and whether it runs.
func (f Facts) timed(now time.Time) (end time.Time, runs bool) {
	if f.Timed.Status == "" {
		return time.Time{}, false
	}
	end = f.end()
	return end, end.IsZero() || now.Before(end)
}

// base is the later of the last choice and the last edge of the hours, at the same instant the choice, unless a timed choice stands in front of them.
func (f Facts) base(now time.Time) base {
	end, runs := f.timed(now)
	if runs {
		return chosen(f.Timed.Choice)
	}
	b := base{status: chat.Offline, cause: chat.CauseNew}
	if f.Choice.Status != "" {
		b = chosen(f.Choice)
	}
	if e, ok := f.Hours.Last(now); ok && e.At.After(b.at) {
		b = base{status: edgeStatus(e), cause: chat.CauseHours, at: e.At}
	}
	b.at = later(b.at, end) // it gave the base back
	return b
}

func chosen(c Choice) base {
	return base{status: c.Status, cause: chat.CauseChoice, by: c.By, at: c.At}
}

func edgeStatus(e schedule.Edge) chat.Status {
	if e.Start {
		return chat.Online
	}
	return chat.Offline
}

// next is the next end of a timed choice or edge with another status.
func (f Facts) next(now time.Time, status chat.Status) Next {
	if end, runs := f.timed(now); runs {
		if end.IsZero() {
			return Next{}
		}
		if b := f.base(end); b.status != status {
			return Next{At: end.UTC(), Status: b.status, Cause: b.cause}
		}
		now = end
	}
	for range alternating {
		e, ok := f.Hours.Next(now)
		if !ok {
			break
		}
		if s := edgeStatus(e); s != status {
			return Next{At: e.At, Status: s, Cause: chat.CauseHours}
		}
		now = e.At
	}
	return Next{}
}

// view is the table of the rules: the first line that fits.
func (f Facts) view(p Policy, now time.Time) View {
	f = f.passed(p, now)
	b, there, idle := f.base(now), f.there(now), f.idle(p, now)
	v := View{Status: chat.Offline, Base: b.status}
	switch {
	case !there && !f.Ping.IsZero() && now.Before(f.Ping.Add(Lease)):
		v.Status, v.Cause = chat.Online, chat.CauseAPI
	case b.status == chat.Offline:
		v.Cause, v.By = b.cause, b.by
	case p.OnReturn == Ask && f.Idled.After(b.at):
		v.Cause, v.Asks = chat.CauseIdle, there && !idle
	case !there:
		v.Cause = chat.CauseDisconnected
	case idle:
		v.Cause = chat.CauseIdle
	default:
		v.Status, v.Cause, v.By = b.status, b.cause, b.by
	}
	if end, runs := f.timed(now); runs && !end.IsZero() {
		v.Timed = Running{From: f.Timed.At.UTC(), Until: end.UTC(), ToHours: f.Timed.ToHours}
	}
	v.Next = f.next(now, v.Status)
	return v
}
