// Package sessionbus finds the message bus of the person's desktop session. It never starts one: the usual libraries fall back to dbus-launch,
// which leaves a stray daemon behind for every call on a computer without a session.
//
// Specification: https://dbus.freedesktop.org/doc/dbus-specification.html#message-bus-types-login
package sessionbus

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/godbus/dbus/v5"
)

const addressVariable = "DBUS_SESSION_BUS_ADDRESS"

// ErrNone says that this process belongs to no desktop session with a message bus.
var ErrNone = errors.New("no session bus")

// Address is where the session bus listens, or ErrNone.
func Address() (string, error) {
	if a := os.Getenv(addressVariable); a != "" && !strings.HasPrefix(a, "autolaunch:") {
		return a, nil
	}
	dir := os.Getenv("XDG_RUNTIME_DIR")
	if dir == "" {
		return "", ErrNone
	}
	socket := filepath.Join(dir, "bus")
	if info, err := os.Stat(socket); err != nil || info.Mode()&os.ModeSocket == 0 {
		return "", ErrNone
	}
	return "unix:path=" + dbus.EscapeBusAddressValue(socket), nil
}

// Announce makes the address known to libraries that read nothing but the environment. Without a bus it answers ErrNone, and the caller must
// leave such libraries alone.
func Announce() error {
	address, err := Address()
	if err != nil {
		return err
	}
	if err := os.Setenv(addressVariable, address); err != nil {
		return fmt.Errorf("announce session bus: %w", err)
	}
	return nil
}

// Connect opens a connection of the caller's own, who closes it.
func Connect() (*dbus.Conn, error) {
	address, err := Address()
	if err != nil {
		return nil, err
	}
	conn, err := dbus.Connect(address)
	if err != nil {
		return nil, fmt.Errorf("connect to session bus: %w", err)
	}
	return conn, nil
}
