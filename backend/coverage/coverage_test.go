package coverage_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"parley/backend/chat"
	"parley/backend/coverage"
	"parley/backend/presence"
	"parley/backend/schedule"
)

func utc(s string) time.Time {
	t, err := time.Parse("2006-01-02 15:04", s)
	if err != nil {
		panic(err)
	}
	return t
}

func at(hour, minute int) int { return hour*60 + minute }

func slot(fromHour, fromMinute, toHour, toMinute int) schedule.Slot {
	return schedule.Slot{Start: at(fromHour, fromMinute), End: at(toHour, toMinute)}
}

// daily are hours with the same slots on every day.
func daily(zone string, slots ...schedule.Slot) schedule.Hours {
	h := schedule.Hours{Zone: zone}
	for d := range h.Week {
		h.Week[d] = slots
	}
	return h
}

func except(h schedule.Hours, date string, slots ...schedule.Slot) schedule.Hours {
	d, err := schedule.ParseDate(date)
	if err != nil {
		panic(err)
	}
	h.Dates = append(h.Dates, schedule.DateSlots{Date: d, Slots: slots})
	return h
}

func of(t interface{ Fatal(...any) }, h schedule.Hours) *schedule.Schedule {
	s, err := schedule.Of(h)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// said are bands as a person reads them, in UTC.
func said(bands []coverage.Band) string {
	var out []string
	for _, b := range bands {
		out = append(out, fmt.Sprintf("%s-%s %s", b.From.UTC().Format("02 15:04"), b.To.UTC().Format("02 15:04"),
			strings.Join(append([]string{string(b.Mode)}, b.Agents...), " ")))
	}
	return strings.Join(out, ", ")
}

func TestPlan(t *testing.T) {
	nineToFive, none := slot(9, 0, 17, 0), schedule.Hours{}
	sales := &chat.Group{ID: "sales", Agents: []string{"ann"}}
	helped := &chat.Group{ID: "sales", Agents: []string{"ann"}, EveryoneElse: true}
	for name, c := range map[string]struct {
		ann, bob schedule.Hours
		group    *chat.Group
		quiet    chat.Mode
		from, to string
		bands    string
	}{
		"nobody has hours": {none, none, nil, chat.ModeMessenger, "2026-11-23 00:00", "2026-11-24 00:00",
			"23 00:00-24 00:00 messenger"},
		"a site that hides the widget": {none, none, nil, chat.ModeHidden, "2026-11-23 00:00", "2026-11-24 00:00",
			"23 00:00-24 00:00 hidden"},
		"two who relieve each other": {daily("UTC", slot(8, 0, 13, 0)), daily("UTC", slot(12, 0, 16, 0)), nil, chat.ModeMessenger,
			"2026-11-23 00:00", "2026-11-24 00:00",
			"23 00:00-23 08:00 messenger, 23 08:00-23 12:00 live ann, 23 12:00-23 13:00 live ann bob, 23 13:00-23 16:00 live bob, 23 16:00-24 00:00 messenger"},
		"a relief to the minute leaves no gap": {daily("UTC", slot(8, 0, 12, 0)), daily("UTC", slot(12, 0, 16, 0)), nil, chat.ModeMessenger,
			"2026-11-23 08:00", "2026-11-23 16:00",
			"23 08:00-23 12:00 live ann, 23 12:00-23 16:00 live bob"},
		"slots that touch are one": {daily("UTC", slot(9, 0, 12, 0), slot(12, 0, 17, 0)), none, nil, chat.ModeMessenger,
			"2026-11-23 00:00", "2026-11-24 00:00",
			"23 00:00-23 09:00 messenger, 23 09:00-23 17:00 live ann, 23 17:00-24 00:00 messenger"},
		"over midnight, begun before and ending after": {daily("UTC", slot(22, 0, 6, 0)), none, nil, chat.ModeMessenger,
			"2026-11-23 00:00", "2026-11-24 00:00",
			"23 00:00-23 06:00 live ann, 23 06:00-23 22:00 messenger, 23 22:00-24 00:00 live ann"},
		"round the clock": {daily("UTC", slot(0, 0, 0, 0)), none, nil, chat.ModeMessenger, "2026-11-23 00:00", "2026-11-30 00:00",
			"23 00:00-30 00:00 live ann"},
		"round the clock but for a date": {except(daily("UTC", slot(0, 0, 0, 0)), "2026-11-25"), none, nil, chat.ModeMessenger,
			"2026-11-23 00:00", "2026-11-30 00:00",
			"23 00:00-25 00:00 live ann, 25 00:00-26 00:00 messenger, 26 00:00-30 00:00 live ann"},
		"round the clock around a date long ago": {except(daily("UTC", slot(0, 0, 0, 0)), "2020-11-25"), none, nil, chat.ModeMessenger,
			"2026-11-23 00:00", "2026-11-24 00:00", "23 00:00-24 00:00 live ann"},
		"a date with other hours": {except(daily("UTC", nineToFive), "2026-11-24", slot(12, 0, 13, 0)), none, nil, chat.ModeMessenger,
			"2026-11-24 00:00", "2026-11-25 00:00",
			"24 00:00-24 12:00 messenger, 24 12:00-24 13:00 live ann, 24 13:00-25 00:00 messenger"},
		"only a date": {except(schedule.Hours{Zone: "UTC"}, "2026-11-24", slot(23, 0, 1, 0)), none, nil, chat.ModeMessenger,
			"2026-11-23 00:00", "2026-11-26 00:00",
			"23 00:00-24 23:00 messenger, 24 23:00-25 01:00 live ann, 25 01:00-26 00:00 messenger"},
		"each in a zone of one's own": {daily("America/New_York", nineToFive), daily("Europe/Berlin", nineToFive), nil, chat.ModeMessenger,
			"2026-11-23 00:00", "2026-11-24 00:00",
			"23 00:00-23 08:00 messenger, 23 08:00-23 14:00 live bob, 23 14:00-23 16:00 live ann bob, 23 16:00-23 22:00 live ann, 23 22:00-24 00:00 messenger"},
		"the clock goes back": {daily("Europe/Berlin", slot(1, 0, 4, 0)), none, nil, chat.ModeMessenger, "2026-10-24 22:00", "2026-10-25 23:00",
			"24 22:00-24 23:00 messenger, 24 23:00-25 03:00 live ann, 25 03:00-25 23:00 messenger"},
		"the clock goes forward": {daily("Europe/Berlin", slot(1, 0, 4, 0)), none, nil, chat.ModeMessenger, "2026-03-28 23:00", "2026-03-29 22:00",
			"28 23:00-29 00:00 messenger, 29 00:00-29 02:00 live ann, 29 02:00-29 22:00 messenger"},
		"hours in the hour that is skipped": {daily("Europe/Berlin", slot(2, 15, 2, 45)), none, nil, chat.ModeMessenger,
			"2026-03-28 23:00", "2026-03-29 22:00", "28 23:00-29 22:00 messenger"},
		"a group alone": {daily("UTC", slot(9, 0, 12, 0)), daily("UTC", nineToFive), sales, chat.ModeHidden, "2026-11-23 00:00", "2026-11-24 00:00",
			"23 00:00-23 09:00 hidden, 23 09:00-23 12:00 live ann, 23 12:00-24 00:00 hidden"},
		"everyone else stands in": {daily("UTC", slot(9, 0, 12, 0)), daily("UTC", nineToFive), helped, chat.ModeMessenger,
			"2026-11-23 00:00", "2026-11-24 00:00",
			"23 00:00-23 09:00 messenger, 23 09:00-23 12:00 live ann, 23 12:00-23 17:00 live bob, 23 17:00-24 00:00 messenger"},
		"others change what the group does not notice": {daily("UTC", nineToFive), daily("UTC", slot(10, 0, 11, 0)), helped, chat.ModeMessenger,
			"2026-11-23 09:00", "2026-11-23 17:00", "23 09:00-23 17:00 live ann"},
		"no time": {daily("UTC", nineToFive), none, nil, chat.ModeMessenger, "2026-11-23 09:00", "2026-11-23 09:00", ""},
	} {
		t.Run(name, func(t *testing.T) {
			site := coverage.Site{
				Quiet: c.quiet, Agents: []string{"ann", "bob"},
				Hours: map[string]*schedule.Schedule{"ann": of(t, c.ann), "bob": of(t, c.bob)},
			}
			plan := site.Plan(c.group, schedule.Span{From: utc(c.from), To: utc(c.to)})
			if got := said(plan.Bands); got != c.bands {
				t.Errorf("got  %s\nwant %s", got, c.bands)
			}
			for _, b := range plan.Gaps() {
				if b.Mode != c.quiet || len(b.Agents) > 0 {
					t.Errorf("%s is no gap", said([]coverage.Band{b}))
				}
			}
		})
	}
}

func TestLanes(t *testing.T) {
	site := coverage.Site{
		Quiet: chat.ModeMessenger, Agents: []string{"bob", "ann", "cid"},
		Hours: map[string]*schedule.Schedule{"ann": of(t, daily("UTC", slot(9, 0, 12, 0), slot(13, 0, 17, 0))), "bob": of(t, daily("UTC", slot(22, 0, 2, 0)))},
	}
	day := schedule.Span{From: utc("2026-11-23 00:00"), To: utc("2026-11-24 00:00")}
	lanes := func(g *chat.Group) string {
		var out []string
		for _, l := range site.Plan(g, day).Lanes {
			line := l.Agent
			if l.Schedule == nil {
				line += " without hours"
			}
			for _, r := range l.Runs {
				line += " " + r.From.Format("15:04") + "-" + r.To.Format("15:04")
			}
			out = append(out, line)
		}
		return strings.Join(out, ", ")
	}
	group := chat.Group{Agents: []string{"cid", "ann"}}
	all := "bob 00:00-02:00 22:00-00:00, ann 09:00-12:00 13:00-17:00, cid without hours"
	if got := lanes(nil); got != all {
		t.Errorf("of the site: %s", got)
	}
	if got := lanes(&group); got != "ann 09:00-12:00 13:00-17:00, cid without hours" {
		t.Errorf("of the group: %s", got)
	}
	if group.EveryoneElse = true; lanes(&group) != all {
		t.Errorf("with everyone else: %s", lanes(&group))
	}
}

// planned reports whether hours run at an instant, by the edges that turn a status.
func planned(s *schedule.Schedule, now time.Time) bool {
	if e, ok := s.Last(now); ok {
		return e.Start
	}
	if e, ok := s.Next(now); ok {
		return !e.Start
	}
	return len(s.Hours().Week[time.Monday]) > 0 // off, or round the clock
}

// slowly asks minute by minute what presence tells a visitor while every agent is what the hours say.
func slowly(site coverage.Site, group *chat.Group, in schedule.Span) []coverage.Band {
	var out []coverage.Band
	for now := in.From; now.Before(in.To); now = now.Add(time.Minute) {
		p := presence.Site{Quiet: site.Quiet, Agents: site.Agents, Status: map[string]chat.Status{}}
		for id, s := range site.Hours {
			p.Status[id] = chat.Offline
			if planned(s, now) {
				p.Status[id] = chat.Online
			}
		}
		told := p.Availability(group, chat.Conversation{})
		if n := len(out); n > 0 && out[n-1].Mode == told.Mode && slices.Equal(out[n-1].Agents, told.Agents) {
			out[n-1].To = now.Add(time.Minute)
			continue
		}
		out = append(out, coverage.Band{Span: schedule.Span{From: now, To: now.Add(time.Minute)}, Availability: told})
	}
	return out
}

var zones = []string{
	"UTC", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu", "Africa/Casablanca", "America/Havana", "Pacific/Apia", "Africa/Cairo",
}

func someHours(around time.Time) *rapid.Generator[schedule.Hours] {
	return rapid.Custom(func(t *rapid.T) schedule.Hours {
		slots := func() []schedule.Slot {
			cuts := rapid.SliceOfNDistinct(rapid.IntRange(0, 95), 0, 6, rapid.ID[int]).Draw(t, "cuts")
			slices.Sort(cuts)
			var out []schedule.Slot
			for i := 0; i+1 < len(cuts); i += 2 {
				out = append(out, slot(0, cuts[i]*15, 0, cuts[i+1]*15))
			}
			if len(cuts)%2 == 1 { // it goes over midnight
				out = append(out, slot(0, cuts[len(cuts)-1]*15, 0, rapid.IntRange(0, cuts[len(cuts)-1]).Draw(t, "end")*15))
			}
			return out
		}
		h := schedule.Hours{Zone: rapid.SampledFrom(zones).Draw(t, "zone")}
		switch rapid.IntRange(0, 5).Draw(t, "week") {
		case 0: // only dates
		case 1:
			h = daily(h.Zone, schedule.Slot{})
		default:
			for d := range h.Week {
				h.Week[d] = slots()
			}
		}
		for _, days := range slices.Sorted(slices.Values(rapid.SliceOfNDistinct(rapid.IntRange(-4, 8), 0, 4, rapid.ID[int]).Draw(t, "dates"))) {
			h = except(h, around.AddDate(0, 0, days).Format("2006-01-02"), slots()...)
		}
		return h
	})
}

func TestPlanIsWhatPresenceTells(t *testing.T) {
	changes := []string{"2026-03-08 07:00", "2026-03-29 01:00", "2026-10-25 01:00", "2026-11-01 05:00", "2026-04-04 15:00", "2026-03-22 02:00", "2026-11-23 12:00"}
	rapid.Check(t, func(t *rapid.T) {
		around := utc(rapid.SampledFrom(changes).Draw(t, "around"))
		from := around.Add(time.Duration(rapid.IntRange(-36*60, 12*60).Draw(t, "from")) * time.Minute)
		in := schedule.Span{From: from, To: from.Add(time.Duration(rapid.IntRange(1, 4*24*60).Draw(t, "length")) * time.Minute)}
		site := coverage.Site{
			Quiet:  rapid.SampledFrom([]chat.Mode{chat.ModeMessenger, chat.ModeHidden}).Draw(t, "quiet"),
			Agents: []string{"ann", "bob", "cid"},
			Hours:  map[string]*schedule.Schedule{},
		}
		for _, id := range site.Agents {
			if h := someHours(around).Draw(t, id); rapid.IntRange(0, 4).Draw(t, "has hours") > 0 {
				site.Hours[id] = of(t, h)
			}
		}
		var group *chat.Group
		if rapid.Bool().Draw(t, "group") {
			group = &chat.Group{
				Agents:       rapid.SliceOfDistinct(rapid.SampledFrom([]string{"ann", "bob", "gone"}), rapid.ID[string]).Draw(t, "members"),
				EveryoneElse: rapid.Bool().Draw(t, "everyone else"),
			}
		}
		got, want := site.Plan(group, in).Bands, slowly(site, group, in)
		if said(got) != said(want) {
			t.Errorf("got  %s\nwant %s", said(got), said(want))
		}
	})
}
