//nolint:revive // Frame says what Type is, for all of them
package protocol

func (*VisitorHello) Type() string        { return "hello" }
func (*Adopt) Type() string               { return "adopt" }
func (*VisitorMessage) Type() string      { return "message" }
func (*Choose) Type() string              { return "choose" }
func (*VisitorEmail) Type() string        { return "email" }
func (*VisitorPage) Type() string         { return "page" }
func (*VisitorRead) Type() string         { return "read" }
func (*VisitorFetch) Type() string        { return "fetch" }
func (*VisitorShown) Type() string        { return "shown" }
func (*VisitorWelcome) Type() string      { return "welcome" }
func (*VisitorAvailability) Type() string { return "availability" }
func (*VisitorEntries) Type() string      { return "entries" }
func (*VisitorState) Type() string        { return "conversation" }
func (*Targeted) Type() string            { return "targeted" }
func (*Beat) Type() string                { return "beat" }
func (*Ack) Type() string                 { return "ack" }
func (*Failed) Type() string              { return "error" }

func (*AgentHello) Type() string        { return "hello" }
func (*Pulse) Type() string             { return "pulse" }
func (*Goodbye) Type() string           { return "goodbye" }
func (*Returned) Type() string          { return "returned" }
func (*SetStatus) Type() string         { return "status" }
func (*Back) Type() string              { return "back" }
func (*SetPolicy) Type() string         { return "policy" }
func (*SetHours) Type() string          { return "hours" }
func (*SetReserve) Type() string        { return "reserve" }
func (*AgentMessage) Type() string      { return "message" }
func (*Join) Type() string              { return "join" }
func (*Add) Type() string               { return "add" }
func (*Assign) Type() string            { return "assign" }
func (*Leave) Type() string             { return "leave" }
func (*Close) Type() string             { return "close" }
func (*AgentRead) Type() string         { return "read" }
func (*AgentFetch) Type() string        { return "fetch" }
func (*AgentWelcome) Type() string      { return "welcome" }
func (*AgentView) Type() string         { return "view" }
func (*AgentHours) Type() string        { return "hours" }
func (*AgentConversation) Type() string { return "conversation" }
func (*AgentEntries) Type() string      { return "entries" }
func (*Agents) Type() string            { return "agents" }
func (*AgentStatus) Type() string       { return "colleague" }
