package idle

import (
	"errors"
	"os/exec"
	"sync"
	"testing"
	"time"

	"github.com/godbus/dbus/v5"
	"go.uber.org/goleak"

	"parley/backend/desktop/internal/bustest"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// nowhere takes every desktop away from the test.
func nowhere(t *testing.T) {
	t.Helper()
	for _, name := range []string{"DISPLAY", "WAYLAND_DISPLAY", "XDG_SESSION_TYPE", "DBUS_SESSION_BUS_ADDRESS", "XAUTHORITY"} {
		t.Setenv(name, "")
	}
	t.Setenv("XDG_RUNTIME_DIR", t.TempDir())
}

// startX runs an X server on the display, or on a free one, and answers its name once it takes connections.
func startX(t *testing.T, display string) (name string, stop func()) {
	t.Helper()
	args := []string{"-displayfd", "1", "-nolisten", "tcp", "-screen", "0", "64x64x24"}
	if display != "" {
		args = append([]string{display}, args...)
	}
	number, stop := bustest.Run(t, exec.Command("Xvfb", args...))
	return ":" + number, stop
}

func touch(t *testing.T, args ...string) {
	t.Helper()
	if out, err := exec.Command("xdotool", args...).CombinedOutput(); err != nil {
		t.Fatalf("xdotool %v: %v\n%s", args, err, out)
	}
}

func open(t *testing.T) *Source {
	t.Helper()
	s := Open()
	t.Cleanup(s.Close)
	return s
}

func since(t *testing.T, s *Source) time.Duration {
	t.Helper()
	d, err := s.Since()
	if err != nil {
		t.Fatalf("Since: %v", err)
	}
	return d
}

const while = 400 * time.Millisecond

func TestX11(t *testing.T) {
	nowhere(t)
	display, stop := startX(t, "")
	t.Setenv("DISPLAY", display)
	s := open(t)

	for _, input := range [][]string{{"mousemove", "10", "10"}, {"key", "a"}, {"click", "1"}} {
		bustest.Until(t, "some idle time", func() bool { return since(t, s) > while })
		asked := time.Now()
		touch(t, input...)
		if got := since(t, s); got > time.Since(asked) {
			t.Errorf("%v after %v: longer ago than the input itself", got, input)
		}
	}

	// The X server crashes and returns: so do the answers.
	stop()
	if _, err := s.Since(); !errors.Is(err, ErrCannotTell) {
		t.Errorf("without X server: %v, want ErrCannotTell", err)
	}
	startX(t, display)
	since(t, s)
}

func TestNobodyKnows(t *testing.T) {
	nowhere(t)
	s := open(t)
	if _, err := s.Since(); !errors.Is(err, ErrCannotTell) {
		t.Errorf("without a desktop: %v, want ErrCannotTell", err)
	}
	t.Setenv("DISPLAY", ":64999")
	if _, err := s.Since(); !errors.Is(err, ErrCannotTell) {
		t.Errorf("without an X server: %v, want ErrCannotTell", err)
	}
	bus := bustest.Start(t)
	t.Setenv("DBUS_SESSION_BUS_ADDRESS", bus.Address)
	if _, err := s.Since(); !errors.Is(err, ErrCannotTell) {
		t.Errorf("on an empty bus: %v, want ErrCannotTell", err)
	}
}

// desktop plays a desktop environment that names idle times.
type desktop struct {
	mu sync.Mutex
	ms uint64
}

func (d *desktop) set(ms uint64) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.ms = ms
}

// GetIdletime is GNOME's method.
func (d *desktop) GetIdletime() (uint64, *dbus.Error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.ms, nil
}

// GetSessionIdleTime is KDE's method.
func (d *desktop) GetSessionIdleTime() (uint32, *dbus.Error) {
	ms, err := d.GetIdletime()
	return uint32(ms), err
}

func startDesktop(t *testing.T, bus bustest.Bus, name string, path dbus.ObjectPath, iface string) (*desktop, *dbus.Conn) {
	t.Helper()
	d, conn := &desktop{}, bus.Connect(t)
	if err := conn.Export(d, path, iface); err != nil {
		t.Fatal(err)
	}
	bustest.Own(t, conn, name)
	return d, conn
}

func TestGNOME(t *testing.T) {
	nowhere(t)
	bus := bustest.Start(t)
	t.Setenv("DBUS_SESSION_BUS_ADDRESS", bus.Address)
	s := open(t)
	gnome, _ := startDesktop(t, bus, "org.gnome.Mutter.IdleMonitor", "/org/gnome/Mutter/IdleMonitor/Core", "org.gnome.Mutter.IdleMonitor")
	for _, ms := range []uint64{0, 1500, 5_000_000_000} {
		gnome.set(ms)
		if got := since(t, s); got != time.Duration(ms)*time.Millisecond {
			t.Errorf("%d ms told as %v", ms, got)
		}
	}
}

func TestKDE(t *testing.T) {
	nowhere(t)
	bus := bustest.Start(t)
	t.Setenv("DBUS_SESSION_BUS_ADDRESS", bus.Address)
	s := open(t)
	kde, conn := startDesktop(t, bus, "org.kde.screensaver", "/org/freedesktop/ScreenSaver", "org.freedesktop.ScreenSaver")
	if _, err := s.Since(); !errors.Is(err, ErrCannotTell) {
		t.Errorf("a zero that may be all KDE ever says: %v, want ErrCannotTell", err)
	}
	for _, ms := range []uint64{90_000, 0, 10} {
		kde.set(ms)
		if got := since(t, s); got != time.Duration(ms)*time.Millisecond {
			t.Errorf("%d ms told as %v", ms, got)
		}
	}

	// KDE goes and GNOME comes.
	conn.Close()
	if _, err := s.Since(); !errors.Is(err, ErrCannotTell) {
		t.Errorf("after KDE has gone: %v, want ErrCannotTell", err)
	}
	gnome, _ := startDesktop(t, bus, "org.gnome.Mutter.IdleMonitor", "/org/gnome/Mutter/IdleMonitor/Core", "org.gnome.Mutter.IdleMonitor")
	gnome.set(7000)
	if got := since(t, s); got != 7*time.Second {
		t.Errorf("GNOME's 7 s told as %v", got)
	}
}

// An X server under Wayland sees only the input of its own windows: whoever works in others would be taken for idle.
func TestWaylandIsNotAskedThroughX11(t *testing.T) {
	nowhere(t)
	display, _ := startX(t, "")
	t.Setenv("DISPLAY", display)
	s := open(t)
	since(t, s)
	for _, name := range []string{"WAYLAND_DISPLAY", "XDG_SESSION_TYPE"} {
		t.Run(name, func(t *testing.T) {
			t.Setenv(name, "wayland")
			if _, err := s.Since(); !errors.Is(err, ErrCannotTell) {
				t.Errorf("under Wayland: %v, want ErrCannotTell", err)
			}
		})
	}
}
