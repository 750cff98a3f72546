package agent

import (
	"slices"

	"parley/backend/chat"
	"parley/backend/protocol"
)

// State is everything window and tray show of a session: plain data, replaced whole at every change.
type State struct {
	Link          Link                 `json:"link"`
	Agent         protocol.Account     `json:"agent"`
	Site          protocol.SiteInfo    `json:"site"`
	View          *protocol.View       `json:"view"`              // as the hub last said; nil before it ever did
	Pending       chat.Status          `json:"pending,omitempty"` // asked for by this desk and not confirmed yet
	Policy        protocol.Policy      `json:"policy"`
	Hours         protocol.Hours       `json:"hours"`
	Reserve       bool                 `json:"reserve"` // is asked while Invisible, if online agents are too slow to answer
	Skew          int64                `json:"skew"`    // milliseconds the hub's clock is ahead of this computer's: what counts from an instant needs it
	SiteRev       int64                `json:"siteRev"` // grows when the site has changed, or may have: what was asked of the hub is to be asked again
	Agents        []protocol.Colleague `json:"agents"`
	Groups        []protocol.GroupName `json:"groups"`
	Conversations []Item               `json:"conversations"` // open ones, newest message first
	Focus         *Focus               `json:"focus"`         // the conversation the window shows
	Unread        int                  `json:"unread"`        // what the tray's dot counts: 0 while Offline
	Notice        *protocol.Failed     `json:"notice"`        // the last request that was refused, until the next one
}

// Joined are the open conversations this agent is a member of.
func (s *State) Joined() []Item {
	var out []Item
	for _, c := range s.Conversations {
		if slices.ContainsFunc(c.Members, func(m protocol.MemberInfo) bool { return m.ID == s.Agent.ID }) {
			out = append(out, c)
		}
	}
	return out
}

// Link is the session's connection to its hub.
type Link struct {
	Phase  LinkPhase       `json:"phase"`
	Since  protocol.Millis `json:"since"`
	Retry  protocol.Millis `json:"retry,omitempty"`  // when it tries again by itself
	Reason Refusal         `json:"reason,omitempty"` // while refused
	Why    string          `json:"why,omitempty"`    // for a log, not for the person
}

// LinkPhase tells where the link stands.
type LinkPhase string

// The phases of a link. Refused means that trying again is useless before something has changed; Link.Reason says what.
const (
	Connecting LinkPhase = "connecting"
	Linked     LinkPhase = "linked"
	Lost       LinkPhase = "lost"
	Refused    LinkPhase = "refused"
)

// Refusal says what must change before a hub takes a link again.
type Refusal string

// The refusals.
const (
	RefusedToken    Refusal = "unauthorized" // the token is not valid any more: sign in again
	RefusedOutdated Refusal = "outdated"     // desk and hub do not understand each other: update the older one
	RefusedReplaced Refusal = "replaced"     // another desk with the same device id has the link: a copy of this data folder runs somewhere
)

// Item is one conversation in the lists.
type Item struct {
	protocol.Conversation
	Group  Group `json:"group"`
	Unread bool  `json:"unread"` // a visitor's message came after what the agents have seen
	Draft  bool  `json:"draft"`
	Unsent bool  `json:"unsent"` // the outbox holds a message for it
}

// Group is the part of the inbox a conversation stands in.
type Group string

// The groups in the order they are shown.
const (
	Needs      Group = "needs"      // needs an answer, and from this agent as far as the hub asks
	Mine       Group = "mine"       // this agent is a member
	Colleagues Group = "colleagues" // others are
)

// Focus is the conversation on screen, with as much of its log as was loaded.
type Focus struct {
	Conversation protocol.Conversation `json:"conversation"`
	Entries      []protocol.Entry      `json:"entries"` // in order, without gaps
	Earlier      bool                  `json:"earlier"` // there are entries before the first
	Outbox       []Unsent              `json:"outbox"`  // this agent's messages without a number yet, in the order they were written
	Draft        string                `json:"draft"`
	Beaten       bool                  `json:"beaten,omitempty"` // this agent wanted to take it, and a colleague was faster
}

// Unsent is a message the hub has not acknowledged. It survives a restart of the desk.
type Unsent struct {
	ClientID     string           `json:"clientId"`
	Conversation string           `json:"conversation"`
	Text         string           `json:"text"`
	At           protocol.Millis  `json:"at"`
	Failed       *protocol.Failed `json:"failed,omitempty"` // refused for good: to be tried again or discarded by hand
}
