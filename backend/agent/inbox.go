package agent

import (
	"cmp"
	"slices"
	"time"

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
	called  bool  // the agent is newly asked about what was written before, and was not notified of it
	toast   reason
	summons *summons
	beaten  bool // this agent wanted to take it, and a colleague was faster
}

// reason is why a toast about a conversation stands.
type reason string

// The reasons for a toast.
const (
	noToast reason = ""
	message reason = "message" // the visitor wrote, and no agent has seen it
	call    reason = "call"    // this agent is asked, whoever has seen it
	added   reason = "added"   // a colleague made this agent a member
	handed  reason = "handed"  // a colleague handed it over to a group of this agent's
)

// summons is that a colleague gave this agent a conversation, alone or as one of a group, before the agent was notified of it.
type summons struct {
	by    string // name of the colleague
	group string // name of the group; empty where the agent was added
}

// unread reports whether the visitor wrote after what the agents have seen.
func (c *conversation) unread() bool {
	return c.Last != nil && c.Last.From == chat.FromVisitor && c.Last.Seq > max(c.Seen, c.read)
}

// readHere reports whether this agent has had the newest message on screen, at this desk.
func (c *conversation) readHere() bool { return c.Last != nil && c.read >= c.Last.Seq }

// groupOf tells where a conversation stands in the inbox of an agent.
func groupOf(c protocol.Conversation, me string) Group {
	mine := slices.ContainsFunc(c.Members, func(m protocol.MemberInfo) bool { return m.ID == me })
	if c.WaitingSince != 0 && (c.Asks || c.State == chat.Missed || len(c.Members) == 0 || mine && !answeredByAnother(c, me)) {
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
	c.called = now.Asks && (c.called || !c.Asks && (known || escalated(now)))
	if known && s.taken(c.Conversation, now) {
		c.called = false
		s.withdraw(c)
	}
	c.Conversation = now
	c.beaten = c.beaten && now.Open && !s.mine(now)
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
	s.withdraw(c)
	*c = conversation{}
}

// escalated reports whether this agent is asked because those who were asked before have not answered.
func escalated(c protocol.Conversation) bool {
	return c.Why == chat.AskedToo || c.Why == chat.AskedLate
}

// taken reports whether a colleague has become a member of a conversation that is not this agent's.
func (s *Session) taken(before, now protocol.Conversation) bool {
	return !s.mine(now) && slices.ContainsFunc(now.Members, func(m protocol.MemberInfo) bool {
		return !slices.ContainsFunc(before.Members, func(b protocol.MemberInfo) bool { return b.ID == m.ID })
	})
}

// mine reports whether this agent is a member.
func (s *Session) mine(c protocol.Conversation) bool {
	return slices.ContainsFunc(c.Members, func(m protocol.MemberInfo) bool { return m.ID == s.agent.ID })
}

// decide looks up how the newest message of a conversation, or that the agent is asked about it, is to be told.
func (s *Session) decide(c *conversation) attention.Notice {
	if s.view == nil {
		return attention.Notice{}
	}
	e := attention.Event{Status: s.view.Status, Relation: attention.Other, Kind: attention.Message, Window: s.windowOpen}
	switch {
	case s.mine(c.Conversation):
		e.Relation = attention.Member
	case c.Asks:
		e.Relation = attention.Asked
	}
	switch {
	case escalated(c.Conversation):
		e.Kind = attention.Escalation
	case len(c.Members) == 0:
		e.Kind = attention.NewChat
	}
	e.Focused = s.windowFocused && s.focus == c.ID
	return attention.Decide(e)
}

// attend keeps the toast about a conversation as it should be. A new message of the visitor is one reason for one toast, whatever it came to: what was
// silent when it came stays so, until the agent is newly asked about it, which is another. A toast that lost its reason is withdrawn.
func (s *Session) attend(c *conversation) {
	unread, asked := c.Open && c.unread(), c.Open && c.Asks
	how := attention.Notice{}
	if unread || asked {
		how = s.decide(c)
	}
	fresh := unread && c.Last.Seq > c.noticed
	if fresh {
		c.noticed = c.Last.Seq
	}
	switch {
	case c.summons != nil:
		s.summon(c)
	case asked && c.called:
		c.called = false
		s.notify(c, call, how)
	case fresh:
		stood := c.toast
		s.notify(c, message, how)
		if stood == call {
			c.toast = call // it is replaced, and this agent is asked still
		}
	}
	if !s.stands(c, how, unread, asked) {
		s.withdraw(c)
	}
}

// stands reports whether the reason of the toast about a conversation, if there is one, still is one.
func (s *Session) stands(c *conversation, how attention.Notice, unread, asked bool) bool {
	switch c.toast {
	case added:
		return s.mine(c.Conversation) && !c.readHere() && attention.Decide(s.given(c, added)).Toast
	case handed:
		return c.Open && len(c.Members) == 0 && !c.readHere() && attention.Decide(s.given(c, handed)).Toast
	case message:
		return how.Toast && unread
	case call:
		return how.Toast && asked && !c.readHere()
	case noToast:
	}
	return true
}

// summoned takes note of entries that say that a colleague gave this agent a conversation. The row that follows them leads to the notice.
func (s *Session) summoned(c *conversation, entries []protocol.Entry) {
	for _, e := range entries {
		if e.Author == s.agent.ID || e.Seq <= c.read {
			continue
		}
		switch {
		case (e.Kind == chat.KindAdded || e.Kind == chat.KindAssigned) && e.Target == s.agent.ID:
			c.summons = &summons{by: e.Name}
		case e.Kind == chat.KindHandedOver && s.inGroup(e.Target):
			c.summons = &summons{by: e.Name, group: e.About}
		}
	}
}

// inGroup reports whether this agent is in a group.
func (s *Session) inGroup(id string) bool {
	return slices.ContainsFunc(s.groups, func(g protocol.GroupName) bool { return g.ID == id && slices.Contains(g.Agents, s.agent.ID) })
}

// summon notifies the agent of being given a conversation, if that is still so.
func (s *Session) summon(c *conversation) {
	given := *c.summons
	c.summons, c.called = nil, false
	if s.view == nil || given.group == "" && !s.mine(c.Conversation) || given.group != "" && len(c.Members) > 0 {
		return
	}
	why := added
	if given.group != "" {
		why = handed
	}
	switch how := attention.Decide(s.given(c, why)); {
	case how.Toast:
		n := Notice{Conversation: c.ID, Visitor: c.Visitor, By: given.by, Group: given.group, Take: given.group != "", Sound: how.Sound}
		if c.Last != nil {
			n.Text = c.Last.Text
		}
		c.toast = why
		s.o.Notify.Show(n)
	case how.Sound:
		s.o.Notify.Ring()
	}
}

// given is being given a conversation, oneself or with a group, as it looks to this agent.
func (s *Session) given(c *conversation, why reason) attention.Event {
	if s.view == nil {
		return attention.Event{}
	}
	e := attention.Event{
		Status: s.view.Status, Relation: attention.Member, Kind: attention.Added, Window: s.windowOpen, Focused: s.windowFocused && s.focus == c.ID,
	}
	if why == handed {
		e.Relation, e.Kind = attention.Asked, attention.NewChat
	}
	return e
}

// notify tells the agent of a conversation.
func (s *Session) notify(c *conversation, why reason, how attention.Notice) {
	switch {
	case how.Toast:
		n := Notice{Conversation: c.ID, Visitor: c.Visitor, Take: len(c.Members) == 0, Sound: how.Sound}
		if c.Last != nil {
			n.Text = c.Last.Text
		}
		if why == call {
			n.Take, n.Why, n.Waits = !s.mine(c.Conversation), c.Why, s.waits(c.Why)
			n.Joins = n.Take && len(c.Members) > 0
		}
		c.toast = why
		s.o.Notify.Show(n)
	case how.Sound:
		s.o.Notify.Ring()
	}
}

// waits is for how long at least a visitor has waited about whom an agent is asked.
func (s *Session) waits(why chat.Asking) time.Duration {
	seconds := map[chat.Asking]int64{chat.AskedToo: s.site.Steps.T1, chat.AskedLate: s.site.Steps.T2}
	return time.Duration(seconds[why]) * time.Second
}

// withdraw takes the toast about a conversation away, if one stands.
func (s *Session) withdraw(c *conversation) {
	if c.toast != noToast {
		c.toast = noToast
		s.o.Notify.Withdraw(c.ID)
	}
}
