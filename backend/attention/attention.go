// Package attention is the table that decides whether something that happens asks for the agent's attention: by a toast, by a sound, by the badge, or
// not at all. It is pure.
package attention

import "parley/backend/chat"

// Kind is what happened.
type Kind string

// Everything that may ask for attention.
const (
	NewChat      Kind = "new_chat"      // a visitor's message in a conversation without members
	Message      Kind = "message"       // a visitor's message in a conversation that has members
	Added        Kind = "added"         // somebody made the agent a member
	Escalation   Kind = "escalation"    // a visitor has waited too long for those who were asked before
	IdleQuestion Kind = "idle_question" // the agent is back after idling and has not said so; it is about no conversation
)

// Relation is what the agent is to the conversation it happened in.
type Relation string

// Every relation.
const (
	Member Relation = "member"
	Asked  Relation = "asked" // no member, but one of those who are asked to answer
	Other  Relation = "other"
)

// Event is one thing that happened, as it looks to the agent who may be notified.
type Event struct {
	Status   chat.Status // of the agent's view
	Relation Relation    // Other where it is about no conversation
	Kind     Kind
	Window   bool // the agent has a window open
	Focused  bool // that window has the focus and shows the conversation
}

// Notice is how the agent is told.
type Notice struct {
	Toast bool
	Sound bool
	Badge bool
}

// Decide returns how the agent is told of an event.
func Decide(e Event) Notice {
	switch {
	case e.Kind == IdleQuestion:
		return Notice{Toast: !e.Window} // an open window shows the banner
	case !reaches(e):
		return Notice{}
	case e.Focused:
		return Notice{Sound: true} // it is on screen
	}
	return Notice{Toast: true, Sound: true, Badge: true}
}

// reaches is the row "notifications" of the rules' first table, for events of a conversation.
func reaches(e Event) bool {
	switch {
	case e.Relation == Member || e.Kind == Added:
		return e.Status == chat.Online || e.Status == chat.Invisible
	case e.Relation == Asked:
		return e.Status == chat.Online || e.Status == chat.Invisible && e.Kind == Escalation
	}
	return false
}
