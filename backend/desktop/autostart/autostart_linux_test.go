package autostart

import (
	"os"
	"os/exec"
	"strings"
	"testing"
)

// The library reads XDG_CONFIG_HOME when the program starts: the test starts itself once more, with a folder of its own.
func TestMain(m *testing.M) {
	const inside = "PARLEY_TEST_AUTOSTART"
	if os.Getenv(inside) != "" {
		os.Exit(m.Run())
	}
	dir, err := os.MkdirTemp("", "autostart")
	if err != nil {
		panic(err)
	}
	again := exec.Command(os.Args[0], os.Args[1:]...)
	again.Env = append(os.Environ(), inside+"=1", "XDG_CONFIG_HOME="+dir)
	again.Stdout, again.Stderr = os.Stdout, os.Stderr
	err = again.Run()
	_ = os.RemoveAll(dir)
	if err != nil {
		os.Exit(1)
	}
}

func entry(t *testing.T, command ...string) Entry {
	e := Entry{Name: "parley", Title: "Parley", Command: command}
	t.Cleanup(func() { _ = e.Disable() })
	return e
}

func enabled(t *testing.T, e Entry, want bool) {
	t.Helper()
	if got, err := e.Enabled(); err != nil || got != want {
		t.Fatalf("enabled: %v, %v, want %v", got, err, want)
	}
}

func TestSwitching(t *testing.T) {
	e := entry(t, "/opt/parley/parley-desk", "--hidden")
	enabled(t, e, false)
	if err := e.Disable(); err != nil {
		t.Errorf("disable what is not enabled: %v", err)
	}
	for range 2 {
		if err := e.Enable(); err != nil {
			t.Fatalf("enable: %v", err)
		}
		enabled(t, e, true)
	}
	if e.Command[0] != "/opt/parley/parley-desk" {
		t.Errorf("the command has become %q", e.Command)
	}
	if err := e.Disable(); err != nil {
		t.Fatalf("disable: %v", err)
	}
	enabled(t, e, false)
}

// Desktops switch an entry off by a line in its file, and leave the file.
func TestSwitchedOffByTheDesktop(t *testing.T) {
	e := entry(t, "/opt/parley/parley-desk", "--hidden")
	for _, off := range []string{"Hidden=true\n", "X-GNOME-Autostart-enabled=false\n", " Hidden = true \n"} {
		if err := e.Enable(); err != nil {
			t.Fatalf("enable: %v", err)
		}
		file, err := os.OpenFile(e.file(), os.O_APPEND|os.O_WRONLY, 0)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := file.WriteString(off); err != nil {
			t.Fatal(err)
		}
		file.Close()
		enabled(t, e, false)
		if err := e.Enable(); err != nil {
			t.Fatalf("enable again: %v", err)
		}
		enabled(t, e, true)
	}
	if err := os.WriteFile(e.file(), []byte("Hidden=false\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	enabled(t, e, true)
}

func TestCommandIsQuoted(t *testing.T) {
	for _, c := range []struct{ path, want string }{
		{"/opt/parley/parley-desk", `Exec="/opt/parley/parley-desk" "--hidden"`},
		{"/home/Ada Lovelace/parley desk", `Exec="/home/Ada Lovelace/parley desk" "--hidden"`},
		{"/opt/100%/parley-desk", `Exec="/opt/100%%/parley-desk" "--hidden"`},
	} {
		e := entry(t, c.path, "--hidden")
		if err := e.Enable(); err != nil {
			t.Fatalf("enable: %v", err)
		}
		text, err := os.ReadFile(e.file())
		if err != nil {
			t.Fatal(err)
		}
		if !strings.Contains(string(text), c.want+"\n") {
			t.Errorf("%s: no line %s in\n%s", c.path, c.want, text)
		}
	}
}

func TestUnreadable(t *testing.T) {
	e := Entry{Name: "a-folder"}
	if err := os.MkdirAll(e.file(), 0o700); err != nil {
		t.Fatal(err)
	}
	if _, err := e.Enabled(); err == nil {
		t.Error("a folder was read as a file")
	}
}
