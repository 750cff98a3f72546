package presence_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"

	"parley/backend/chat"
	"parley/backend/presence"
)

func TestPresent(t *testing.T) {
	for _, c := range []struct {
		status chat.Status
		member bool
		want   bool
	}{
		{chat.Online, false, true}, {chat.Online, true, true},
		{chat.Invisible, false, false}, {chat.Invisible, true, true},
		{chat.Offline, false, false}, {chat.Offline, true, false},
		{"", true, false},
	} {
		if got := presence.Present(c.status, c.member); got != c.want {
			t.Errorf("Present(%q, %t) = %t", c.status, c.member, got)
		}
	}
}

func TestAvailability(t *testing.T) {
	talk := func(members ...string) chat.Conversation {
		c := chat.Conversation{Open: true}
		for _, id := range members {
			c.Members = append(c.Members, chat.Member{Agent: id})
		}
		return c
	}
	sales := &chat.Group{ID: "sales", Agents: []string{"ann", "gone"}}
	open := &chat.Group{ID: "open", Agents: []string{"ann"}, EveryoneElse: true}
	on, inv, off := chat.Online, chat.Invisible, chat.Offline
	live := func(agents ...string) presence.Availability {
		return presence.Availability{Mode: chat.ModeLive, Agents: agents}
	}
	messenger, hidden := presence.Availability{Mode: chat.ModeMessenger}, presence.Availability{Mode: chat.ModeHidden}

	for _, c := range []struct {
		name     string
		quiet    chat.Mode
		ann, bob chat.Status
		group    *chat.Group
		talk     chat.Conversation
		want     presence.Availability
	}{
		{"nobody is there", chat.ModeMessenger, off, inv, nil, chat.Conversation{}, messenger},
		{"nobody is there, hidden", chat.ModeHidden, off, inv, nil, chat.Conversation{}, hidden},
		{"nobody is there, hidden, the conversation is open", chat.ModeHidden, off, inv, nil, talk(), messenger},
		{"a site cannot be live for ever", chat.ModeLive, off, off, nil, chat.Conversation{}, messenger},
		{"all that are Online, in the order of the site", chat.ModeHidden, on, on, nil, chat.Conversation{}, live("bob", "ann")},
		{"a member alone", chat.ModeHidden, on, on, nil, talk("ann"), live("ann")},
		{"an Invisible member alone", chat.ModeHidden, inv, on, nil, talk("ann"), live("ann")},
		{"an Offline member gives way to the team", chat.ModeHidden, off, on, nil, talk("ann"), live("bob")},
		{"two members", chat.ModeHidden, on, inv, nil, talk("ann", "bob"), live("bob", "ann")},
		{"a former agent's membership means nothing", chat.ModeHidden, off, on, nil, talk("gone"), live("bob")},
		{"a closed conversation has no members", chat.ModeHidden, inv, off, nil, chat.Conversation{Members: talk("ann").Members}, hidden},
		{"the group's agents only", chat.ModeHidden, on, on, sales, chat.Conversation{}, live("ann")},
		{"the group has nobody Online", chat.ModeHidden, inv, on, sales, chat.Conversation{}, hidden},
		{"a member of another group", chat.ModeHidden, on, inv, sales, talk("bob"), live("bob")},
		{"everyone else while the group has nobody", chat.ModeHidden, inv, on, open, chat.Conversation{}, live("bob")},
		{"not everyone else while the group has somebody", chat.ModeHidden, on, on, open, chat.Conversation{}, live("ann")},
		{"nobody else either", chat.ModeMessenger, inv, inv, open, chat.Conversation{}, messenger},
	} {
		t.Run(c.name, func(t *testing.T) {
			site := presence.Site{Quiet: c.quiet, Agents: []string{"bob", "ann"}, Status: map[string]chat.Status{"ann": c.ann, "bob": c.bob, "gone": on}}
			if got := site.Availability(c.group, c.talk); !cmp.Equal(got, c.want, cmpopts.EquateEmpty()) {
				t.Errorf("got %+v, want %+v", got, c.want)
			}
		})
	}
}

// No visitor can tell an Invisible agent from an absent one, except in a conversation that agent is a member of.
func TestInvisibleCannotBeTold(t *testing.T) {
	agents := []string{"ann", "bob", "cem"}
	some := rapid.SliceOfDistinct(rapid.SampledFrom(agents), rapid.ID[string])
	rapid.Check(t, func(t *rapid.T) {
		site := presence.Site{
			Quiet:  rapid.SampledFrom([]chat.Mode{chat.ModeMessenger, chat.ModeHidden}).Draw(t, "quiet"),
			Agents: agents,
			Status: map[string]chat.Status{},
		}
		for _, a := range agents {
			site.Status[a] = genStatus.Draw(t, a)
		}
		var group *chat.Group
		if rapid.Bool().Draw(t, "has a group") {
			group = &chat.Group{Agents: some.Draw(t, "group"), EveryoneElse: rapid.Bool().Draw(t, "everyone else")}
		}
		talk := chat.Conversation{Open: rapid.Bool().Draw(t, "open")}
		if talk.Open {
			for _, a := range some.Draw(t, "members") {
				talk.Members = append(talk.Members, chat.Member{Agent: a})
			}
		}
		who := rapid.SampledFrom(agents).Draw(t, "who")
		if _, member := talk.Member(who); member {
			return
		}
		site.Status[who] = chat.Invisible
		invisible := site.Availability(group, talk)
		site.Status[who] = chat.Offline
		if offline := site.Availability(group, talk); !cmp.Equal(offline, invisible, cmpopts.EquateEmpty()) {
			t.Fatalf("%s Invisible: %+v, Offline: %+v", who, invisible, offline)
		}
		if (invisible.Mode == chat.ModeLive) != (len(invisible.Agents) > 0) {
			t.Fatalf("%+v", invisible)
		}
		if talk.Open && invisible.Mode == chat.ModeHidden {
			t.Fatal("hidden while the conversation is open")
		}
	})
}

// What a visitor is told at any second follows from the slow models of the agents and the sentences of the rules, read one by one.
func TestAvailabilityIsTheModel(t *testing.T) {
	agents := []string{"ann", "bob", "cem"}
	some := rapid.SliceOfDistinct(rapid.SampledFrom(agents), rapid.ID[string])
	rapid.Check(t, func(t *rapid.T) {
		quiet := rapid.SampledFrom([]chat.Mode{chat.ModeMessenger, chat.ModeHidden}).Draw(t, "quiet")
		var group *chat.Group
		if rapid.Bool().Draw(t, "has a group") {
			group = &chat.Group{Agents: some.Draw(t, "group"), EveryoneElse: rapid.Bool().Draw(t, "everyone else")}
		}
		talk := chat.Conversation{Open: rapid.Bool().Draw(t, "open")}
		for _, a := range some.Draw(t, "members") {
			talk.Members = append(talk.Members, chat.Member{Agent: a})
		}
		fast, slow := presence.Site{Quiet: quiet, Agents: agents, Status: map[string]chat.Status{}}, map[string]chat.Status{}
		end := rapid.IntRange(1, 200).Draw(t, "second")
		for _, id := range agents {
			s := genScript.Draw(t, id)
			m, a, happened := newModel(s.policy), s.begin(), 0
			m.setHours(s.hours)
			now := second(min(end, s.end) - 1)
			for i := range min(end, s.end) {
				var e presence.Event
				if happened < len(s.events) && s.at[happened] == i {
					e = s.events[happened]
					happened++
				}
				m.step(second(i), e)
				if e != nil {
					a, _ = a.After(e)
				}
			}
			v, _ := a.View(now)
			fast.Status[id], slow[id] = v.Status, m.view(now).Status
			if rapid.Bool().Draw(t, id+" as drawn") { // scripts lead to few agents who are there at once
				status := genStatus.Draw(t, id+" is")
				fast.Status[id], slow[id] = status, status
			}
		}
		if got, want := fast.Availability(group, talk), read(slow, agents, quiet, group, talk); !cmp.Equal(got, want, cmpopts.EquateEmpty()) {
			t.Fatalf("%v in %+v, of %+v: told %+v, want %+v", slow, talk, group, got, want)
		}
	})
}

// read is section 4 of the rules, sentence by sentence.
func read(status map[string]chat.Status, agents []string, quiet chat.Mode, group *chat.Group, talk chat.Conversation) presence.Availability {
	var present, team, online []string
	for _, a := range agents {
		member := false
		for _, m := range talk.Members {
			member = member || talk.Open && m.Agent == a
		}
		inTeam := group == nil
		for i := 0; group != nil && i < len(group.Agents); i++ {
			inTeam = inTeam || group.Agents[i] == a
		}
		if member && (status[a] == chat.Online || status[a] == chat.Invisible) {
			present = append(present, a)
		}
		if status[a] == chat.Online {
			online = append(online, a)
			if inTeam {
				team = append(team, a)
			}
		}
	}
	switch {
	case len(present) > 0: // live with the present members of the open conversation
		return presence.Availability{Mode: chat.ModeLive, Agents: present}
	case len(team) > 0: // if there are none, with the Online agents of the team
		return presence.Availability{Mode: chat.ModeLive, Agents: team}
	case group != nil && group.EveryoneElse && len(online) > 0: // a group may add everyone else while none of its agents is Online
		return presence.Availability{Mode: chat.ModeLive, Agents: online}
	case talk.Open: // always messenger while the conversation is open
		return presence.Availability{Mode: chat.ModeMessenger}
	}
	return presence.Availability{Mode: quiet} // otherwise messenger or hidden, by the site's setting
}
