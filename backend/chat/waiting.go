package chat

import "time"

// Waiting is what stands unanswered in a conversation.
type Waiting struct {
	Since   time.Time // of the first visitor's message after the last human reply; zero when nothing is unanswered
	Offline bool      // that message was written while the visitor was not told live: nobody is late with it
	From    time.Time // when the last present member who had replied went, which the wait counts from; zero where it counts from Since
	Missed  time.Time // when the third step came, zero if it did not; from then on it stays missed until a human reply or closing
}

// CountsFrom is the instant the steps are counted from; zero when nothing is unanswered.
func (w Waiting) CountsFrom() time.Time {
	if w.From.After(w.Since) {
		return w.From
	}
	return w.Since
}

// WaitState is how what stands unanswered in a conversation stands.
type WaitState string

// Every state of a wait.
const (
	Quiet          WaitState = "quiet"   // nothing is unanswered, or it is closed
	Waits          WaitState = "waiting" // an answer is due, and the steps come
	Owned          WaitState = "owned"   // unanswered, but a present member has already replied: it is that member's
	Missed         WaitState = "missed"  // the third step came; until a human reply or closing
	OfflineMessage WaitState = "offline" // written while the visitor was not told live: nobody is asked
)

// Asking says why an agent is asked to answer; empty, or absent, for one who is not.
type Asking string

// Every reason to ask an agent.
const (
	AskedFirst Asking = "first" // from the beginning: a present member, or an Online agent of the team
	AskedToo   Asking = "too"   // from T1 on: nobody has answered
	AskedLate  Asking = "late"  // from T2 on: Invisible, and the Online agents are too slow
)

// Routing says who is asked about a new chat.
type Routing string

// The routings of section 5 of the rules.
const (
	RoutingEverybody Routing = "everybody" // all Online agents of the team: it is Unassigned
	RoutingFewest    Routing = "fewest"    // the one of them with the fewest open conversations, who is assigned
)

// Check returns invalid unless r is a routing.
func (r Routing) Check() error {
	if r != RoutingEverybody && r != RoutingFewest {
		return Errorf(Invalid, "new chats go to %s or %s, not %q", RoutingEverybody, RoutingFewest, r).At("routing")
	}
	return nil
}

// Steps are how long a visitor waits until each step.
type Steps struct {
	T1 time.Duration // all Online agents of the team are asked too
	T2 time.Duration // also its Invisible agents who want to be
	T3 time.Duration // it is missed
}

// DefaultSteps are those of a new site.
func DefaultSteps() Steps { return Steps{T1: time.Minute, T2: 2 * time.Minute, T3: 3 * time.Minute} }

// MaxStep is the longest a step can be away.
const MaxStep = 24 * time.Hour

// Check returns invalid unless the steps are whole seconds, each later than the one before, and at most MaxStep.
func (s Steps) Check() error {
	before := time.Duration(0)
	for _, step := range []struct {
		name string
		at   time.Duration
	}{{"t1", s.T1}, {"t2", s.T2}, {"t3", s.T3}} {
		switch {
		case step.at%time.Second != 0:
			return Errorf(Invalid, "%s must be whole seconds, not %v", step.name, step.at).At(step.name)
		case step.at <= before:
			return Errorf(Invalid, "%s must be later than %v, not %v", step.name, before, step.at).At(step.name)
		case step.at > MaxStep:
			return Errorf(Invalid, "%s must be at most %v, not %v", step.name, MaxStep, step.at).At(step.name)
		}
		before = step.at
	}
	return nil
}
