package chat

import "strings"

// Status is what an agent is for visitors and colleagues.
type Status string

// The three statuses.
const (
	Online    Status = "online"
	Invisible Status = "invisible"
	Offline   Status = "offline"
)

// ParseStatus reads a status as people write it, in any case. It returns invalid for another word.
func ParseStatus(s string) (Status, error) {
	switch status := Status(strings.ToLower(strings.TrimSpace(s))); status {
	case Online, Invisible, Offline:
		return status, nil
	}
	return "", Errorf(Invalid, "status %q is none of online, invisible, offline", s).At("status")
}

// Mode is the face the widget shows to one visitor.
type Mode string

// The faces of the widget. None of them can tell an Invisible agent from an absent one.
const (
	ModeLive      Mode = "live"
	ModeMessenger Mode = "messenger"
	ModeHidden    Mode = "hidden"
)

// Cause says why an agent's status is what it is.
type Cause string

// Every cause that can stand beside a status.
const (
	CauseNew          Cause = "new"          // nothing was ever chosen
	CauseChoice       Cause = "choice"       // a person chose it
	CauseHours        Cause = "hours"        // the agent's hours began or ended
	CauseIdle         Cause = "idle"         // nobody is at any device
	CauseDisconnected Cause = "disconnected" // no device has a link
	CauseAPI          Cause = "api"          // a program vouches for the agent
)
