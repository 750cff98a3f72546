// Package escalation says how a visitor's wait stands: who is asked to answer, which step holds, and when time alone changes that. It is pure: a
// conversation, the statuses of a site's agents and an instant go in.
package escalation

import (
	"slices"
	"time"

	"parley/backend/chat"
	"parley/backend/presence"
)

// Facts are what the answer depends on besides the time.
type Facts struct {
	Site         presence.Site
	Group        *chat.Group // of the visitor, nil without one
	Conversation chat.Conversation
	Steps        chat.Steps
	Routing      chat.Routing
	Agents       map[string]Agent               // agents nothing is known of may be missing
	Open         func(agent string) (chats int) // how many open conversations an agent is a member of; needed with chat.RoutingFewest only
}

// Agent is what is known of an agent besides the status.
type Agent struct {
	Reserve  bool      // wants to be asked while Invisible, if online agents are too slow to answer
	LastChat time.Time // when the agent last became member of a conversation, zero if never
	Left     time.Time // when an Offline agent became so, zero for others
}

// Answer is how the wait of a conversation stands.
type Answer struct {
	State  chat.WaitState
	Since  time.Time // what the steps count from; zero while quiet
	Missed time.Time // when it was missed, zero unless it is
	Asked  []Ask     // in the order of the site
	Assign string    // the agent who is to be assigned now, empty for nobody
}

// Ask is an agent who is asked to answer, and why.
type Ask struct {
	Agent string
	Why   chat.Asking
}

// Decide returns how a wait stands at an instant, and the next instant at which time alone changes that, zero if it never does.
//
// The wait counts from the message that began it, or from when the last present member who had replied went. While such a member is present it stands
// still. Once missed it stays so, whoever comes or goes.
func Decide(f Facts, now time.Time) (Answer, time.Time) {
	w := f.Conversation.Waits
	switch {
	case !f.Conversation.Open || w.Since.IsZero():
		return Answer{State: chat.Quiet}, time.Time{}
	case w.Offline:
		return Answer{State: chat.OfflineMessage, Since: w.Since}, time.Time{}
	case !w.Missed.IsZero():
		return Answer{State: chat.Missed, Since: w.CountsFrom(), Missed: w.Missed}, time.Time{}
	case f.owned():
		return Answer{State: chat.Owned, Since: w.Since}, time.Time{}
	}
	from := f.countsFrom()
	t1, t2, t3 := from.Add(f.Steps.T1), from.Add(f.Steps.T2), from.Add(f.Steps.T3)
	if !now.Before(t3) {
		return Answer{State: chat.Missed, Since: from, Missed: t3}, time.Time{}
	}
	a := Answer{State: chat.Waits, Since: from}
	first := f.Site.Members(f.Conversation)
	if len(first) == 0 {
		first = f.Site.Team(f.Group)
		if f.Routing == chat.RoutingFewest && now.Before(t1) && len(first) > 0 {
			a.Assign = f.fewest(first)
			first = []string{a.Assign}
		}
	}
	var too, late []string
	if !now.Before(t1) {
		too = f.Site.Team(f.Group)
	}
	if !now.Before(t2) {
		late = f.reserve()
	}
	for _, agent := range f.Site.Agents {
		switch {
		case slices.Contains(first, agent):
			a.Asked = append(a.Asked, Ask{agent, chat.AskedFirst})
		case slices.Contains(too, agent):
			a.Asked = append(a.Asked, Ask{agent, chat.AskedToo})
		case slices.Contains(late, agent):
			a.Asked = append(a.Asked, Ask{agent, chat.AskedLate})
		}
	}
	for _, next := range []time.Time{t1, t2} {
		if now.Before(next) {
			return a, next
		}
	}
	return a, t3
}

// owned reports whether a member who has already replied is present.
func (f Facts) owned() bool {
	return slices.ContainsFunc(f.Conversation.Members, func(m chat.Member) bool {
		return m.Replied && presence.Present(f.Site.Status[m.Agent], true)
	})
}

// countsFrom is what the steps of a wait count from that nobody owns.
func (f Facts) countsFrom() time.Time {
	from := f.Conversation.Waits.CountsFrom()
	for _, m := range f.Conversation.Members {
		if left := f.Agents[m.Agent].Left; m.Replied && left.After(from) {
			from = left
		}
	}
	return from
}

// reserve are the agents of the team who are Invisible and want to be asked all the same.
func (f Facts) reserve() []string {
	var out []string
	for _, agent := range f.Site.Agents {
		team := f.Group == nil || slices.Contains(f.Group.Agents, agent)
		if team && f.Site.Status[agent] == chat.Invisible && f.Agents[agent].Reserve {
			out = append(out, agent)
		}
	}
	return out
}

// fewest is the one of some agents who has the fewest open conversations; if equal, whose last new chat is longest ago.
func (f Facts) fewest(agents []string) string {
	return slices.MinFunc(agents, func(a, b string) int {
		if open := f.Open(a) - f.Open(b); open != 0 {
			return open
		}
		return f.Agents[a].LastChat.Compare(f.Agents[b].LastChat)
	})
}
