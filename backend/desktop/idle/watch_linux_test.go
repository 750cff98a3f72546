package idle

import (
	"context"
	"errors"
	"os"
	"sync/atomic"
	"testing"
	"time"

	"github.com/godbus/dbus/v5"
	"github.com/godbus/dbus/v5/prop"

	"parley/backend/desktop/internal/bustest"
)

const sessionPath = dbus.ObjectPath("/org/freedesktop/login1/session/_31")

// logind plays the login manager, with one session of this user's.
type logind struct {
	t     *testing.T
	conn  *dbus.Conn
	props *prop.Properties
	delay chan inhibitor
}

// inhibitor is the pipe by whose end somebody delays sleep: while that end is open, and this side's copy of it, reading does not end.
type inhibitor struct{ read, write *os.File }

func (i inhibitor) close() {
	_ = i.read.Close()
	_ = i.write.Close()
}

// held says whether somebody else has the pipe open. It closes this side's copy.
func (i inhibitor) held(t *testing.T, patience time.Duration) bool {
	t.Helper()
	_ = i.write.Close()
	if err := i.read.SetReadDeadline(time.Now().Add(patience)); err != nil {
		t.Fatal(err)
	}
	_, err := i.read.Read(make([]byte, 1))
	return errors.Is(err, os.ErrDeadlineExceeded)
}

// ListSessions is the manager's method.
func (*logind) ListSessions() ([]loginSession, *dbus.Error) {
	return []loginSession{
		{"9", 54321, "other", "seat0", "/org/freedesktop/login1/session/_39"},
		{"2", uint32(os.Getuid()), "self", "", "/org/freedesktop/login1/session/_32"},
		{"1", uint32(os.Getuid()), "self", "seat0", sessionPath},
	}, nil
}

type loginSession struct {
	ID   string
	UID  uint32
	User string
	Seat string
	Path dbus.ObjectPath
}

// Inhibit is the manager's method.
func (l *logind) Inhibit(what, _, _, mode string) (dbus.UnixFD, *dbus.Error) {
	if what != "sleep:shutdown" || mode != "delay" {
		return 0, dbus.MakeFailedError(os.ErrInvalid)
	}
	read, write, err := os.Pipe()
	if err != nil {
		return 0, dbus.MakeFailedError(err)
	}
	file := dbus.UnixFD(write.Fd())
	l.delay <- inhibitor{read, write}
	return file, nil
}

func startLogind(t *testing.T, bus bustest.Bus, locked bool) *logind {
	t.Helper()
	l := &logind{t: t, conn: bus.Connect(t), delay: make(chan inhibitor, 4)}
	if err := l.conn.Export(l, loginPath, manager); err != nil {
		t.Fatal(err)
	}
	props, err := prop.Export(l.conn, sessionPath, prop.Map{session: {"LockedHint": {Value: locked, Emit: prop.EmitTrue}}})
	if err != nil {
		t.Fatal(err)
	}
	l.props = props
	bustest.Own(t, l.conn, login1)
	t.Cleanup(func() {
		for len(l.delay) > 0 {
			(<-l.delay).close()
		}
	})
	return l
}

func (l *logind) emit(path dbus.ObjectPath, name string, args ...any) {
	l.t.Helper()
	if err := l.conn.Emit(path, name, args...); err != nil {
		l.t.Fatal(err)
	}
}

func (l *logind) hint(locked bool) { l.props.SetMust(session, "LockedHint", locked) }

// watching runs a watch on the bus until the test ends.
func watching(t *testing.T, bus bustest.Bus, change func(*watch)) <-chan Event {
	t.Helper()
	t.Setenv("DBUS_SYSTEM_BUS_ADDRESS", bus.Address)
	t.Setenv("XDG_SESSION_ID", "")
	events := make(chan Event)
	ctx, cancel := context.WithCancel(context.Background())
	w := newWatch(func(e Event) {
		select {
		case events <- e:
		case <-ctx.Done():
		}
	})
	if change != nil {
		change(w)
	}
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		w.run(ctx)
	}()
	t.Cleanup(func() {
		cancel()
		bustest.Wait(t, "the watch to end", ended)
	})
	return events
}

func expect(t *testing.T, events <-chan Event, want Event) {
	t.Helper()
	if got := bustest.Wait(t, string(want), events); got != want {
		t.Fatalf("told %q, want %q", got, want)
	}
}

func TestLock(t *testing.T) {
	bus := bustest.Start(t)
	logind := startLogind(t, bus, false)
	events := watching(t, bus, nil)
	defer bustest.Wait(t, "the watch to be there", logind.delay).close()

	logind.hint(true)
	expect(t, events, Locked)
	logind.emit(sessionPath, session+".Lock") // says nothing new
	logind.hint(false)
	expect(t, events, Unlocked)

	// The signals alone, and those of somebody else's session.
	logind.emit("/org/freedesktop/login1/session/_39", session+".Lock")
	logind.emit(sessionPath, session+".Lock")
	expect(t, events, Locked)
	logind.emit(sessionPath, session+".Unlock")
	expect(t, events, Unlocked)
}

func TestLockedFromTheStart(t *testing.T) {
	bus := bustest.Start(t)
	startLogind(t, bus, true)
	expect(t, watching(t, bus, nil), Locked)
}

// A desktop that was asked to lock and never says that it did is not taken as locked for ever, one that says so is.
func TestLockThatIsOnlyAskedFor(t *testing.T) {
	bus := bustest.Start(t)
	logind := startLogind(t, bus, false)
	events := watching(t, bus, func(w *watch) { w.believeLock = time.Millisecond })
	defer bustest.Wait(t, "the watch to be there", logind.delay).close()

	logind.emit(sessionPath, session+".Lock")
	expect(t, events, Locked)
	expect(t, events, Unlocked)
	logind.hint(true)
	expect(t, events, Locked)
	logind.emit(sessionPath, session+".Lock")
	logind.emit(loginPath, manager+".PrepareForShutdown", true)
	expect(t, events, ShuttingDown)
}

func TestSleepWaitsForTheGoodbye(t *testing.T) {
	bus := bustest.Start(t)
	logind := startLogind(t, bus, false)
	goodbye := make(chan struct{})
	events := watching(t, bus, func(w *watch) {
		tell := w.tell
		w.tell = func(e Event) {
			tell(e)
			if e == Sleeping {
				<-goodbye
			}
		}
	})
	for range 2 {
		delay := bustest.Wait(t, "sleep to be delayed", logind.delay)
		logind.emit(loginPath, manager+".PrepareForSleep", true)
		expect(t, events, Sleeping)
		if !delay.held(t, 50*time.Millisecond) {
			t.Error("the system may sleep before the goodbye")
		}
		goodbye <- struct{}{}
		if delay.held(t, 10*time.Second) {
			t.Error("the system may not sleep after the goodbye")
		}
		delay.close()
		logind.emit(loginPath, manager+".PrepareForSleep", false)
		expect(t, events, Woke)
	}
}

func TestShutdownCalledOff(t *testing.T) {
	bus := bustest.Start(t)
	logind := startLogind(t, bus, false)
	events := watching(t, bus, nil)
	first := bustest.Wait(t, "shutdown to be delayed", logind.delay)
	defer first.close()
	logind.emit(loginPath, manager+".PrepareForShutdown", true)
	expect(t, events, ShuttingDown)
	logind.emit(loginPath, manager+".PrepareForShutdown", false)
	expect(t, events, Woke)
	second := bustest.Wait(t, "shutdown to be delayed again", logind.delay)
	defer second.close()
	if first.held(t, 10*time.Second) || !second.held(t, 50*time.Millisecond) {
		t.Error("the delay was not taken anew")
	}
}

func TestLogindComesAndGoes(t *testing.T) {
	bus := bustest.Start(t)
	events := watching(t, bus, func(w *watch) { w.reconnectEvery = 5 * time.Millisecond })
	logind := startLogind(t, bus, false)
	defer bustest.Wait(t, "the watch to find logind", logind.delay).close()
	logind.hint(true)
	expect(t, events, Locked)
}

func TestUnannouncedSleep(t *testing.T) {
	var slept atomic.Int64
	t.Setenv("DBUS_SYSTEM_BUS_ADDRESS", "unix:path="+t.TempDir()+"/nobody")
	events := make(chan Event, 1)
	w := newWatch(func(e Event) { events <- e })
	w.nap = &nap{asleep: func() time.Duration { return time.Duration(slept.Load()) }}
	w.napEvery = time.Millisecond
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		w.run(ctx)
	}()
	slept.Store(int64(time.Minute))
	expect(t, events, Woke)
	cancel()
	bustest.Wait(t, "the watch to end", ended)
	if len(events) > 0 {
		t.Errorf("one sleep told twice: %s", <-events)
	}
}

func TestNap(t *testing.T) {
	var total time.Duration
	n := &nap{asleep: func() time.Duration { return total }}
	for _, step := range []struct {
		slept time.Duration
		want  bool
	}{{0, false}, {time.Second, false}, {time.Hour, true}, {0, false}, {2 * time.Second, true}, {-time.Hour, false}, {time.Millisecond, false}} {
		total += step.slept
		if got := n.over(); got != step.want {
			t.Errorf("after %v of sleep: %v", step.slept, got)
		}
	}
	if slept := asleep(); slept < 0 {
		t.Errorf("this computer has slept %v", slept)
	}
}
