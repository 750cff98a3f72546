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

// Situation is what the rules need to know of a site and one visitor at an instant.
type Situation struct {
	Site         presence.Site
	Group        *chat.Group // of the visitor, if there is one
	Conversation chat.Conversation
	Left         map[string]time.Time // when each Offline agent became so, of those who were not always
}

// At returns the situation of the case at an instant.
func (c Site) At(now time.Time) Situation {
	p := sitePlay{Situation: Situation{Site: presence.Site{Quiet: c.Quiet}, Left: map[string]time.Time{}}, of: c, chosen: map[string]chat.Status{}}
	for _, a := range c.Agents {
		p.Site.Agents = append(p.Site.Agents, a.ID)
		p.chosen[a.ID] = a.Start
	}
	for _, e := range c.Events {
		if e.At.After(now) {
			break
		}
		p.event(e)
	}
	p.look(now)
	return p.Situation
}

// sitePlay is the case of one visitor under way.
type sitePlay struct {
	Situation
	of     Site
	chosen map[string]chat.Status
}

// look works out everybody's status at an instant.
func (p *sitePlay) look(now time.Time) {
	p.Site.Status = map[string]chat.Status{}
	for _, a := range p.of.Agents {
		p.Site.Status[a.ID] = a.view(p.of.Zero, p.chosen[a.ID], now)
	}
}

func (p *sitePlay) event(e SiteEvent) {
	p.look(e.At)
	switch e.What {
	case AgentChooses:
		if p.chosen[e.Agent] != chat.Offline && e.Status == chat.Offline {
			p.Left[e.Agent] = e.At
		} else if e.Status != chat.Offline {
			delete(p.Left, e.Agent)
		}
		p.chosen[e.Agent] = e.Status
	case SetGroup:
		p.Group = p.of.group(e.Group)
	case CloseIt:
		p.Conversation = chat.Conversation{}
	case Visitor:
		offline := p.Site.Availability(p.Group, p.Conversation).Mode != chat.ModeLive
		p.Conversation.Open = true
		if w := &p.Conversation.Waits; w.Since.IsZero() || w.Offline && !offline {
			*w = chat.Waiting{Since: e.At, Offline: offline}
		}
	default:
		p.agent(e)
	}
}

// agent lets an agent become, be or end being a member.
func (p *sitePlay) agent(e SiteEvent) {
	c := &p.Conversation
	switch e.What {
	case Reply:
		c.Open, c.Waits = true, chat.Waiting{}
		c.Members = joined(c.Members, chat.Member{Agent: e.Agent, Replied: true})
	case Join, Add, Assign:
		if _, member := c.Member(e.Agent); !member {
			c.Members = joined(c.Members, chat.Member{Agent: e.Agent})
		}
	case Leave:
		was := p.owned()
		c.Members = slices.DeleteFunc(slices.Clone(c.Members), func(m chat.Member) bool { return m.Agent == e.Agent })
		if was && !p.owned() {
			c.Waits.From = e.At
		}
	default:
		panic(fmt.Sprintf("no case can be played with %q", e.What))
	}
}

// owned reports whether something is unanswered while a member who has replied is present.
func (p *sitePlay) owned() bool {
	return !p.Conversation.Waits.Since.IsZero() && slices.ContainsFunc(p.Conversation.Members, func(m chat.Member) bool {
		return m.Replied && presence.Present(p.Site.Status[m.Agent], true)
	})
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

func joined(members []chat.Member, m chat.Member) []chat.Member {
	members = slices.DeleteFunc(slices.Clone(members), func(old chat.Member) bool { return old.Agent == m.Agent })
	return append(members, m)
}
