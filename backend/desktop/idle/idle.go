// Package idle tells how long nobody has touched this computer, and when it is locked, unlocked, put to sleep, woken or shut down. Where the system
// keeps that to itself it says so.
package idle

import "errors"

// ErrCannotTell says that this system does not tell when it was last touched. It may be another answer the next time, as after signing in to another
// desktop.
var ErrCannotTell = errors.New("this system does not tell when it was last used")

// Event is something that happened to the whole computer or to the person's session on it.
type Event string

// The events that Watch tells.
const (
	Locked       Event = "locked"
	Unlocked     Event = "unlocked"
	Sleeping     Event = "sleeping" // about to sleep
	Woke         Event = "woke"     // after sleep, whether or not it was announced, and after a shutdown that was called off
	ShuttingDown Event = "shutting down"
)
