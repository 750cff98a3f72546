package agent

import (
	"context"
	"slices"

	"parley/backend/chat"
	"parley/backend/protocol"
)

// How much of a log is asked for.
const (
	firstPage  = 50  // when a conversation comes on screen, and before what is loaded
	repairPage = 200 // after what is loaded
	keptLogs   = 16  // logs kept of the conversations that were on screen last
)

// thread is as much of a conversation's log as was loaded: entries without gaps.
type thread struct {
	entries      []protocol.Entry
	loaded       bool         // what follows the entries can be folded in
	asked        protocol.Ref // of the question for what is missing at the end
	askedEarlier protocol.Ref // of the question for what lies before
}

// first and last return the numbers of the oldest and newest entry held, 0 without any.
func (t *thread) first() int64 {
	if len(t.entries) == 0 {
		return 0
	}
	return t.entries[0].Seq
}

func (t *thread) last() int64 {
	if len(t.entries) == 0 {
		return 0
	}
	return t.entries[len(t.entries)-1].Seq
}

// fold takes in entries that came in order: it skips those it has and stops before a gap.
func (t *thread) fold(entries []protocol.Entry) {
	for _, e := range entries {
		if len(t.entries) == 0 || e.Seq == t.last()+1 {
			t.entries = append(t.entries, e)
		}
	}
}

// prepend takes in the entries just before the first.
func (t *thread) prepend(entries []protocol.Entry) {
	if len(entries) > 0 && entries[len(entries)-1].Seq == t.first()-1 {
		t.entries = slices.Concat(entries, t.entries)
	}
}

// Focus has the window show a conversation, of which the newest entries are fetched; an empty id shows none. It returns not_found for one that is not
// in the lists.
func (s *Session) Focus(ctx context.Context, id string) error {
	return s.do(ctx, func() error {
		c, ok := s.conversations[id]
		if id != "" && !ok {
			return errNotListed
		}
		if before, ok := s.conversations[s.focus]; ok && s.focus != id && !before.Open {
			delete(s.conversations, s.focus)
		}
		s.focus = id
		if id == "" {
			return nil
		}
		s.seemsTouched()
		s.keepLog(id)
		s.load(c)
		s.attend(c)
		return nil
	})
}

var errNotListed = chat.Errorf(chat.NotFound, "there is no such conversation in the inbox")

// keepLog marks a log as used, and lets go of the one that was not for longest.
func (s *Session) keepLog(id string) {
	s.recent = append(slices.DeleteFunc(s.recent, func(r string) bool { return r == id }), id)
	if len(s.recent) > keptLogs {
		if c, ok := s.conversations[s.recent[0]]; ok {
			c.thread = thread{}
		}
		s.recent = s.recent[1:]
	}
}

// Earlier fetches entries before the first that is loaded.
func (s *Session) Earlier(ctx context.Context, id string) error {
	return s.do(ctx, func() error {
		c, ok := s.conversations[id]
		switch {
		case !ok:
			return errNotListed
		case !s.greeted:
			return errUnlinked
		case c.first() > 1 && c.askedEarlier == "":
			c.askedEarlier = s.newRef()
			s.conn.Send(&protocol.AgentFetch{Ref: c.askedEarlier, Conversation: id, Before: c.first(), Limit: firstPage})
		}
		return nil
	})
}

// load asks for what is missing at the end of a log, unless that is under way.
func (s *Session) load(c *conversation) {
	if !s.greeted || c.asked != "" {
		return
	}
	fetch := &protocol.AgentFetch{Conversation: c.ID}
	switch {
	case !c.loaded:
		fetch.Before, fetch.Limit = c.Seq+1, firstPage
	case c.last() < c.Seq:
		fetch.After, fetch.Limit = c.last(), repairPage
	default:
		return
	}
	c.asked = s.newRef()
	fetch.Ref = c.asked
	s.conn.Send(fetch)
}

// entriesCame folds entries into the log they belong to. A gap is fetched.
func (s *Session) entriesCame(f *protocol.AgentEntries) {
	c, ok := s.conversations[f.Conversation]
	if !ok {
		return
	}
	if n := len(f.Entries); n > 0 {
		c.Seq = max(c.Seq, f.Entries[n-1].Seq)
	}
	if f.Ref == "" {
		s.summoned(c, f.Entries)
	}
	before := c.last()
	switch {
	case f.Ref == "":
		if c.loaded {
			c.fold(f.Entries)
			s.load(c)
		}
	case f.Ref == c.askedEarlier:
		c.askedEarlier = ""
		c.prepend(f.Entries)
	case f.Ref == c.asked:
		c.asked = ""
		fresh := !c.loaded
		c.loaded = true
		c.fold(f.Entries)
		if fresh || c.last() > before { // otherwise the hub has nothing more to give, whatever it said
			s.load(c)
		}
	}
	s.settle(c, f.Entries)
}

// unloaded takes note that entries were refused, and reports whether ref asked for any.
func (s *Session) unloaded(f *protocol.Failed) bool {
	for _, c := range s.conversations {
		switch f.Ref {
		case c.asked:
			c.asked = ""
		case c.askedEarlier:
			c.askedEarlier = ""
		default:
			continue
		}
		s.notice = f
		if !forGood(f.Code) {
			s.again.Reset(againDelay)
		}
		return true
	}
	return false
}

// Read tells that entries of a conversation up to seq have been on screen.
func (s *Session) Read(ctx context.Context, id string, seq int64) error {
	return s.do(ctx, func() error {
		c, ok := s.conversations[id]
		if !ok {
			return errNotListed
		}
		c.read = max(c.read, min(seq, c.Seq))
		s.sendRead(c)
		s.attend(c)
		return nil
	})
}

func (s *Session) sendRead(c *conversation) {
	if s.greeted && c.read > max(c.told, c.Seen) {
		c.told = c.read
		s.conn.Send(&protocol.AgentRead{Conversation: c.ID, Seq: c.read})
	}
}

// focusState draws up the conversation on screen.
func (s *Session) focusState() *Focus {
	c, ok := s.conversations[s.focus]
	if !ok {
		return nil
	}
	f := &Focus{
		Conversation: c.Conversation, Entries: slices.Clip(c.entries), Earlier: c.first() > 1, Outbox: []Unsent{}, Draft: s.drafts[c.ID],
		Beaten: c.beaten,
	}
	if f.Entries == nil {
		f.Entries = []protocol.Entry{}
	}
	for _, u := range s.outbox {
		if u.Conversation == c.ID {
			f.Outbox = append(f.Outbox, u.Unsent)
		}
	}
	return f
}
