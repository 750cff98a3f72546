package hub

import (
	"bytes"
	"maps"
	"strings"
	"time"

	"golang.org/x/time/rate"

	"parley/backend/chat"
	"parley/backend/protocol"
)

// maxTabs is how many links one visitor may have.
const maxTabs = 64

// guest is a browser that has made a token: all its tabs.
type guest struct {
	token        string
	tabs         map[*Visitor]struct{}
	visitor      string // empty before the first message
	group        string
	conversation string
	page         protocol.Page // the one reported last
	attributes   map[string]string
	turns        *rate.Limiter // how often agents are told of another page
	turned       bool          // they will be told of the page a little later
}

// pageTurns is how often agents are told that a visitor went to another page.
var pageTurns = Bucket{PerSecond: 0.5, Burst: 10}

// answer is what visitors are told of their availability, encoded once for all who are told the same.
type answer struct {
	mode   chat.Mode
	frame  protocol.Availability
	packet *Packet
}

func (a *answer) same(b *answer) bool {
	return a == b || a != nil && b != nil && bytes.Equal(a.packet.Data, b.packet.Data)
}

// maxAnswers is how many answers are kept encoded.
const maxAnswers = 1024

// answerTo works out what a visitor is to be told.
func (s *site) answerTo(v *Visitor) *answer {
	dir := s.directory.Load()
	var group *chat.Group
	var c chat.Conversation
	if dir.site.ChooseGroup {
		group = dir.groups[v.group]
	}
	if g := v.guest; g != nil {
		if g.group != "" {
			group = dir.groups[g.group]
		}
		if t := s.threads[g.conversation]; t != nil {
			c = t.conversation
		}
	}
	if group != nil || c.ID != "" {
		return s.answer(group, c)
	}
	if s.common == nil {
		s.common = s.answer(nil, c)
	}
	return s.common
}

// answer works out what visitors are told who are with a group, if it is not nil, and have a conversation, if it is not empty.
func (s *site) answer(group *chat.Group, c chat.Conversation) *answer {
	a := s.presence.Availability(group, c)
	key := string(a.Mode) + " " + strings.Join(a.Agents, " ")
	if known, ok := s.answers[key]; ok {
		return known
	}
	if len(s.answers) >= maxAnswers {
		clear(s.answers)
	}
	out := &answer{mode: a.Mode, frame: protocol.Availability{Mode: a.Mode, Agents: s.directory.Load().people(a.Agents)}}
	out.packet = pack(&protocol.VisitorAvailability{Availability: out.frame})
	s.answers[key] = out
	return out
}

// tell tells a visitor who is there, if that is another answer than the last.
func (s *site) tell(v *Visitor) {
	a := s.answerTo(v)
	if a.same(v.told) {
		return
	}
	v.hear(a)
	v.link.Send(a.packet)
}

// visitorCame is a widget that has said hello, or that has adopted a token. It is told everything, also when it was told before.
type visitorCame struct {
	v       *Visitor
	token   string // empty before the visitor has pressed Send
	page    protocol.Page
	known   *known       // what is stored of it, if anything is
	entries []chat.Entry // those it asked for
}

// known is what is stored of a visitor.
type known struct {
	visitor      chat.Visitor
	conversation chat.Conversation
}

func (e visitorCame) on(s *site) {
	v := e.v
	if v.slot < 0 {
		s.visitors.add(v)
	}
	s.leaveGuest(v)
	if g := s.guests[e.token]; g != nil && len(g.tabs) >= maxTabs {
		v.link.Close(Overload, "too many tabs")
		return
	}
	if e.token != "" {
		s.joinGuest(v, e)
	}
	a := s.answerTo(v)
	v.hear(a)
	send(v.link, s.visitorWelcome(v, a, e))
	if t := s.threads[v.conversation()]; t != nil {
		s.tellAgents(t)
		s.mendGaps(t)
	}
	s.target(v)
}

// joinGuest makes a link one of the tabs of its visitor.
func (s *site) joinGuest(v *Visitor, e visitorCame) {
	g := s.guests[e.token]
	if g == nil {
		g = &guest{token: e.token, tabs: map[*Visitor]struct{}{}, turns: pageTurns.limiter()}
		s.guests[e.token] = g
		s.silent[chat.VisitorKey(e.token)] = g
	}
	g.tabs[v] = struct{}{}
	g.page = e.page
	v.guest = g
	if e.known != nil {
		s.identify(g, e.known.visitor, e.known.conversation.ID)
		s.remember(e.known)
		v.cursor = e.known.conversation.LastSeq
	}
	if g.visitor != "" {
		v.identity.Store(&identity{visitor: g.visitor, conversation: g.conversation})
	}
}

// remember makes the thread of a visitor who is here live. A conversation that is open and not live is only just being opened: what opened it is
// about to arrive.
func (s *site) remember(k *known) {
	if t := s.threads[k.conversation.ID]; t == nil && !k.conversation.Open {
		s.threads[k.conversation.ID] = newThread(chat.Thread{Conversation: k.conversation, Visitor: k.visitor})
	}
}

// identify connects a guest with the visitor and the conversation it is found to be.
func (s *site) identify(g *guest, v chat.Visitor, conversation string) {
	g.group = v.Group
	if g.visitor == v.ID {
		return
	}
	g.visitor, g.conversation = v.ID, conversation
	s.guestOf[v.ID] = g
	delete(s.silent, chat.VisitorKey(g.token))
	for tab := range g.tabs {
		tab.identity.Store(&identity{visitor: v.ID, conversation: conversation})
	}
}

// leaveGuest takes a link out of the tabs of its visitor.
func (s *site) leaveGuest(v *Visitor) {
	g := v.guest
	if g == nil {
		return
	}
	v.guest, v.cursor, v.state = nil, 0, protocol.VisitorConversation{}
	v.identity.Store(nil)
	delete(g.tabs, v)
	if len(g.tabs) > 0 {
		return
	}
	delete(s.guests, g.token)
	if g.visitor == "" {
		delete(s.silent, chat.VisitorKey(g.token))
		return
	}
	delete(s.guestOf, g.visitor)
	if t := s.threads[g.conversation]; t != nil {
		s.tellAgents(t) // the visitor is not here any more
		s.forget(t)
	}
}

// visitorWelcome is everything a widget must know.
func (s *site) visitorWelcome(v *Visitor, a *answer, e visitorCame) *protocol.VisitorWelcome {
	dir := s.directory.Load()
	w := &protocol.VisitorWelcome{
		Protocol:     protocol.Version,
		Site:         dir.face,
		Availability: a.frame,
		Entries:      []protocol.Entry{},
	}
	t := s.threads[v.conversation()]
	switch {
	case e.known == nil && t == nil:
		return w
	case t == nil: // what opens it is about to arrive
		t = newThread(chat.Thread{Conversation: e.known.conversation, Visitor: e.known.visitor})
	case e.known != nil:
		t.learn(e.known.conversation, e.known.visitor)
	}
	v.state = v.stateOf(t)
	state := v.state
	w.Visitor = &protocol.Self{ID: t.visitor.ID, Email: t.visitor.Email}
	w.Conversation = &state
	w.Entries = entriesOf(e.entries, dir, forVisitor(t.visitor.ID))
	return w
}

// welcomeAgain tells a visitor everything but the entries once more, because something only a welcome says has changed.
func (s *site) welcomeAgain(v *Visitor) {
	a := s.answerTo(v)
	v.hear(a)
	send(v.link, s.visitorWelcome(v, a, visitorCame{v: v}))
}

// entriesToTabs brings entries to those tabs of a visitor that lack them and have everything before.
func (s *site) entriesToTabs(g *guest, entries []chat.Entry) {
	dir := s.directory.Load()
	for v := range g.tabs {
		var next []chat.Entry
		for _, e := range entries {
			if e.Seq == v.cursor+1 {
				next = append(next, e)
				v.cursor++
			}
		}
		if len(next) > 0 {
			send(v.link, &protocol.VisitorEntries{Entries: entriesOf(next, dir, forVisitor(g.visitor))})
		}
	}
}

// stateToTabs tells the tabs of a visitor the state of the conversation, if it has changed for them.
func (s *site) stateToTabs(g *guest, t *thread) {
	for v := range g.tabs {
		if state := v.stateOf(t); state != v.state {
			v.state = state
			send(v.link, &protocol.VisitorState{VisitorConversation: state})
		}
	}
}

// stateOf is what a tab is told of its conversation: no entry counts before the tab has it.
func (v *Visitor) stateOf(t *thread) protocol.VisitorConversation {
	c := t.conversation
	return protocol.VisitorConversation{Open: c.Open, Seq: v.cursor, Seen: c.SeenShown, VisitorSeen: c.SeenByVisitor, Missed: t.answer.State == chat.Missed}
}

// visitorGone is a widget whose link has ended.
type visitorGone struct{ v *Visitor }

func (e visitorGone) on(s *site) {
	s.leaveGuest(e.v)
	s.leaveTab(e.v)
	s.visitors.remove(e.v)
}

// choseGroup is a visitor who is about to write to a group.
type choseGroup struct {
	v     *Visitor
	group string
}

func (e choseGroup) on(s *site) {
	if s.directory.Load().groups[e.group] == nil {
		e.group = "" // nothing is kept of what is no group
	}
	e.v.group = e.group
	s.tell(e.v)
	s.target(e.v)
}

// turnedPage is a visitor who went to another page, or whose page says more of the visitor.
type turnedPage struct {
	v     *Visitor
	page  protocol.Page
	visit protocol.Visit
}

func (e turnedPage) on(s *site) {
	s.report(e.v, e.page, e.visit)
	g := e.v.guest
	if g == nil || g.page == e.page && maps.Equal(g.attributes, e.visit.Attributes) {
		return
	}
	g.page, g.attributes = e.page, e.visit.Attributes
	switch {
	case g.turns.AllowN(now(), 1):
		s.tellPage(g)
	case !g.turned:
		g.turned = true
		time.AfterFunc(pageLater, func() { s.post(turnedPages{g}) })
	}
}

// pageLater is when agents are told of the last of many pages.
const pageLater = 2 * time.Second

// turnedPages is a visitor who went to many pages in a short time.
type turnedPages struct{ guest *guest }

func (e turnedPages) on(s *site) {
	e.guest.turned = false
	s.tellPage(e.guest)
}

// tellPage tells agents where a visitor is.
func (s *site) tellPage(g *guest) {
	if t := s.threads[g.conversation]; t != nil {
		s.tellAgents(t)
	}
}

// identified is a visitor whose e-mail address became known.
type identified struct {
	v            *Visitor
	visitor      chat.Visitor
	conversation chat.Conversation
}

func (e identified) on(s *site) {
	t := s.threads[e.conversation.ID]
	if t == nil {
		return
	}
	t.learn(e.conversation, e.visitor)
	s.tellAgents(t)
	for tab := range e.v.guest.tabs {
		if tab != e.v { // which has an ack
			s.welcomeAgain(tab) // it need not ask any more
		}
	}
}
