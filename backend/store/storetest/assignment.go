package storetest

import (
	"strings"
	"sync"
	"testing"
	"time"

	"parley/backend/chat"
	"parley/backend/store"
)

// assignment: what agents do with a conversation besides answering it.
func assignment(t *testing.T, open func(*testing.T) *store.Store) {
	s := newShop(t, open)
	other := must(s.AddSite(t.Context(), "Other", nil))(t)
	eve := must(s.AddAgent(t.Context(), other.ID, "Eve", "", ""))(t)
	sales := must(s.AddGroup(t.Context(), s.site.ID, "Sales", []string{s.bob.ID}, false))(t)
	elsewhere := must(s.AddGroup(t.Context(), other.ID, "Sales", nil, false))(t)
	token := chat.NewToken()
	id := s.says(t, token, "m1", "Hello").Conversation.ID
	late := noon.Add(time.Minute)
	n := 0
	do := func(a chat.Act) (chat.Written, error) {
		n++
		a.Conversation, a.At = id, late
		if a.ClientID == "" {
			a.ClientID = strings.Repeat("a", n)
		}
		if a.Agent.ID == "" {
			a.Agent = s.ann
		}
		return s.Do(t.Context(), a)
	}
	is := func(what string, assigned, group string, members ...chat.Member) {
		t.Helper()
		v, c, err := s.VisitorByToken(t.Context(), s.site.ID, token)
		ok(t, err)
		same(t, what+": assigned", c.Assigned, assigned)
		same(t, what+": group", v.Group, group)
		same(t, what+": members", append([]chat.Member{}, c.Members...), append([]chat.Member{}, members...))
	}

	w := must(do(chat.Act{Kind: chat.KindAssigned, Target: s.bob.ID, ClientID: "once"}))(t)
	same(t, "entry of an assignment", w.Entry, chat.Entry{Conversation: id, Seq: 2, ID: w.Entry.ID, Kind: chat.KindAssigned, From: chat.FromAgent,
		Author: s.ann.ID, ClientID: "once", Target: s.bob.ID, At: late})
	same(t, "repeated", must(do(chat.Act{Kind: chat.KindAssigned, Target: s.bob.ID, ClientID: "once"}))(t).Repeated, true)
	bob, ann := chat.Member{Agent: s.bob.ID}, chat.Member{Agent: s.ann.ID}
	is("assigned", s.bob.ID, "", bob)
	must(do(chat.Act{Kind: chat.KindAdded, Target: s.ann.ID}))(t)
	is("added", s.bob.ID, "", bob, ann)

	for _, wrong := range []struct {
		act  chat.Act
		code chat.Code
	}{
		{chat.Act{Kind: chat.KindAssigned, Target: s.bob.ID}, chat.Conflict},
		{chat.Act{Kind: chat.KindAssigned, Target: s.ann.ID, ClientID: "once"}, chat.Conflict},
		{chat.Act{Kind: chat.KindAdded, Target: s.bob.ID}, chat.Conflict},
		{chat.Act{Kind: chat.KindAdded, Target: eve.ID}, chat.NotFound},
		{chat.Act{Kind: chat.KindAssigned, Target: "nobody"}, chat.NotFound},
		{chat.Act{Kind: chat.KindAssigned, Target: sales.ID}, chat.NotFound},
		{chat.Act{Kind: chat.KindHandedOver, Target: s.bob.ID}, chat.NotFound},
		{chat.Act{Kind: chat.KindHandedOver, Target: elsewhere.ID}, chat.NotFound},
		{chat.Act{Kind: chat.KindAdded}, chat.Invalid},
		{chat.Act{Kind: chat.KindLeft, Target: s.ann.ID}, chat.Invalid},
		{chat.Act{Kind: chat.KindMessage}, chat.Invalid},
		{chat.Act{Kind: chat.KindLeft, Agent: eve}, chat.NotFound},
	} {
		_, err := do(wrong.act)
		fails(t, err, wrong.code)
	}
	is("after what was refused", s.bob.ID, "", bob, ann)

	// Who leaves is not assigned any more, and may come back.
	must(do(chat.Act{Kind: chat.KindLeft, Agent: s.bob}))(t)
	is("the assigned agent left", "", "", ann)
	_, err := do(chat.Act{Kind: chat.KindLeft, Agent: s.bob})
	fails(t, err, chat.Conflict)
	must(do(chat.Act{Kind: chat.KindJoined, Agent: s.bob}))(t)
	is("back again, in the order of coming", "", "", ann, bob)

	// Handing over.
	w = must(do(chat.Act{Kind: chat.KindHandedOver, Target: sales.ID}))(t)
	same(t, "group of the visitor who was handed over", w.Visitor.Group, sales.ID)
	is("handed over", "", sales.ID)
	_, err = do(chat.Act{Kind: chat.KindHandedOver, Target: sales.ID})
	fails(t, err, chat.Conflict)
	s.does(t, s.ann, id, "close", chat.KindClosed)
	for _, act := range []chat.Act{{Kind: chat.KindHandedOver, Target: sales.ID}, {Kind: chat.KindLeft}, {Kind: chat.KindAdded, Target: s.bob.ID}} {
		_, err := do(act)
		fails(t, err, chat.Conflict)
	}
	s.says(t, token, "m2", "Once more")
	is("the group survives closing", "", sales.ID)
	ok(t, s.DeleteGroup(t.Context(), s.site.ID, sales.ID))
	is("the group is gone", "", "")
}

// leavingWaits: when the last present member who had replied leaves, the wait counts from then.
func leavingWaits(t *testing.T, open func(*testing.T) *store.Store) {
	s := newShop(t, open)
	sales := must(s.AddGroup(t.Context(), s.site.ID, "Sales", nil, false))(t)
	both, later := []string{s.ann.ID, s.bob.ID}, noon.Add(time.Hour)
	for name, c := range map[string]struct {
		replied []chat.Agent
		silent  bool // the visitor has not written after the replies
		act     chat.Act
		from    time.Time
	}{
		"the one who replied":                  {replied: []chat.Agent{s.ann}, act: chat.Act{Kind: chat.KindLeft, There: both}, from: later},
		"one of two who replied":               {replied: []chat.Agent{s.ann, s.bob}, act: chat.Act{Kind: chat.KindLeft, There: both}},
		"the other is not there":               {replied: []chat.Agent{s.ann, s.bob}, act: chat.Act{Kind: chat.KindLeft, There: []string{s.ann.ID}}, from: later},
		"an Offline one, whose going counted":  {replied: []chat.Agent{s.ann}, act: chat.Act{Kind: chat.KindLeft}},
		"one who only joined":                  {act: chat.Act{Kind: chat.KindLeft, There: both}},
		"nothing is unanswered":                {replied: []chat.Agent{s.ann}, silent: true, act: chat.Act{Kind: chat.KindLeft, There: both}},
		"handed over":                          {replied: []chat.Agent{s.ann, s.bob}, act: chat.Act{Kind: chat.KindHandedOver, Target: sales.ID, There: both}, from: later},
		"handed over before anybody replied":   {act: chat.Act{Kind: chat.KindHandedOver, Target: sales.ID, There: both}},
		"handed over, nobody of them is there": {replied: []chat.Agent{s.ann}, act: chat.Act{Kind: chat.KindHandedOver, Target: sales.ID}},
	} {
		token := chat.NewToken()
		id := s.says(t, token, "m1", "Hello").Conversation.ID
		s.does(t, s.ann, id, "j", chat.KindJoined)
		for _, a := range c.replied {
			s.answers(t, a, id, "a", "Yes")
		}
		if !c.silent {
			s.says(t, token, "m2", "And then?")
		}
		c.act.Agent, c.act.Conversation, c.act.ClientID, c.act.At = s.ann, id, "act", later
		w := must(s.Do(t.Context(), c.act))(t)
		want := chat.Waiting{From: c.from}
		if !c.silent {
			want.Since = noon
		}
		same(t, name, w.Conversation.Waits, want)
		_, stored, err := s.VisitorByToken(t.Context(), s.site.ID, token)
		ok(t, err)
		same(t, name+", as stored", stored.Waits, want)
	}
}

// taking: of many agents who take a conversation at once one wins, and the others are told who.
func taking(t *testing.T, open func(*testing.T) *store.Store) {
	s := newShop(t, open)
	agents := []chat.Agent{s.ann, s.bob}
	for _, name := range []string{"Cem", "Dora", "Emil"} {
		agents = append(agents, must(s.AddAgent(t.Context(), s.site.ID, name, "", ""))(t))
	}
	for range 10 {
		id := s.says(t, chat.NewToken(), "m1", "Hello").Conversation.ID
		errs := make([]error, len(agents))
		var all sync.WaitGroup
		for i, a := range agents {
			all.Go(func() {
				_, errs[i] = s.Do(t.Context(), chat.Act{Agent: a, Conversation: id, ClientID: "take", Kind: chat.KindJoined, Take: true, At: noon})
			})
		}
		all.Wait()
		thread := must(s.Thread(t.Context(), s.site.ID, id))(t)
		same(t, "number of members", len(thread.Conversation.Members), 1)
		for i, a := range agents {
			if thread.Conversation.Members[0].Agent == a.ID {
				ok(t, errs[i])
				for j, err := range errs {
					if j != i {
						fails(t, err, chat.Conflict)
						same(t, "who was faster", err.Error(), a.Name+" was faster")
					}
				}
			}
		}
		again := must(s.Do(t.Context(), chat.Act{Agent: agents[0], Conversation: id, ClientID: "join", Kind: chat.KindJoined, At: noon}))
		if errs[0] != nil { // joining is no taking
			same(t, "members after another joined", len(again(t).Conversation.Members), 2)
		}
	}
}

// choosing: a visitor who has no group gets the one chosen.
func choosing(t *testing.T, open func(*testing.T) *store.Store) {
	s := newShop(t, open)
	other := must(s.AddSite(t.Context(), "Other", nil))(t)
	sales, help := must(s.AddGroup(t.Context(), s.site.ID, "Sales", nil, false))(t), must(s.AddGroup(t.Context(), s.site.ID, "Help", nil, false))(t)
	elsewhere := must(s.AddGroup(t.Context(), other.ID, "Sales", nil, false))(t)
	token := chat.NewToken()
	for i, step := range []struct{ choose, want string }{
		{"nobody", ""}, {elsewhere.ID, ""}, {"", ""}, {sales.ID, sales.ID}, {help.ID, sales.ID}, {"", sales.ID},
	} {
		w := must(s.SayAsVisitor(t.Context(), chat.VisitorMessage{Site: s.site.ID, Token: token, ClientID: strings.Repeat("m", i+1), Text: "Hello",
			Group: step.choose, At: noon}))(t)
		v, _, err := s.VisitorByToken(t.Context(), s.site.ID, token)
		ok(t, err)
		same(t, "group after choosing "+step.choose, []string{w.Visitor.Group, v.Group}, []string{step.want, step.want})
	}
}
