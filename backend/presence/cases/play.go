package cases

import (
	"fmt"
	"slices"
	"time"

	"parley/backend/chat"
	"parley/backend/presence"
)

// forever is when a device of a case was last heard, unless the case says that it fell silent.
var forever = time.Date(3000, 1, 1, 0, 0, 0, 0, time.UTC)

// At returns the agent of the case at an instant.
func (c Agent) At(now time.Time) presence.Agent {
	a := presence.Agent{Policy: c.Policy, Facts: presence.Facts{Hours: c.Hours, At: c.Events[0].At}}
	for _, e := range c.Events {
		if e.At.After(now) {
			break
		}
		a, _ = a.After(e.presence())
		a.Facts = heard(a.Facts, e)
	}
	a, _ = a.After(presence.Passed{At: now})
	return a
}

// Wake is the instant after now at which time alone changes the agent's status or cause, zero if it never does.
func Wake(a presence.Agent, now time.Time) time.Time {
	v, at := a.View(now)
	for !at.IsZero() && at.Before(forever) {
		next, then := a.View(at)
		if next.Status != v.Status || next.Cause != v.Cause {
			return at
		}
		at = then
	}
	return time.Time{}
}

// presence returns the event as the rules know it.
func (e Event) presence() presence.Event {
	switch e.What {
	case Choose:
		return e.chose()
	case Connect:
		return presence.Connected{At: e.At, Device: e.Device, Input: e.At}
	case Input:
		return presence.Heard{At: e.At, Device: e.Device, Input: e.At}
	case Silent:
		return presence.Heard{At: e.At, Device: e.Device}
	case Lock, Goodbye:
		return presence.Left{At: e.At, Device: e.Device}
	case Unlock:
		return presence.Returned{At: e.At, Device: e.Device}
	case Close:
		return presence.Closed{At: e.At, Device: e.Device}
	case Back:
		return presence.CameBack{At: e.At}
	case Ping:
		return presence.Pinged{At: e.At}
	case Hours:
		return presence.HoursSet{At: e.At, Hours: e.Hours}
	}
	panic(fmt.Sprintf("no case can be played with %q", e.What))
}

func (e Event) chose() presence.Chose {
	return presence.Chose{At: e.At, Made: e.Made, Status: e.Status, By: e.By, Device: e.Device, For: e.Length(), ToHours: e.ToHours}
}

// Length is how long a choice runs, 0 for one that holds or runs until the next hours.
func (e Event) Length() time.Duration {
	if e.Until.IsZero() {
		return 0
	}
	return e.Until.Sub(e.At)
}

// heard returns the facts of an agent whose devices go on being heard, all but one that just fell silent.
func heard(f presence.Facts, e Event) presence.Facts {
	f.Devices = slices.Clone(f.Devices)
	for i := range f.Devices {
		switch d := &f.Devices[i]; {
		case d.ID != e.Device:
		case e.What == Silent:
			d.Heard = e.At
		default:
			d.Heard = forever
		}
	}
	return f
}

// At returns what the rules need to know of the site and its visitor at an instant: the site, the visitor's group if there is one, and the
// conversation.
func (c Site) At(now time.Time) (presence.Site, *chat.Group, chat.Conversation) {
	site := presence.Site{Quiet: c.Quiet, Status: map[string]chat.Status{}}
	chosen := map[string]chat.Status{}
	for _, a := range c.Agents {
		site.Agents = append(site.Agents, a.ID)
		chosen[a.ID] = a.Start
	}
	var group *chat.Group
	var talk chat.Conversation
	for _, e := range c.Events {
		if e.At.After(now) {
			break
		}
		switch e.What {
		case AgentChooses:
			chosen[e.Agent] = e.Status
		case SetGroup:
			group = c.group(e.Group)
		case Visitor:
			talk.Open = true
		case Reply:
			talk.Open = true
			talk.Members = joined(talk.Members, e.Agent)
		case Join, Add, Assign:
			talk.Members = joined(talk.Members, e.Agent)
		case Leave:
			talk.Members = slices.DeleteFunc(talk.Members, func(m chat.Member) bool { return m.Agent == e.Agent })
		case CloseIt:
			talk = chat.Conversation{}
		default:
			panic(fmt.Sprintf("no case can be played with %q", e.What))
		}
	}
	for _, a := range c.Agents {
		site.Status[a.ID] = a.view(c.Zero, chosen[a.ID], now)
	}
	return site, group, talk
}

// view is the status of an agent who chose once, as the rules derive it.
func (a SiteAgent) view(zero time.Time, chosen chat.Status, now time.Time) chat.Status {
	agent := presence.Agent{Policy: presence.Policy{OnReturn: presence.Ask}}
	if !a.Absent {
		start := Event{At: zero.Add(-time.Minute), What: Connect, Device: a.ID}
		agent, _ = agent.After(start.presence())
		agent.Facts = heard(agent.Facts, start)
		agent, _ = agent.After(presence.Chose{At: zero.Add(-time.Second), Status: chosen})
	}
	v, _ := agent.View(now)
	return v.Status
}

func (c Site) group(id string) *chat.Group {
	i := slices.IndexFunc(c.Groups, func(g chat.Group) bool { return g.ID == id })
	if i < 0 {
		return nil
	}
	return &c.Groups[i]
}

func joined(members []chat.Member, agent string) []chat.Member {
	members = slices.DeleteFunc(slices.Clone(members), func(m chat.Member) bool { return m.Agent == agent })
	return append(members, chat.Member{Agent: agent})
}
