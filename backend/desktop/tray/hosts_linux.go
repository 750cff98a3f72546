package tray

import (
	"context"
	"time"

	"github.com/godbus/dbus/v5"

	"parley/backend/desktop/sessionbus"
)

// Specification: https://www.freedesktop.org/wiki/Specifications/StatusNotifierItem/StatusNotifierWatcher/

const (
	watcher     = "org.kde.StatusNotifierWatcher"
	watcherPath = dbus.ObjectPath("/StatusNotifierWatcher")

	hostTimeout = 3 * time.Second
)

// watchHosts tells whether somebody shows the icon until the context or the bus ends. Programs that show icons tell the watcher so: a watcher alone shows nothing.
func (t *Tray) watchHosts(ctx context.Context) {
	conn, err := sessionbus.Connect()
	if err != nil {
		return
	}
	defer conn.Close()
	signals := make(chan *dbus.Signal, 8)
	conn.Signal(signals)
	for _, match := range [][]dbus.MatchOption{
		{dbus.WithMatchInterface("org.freedesktop.DBus"), dbus.WithMatchMember("NameOwnerChanged"), dbus.WithMatchArg(0, watcher)},
		{dbus.WithMatchInterface(watcher), dbus.WithMatchMember("StatusNotifierHostRegistered")},
		{dbus.WithMatchInterface(watcher), dbus.WithMatchMember("StatusNotifierHostUnregistered")},
	} {
		if conn.AddMatchSignalContext(ctx, match...) != nil {
			return
		}
	}
	t.setHosted(hosted(ctx, conn))
	for {
		select {
		case <-ctx.Done():
			return
		case _, open := <-signals:
			if !open {
				t.setHosted(false)
				return
			}
			t.setHosted(hosted(ctx, conn))
		}
	}
}

func hosted(ctx context.Context, conn *dbus.Conn) bool {
	ctx, cancel := context.WithTimeout(ctx, hostTimeout)
	defer cancel()
	var registered bool
	call := conn.Object(watcher, watcherPath).CallWithContext(ctx, "org.freedesktop.DBus.Properties.Get", dbus.FlagNoAutoStart,
		watcher, "IsStatusNotifierHostRegistered")
	return call.Store(&registered) == nil && registered
}
