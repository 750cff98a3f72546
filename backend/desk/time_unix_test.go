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

func TestADayBeginsAndEndsByTheZone(t *testing.T) {
	berlin, err := time.LoadLocation("Europe/Berlin")
	must(t, err)
	for at, length := range map[string]time.Duration{
		"2026-11-23T22:59:59Z": 24 * time.Hour, "2026-11-23T23:00:00Z": 24 * time.Hour,
		"2026-03-29T10:00:00Z": 23 * time.Hour, "2026-10-25T00:30:00Z": 25 * time.Hour,
	} {
		instant, err := time.Parse(time.RFC3339, at)
		must(t, err)
		begin, end := dayOf(instant.In(berlin))
		if begin.After(instant) || !end.After(instant) || end.Sub(begin) != length || begin.Hour() != 0 {
			t.Errorf("the day of %s goes from %v to %v", at, begin, end)
		}
	}
}
