package cases

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"parley/backend/chat"
	"parley/backend/presence"
	"parley/backend/schedule"
)

// rawAgent is an agent's case as the file has it.
type rawAgent struct {
	ID, Title, Rule string
	Policy          struct {
		Seconds int               `json:"idle_seconds"`
		Return  presence.OnReturn `json:"on_return"`
	}
	Hours  *rawHours
	Events []struct {
		At, Made                  time.Time
		What                      What
		Device, Status, By, Until string
		Hours                     *rawHours
	}
	Expect []struct {
		At, Since, Wake time.Time
		Status          string
		Cause           chat.Cause
		Asks            bool
		Next            *struct {
			At     time.Time
			Status string
			Cause  chat.Cause
		}
	}
}

// rawHours are hours as the file has them.
type rawHours struct {
	Zone       string                 `json:"tz"`
	Week       map[string][][2]string // by the first three letters of the weekday
	Exceptions map[string][][2]string // by date
}

func (r *rawHours) schedule() *schedule.Schedule {
	if r == nil {
		return nil
	}
	h := schedule.Hours{Zone: r.Zone}
	for d := range h.Week {
		h.Week[d] = slots(r.Week[strings.ToLower(time.Weekday(d).String()[:3])])
	}
	for _, date := range slices.Sorted(maps.Keys(r.Exceptions)) {
		h.Dates = append(h.Dates, schedule.DateSlots{Date: must(schedule.ParseDate(date)), Slots: slots(r.Exceptions[date])})
	}
	return must(schedule.Of(h))
}

func slots(raw [][2]string) []schedule.Slot {
	var out []schedule.Slot
	for _, s := range raw {
		out = append(out, schedule.Slot{Start: minutes(s[0]), End: minutes(s[1])})
	}
	return out
}

func minutes(clock string) int {
	t := must(time.Parse("15:04", clock))
	return t.Hour()*60 + t.Minute()
}

func must[T any](v T, err error) T {
	if err != nil {
		panic(fmt.Sprintf("read the presence cases: %v", err))
	}
	return v
}

func (r rawAgent) agent() Agent {
	c := Agent{ID: r.ID, Title: r.Title, Rule: r.Rule}
	c.Policy = presence.Policy{IdleAfter: time.Duration(r.Policy.Seconds) * time.Second, OnReturn: r.Policy.Return}
	c.Hours = r.Hours.schedule()
	for _, e := range r.Events {
		event := Event{At: e.At, What: e.What, Device: e.Device, Status: status(e.Status), By: e.By, Made: e.Made, Hours: e.Hours.schedule()}
		switch e.Until {
		case "":
		case "hours":
			event.ToHours = true
		default:
			event.Until = must(time.Parse(time.RFC3339, e.Until))
		}
		c.Events = append(c.Events, event)
	}
	for _, e := range r.Expect {
		x := Expect{At: e.At, Status: status(e.Status), Cause: e.Cause, Since: e.Since, Wake: e.Wake, Asks: e.Asks}
		if e.Next != nil {
			x.Next = presence.Next{At: e.Next.At, Status: status(e.Next.Status), Cause: e.Next.Cause}
		}
		c.Expect = append(c.Expect, x)
	}
	return c
}

// rawSite is a visitor's case as the file has it.
type rawSite struct {
	ID, Title, Rule string
	Zero            time.Time
	Quiet           chat.Mode
	Groups          map[string][]string
	Steps           [3]int
	EveryoneElse    bool `json:"everyone_else"`
	Agents          map[string]struct {
		Start   string
		Reserve bool
	}
	Events []struct {
		S                    int
		What                 SiteWhat
		Agent, Group, Status string
	}
	Expect []struct {
		S             int
		Mode          chat.Mode
		Agents, Asked []string
		Views         map[string]string
		Conversation  chat.WaitState
	}
}

func (r rawSite) site() Site {
	c := Site{ID: r.ID, Title: r.Title, Rule: r.Rule, Zero: r.Zero, Quiet: r.Quiet}
	second := func(n int) time.Duration { return time.Duration(n) * time.Second }
	c.Steps = chat.Steps{T1: second(r.Steps[0]), T2: second(r.Steps[1]), T3: second(r.Steps[2])}
	at := func(s int) time.Time { return r.Zero.Add(second(s)) }
	for _, id := range slices.Sorted(maps.Keys(r.Groups)) {
		c.Groups = append(c.Groups, chat.Group{ID: id, Agents: r.Groups[id], EveryoneElse: r.EveryoneElse})
	}
	for _, id := range slices.Sorted(maps.Keys(r.Agents)) {
		a := SiteAgent{ID: id, Absent: r.Agents[id].Start == "absent", Reserve: r.Agents[id].Reserve}
		if !a.Absent {
			a.Start = status(r.Agents[id].Start)
		}
		c.Agents = append(c.Agents, a)
	}
	for _, e := range r.Events {
		c.Events = append(c.Events, SiteEvent{At: at(e.S), What: e.What, Agent: e.Agent, Group: e.Group, Status: status(e.Status)})
	}
	for _, e := range r.Expect {
		x := SiteExpect{
			At: at(e.S), Availability: presence.Availability{Mode: e.Mode, Agents: e.Agents}, Views: map[string]chat.Status{},
			Conversation: e.Conversation, Asked: e.Asked,
		}
		for id, s := range e.Views {
			x.Views[id] = status(s)
		}
		c.Expect = append(c.Expect, x)
	}
	return c
}

// status reads a status where the file has one.
func status(s string) chat.Status {
	if s == "" {
		return ""
	}
	return must(chat.ParseStatus(s))
}
