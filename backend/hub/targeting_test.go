package hub_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"parley/backend/chat"
	"parley/backend/protocol"
	"parley/backend/server"
	"parley/backend/server/servertest"
	"parley/backend/targeting"
	"parley/backend/targeting/targetingtest"
)

// everywhere makes a rule fire at once on every page.
func everywhere(r *targeting.RuleSettings) { r.Conditions = nil }

func once(f targeting.Frequency) func(*targeting.RuleSettings) {
	return func(r *targeting.RuleSettings) { r.Once = f }
}

// targets adds a rule and waits until the hub knows it.
func (s *shop) targets(t *testing.T, r targeting.RuleSettings) string {
	t.Helper()
	added, err := s.Store().AddRule(t.Context(), s.Site.ID, r)
	if err != nil {
		t.Fatal(err)
	}
	s.settle(t)
	return added.ID
}

// settle waits until the hub knows what was changed beside it.
func (s *shop) settle(t *testing.T) {
	t.Helper()
	time.Sleep(time.Second)
	s.desk.Received()
}

var priceList = protocol.Page{URL: servertest.Origin + "/prices", Title: "Prices"}

// reader is a visitor without a token, whose page has reported.
func (s *shop) reader(t *testing.T, is protocol.Visit) *servertest.Peer {
	t.Helper()
	v := s.Visitor("", 0)
	v.Received()
	v.Send(report(is))
	return v
}

// report is what a page about prices says, of the first visit unless it is another.
func report(is protocol.Visit) *protocol.VisitorPage {
	is.Pages, is.Visits = max(is.Pages, 1), max(is.Visits, 1)
	return &protocol.VisitorPage{Page: priceList, Visit: is}
}

// fired are the rules of the targeted chats that came since the last look.
func fired(v *servertest.Peer) []string {
	out := []string{}
	for _, f := range the[*protocol.Targeted](v.Received()) {
		out = append(out, f.Rule)
	}
	return out
}

func (s *shop) fires(t *testing.T, what string, v *servertest.Peer, want ...string) {
	t.Helper()
	if diff := cmp.Diff(append([]string{}, want...), fired(v)); diff != "" {
		t.Errorf("%s: %s", what, diff)
	}
}

// counts are how often rules were shown and answered, as stored a few seconds later.
func (s *shop) counts(t *testing.T) map[string][2]int64 {
	t.Helper()
	time.Sleep(5 * time.Second)
	all, err := s.Store().TargetedChats(t.Context(), s.Site.ID)
	if err != nil {
		t.Fatal(err)
	}
	out := map[string][2]int64{}
	for _, c := range all {
		out[c.ID] = [2]int64{c.Shown, c.Answered}
	}
	return out
}

func TestTargetedChatComesAtItsInstant(t *testing.T) {
	bubble(t, func(t *testing.T) {
		s := newShop(t)
		rule := s.targets(t, targetingtest.Prices())
		v := s.Visitor("", 0)
		if w := only[*protocol.VisitorWelcome](t, v.Received()); !w.Site.Visit {
			t.Error("the page is not told to say what it knows")
		}
		v.Send(report(protocol.Visit{Age: 5000}))
		time.Sleep(14*time.Second + 999*time.Millisecond)
		s.fires(t, "before its time", v)
		time.Sleep(time.Millisecond)
		want := &protocol.Targeted{Rule: rule, Text: "Can I help?", Agent: protocol.Person{ID: s.agent.ID, Name: "Ann"}, At: protocol.At(time.Now())}
		if diff := cmp.Diff(want, only[*protocol.Targeted](t, v.Received())); diff != "" {
			t.Error(diff)
		}
		elsewhere := s.Visitor("", 0)
		elsewhere.Send(&protocol.VisitorPage{Page: servertest.Page, Visit: protocol.Visit{Pages: 1, Visits: 1}})
		forgetful := s.Visitor("", 0)
		forgetful.Send(&protocol.VisitorPage{Page: priceList, Visit: protocol.Visit{Age: 60_000}})
		time.Sleep(time.Hour)
		s.fires(t, "on another page", elsewhere)
		s.fires(t, "on a page that cannot remember", forgetful)
		s.fires(t, "once more", v)
	})
}

// TestOnlyWhileSomebodyIsOnline: an Invisible agent does not count, and what holds fires when somebody comes.
func TestOnlyWhileSomebodyIsOnline(t *testing.T) {
	bubble(t, func(t *testing.T) {
		s := newShop(t)
		rule := s.targets(t, targetingtest.Prices())
		for _, status := range []chat.Status{chat.Invisible, chat.Offline} {
			s.desk.Choose(status)
			v := s.reader(t, protocol.Visit{})
			time.Sleep(time.Minute)
			s.fires(t, "while "+string(status), v)
			s.desk.Choose(chat.Online)
			s.fires(t, "then Online", v, rule)
		}
		s.desk.Goodbye()
		v := s.reader(t, protocol.Visit{Age: 60_000})
		s.fires(t, "without a desk", v)
		s.desk = s.Desk(s.token, "desk")
		s.fires(t, "the desk is back", v, rule)
	})
}

func TestTargetedChatOfAGroup(t *testing.T) {
	bubble(t, func(t *testing.T) {
		s := newShop(t)
		bob, token := s.Agent("Bob")
		sales, err := s.Store().AddGroup(t.Context(), s.Site.ID, "Sales", []string{bob.ID}, false)
		if err != nil {
			t.Fatal(err)
		}
		rule := s.targets(t, targetingtest.Prices(everywhere, func(r *targeting.RuleSettings) { r.Group = sales.ID }))
		v := s.reader(t, protocol.Visit{})
		s.fires(t, "while nobody of the group is Online", v)
		desk := s.Desk(token, "bobs")
		desk.Choose(chat.Online)
		if got := only[*protocol.Targeted](t, v.Received()); got.Rule != rule || got.Agent.ID != bob.ID {
			t.Errorf("sent %+v", got)
		}
		v.Send(&protocol.VisitorShown{Rule: rule}, &protocol.Adopt{Token: chat.NewToken()})
		desk.Received()
		s.desk.Received()
		v.Send(&protocol.VisitorMessage{ClientID: "m", Text: "Yes", Answers: rule})
		s.is(t, "who is not in the group", s.desk, stands{chat.Waits, ""})
		s.is(t, "who is", desk, stands{chat.Waits, chat.AskedFirst})
	})
}

func TestAnswerOpensTheConversation(t *testing.T) {
	bubble(t, func(t *testing.T) {
		s := newShop(t)
		rule := s.targets(t, targetingtest.Prices(everywhere))
		v := s.reader(t, protocol.Visit{})
		s.fires(t, "at once", v, rule)
		v.Send(&protocol.VisitorShown{Rule: rule}, &protocol.VisitorShown{Rule: rule}, &protocol.VisitorShown{Rule: "another"})
		nothing(t, s.desk.Received())
		if open, err := s.Store().Open(t.Context(), s.Site.ID); err != nil || len(open) != 0 {
			t.Errorf("open before the answer: %+v, %v", open, err)
		}
		time.Sleep(10 * time.Minute)
		nothing(t, s.desk.Received())

		// The rule may be another by then: what was shown is stored.
		changed := targetingtest.Prices(everywhere, func(r *targeting.RuleSettings) { r.Text = "Another text" })
		if _, err := s.Store().UpdateRule(t.Context(), s.Site.ID, rule, changed, ""); err != nil {
			t.Fatal(err)
		}
		s.settle(t)
		v.Received()
		token := chat.NewToken()
		v.Send(&protocol.Adopt{Token: token})
		v.Received()
		v.Send(&protocol.VisitorMessage{ClientID: "m", Text: "Yes", Answers: rule})
		told := v.Received()
		if diff := cmp.Diff([]string{"Can I help?", "Yes"}, texts(t, 1, told)); diff != "" {
			t.Errorf("the visitor is told %s", diff)
		}
		asked := only[*protocol.VisitorEntries](t, told).Entries[0]
		if asked.Kind != chat.KindTargeted || asked.From != chat.FromSite || asked.Name != "Shop" || asked.ClientID != "" {
			t.Errorf("asked %+v", asked)
		}
		agents := s.desk.Received()
		if got := only[*protocol.AgentEntries](t, agents).Entries; len(got) != 2 || got[0].Text != "Can I help?" || got[1].Text != "Yes" {
			t.Errorf("agents are told %+v", got)
		}
		rows := the[*protocol.AgentConversation](agents)
		if c := rows[len(rows)-1].Conversation; c.State != chat.Waits || !c.Asks || c.Last.Text != "Yes" || c.Seq != 2 {
			t.Errorf("the row is %+v", c)
		}
		if diff := cmp.Diff(map[string][2]int64{rule: {1, 1}}, s.counts(t)); diff != "" {
			t.Error(diff)
		}
		v.Send(&protocol.VisitorMessage{ClientID: "m", Text: "Yes", Answers: rule}, &protocol.VisitorMessage{ClientID: "n", Text: "And", Answers: rule})
		if got := texts(t, 3, v.Received()); len(got) != 1 || got[0] != "And" {
			t.Errorf("after repeating, and one more: %v", got)
		}
		if got := s.counts(t)[rule]; got != [2]int64{1, 1} {
			t.Errorf("counted %v", got)
		}
	})
}

func TestNeverIntoAnOpenConversation(t *testing.T) {
	bubble(t, func(t *testing.T) {
		s := newShop(t)
		rule := s.targets(t, targetingtest.Prices(everywhere))
		v, _, id := s.conversation(t)
		v.Send(report(protocol.Visit{}))
		s.fires(t, "while it is open", v)
		s.desk.Send(&protocol.Close{Ref: "c", Conversation: id})
		s.fires(t, "closed", v, rule)
	})
}

func TestOncePerWhat(t *testing.T) {
	const day, checkEvery = 24 * time.Hour, time.Minute
	for once, again := range map[targeting.Frequency][3]bool{ // on the next page, in the next visit, and there a day later
		targeting.OncePerVisitor: {false, false, false},
		targeting.OncePerVisit:   {false, true, true},
		targeting.OncePerDay:     {false, false, true},
	} {
		t.Run(string(once), func(t *testing.T) {
			bubble(t, func(t *testing.T) {
				s := newShop(t, func(o *server.Options) { o.CheckEvery = checkEvery })
				rule := s.targets(t, targetingtest.Prices(everywhere, func(r *targeting.RuleSettings) { r.Once = once }))
				time.Sleep(checkEvery)
				s.desk.Send(&protocol.SetPolicy{Ref: "p", Policy: protocol.Policy{OnReturn: protocol.ReturnAsk}})
				v := s.reader(t, protocol.Visit{Pages: 1, Visits: 1})
				first := only[*protocol.Targeted](t, v.Received())
				v.Send(&protocol.VisitorShown{Rule: rule})
				kept := []protocol.ShownRule{{Rule: rule, At: first.At, Visit: 1}}
				v.Goodbye()
				got := [3]bool{}
				look := func(is protocol.Visit) bool {
					is.Shown = kept
					v := s.reader(t, is)
					defer v.Goodbye()
					return len(fired(v)) > 0
				}
				time.Sleep(time.Minute)
				got[0] = look(protocol.Visit{Pages: 2, Visits: 1})
				time.Sleep(time.Hour)
				got[1] = look(protocol.Visit{Pages: 1, Visits: 2})
				time.Sleep(day)
				got[2] = look(protocol.Visit{Pages: 1, Visits: 3})
				if got != again {
					t.Errorf("fires again %v, want %v", got, again)
				}
			})
		})
	}
}

// A tab that stays waits for the day to be over.
func TestADayPassesOnAPage(t *testing.T) {
	bubble(t, func(t *testing.T) {
		const checkEvery = time.Minute
		s := newShop(t, func(o *server.Options) { o.CheckEvery = checkEvery })
		s.desk.Send(&protocol.SetPolicy{Ref: "p", Policy: protocol.Policy{OnReturn: protocol.ReturnAsk}})
		rule := s.targets(t, targetingtest.Prices(everywhere, once(targeting.OncePerDay)))
		time.Sleep(checkEvery)
		shown := []protocol.ShownRule{{Rule: rule, At: protocol.At(time.Now()), Visit: 1}}
		v := s.reader(t, protocol.Visit{Shown: shown})
		time.Sleep(24*time.Hour - time.Second)
		s.fires(t, "within the day", v)
		time.Sleep(time.Second)
		s.fires(t, "after the day", v, rule)
	})
}

// What one tab shows, the other tabs of the visitor do not.
func TestOneOfTwoTabs(t *testing.T) {
	servertest.OneHub(t) // a tab at another is sent what its widget then knows to have been shown
	bubble(t, func(t *testing.T) {
		s := newShop(t)
		rule := s.targets(t, targetingtest.Prices(once(targeting.OncePerVisitor)))
		token := chat.NewToken()
		a, b := s.Visitor(token, 0), s.Visitor(token, 0)
		a.Send(report(protocol.Visit{Age: 10_000}))
		b.Send(report(protocol.Visit{}))
		time.Sleep(10 * time.Second)
		s.fires(t, "in the first tab", a, rule)
		a.Send(&protocol.VisitorShown{Rule: rule})
		time.Sleep(time.Minute)
		s.fires(t, "in the second", b)
		if got := s.counts(t)[rule]; got != [2]int64{1, 0} {
			t.Errorf("counted %v", got)
		}
	})
}

// A tab that could not show what it was sent says so by reporting once more.
func TestATabThatPassesOver(t *testing.T) {
	bubble(t, func(t *testing.T) {
		s := newShop(t)
		first := s.targets(t, targetingtest.Prices(everywhere))
		second := s.targets(t, targetingtest.Prices())
		v := s.reader(t, protocol.Visit{})
		s.fires(t, "at once", v, first)
		time.Sleep(time.Minute)
		s.fires(t, "while it is being shown", v)
		v.Send(report(protocol.Visit{Age: 3_600_000}))
		s.fires(t, "passed over", v, first)
		v.Send(report(protocol.Visit{Age: 3_600_000, Shown: []protocol.ShownRule{{Rule: first, At: 1, Visit: 1}}}))
		s.fires(t, "shown by another", v, second)
	})
}

// Rules that come, change and go count for the visitors who are here, and of a site without any nothing is asked.
func TestRulesChange(t *testing.T) {
	bubble(t, func(t *testing.T) {
		s := newShop(t)
		v := s.Visitor("", 0)
		if w := only[*protocol.VisitorWelcome](t, v.Received()); w.Site.Visit {
			t.Error("a site without targeted chats wants to know")
		}
		v.Send(report(protocol.Visit{}))
		rule := s.targets(t, targetingtest.Prices())
		if w := only[*protocol.VisitorWelcome](t, v.Received()); !w.Site.Visit {
			t.Error("the page is not told of the first rule")
		}
		v.Send(report(protocol.Visit{Age: 10_000}))
		off := targetingtest.Prices(func(r *targeting.RuleSettings) { r.On = false })
		change := func(r targeting.RuleSettings) {
			if _, err := s.Store().UpdateRule(t.Context(), s.Site.ID, rule, r, ""); err != nil {
				t.Fatal(err)
			}
			s.settle(t)
		}
		change(off)
		time.Sleep(time.Minute)
		if frames := v.Received(); only[*protocol.VisitorWelcome](t, frames).Site.Visit || len(the[*protocol.Targeted](frames)) > 0 {
			t.Errorf("switched off: %s", types(frames))
		}
		change(targetingtest.Prices())
		v.Received()
		v.Send(report(protocol.Visit{Age: 19_000}))
		later := targetingtest.Prices(func(r *targeting.RuleSettings) { r.Conditions[1].Number = 60 })
		change(later)
		time.Sleep(30 * time.Second)
		s.fires(t, "later", v)
		change(targetingtest.Prices(func(r *targeting.RuleSettings) { r.Conditions = r.Conditions[:1] }))
		s.fires(t, "at once now", v, rule)
		if err := s.Store().DeleteRule(t.Context(), s.Site.ID, rule); err != nil {
			t.Fatal(err)
		}
		s.settle(t)
		if w := only[*protocol.VisitorWelcome](t, v.Received()); w.Site.Visit {
			t.Error("after the last rule was deleted the page is still asked")
		}
	})
}

func TestTheTextIsInTheVisitorsLanguage(t *testing.T) {
	bubble(t, func(t *testing.T) {
		s := newShop(t)
		s.targets(t, targetingtest.Prices(everywhere))
		v := s.VisitorOf(servertest.Origin)
		v.Send(&protocol.VisitorHello{Protocol: protocol.Version, Site: s.Site.ID, Language: "de-AT", Page: priceList}, report(protocol.Visit{}))
		if got := only[*protocol.Targeted](t, v.Received()).Text; got != "Kann ich helfen?" {
			t.Errorf("asked %q", got)
		}
	})
}

// Agents see what the page says of the visitor, as much as may be said.
func TestAttributes(t *testing.T) {
	bubble(t, func(t *testing.T) {
		s := newShop(t)
		v, _, _ := s.conversation(t)
		said := map[string]string{"plan": "pro"}
		v.Send(&protocol.VisitorPage{Page: servertest.Page, Visit: protocol.Visit{Attributes: said}})
		if diff := cmp.Diff(said, row(s.desk).Visitor.Attributes); diff != "" {
			t.Error(diff)
		}
		v.Send(&protocol.VisitorPage{Page: servertest.Page, Visit: protocol.Visit{Attributes: said}})
		nothing(t, s.desk.Received())
		much := map[string]string{}
		for i := range 2 * targeting.MaxAttributes {
			much[fmt.Sprintf("n%02d", i)] = strings.Repeat("x", 2*targeting.MaxAttributeValue)
		}
		v.Send(&protocol.VisitorPage{Page: servertest.Page, Visit: protocol.Visit{Attributes: much}})
		got := row(s.desk).Visitor.Attributes
		if len(got) != targeting.MaxAttributes || len(got["n00"]) != targeting.MaxAttributeValue {
			t.Errorf("kept %d attributes of %d bytes", len(got), len(got["n00"]))
		}
		v.Send(&protocol.VisitorPage{Page: servertest.Page})
		if got := row(s.desk).Visitor.Attributes; len(got) != 0 {
			t.Errorf("after they were taken back: %v", got)
		}
	})
}

// A restart forgets no count, and the tabs that connect again take up where they were.
func TestRestartOfATargetedVisit(t *testing.T) {
	bubble(t, func(t *testing.T) {
		s := newShop(t)
		rule := s.targets(t, targetingtest.Prices())
		v := s.reader(t, protocol.Visit{Age: 20_000})
		s.fires(t, "at once", v, rule)
		v.Send(&protocol.VisitorShown{Rule: rule})
		v.Received()
		s.Restart(time.Second)
		s.desk = s.Desk(s.token, "desk")
		if got := s.counts(t)[rule]; got != [2]int64{1, 0} {
			t.Errorf("counted %v", got)
		}
		v = s.reader(t, protocol.Visit{Age: 10_000})
		time.Sleep(10 * time.Second)
		s.fires(t, "ten seconds later", v, rule)
		v.Send(&protocol.Adopt{Token: chat.NewToken()})
		v.Received()
		s.Restart(time.Second)
		again := s.Visitor(chat.NewToken(), 0)
		again.Received()
		again.Send(&protocol.VisitorMessage{ClientID: "m", Text: "Yes", Answers: rule})
		if diff := cmp.Diff([]string{"Can I help?", "Yes"}, texts(t, 1, again.Received())); diff != "" {
			t.Errorf("answered after a restart: %s", diff)
		}
		again.Send(&protocol.VisitorMessage{ClientID: "n", Text: "Hm", Answers: "no rule"})
		again.Received()
	})
}
