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
	Group    string // empty unless chosen by a visitor who had none; a group that is not there counts for none
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

// Act is a change an agent makes to a conversation that leaves a system line.
type Act struct {
	Agent        Agent
	Conversation string
	ClientID     string    // makes repeating it harmless
	Kind         EntryKind // anything but KindMessage
	Target       string    // agent of KindAdded and KindAssigned, group of KindHandedOver
	Take         bool      // of KindJoined: only while nobody else is a member
	There        []string  // of KindLeft and KindHandedOver: the agents of the site who are not Offline
	At           time.Time
}

// Check returns invalid for what no agent does to a conversation.
func (a Act) Check() error {
	target := false
	switch a.Kind {
	case KindJoined, KindLeft, KindClosed:
	case KindAdded, KindAssigned, KindHandedOver:
		target = true
	default:
		return Errorf(Invalid, "%q is nothing an agent does to a conversation", a.Kind).At("kind")
	}
	if target != (a.Target != "") {
		return Errorf(Invalid, "who %q is about is named where there is somebody, and only there", a.Kind).At("target")
	}
	return nil
}

// Written is what storing a message or act came to.
type Written struct {
	Before       []Entry // that came into being with it, in front of it
	Entry        Entry
	Conversation Conversation // as it is after the entry
	Visitor      Visitor
	Repeated     bool // the client id was stored before; Entry is that one and nothing changed
}

// Stepped is a conversation and its visitor after a step of the wait was taken, or was not because the wait is another by now.
type Stepped struct {
	Conversation Conversation
	Visitor      Visitor
	Won          bool // this caller took the step
}

// Thread is a conversation with its visitor and the newest message, as lists show it.
type Thread struct {
	Conversation Conversation
	Visitor      Visitor
	Last         Entry // zero when there is none
}
