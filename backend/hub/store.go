package hub

import (
	"context"
	"time"

	"parley/backend/chat"
	"parley/backend/escalation"
	"parley/backend/presence"
	"parley/backend/targeting"
)

// Store is where everything a hub must not forget lives. Every method that changes something returns only after the change would survive a power
// cut; after an error nothing of it is stored. Errors carry a chat.Code.
type Store interface {
	Sites
	Devices
	Presence
	Conversations
	Waits
	Targeting
	Others
}

// Others is what hubs on one store know of each other. A hub that stands alone uses none of it.
type Others interface {
	// Live notes that a hub lives, and forgets those that have not since dead, with the visits at them. It returns since when the hub serves, or those did
	// that it found when it came, which had lived since alive; and reports whether the hub was known before.
	Live(ctx context.Context, hub string, at, alive, dead time.Time) (since time.Time, known bool, err error)
	// Alone reports whether no other hub has lived since an instant.
	Alone(ctx context.Context, hub string, since time.Time) (bool, error)
	// Leave forgets a hub that ends.
	Leave(ctx context.Context, hub string) error
	// SaveVisit notes where a visitor is who has links at a hub, or with nil that there are none any more.
	SaveVisit(ctx context.Context, hub, visitor string, v *chat.Visit) error
	// VisitElsewhere returns where a visitor is who has links at another hub than one that has lived since an instant, or nil.
	VisitElsewhere(ctx context.Context, hub, visitor string, since time.Time) (*chat.Visit, error)
	// Census returns how far everything is, by site, as it concerns a hub.
	Census(ctx context.Context, hub string, since time.Time) (map[string]chat.Census, error)
}

// Sites is the part of the store that other programs change beside a running hub.
type Sites interface {
	// Revisions returns a number for each site that grows with every change of its settings, agents, groups or keys.
	Revisions(ctx context.Context) (map[string]int64, error)
	// Site returns a site with its agents and groups, or not_found.
	Site(ctx context.Context, id string) (chat.Site, []chat.Agent, []chat.Group, error)
	// AgentByToken returns the agent a token was given to, or unauthorized.
	AgentByToken(ctx context.Context, token string) (chat.Agent, error)
	// FormerAgents returns the agents of a site who were removed.
	FormerAgents(ctx context.Context, site string) ([]chat.Agent, error)
	// RemoveAgent removes an agent who was last there for visitors at an instant, zero if never, unless an agent with the role by may not. It returns
	// what was written in the conversations that the agent left.
	RemoveAgent(ctx context.Context, site, agent string, by chat.Role, left, at time.Time) ([]chat.Written, error)
}

// Devices is what is known of the places where agents are signed in.
type Devices interface {
	// SignIns returns where an agent is signed in, the newest first.
	SignIns(ctx context.Context, agent string) ([]chat.SignIn, error)
	// SignOut makes the token of a sign-in of an agent worthless and returns what it was, not_found, or a conflict where that cannot be.
	SignOut(ctx context.Context, agent, id string) (chat.SignIn, error)
	// SaveHello notes of a sign-in which desk uses it and when it became connected, zero where it was already, and of the desk its name.
	SaveHello(ctx context.Context, agent, signIn, device, name string, came time.Time) error
	// SaveGone notes when a desk that is not connected any more last was.
	SaveGone(ctx context.Context, agent, device string, at time.Time) error
	// DeviceNames returns the names that an agent's devices told, by their ids.
	DeviceNames(ctx context.Context, agent string) (map[string]string, error)
}

// Presence keeps the facts that statuses derive from.
type Presence interface {
	// Presences returns what is known of every agent of a site.
	Presences(ctx context.Context, site string) (map[string]presence.Kept, error)
	// PresenceOf returns what is known of an agent, or not_found.
	PresenceOf(ctx context.Context, agent string) (presence.Kept, error)
	// SavePresence stores what has become of an agent and returns the next version. It is a conflict if another hub has stored more, and not_found for
	// who was removed.
	SavePresence(ctx context.Context, agent string, before presence.Kept, after presence.Agent) (version int64, err error)
}

// Conversations is the log.
type Conversations interface {
	// VisitorByToken returns the visitor who made the token and the visitor's conversation, or not_found.
	VisitorByToken(ctx context.Context, site, token string) (chat.Visitor, chat.Conversation, error)
	// SetVisitorEmail makes a visitor identified and returns visitor and conversation as they are then.
	SetVisitorEmail(ctx context.Context, visitor, email string) (chat.Visitor, chat.Conversation, error)
	// SayAsVisitor, SayAsAgent and Do append one entry and change the conversation in the same transaction. The same author, conversation and
	// client id again returns what was stored; with another body it is a conflict.
	SayAsVisitor(ctx context.Context, m chat.VisitorMessage) (chat.Written, error)
	SayAsAgent(ctx context.Context, m chat.AgentMessage) (chat.Written, error)
	Do(ctx context.Context, a chat.Act) (chat.Written, error)
	// SeenByVisitor and SeenByAgents raise how far a side has read, and what agents have read also for the visitor to know if it is shown, and report
	// whether that was news; they never lower it.
	SeenByVisitor(ctx context.Context, site, conversation string, seq int64) (raised bool, err error)
	SeenByAgents(ctx context.Context, site, conversation string, seq int64, shown bool) (raised bool, err error)
	// Open returns the open conversations of a site.
	Open(ctx context.Context, site string) ([]chat.Thread, error)
	// Thread returns one conversation of a site, or not_found.
	Thread(ctx context.Context, site, conversation string) (chat.Thread, error)
	// After returns at most limit entries after a number, oldest first.
	After(ctx context.Context, conversation string, seq int64, limit int) ([]chat.Entry, error)
	// Before returns the newest at most limit entries before a number, oldest first; 0 means the end.
	Before(ctx context.Context, conversation string, seq int64, limit int) ([]chat.Entry, error)
}

// Waits keeps what becomes of visitors who wait.
type Waits interface {
	// SitesWaiting returns the sites where a visitor waits whom nobody has answered and who was not missed.
	SitesWaiting(ctx context.Context) ([]string, error)
	// EscalationAgents returns what is known of every agent of a site besides the status.
	EscalationAgents(ctx context.Context, site string) (map[string]escalation.Agent, error)
	SaveReserve(ctx context.Context, agent string, on bool) error
	// CountFrom, Miss and Assign take a step of a wait if that still stands as it was when the step was decided. They return conversation and visitor
	// as they are then, which are of the same moment. Of several hubs one takes a step.
	CountFrom(ctx context.Context, decided chat.Conversation, from time.Time) (chat.Stepped, error)
	Miss(ctx context.Context, decided chat.Conversation, at time.Time) (chat.Stepped, error)
	Assign(ctx context.Context, decided chat.Conversation, agent string, at time.Time) (chat.Stepped, error)
}

// Targeting keeps the rules that send targeted chats.
type Targeting interface {
	// Rules returns those of a site, in its order.
	Rules(ctx context.Context, site string) ([]targeting.Rule, error)
	// CountShown adds to how often rules were shown.
	CountShown(ctx context.Context, shown map[string]int64) error
}
