package storetest

import (
	"slices"
	"testing"
	"time"

	"parley/backend/chat"
	"parley/backend/escalation"
	"parley/backend/store"
)

func reserve(t *testing.T, open func(*testing.T) *store.Store) {
	s := newShop(t, open)
	other := must(s.AddSite(t.Context(), "Other", nil))(t)
	known := func() map[string]escalation.Agent { return must(s.EscalationAgents(t.Context(), s.site.ID))(t) }
	same(t, "new agents", known(), map[string]escalation.Agent{s.ann.ID: {}, s.bob.ID: {}})
	ok(t, s.SaveReserve(t.Context(), s.ann.ID, true))
	same(t, "after ticking the box", known(), map[string]escalation.Agent{s.ann.ID: {Reserve: true}, s.bob.ID: {}})
	ok(t, s.SaveReserve(t.Context(), s.ann.ID, false))

	c := s.says(t, chat.NewToken(), "m1", "Hello").Conversation
	s.does(t, s.ann, c.ID, "j", chat.KindJoined)
	same(t, "after joining", known(), map[string]escalation.Agent{s.ann.ID: {LastChat: noon}, s.bob.ID: {}})
	later := noon.Add(time.Hour)
	must(s.SayAsAgent(t.Context(), chat.AgentMessage{Agent: s.ann, Conversation: c.ID, ClientID: "a", Text: "Hi", At: later}))(t)
	must(s.SayAsAgent(t.Context(), chat.AgentMessage{Agent: s.bob, Conversation: c.ID, ClientID: "a", Text: "Hi", At: later}))(t)
	same(t, "after replies", known(), map[string]escalation.Agent{s.ann.ID: {LastChat: noon}, s.bob.ID: {LastChat: later}})

	same(t, "agents of another site", len(must(s.EscalationAgents(t.Context(), other.ID))(t)), 0)
	fails(t, s.SaveReserve(t.Context(), "nobody", true), chat.NotFound)
}

// steps: what is found out about a wait is stored once, and only as long as the wait stands as it was.
func steps(t *testing.T, open func(*testing.T) *store.Store) {
	s := newShop(t, open)
	carl := must(s.AddAgent(t.Context(), s.site.ID, "Carl", "", ""))(t)
	token := chat.NewToken()
	waiting := func(want ...string) {
		t.Helper()
		same(t, "number of sites where somebody waits", len(must(s.SitesWaiting(t.Context()))(t)), len(want))
	}
	waiting()
	c := s.says(t, token, "m1", "Hello").Conversation
	waiting(s.site.ID)
	from, at := noon.Add(30*time.Second), noon.Add(210*time.Second)
	check := func(what string, got chat.Stepped, won bool, want chat.Waiting) {
		t.Helper()
		same(t, what+": won", got.Won, won)
		same(t, what, got.Conversation.Waits, want)
		is := must(s.Thread(t.Context(), s.site.ID, c.ID))(t)
		same(t, what+", stored", chat.Stepped{Conversation: is.Conversation, Visitor: is.Visitor, Won: won}, got)
	}

	counted := must(s.CountFrom(t.Context(), c, from))(t)
	check("counts from later", counted, true, chat.Waiting{Since: noon, From: from})
	same(t, "version", counted.Conversation.Version, c.Version+1)
	again := must(s.CountFrom(t.Context(), c, from.Add(time.Second)))(t)
	check("decided on what was", again, false, chat.Waiting{Since: noon, From: from})
	same(t, "version of what was lost", again.Conversation.Version, counted.Conversation.Version)

	// Another message changes nothing about the wait.
	s.says(t, token, "m2", "Hello?")
	missed := must(s.Miss(t.Context(), counted.Conversation, at))(t)
	check("missed", missed, true, chat.Waiting{Since: noon, From: from, Missed: at})
	waiting()
	again = must(s.Miss(t.Context(), counted.Conversation, at.Add(time.Second)))(t)
	check("missed before", again, false, chat.Waiting{Since: noon, From: from, Missed: at})
	again = must(s.CountFrom(t.Context(), missed.Conversation, at))(t)
	check("what was missed counts no more", again, false, chat.Waiting{Since: noon, From: from, Missed: at})
	same(t, "another message leaves it missed", s.says(t, token, "m3", "Well").Conversation.Waits, chat.Waiting{Since: noon, From: from, Missed: at})

	owed := []store.MissedMail{}
	for _, a := range []chat.Agent{s.ann, s.bob, carl} {
		owed = append(owed, store.MissedMail{Conversation: c.ID, Since: noon, Agent: a.ID})
	}
	same(t, "mails that are owed", byAgent(must(s.MissedMails(t.Context(), s.site.ID))(t)), byAgent(owed))

	answered := s.answers(t, s.ann, c.ID, "a", "Yes").Conversation
	same(t, "after a reply", answered.Waits, chat.Waiting{})
	next := must(s.SayAsVisitor(t.Context(), chat.VisitorMessage{Site: s.site.ID, Token: token, ClientID: "m4", Text: "One more", At: at}))(t).Conversation
	lost := must(s.Miss(t.Context(), missed.Conversation, at.Add(time.Hour)))(t)
	check("another wait", lost, false, chat.Waiting{Since: at})
	closed := s.does(t, s.ann, c.ID, "c", chat.KindClosed).Conversation
	lost = must(s.Miss(t.Context(), next, at.Add(time.Hour)))(t)
	check("closed meanwhile", lost, false, closed.Waits)
	same(t, "mails after what was lost", len(must(s.MissedMails(t.Context(), s.site.ID))(t)), 3)

	// Of a visitor with a group, its agents are owed a mail, and the members whoever they are.
	help := must(s.AddGroup(t.Context(), s.site.ID, "Help", []string{carl.ID}, false))(t)
	grouped := must(s.SayAsVisitor(t.Context(), chat.VisitorMessage{Site: s.site.ID, Token: chat.NewToken(), ClientID: "g1", Text: "Help", Group: help.ID,
		At: at}))(t).Conversation
	grouped = s.does(t, s.bob, grouped.ID, "j", chat.KindJoined).Conversation
	same(t, "missed in a group", must(s.Miss(t.Context(), grouped, at.Add(time.Hour)))(t).Won, true)
	mails := []string{}
	for _, m := range must(s.MissedMails(t.Context(), s.site.ID))(t) {
		if m.Conversation == grouped.ID {
			mails = append(mails, m.Agent)
		}
	}
	same(t, "who is owed a mail in a group", slices.Sorted(slices.Values(mails)), slices.Sorted(slices.Values([]string{carl.ID, s.bob.ID})))

	// An offline message is no wait that has steps.
	offline := must(s.SayAsVisitor(t.Context(), chat.VisitorMessage{Site: s.site.ID, Token: token, ClientID: "m5", Text: "Later", Offline: true, At: at}))(t)
	waiting()
	same(t, "an offline message is missed", must(s.Miss(t.Context(), offline.Conversation, at))(t).Won, false)

	nowhere := c
	nowhere.Site = "nobody"
	_, err := s.Miss(t.Context(), nowhere, at)
	fails(t, err, chat.NotFound)
	same(t, "mails after another site's", len(must(s.MissedMails(t.Context(), s.site.ID))(t)), 5)
}

func byAgent(mails []store.MissedMail) map[string]store.MissedMail {
	out := map[string]store.MissedMail{}
	for _, m := range mails {
		out[m.Agent] = m
	}
	return out
}

func assigning(t *testing.T, open func(*testing.T) *store.Store) {
	s := newShop(t, open)
	token := chat.NewToken()
	w := s.says(t, token, "m1", "Hello")
	c := w.Conversation
	want := c
	want.Assigned, want.Members, want.Version = s.bob.ID, []chat.Member{{Agent: s.bob.ID}}, c.Version+1
	won := func(c chat.Conversation) chat.Stepped {
		return chat.Stepped{Conversation: c, Visitor: w.Visitor, Won: true}
	}
	got := must(s.Assign(t.Context(), c, s.bob.ID, noon.Add(time.Second)))(t)
	same(t, "assigned", got, won(want))
	same(t, "assigned, stored", must(s.Thread(t.Context(), s.site.ID, c.ID))(t).Conversation, want)
	same(t, "last new chat", must(s.EscalationAgents(t.Context(), s.site.ID))(t)[s.bob.ID].LastChat, noon.Add(time.Second))

	same(t, "lost, the winner's", must(s.Assign(t.Context(), c, s.ann.ID, noon))(t), chat.Stepped{Conversation: want, Visitor: w.Visitor})

	second := s.says(t, chat.NewToken(), "m1", "Hello").Conversation
	same(t, "won a second", must(s.Assign(t.Context(), second, s.bob.ID, noon))(t).Won, true)
	same(t, "last new chat after an earlier one", must(s.EscalationAgents(t.Context(), s.site.ID))(t)[s.bob.ID].LastChat, noon.Add(time.Second))

	// A second agent, when the first has gone, stands behind the first.
	got = must(s.Assign(t.Context(), got.Conversation, s.ann.ID, noon))(t)
	want.Assigned, want.Members, want.Version = s.ann.ID, []chat.Member{{Agent: s.bob.ID}, {Agent: s.ann.ID}}, want.Version+1
	same(t, "assigned anew", got, won(want))
	same(t, "assigned anew, stored", must(s.Thread(t.Context(), s.site.ID, c.ID))(t).Conversation, want)
	same(t, "assigned agent of what was closed", s.does(t, s.ann, c.ID, "c", chat.KindClosed).Conversation.Members, []chat.Member(nil))
}

// stepsAtOnce: of any number of hubs that take the same step one does, and a reply that comes at the same time leaves the wait either missed and ended or
// never missed.
func stepsAtOnce(t *testing.T, open func(*testing.T) *store.Store) {
	s := newShop(t, open)
	for range 10 {
		token := chat.NewToken()
		c := s.says(t, token, "m", "Hello").Conversation
		before := len(must(s.MissedMails(t.Context(), s.site.ID))(t))
		wins := make([]bool, 8)
		_, errs := atOnce(len(wins)+1, func(i int) (chat.Written, error) {
			if i == len(wins) {
				return s.agent(t, s.ann, c.ID, "a", "Hi")
			}
			is, err := s.Miss(t.Context(), c, noon.Add(time.Minute))
			wins[i] = is.Won
			return chat.Written{Conversation: is.Conversation, Visitor: is.Visitor}, err
		})
		won := 0
		for i, err := range errs {
			ok(t, err)
			if i < len(wins) && wins[i] {
				won++
			}
		}
		if won > 1 {
			t.Errorf("%d hubs took one step", won)
		}
		same(t, "mails that are owed", len(must(s.MissedMails(t.Context(), s.site.ID))(t))-before, 2*won)
		same(t, "the wait", must(s.Thread(t.Context(), s.site.ID, c.ID))(t).Conversation.Waits, chat.Waiting{})
	}
}
