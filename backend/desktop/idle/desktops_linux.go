package idle

import (
	"context"
	"fmt"
	"time"

	"github.com/godbus/dbus/v5"

	"parley/backend/desktop/sessionbus"
)

const askTimeout = 2 * time.Second

// desktops asks the desktop environment over the session bus, and connects to the bus again when it was restarted.
type desktops struct {
	conn    *dbus.Conn
	trusted bool // KDE has once named another time than zero
}

func (d *desktops) connect() error {
	if d.conn != nil && d.conn.Connected() {
		return nil
	}
	conn, err := sessionbus.Connect()
	if err != nil {
		return err
	}
	d.conn = conn
	return nil
}

func (d *desktops) close() {
	if d.conn != nil {
		_ = d.conn.Close()
		d.conn = nil
	}
}

func (d *desktops) ask(owner string, path dbus.ObjectPath, method string, answer any) error {
	if err := d.connect(); err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(context.Background(), askTimeout)
	defer cancel()
	if err := d.conn.Object(owner, path).CallWithContext(ctx, method, dbus.FlagNoAutoStart).Store(answer); err != nil {
		return fmt.Errorf("ask %s for idle time: %w", owner, err)
	}
	return nil
}

// gnome asks GNOME's compositor, on X11 and Wayland.
// Interface: https://gitlab.gnome.org/GNOME/mutter/-/blob/main/data/dbus-interfaces/org.gnome.Mutter.IdleMonitor.xml
func (d *desktops) gnome() (time.Duration, error) {
	var ms uint64
	err := d.ask("org.gnome.Mutter.IdleMonitor", "/org/gnome/Mutter/IdleMonitor/Core", "org.gnome.Mutter.IdleMonitor.GetIdletime", &ms)
	return time.Duration(ms) * time.Millisecond, err
}

// kde asks KDE's screen locker, by the name that is KDE's alone: others that own org.freedesktop.ScreenSaver count in seconds. Under some
// compositors KDE answers zero for ever, which cannot be told from somebody who types without a pause: it counts only from the first other answer.
// Interface: https://invent.kde.org/plasma/kscreenlocker/-/blob/master/dbus/org.freedesktop.ScreenSaver.xml
func (d *desktops) kde() (time.Duration, error) {
	var ms uint32
	if err := d.ask("org.kde.screensaver", "/org/freedesktop/ScreenSaver", "org.freedesktop.ScreenSaver.GetSessionIdleTime", &ms); err != nil {
		return 0, err
	}
	d.trusted = d.trusted || ms > 0
	if !d.trusted {
		return 0, ErrCannotTell
	}
	return time.Duration(ms) * time.Millisecond, nil
}
