// Package bustest gives a test a message bus of its own, on which nothing runs but what the test puts there.
package bustest

import (
	"bufio"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/godbus/dbus/v5"
)

// The list of service directories stays empty, so that the bus starts nobody's notification daemon or keyring by itself.
const config = `<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <type>session</type>
  <listen>unix:path=SOCKET</listen>
  <policy context="default">
    <allow send_destination="*" eavesdrop="true"/>
    <allow eavesdrop="true"/>
    <allow own="*"/>
  </policy>
</busconfig>`

// Bus is a running dbus-daemon.
type Bus struct {
	Address string
	Socket  string
	Stop    func() // ends the daemon early, as a crash would; the end of the test does it otherwise
}

// Start runs a dbus-daemon until the test ends and waits until it takes connections.
func Start(t testing.TB) Bus {
	t.Helper()
	// The test's own folder may have a longer name than a socket's address can hold.
	dir, err := os.MkdirTemp("", "bus")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(dir) })
	socket := filepath.Join(dir, "bus")
	file := filepath.Join(dir, "bus.conf")
	if err := os.WriteFile(file, []byte(strings.Replace(config, "SOCKET", socket, 1)), 0o600); err != nil {
		t.Fatal(err)
	}
	daemon := exec.Command("dbus-daemon", "--nofork", "--print-address", "--config-file="+file)
	address, stop := Run(t, daemon)
	return Bus{Address: address, Socket: socket, Stop: stop}
}

// Launch starts a program and ends it with the test, or when the answer is called.
func Launch(t testing.TB, cmd *exec.Cmd) (stop func()) {
	t.Helper()
	if err := cmd.Start(); err != nil {
		t.Fatalf("start %s: %v", cmd.Path, err)
	}
	stop = sync.OnceFunc(func() {
		_ = cmd.Process.Kill()
		_ = cmd.Wait()
	})
	t.Cleanup(stop)
	return stop
}

// Run launches a program that prints a line when it is ready, and waits for it.
func Run(t testing.TB, cmd *exec.Cmd) (line string, stop func()) {
	t.Helper()
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	stop = Launch(t, cmd)
	line, err = bufio.NewReader(out).ReadString('\n')
	if err != nil {
		t.Fatalf("read the first line of %s: %v", cmd.Path, err)
	}
	return strings.TrimSpace(line), stop
}

// Connect opens a connection that lasts until the test ends.
func (b Bus) Connect(t testing.TB) *dbus.Conn {
	t.Helper()
	conn, err := dbus.Connect(b.Address)
	if err != nil {
		t.Fatalf("connect to the test's bus: %v", err)
	}
	t.Cleanup(func() { _ = conn.Close() })
	return conn
}

// Own takes a well-known name for the connection.
func Own(t testing.TB, conn *dbus.Conn, name string) {
	t.Helper()
	reply, err := conn.RequestName(name, dbus.NameFlagDoNotQueue)
	if err != nil || reply != dbus.RequestNameReplyPrimaryOwner {
		t.Fatalf("own %s: reply %d, %v", name, reply, err)
	}
}

// Wait fails the test unless something comes out of the channel, or it is closed, in time.
func Wait[T any](t testing.TB, what string, from <-chan T) T {
	t.Helper()
	select {
	case v := <-from:
		return v
	case <-time.After(patience):
		t.Fatalf("timed out waiting for %s", what)
	}
	panic("unreachable")
}

// Until fails the test unless the condition becomes true in time.
func Until(t testing.TB, what string, condition func() bool) {
	t.Helper()
	deadline := time.Now().Add(patience)
	for !condition() {
		if time.Now().After(deadline) {
			t.Fatalf("timed out waiting for %s", what)
		}
		time.Sleep(pause)
	}
}

const (
	patience = 20 * time.Second
	pause    = 5 * time.Millisecond
)
