package presence

import (
	"slices"
	"strings"
	"time"

	"parley/backend/chat"
	"parley/backend/schedule"
)

// Event is something that happened to an agent. At is when it reached the hub; no event repeated at once changes anything.
type Event interface {
	when() time.Time
	// device is where it happened, empty where that is no device.
	device() string
	// apply changes the facts. Those it is given have been brought up to the event.
	apply(*Facts)
}

// Chose is a choice of a person, and input where it was made. It counts from Made, and means nothing if a later one is known.
type Chose struct {
	At     time.Time
	Made   time.Time // never counts as later than At; zero stands for At
	Status chat.Status
	By     string // who chose, empty for the agent's own hand
	Device string // where, empty where that was no desk

	// At most one of these makes it a timed choice.
	For     time.Duration // so long after Made it ends
	ToHours bool          // it ends with the next start of the agent's hours; without one it holds
}

// Connected is a device that has a link now, for the first time or again. What another of several hubs tells of an older link of it means nothing from
// then on.
type Connected struct {
	At     time.Time
	Device string
	Hub    string    // which of several hubs has the link, here and in what follows
	Input  time.Time // the last input there; the start of a desk is one, a new link alone is none
	Away   bool      // it is locked or asleep: nobody can be there before Returned
}

// Heard is any other frame of a device. After its connection closed it means nothing, like Returned: such a device comes by Connected.
type Heard struct {
	At     time.Time
	Device string
	Hub    string
	Input  time.Time // the last input there; zero if the frame tells none
}

// Left is a goodbye: nobody is at the device from now on, whatever becomes of its connection.
type Left struct {
	At     time.Time
	Device string
	Hub    string
}

// Returned takes a goodbye back: unlocked, or awake. It is input.
type Returned struct {
	At     time.Time
	Device string
	Hub    string
}

// Closed is the end of a device's connection: of its newest one, and not by the stop of the hub, which Restarted tells afterwards.
type Closed struct {
	At     time.Time
	Device string
	Hub    string
}

// CameBack answers the idle question.
type CameBack struct {
	At     time.Time
	Device string // where it was answered, empty where that was no desk
}

// Pinged is a program that vouches for the agent.
type Pinged struct{ At time.Time }

// PolicySet replaces how idling is treated.
type PolicySet struct {
	At     time.Time
	Policy Policy
}

// HoursSet replaces the agent's hours. They count as they stand, also for the past.
type HoursSet struct {
	At    time.Time
	Hours *schedule.Schedule
}

// Restarted is the start of the hub that holds the links. What happened at the devices while it was down is not known, and none of that time counts
// as idle: they tell when they are back.
type Restarted struct{ At time.Time }

// Skipped is time that passed on the wall clock only: it was set forward, or the hub's computer slept. The links stand, and none of that time counts
// as silence or idle. Who is gone falls silent from now on.
type Skipped struct{ At time.Time }

// Passed is time alone. A hub that wakes at the instant Derive named says so.
type Passed struct{ At time.Time }

func (e Chose) when() time.Time     { return e.At }
func (e Connected) when() time.Time { return e.At }
func (e Heard) when() time.Time     { return e.At }
func (e Left) when() time.Time      { return e.At }
func (e Returned) when() time.Time  { return e.At }
func (e Closed) when() time.Time    { return e.At }
func (e CameBack) when() time.Time  { return e.At }
func (e Pinged) when() time.Time    { return e.At }
func (e PolicySet) when() time.Time { return e.At }
func (e HoursSet) when() time.Time  { return e.At }
func (e Restarted) when() time.Time { return e.At }
func (e Skipped) when() time.Time   { return e.At }
func (e Passed) when() time.Time    { return e.At }

func (e Chose) device() string     { return e.Device }
func (e Connected) device() string { return e.Device }
func (e Heard) device() string     { return e.Device }
func (e Left) device() string      { return e.Device }
func (e Returned) device() string  { return e.Device }
func (e Closed) device() string    { return e.Device }
func (e CameBack) device() string  { return e.Device }
func (e Pinged) device() string    { return "" }
func (e PolicySet) device() string { return "" }
func (e HoursSet) device() string  { return "" }
func (e Restarted) device() string { return "" }
func (e Skipped) device() string   { return "" }
func (e Passed) device() string    { return "" }

func (e Chose) apply(f *Facts) {
	made := e.Made
	if made.IsZero() || made.After(e.At) {
		made = e.At
	}
	c := Choice{Status: e.Status, At: made, By: e.By, Device: e.Device}
	_, has := f.Hours.NextStart(made)
	switch timed := e.For > 0 || e.ToHours && has; {
	case made.Before(f.Choice.At) || timed && made.Before(f.Timed.At): // a later one is known
	case timed:
		f.Timed = Timed{Choice: c, ToHours: e.ToHours}
		if !e.ToHours {
			f.Timed.Until = made.Add(e.For)
		}
	default:
		f.Choice = c
		if !made.Before(f.Timed.At) {
			f.Timed = Timed{}
		}
	}
	f.change(e.Device, func(d *Device) { d.Input = later(d.Input, made) })
}

func (e Connected) apply(f *Facts) {
	i, found := slices.BinarySearchFunc(f.Devices, e.Device, func(d Device, id string) int { return strings.Compare(d.ID, id) })
	if !found {
		f.Devices = slices.Insert(slices.Clone(f.Devices), i, Device{ID: e.Device})
	}
	f.change(e.Device, func(d *Device) {
		d.Hub, d.Heard, d.Input, d.Closed = e.Hub, e.At, earlier(e.Input, e.At), time.Time{}
		switch {
		case !e.Away:
			d.Left = time.Time{}
		case d.Left.IsZero():
			d.Left = e.At
		}
	})
}

func (e Heard) apply(f *Facts) {
	f.change(e.Device, func(d *Device) {
		if d.Hub == e.Hub && d.Closed.IsZero() {
			d.Heard, d.Input = later(d.Heard, e.At), later(d.Input, earlier(e.Input, e.At))
		}
	})
}

func (e Left) apply(f *Facts) {
	f.change(e.Device, func(d *Device) {
		if d.Hub == e.Hub && d.Left.IsZero() {
			d.Left = e.At
		}
	})
}

func (e Returned) apply(f *Facts) {
	f.change(e.Device, func(d *Device) {
		if d.Hub == e.Hub && d.Closed.IsZero() {
			d.Heard, d.Input, d.Left = later(d.Heard, e.At), later(d.Input, e.At), time.Time{}
		}
	})
}

func (e Closed) apply(f *Facts) {
	f.change(e.Device, func(d *Device) {
		if d.Hub == e.Hub && d.Closed.IsZero() {
			d.Closed = e.At
		}
	})
}

func (e CameBack) apply(f *Facts) { f.Idled = time.Time{} }

func (e Pinged) apply(f *Facts) { f.Ping = later(f.Ping, e.At) }

func (e PolicySet) apply(*Facts) {}

func (e HoursSet) apply(f *Facts) { f.Hours = e.Hours }

func (e Restarted) apply(f *Facts) {
	for _, d := range f.Devices {
		Closed{At: e.At, Device: d.ID, Hub: d.Hub}.apply(f)
	}
}

func (e Skipped) apply(*Facts) {}

func (e Passed) apply(*Facts) {}

// change does something to a device, if it is known, without touching the devices other Facts may share.
func (f *Facts) change(id string, do func(*Device)) {
	i := slices.IndexFunc(f.Devices, func(d Device) bool { return d.ID == id })
	if i < 0 {
		return
	}
	f.Devices = slices.Clone(f.Devices)
	do(&f.Devices[i])
}

// bridge lets the time a hub was down, or its clock left out, pass for nobody: a device that had a link was heard until now, and no closer to idling
// than before.
func (f Facts) bridge(p Policy, now time.Time) Facts {
	stood := f.since()
	for _, d := range f.Devices {
		if !d.Closed.IsZero() || !now.After(stood) {
			continue
		}
		f.change(d.ID, func(d *Device) {
			d.Heard = later(d.Heard, now)
			if stood.Before(d.Input.Add(p.IdleAfter)) {
				d.Input = d.Input.Add(now.Sub(stood))
			}
		})
	}
	return f
}
