package storetest

import (
	"testing"

	"parley/backend/chat"
	"parley/backend/store"
	"parley/backend/targeting"
	"parley/backend/targeting/targetingtest"
)

func targetedChats(t *testing.T, open func(*testing.T) *store.Store) {
	s := newShop(t, open)
	other := must(s.AddSite(t.Context(), "Other", nil))(t)
	sales := must(s.AddGroup(t.Context(), s.site.ID, "Sales", []string{s.ann.ID}, false))(t)
	elsewhere := must(s.AddGroup(t.Context(), other.ID, "Sales", nil, false))(t)
	all := func() []store.TargetedChat { return must(s.TargetedChats(t.Context(), s.site.ID))(t) }
	same(t, "rules of a new site", len(all()), 0)

	before := must(s.Revisions(t.Context()))(t)
	a := must(s.AddRule(t.Context(), s.site.ID, targetingtest.Prices()))(t)
	b := must(s.AddRule(t.Context(), s.site.ID, targetingtest.Prices(func(r *targeting.RuleSettings) { r.Name, r.Group = "Sales", sales.ID })))(t)
	same(t, "new rules", []store.TargetedChat{a, b}, []store.TargetedChat{
		{Rule: targeting.Rule{ID: a.ID, RuleSettings: targetingtest.Prices()}},
		{Rule: targeting.Rule{ID: b.ID, RuleSettings: targetingtest.Prices(func(r *targeting.RuleSettings) { r.Name, r.Group = "Sales", sales.ID })}},
	})
	same(t, "rules", all(), []store.TargetedChat{a, b})
	after := must(s.Revisions(t.Context()))(t)
	if after[s.site.ID] <= before[s.site.ID] || after[other.ID] != before[other.ID] {
		t.Errorf("revisions %v after %v", after, before)
	}

	for _, wrong := range []struct {
		site string
		rule targeting.RuleSettings
		code chat.Code
	}{
		{s.site.ID, targetingtest.Prices(func(r *targeting.RuleSettings) { r.Text = "" }), chat.Invalid},
		{s.site.ID, targetingtest.Prices(func(r *targeting.RuleSettings) { r.Group = elsewhere.ID }), chat.NotFound},
		{"nobody", targetingtest.Prices(), chat.NotFound},
	} {
		_, err := s.AddRule(t.Context(), wrong.site, wrong.rule)
		fails(t, err, wrong.code)
		_, err = s.UpdateRule(t.Context(), wrong.site, a.ID, wrong.rule, "")
		fails(t, err, wrong.code)
	}
	_, err := s.UpdateRule(t.Context(), other.ID, a.ID, targetingtest.Prices(), "")
	fails(t, err, chat.NotFound)
	fails(t, s.DeleteRule(t.Context(), other.ID, a.ID), chat.NotFound)
	same(t, "rules after what was refused", all(), []store.TargetedChat{a, b})

	ok(t, s.CountShown(t.Context(), map[string]int64{a.ID: 3, b.ID: 1, "gone": 7}))
	ok(t, s.CountShown(t.Context(), map[string]int64{a.ID: 2}))
	a.Shown, b.Shown = 5, 1
	same(t, "rules after they were shown", all(), []store.TargetedChat{a, b})
	was := chat.RevisionOf(a.RuleSettings) // which does not count how often it was shown
	a.On, a.Conditions, a.Texts = false, nil, nil
	same(t, "rule after a change", must(s.UpdateRule(t.Context(), s.site.ID, a.ID, a.RuleSettings, was))(t), a)
	_, err = s.UpdateRule(t.Context(), s.site.ID, a.ID, a.RuleSettings, was)
	fails(t, err, chat.Conflict)

	for _, wrong := range [][]string{{a.ID}, {a.ID, a.ID}, {a.ID, b.ID, "nobody"}, nil} {
		fails(t, s.OrderRules(t.Context(), s.site.ID, wrong, ""), chat.Conflict)
	}
	ok(t, s.OrderRules(t.Context(), s.site.ID, []string{b.ID, a.ID}, chat.RevisionOf([]string{a.ID, b.ID})))
	fails(t, s.OrderRules(t.Context(), s.site.ID, []string{b.ID, a.ID}, chat.RevisionOf([]string{a.ID, b.ID})), chat.Conflict)
	same(t, "rules in another order", all(), []store.TargetedChat{b, a})
	c := must(s.AddRule(t.Context(), s.site.ID, targetingtest.Prices()))(t)
	same(t, "rules with a new one", all(), []store.TargetedChat{b, a, c})
	same(t, "rules of the hub", must(s.Rules(t.Context(), s.site.ID))(t), []targeting.Rule{b.Rule, a.Rule, c.Rule})

	was = chat.RevisionOf(b.RuleSettings)
	ok(t, s.DeleteGroup(t.Context(), s.site.ID, sales.ID))
	_, err = s.UpdateRule(t.Context(), s.site.ID, b.ID, b.RuleSettings, was)
	fails(t, err, chat.Conflict) // who read it with the group has to read it again
	b.Group = ""
	same(t, "rules without the group", all(), []store.TargetedChat{b, a, c})
	ok(t, s.DeleteRule(t.Context(), s.site.ID, a.ID))
	fails(t, s.DeleteRule(t.Context(), s.site.ID, a.ID), chat.NotFound)
	same(t, "rules after one was deleted", all(), []store.TargetedChat{b, c})
	for range targeting.MaxRules - 2 {
		must(s.AddRule(t.Context(), s.site.ID, targetingtest.Prices()))(t)
	}
	_, err = s.AddRule(t.Context(), s.site.ID, targetingtest.Prices())
	fails(t, err, chat.Conflict)
	same(t, "rules of another site", len(must(s.TargetedChats(t.Context(), other.ID))(t)), 0)
}

// targetedAnswers: what was answered stands in front of the answer, once, and only where the conversation was not open.
func targetedAnswers(t *testing.T, open func(*testing.T) *store.Store) {
	s := newShop(t, open)
	sales := must(s.AddGroup(t.Context(), s.site.ID, "Sales", []string{s.ann.ID}, false))(t)
	help := must(s.AddGroup(t.Context(), s.site.ID, "Help", []string{s.bob.ID}, false))(t)
	r := must(s.AddRule(t.Context(), s.site.ID, targetingtest.Prices(func(r *targeting.RuleSettings) { r.Group = sales.ID })))(t)
	token := chat.NewToken()
	answer := func(clientID, text string, rule chat.Targeted) (chat.Written, error) {
		return s.SayAsVisitor(t.Context(), chat.VisitorMessage{Site: s.site.ID, Token: token, ClientID: clientID, Text: text, Answers: rule, At: noon})
	}
	counts := func() int64 { return must(s.TargetedChats(t.Context(), s.site.ID))(t)[0].Answered }

	first := must(answer("m1", "Yes", chat.Targeted{Rule: r.ID, Text: "Can I help?"}))(t)
	c := first.Conversation
	asked := chat.Entry{Conversation: c.ID, Seq: 1, ID: first.Before[0].ID, Kind: chat.KindTargeted, From: chat.FromSite, Author: s.site.ID, ClientID: "m1",
		Text: "Can I help?", At: noon}
	same(t, "what was asked", first.Before, []chat.Entry{asked})
	same(t, "number of the answer", first.Entry.Seq, int64(2))
	same(t, "the log", must(s.After(t.Context(), c.ID, 0, 9))(t), []chat.Entry{asked, first.Entry})
	same(t, "the conversation", []any{c.Open, c.LastSeq, c.Waits}, []any{true, int64(2), chat.Waiting{Since: noon}})
	thread := must(s.Thread(t.Context(), s.site.ID, c.ID))(t)
	same(t, "the conversation as stored", thread.Conversation, c)
	same(t, "its newest message", thread.Last, first.Entry)
	same(t, "the visitor's group", []string{first.Visitor.Group, thread.Visitor.Group}, []string{sales.ID, sales.ID})
	same(t, "answers", counts(), int64(1))

	again := must(answer("m1", "Yes", chat.Targeted{Rule: r.ID, Text: "Can I help?"}))(t)
	same(t, "the same once more", []any{again.Repeated, again.Entry.Seq, len(again.Before)}, []any{true, int64(2), 0})
	_, err := answer("m1", "No", chat.Targeted{Rule: r.ID, Text: "Can I help?"})
	fails(t, err, chat.Conflict)
	open2 := must(answer("m2", "And more", chat.Targeted{Rule: r.ID, Text: "Can I help?"}))(t)
	same(t, "into an open conversation", []any{open2.Entry.Seq, len(open2.Before)}, []any{int64(3), 0})
	s.does(t, s.ann, c.ID, "c", chat.KindClosed)
	must(answer("m1", "Yes", chat.Targeted{Rule: r.ID, Text: "Can I help?"}))(t)
	same(t, "answers after what was none", counts(), int64(1))

	r.Group = help.ID
	must(s.UpdateRule(t.Context(), s.site.ID, r.ID, r.RuleSettings, ""))(t)
	closed := must(answer("m3", "Back", chat.Targeted{Rule: r.ID, Text: "Still here?"}))(t)
	same(t, "into a closed conversation", []any{closed.Before[0].Seq, closed.Before[0].Text, closed.Entry.Seq, closed.Conversation.Open}, []any{int64(5), "Still here?", int64(6), true})
	same(t, "the group of who has one", closed.Visitor.Group, sales.ID)
	same(t, "answers", counts(), int64(2))

	s.does(t, s.ann, c.ID, "c2", chat.KindClosed)
	ok(t, s.DeleteRule(t.Context(), s.site.ID, r.ID))
	gone := must(answer("m4", "Too late", chat.Targeted{Rule: r.ID, Text: "Hello?"}))(t)
	same(t, "of a rule that is gone", gone.Before[0].Text, "Hello?")
}
