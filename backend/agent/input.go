package agent

import (
	"context"
	"time"

	"parley/backend/protocol"
)

// watchInput asks the system for the last input until ctx ends. It is a goroutine of its own because some systems take their time to answer.
func (s *Session) watchInput(ctx context.Context) {
	tick := time.NewTicker(inputEvery)
	defer tick.Stop()
	for {
		select {
		case <-tick.C:
		case <-ctx.Done():
			return
		}
		age, ok := s.o.Idle.Since()
		at := time.Now().Add(-age)
		s.post(func() {
			s.told = ok
			if ok {
				s.inputAt(at)
			}
			s.pulse()
		})
	}
}

// inputAt takes note of an input, and tells the hub at once when it ends a pause.
func (s *Session) inputAt(at time.Time) {
	if !at.After(s.input) {
		return
	}
	paused := at.Sub(s.input) > s.pulseEvery()
	s.input = at
	if paused {
		s.sendPulse()
	}
}

// Active tells that the person does something in the window that is no intent of its own, such as moving the pointer.
func (s *Session) Active(ctx context.Context) error {
	return s.do(ctx, func() error {
		s.touch()
		return nil
	})
}

// touch takes note that the person did something in the window, tray or terminal.
func (s *Session) touch() { s.inputAt(time.Now()) }

// seemsTouched takes note of what a person does in the window, but the page may do by itself, as it does after the desk was started again: it counts as
// input where the system cannot tell.
func (s *Session) seemsTouched() {
	if !s.told {
		s.touch()
	}
}

// pulse says that this desk lives, when it is time to.
func (s *Session) pulse() {
	if time.Since(s.pulsed) >= s.pulseEvery() {
		s.sendPulse()
	}
}

// pulseEvery is how old the last input that the hub knows of may become: an agent whose idle period is short must not idle between two pulses.
func (s *Session) pulseEvery() time.Duration {
	if period := time.Duration(s.policy.IdleAfter) * time.Second; period > 0 {
		return min(protocol.PulseEvery, period/2)
	}
	return protocol.PulseEvery
}

func (s *Session) sendPulse() {
	if s.greeted {
		s.pulsed, s.pulseRef = time.Now(), s.newRef()
		s.conn.Send(&protocol.Pulse{Ref: s.pulseRef, InputAge: s.inputAge()})
	}
}

func (s *Session) inputAge() int64 { return max(0, time.Since(s.input).Milliseconds()) }
