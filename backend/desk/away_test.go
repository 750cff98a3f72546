package desk

import (
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"testing"

	"parley/backend/desktop/idle"
	"parley/backend/protocol"
	"parley/backend/wire"
)

// What happened to the computer while nobody was signed in is known to the session that begins then.
func TestALockBeforeTheSessionCounts(t *testing.T) {
	for name, c := range map[string]struct {
		events []idle.Event
		want   protocol.Away
	}{
		"nothing":             {nil, ""},
		"locked":              {[]idle.Event{idle.Locked}, protocol.AwayLock},
		"locked and unlocked": {[]idle.Event{idle.Locked, idle.Unlocked}, ""},
		"locked and slept":    {[]idle.Event{idle.Locked, idle.Sleeping, idle.Woke}, protocol.AwayLock},
		"asleep":              {[]idle.Event{idle.Sleeping}, protocol.AwaySleep},
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			t.Setenv("HOME", dir)
			d, err := New(Options{Data: dir, Log: slog.New(slog.DiscardHandler)})
			must(t, err)
			for _, e := range c.events {
				d.happened(e)
			}
			hello := helloOf(t, d)
			if hello.Away != c.want {
				t.Errorf("the session says %q, want %q", hello.Away, c.want)
			}
		})
	}
}

// helloOf has a desk enter a hub and returns how its session introduces itself.
func helloOf(t *testing.T, d *Desk) *protocol.AgentHello {
	t.Helper()
	hellos := make(chan *protocol.AgentHello, 1)
	hub := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		conn, err := wire.Accept(w, r, wire.Defaults())
		if err != nil {
			t.Error(err)
			return
		}
		wire.Run(conn, protocol.FromAgent.Decode, func(f protocol.Frame) {
			if hello, ok := f.(*protocol.AgentHello); ok {
				hellos <- hello
				conn.Close(wire.Unauthorized, "") // and comes not again
			}
		})
	}))
	defer hub.Close()
	base, err := url.Parse(hub.URL)
	must(t, err)
	must(t, d.enter(t.Context(), base, "account", "token", ""))
	hello := <-hellos
	d.leave(t.Context(), protocol.AwayQuit)
	d.running.Wait()
	return hello
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
