package targeting_test

import (
	"testing"
	"time"

	"parley/backend/chat"
	"parley/backend/presence"
	"parley/backend/targeting"
)

var zero = time.Date(2026, 10, 20, 8, 0, 0, 0, time.UTC)

func second(n int) time.Time { return zero.Add(time.Duration(n) * time.Second) }

func rule(id string, change ...func(*targeting.RuleSettings)) targeting.Rule {
	return targeting.Rule{ID: id, RuleSettings: settings(change...)}
}

func TestConditions(t *testing.T) {
	page := func(how targeting.Comparison, value string) targeting.Condition {
		return targeting.Condition{Kind: targeting.ByPage, How: how, Value: value}
	}
	attribute := func(how targeting.Comparison, name, value string) targeting.Condition {
		return targeting.Condition{Kind: targeting.ByAttribute, How: how, Name: name, Value: value}
	}
	at := func(kind targeting.ConditionKind, n int64) targeting.Condition {
		return targeting.Condition{Kind: kind, Number: n}
	}
	const prices = "https://Shop.example/Prices/bikes?colour=blue#top"
	for _, c := range []struct {
		condition targeting.Condition
		facts     targeting.Facts
		want      bool
	}{
		{page(targeting.Contains, "prices"), targeting.Facts{URL: prices}, true},
		{page(targeting.Contains, "colour=BLUE"), targeting.Facts{URL: prices}, true},
		{page(targeting.Contains, "top"), targeting.Facts{URL: prices}, false},
		{page(targeting.Equals, "/prices/bikes"), targeting.Facts{URL: prices}, true},
		{page(targeting.Equals, "/prices/bikes/"), targeting.Facts{URL: prices}, true},
		{page(targeting.Equals, "/prices/bikes?colour=blue"), targeting.Facts{URL: prices}, true},
		{page(targeting.Equals, "/prices/bikes?colour=red"), targeting.Facts{URL: prices}, false},
		{page(targeting.Equals, "/prices"), targeting.Facts{URL: prices}, false},
		{page(targeting.Equals, "https://shop.example/prices/bikes"), targeting.Facts{URL: prices}, true},
		{page(targeting.Equals, "https://shop.example"), targeting.Facts{URL: "https://shop.example/"}, true},
		{page(targeting.Equals, "/"), targeting.Facts{URL: "https://shop.example"}, true},
		{page(targeting.Equals, "/"), targeting.Facts{URL: "https://shop.example/?ref=1"}, true},
		{page(targeting.Equals, "/"), targeting.Facts{URL: prices}, false},
		{page(targeting.Starts, "/prices"), targeting.Facts{URL: prices}, true},
		{page(targeting.Starts, "https://shop.example/pri"), targeting.Facts{URL: prices}, true},
		{page(targeting.Starts, "/bikes"), targeting.Facts{URL: prices}, false},
		{page(targeting.Matches, "/prices/*"), targeting.Facts{URL: prices}, true},
		{page(targeting.Matches, "*/bikes"), targeting.Facts{URL: prices}, true},
		{page(targeting.Matches, "*/shop.example/*"), targeting.Facts{URL: prices}, true},
		{page(targeting.Matches, "/*/*/bikes"), targeting.Facts{URL: prices}, false},
		{page(targeting.Matches, "/prices"), targeting.Facts{URL: prices}, false},
		{at(targeting.ByPages, 1), targeting.Facts{}, true},
		{at(targeting.ByPages, 3), targeting.Facts{Pages: 2}, false},
		{at(targeting.ByPages, 3), targeting.Facts{Pages: 3}, true},
		{at(targeting.ByVisits, 2), targeting.Facts{Visits: 1}, false},
		{at(targeting.ByVisits, 2), targeting.Facts{Visits: 7}, true},
		{targeting.Condition{Kind: targeting.ByReferrer, Value: "Search"}, targeting.Facts{Referrer: "https://search.example/?q=bikes"}, true},
		{targeting.Condition{Kind: targeting.ByReferrer, Value: "search"}, targeting.Facts{}, false},
		{targeting.Condition{Kind: targeting.ByLanguage, Value: "de"}, targeting.Facts{Language: "de-CH"}, true},
		{targeting.Condition{Kind: targeting.ByLanguage, Value: "DE-ch"}, targeting.Facts{Language: "de-CH"}, true},
		{targeting.Condition{Kind: targeting.ByLanguage, Value: "de-AT"}, targeting.Facts{Language: "de-CH"}, false},
		{targeting.Condition{Kind: targeting.ByLanguage, Value: "de"}, targeting.Facts{Language: "del"}, false},
		{attribute(targeting.Equals, "plan", "pro"), targeting.Facts{Attributes: map[string]string{"plan": "Pro"}}, true},
		{attribute(targeting.Equals, "plan", "pro"), targeting.Facts{Attributes: map[string]string{"plan": "prof"}}, false},
		{attribute(targeting.Contains, "plan", "ro"), targeting.Facts{Attributes: map[string]string{"plan": "prof"}}, true},
		{attribute(targeting.Exists, "plan", ""), targeting.Facts{Attributes: map[string]string{"plan": ""}}, true},
		{attribute(targeting.Exists, "plan", ""), targeting.Facts{Attributes: map[string]string{"Plan": "x"}}, false},
		{at(targeting.ByTime, 1), targeting.Facts{Since: zero.Add(-time.Second)}, true},
		{at(targeting.ByTime, 1), targeting.Facts{Since: zero}, false},
	} {
		if got := settings(when(c.condition)).Holding(c.facts, zero); len(got) != 1 || got[0] != c.want {
			t.Errorf("%+v on %+v: %v, want %t", c.condition, c.facts, got, c.want)
		}
		fires, _ := targeting.Decide(open(rule("r", when(c.condition))), c.facts, zero)
		if (fires != nil) != c.want {
			t.Errorf("%+v on %+v: fires %+v", c.condition, c.facts, fires)
		}
	}
}

// open is a site where Ann is Online, Bob Invisible and Cem Offline, and the rules of which are in order.
func open(rules ...targeting.Rule) targeting.Site {
	return targeting.Site{
		Presence: presence.Site{
			Agents: []string{"cem", "bob", "ann"},
			Status: map[string]chat.Status{"ann": chat.Online, "bob": chat.Invisible, "cem": chat.Offline},
		},
		Groups: map[string]*chat.Group{"sales": {ID: "sales", Agents: []string{"ann"}}, "help": {ID: "help", Agents: []string{"bob", "cem"}}},
		Rules:  rules,
	}
}

// TestWhoIsThere: nobody is sent anything while no agent of the team is Online, and Invisible does not count.
func TestWhoIsThere(t *testing.T) {
	for _, c := range []struct {
		name           string
		rules, visitor string // groups
		ann            chat.Status
		want           bool
	}{
		{"the site's team", "", "", chat.Online, true},
		{"nobody but Invisible ones", "", "", chat.Invisible, false},
		{"nobody", "", "", chat.Offline, false},
		{"the rule's group", "sales", "", chat.Online, true},
		{"the rule's group with Invisible ones", "help", "", chat.Online, false},
		{"the visitor's group before the rule's", "sales", "help", chat.Online, false},
		{"the visitor's group, whatever the rule's", "help", "sales", chat.Online, true},
	} {
		s := open(rule("r", func(r *targeting.RuleSettings) { r.Group = c.rules }))
		s.Presence.Status["ann"] = c.ann
		fires, next := targeting.Decide(s, targeting.Facts{Group: c.visitor, Since: zero}, zero)
		if (fires != nil) != c.want || fires != nil && fires.Agent != "ann" || !next.IsZero() {
			t.Errorf("%s: %+v, %v", c.name, fires, next)
		}
	}
}

func TestOrderAndTime(t *testing.T) {
	after := func(n int64) func(*targeting.RuleSettings) {
		return when(targeting.Condition{Kind: targeting.ByTime, Number: n})
	}
	hours := func(n int) time.Time { return zero.Add(time.Duration(n) * time.Hour) }
	for _, c := range []struct {
		name  string
		rules []targeting.Rule
		facts targeting.Facts
		at    time.Time
		want  string
		next  time.Time
	}{
		{"nothing", nil, targeting.Facts{}, zero, "", time.Time{}},
		{"the first of two", []targeting.Rule{rule("a"), rule("b")}, targeting.Facts{}, zero, "a", time.Time{}},
		{"an open conversation", []targeting.Rule{rule("a")}, targeting.Facts{Open: true}, zero, "", time.Time{}},
		{"one that is off", []targeting.Rule{rule("a", func(r *targeting.RuleSettings) { r.On = false }), rule("b")}, targeting.Facts{}, zero, "b", time.Time{}},
		{"not yet", []targeting.Rule{rule("a", after(30)), rule("b", after(10))}, targeting.Facts{Since: zero}, second(9), "", second(10)},
		{"the second while the first waits", []targeting.Rule{rule("a", after(30)), rule("b", after(10))}, targeting.Facts{Since: zero}, second(10), "b", second(30)},
		{"then the first", []targeting.Rule{rule("a", after(30)), rule("b", after(10))}, targeting.Facts{Since: zero}, second(30), "a", time.Time{}},
		{"once per visitor", []targeting.Rule{rule("a", once(targeting.OncePerVisitor))}, targeting.Facts{Visits: 9, Shown: map[string]targeting.Shown{"a": {At: hours(-999), Visit: 1}}}, zero, "", time.Time{}},
		{"once per visit", []targeting.Rule{rule("a")}, targeting.Facts{Visits: 2, Shown: map[string]targeting.Shown{"a": {At: zero, Visit: 2}}}, zero, "", time.Time{}},
		{"in another visit", []targeting.Rule{rule("a")}, targeting.Facts{Visits: 3, Shown: map[string]targeting.Shown{"a": {At: zero, Visit: 2}}}, zero, "a", time.Time{}},
		{"once per day", []targeting.Rule{rule("a", once(targeting.OncePerDay))}, targeting.Facts{Visits: 3, Shown: map[string]targeting.Shown{"a": {At: hours(-23), Visit: 2}}}, zero, "", hours(1)},
		{"on another day", []targeting.Rule{rule("a", once(targeting.OncePerDay))}, targeting.Facts{Visits: 2, Shown: map[string]targeting.Shown{"a": {At: hours(-24), Visit: 2}}}, zero, "a", time.Time{}},
		{"another rule was shown", []targeting.Rule{rule("a")}, targeting.Facts{Shown: map[string]targeting.Shown{"b": {At: zero, Visit: 1}}}, zero, "a", time.Time{}},
	} {
		fires, next := targeting.Decide(open(c.rules...), c.facts, c.at)
		got := ""
		if fires != nil {
			got = fires.Rule.ID
		}
		if got != c.want || !next.Equal(c.next) {
			t.Errorf("%s: %q and %v, want %q and %v", c.name, got, next, c.want, c.next)
		}
	}
}
