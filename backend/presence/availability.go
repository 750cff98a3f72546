package presence

import (
	"slices"

	"parley/backend/chat"
)

// Present reports whether an agent is present in an open conversation, of which the agent is a member or not.
func Present(s chat.Status, member bool) bool {
	return s == chat.Online || s == chat.Invisible && member
}

// Site is what the availability of every visitor of one site depends on.
type Site struct {
	Quiet  chat.Mode              // what a visitor is told while nobody is there
	Agents []string               // everybody, in the order they are shown
	Status map[string]chat.Status // of each agent, as of the view; an agent without one is Offline
}

// Availability is what one visitor is told. It cannot express Invisible.
type Availability struct {
	Mode   chat.Mode
	Agents []string // who is there, in the order of the site; empty unless live
}

// Availability returns what a visitor is told: one of a group, or nil, with a conversation, the zero one if there is none.
func (s Site) Availability(group *chat.Group, c chat.Conversation) Availability {
	agents := s.Members(c)
	if len(agents) == 0 {
		agents = s.Team(group)
	}
	switch {
	case len(agents) > 0:
		return Availability{Mode: chat.ModeLive, Agents: agents}
	case !c.Open && s.Quiet == chat.ModeHidden:
		return Availability{Mode: chat.ModeHidden}
	}
	return Availability{Mode: chat.ModeMessenger}
}

// Members are those of an open conversation who are present in it.
func (s Site) Members(c chat.Conversation) []string {
	if !c.Open {
		return nil
	}
	return s.who(func(agent string) bool {
		_, member := c.Member(agent)
		return member && Present(s.Status[agent], member)
	})
}

// Team are the Online agents of a visitor's team, or of the whole site where the group lets everyone else stand in.
func (s Site) Team(group *chat.Group) []string {
	online := func(agent string) bool { return s.Status[agent] == chat.Online }
	if group == nil {
		return s.who(online)
	}
	team := s.who(func(agent string) bool { return online(agent) && slices.Contains(group.Agents, agent) })
	if len(team) == 0 && group.EveryoneElse {
		return s.who(online)
	}
	return team
}

func (s Site) who(fits func(agent string) bool) []string {
	var out []string
	for _, agent := range s.Agents {
		if fits(agent) {
			out = append(out, agent)
		}
	}
	return out
}
