package hub

import (
	"cmp"
	"container/heap"
	"context"
	"maps"
	"slices"
	"time"

	"parley/backend/chat"
	"parley/backend/protocol"
	"parley/backend/targeting"
)

// tab is what a visitor's page has reported to a site with targeted chats. It belongs to the site's goroutine.
type tab struct {
	facts targeting.Facts
	due   time.Time // when time alone changes what is to be sent, zero if never
	place int       // in the site's tabs, -1 while due is zero
	sent  string    // the rule of the targeted chat sent since the last report: there is no other before the next
	shown bool      // and it is on screen
}

// tabs are the visitors whose tabs time will change, the next first.
type tabs []*Visitor

func (q tabs) Len() int           { return len(q) }
func (q tabs) Less(i, j int) bool { return q[i].tab.due.Before(q[j].tab.due) }
func (q tabs) Swap(i, j int) {
	q[i], q[j] = q[j], q[i]
	q[i].tab.place, q[j].tab.place = i, j
}

// Push adds a visitor at the end, for package heap.
func (q *tabs) Push(x any) {
	v, ok := x.(*Visitor)
	if !ok {
		panic("hub: only visitors have tabs")
	}
	v.tab.place = len(*q)
	*q = append(*q, v)
}

// Pop takes the last one out, for package heap.
func (q *tabs) Pop() any {
	last := len(*q) - 1
	v := (*q)[last]
	(*q)[last] = nil
	*q = (*q)[:last]
	v.tab.place = -1
	return v
}

// next is when time changes the first of them, zero if it never does.
func (q tabs) next() time.Time {
	if len(q) == 0 {
		return time.Time{}
	}
	return q[0].tab.due
}

// targets reports whether the site sends targeted chats at all.
func (d *directory) targets() bool {
	return slices.ContainsFunc(d.rules, func(r targeting.Rule) bool { return r.On })
}

// report takes over what a page says of its visitor. A site without targeted chats keeps nothing of it, and a page that cannot count cannot remember either
// what it has shown: it is sent nothing.
func (s *site) report(v *Visitor, page protocol.Page, is protocol.Visit) {
	if !s.directory.Load().targets() {
		return
	}
	if is.Pages == 0 {
		s.leaveTab(v)
		return
	}
	at := now()
	if v.tab == nil {
		v.tab = &tab{place: -1}
	}
	v.tab.sent, v.tab.shown = "", false
	v.tab.facts = targeting.Facts{
		URL:        page.URL,
		Since:      at.Add(-age(is.Age)),
		Pages:      is.Pages,
		Visits:     is.Visits,
		Referrer:   is.Referrer,
		Language:   v.language,
		Attributes: is.Attributes,
	}
	rules := s.directory.Load().rules
	for _, r := range is.Shown {
		if !slices.ContainsFunc(rules, func(known targeting.Rule) bool { return known.ID == r.Rule }) {
			continue // nothing is kept of what is no rule
		}
		v.tab.note(r.Rule, targeting.Shown{At: earlier(r.At.Time(), at), Visit: r.Visit})
	}
	s.target(v)
}

// earlier is the first of two instants.
func earlier(a, b time.Time) time.Time {
	if a.Before(b) {
		return a
	}
	return b
}

// note remembers when a rule was shown.
func (t *tab) note(rule string, shown targeting.Shown) {
	if t.facts.Shown == nil {
		t.facts.Shown = map[string]targeting.Shown{}
	}
	t.facts.Shown[rule] = shown
}

// target sends a visitor's tab the targeted chat that is to be sent now, if one is, and has the site wake when time alone changes that.
func (s *site) target(v *Visitor) {
	t := v.tab
	if t == nil {
		return
	}
	if t.sent != "" {
		s.expect(v, time.Time{})
		return
	}
	t.facts.Group, t.facts.Open = "", false
	if s.directory.Load().site.ChooseGroup {
		t.facts.Group = v.group
	}
	if g := v.guest; g != nil {
		t.facts.Group = cmp.Or(g.group, t.facts.Group)
		if thread := s.threads[g.conversation]; thread != nil {
			t.facts.Open = thread.conversation.Open
		}
	}
	fires, next := targeting.Decide(s.targeting, t.facts, now())
	if fires == nil {
		s.expect(v, next)
		return
	}
	s.expect(v, time.Time{})
	rule := fires.Rule
	t.sent = rule.ID
	text := rule.In(v.language)
	v.asked.Store(&chat.Targeted{Rule: rule.ID, Text: text})
	offer := &protocol.Targeted{Rule: rule.ID, Text: text, At: protocol.At(now())}
	for _, agent := range s.directory.Load().people([]string{fires.Agent}) { // nobody where the team answers as one
		offer.Agent = agent
	}
	send(v.link, offer)
}

// expect has the site wake for a tab at an instant, or not at all for the zero time.
func (s *site) expect(v *Visitor, due time.Time) {
	t, first := v.tab, s.tabs.next()
	t.due = due
	switch {
	case due.IsZero() && t.place >= 0:
		heap.Remove(&s.tabs, t.place)
	case due.IsZero():
	case t.place >= 0:
		heap.Fix(&s.tabs, t.place)
	default:
		heap.Push(&s.tabs, v)
	}
	if !first.Equal(s.tabs.next()) {
		s.sleep()
	}
}

// passTabs deals with the tabs that time has changed.
func (s *site) passTabs(at time.Time) {
	for len(s.tabs) > 0 && !at.Before(s.tabs.next()) {
		s.target(s.tabs[0]) // which is due later then, or not any more
	}
}

// targetAll deals with every tab, because of another status or other rules.
func (s *site) targetAll() {
	if len(s.targeting.Rules) > 0 {
		s.visitors.each(s.target)
	}
}

// leaveTab forgets what a visitor's page has reported.
func (s *site) leaveTab(v *Visitor) {
	if v.tab != nil {
		s.expect(v, time.Time{})
		v.tab = nil
	}
}

// aim takes over the rules of a site, and forgets what pages have reported where none is left. The pages of a site that has its first ones report when
// they are welcomed again.
func (s *site) aim(dir *directory) {
	s.targeting = targeting.Site{Presence: s.presence, Groups: dir.groups, Rules: dir.rules}
	if !dir.targets() {
		s.visitors.each(s.leaveTab)
	}
}

// targetShown is a targeted chat that came onto a screen.
type targetShown struct {
	v    *Visitor
	rule string
}

func (e targetShown) on(s *site) {
	t := e.v.tab
	if t == nil || t.sent != e.rule || t.shown {
		return
	}
	t.shown = true
	s.countShown(e.rule, 1)
	e.v.noteShown(e.rule)
	if e.v.guest == nil {
		return
	}
	for sibling := range e.v.guest.tabs {
		if sibling != e.v && sibling.tab != nil {
			sibling.noteShown(e.rule)
			s.target(sibling)
		}
	}
}

// noteShown remembers that a rule is being shown to the visitor.
func (v *Visitor) noteShown(rule string) {
	v.tab.note(rule, targeting.Shown{At: now(), Visit: max(v.tab.facts.Visits, 1)})
}

// countShown counts what was shown, and has it stored a little later, with whatever else has been shown by then.
func (s *site) countShown(rule string, n int64) {
	if len(s.shown) == 0 {
		time.AfterFunc(again, func() { s.post(countsDue{}) })
	}
	s.shown[rule] += n
}

// countsDue has stored what was shown.
type countsDue struct{}

func (countsDue) on(s *site) {
	counts := maps.Clone(s.shown)
	clear(s.shown)
	s.hub.tasks.Go(func() {
		if err := s.storeCounts(counts); err != nil {
			time.AfterFunc(again, func() { s.post(countsFailed{counts}) })
		}
	})
}

// countsFailed has counts stored later that could not be.
type countsFailed struct{ counts map[string]int64 }

func (e countsFailed) on(s *site) {
	for rule, n := range e.counts {
		s.countShown(rule, n)
	}
}

// storeCounts stores what was shown. Any goroutine may call it.
func (s *site) storeCounts(counts map[string]int64) error {
	if len(counts) == 0 {
		return nil
	}
	err := s.hub.store.CountShown(context.WithoutCancel(s.hub.ctx), counts)
	if err != nil {
		s.hub.complain("count targeted chats", err)
	}
	return err
}

// answered is the targeted chat that a message says it answers, as the visitor was shown it, or as far as this hub knows it.
func (v *Visitor) answered(rule string) chat.Targeted {
	if rule == "" {
		return chat.Targeted{}
	}
	if asked := v.asked.Load(); asked != nil && asked.Rule == rule {
		return *asked
	}
	for _, r := range v.site.directory.Load().rules { // asked in another tab, or by a hub before this one
		if r.ID == rule {
			return chat.Targeted{Rule: rule, Text: r.In(v.language)}
		}
	}
	return chat.Targeted{}
}

// clipVisit bounds what a page may say of its visitor.
func clipVisit(is protocol.Visit) protocol.Visit {
	is.Pages, is.Visits = max(is.Pages, 0), max(is.Visits, 0)
	is.Referrer = clip(is.Referrer, maxURL)
	is.Shown = is.Shown[:min(len(is.Shown), targeting.MaxRules)]
	var kept map[string]string
	for _, name := range slices.Sorted(maps.Keys(is.Attributes)) {
		if name == "" || len(kept) == targeting.MaxAttributes {
			continue
		}
		if kept == nil {
			kept = map[string]string{}
		}
		kept[clipRunes(name, targeting.MaxAttributeName)] = clipRunes(is.Attributes[name], targeting.MaxAttributeValue)
	}
	is.Attributes = kept
	return is
}

// clipRunes shortens a text to a number of characters.
func clipRunes(s string, n int) string {
	s = clean(s)
	for i := range s {
		if n--; n < 0 {
			return s[:i]
		}
	}
	return s
}
