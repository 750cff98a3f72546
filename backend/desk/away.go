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

// goodbyes are the events after which nobody can be at the computer.
var goodbyes = map[idle.Event]protocol.Away{
	idle.Locked: protocol.AwayLock, idle.Sleeping: protocol.AwaySleep, idle.ShuttingDown: protocol.AwayShutdown,
}

// happened takes note that the computer was locked, unlocked, sent to sleep, woken or shut down, and tells the session. One that begins later is told
// as it begins.
func (d *Desk) happened(e idle.Event) {
	if e == idle.Woke {
		select {
		case d.woken <- struct{}{}:
		default: // it is about to look anyway
		}
	}
	d.mu.Lock()
	note(&d.absence, e)
	m := d.member
	d.mu.Unlock()
	if m == nil {
		return
	}
	ctx, cancel := context.WithTimeout(context.Background(), endLimit)
	defer cancel()
	if err := tell(ctx, m.session, e); err != nil {
		d.o.Log.Error("tell the session", "event", e, "err", err)
	}
}

func note(a *agent.Absence, e idle.Event) {
	switch why, leaves := goodbyes[e]; {
	case leaves:
		a.Leave(why)
	case e == idle.Unlocked:
		a.Return()
	case e == idle.Woke:
		a.Wake()
	}
}

func tell(ctx context.Context, s *agent.Session, e idle.Event) error {
	switch why, leaves := goodbyes[e]; {
	case leaves:
		err := s.Leave(ctx, why)
		if e != idle.Locked {
			time.Sleep(leaveTime)
		}
		return err
	case e == idle.Unlocked:
		return s.Return(ctx)
	case e == idle.Woke:
		return s.Wake(ctx)
	}
	return nil
}
