// Package local is the narrow door between the desk and its window: JSON-RPC on a socket only this user can open. The desk serves, the window, the
// command line and scripts are clients. Clients pull the state; they never see a token.
package local

import (
	"encoding/json"
	"time"

	"parley/backend/agent"
	"parley/backend/chat"
)

// State is what the window renders. Rev grows with every change.
type State struct {
	Rev      int64        `json:"rev"`
	Stage    Stage        `json:"stage"`
	Session  *agent.State `json:"session"`  // from StageInbox on
	Proposed Proposal     `json:"proposed"` // what the first page is filled in with
	Sentence Sentence     `json:"sentence"` // explains the status, in the desk's language
	Trouble  *Trouble     `json:"trouble,omitempty"`
	Settings Settings     `json:"settings"`
	System   System       `json:"system"`
	Steps    Steps        `json:"steps"`
	Parting  Parting      `json:"parting,omitempty"`
	Raise    int64        `json:"raise"` // grows when the window shall come to the front
}

// Sentence explains the status: "Offline since 14:02: no activity for 15 minutes. Next change: 09:00 tomorrow, your hours." The same words stand in window, tray and terminal.
type Sentence struct {
	Head string `json:"head"`           // status and since, up to the colon
	Why  string `json:"why"`            // the cause, with its full stop
	Next string `json:"next,omitempty"` // what comes next and when, with its full stop
}

// String returns the whole sentence.
func (s Sentence) String() string {
	if s.Next == "" {
		return s.Head + ": " + s.Why
	}
	return s.Head + ": " + s.Why + " " + s.Next
}

// Trouble is why the desk cannot work, or what it lost. There is none while everything works.
type Trouble struct {
	Code    chat.Code `json:"code"`
	Message string    `json:"message"` // of the error, in English
}

// Stage tells which page a window shows first.
type Stage string

// The stages of a desk.
const (
	StageStarting Stage = "starting"
	StageWelcome  Stage = "welcome" // first start: where shall the conversations live
	StageSignIn   Stage = "signin"  // a team's hub, and nobody is signed in
	StageInbox    Stage = "inbox"
)

// Proposal is what the welcome and sign-in pages are filled in with.
type Proposal struct {
	Name  string `json:"name"` // of the agent: the system's user
	Site  string `json:"site"`
	Hub   string `json:"hub"`
	Email string `json:"email"` // of who was signed in last
}

// Settings are this desk's, kept in its data folder; the idle policy is the agent's and lives on the hub.
type Settings struct {
	StartAtLogin bool     `json:"startAtLogin"`
	KeepRunning  bool     `json:"keepRunning"` // when the window closes although there is no tray host
	Language     Speaking `json:"language"`
}

// Parting is what the person is about to do although visitors are being talked to: the window asks what shall become of them.
type Parting string

// The ways to go.
const (
	PartNot     Parting = ""
	PartOffline Parting = "offline"
	PartQuit    Parting = "quit"
)

// Language is one there is a catalogue of texts of.
type Language string

// The languages.
const (
	English Language = "en"
	German  Language = "de"
	French  Language = "fr"
)

// Speaking is the choice of a language.
type Speaking string

// The choices: the system's language, or one of ours.
const (
	SpeakAsSystem Speaking = ""
	SpeakEnglish  Speaking = "en"
	SpeakGerman   Speaking = "de"
	SpeakFrench   Speaking = "fr"
)

// System is what the desk found out about the computer.
type System struct {
	Builtin  bool     `json:"builtin"`  // the hub is this desk's own and reachable from this computer only
	TrayHost bool     `json:"trayHost"` // a tray shows the icon
	Idle     string   `json:"idle"`     // "system" when the system tells idle time, empty for "cannot tell"
	Keychain bool     `json:"keychain"` // the token is in a keychain; otherwise in a file only this user can read
	Language Language `json:"language"` // in use
	Zone     string   `json:"zone"`     // that the computer is in now, as in Europe/Berlin; empty where the system gives it no such name
	Version  string   `json:"version"`
}

// Steps is the first-run card.
type Steps struct {
	Hidden bool `json:"hidden"`
	Tried  bool `json:"tried"`  // a first message came
	Copied bool `json:"copied"` // the snippet was copied
}

// The methods. Each takes the parameter type named here and returns nothing unless a result is named. Errors carry a chat.Code and its message.
const (
	MethodAfter     = "state.after"          // AfterParams -> State, as soon as Rev > AfterParams.Rev
	MethodStart     = "desk.start"           // StartParams: the welcome's Start
	MethodSignIn    = "desk.signIn"          // SignInParams
	MethodSignOut   = "desk.signOut"         //
	MethodSettings  = "desk.settings"        // Settings
	MethodPolicy    = "desk.policy"          // protocol.Policy
	MethodHours     = "desk.hours"           // protocol.Hours: replace the agent's hours
	MethodReserve   = "desk.reserve"         // ReserveParams
	MethodSteps     = "desk.steps"           // Steps
	MethodAsk       = "hub.ask"              // AskParams -> what the hub's REST answers
	MethodAgain     = "desk.startAgain"      // try to start again now; refused with conflict unless the desk is starting
	MethodBuiltin   = "desk.useBuiltin"      // leave the team's hub for the built-in one; refused with conflict unless somebody could sign in
	MethodOpen      = "desk.open"            // start the window or bring it to the front
	MethodPart      = "desk.part"            // PartParams
	MethodClosing   = "window.closing"       // -> ClosingResult: the person closes the window
	MethodQuit      = "desk.quit"            // goodbye and end
	MethodWindow    = "window.attach"        // -> AttachResult: this connection is the window; refused with conflict when there is one, which is raised
	MethodRaised    = "window.raised"        // AfterParams with Rev = the last Raise acted on -> RaiseResult, as soon as it grew or the desk quits
	MethodFocused   = "window.focused"       // FocusedParams: the window has or lost the keyboard
	MethodActive    = "window.active"        // the person does something in the window: input, where the system cannot tell
	MethodStatus    = "status.set"           // StatusParams -> StatusResult
	MethodGetStatus = "status.get"           // -> StatusResult
	MethodBack      = "status.back"          // I'm back
	MethodTryNow    = "link.tryNow"          //
	MethodFocus     = "conversation.focus"   // ConversationParams; an empty id shows none
	MethodEarlier   = "conversation.earlier" // ConversationParams
	MethodJoin      = "conversation.join"    // ConversationParams
	MethodTake      = "conversation.take"    // ConversationParams: join while nobody else is a member
	MethodAdd       = "conversation.add"     // AgentParams
	MethodAssign    = "conversation.assign"  // AssignParams
	MethodLeave     = "conversation.leave"   // ConversationParams
	MethodClose     = "conversation.close"   // ConversationParams
	MethodRead      = "conversation.read"    // ReadParams
	MethodDraft     = "conversation.draft"   // TextParams
	MethodSend      = "conversation.send"    // TextParams; also clears the draft
	MethodRetry     = "outbox.retry"         // UnsentParams
	MethodDiscard   = "outbox.discard"       // UnsentParams
)

// AfterParams names the newest state the client has.
type AfterParams struct {
	Rev int64 `json:"rev"`
}

// StartParams sets up the built-in hub.
type StartParams struct {
	Name string `json:"name"` // of the agent, as visitors see it
	Site string `json:"site"` // name of the website
}

// SignInParams signs in to a team's hub.
type SignInParams struct {
	Hub      string `json:"hub"`
	Email    string `json:"email"`
	Password string `json:"password"`
}

// ReserveParams says whether the agent is asked while Invisible, if online agents are too slow to answer.
type ReserveParams struct {
	On bool `json:"on"`
}

// AskParams is a question to the hub's REST, asked with the token of who is signed in, which the window has not.
type AskParams struct {
	Method string          `json:"method"` // GET, POST, PUT or DELETE
	Path   string          `json:"path"`   // below /api/v1, as in "/site/groups"; not everything can be asked for
	Body   json.RawMessage `json:"body,omitempty"`
}

// PartParams says what the person is about to do, or is not any more.
type PartParams struct {
	Parting Parting `json:"parting"`
}

// ClosingResult tells whether the window stays, because closing it would end the desk and the person is asked first.
type ClosingResult struct {
	Stay bool `json:"stay"`
}

// AttachResult greets a window.
type AttachResult struct {
	Raise int64 `json:"raise"`
}

// RaiseResult tells the window to come to the front, or to end because the desk does. A connection lost without Quit was no decision: the window
// starts the desk again.
type RaiseResult struct {
	Raise int64 `json:"raise"`
	Quit  bool  `json:"quit,omitempty"`
}

// FocusedParams tells whether the person looks at the window.
type FocusedParams struct {
	Focused bool `json:"focused"`
}

// StatusParams chooses a status.
type StatusParams struct {
	Status  chat.Status `json:"status"`
	For     int64       `json:"for,omitempty"`     // how many milliseconds it runs; 0 for a choice that holds
	ToHours bool        `json:"toHours,omitempty"` // it runs until the agent's next hours
}

// EndAt has a status that is chosen now run until an instant. How long that is is rounded up: what ends a thousandth of a second before 14:00 would be
// shown as until 13:59.
func (p *StatusParams) EndAt(end, now time.Time) {
	p.For = (end.Sub(now) + time.Millisecond - 1).Milliseconds()
}

// StatusResult is the status and the sentence that explains it.
type StatusResult struct {
	Status   chat.Status `json:"status"`
	Sentence string      `json:"sentence"`
}

// ConversationParams names a conversation.
type ConversationParams struct {
	Conversation string `json:"conversation"`
}

// AgentParams names a conversation and an agent.
type AgentParams struct {
	Conversation string `json:"conversation"`
	Agent        string `json:"agent"`
}

// AssignParams names a conversation and who gets it: an agent or a group.
type AssignParams struct {
	Conversation string `json:"conversation"`
	Agent        string `json:"agent,omitempty"`
	Group        string `json:"group,omitempty"`
}

// ReadParams tells how far a conversation was on screen.
type ReadParams struct {
	Conversation string `json:"conversation"`
	Seq          int64  `json:"seq"`
}

// TextParams is a text for a conversation.
type TextParams struct {
	Conversation string `json:"conversation"`
	Text         string `json:"text"`
}

// UnsentParams names a message of the outbox.
type UnsentParams struct {
	ClientID string `json:"clientId"`
}
