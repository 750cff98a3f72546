//go:generate sh -c "cd ../.. && go run ./backend/protocol/generate"

package protocol

import (
	"time"

	"parley/backend/chat"
)

// Millis is an instant in milliseconds since 1970 UTC; 0 means none.
type Millis int64

// At returns t as Millis.
func At(t time.Time) Millis {
	if t.IsZero() {
		return 0
	}
	return Millis(t.UnixMilli())
}

// Time returns the instant, the zero time for 0.
func (m Millis) Time() time.Time {
	if m == 0 {
		return time.Time{}
	}
	return time.UnixMilli(int64(m)).UTC()
}

// Person is an agent as others see one.
type Person struct {
	ID   string `json:"id"`
	Name string `json:"name"`
}

// Page is where a visitor is on the website.
type Page struct {
	URL   string `json:"url"`
	Title string `json:"title"`
}

// Entry is one numbered line of a conversation. Conversation is left out towards the visitor, who has only one.
type Entry struct {
	Seq      int64           `json:"seq"`
	ID       string          `json:"id"`
	Kind     chat.EntryKind  `json:"kind"`
	From     chat.AuthorKind `json:"from"`
	Author   string          `json:"author"`             // agent or visitor id
	Name     string          `json:"name,omitempty"`     // of an agent
	ClientID string          `json:"clientId,omitempty"` // only towards the author
	Text     string          `json:"text,omitempty"`
	Offline  bool            `json:"offline,omitempty"` // written while the visitor was not told live; only towards agents
	At       Millis          `json:"at"`
}

// View is what an agent's status is now.
type View struct {
	Status chat.Status `json:"status"`
	Cause  chat.Cause  `json:"cause"`
	By     *Person     `json:"by,omitempty"` // who chose it, when that was somebody else
	Since  Millis      `json:"since"`        // when status or cause last changed
	Base   chat.Status `json:"base"`         // what the status is while somebody is at a device
	Asks   bool        `json:"asks"`         // somebody is back after idling and has not said so: show I'm back
}

// Policy is how an agent wants idling treated.
type Policy struct {
	IdleAfter int64    `json:"idleAfter"` // seconds without input; 0 means never
	OnReturn  OnReturn `json:"onReturn"`
}

// OnReturn is what happens when an idle agent is back.
type OnReturn string

// The two ways back.
const (
	ReturnAsk  OnReturn = "ask"
	ReturnAuto OnReturn = "auto"
)

// Availability is what one visitor is told.
type Availability struct {
	Mode   chat.Mode `json:"mode"`
	Agents []Person  `json:"agents"` // who is there; empty unless live
}

// Ref is a client's own name for a request, echoed by the ack or error that answers it.
type Ref = string
