package targeting

import (
	"time"

	"parley/backend/chat"
	"parley/backend/presence"
)

// Site is what the targeted chats of every visitor of one site depend on.
type Site struct {
	Presence presence.Site
	Groups   map[string]*chat.Group // by id
	Rules    []Rule                 // in the order of the site
}

// Facts are what one tab reports, and what the hub knows of its visitor.
type Facts struct {
	URL        string
	Since      time.Time // when the page was shown
	Pages      int64     // of this visit, this one included; 0 counts as 1
	Visits     int64     // this one included; 0 counts as 1
	Referrer   string
	Language   string
	Attributes map[string]string
	Shown      map[string]Shown // by rule, where it was
	Group      string           // of the visitor, empty without one
	Open       bool             // the visitor's conversation is
}

// Shown is when a rule was shown to a visitor last.
type Shown struct {
	At    time.Time
	Visit int64 // counted as Facts.Visits
}

// day is how long a rule waits that fires once a day.
const day = 24 * time.Hour

// Chat is a targeted chat that is to be sent.
type Chat struct {
	Rule  Rule
	Agent string // one who is Online
}

// Decide returns what a tab is to be sent at an instant, nil for nothing, and the next instant at which time alone changes that, zero if it never
// does. Nobody is sent anything while nobody of the team is Online, or while the conversation is open.
func Decide(s Site, f Facts, now time.Time) (*Chat, time.Time) {
	var next time.Time
	if f.Open {
		return nil, next
	}
	for _, r := range s.Rules {
		from, ever := r.holdsFrom(f)
		if !ever {
			continue
		}
		team := s.team(r, f)
		switch {
		case len(team) == 0:
		case !now.Before(from):
			return &Chat{Rule: r, Agent: team[0]}, next
		case next.IsZero() || from.Before(next):
			next = from
		}
	}
	return nil, next
}

// team are the Online agents whom a visitor would reach who answers a rule.
func (s Site) team(r Rule, f Facts) []string {
	group := f.Group
	if s.Groups[group] == nil { // the visitor has none, or it is gone
		group = r.Group
	}
	return s.Presence.Team(s.Groups[group])
}

// holdsFrom returns the instant from which on a rule may fire as far as the tab is concerned, or false if time alone never makes it.
func (r Rule) holdsFrom(f Facts) (time.Time, bool) {
	if !r.On {
		return time.Time{}, false
	}
	from := f.Since
	if shown, was := f.Shown[r.ID]; was {
		switch r.Once {
		case OncePerDay:
			from = later(from, shown.At.Add(day))
		case OncePerVisit:
			if shown.Visit >= max(f.Visits, 1) {
				return from, false
			}
		default:
			return from, false
		}
	}
	for _, c := range r.Conditions {
		if c.Kind == ByTime {
			from = later(from, f.Since.Add(time.Duration(c.Number)*time.Second))
		} else if !c.holds(f) {
			return from, false
		}
	}
	return from, true
}

func later(a, b time.Time) time.Time {
	if b.After(a) {
		return b
	}
	return a
}

// Holding says of each condition of a rule whether it holds at an instant.
func (r RuleSettings) Holding(f Facts, now time.Time) []bool {
	out := make([]bool, 0, len(r.Conditions))
	for _, c := range r.Conditions {
		if c.Kind == ByTime {
			out = append(out, !now.Before(f.Since.Add(time.Duration(c.Number)*time.Second)))
		} else {
			out = append(out, c.holds(f))
		}
	}
	return out
}
