package protocol

import (
	"time"

	"parley/backend/chat"
)

// PulseEvery is how often a desk says Pulse.
const PulseEvery = 10 * time.Second

// AgentHello is the first frame of a desk.
type AgentHello struct {
	Protocol int    `json:"protocol"`
	Token    string `json:"token"`
	Device   Device `json:"device"`
	InputAge int64  `json:"inputAge"` // milliseconds since the last input to the whole computer
	Away     Away   `json:"away,omitempty"`
}

// Device is one running desk.
type Device struct {
	ID   string `json:"id"`   // made by the desk once, kept in its data folder
	Name string `json:"name"` // of the computer
}

// Away says why nobody can be at a device although its desk has a link.
type Away string

// Why a device is away or says goodbye.
const (
	AwayQuit     Away = "quit"
	AwaySignOut  Away = "signout"
	AwayLock     Away = "lock"
	AwaySleep    Away = "sleep"
	AwayShutdown Away = "shutdown"
)

// Pulse is the desk's sign of life, every PulseEvery, and at once on an input after ten seconds of quiet. With a Ref it also asks what time it is.
type Pulse struct {
	Ref      Ref   `json:"ref,omitempty"`
	InputAge int64 `json:"inputAge"` // milliseconds since the last input to the whole computer
}

// Goodbye says that the device is gone at once. The link may stay, so that the inbox fills while the screen is locked.
type Goodbye struct {
	Why Away `json:"why"`
}

// Returned takes a goodbye back: unlocked, or awake. It counts as input.
type Returned struct{}

// SetStatus chooses. Age is how long ago the person did, in milliseconds, because the clocks may differ. At most one of For and ToHours makes it a
// timed choice.
type SetStatus struct {
	Ref     Ref         `json:"ref"`
	Status  chat.Status `json:"status"`
	Age     int64       `json:"age"`
	For     int64       `json:"for,omitempty"`     // milliseconds, from when it was made
	ToHours bool        `json:"toHours,omitempty"` // until the agent's next hours; without any it holds
}

// SetHours replaces the agent's hours.
type SetHours struct {
	Ref Ref `json:"ref"`
	Hours
}

// Back answers the idle question: I'm back.
type Back struct {
	Ref Ref `json:"ref"`
}

// SetPolicy sets how idling is treated.
type SetPolicy struct {
	Ref Ref `json:"ref"`
	Policy
}

// SetReserve ticks or clears the box of the agent who wants to be asked while Invisible, if online agents are too slow to answer.
type SetReserve struct {
	Ref Ref  `json:"ref"`
	On  bool `json:"on"`
}

// AgentMessage answers a visitor. The same client id said again is the same message. Ref is the client id.
type AgentMessage struct {
	Conversation string `json:"conversation"`
	ClientID     string `json:"clientId"`
	Text         string `json:"text"`
}

// Join makes the agent a member of an open conversation; with Take only while nobody else is.
type Join struct {
	Ref          Ref    `json:"ref"`
	Conversation string `json:"conversation"`
	Take         bool   `json:"take,omitempty"`
}

// Add makes another agent a member of an open conversation.
type Add struct {
	Ref          Ref    `json:"ref"`
	Conversation string `json:"conversation"`
	Agent        string `json:"agent"`
}

// Assign gives an open conversation to an agent, who becomes a member, or hands it over to a group, after which nobody is. One of the two is set.
type Assign struct {
	Ref          Ref    `json:"ref"`
	Conversation string `json:"conversation"`
	Agent        string `json:"agent,omitempty"`
	Group        string `json:"group,omitempty"`
}

// Leave ends the agent's being a member.
type Leave struct {
	Ref          Ref    `json:"ref"`
	Conversation string `json:"conversation"`
}

// Close closes a conversation.
type Close struct {
	Ref          Ref    `json:"ref"`
	Conversation string `json:"conversation"`
}

// AgentRead tells that entries up to Seq have been on the agent's screen.
type AgentRead struct {
	Conversation string `json:"conversation"`
	Seq          int64  `json:"seq"`
}

// AgentFetch asks for entries of one conversation: those after After, oldest first; with Before > 0 instead the newest ones before it. At most
// Limit of them, and at most 200.
type AgentFetch struct {
	Ref          Ref    `json:"ref"`
	Conversation string `json:"conversation"`
	After        int64  `json:"after,omitempty"`
	Before       int64  `json:"before,omitempty"`
	Limit        int    `json:"limit"`
}

// AgentWelcome answers AgentHello.
type AgentWelcome struct {
	Protocol      int            `json:"protocol"`
	Now           Millis         `json:"now"` // by the hub's clock, which every instant it tells is of
	Agent         Account        `json:"agent"`
	Site          SiteInfo       `json:"site"`
	View          View           `json:"view"`
	Policy        Policy         `json:"policy"`
	Hours         Hours          `json:"hours"`
	Reserve       bool           `json:"reserve"`       // the box of SetReserve
	Agents        []Colleague    `json:"agents"`        // everybody of the site
	Groups        []GroupName    `json:"groups"`        // of the site, by name
	Conversations []Conversation `json:"conversations"` // the open ones
}

// Account is the agent a desk is signed in as.
type Account struct {
	ID    string    `json:"id"`
	Name  string    `json:"name"`
	Email string    `json:"email,omitempty"`
	Role  chat.Role `json:"role"`
}

// SiteInfo is what a desk must know of its site.
type SiteInfo struct {
	ID     string    `json:"id"`
	Name   string    `json:"name"`
	Widget string    `json:"widget"`         // address of the hub as the snippet needs it, as in "https://hub.example"
	Demo   string    `json:"demo,omitempty"` // address of the test page, where the hub has one
	Steps  WaitSteps `json:"steps"`
}

// WaitSteps are how many seconds a visitor waits until all Online agents of the team are asked too, until also its Invisible agents are who want to be, and
// until the conversation is missed.
type WaitSteps struct {
	T1 int64 `json:"t1"`
	T2 int64 `json:"t2"`
	T3 int64 `json:"t3"`
}

// WaitStepsOf are the steps of a site.
func WaitStepsOf(s chat.Steps) WaitSteps {
	return WaitSteps{T1: int64(s.T1 / time.Second), T2: int64(s.T2 / time.Second), T3: int64(s.T3 / time.Second)}
}

// Conversation is one conversation as an agent's lists show it.
type Conversation struct {
	ID           string         `json:"id"`
	Open         bool           `json:"open"`
	OpenedAt     Millis         `json:"openedAt"`
	Visitor      VisitorInfo    `json:"visitor"`
	Assigned     string         `json:"assigned,omitempty"` // agent id
	Members      []MemberInfo   `json:"members"`
	Seq          int64          `json:"seq"`            // number of the newest entry
	Last         *Entry         `json:"last,omitempty"` // newest message, its text cut to LineLength runes
	State        chat.WaitState `json:"state"`
	WaitingSince Millis         `json:"waitingSince,omitempty"` // what the steps count from; while owned, since when the visitor waits
	Offline      bool           `json:"offline,omitempty"`      // what waits was written while the visitor was not told live
	Asks         bool           `json:"asks,omitempty"`         // this agent is asked to answer
	Why          chat.Asking    `json:"why,omitempty"`
	Seen         int64          `json:"seen"`        // highest entry an agent has had on screen
	VisitorSeen  int64          `json:"visitorSeen"` // highest entry the visitor has had on screen
}

// LineLength is how many characters of its newest message a conversation carries.
const LineLength = 140

// VisitorInfo is a visitor as agents see one.
type VisitorInfo struct {
	ID       string `json:"id"`
	Email    string `json:"email,omitempty"`
	Language string `json:"language,omitempty"`
	Group    string `json:"group,omitempty"`
	Here     bool   `json:"here"` // a page with the widget is open
	Page     *Page  `json:"page,omitempty"`
	Since    Millis `json:"since"` // first written

	Attributes map[string]string `json:"attributes,omitempty"` // what the page says of the visitor, while one is open
}

// MemberInfo is one member of a conversation.
type MemberInfo struct {
	ID      string `json:"id"`
	Replied bool   `json:"replied"`
}

// AgentView tells a change of the agent's own view, or of what the agent has set.
type AgentView struct {
	View    View   `json:"view"`
	Policy  Policy `json:"policy"`
	Reserve bool   `json:"reserve"`
}

// AgentHours tells a change of the agent's own hours.
type AgentHours struct {
	Hours Hours `json:"hours"`
}

// AgentConversation tells a change of one conversation; Open false takes it out of the lists.
type AgentConversation struct {
	Conversation Conversation `json:"conversation"`
}

// AgentEntries brings entries of one conversation in order, as they come or, with a ref, as asked for.
type AgentEntries struct {
	Ref          Ref     `json:"ref,omitempty"`
	Conversation string  `json:"conversation"`
	Entries      []Entry `json:"entries"`
}

// Agents tells a change of who works for the site, or of the site itself.
type Agents struct {
	Site   SiteInfo    `json:"site"`
	Agents []Colleague `json:"agents"`
	Groups []GroupName `json:"groups"`
}

// Colleague is an agent as the others of the site see one.
type Colleague struct {
	ID     string      `json:"id"`
	Name   string      `json:"name"`
	Role   chat.Role   `json:"role"`
	Status chat.Status `json:"status"`
}

// AgentStatus tells another status of one agent of the site.
type AgentStatus struct {
	Agent  string      `json:"agent"`
	Status chat.Status `json:"status"`
}

// GroupName is a group and who is in it.
type GroupName struct {
	ID     string   `json:"id"`
	Name   string   `json:"name"`
	Agents []string `json:"agents"`
}

// FromAgent is what a desk may send.
var FromAgent = setOf(
	func() Frame { return new(AgentHello) },
	func() Frame { return new(Pulse) },
	func() Frame { return new(Goodbye) },
	func() Frame { return new(Returned) },
	func() Frame { return new(SetStatus) },
	func() Frame { return new(Back) },
	func() Frame { return new(SetPolicy) },
	func() Frame { return new(SetHours) },
	func() Frame { return new(SetReserve) },
	func() Frame { return new(AgentMessage) },
	func() Frame { return new(Join) },
	func() Frame { return new(Add) },
	func() Frame { return new(Assign) },
	func() Frame { return new(Leave) },
	func() Frame { return new(Close) },
	func() Frame { return new(AgentRead) },
	func() Frame { return new(AgentFetch) },
)

// ToAgent is what a hub may send to a desk.
var ToAgent = setOf(
	func() Frame { return new(AgentWelcome) },
	func() Frame { return new(AgentView) },
	func() Frame { return new(AgentHours) },
	func() Frame { return new(AgentConversation) },
	func() Frame { return new(AgentEntries) },
	func() Frame { return new(Agents) },
	func() Frame { return new(AgentStatus) },
	func() Frame { return new(Ack) },
	func() Frame { return new(Failed) },
)
