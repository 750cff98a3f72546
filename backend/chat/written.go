package chat

import "time"

// VisitorMessage is what a visitor wrote, before it is stored. The visitor, named by the token its browser made, and the conversation come into
// being with the first one; a conversation that is not open opens.
type VisitorMessage struct {
	Site     string
	Token    string // in clear; stored as a hash only
	ClientID string
	Text     string
	Email    string // empty unless given with the message
	Language string
	Offline  bool // the visitor was not told live when this was taken in
	Answers  Targeted
	At       time.Time
}

// Targeted is the targeted chat that a message answers; zero where it answers none.
type Targeted struct {
	Rule string
	Text string // that the visitor was shown
}

// AgentMessage is what an agent answered, before it is stored. It makes the agent a member, and opens a conversation that is not open.
type AgentMessage struct {
	Agent        Agent
	Conversation string
	ClientID     string
	Text         string
	At           time.Time
}

// Act is a change an agent makes to a conversation that leaves a system line: KindJoined or KindClosed.
type Act struct {
	Agent        Agent
	Conversation string
	ClientID     string // makes repeating it harmless
	Kind         EntryKind
	At           time.Time
}

// Written is what storing a message or act came to.
type Written struct {
	Before       []Entry // that came into being with it, in front of it
	Entry        Entry
	Conversation Conversation // as it is after the entry
	Visitor      Visitor
	Repeated     bool // the client id was stored before; Entry is that one and nothing changed
}

// Thread is a conversation with its visitor and the newest message, as lists show it.
type Thread struct {
	Conversation Conversation
	Visitor      Visitor
	Last         Entry // zero when there is none
}
