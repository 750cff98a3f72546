package hub

import (
	"reflect"
	"slices"

	"parley/backend/chat"
	"parley/backend/protocol"
)

// What one answer holds at most: so many entries, with so many bytes of text between them. One entry fits always.
const (
	maxEntries = 200
	maxText    = 128 << 10
)

// oldestOf returns as many of the entries as one answer holds, from the first on.
func oldestOf(entries []chat.Entry) []chat.Entry {
	room := maxText
	for i, e := range entries {
		if room -= weight(e.Text); room < 0 && i > 0 {
			return entries[:i]
		}
	}
	return entries
}

// newestOf returns as many of the entries as one answer holds, up to the last.
func newestOf(entries []chat.Entry) []chat.Entry {
	room := maxText
	for i, e := range slices.Backward(entries) {
		if room -= weight(e.Text); room < 0 && i < len(entries)-1 {
			return entries[i+1:]
		}
	}
	return entries
}

// weight is how many bytes a text takes in a frame, where a control character is written in six.
func weight(text string) int {
	n := len(text)
	for _, b := range []byte(text) {
		switch {
		case b < ' ':
			n += len(`\u0000`) - 1
		case b == '"', b == '\\':
			n++
		}
	}
	return n
}

// maxRows is how many bytes the rows of a welcome take at most, about.
const maxRows = 8 << 20

// fitting returns as many rows as a welcome holds, up to the last.
func fitting(rows []protocol.Conversation) []protocol.Conversation {
	room := maxRows
	for i, r := range slices.Backward(rows) {
		room -= rowSize
		if r.Last != nil {
			room -= weight(r.Last.Text)
		}
		if r.Visitor.Page != nil {
			room -= weight(r.Visitor.Page.URL) + weight(r.Visitor.Page.Title)
		}
		for name, value := range r.Visitor.Attributes {
			room -= weight(name) + weight(value)
		}
		if room < 0 {
			return rows[i+1:]
		}
	}
	return rows
}

// rowSize is how many bytes a row takes without the texts in it, about.
const rowSize = 600

// reader tells which fields of entries are for whom.
type reader struct {
	agent bool
	id    string // whose own client ids are shown
}

func forAgent(id string) reader   { return reader{agent: true, id: id} }
func forVisitor(id string) reader { return reader{id: id} }

// told are the kinds of entries that visitors get to see. Of others they are sent the number, and not whose they are.
var told = []chat.EntryKind{chat.KindMessage, chat.KindTargeted, chat.KindJoined, chat.KindClosed}

// entriesOf are entries as a reader may see them, never nil.
func entriesOf(entries []chat.Entry, dir *directory, r reader) []protocol.Entry {
	out := make([]protocol.Entry, 0, len(entries))
	for _, e := range entries {
		p := protocol.Entry{Seq: e.Seq, ID: e.ID, Kind: e.Kind, From: e.From, Author: e.Author, Text: e.Text, At: protocol.At(e.At)}
		switch {
		case e.From != chat.FromAgent:
		case dir.site.Look.Team && !r.agent:
			p.Author = "" // who of the team it was is not told
		default:
			p.Name = dir.person[e.Author].Name
		}
		if e.From == chat.FromSite {
			p.Name = dir.site.Name
		}
		if e.Author == r.id {
			p.ClientID = e.ClientID
		}
		if !r.agent && !slices.Contains(told, e.Kind) {
			p.Author, p.Name = "", "" // who did it may be there for nobody; the numbers must not have gaps
		}
		if r.agent {
			p.Offline, p.Target, p.About = e.Offline, e.Target, dir.name(e.Target)
		}
		out = append(out, p)
	}
	return out
}

// conversationOf is a thread as an agent's lists show it, as far as the store knows it: but for how its wait stands now.
func conversationOf(t chat.Thread, dir *directory) protocol.Conversation {
	c := t.Conversation
	out := protocol.Conversation{
		ID:       c.ID,
		Open:     c.Open,
		OpenedAt: protocol.At(c.OpenedAt),
		Visitor: protocol.VisitorInfo{ID: t.Visitor.ID, Email: t.Visitor.Email, Language: t.Visitor.Language, Group: t.Visitor.Group,
			Since: protocol.At(t.Visitor.Since)},
		Assigned:    c.Assigned,
		Members:     make([]protocol.MemberInfo, 0, len(c.Members)),
		Seq:         c.LastSeq,
		Offline:     c.Waits.Offline,
		Seen:        c.SeenByAgents,
		VisitorSeen: c.SeenByVisitor,
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
