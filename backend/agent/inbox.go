package agent

import (
	"cmp"
	"slices"

	"parley/backend/attention"
	"parley/backend/chat"
	"parley/backend/protocol"
)

// conversation is what the session knows of one conversation: open, or still on screen.
type conversation struct {
	protocol.Conversation
	thread
	read    int64 // highest entry seen on this screen
	told    int64 // highest of those the hub was told on this link
	noticed int64 // newest visitor's message that was a reason to notify, or was found to be none
	toast   int64 // that message while its toast stands, otherwise 0
}

// unread reports whether the visitor wrote after what the agents have seen.
func (c *conversation) unread() bool {
	return c.Last != nil && c.Last.From == chat.FromVisitor && c.Last.Seq > max(c.Seen, c.read)
}

// groupOf tells where a conversation stands in the inbox of an agent.
func groupOf(c protocol.Conversation, me string) Group {
	mine := slices.ContainsFunc(c.Members, func(m protocol.MemberInfo) bool { return m.ID == me })
	if c.WaitingSince != 0 && (c.Asks || len(c.Members) == 0 || mine && !answeredByAnother(c, me)) {
		return Needs
	}
	if mine {
		return Mine
	}
	return Colleagues
}

// answeredByAnother reports whether the next answer is rather for a colleague to give, who has answered before and this agent has not.
func answeredByAnother(c protocol.Conversation, me string) bool {
	another := false
	for _, m := range c.Members {
		if m.Replied && m.ID == me {
			return false
		}
		another = another || m.Replied
	}
	return another
}

func newestFirst(a, b Item) int {
	at := func(i Item) protocol.Millis {
		if i.Last != nil {
			return i.Last.At
		}
		return i.OpenedAt
	}
	return cmp.Or(cmp.Compare(at(b), at(a)), cmp.Compare(a.ID, b.ID))
}

// setConversation takes in what the hub says about a conversation now.
func (s *Session) setConversation(now protocol.Conversation) {
	if now.Members == nil {
		now.Members = []protocol.MemberInfo{}
	}
	c, known := s.conversations[now.ID]
	if !known {
		if !now.Open {
			return
		}
		c = &conversation{}
		s.conversations[now.ID] = c
	}
	c.Conversation = now
	s.attend(c)
	if !now.Open && now.ID != s.focus {
		delete(s.conversations, now.ID)
		return
	}
	if c.loaded {
		s.load(c)
	}
}

// restart forgets what was noted by numbers of a conversation that the hub, whose data was set back, numbers anew.
func (s *Session) restart(c *conversation) {
	if c.toast != 0 {
		s.o.Notify.Withdraw(c.ID)
	}
	*c = conversation{}
}

// decide looks up how the newest message of a conversation is to be told.
func (s *Session) decide(c *conversation) attention.Notice {
	if s.view == nil {
		return attention.Notice{}
	}
	e := attention.Event{Status: s.view.Status, Relation: attention.Other, Kind: attention.Message, Window: s.windowOpen}
	switch {
	case slices.ContainsFunc(c.Members, func(m protocol.MemberInfo) bool { return m.ID == s.agent.ID }):
		e.Relation = attention.Member
	case c.Asks:
		e.Relation = attention.Asked
	}
	if len(c.Members) == 0 {
		e.Kind = attention.NewChat
	}
	e.Focused = s.windowFocused && s.focus == c.ID
	return attention.Decide(e)
}

// attend keeps the toast about a conversation as it should be. A new message of the visitor is one reason for one toast, whatever it came to: what was
// silent when it came stays so. A toast that lost its reason is withdrawn.
func (s *Session) attend(c *conversation) {
	unread := c.Open && c.unread()
	how := attention.Notice{}
	if unread {
		how = s.decide(c)
	}
	if unread && c.Last.Seq > c.noticed {
		c.noticed = c.Last.Seq
		switch {
		case how.Toast:
			c.toast = c.Last.Seq
			s.o.Notify.Show(Notice{
				Conversation: c.ID, Visitor: c.Visitor, Text: c.Last.Text, Take: len(c.Members) == 0, Sound: how.Sound,
			})
			return
		case how.Sound:
			s.o.Notify.Ring()
		}
	}
	if c.toast != 0 && !how.Toast {
		c.toast = 0
		s.o.Notify.Withdraw(c.ID)
	}
}
