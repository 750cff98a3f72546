//go:build unix

package zone

import (
	"os"
	"path/filepath"
	"testing"
	"time"
)

var winterNoon = time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)

func says(t *testing.T, s *Source, name, clock string) {
	t.Helper()
	zone := s.Zone()
	if got := winterNoon.In(zone.Location).Format("15:04"); zone.Name != name || got != clock {
		t.Errorf("it is %s in %q, want %s in %q", got, zone.Name, clock, name)
	}
}

func place(t *testing.T, name, file string) {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(zoneFiles, name))
	if err != nil {
		t.Skip(err)
	}
	if err := os.WriteFile(file, data, 0o600); err != nil {
		t.Fatal(err)
	}
}

func TestACopyThatIsReplacedIsAnotherZone(t *testing.T) {
	file := filepath.Join(t.TempDir(), "localtime")
	place(t, "Europe/Berlin", file)
	s := open(":"+file, true)
	says(t, s, "Europe/Berlin", "13:00")
	if before := s.Zone(); s.Zone() != before {
		t.Error("nothing has changed, and the zone is another")
	}
	place(t, "America/New_York", file)
	says(t, s, "America/New_York", "07:00")
}

func TestALinkThatIsReplacedIsAnotherZone(t *testing.T) {
	dir := t.TempDir()
	file, next := filepath.Join(dir, "localtime"), filepath.Join(dir, "next")
	s := open(file, true)
	for _, c := range []struct{ path, name, clock string }{
		{"Europe/Berlin", "Europe/Berlin", "13:00"}, {"Arctic/Longyearbyen", "Arctic/Longyearbyen", "13:00"},
		{"America/New_York", "America/New_York", "07:00"},
		{"posix/Asia/Kolkata", "Asia/Kolkata", "17:30"},
	} {
		path := filepath.Join(zoneFiles, c.path)
		if _, err := os.Stat(path); err != nil {
			continue // not every system has every name
		}
		if err := os.Symlink(path, next); err != nil {
			t.Fatal(err)
		}
		if err := os.Rename(next, file); err != nil {
			t.Fatal(err)
		}
		says(t, s, c.name, c.clock)
	}
}

func TestAZoneThatCannotBeReadIsTheOneBefore(t *testing.T) {
	file := filepath.Join(t.TempDir(), "localtime")
	place(t, "Asia/Tokyo", file)
	s := open(file, true)
	says(t, s, "Asia/Tokyo", "21:00")
	if err := os.WriteFile(file, []byte("TZif2, and no more"), 0o600); err != nil {
		t.Fatal(err)
	}
	says(t, s, "Asia/Tokyo", "21:00")
	if err := os.Remove(file); err != nil {
		t.Fatal(err)
	}
	says(t, s, "Asia/Tokyo", "21:00")
	place(t, "Europe/Berlin", file)
	says(t, s, "Europe/Berlin", "13:00")
}

// A zone of nobody's, as a person may have made it, has a clock and no name.
func TestAZoneWithoutAName(t *testing.T) {
	file := filepath.Join(t.TempDir(), "localtime")
	place(t, "Asia/Tokyo", file)
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	for i := range data { // the rule for later years stands in the last line
		if string(data[i:min(i+5, len(data))]) == "JST-9" {
			data[i+4] = '8'
		}
	}
	if err := os.WriteFile(file, data, 0o600); err != nil {
		t.Fatal(err)
	}
	says(t, open(file, true), "", "20:00")
}

func TestTheEnvironmentNamesAZone(t *testing.T) {
	local := time.Local
	t.Cleanup(func() { time.Local = local })
	for tz, clock := range map[string]string{"Asia/Tokyo": "21:00", "UTC": "12:00"} {
		there, err := time.LoadLocation(tz)
		if err != nil {
			t.Fatal(err)
		}
		time.Local = there // as the program finds it when it starts with that TZ
		says(t, open(tz, true), tz, clock)
	}
}

func TestWithoutAnythingSaidTheSystemsFileCounts(t *testing.T) {
	if s := open("", false); s.file != systemFile {
		t.Errorf("it looks at %q", s.file)
	}
	if s := open("", true); s.file != "" {
		t.Errorf("TZ is empty, which means UTC, and it looks at %q", s.file)
	}
}
