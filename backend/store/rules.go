package store

import (
	"slices"
	"time"

	"parley/backend/chat"
)

// These are the rules for what an entry or a step does to its conversation. They are pure, and leave the conversation they are given as it was.

// opened is a conversation that is open from an instant on, if it was not.
func opened(c chat.Conversation, at time.Time) chat.Conversation {
	if !c.Open {
		c.Open, c.OpenedAt, c.Assigned, c.Members, c.Waits = true, at, "", nil, chat.Waiting{}
	}
	return c
}

// afterVisitor is a conversation after a visitor's message. It waits from the first message that somebody could have been asked about; as long as
// there are only offline ones, from the first of these, with nobody late.
func afterVisitor(c chat.Conversation, at time.Time, offline bool) chat.Conversation {
	c = opened(c, at)
	if c.Waits.Since.IsZero() || c.Waits.Offline && !offline {
		c.Waits = chat.Waiting{Since: at, Offline: offline}
	}
	return c
}

// afterAgent is a conversation after an agent's message.
func afterAgent(c chat.Conversation, agent string, at time.Time) chat.Conversation {
	c = opened(c, at)
	c.Waits = chat.Waiting{}
	c.Members = slices.Clone(c.Members)
	if i := slices.IndexFunc(c.Members, func(m chat.Member) bool { return m.Agent == agent }); i >= 0 {
		c.Members[i].Replied = true
	} else {
		c.Members = append(c.Members, chat.Member{Agent: agent, Replied: true})
	}
	return c
}

// afterAct is a conversation after an agent joined or closed it, or a conflict.
func afterAct(c chat.Conversation, agent string, kind chat.EntryKind) (chat.Conversation, error) {
	if !c.Open {
		return c, chat.Errorf(chat.Conflict, "the conversation is closed")
	}
	if kind == chat.KindClosed {
		c.Open, c.Members, c.Waits = false, nil, chat.Waiting{}
		return c, nil
	}
	if _, member := c.Member(agent); member {
		return c, chat.Errorf(chat.Conflict, "the agent is in the conversation already")
	}
	c.Members = append(slices.Clip(c.Members), chat.Member{Agent: agent})
	return c, nil
}

// assigned is a conversation after it was assigned to an agent, who becomes a member.
func assigned(c chat.Conversation, agent string) chat.Conversation {
	c.Assigned = agent
	if _, member := c.Member(agent); !member {
		c.Members = append(slices.Clip(c.Members), chat.Member{Agent: agent})
	}
	return c
}

// without is a conversation after a member left for good who was last there at an instant, zero if never. Its wait counts as if the member had gone
// then.
func without(c chat.Conversation, agent string, left time.Time) chat.Conversation {
	if m, _ := c.Member(agent); m.Replied && !c.Waits.Since.IsZero() && left.After(c.Waits.CountsFrom()) {
		c.Waits.From = left
	}
	c.Members = slices.DeleteFunc(slices.Clone(c.Members), func(m chat.Member) bool { return m.Agent == agent })
	if c.Assigned == agent {
		c.Assigned = ""
	}
	return c
}
