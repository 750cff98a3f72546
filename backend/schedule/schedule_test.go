package schedule_test

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"parley/backend/chat"
	"parley/backend/schedule"
)

func at(h, m int) int { return h*60 + m }

func utc(s string) time.Time {
	t, err := time.Parse(time.RFC3339, s)
	if err != nil {
		panic(err)
	}
	return t
}

func date(s string) schedule.Date {
	d, err := schedule.ParseDate(s)
	if err != nil {
		panic(err)
	}
	return d
}

// office is Monday to Friday from nine to five.
func office(zone string) schedule.Hours {
	h := schedule.Hours{Zone: zone}
	for d := time.Monday; d <= time.Friday; d++ {
		h.Week[d] = []schedule.Slot{{Start: at(9, 0), End: at(17, 0)}}
	}
	return h
}

func of(t interface{ Fatal(...any) }, h schedule.Hours) *schedule.Schedule {
	s, err := schedule.Of(h)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestEdges(t *testing.T) {
	everyDay := func(s ...schedule.Slot) (h schedule.Hours) {
		h.Zone = "UTC"
		for d := range h.Week {
			h.Week[d] = s
		}
		return h
	}
	off := office("Europe/Berlin")
	for d := date("2026-10-19"); d.Compare(date("2026-10-29")) < 0; d.Day++ {
		off.Dates = append(off.Dates, schedule.DateSlots{Date: d})
	}
	once := schedule.Hours{Zone: "UTC", Dates: []schedule.DateSlots{{Date: date("2020-02-29"), Slots: []schedule.Slot{{Start: at(9, 0), End: at(10, 0)}}}}}
	dayOff := everyDay(schedule.Slot{})
	dayOff.Dates = []schedule.DateSlots{{Date: date("2020-02-29")}}
	for name, c := range map[string]struct {
		hours      schedule.Hours
		at         string
		last, next string // with + for a start and - for an end; empty for none
	}{
		"inside a slot":             {office("UTC"), "2026-10-20T12:00:00Z", "+2026-10-20T09:00:00Z", "-2026-10-20T17:00:00Z"},
		"an instant begins":         {office("UTC"), "2026-10-20T09:00:00Z", "+2026-10-20T09:00:00Z", "-2026-10-20T17:00:00Z"},
		"over a weekend":            {office("Europe/Berlin"), "2026-10-25T12:00:00Z", "-2026-10-23T15:00:00Z", "+2026-10-26T08:00:00Z"},
		"two weeks off":             {off, "2026-10-24T12:00:00Z", "-2026-10-16T15:00:00Z", "+2026-10-29T08:00:00Z"},
		"over midnight":             {everyDay(schedule.Slot{Start: at(22, 0), End: at(6, 0)}), "2026-10-20T03:00:00Z", "+2026-10-19T22:00:00Z", "-2026-10-20T06:00:00Z"},
		"touching slots are one":    {everyDay(schedule.Slot{Start: at(9, 0), End: at(12, 0)}, schedule.Slot{Start: at(12, 0), End: at(17, 0)}), "2026-10-20T12:00:00Z", "+2026-10-20T09:00:00Z", "-2026-10-20T17:00:00Z"},
		"last night overlaps today": {everyDay(schedule.Slot{Start: at(5, 0), End: at(5, 30)}, schedule.Slot{Start: at(22, 0), End: at(6, 0)}), "2026-10-20T05:45:00Z", "+2026-10-19T22:00:00Z", "-2026-10-20T06:00:00Z"},
		"round the clock":           {everyDay(schedule.Slot{}), "2026-10-20T12:00:00Z", "", ""},
		"a single date, long ago":   {once, "2026-10-20T12:00:00Z", "-2020-02-29T10:00:00Z", ""},
		"a single date, to come":    {once, "2011-10-20T12:00:00Z", "", "+2020-02-29T09:00:00Z"},
		"one day off, long ago":     {dayOff, "2026-10-20T12:00:00Z", "+2020-03-01T00:00:00Z", ""},
		"one day off, to come":      {dayOff, "2011-10-20T12:00:00Z", "", "-2020-02-29T00:00:00Z"},
		"none":                      {schedule.Hours{}, "2026-10-20T12:00:00Z", "", ""},
	} {
		t.Run(name, func(t *testing.T) {
			s := of(t, c.hours)
			if got := said(s.Last(utc(c.at))); got != c.last {
				t.Errorf("last edge %q, want %q", got, c.last)
			}
			if got := said(s.Next(utc(c.at))); got != c.next {
				t.Errorf("next edge %q, want %q", got, c.next)
			}
		})
	}
}

func said(e schedule.Edge, ok bool) string {
	switch {
	case !ok:
		return ""
	case e.Start:
		return "+" + e.At.Format(time.RFC3339)
	default:
		return "-" + e.At.Format(time.RFC3339)
	}
}

func TestNextStart(t *testing.T) {
	s := of(t, office("Europe/Berlin"))
	for now, want := range map[string]string{
		"2026-10-20T06:00:00Z": "2026-10-20T07:00:00Z", // before work
		"2026-10-20T07:00:00Z": "2026-10-21T07:00:00Z", // as it begins
		"2026-10-20T08:00:00Z": "2026-10-21T07:00:00Z",
		"2026-10-23T16:00:00Z": "2026-10-26T08:00:00Z",
	} {
		if got, ok := s.NextStart(utc(now)); !ok || !got.Equal(utc(want)) {
			t.Errorf("next start after %s is %v, want %s", now, got, want)
		}
	}
	if at, ok := (*schedule.Schedule)(nil).NextStart(utc("2026-10-20T06:00:00Z")); ok {
		t.Errorf("without hours the next start is %v", at)
	}
}

func TestCheck(t *testing.T) {
	slots := func(s ...schedule.Slot) schedule.Hours {
		return schedule.Hours{Zone: "UTC", Week: [7][]schedule.Slot{time.Monday: s}}
	}
	dates := func(d ...schedule.DateSlots) schedule.Hours { return schedule.Hours{Zone: "UTC", Dates: d} }
	many := make([]schedule.DateSlots, schedule.MaxDates+1)
	for i := range many {
		many[i].Date = schedule.Date{Year: 2026 + i, Month: time.May, Day: 1}
	}
	for name, c := range map[string]struct {
		hours schedule.Hours
		field string // empty for hours that can be
	}{
		"none":                     {schedule.Hours{}, ""},
		"no zone":                  {schedule.Hours{Dates: dates(schedule.DateSlots{Date: date("2026-10-20")}).Dates}, "zone"},
		"an unknown zone":          {office("Mars/Olympus"), "zone"},
		"a zone of this computer":  {office("Local"), "zone"},
		"another computer's":       {office("localtime"), "zone"},
		"with leap seconds":        {office("right/Europe/Berlin"), "zone"},
		"a path":                   {office("../etc/passwd"), "zone"},
		"touching":                 {slots(schedule.Slot{Start: 0, End: 60}, schedule.Slot{Start: 60, End: 120}), ""},
		"overlapping":              {slots(schedule.Slot{Start: 0, End: 60}, schedule.Slot{Start: 59, End: 120}), "week"},
		"out of order":             {slots(schedule.Slot{Start: 60, End: 120}, schedule.Slot{Start: 0, End: 60}), "week"},
		"after an overnight slot":  {slots(schedule.Slot{Start: 600, End: 60}, schedule.Slot{Start: 700, End: 720}), "week"},
		"a minute before midnight": {slots(schedule.Slot{Start: -1, End: 60}), "week"},
		"a minute too late":        {slots(schedule.Slot{Start: 0, End: 1440}), "week"},
		"too many slots":           {slots(make([]schedule.Slot, schedule.MaxSlots+1)...), "week"},
		"dates out of order":       {dates(schedule.DateSlots{Date: date("2026-10-21")}, schedule.DateSlots{Date: date("2026-10-20")}), "dates"},
		"a date twice":             {dates(schedule.DateSlots{Date: date("2026-10-20")}, schedule.DateSlots{Date: date("2026-10-20")}), "dates"},
		"no date":                  {dates(schedule.DateSlots{}), "dates"},
		"too many dates":           {dates(many...), "dates"},
	} {
		t.Run(name, func(t *testing.T) {
			err := c.hours.Check()
			if c.field == "" {
				if err != nil {
					t.Error(err)
				}
				return
			}
			refusal, ok := err.(*chat.Error) //nolint:errorlint // it is returned as it is
			if !ok || refusal.Code != chat.Invalid || refusal.Field != c.field {
				t.Errorf("got %v, want invalid about %s", err, c.field)
			}
		})
	}
	for _, s := range []string{"", "2026-02-30", "26-02-03", "2026-2-3", "2026-02-03T00:00:00Z"} {
		if d, err := schedule.ParseDate(s); chat.CodeOf(err) != chat.Invalid {
			t.Errorf("%q is the date %v", s, d)
		}
	}
}

// walk is the slow reference: minute by minute it looks at the wall. A wall time means the first instant at which the wall shows it or a later one, so
// what counts is the latest time the wall has shown so far. It returns the edges after from and not after to.
func walk(h schedule.Hours, from, to time.Time) []schedule.Edge {
	zone, err := time.LoadLocation(h.Zone)
	if err != nil {
		panic(err)
	}
	var shown time.Time
	was := false
	var out []schedule.Edge
	for t := from.Add(-72 * time.Hour); !t.After(to); t = t.Add(time.Minute) {
		local := t.In(zone)
		_, offset := local.Zone()
		if wall := t.UTC().Add(time.Duration(offset) * time.Second); wall.After(shown) {
			shown = wall
		}
		is := openAt(h, shown)
		if is != was && t.After(from) {
			out = append(out, schedule.Edge{At: t.UTC(), Start: is})
		}
		was = is
	}
	return out
}

// openAt reports whether a slot of a date holds a time on the wall.
func openAt(h schedule.Hours, wall time.Time) bool {
	for back := range 3 {
		midnight := wall.Truncate(24*time.Hour).AddDate(0, 0, -back)
		slots := h.Week[midnight.Weekday()]
		for _, d := range h.Dates {
			if d.Date.String() == midnight.Format("2006-01-02") {
				slots = d.Slots
			}
		}
		for _, s := range slots {
			start, end := midnight.Add(time.Duration(s.Start)*time.Minute), midnight.Add(time.Duration(s.End)*time.Minute)
			if s.End <= s.Start {
				end = end.Add(24 * time.Hour)
			}
			if !wall.Before(start) && wall.Before(end) {
				return true
			}
		}
	}
	return false
}

// found are the edges after from and not after to, by the way on and, as they must be the same, by the way back.
func found(t interface{ Errorf(string, ...any) }, s *schedule.Schedule, from, to time.Time) []schedule.Edge {
	var on, back []schedule.Edge
	for at := from; ; {
		e, ok := s.Next(at)
		if !ok || e.At.After(to) {
			break
		}
		on, at = append(on, e), e.At
	}
	for at := to; ; {
		e, ok := s.Last(at)
		if !ok || !e.At.After(from) {
			break
		}
		back, at = append(back, e), e.At.Add(-time.Nanosecond)
	}
	slices.Reverse(back)
	if !slices.Equal(on, back) {
		t.Errorf("going on there are %v, going back %v", on, back)
	}
	return on
}

var zones = []string{
	"UTC", "Europe/Berlin", "America/St_Johns", "Australia/Lord_Howe", "Asia/Kathmandu", "Africa/Casablanca", "America/Havana", "Pacific/Apia", "Africa/Cairo",
}

func someHours() *rapid.Generator[schedule.Hours] {
	return rapid.Custom(func(t *rapid.T) schedule.Hours {
		h := schedule.Hours{Zone: rapid.SampledFrom(zones).Draw(t, "zone")}
		slots := func(name string) []schedule.Slot {
			cuts := rapid.SliceOfNDistinct(rapid.IntRange(0, 95), 0, 6, rapid.ID[int]).Draw(t, name)
			slices.Sort(cuts)
			var out []schedule.Slot
			for i := 0; i+1 < len(cuts); i += 2 {
				out = append(out, schedule.Slot{Start: cuts[i] * 15, End: cuts[i+1] * 15})
			}
			if len(cuts)%2 == 1 { // it goes over midnight
				out = append(out, schedule.Slot{Start: cuts[len(cuts)-1] * 15, End: rapid.IntRange(0, cuts[len(cuts)-1]).Draw(t, "end") * 15})
			}
			return out
		}
		switch rapid.IntRange(0, 4).Draw(t, "week") {
		case 0: // only dates
		case 1:
			for d := range h.Week {
				h.Week[d] = []schedule.Slot{{}} // round the clock
			}
		default:
			for d := range h.Week {
				h.Week[d] = slots("slots")
			}
		}
		for _, day := range slices.Sorted(slices.Values(rapid.SliceOfNDistinct(rapid.IntRange(1, 28), 0, 6, rapid.ID[int]).Draw(t, "dates"))) {
			h.Dates = append(h.Dates, schedule.DateSlots{Date: schedule.Date{Year: 2026, Month: time.March, Day: day}, Slots: slots("that day's")})
		}
		return h
	})
}

func TestEdgesAreThoseOfTheWall(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		h := someHours().Draw(t, "hours")
		from := utc("2026-02-25T00:00:00Z").Add(time.Duration(rapid.IntRange(0, 40*24*60).Draw(t, "from")) * time.Minute)
		to := from.Add(time.Duration(rapid.IntRange(0, 12*24*60).Draw(t, "length")) * time.Minute)
		s := of(t, h)
		if got, want := found(t, s, from, to), walk(h, from, to); !slices.Equal(got, want) {
			t.Errorf("from %v to %v\ngot  %v\nwant %v", from, to, got, want)
		}
	})
}

func TestRunsBeginAndEndAtTheEdges(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := of(t, someHours().Draw(t, "hours"))
		from := utc("2026-02-25T00:00:00Z").Add(time.Duration(rapid.IntRange(0, 40*24*60).Draw(t, "from")) * time.Minute)
		in := schedule.Span{From: from, To: from.Add(time.Duration(rapid.IntRange(0, 12*24*60).Draw(t, "length")) * time.Minute)}
		var got []schedule.Edge
		for _, r := range s.Runs(in) {
			if r.From.Before(in.From) || r.To.After(in.To) || !r.From.Before(r.To) {
				t.Errorf("%v is not of %v", r, in)
			}
			if r.From.After(in.From) {
				got = append(got, schedule.Edge{At: r.From, Start: true})
			}
			if r.To.Before(in.To) {
				got = append(got, schedule.Edge{At: r.To})
			}
		}
		if want := found(t, s, in.From, in.To.Add(-time.Nanosecond)); !slices.Equal(got, want) {
			t.Errorf("in %v\ngot  %v\nwant %v", in, got, want)
		}
	})
}

func TestRunsWithoutEdges(t *testing.T) {
	in := schedule.Span{From: utc("2026-10-20T06:00:00Z"), To: utc("2026-10-27T06:00:00Z")}
	round := schedule.Hours{Zone: "Europe/Berlin"}
	for d := range round.Week {
		round.Week[d] = []schedule.Slot{{}}
	}
	if got := of(t, round).Runs(in); !slices.Equal(got, []schedule.Span{in}) {
		t.Errorf("round the clock they run in %v", got)
	}
	if got := of(t, schedule.Hours{}).Runs(in); got != nil {
		t.Errorf("without hours they run in %v", got)
	}
}

// TestAroundEveryClockChange looks at the three days around every change of the clocks from 2020 to 2040, with slots by night that begin, end and lie
// in the hours that are skipped or repeated. It takes all zones with PARLEY_LONG, and otherwise some.
func TestAroundEveryClockChange(t *testing.T) {
	all := allZones(t)
	if len(all) < 300 {
		t.Fatalf("there are only %d zones", len(all))
	}
	changes := 0
	for i, zone := range all {
		if os.Getenv("PARLEY_LONG") == "" && i%25 != 0 && !slices.Contains(zones, zone) {
			continue
		}
		loc, err := time.LoadLocation(zone)
		if err != nil {
			t.Fatal(err)
		}
		h := schedule.Hours{Zone: zone}
		for d := range h.Week {
			switch d % 3 {
			case 0:
				h.Week[d] = []schedule.Slot{{Start: at(1, 30), End: at(2, 30)}, {Start: at(2, 45), End: at(3, 15)}, {Start: at(22, 0), End: at(2, 15)}}
			case 1:
				h.Week[d] = []schedule.Slot{{Start: at(0, 15), End: at(0, 45)}, {Start: at(2, 10), End: at(2, 40)}, {Start: at(23, 30), End: at(0, 30)}}
			}
		}
		s := of(t, h)
		for change := utc("2020-01-01T00:00:00Z"); ; {
			_, next := change.In(loc).ZoneBounds()
			if !next.After(change) || next.Year() > 2040 { // none, or a fault of ZoneBounds in the last days of 2040
				break
			}
			change = next
			changes++
			from, to := change.Truncate(time.Minute).Add(-36*time.Hour), change.Truncate(time.Minute).Add(36*time.Hour)
			if got, want := found(t, s, from, to), walk(h, from, to); !slices.Equal(got, want) {
				t.Errorf("%s, clock change at %v\ngot  %v\nwant %v", zone, change.UTC(), got, want)
			}
		}
	}
	t.Logf("%d clock changes", changes)
}

// allZones are the names of every zone Go brings, of those that are the same only one. Factory is for a computer that was not told its own yet.
func allZones(t *testing.T) []string {
	root, err := exec.CommandContext(t.Context(), "go", "env", "GOROOT").Output()
	if err != nil {
		t.Fatal(err)
	}
	archive, err := zip.OpenReader(filepath.Join(strings.TrimSpace(string(root)), "lib", "time", "zoneinfo.zip"))
	if err != nil {
		t.Fatal(err)
	}
	defer archive.Close()
	var names []string
	var seen [][]byte
	for _, f := range archive.File {
		if strings.HasSuffix(f.Name, "/") || f.Name == "Factory" {
			continue
		}
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		rules, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		_ = r.Close()
		if slices.ContainsFunc(seen, func(b []byte) bool { return bytes.Equal(b, rules) }) {
			continue
		}
		names, seen = append(names, f.Name), append(seen, rules)
	}
	return names
}

func BenchmarkLast(b *testing.B) {
	s := of(b, office("Europe/Berlin"))
	now := utc("2026-10-20T12:00:00Z")
	for b.Loop() {
		s.Last(now)
	}
}

func ExampleSchedule_Next() {
	s, err := schedule.Of(office("Europe/Berlin"))
	if err != nil {
		panic(err)
	}
	e, _ := s.Next(time.Date(2026, time.November, 23, 12, 0, 0, 0, time.UTC))
	fmt.Println(e.At, e.Start)
	// Output: 2026-11-23 16:00:00 +0000 UTC false
}
