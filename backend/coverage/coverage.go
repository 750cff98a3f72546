// Package coverage plans a site: which mode visitors will be told, and which agents are there, if every agent's view is what the hours say. It is pure,
// and a plan from hours alone: choices by hand, timed ones, idling and devices do not count in it, nor does a conversation that is open.
package coverage

import (
	"slices"
	"time"

	"parley/backend/chat"
	"parley/backend/presence"
	"parley/backend/schedule"
)

// Site is what a plan depends on.
type Site struct {
	Quiet  chat.Mode                     // what a visitor is told while nobody is there
	Agents []string                      // everybody, in the order they are shown
	Hours  map[string]*schedule.Schedule // of each agent; one without any is never planned
}

// Plan is how a span of time is covered.
type Plan struct {
	Bands []Band // one after the other, from the beginning of the span to its end
	Lanes []Lane // of those who may count, in the order of the site
}

// Band is the time in which the same is told to visitors: it is as long as it can be within the plan's span.
type Band struct {
	schedule.Span
	presence.Availability
}

// Lane is when one agent is planned.
type Lane struct {
	Agent    string
	Schedule *schedule.Schedule // nil for an agent without hours
	Runs     []schedule.Span
}

// Plan returns how a span of time is covered for the visitors of a group, or for those without one if it is nil.
func (s Site) Plan(group *chat.Group, in schedule.Span) Plan {
	var p Plan
	for _, agent := range s.Agents {
		if group == nil || group.EveryoneElse || slices.Contains(group.Agents, agent) {
			hours := s.Hours[agent]
			p.Lanes = append(p.Lanes, Lane{Agent: agent, Schedule: hours, Runs: hours.Runs(in)})
		}
	}
	p.Bands = bands(p.Lanes, group, presence.Site{Quiet: s.Quiet, Agents: s.Agents}, in)
	return p
}

// Gaps are the bands in which nobody is planned.
func (p Plan) Gaps() []Band {
	return slices.DeleteFunc(slices.Clone(p.Bands), func(b Band) bool { return b.Mode == chat.ModeLive })
}

// turn is the instant at which an agent's status is another one.
type turn struct {
	at     time.Time
	agent  string
	status chat.Status
}

func bands(lanes []Lane, group *chat.Group, site presence.Site, in schedule.Span) []Band {
	var turns []turn
	for _, l := range lanes {
		for _, r := range l.Runs {
			turns = append(turns, turn{r.From, l.Agent, chat.Online}, turn{r.To, l.Agent, chat.Offline})
		}
	}
	slices.SortStableFunc(turns, func(a, b turn) int { return a.at.Compare(b.at) })

	site.Status = map[string]chat.Status{}
	var out []Band
	for from := in.From; from.Before(in.To); {
		for len(turns) > 0 && !turns[0].at.After(from) {
			site.Status[turns[0].agent] = turns[0].status
			turns = turns[1:]
		}
		to := in.To
		if len(turns) > 0 {
			to = turns[0].at
		}
		told := site.Availability(group, chat.Conversation{})
		if n := len(out); n > 0 && out[n-1].Mode == told.Mode && slices.Equal(out[n-1].Agents, told.Agents) {
			out[n-1].To = to
		} else {
			out = append(out, Band{schedule.Span{From: from, To: to}, told})
		}
		from = to
	}
	return out
}
