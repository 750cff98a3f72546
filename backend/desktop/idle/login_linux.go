package idle

import (
	"context"
	"errors"
	"fmt"
	"os"
	"syscall"
	"time"

	"github.com/godbus/dbus/v5"
)

// Specification: https://www.freedesktop.org/software/systemd/man/latest/org.freedesktop.login1.html and, for the delay,
// https://systemd.io/INHIBITOR_LOCKS/. DBUS_SYSTEM_BUS_ADDRESS names another bus than the usual one.

const (
	login1     = "org.freedesktop.login1"
	loginPath  = dbus.ObjectPath("/org/freedesktop/login1")
	manager    = login1 + ".Manager"
	session    = login1 + ".Session"
	properties = "org.freedesktop.DBus.Properties"

	loginTimeout = 3 * time.Second
)

// login is a connection to logind, for the session this process belongs to.
type login struct {
	conn    *dbus.Conn
	path    dbus.ObjectPath // of the session
	signals chan *dbus.Signal
	delayed int // file by which we delay sleep and shutdown, or -1
}

func openLogin(ctx context.Context) (*login, error) {
	conn, err := dbus.ConnectSystemBus()
	if err != nil {
		return nil, fmt.Errorf("connect to system bus: %w", err)
	}
	l := &login{conn: conn, signals: make(chan *dbus.Signal, 16), delayed: -1}
	if err := l.listen(ctx); err != nil {
		_ = conn.Close()
		return nil, err
	}
	return l, nil
}

func (l *login) listen(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, loginTimeout)
	defer cancel()
	path, err := l.ownSession(ctx)
	if err != nil {
		return err
	}
	l.path = path
	l.conn.Signal(l.signals)
	for _, match := range [][]dbus.MatchOption{
		{dbus.WithMatchObjectPath(loginPath), dbus.WithMatchInterface(manager)},
		{dbus.WithMatchObjectPath(path), dbus.WithMatchInterface(session)},
		{dbus.WithMatchObjectPath(path), dbus.WithMatchInterface(properties)},
	} {
		if err := l.conn.AddMatchSignalContext(ctx, append(match, dbus.WithMatchSender(login1))...); err != nil {
			return fmt.Errorf("listen to logind: %w", err)
		}
	}
	return nil
}

// ownSession finds the session to watch. Programs started by the person's service manager are in none: then it is one of the person's own, rather
// one at a seat than one from afar.
func (l *login) ownSession(ctx context.Context) (dbus.ObjectPath, error) {
	var path dbus.ObjectPath
	if id := os.Getenv("XDG_SESSION_ID"); id != "" && l.call(ctx, manager+".GetSession", id).Store(&path) == nil {
		return path, nil
	}
	if l.call(ctx, manager+".GetSessionByPID", uint32(os.Getpid())).Store(&path) == nil {
		return path, nil
	}
	var all []struct {
		ID   string
		UID  uint32
		User string
		Seat string
		Path dbus.ObjectPath
	}
	if err := l.call(ctx, manager+".ListSessions").Store(&all); err != nil {
		return "", fmt.Errorf("list sessions: %w", err)
	}
	for _, s := range all {
		if s.UID == uint32(os.Getuid()) && (path == "" || s.Seat != "") {
			path = s.Path
			if s.Seat != "" {
				break
			}
		}
	}
	if path == "" {
		return "", errors.New("find own session: none")
	}
	return path, nil
}

func (l *login) call(ctx context.Context, method string, args ...any) *dbus.Call {
	return l.conn.Object(login1, loginPath).CallWithContext(ctx, method, 0, args...)
}

// lockedHint is false where the desktop does not say.
func (l *login) lockedHint(ctx context.Context) bool {
	ctx, cancel := context.WithTimeout(ctx, loginTimeout)
	defer cancel()
	var locked bool
	err := l.conn.Object(login1, l.path).CallWithContext(ctx, properties+".Get", 0, session, "LockedHint").Store(&locked)
	return err == nil && locked
}

// delay asks the system to wait for release before it sleeps or shuts down. If it does not let us, the goodbye may come too late, and the hub
// notices by the silence.
func (l *login) delay(ctx context.Context) {
	if l.delayed >= 0 {
		return
	}
	ctx, cancel := context.WithTimeout(ctx, loginTimeout)
	defer cancel()
	var file dbus.UnixFD
	if l.call(ctx, manager+".Inhibit", "sleep:shutdown", "Parley", "Tell the hub that you are away", "delay").Store(&file) == nil {
		l.delayed = int(file)
	}
}

func (l *login) release() {
	if l.delayed >= 0 {
		_ = syscall.Close(l.delayed)
		l.delayed = -1
	}
}

func (l *login) close() {
	l.release()
	_ = l.conn.Close()
}

// lockedIn reads LockedHint out of PropertiesChanged.
func lockedIn(s *dbus.Signal) (locked, ok bool) {
	changed, ok := argument[map[string]dbus.Variant](s, 1)
	if !ok {
		return false, false
	}
	locked, ok = changed["LockedHint"].Value().(bool)
	return locked, ok
}

func argument[T any](s *dbus.Signal, n int) (T, bool) {
	var zero T
	if n >= len(s.Body) {
		return zero, false
	}
	v, ok := s.Body[n].(T)
	return v, ok
}
