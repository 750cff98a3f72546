package presence

import (
	"time"

	"parley/backend/chat"
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
}

// Derive returns the view at now, and the next instant at which it changes if nothing but time happens; zero if it then never does.
func Derive(f Facts, p Policy, now time.Time) (View, time.Time) {
	v := f.view(p, now)
	for _, at := range f.instants(p) {
		if at.After(now) && f.view(p, at) != v {
			return v, at
		}
	}
	return v, time.Time{}
}

// base is an agent's status while somebody is at a device, and what gave it.
type base struct {
	status chat.Status
	cause  chat.Cause
	by     string
	at     time.Time // when what gave it happened
}

func (f Facts) base() base {
	if f.Choice.Status == "" {
		return base{status: chat.Offline, cause: chat.CauseNew}
	}
	return base{status: f.Choice.Status, cause: chat.CauseChoice, by: f.Choice.By, at: f.Choice.At}
}

// view is the table of the rules: the first line that fits.
func (f Facts) view(p Policy, now time.Time) View {
	f = f.passed(p, now)
	b, there, idle := f.base(), f.there(now), f.idle(p, now)
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
	return v
}
