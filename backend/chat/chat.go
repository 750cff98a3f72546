// Package chat is the vocabulary of Parley: the site, its agents, visitors, conversations and entries, and the errors every layer speaks. It has
// types and their validity, no behaviour over time and no I/O; every other package may import it.
package chat

import "time"

// Agent is a person who answers visitors of one site.
type Agent struct {
	ID    string
	Site  string
	Name  string // as visitors see it
	Email string // empty for the agent of a built-in hub; otherwise unique on the hub
	Role  Role
}

// Group is a part of a site's agents that a visitor can belong to.
type Group struct {
	ID           string
	Site         string
	Name         string
	Agents       []string
	EveryoneElse bool // the other agents stand in while none of the group is Online
}

// Visitor is a browser on the site's pages that has written at least once; before that nothing about it is stored.
type Visitor struct {
	ID       string
	Key      string // of the token that the visitor's browser has made: see VisitorKey
	Site     string
	Email    string // empty until known; then the visitor is identified
	Language string // of the browser, as in "de-CH"
	Group    string // empty without one
	Since    time.Time
}

// Conversation is the one continuous thread of a visitor.
type Conversation struct {
	ID       string
	Site     string
	Visitor  string
	Open     bool
	OpenedAt time.Time // when it last opened
	Assigned string    // agent, empty while unassigned
	Members  []Member  // empty while closed
	LastSeq  int64     // number of the newest entry
	Version  int64     // grows with every change of what stands above and of Waits
	Waits    Waiting   // what the visitor is waiting for
	// SeenByVisitor and SeenByAgents are the highest entry each side has had on screen.
	SeenByVisitor int64
	SeenByAgents  int64
	SeenShown     int64 // how much of SeenByAgents the visitor may know: an agent who is not there for the visitor reads unseen
}

// Member is an agent who replied to, joined, was added to or was assigned a conversation while it is open.
type Member struct {
	Agent   string
	Replied bool // has written to the visitor since the conversation opened
}

// Member returns the membership of an agent.
func (c Conversation) Member(agent string) (Member, bool) {
	for _, m := range c.Members {
		if m.Agent == agent {
			return m, true
		}
	}
	return Member{}, false
}

// EntryKind tells what one line of a conversation is.
type EntryKind string

// Every kind a conversation can hold. Messages and targeted chats have a text; the others are system lines about their author and, where they have one,
// their target.
const (
	KindMessage    EntryKind = "message"
	KindJoined     EntryKind = "joined"
	KindAdded      EntryKind = "added"       // the target, an agent, is a member now
	KindAssigned   EntryKind = "assigned"    // the conversation is the target's, an agent, who is a member
	KindHandedOver EntryKind = "handed_over" // the visitor is the target's, a group, and nobody is a member
	KindLeft       EntryKind = "left"
	KindClosed     EntryKind = "closed"
	KindTargeted   EntryKind = "targeted" // what the site had asked, in front of the message that answers it
)

// AuthorKind tells who an entry is from.
type AuthorKind string

// Who can be the author of an entry.
const (
	FromVisitor AuthorKind = "visitor"
	FromAgent   AuthorKind = "agent"
	FromSite    AuthorKind = "site" // by itself
)

// Entry is one numbered line of a conversation. Seq counts 1, 2, 3 ... without gaps and never changes.
type Entry struct {
	Conversation string
	Seq          int64
	ID           string // public id of the entry
	Kind         EntryKind
	From         AuthorKind
	Author       string // visitor, agent or site id
	ClientID     string // the author's own id of this message; unique per conversation and author
	Text         string
	Target       string // the agent or group a system line is about besides its author
	Offline      bool   // a visitor's message written while the visitor was not told live
	At           time.Time
}

// MaxText is the longest text of a message, in bytes of UTF-8.
const MaxText = 16 << 10
