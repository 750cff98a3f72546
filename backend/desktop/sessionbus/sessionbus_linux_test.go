package sessionbus

import (
	"errors"
	"os"
	"path/filepath"
	"testing"

	"parley/backend/desktop/internal/bustest"
)

func TestAddress(t *testing.T) {
	bus := bustest.Start(t)
	dir := filepath.Dir(bus.Socket)
	plain := t.TempDir()
	if err := os.WriteFile(filepath.Join(plain, "bus"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	cases := []struct {
		name, variable, runtimeDir string
		want                       string // empty: none
	}{
		{"variable", "unix:path=/somewhere", dir, "unix:path=/somewhere"},
		{"runtime folder", "", dir, "unix:path=" + bus.Socket},
		{"a bus started on demand is none", "autolaunch:", "", ""},
		{"nothing", "", "", ""},
		{"empty runtime folder", "", t.TempDir(), ""},
		{"a file is no bus", "", plain, ""},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			t.Setenv(addressVariable, c.variable)
			t.Setenv("XDG_RUNTIME_DIR", c.runtimeDir)
			got, err := Address()
			if got != c.want || (err == nil) != (c.want != "") || (err != nil && !errors.Is(err, ErrNone)) {
				t.Errorf("%q, %v, want %q", got, err, c.want)
			}
		})
	}
}

func TestConnect(t *testing.T) {
	bus := bustest.Start(t)
	t.Setenv(addressVariable, "")
	t.Setenv("XDG_RUNTIME_DIR", filepath.Dir(bus.Socket))
	conn, err := Connect()
	if err != nil {
		t.Fatal(err)
	}
	conn.Close()
	if os.Getenv(addressVariable) != "" {
		t.Error("connecting changed the environment")
	}
	if err := Announce(); err != nil || os.Getenv(addressVariable) != "unix:path="+bus.Socket {
		t.Errorf("announced %q, %v", os.Getenv(addressVariable), err)
	}
	bus.Stop()
	if _, err := Connect(); err == nil || errors.Is(err, ErrNone) {
		t.Errorf("connect to a dead bus: %v", err)
	}
}
