package escalation_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"parley/backend/chat"
	"parley/backend/escalation"
	"parley/backend/presence"
)

// office are the facts of a site with an agent of every status, where a visitor waits since second 0.
func office(change ...func(*escalation.Facts)) escalation.Facts {
	f := escalation.Facts{
		Site: presence.Site{
			Quiet:  chat.ModeMessenger,
			Agents: everybody,
			Status: map[string]chat.Status{"ann": chat.Online, "bob": chat.Online, "cem": chat.Invisible, "dan": chat.Offline},
		},
		Conversation: chat.Conversation{Open: true, Waits: chat.Waiting{Since: zero}},
		Steps:        chat.DefaultSteps(),
		Routing:      chat.RoutingEverybody,
		Agents:       map[string]escalation.Agent{"cem": {Reserve: true}},
	}
	for _, c := range change {
		c(&f)
	}
	return f
}

func members(m ...chat.Member) func(*escalation.Facts) {
	return func(f *escalation.Facts) { f.Conversation.Members = m }
}

func group(g chat.Group) func(*escalation.Facts) {
	return func(f *escalation.Facts) { f.Group = &g }
}

func TestWhoIsAskedAndWhy(t *testing.T) {
	first, too, late := chat.AskedFirst, chat.AskedToo, chat.AskedLate
	for _, c := range []struct {
		name string
		at   int // second
		f    escalation.Facts
		want []escalation.Ask
	}{
		{"nobody has joined: the Online agents of the site", 0, office(), []escalation.Ask{{"ann", first}, {"bob", first}}},
		{"they stay the first after T1", 60, office(), []escalation.Ask{{"ann", first}, {"bob", first}}},
		{"the reserve from T2 on", 120, office(), []escalation.Ask{{"ann", first}, {"bob", first}, {"cem", late}}},
		{"those of the team where there is a group", 0, office(group(chat.Group{Agents: []string{"bob", "cem"}})), []escalation.Ask{{"bob", first}}},
		{"of the group's reserve only", 120, office(group(chat.Group{Agents: []string{"bob"}})), []escalation.Ask{{"bob", first}}},
		{"everybody Online where the group lets them stand in", 0, office(group(chat.Group{Agents: []string{"cem"}, EveryoneElse: true})), []escalation.Ask{{"ann", first}, {"bob", first}}},
		{"nobody where it does not", 0, office(group(chat.Group{Agents: []string{"cem"}})), nil},
		{"but its reserve from T2 on", 120, office(group(chat.Group{Agents: []string{"cem"}})), []escalation.Ask{{"cem", late}}},
		{"a present member alone", 59, office(members(chat.Member{Agent: "bob"})), []escalation.Ask{{"bob", first}}},
		{"the others of the team from T1 on", 60, office(members(chat.Member{Agent: "bob"})), []escalation.Ask{{"ann", too}, {"bob", first}}},
		{"an Invisible member is one of the first", 120, office(members(chat.Member{Agent: "cem"})), []escalation.Ask{{"ann", too}, {"bob", too}, {"cem", first}}},
		{"the team when the member is Offline", 0, office(members(chat.Member{Agent: "dan"})), []escalation.Ask{{"ann", first}, {"bob", first}}},
		{"nobody while a member who replied is present", 300, office(members(chat.Member{Agent: "bob", Replied: true}, chat.Member{Agent: "ann"})), nil},
		{"nobody about an offline message", 60, office(func(f *escalation.Facts) { f.Conversation.Waits.Offline = true }), nil},
		{"nobody when all is answered", 0, office(func(f *escalation.Facts) { f.Conversation.Waits = chat.Waiting{} }), nil},
		{"nobody when it is closed", 0, office(func(f *escalation.Facts) { f.Conversation.Open = false }), nil},
		{"nobody once it is missed", 180, office(), nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			got, _ := escalation.Decide(c.f, second(c.at))
			if diff := cmp.Diff(c.want, got.Asked, cmpopts.EquateEmpty()); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestWhatAWaitCountsFrom(t *testing.T) {
	gone := func(at int) func(*escalation.Facts) {
		return func(f *escalation.Facts) { f.Agents["dan"] = escalation.Agent{Left: second(at)} }
	}
	replied := members(chat.Member{Agent: "dan", Replied: true})
	for _, c := range []struct {
		name        string
		f           escalation.Facts
		since, next int
	}{
		{"the message", office(), 0, 60},
		{"when the member who had replied went", office(replied, gone(20)), 20, 80},
		{"the message if that was before", office(replied, gone(-20)), 0, 60},
		{"not when one went who had not replied", office(members(chat.Member{Agent: "dan"}), gone(20)), 0, 60},
		{"when one went who is no member any more, as stored", office(func(f *escalation.Facts) { f.Conversation.Waits.From = second(30) }), 30, 90},
		{"the later of the two", office(replied, gone(20), func(f *escalation.Facts) { f.Conversation.Waits.From = second(30) }), 30, 90},
	} {
		t.Run(c.name, func(t *testing.T) {
			got, next := escalation.Decide(c.f, second(31))
			if !got.Since.Equal(second(c.since)) || !next.Equal(second(c.next)) {
				t.Errorf("counts from %v, and the next step comes at %v", got.Since, next)
			}
		})
	}
}

func TestMissedStays(t *testing.T) {
	f := office()
	a, next := escalation.Decide(f, second(1000))
	if a.State != chat.Missed || !a.Missed.Equal(second(180)) || !next.IsZero() {
		t.Fatalf("late by far: %+v, next %v", a, next)
	}
	f.Conversation.Waits.Missed = a.Missed
	f.Conversation.Members = []chat.Member{{Agent: "ann", Replied: true}}
	if a, _ := escalation.Decide(f, second(1001)); a.State != chat.Missed || !a.Missed.Equal(second(180)) || !a.Since.Equal(zero) {
		t.Errorf("with a member who replied: %+v", a)
	}
}

func TestTheOneWithTheFewestChats(t *testing.T) {
	fewest := func(open map[string]int, last map[string]int) func(*escalation.Facts) {
		return func(f *escalation.Facts) {
			f.Routing = chat.RoutingFewest
			f.Open = func(agent string) int { return open[agent] }
			for agent, at := range last {
				f.Agents[agent] = escalation.Agent{LastChat: second(at)}
			}
		}
	}
	for _, c := range []struct {
		name string
		at   int
		f    escalation.Facts
		want string // empty for nobody
	}{
		{"fewer chats", 0, office(fewest(map[string]int{"ann": 2, "bob": 1}, nil)), "bob"},
		{"as many, and the last one longer ago", 0, office(fewest(nil, map[string]int{"ann": -5, "bob": -9})), "bob"},
		{"as many, and none ever", 0, office(fewest(nil, map[string]int{"ann": -5})), "bob"},
		{"all the same: the first of the site", 0, office(fewest(nil, nil)), "ann"},
		{"of the team only", 0, office(fewest(map[string]int{"bob": 5}, nil), group(chat.Group{Agents: []string{"bob", "cem"}})), "bob"},
		{"nobody while a member is present", 0, office(fewest(nil, nil), members(chat.Member{Agent: "bob"})), ""},
		{"again when the member has gone", 0, office(fewest(nil, nil), members(chat.Member{Agent: "dan"})), "ann"},
		{"nobody where nobody is Online", 0, office(fewest(nil, nil), group(chat.Group{Agents: []string{"cem"}})), ""},
		{"nobody from T1 on: everybody is asked", 60, office(fewest(nil, nil)), ""},
		{"nobody about an offline message", 0, office(fewest(nil, nil), func(f *escalation.Facts) { f.Conversation.Waits.Offline = true }), ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			got, next := escalation.Decide(c.f, second(c.at))
			if got.Assign != c.want {
				t.Errorf("assigns %q, want %q", got.Assign, c.want)
			}
			if c.want != "" && (!cmp.Equal(asked(got), []string{c.want}) || next.Sub(zero) != time.Minute) {
				t.Errorf("asks %v, next %v", got.Asked, next)
			}
		})
	}
}
