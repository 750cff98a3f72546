package chat

import (
	"strings"
	"time"
	"unicode"
	"unicode/utf8"
)

// SignIn is one place where an agent is signed in: a desk, or a program.
type SignIn struct {
	ID        string    // names it, and is no secret
	Device    string    // the desk's id in its hello; empty for a program
	Name      string    // of the computer or the program, empty if it told none
	At        time.Time // when it was made; zero for one older than this was noted
	Connected time.Time // when its desk last came; zero before that
	Gone      time.Time // when a desk that is not connected last was; zero before that
	Own       bool      // it is that of the desk a built-in hub runs in
}

// maxDeviceName is how many characters of a device's name are kept.
const maxDeviceName = 64

// DeviceName is the name of a computer or program as it is kept: one line, not too long.
func DeviceName(s string) string {
	s = strings.TrimSpace(strings.Map(func(r rune) rune {
		if r == utf8.RuneError || unicode.IsControl(r) {
			return -1
		}
		return r
	}, s))
	if runes := []rune(s); len(runes) > maxDeviceName {
		s = strings.TrimSpace(string(runes[:maxDeviceName]))
	}
	return s
}

// Appoints reports whether agents of this role may give or take another one.
func (r Role) Appoints(other Role) bool {
	return r == RoleOwner || r == RoleAdmin && other != RoleOwner
}

// Invitation lets one person who has its secret become an agent of a site.
type Invitation struct {
	ID      string
	Site    string
	By      string // the agent who made it
	Role    Role
	Email   string // the only address it is good for; empty for any
	At      time.Time
	Expires time.Time
	State   InvitationState
}

// What bounds invitations.
const (
	InvitationTime = 7 * 24 * time.Hour // how long one is good for
	MaxInvitations = 100                // how many of a site may be open
)

// InvitationState is what has become of an invitation.
type InvitationState string

// Every state. Only an open invitation is good for anything.
const (
	InvitationOpen    InvitationState = "open"
	InvitationUsed    InvitationState = "used"
	InvitationRevoked InvitationState = "revoked"
	InvitationExpired InvitationState = "expired"
)
