package idle

import (
	"context"
	"time"

	"github.com/godbus/dbus/v5"
)

// Watch tells what happens until the context ends, one event after the other on its own goroutine: where it can, the system waits with going to
// sleep and shutting down until tell has returned, for some seconds. Without logind only Woke is told.
func Watch(ctx context.Context, tell func(Event)) {
	newWatch(tell).run(ctx)
}

// watch is the state of one Watch.
type watch struct {
	tell           func(Event)
	nap            *nap
	napEvery       time.Duration
	reconnectEvery time.Duration // how soon a logind that was not there is looked for again

	// believeLock is how long a lock that was only asked for is believed: a desktop that locks says within this time that it did, and one that never
	// says must not leave the person locked for ever.
	believeLock time.Duration

	login   *login // nil while there is no logind
	locked  bool   // as told
	hint    bool   // LockedHint: the desktop itself says that it is locked
	leaving bool   // between the announcement of a sleep or shutdown and its end
	doubt   *time.Timer
}

func newWatch(tell func(Event)) *watch {
	return &watch{tell: tell, nap: newNap(), napEvery: 5 * time.Second, reconnectEvery: 30 * time.Second, believeLock: 10 * time.Second}
}

func (w *watch) run(ctx context.Context) {
	naps := time.NewTicker(w.napEvery)
	defer naps.Stop()
	retry := time.NewTicker(w.reconnectEvery)
	defer retry.Stop()
	w.doubt = time.NewTimer(0)
	w.doubt.Stop()
	defer w.doubt.Stop()

	w.connect(ctx)
	defer w.disconnect()
	for {
		var signals <-chan *dbus.Signal
		if w.login != nil {
			signals = w.login.signals
		}
		select {
		case <-ctx.Done():
			return
		case s, open := <-signals:
			if !open {
				w.disconnect()
				continue
			}
			w.heard(ctx, s)
		case <-naps.C:
			if w.nap.over() && !w.leaving {
				w.tell(Woke)
			}
		case <-w.doubt.C:
			if !w.hint {
				w.setLocked(false)
			}
		case <-retry.C:
			if w.login == nil {
				w.connect(ctx)
			}
		}
	}
}

func (w *watch) connect(ctx context.Context) {
	login, err := openLogin(ctx)
	if err != nil {
		return
	}
	w.login = login
	login.delay(ctx)
	w.setHint(login.lockedHint(ctx))
}

// disconnect forgets an announcement whose end nobody would tell any more.
func (w *watch) disconnect() {
	if w.login != nil {
		w.login.close()
		w.login = nil
	}
	w.leaving = false
}

func (w *watch) heard(ctx context.Context, s *dbus.Signal) {
	switch s.Name {
	case manager + ".PrepareForSleep":
		w.leave(ctx, s, Sleeping)
	case manager + ".PrepareForShutdown":
		w.leave(ctx, s, ShuttingDown)
	case session + ".Lock":
		w.setLocked(true)
		if !w.hint {
			w.doubt.Reset(w.believeLock)
		}
	case session + ".Unlock":
		w.setLocked(false)
	case properties + ".PropertiesChanged":
		if locked, ok := lockedIn(s); ok {
			w.setHint(locked)
		}
	}
}

// leave handles PrepareForSleep and PrepareForShutdown, whose argument says whether it begins or is over.
func (w *watch) leave(ctx context.Context, s *dbus.Signal, event Event) {
	begins, ok := argument[bool](s, 0)
	if !ok {
		return
	}
	w.leaving = begins
	if begins {
		w.tell(event)
		w.login.release()
		return
	}
	w.nap.over() // this one was announced
	w.login.delay(ctx)
	w.tell(Woke)
}

func (w *watch) setHint(locked bool) {
	w.hint = locked
	w.setLocked(locked)
}

func (w *watch) setLocked(locked bool) {
	w.doubt.Stop()
	if locked == w.locked {
		return
	}
	w.locked = locked
	if locked {
		w.tell(Locked)
	} else {
		w.tell(Unlocked)
	}
}
