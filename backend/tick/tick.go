// Package tick is the only decision timer of Parley. A decision answers two things, what holds now and the next instant at which time alone will
// change it; Alarm wakes the goroutine that decides at that instant.
package tick

import "time"

// recheck is the longest an Alarm sleeps at once. A timer of the system counts the time the computer was awake, the instants of a decision are
// those of the wall clock; comparing the two once a minute bounds how late a decision comes after sleep or a corrected clock.
const recheck = time.Minute

// Now returns the wall clock. It has no monotonic reading, so instants worked out from it are compared as a clock on the wall would.
func Now() time.Time { return time.Now().Round(0) }

// Alarm wakes its owner at an instant of the wall clock. It may also wake early, at least once a minute while it is set: whoever is woken decides
// anew and sets it again. One goroutine owns it.
type Alarm struct{ timer *time.Timer }

// NewAlarm returns an alarm that is not set.
func NewAlarm() *Alarm {
	timer := time.NewTimer(recheck)
	timer.Stop()
	return &Alarm{timer: timer}
}

// Set replaces the instant waited for, also one that has passed but was not received from C. An instant that is not in the future wakes at once,
// the zero time never.
func (a *Alarm) Set(at time.Time) {
	if at.IsZero() {
		a.timer.Stop()
		return
	}
	a.timer.Reset(min(at.Round(0).Sub(Now()), recheck))
}

// C is the channel to wait on. What is received from it means nothing but that it is time to decide anew.
func (a *Alarm) C() <-chan time.Time { return a.timer.C }

// Stop switches the alarm off; it can be set again.
func (a *Alarm) Stop() { a.timer.Stop() }
