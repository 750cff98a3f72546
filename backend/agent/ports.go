package agent

import (
	"context"
	"time"

	"parley/backend/chat"
	"parley/backend/protocol"
)

// Dialer reaches the hub.
type Dialer interface {
	// Dial makes one connection. An error means that trying again later may help.
	Dial(ctx context.Context) (Conn, error)
}

// Conn is one connection to a hub.
type Conn interface {
	// Send queues a frame and never blocks. A connection that cannot take it is ending, which Run tells.
	Send(protocol.Frame)
	// Run gives each frame that comes to handle, one after the other, until the connection ends, which one on which the hub stays silent does by
	// itself. It is called once.
	Run(handle func(protocol.Frame)) Ending
	// Close says goodbye after what was sent and ends the connection, which Run tells within seconds. It does not block.
	Close()
}

// Ending says how a connection ended.
type Ending struct {
	Refusal Refusal // empty when connecting again may help
	Why     string  // for a log
}

// Idler tells how long nobody has touched the computer. It may take some time to answer.
type Idler interface {
	// Since returns the time since the last input to the whole computer; false means that it cannot tell now.
	Since() (time.Duration, bool)
}

// Notifier shows toasts. Its methods do not block.
type Notifier interface {
	// Show shows a notice in place of the last one about the same conversation.
	Show(Notice)
	// Withdraw takes the notice about a conversation away, if it still stands.
	Withdraw(conversation string)
	// Ring makes a sound without a toast: what it is about is in front of the person.
	Ring()
}

// Notice is one thing the person shall notice.
type Notice struct {
	Conversation string               // empty for the idle question
	Visitor      protocol.VisitorInfo // who wrote
	Text         string               // of the newest message
	By           string               // the colleague who gave the agent the conversation; empty where nobody did
	Group        string               // with By, where it was given to a group
	Take         bool                 // nobody has taken the conversation yet, or not the one who must
	Joins        bool                 // with Take: somebody has it and does not answer, so that taking it is joining
	Why          chat.Asking          // why the agent is asked; empty where a message is the reason
	Waits        time.Duration        // with AskedToo and AskedLate: for how long at least the visitor has waited
	IdleAfter    time.Duration        // of the idle question: without input for so long
	Sound        bool
}

// Journal keeps what the session must not forget over a crash.
type Journal interface {
	// Save replaces what is kept and returns when that would survive a power cut; after an error the old stands.
	Save(Kept) error
}

// Kept is what a session keeps in its journal.
type Kept struct {
	Outbox []Unsent          `json:"outbox,omitempty"`
	Drafts map[string]string `json:"drafts,omitempty"` // by conversation
	Choice *Choice           `json:"choice,omitempty"`
}

// Choice is a status the person asked for and the hub has not confirmed.
type Choice struct {
	Status  chat.Status     `json:"status"`
	At      protocol.Millis `json:"at"`                // when, by this computer's clock
	For     int64           `json:"for,omitempty"`     // how many milliseconds it runs; 0 for a choice that holds
	ToHours bool            `json:"toHours,omitempty"` // it runs until the agent's next hours
}
