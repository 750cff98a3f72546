package cases

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"time"

	"parley/backend/chat"
	"parley/backend/presence"
)

// rawAgent is an agent's case as the file has it.
type rawAgent struct {
	ID, Title, Rule string
	Policy          struct {
		Seconds int               `json:"idle_seconds"`
		Return  presence.OnReturn `json:"on_return"`
	}
	Hours  json.RawMessage
	Events []struct {
		At, Made                  time.Time
		What                      What
		Device, Status, By, Until string
	}
	Expect []struct {
		At, Since, Wake time.Time
		Status          string
		Cause           chat.Cause
		Asks            bool
	}
}

func (r rawAgent) agent() Agent {
	c := Agent{ID: r.ID, Title: r.Title, Rule: r.Rule}
	c.Policy = presence.Policy{IdleAfter: time.Duration(r.Policy.Seconds) * time.Second, OnReturn: r.Policy.Return}
	if string(r.Hours) != "null" {
		c.Needs = append(c.Needs, Hours)
	}
	for _, e := range r.Events {
		if e.Until != "" && !slices.Contains(c.Needs, Timed) {
			c.Needs = append(c.Needs, Timed)
		}
		c.Events = append(c.Events, Event{At: e.At, What: e.What, Device: e.Device, Status: status(e.Status), By: e.By, Made: e.Made})
	}
	for _, e := range r.Expect {
		c.Expect = append(c.Expect, Expect{At: e.At, Status: status(e.Status), Cause: e.Cause, Since: e.Since, Wake: e.Wake, Asks: e.Asks})
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
	out, err := chat.ParseStatus(s)
	if err != nil {
		panic(fmt.Sprintf("read the presence cases: %v", err))
	}
	return out
}
