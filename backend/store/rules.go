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

// afterAct is a conversation after an agent did something to it, or a conflict.
func afterAct(c chat.Conversation, a chat.Act) (chat.Conversation, error) {
	if !c.Open {
		return c, chat.Errorf(chat.Conflict, "the conversation is closed")
	}
	switch a.Kind {
	case chat.KindClosed:
		c.Open, c.Members, c.Waits = false, nil, chat.Waiting{}
		return c, nil
	case chat.KindJoined:
		if _, member := c.Member(a.Agent.ID); !member && a.Take && len(c.Members) > 0 {
			return c, errTaken
		}
		return joined(c, a.Agent.ID)
	case chat.KindAdded:
		return joined(c, a.Target)
	case chat.KindAssigned:
		if c.Assigned == a.Target {
			return c, chat.Errorf(chat.Conflict, "the conversation is this agent's already")
		}
		return assigned(c, a.Target), nil
	case chat.KindLeft:
		if _, member := c.Member(a.Agent.ID); !member {
			return c, chat.Errorf(chat.Conflict, "the agent is not in the conversation")
		}
		return without(c, a, func(m chat.Member) bool { return m.Agent == a.Agent.ID }), nil
	case chat.KindHandedOver:
		return without(c, a, func(chat.Member) bool { return true }), nil
	case chat.KindMessage, chat.KindTargeted: // which chat.Act.Check refuses
	}
	panic("store: an act without a rule: " + string(a.Kind))
}

// errTaken is what an agent is told who takes a conversation that somebody has taken.
var errTaken = chat.Errorf(chat.Conflict, "another agent was faster")

// joined is a conversation after an agent became a member, or a conflict.
func joined(c chat.Conversation, agent string) (chat.Conversation, error) {
	if _, member := c.Member(agent); member {
		return c, chat.Errorf(chat.Conflict, "the agent is in the conversation already")
	}
	c.Members = append(slices.Clip(c.Members), chat.Member{Agent: agent})
	return c, nil
}

// without is a conversation after some members ended being one. When the last of those who were there and had replied goes with them, the wait
// counts from then.
func without(c chat.Conversation, a chat.Act, goes func(chat.Member) bool) chat.Conversation {
	owned := func(c chat.Conversation) bool {
		return slices.ContainsFunc(c.Members, func(m chat.Member) bool { return m.Replied && slices.Contains(a.There, m.Agent) })
	}
	was := owned(c)
	c.Members = slices.DeleteFunc(slices.Clone(c.Members), goes)
	if _, member := c.Member(c.Assigned); !member {
		c.Assigned = ""
	}
	if w := &c.Waits; !w.Since.IsZero() && was && !owned(c) {
		w.From = stored(a.At)
	}
	return c
}

// assigned is a conversation after it was assigned to an agent, who becomes a member.
func assigned(c chat.Conversation, agent string) chat.Conversation {
	c.Assigned = agent
	if _, member := c.Member(agent); !member {
		c.Members = append(slices.Clip(c.Members), chat.Member{Agent: agent})
	}
	return c
}

// parted is a conversation after a member left for good who was last there at an instant, zero if never. Its wait counts as if the member had gone
// then.
func parted(c chat.Conversation, agent string, left time.Time) chat.Conversation {
	if m, _ := c.Member(agent); m.Replied && !c.Waits.Since.IsZero() && left.After(c.Waits.CountsFrom()) {
		c.Waits.From = left
	}
	c.Members = slices.DeleteFunc(slices.Clone(c.Members), func(m chat.Member) bool { return m.Agent == agent })
	if c.Assigned == agent {
		c.Assigned = ""
	}
	return c
}
