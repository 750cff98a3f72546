package desk

import (
	"context"
	"sync/atomic"
	"time"

	"parley/backend/agent"
	"parley/backend/desktop/idle"
	"parley/backend/protocol"
)

// idler asks the system for the last input, and notes whether it can tell.
type idler struct {
	source  *idle.Source
	tells   atomic.Bool
	changed func(tells bool)
}

func newIdler(changed func(bool)) *idler { return &idler{source: idle.Open(), changed: changed} }

// Since returns the time since the last input to the computer; it is agent.Idler's.
func (i *idler) Since() (time.Duration, bool) {
	since, err := i.source.Since()
	tells := err == nil
	if i.tells.Swap(tells) != tells {
		i.changed(tells)
	}
	return since, tells
}

func (i *idler) close() { i.source.Close() }

func (d *Desk) idleChanged(tells bool) {
	d.change(func() {
		d.state.System.Idle = ""
		if tells {
			d.state.System.Idle = "system"
		}
	})
}

// leaveTime is what a goodbye gets to reach the hub before the computer sleeps. The system waits so long with it.
const leaveTime = 300 * time.Millisecond

// happened tells the session that the computer was locked, unlocked, sent to sleep, woken or shut down.
func (d *Desk) happened(e idle.Event) {
	s, err := d.session()
	if err != nil {
		return // nobody is signed in, so nobody is away
	}
	ctx, cancel := context.WithTimeout(context.Background(), endLimit)
	defer cancel()
	if err := tell(ctx, s, e); err != nil {
		d.o.Log.Error("tell the session", "event", e, "err", err)
	}
}

func tell(ctx context.Context, s *agent.Session, e idle.Event) error {
	switch e {
	case idle.Locked:
		return s.Leave(ctx, protocol.AwayLock)
	case idle.Unlocked:
		return s.Return(ctx)
	case idle.Woke:
		return s.Wake(ctx)
	case idle.Sleeping, idle.ShuttingDown:
		why := protocol.AwaySleep
		if e == idle.ShuttingDown {
			why = protocol.AwayShutdown
		}
		err := s.Leave(ctx, why)
		time.Sleep(leaveTime)
		return err
	}
	return nil
}
