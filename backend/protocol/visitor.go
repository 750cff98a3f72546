package protocol

import (
	"time"

	"parley/backend/chat"
)

// BeatEvery is how often a hub says Beat.
const BeatEvery = 8 * time.Second

// VisitorHello is the first frame of a widget. Without a token the browser has not written yet and nothing about it is stored.
type VisitorHello struct {
	Protocol int    `json:"protocol"`
	Site     string `json:"site"`
	Token    string `json:"token,omitempty"` // made by the browser when its visitor first pressed Send
	After    int64  `json:"after"`           // entries up to this number are there already
	Language string `json:"language"`
	Page     Page   `json:"page"`
}

// Adopt gives the connection the token of a visitor who pressed Send here or in another tab. A VisitorWelcome answers.
type Adopt struct {
	Token string `json:"token"`
	After int64  `json:"after"`
}

// VisitorMessage says something. The same client id said again is the same message. The hub answers Ack or Failed with Ref = ClientID.
type VisitorMessage struct {
	ClientID string `json:"clientId"`
	Text     string `json:"text"`
	Email    string `json:"email,omitempty"`   // asked for by the messenger
	Group    string `json:"group,omitempty"`   // id of the group chosen by a visitor who has none
	Answers  string `json:"answers,omitempty"` // the rule of the targeted chat that it answers
}

// Choose tells which group a visitor who has none is about to write to, empty for none: availability is that of the group from then on.
type Choose struct {
	Group string `json:"group"`
}

// VisitorEmail makes the visitor identified.
type VisitorEmail struct {
	Ref   Ref    `json:"ref"`
	Email string `json:"email"`
}

// VisitorPage tells that the visitor went to another page of a single-page app, or what rules and agents may know of the visitor.
type VisitorPage struct {
	Page Page `json:"page"`
	Visit
}

// Visit is what a page says of its visitor. All but the attributes is said only to a site whose face wants it.
type Visit struct {
	Age        int64             `json:"age,omitempty"`        // milliseconds since the page was shown
	Pages      int64             `json:"pages,omitempty"`      // of this visit, this one included; none from a page that cannot count
	Visits     int64             `json:"visits,omitempty"`     // this one included; none counts as 1
	Referrer   string            `json:"referrer,omitempty"`   // address the visitor came from
	Shown      []ShownRule       `json:"shown,omitempty"`      // when each rule was last
	Attributes map[string]string `json:"attributes,omitempty"` // what the page's script has set
}

// ShownRule is when a targeted chat was last shown in this browser, as Targeted said it.
type ShownRule struct {
	Rule  string `json:"rule"`
	At    Millis `json:"at"`
	Visit int64  `json:"visit"`
}

// VisitorShown tells that the targeted chat the hub sent is on screen.
type VisitorShown struct {
	Rule string `json:"rule"`
}

// VisitorRead tells that entries up to Seq have been on the visitor's screen.
type VisitorRead struct {
	Seq int64 `json:"seq"`
}

// VisitorFetch asks for the entries after a number again, because a gap was noticed. VisitorEntries answers.
type VisitorFetch struct {
	After int64 `json:"after"`
}

// VisitorWelcome answers VisitorHello and Adopt.
type VisitorWelcome struct {
	Protocol     int                  `json:"protocol"`
	Site         SiteFace             `json:"site"`
	Availability Availability         `json:"availability"`
	Visitor      *Self                `json:"visitor,omitempty"`      // once the visitor has written
	Conversation *VisitorConversation `json:"conversation,omitempty"` // once the visitor has written
	Entries      []Entry              `json:"entries"`                // after the cursor of the hello, oldest first; the newest of them if there are too many
}

// SiteFace is what a widget must know of its site.
type SiteFace struct {
	Name    string      `json:"name"`
	Contact ContactForm `json:"contact"`
	Look    FaceLook    `json:"look"`
	Texts   Texts       `json:"texts"`
	Visit   bool        `json:"visit,omitempty"` // it has targeted chats: count visits and pages, and say them

	Groups []GroupChoice `json:"groups,omitempty"` // that a visitor who has not written yet is asked to choose from
}

// FaceLook is how a widget looks.
type FaceLook struct {
	Colours Colours `json:"colours"`
	Placed
	Team bool `json:"team,omitempty"` // the team answers as one, and no agent has a name
}

// GroupChoice is a group as visitors see it.
type GroupChoice struct {
	ID   string `json:"id"`
	Name string `json:"name"`
}

// Self is what a visitor is told of itself.
type Self struct {
	ID    string `json:"id"`
	Email string `json:"email,omitempty"`
}

// VisitorConversation is the state of the visitor's one conversation.
type VisitorConversation struct {
	Open        bool  `json:"open"`
	Seq         int64 `json:"seq"`              // number of the newest entry
	Seen        int64 `json:"seen"`             // highest entry an agent has had on screen
	VisitorSeen int64 `json:"visitorSeen"`      // highest entry the visitor has had on screen, in any tab
	Missed      bool  `json:"missed,omitempty"` // nobody has answered in time: offer to leave an address
}

// VisitorAvailability tells a change of what this visitor is told.
type VisitorAvailability struct {
	Availability
}

// VisitorEntries brings entries in order, as they come or as asked for.
type VisitorEntries struct {
	Entries []Entry `json:"entries"`
}

// VisitorState tells a change of the conversation's state.
type VisitorState struct {
	VisitorConversation
}

// Targeted is a targeted chat for this tab, in the name of an agent who is Online. The tab shows it unless it cannot or another has.
type Targeted struct {
	Rule  string `json:"rule"`
	Text  string `json:"text"`
	Agent Person `json:"agent"`
	At    Millis `json:"at"`
}

// Beat is the hub's sign of life, every BeatEvery; a widget that hears nothing for 18 seconds has lost its link.
type Beat struct{}

// Ack tells that what Ref named is stored for good.
type Ack struct {
	Ref Ref    `json:"ref"`
	Seq int64  `json:"seq,omitempty"` // of the entry, where one was made
	At  Millis `json:"at"`
}

// Failed tells that what Ref named was refused and why. Without a ref it is about the connection.
type Failed struct {
	Ref     Ref       `json:"ref,omitempty"`
	Code    chat.Code `json:"code"`
	Message string    `json:"message"`
	Field   string    `json:"field,omitempty"`
}

// FromVisitor is what a widget may send.
var FromVisitor = setOf(
	func() Frame { return new(VisitorHello) },
	func() Frame { return new(Adopt) },
	func() Frame { return new(VisitorMessage) },
	func() Frame { return new(Choose) },
	func() Frame { return new(VisitorEmail) },
	func() Frame { return new(VisitorPage) },
	func() Frame { return new(VisitorRead) },
	func() Frame { return new(VisitorFetch) },
	func() Frame { return new(VisitorShown) },
)

// ToVisitor is what a hub may send to a widget.
var ToVisitor = setOf(
	func() Frame { return new(VisitorWelcome) },
	func() Frame { return new(VisitorAvailability) },
	func() Frame { return new(VisitorEntries) },
	func() Frame { return new(VisitorState) },
	func() Frame { return new(Targeted) },
	func() Frame { return new(Beat) },
	func() Frame { return new(Ack) },
	func() Frame { return new(Failed) },
)
