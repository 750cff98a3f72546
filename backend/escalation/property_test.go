package escalation_test

import (
	"maps"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"

	"parley/backend/chat"
	"parley/backend/escalation"
	"parley/backend/presence"
)

var zero = time.Date(2026, 10, 20, 8, 0, 0, 0, time.UTC)

func second(n int) time.Time { return zero.Add(time.Duration(n) * time.Second) }

var everybody = []string{"ann", "bob", "cem", "dan"}

// deed is one thing that happens at a second.
type deed struct {
	At     int
	What   string
	Agent  string
	Status chat.Status
}

var deeds = []string{"message", "message", "reply", "join", "leave", "close", "choose", "choose", "choose", "box"}

// script is what happens, and to whom.
type script struct {
	steps  chat.Steps
	group  *chat.Group
	start  map[string]chat.Status
	deeds  []deed
	length int
}

func drawScript(t *rapid.T) script {
	statuses := rapid.SampledFrom([]chat.Status{chat.Online, chat.Online, chat.Invisible, chat.Offline})
	t1 := rapid.IntRange(1, 12).Draw(t, "t1")
	t2 := t1 + rapid.IntRange(1, 12).Draw(t, "t1 to t2")
	t3 := t2 + rapid.IntRange(1, 12).Draw(t, "t2 to t3")
	s := script{
		steps: chat.Steps{T1: second(t1).Sub(zero), T2: second(t2).Sub(zero), T3: second(t3).Sub(zero)},
		start: map[string]chat.Status{}, length: rapid.IntRange(10, 120).Draw(t, "length"),
	}
	if rapid.Bool().Draw(t, "has a group") {
		s.group = &chat.Group{
			Agents:       rapid.SliceOfDistinct(rapid.SampledFrom(everybody), rapid.ID[string]).Draw(t, "group"),
			EveryoneElse: rapid.Bool().Draw(t, "everyone else"),
		}
	}
	for _, a := range everybody {
		s.start[a] = statuses.Draw(t, a)
	}
	s.deeds = rapid.SliceOfN(rapid.Custom(func(t *rapid.T) deed {
		return deed{
			At:     rapid.IntRange(0, s.length-1).Draw(t, "at"),
			What:   rapid.SampledFrom(deeds).Draw(t, "what"),
			Agent:  rapid.SampledFrom(everybody).Draw(t, "agent"),
			Status: statuses.Draw(t, "status"),
		}
	}), 0, 25).Draw(t, "deeds")
	slices.SortStableFunc(s.deeds, func(a, b deed) int { return a.At - b.At })
	return s
}

// model is the slow reference: it goes from second to second and remembers what it saw.
type model struct {
	script
	status          map[string]chat.Status
	box             map[string]bool
	open            bool
	member, replied map[string]bool
	waits, offline  bool
	owned, missed   bool
	counted         int // seconds of the wait so far
}

func newModel(s script) *model {
	return &model{script: s, status: maps.Clone(s.start), box: map[string]bool{}, member: map[string]bool{}, replied: map[string]bool{}}
}

func (m *model) all(fits func(string) bool) []string {
	var out []string
	for _, a := range everybody {
		if fits(a) {
			out = append(out, a)
		}
	}
	return out
}

func (m *model) there(a string) bool {
	return m.open && m.member[a] && m.status[a] != chat.Offline
}

func (m *model) inTeam(a string) bool { return m.group == nil || slices.Contains(m.group.Agents, a) }

func (m *model) online() []string {
	team := m.all(func(a string) bool { return m.status[a] == chat.Online && m.inTeam(a) })
	if len(team) == 0 && m.group != nil && m.group.EveryoneElse {
		return m.all(func(a string) bool { return m.status[a] == chat.Online })
	}
	return team
}

// look notices who has come and gone.
func (m *model) look() {
	owned := m.waits && len(m.all(func(a string) bool { return m.there(a) && m.replied[a] })) > 0
	if m.owned && !owned {
		m.counted = 0
	}
	m.owned = owned
}

func (m *model) do(d deed) {
	switch d.What {
	case "message":
		offline := len(m.all(m.there)) == 0 && len(m.online()) == 0
		m.open = true
		if !m.waits || m.offline && !offline {
			m.waits, m.offline, m.counted, m.missed = true, offline, 0, false
		}
	case "reply":
		m.open, m.waits, m.offline, m.missed = true, false, false, false
		m.member[d.Agent], m.replied[d.Agent] = true, true
	case "join":
		if m.open {
			m.member[d.Agent] = true
		}
	case "leave":
		m.member[d.Agent], m.replied[d.Agent] = false, false
	case "close":
		m.open, m.waits, m.offline, m.missed = false, false, false, false
		clear(m.member)
		clear(m.replied)
	case "choose":
		m.status[d.Agent] = d.Status
	case "box":
		m.box[d.Agent] = !m.box[d.Agent]
	}
	m.look()
}

// tick lets a second pass.
func (m *model) tick() {
	if m.waits && !m.offline && !m.owned {
		m.counted++
	}
	m.note()
}

func (m *model) note() {
	if m.waits && !m.offline && !m.owned && m.counted >= int(m.steps.T3/time.Second) {
		m.missed = true
	}
}

func (m *model) answer() (chat.WaitState, []string) {
	switch {
	case !m.waits:
		return chat.Quiet, nil
	case m.offline:
		return chat.OfflineMessage, nil
	case m.missed:
		return chat.Missed, nil
	case m.owned:
		return chat.Owned, nil
	}
	first := m.all(m.there)
	if len(first) == 0 {
		first = m.online()
	}
	return chat.Waits, m.all(func(a string) bool {
		return slices.Contains(first, a) ||
			m.counted >= int(m.steps.T1/time.Second) && slices.Contains(m.online(), a) ||
			m.counted >= int(m.steps.T2/time.Second) && m.status[a] == chat.Invisible && m.box[a] && m.inTeam(a)
	})
}

// facts are kept as a hub keeps them.
type facts struct{ escalation.Facts }

func newFacts(s script) *facts {
	return &facts{escalation.Facts{
		Site:  presence.Site{Quiet: chat.ModeMessenger, Agents: everybody, Status: maps.Clone(s.start)},
		Group: s.group, Steps: s.steps, Agents: map[string]escalation.Agent{},
	}}
}

func (f *facts) do(d deed) {
	c, agent, now := &f.Conversation, f.Agents[d.Agent], second(d.At)
	switch d.What {
	case "message":
		offline := f.Site.Availability(f.Group, *c).Mode != chat.ModeLive
		c.Open = true
		if c.Waits.Since.IsZero() || c.Waits.Offline && !offline {
			c.Waits = chat.Waiting{Since: now, Offline: offline}
		}
	case "reply":
		c.Open, c.Waits = true, chat.Waiting{}
		c.Members = append(without(c.Members, d.Agent), chat.Member{Agent: d.Agent, Replied: true})
	case "join":
		if _, member := c.Member(d.Agent); c.Open && !member {
			c.Members = append(without(c.Members, d.Agent), chat.Member{Agent: d.Agent})
		}
	case "leave":
		was, _ := escalation.Decide(f.Facts, now)
		c.Members = without(c.Members, d.Agent)
		if is, _ := escalation.Decide(f.Facts, now); was.State == chat.Owned && is.State != chat.Owned {
			c.Waits.From = now
		}
	case "close":
		*c = chat.Conversation{}
	case "choose":
		if d.Status != chat.Offline {
			agent.Left = time.Time{}
		} else if f.Site.Status[d.Agent] != chat.Offline {
			agent.Left = now
		}
		f.Site.Status[d.Agent] = d.Status
	case "box":
		agent.Reserve = !agent.Reserve
	}
	f.Agents[d.Agent] = agent
}

func without(members []chat.Member, agent string) []chat.Member {
	return slices.DeleteFunc(slices.Clone(members), func(m chat.Member) bool { return m.Agent == agent })
}

// At every second of any script the answer is that of the slow model, and it changes without a deed only at the instant it named. That it is missed is
// stored when it is first found out.
func TestDecideIsTheModel(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := drawScript(t)
		m, f := newModel(s), newFacts(s)
		var last escalation.Answer
		var named time.Time
		todo := s.deeds
		for n := range s.length {
			now := second(n)
			if n > 0 {
				m.tick()
			}
			// What time alone has made, before anything happens.
			before, _ := escalation.Decide(f.Facts, now)
			if before.State == chat.Missed {
				f.Conversation.Waits.Missed = before.Missed
			}
			if n > 0 && !cmp.Equal(before, last) && !now.Equal(named) {
				t.Fatalf("second %d: from %+v to %+v, and %v was named", n, last, before, named)
			}
			for len(todo) > 0 && todo[0].At == n {
				m.do(todo[0])
				m.note()
				f.do(todo[0])
				todo = todo[1:]
			}
			got, next := escalation.Decide(f.Facts, now)
			state, want := m.answer()
			if diff := cmp.Diff(want, asked(got), cmpopts.EquateEmpty()); got.State != state || diff != "" {
				t.Fatalf("second %d: %s, want %s; asked (-model +got)\n%s", n, got.State, state, diff)
			}
			if !next.IsZero() && !next.After(now) {
				t.Fatalf("second %d: names %v, which is over", n, next)
			}
			last, named = got, next
		}
	})
}

// Whoever looks later finds the same: a hub that was away meanwhile neither repeats nor forgets a step.
func TestNothingHangsOnWhenItIsLookedAt(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := drawScript(t)
		often, seldom := newFacts(s), newFacts(s)
		todo := s.deeds
		for n := range s.length {
			if a, _ := escalation.Decide(often.Facts, second(n)); a.State == chat.Missed {
				often.Conversation.Waits.Missed = a.Missed
			}
			for len(todo) > 0 && todo[0].At == n {
				if a, _ := escalation.Decide(seldom.Facts, second(n)); a.State == chat.Missed { // a hub looks before something happens
					seldom.Conversation.Waits.Missed = a.Missed
				}
				often.do(todo[0])
				seldom.do(todo[0])
				todo = todo[1:]
			}
		}
		a, at := escalation.Decide(often.Facts, second(s.length))
		b, bt := escalation.Decide(seldom.Facts, second(s.length))
		if diff := cmp.Diff(a, b); diff != "" || !at.Equal(bt) {
			t.Fatalf("looked at often and seldom: %s, %v and %v", diff, at, bt)
		}
	})
}
