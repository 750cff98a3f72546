package protocol

import "parley/backend/chat"

// What REST says of the people of a site.

// StatusView is an agent's status with the reason: what its sentence is made of.
type StatusView struct {
	Status    chat.Status `json:"status" enum:"online,invisible,offline"`
	Cause     chat.Cause  `json:"cause" enum:"new,choice,hours,idle,disconnected,api" doc:"why the status is what it is"`
	By        *Person     `json:"by,omitempty" doc:"who chose it, where that was somebody else"`
	Since     Millis      `json:"since" doc:"when status or cause last changed; 0 if never"`
	IdleAfter int64       `json:"idleAfter,omitempty" doc:"seconds without activity, where that is the cause"`
	Timed     *Timed      `json:"timed,omitempty" doc:"the timed choice that runs"`
	Next      *NextChange `json:"next,omitempty" doc:"the next end of a timed choice, or beginning or end of the hours, with another status"`
}

// StatusChange is one change of an agent's status or its cause.
type StatusChange struct {
	At     Millis      `json:"at"`
	Status chat.Status `json:"status" enum:"online,invisible,offline"`
	Cause  chat.Cause  `json:"cause" enum:"new,choice,hours,idle,disconnected,api"`
	By     *Person     `json:"by,omitempty" doc:"who chose it, where that was somebody else"`
	Device *DeviceName `json:"device,omitempty" doc:"the device that made the difference, if one did"`
}

// StatusChanges are the last 50 of an agent.
type StatusChanges struct {
	Changes []StatusChange `json:"changes" doc:"the newest first"`
}

// DeviceName is a device as others name it.
type DeviceName struct {
	ID   string `json:"id"`
	Name string `json:"name" doc:"empty if it never told one"`
}

// DeviceInfo is one place where an agent is signed in.
type DeviceInfo struct {
	ID        string `json:"id" doc:"of the sign-in"`
	Device    string `json:"device,omitempty" doc:"the desk's own id, as changes name it"`
	Name      string `json:"name" doc:"of the computer or program; empty if it told none"`
	Program   bool   `json:"program,omitempty" doc:"it is no desk: it uses REST"`
	This      bool   `json:"this,omitempty" doc:"it is what asks"`
	Own       bool   `json:"own,omitempty" doc:"the hub runs in this desk, which cannot be signed out"`
	Connected bool   `json:"connected" doc:"somebody may be at it; one whose link was lost a moment ago still counts"`
	Since     Millis `json:"since" doc:"connected since, or when it last was; 0 if never"`
	LastInput Millis `json:"lastInput,omitempty" doc:"the last input to the computer, while it is connected"`
	Idle      bool   `json:"idle,omitempty" doc:"that is longer ago than the agent's period"`
	SignedIn  Millis `json:"signedIn" doc:"0 if it is older than this was noted"`
}

// Devices are all places where an agent is signed in.
type Devices struct {
	Devices []DeviceInfo `json:"devices" doc:"what asks first, then the connected ones, programs last"`
}

// Teammate is an agent of a site. Only owners and admins are told address and view of the others.
type Teammate struct {
	ID     string      `json:"id"`
	Name   string      `json:"name"`
	Role   chat.Role   `json:"role" enum:"owner,admin,agent"`
	Status chat.Status `json:"status" enum:"online,invisible,offline"`
	Email  string      `json:"email,omitempty"`
	View   *StatusView `json:"view,omitempty"`
}

// Team is everybody of a site.
type Team struct {
	Agents []Teammate `json:"agents" doc:"by name"`
}

// TeammateSettings are what shall be different about an agent.
type TeammateSettings struct {
	Role chat.Role `json:"role,omitempty" enum:"owner,admin,agent"`
	Name string    `json:"name,omitempty" maxLength:"200"`
}

// InvitationSettings are what an invitation is made of.
type InvitationSettings struct {
	Role  chat.Role `json:"role" enum:"owner,admin,agent"`
	Email string    `json:"email,omitempty" maxLength:"254" doc:"the only address it is good for"`
}

// InvitationInfo is an open invitation.
type InvitationInfo struct {
	ID      string    `json:"id"`
	Role    chat.Role `json:"role" enum:"owner,admin,agent"`
	Email   string    `json:"email,omitempty"`
	By      Person    `json:"by"`
	At      Millis    `json:"at"`
	Expires Millis    `json:"expires"`
}

// NewInvitation is an invitation that was just made. Its link is told this once.
type NewInvitation struct {
	Invitation InvitationInfo `json:"invitation"`
	Link       string         `json:"link" doc:"good for one person; whoever has it can become an agent"`
}

// Invitations are the open ones of a site.
type Invitations struct {
	Invitations []InvitationInfo `json:"invitations" doc:"the newest first"`
	Full        bool             `json:"full,omitempty" doc:"no more can be open"`
}
