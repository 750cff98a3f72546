package hub

import (
	"reflect"

	"parley/backend/chat"
	"parley/backend/protocol"
)

// maxEntries is how many entries one answer holds at most.
const maxEntries = 200

// reader tells which fields of entries are for whom.
type reader struct {
	agent bool
	id    string // whose own client ids are shown
}

func forAgent(id string) reader   { return reader{agent: true, id: id} }
func forVisitor(id string) reader { return reader{id: id} }

// entriesOf are entries as a reader may see them, never nil.
func entriesOf(entries []chat.Entry, dir *directory, r reader) []protocol.Entry {
	out := make([]protocol.Entry, 0, len(entries))
	for _, e := range entries {
		p := protocol.Entry{Seq: e.Seq, ID: e.ID, Kind: e.Kind, From: e.From, Author: e.Author, Text: e.Text, At: protocol.At(e.At)}
		if e.From == chat.FromAgent {
			p.Name = dir.person[e.Author].Name
		}
		if e.Author == r.id {
			p.ClientID = e.ClientID
		}
		p.Offline = e.Offline && r.agent
		out = append(out, p)
	}
	return out
}

// conversationOf is a thread as an agent's lists show it, as far as the store knows it.
func conversationOf(t chat.Thread, dir *directory) protocol.Conversation {
	c := t.Conversation
	out := protocol.Conversation{
		ID:           c.ID,
		Open:         c.Open,
		OpenedAt:     protocol.At(c.OpenedAt),
		Visitor:      protocol.VisitorInfo{ID: t.Visitor.ID, Email: t.Visitor.Email, Language: t.Visitor.Language, Since: protocol.At(t.Visitor.Since)},
		Assigned:     c.Assigned,
		Members:      make([]protocol.MemberInfo, 0, len(c.Members)),
		Seq:          c.LastSeq,
		WaitingSince: protocol.At(c.Waits.Since),
		Offline:      c.Waits.Offline,
		Seen:         c.SeenByAgents,
		VisitorSeen:  c.SeenByVisitor,
	}
	for _, m := range c.Members {
		out.Members = append(out.Members, protocol.MemberInfo{ID: m.Agent, Replied: m.Replied})
	}
	if t.Last.Seq > 0 {
		last := entriesOf([]chat.Entry{t.Last}, dir, forAgent(""))[0]
		last.Text = cut(last.Text)
		out.Last = &last
	}
	return out
}

// sameRow reports whether two rows look the same.
func sameRow(a, b protocol.Conversation) bool { return reflect.DeepEqual(a, b) }
