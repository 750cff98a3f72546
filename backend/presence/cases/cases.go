// Package cases holds the worked cases of the presence rules for tests: one agent through a day, and one visitor of a small site. It reads and types
// them, and plays them against package presence; the tests of other packages drive the same cases through their own means.
package cases

import (
	_ "embed" // of the cases
	"encoding/json"
	"fmt"
	"time"

	"parley/backend/chat"
	"parley/backend/presence"
	"parley/backend/schedule"
)

//go:embed testdata/presence-cases.json
var file []byte

// Agent is one agent's case. Nothing happens between its events, but its devices stay alive and heard.
type Agent struct {
	ID     string
	Title  string
	Rule   string
	Policy presence.Policy
	Hours  *schedule.Schedule // from the first event on; nil without any
	Events []Event
	Expect []Expect
}

// What is a kind of event in an agent's case.
type What string

// Every kind that occurs.
const (
	Choose  What = "choose"
	Connect What = "connect"
	Input   What = "input"
	Lock    What = "lock"
	Unlock  What = "unlock"
	Goodbye What = "goodbye"
	Close   What = "close"  // the connection closed without a goodbye
	Silent  What = "silent" // the last frame heard
	Back    What = "back"   // the click in the idle banner
	Ping    What = "ping"
	Hours   What = "hours" // other hours
)

// Event is one thing that happens in an agent's case.
type Event struct {
	At     time.Time
	What   What
	Device string
	Status chat.Status // of Choose
	By     string      // of Choose; empty for the agent's own hand
	Made   time.Time   // of Choose; zero for a choice made with a link

	Until   time.Time          // of Choose; zero for a choice that holds
	ToHours bool               // of Choose: until the next hours
	Hours   *schedule.Schedule // of Hours
}

// Expect is what must be true at an instant.
type Expect struct {
	At     time.Time
	Status chat.Status
	Cause  chat.Cause
	Since  time.Time // when status and cause last changed, zero if never
	Next   presence.Next
	Wake   time.Time // when time alone changes status or cause next, zero if never
	Asks   bool      // the idle question is shown
}

// Site is the case of one visitor.
type Site struct {
	ID     string
	Title  string
	Rule   string
	Zero   time.Time
	Quiet  chat.Mode
	Steps  chat.Steps
	Groups []chat.Group
	Agents []SiteAgent // in the order of their ids
	Events []SiteEvent
	Expect []SiteExpect
}

// SiteAgent is an agent of a visitor's case: with one connected device, never idle, who chose Start before second 0. Absent agents have no device.
type SiteAgent struct {
	ID      string
	Start   chat.Status
	Absent  bool
	Reserve bool // wants to be asked while Invisible, if online agents are too slow to answer
}

// SiteWhat is a kind of event in a visitor's case.
type SiteWhat string

// Every kind that occurs. Visitor says a message, and those after it concern an agent, a group or the conversation.
const (
	Visitor      SiteWhat = "visitor_message"
	Reply        SiteWhat = "reply"
	Join         SiteWhat = "join"
	Add          SiteWhat = "add"
	Assign       SiteWhat = "assign"
	Leave        SiteWhat = "leave"
	AgentChooses SiteWhat = "choose"
	SetGroup     SiteWhat = "group"
	CloseIt      SiteWhat = "close"
)

// SiteEvent is one thing that happens in a visitor's case.
type SiteEvent struct {
	At     time.Time
	What   SiteWhat
	Agent  string
	Group  string
	Status chat.Status // of AgentChooses
}

// SiteExpect is what must be true at an instant.
type SiteExpect struct {
	At           time.Time
	Availability presence.Availability
	Views        map[string]chat.Status
	Conversation chat.WaitState
	Asked        []string // who is asked to answer, in the order of the agents
}

// Load returns every case, in the order of the file. It panics if the file is not what it was.
func Load() ([]Agent, []Site) {
	var raw struct {
		Agents []rawAgent `json:"agent_cases"`
		Sites  []rawSite  `json:"site_cases"`
	}
	if err := json.Unmarshal(file, &raw); err != nil {
		panic(fmt.Sprintf("read the presence cases: %v", err))
	}
	agents := make([]Agent, len(raw.Agents))
	for i, r := range raw.Agents {
		agents[i] = r.agent()
	}
	sites := make([]Site, len(raw.Sites))
	for i, r := range raw.Sites {
		sites[i] = r.site()
	}
	return agents, sites
}
