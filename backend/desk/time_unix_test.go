//go:build unix

package desk

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"parley/backend/agent"
	"parley/backend/chat"
	"parley/backend/desktop/idle"
	"parley/backend/desktop/zone"
	"parley/backend/protocol"
)

// Who wakes the computer in another zone reads its times at once, wherever the desk says them.
func TestAnotherZoneIsTakenOver(t *testing.T) {
	dir := t.TempDir()
	file := filepath.Join(dir, "localtime")
	isIn(t, file, "Europe/Berlin")
	t.Setenv("TZ", ":"+file)
	d, _ := linkedDesk(t)
	d.zones, d.woken = zone.Open(), make(chan struct{}, 1)
	d.member.state = &agent.State{Link: agent.Link{Phase: agent.Linked}, View: &protocol.View{
		Status: chat.Online, Cause: chat.CauseChoice, Since: protocol.At(time.Now().Truncate(time.Hour)),
	}}
	d.running.Go(func() { d.keepTime(t.Context()) })
	says := func(name string) {
		t.Helper()
		there, err := time.LoadLocation(name)
		must(t, err)
		clock := time.Now().Truncate(time.Hour).In(there).Format("15:04")
		soon, cancel := context.WithTimeout(t.Context(), 10*time.Second) // and not only when a minute is over
		defer cancel()
		must(t, d.await(soon, func() bool { return d.state.System.Zone == name }))
		d.mu.Lock()
		defer d.mu.Unlock()
		if said := d.state.Sentence.Head; !strings.Contains(said, clock) {
			t.Errorf("in %s it says %q, want %s", name, said, clock)
		}
	}
	says("Europe/Berlin")
	isIn(t, file, "America/New_York")
	d.happened(idle.Woke)
	says("America/New_York")
}

func isIn(t *testing.T, file, name string) {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("/usr/share/zoneinfo", name))
	if err != nil {
		t.Skip(err)
	}
	must(t, os.WriteFile(file, data, 0o600))
}

func TestAHalfHourBeginsByTheClockOfTheZone(t *testing.T) {
	for _, c := range []struct{ zone, at, begin string }{
		{"Europe/Berlin", "2026-11-23T22:59:59.9Z", "23:30"}, {"Europe/Berlin", "2026-11-23T23:00:00Z", "00:00"},
		{"Europe/Berlin", "2026-10-25T01:10:00Z", "02:00"}, // the second time that day
		{"Asia/Kathmandu", "2026-11-23T12:00:00Z", "17:30"}, {"Asia/Kathmandu", "2026-11-23T12:15:00Z", "18:00"},
	} {
		zone, err := time.LoadLocation(c.zone)
		must(t, err)
		instant, err := time.Parse(time.RFC3339, c.at)
		must(t, err)
		begin, end := halfHourOf(instant.In(zone))
		if begin.After(instant) || !end.After(instant) || end.Sub(begin) != 30*time.Minute || begin.Format("15:04") != c.begin {
			t.Errorf("%s: the half hour of %s goes from %v to %v", c.zone, c.at, begin, end)
		}
	}
}
