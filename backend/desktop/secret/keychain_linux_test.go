package secret

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/godbus/dbus/v5"

	"parley/backend/desktop/internal/bustest"
)

// A real keyring, unlocked with a password as at signing in to a desktop.
func TestRealKeychain(t *testing.T) {
	bus := bustest.Start(t)
	home := filepath.Join(t.TempDir(), "home")
	if err := os.Mkdir(home, 0o700); err != nil {
		t.Fatal(err)
	}
	t.Setenv("DBUS_SESSION_BUS_ADDRESS", bus.Address)
	daemon := exec.Command("gnome-keyring-daemon", "--foreground", "--unlock", "--components=secrets", "--control-directory="+home)
	daemon.Env = append(os.Environ(), "HOME="+home, "XDG_DATA_HOME="+home, "XDG_RUNTIME_DIR="+home)
	daemon.Stdin = strings.NewReader("pw\n")
	bustest.Launch(t, daemon)
	bustest.Until(t, "the keyring", keychainReachable)

	s := Open(t.TempDir())
	life(t, s, Keychain)
	set(t, s, ada, "kept", Keychain)
	get(t, Open(t.TempDir()), ada, "kept", Keychain)
	closeSharedBus(t)
}

// go-keyring leaves the process's shared connection open.
func closeSharedBus(t *testing.T) {
	t.Helper()
	conn, err := dbus.SessionBus()
	if err != nil {
		t.Fatal(err)
	}
	conn.Close()
}

func TestNoKeychain(t *testing.T) {
	t.Setenv("XDG_RUNTIME_DIR", t.TempDir())
	t.Setenv("DBUS_SESSION_BUS_ADDRESS", "")
	if keychainReachable() {
		t.Error("reached a keychain without a bus")
	}
	bus := bustest.Start(t)
	t.Setenv("DBUS_SESSION_BUS_ADDRESS", bus.Address)
	if keychainReachable() {
		t.Error("reached a keychain on an empty bus")
	}
	life(t, Open(t.TempDir()), File)
}
