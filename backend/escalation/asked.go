package escalation

import (
	"slices"

	"parley/backend/chat"
	"parley/backend/presence"
)

// Asked returns the agents who are asked about what stands unanswered in the conversation of a visitor of a group, or nil, in the order of the site.
//
// An offline message asks nobody. While a member who has already replied is present, the message is that member's and nobody is asked. Otherwise the
// present members are; if there are none, the Online agents of the team.
func Asked(s presence.Site, group *chat.Group, c chat.Conversation) []string {
	if !c.Open || c.Waits.Since.IsZero() || c.Waits.Offline || owned(s, c) {
		return nil
	}
	return s.Availability(group, c).Agents
}

// owned reports whether somebody who has already replied is present.
func owned(s presence.Site, c chat.Conversation) bool {
	return slices.ContainsFunc(c.Members, func(m chat.Member) bool {
		return m.Replied && presence.Present(s.Status[m.Agent], true)
	})
}
