package hub

import (
	"cmp"
	"slices"
	"time"
	"unicode/utf8"

	"parley/backend/chat"
	"parley/backend/escalation"
	"parley/backend/protocol"
)

// thread is one conversation that is live. It belongs to the site's goroutine.
type thread struct {
	conversation chat.Conversation // as of the newest entry known
	visitor      chat.Visitor
	last         chat.Entry             // newest message announced
	announced    int64                  // number of the newest entry announced; those before it all were
	early        map[int64]chat.Entry   // entries that came before one with a lower number
	reading      bool                   // the log is being read, because of a gap or another hub
	again        bool                   // and is to be read once more after that
	visit        *chat.Visit            // where the visitor is who has links here, as other hubs were told; nil for who has none
	elsewhere    *chat.Visit            // where the visitor is who has links at another hub; nil for who has none
	asked        map[string]chat.Asking // agents, and why
	told         protocol.Conversation

	answer    escalation.Answer // how the wait stands
	next      time.Time         // when time alone changes that, zero if never
	found     found
	assigning string // the agent to whom it is being assigned
	stepping  bool   // a step of the wait is being stored
}

func newThread(t chat.Thread) *thread {
	return &thread{conversation: t.Conversation, visitor: t.Visitor, last: t.Last, announced: t.Conversation.LastSeq}
}

// learn takes over a newer state. What was stored at the same time may arrive in another order; the highest version knows most.
func (t *thread) learn(c chat.Conversation, v chat.Visitor) {
	c.SeenByAgents = max(c.SeenByAgents, t.conversation.SeenByAgents)
	c.SeenByVisitor = max(c.SeenByVisitor, t.conversation.SeenByVisitor)
	c.SeenShown = max(c.SeenShown, t.conversation.SeenShown)
	if c.Version >= t.conversation.Version {
		t.conversation, t.visitor = c, v
	}
}

// arrived are entries of a conversation that are stored, because somebody wrote them just now or the log was read.
type arrived struct {
	conversation chat.Conversation
	visitor      chat.Visitor
	entries      []chat.Entry
	token        string // of the visitor, where it is known
	read         bool   // the log was read, as it was to be
	repeated     bool   // it was stored before

	among     bool        // elsewhere is known
	elsewhere *chat.Visit // where the visitor is who has links at another hub
}

func (e arrived) on(s *site) {
	if s.threads[e.conversation.ID] == nil && (e.repeated || len(e.entries) == 0) {
		return // everybody was told long ago
	}
	t := s.threadOf(e)
	email := t.visitor.Email
	t.learn(e.conversation, e.visitor)
	if e.read {
		t.reading = false
	}
	if e.among {
		t.elsewhere = e.elsewhere
	}
	for _, entry := range e.entries {
		if entry.Seq > t.announced {
			t.early[entry.Seq] = entry
		}
	}
	var fresh []chat.Entry
	for next, ok := t.early[t.announced+1]; ok; next, ok = t.early[t.announced+1] {
		delete(t.early, next.Seq)
		t.announced = next.Seq
		if next.Kind == chat.KindMessage {
			t.last = next
		}
		fresh = append(fresh, next)
	}
	s.announce(t, fresh, e.entries)
	if g := s.guestOf[t.visitor.ID]; g != nil && t.visitor.Email != email {
		for v := range g.tabs {
			s.welcomeAgain(v) // it need not ask any more
		}
	}
	s.mendGaps(t)
	if t.again && !t.reading {
		t.again = false
		s.readAgain(t.conversation.ID, 0)
	}
	s.forget(t)
}

// threadOf returns the thread that entries belong to, which they may be the first of.
func (s *site) threadOf(e arrived) *thread {
	g := s.guests[e.token]
	if g == nil {
		g = s.silent[e.visitor.Key] // has another tab at another hub
	}
	t := s.threads[e.conversation.ID]
	if t == nil {
		t = &thread{conversation: e.conversation, visitor: e.visitor, announced: e.entries[0].Seq - 1}
		if g != nil && g.visitor == "" {
			t.announced = 0 // the visitor had never written
		}
		s.threads[e.conversation.ID] = t
	}
	if t.early == nil {
		t.early = map[int64]chat.Entry{}
	}
	if g != nil {
		s.identify(g, e.visitor, e.conversation.ID)
	}
	return t
}

// announce tells everybody what has become of a thread, entries first. Fresh are the entries nobody has been told; a tab that is behind may also need others that
// came with them.
func (s *site) announce(t *thread, fresh, came []chat.Entry) {
	if len(fresh) > 0 {
		s.entriesToAgents(t.conversation.ID, fresh)
	}
	s.tellAgents(t)
	s.show(t)
	g := s.guestOf[t.visitor.ID]
	if g == nil {
		return
	}
	g.group = t.visitor.Group
	s.entriesToTabs(g, append(slices.Clone(came), fresh...))
	s.stateToTabs(g, t)
	for v := range g.tabs {
		s.tell(v)
		s.target(v)
	}
}

// show lets the visitor know how far agents have read, while somebody is there for it.
func (s *site) show(t *thread) {
	c := &t.conversation
	if c.SeenShown >= c.SeenByAgents || !s.live(t) {
		return
	}
	c.SeenShown = c.SeenByAgents
	id, seq := c.ID, c.SeenByAgents
	s.hub.tasks.Go(func() {
		_, err := s.hub.store.SeenByAgents(s.hub.ctx, s.id, id, seq, true)
		s.excuse("store what is shown as read", err)
	})
}

// live reports whether somebody is there for the visitor of a thread.
func (s *site) live(t *thread) bool {
	return s.presence.Availability(s.directory.Load().groups[t.visitor.Group], t.conversation).Mode == chat.ModeLive
}

// showsReading asks whether the visitor of a conversation may know that an agent reads.
type showsReading struct {
	conversation string
	out          *bool
}

func (e showsReading) on(s *site) {
	t := s.threads[e.conversation] // nil for one that is closed and whose visitor is not here: whoever comes back is shown it when somebody is there
	*e.out = t != nil && s.live(t)
}

// tellThread tells everybody what follows from another status of an agent, or from time, for one thread.
func (s *site) tellThread(t *thread) {
	s.tellAgents(t)
	s.show(t)
	if g := s.guestOf[t.visitor.ID]; g != nil {
		s.stateToTabs(g, t)
	}
}

// tellAgents tells the desks a conversation as far as they have not been told. One that was never open for them stays untold while closed.
func (s *site) tellAgents(t *thread) {
	s.judge(t)
	s.step(t)
	s.tellVisit(t)
	asked, row := askedOf(t.answer), s.row(t)
	if !row.Open && !t.told.Open {
		return
	}
	everybody := !sameRow(row, t.told)
	s.joined(t.told.Members, row.Members)
	was := t.asked
	t.told, t.asked = row, asked
	packets := map[chat.Asking]*Packet{} // by why somebody is asked, or is not
	for id, a := range s.agents {
		why := asked[id]
		if !everybody && why == was[id] || len(a.desks) == 0 {
			continue
		}
		if packets[why] == nil {
			packets[why] = pack(&protocol.AgentConversation{Conversation: t.rowFor(id)})
		}
		for _, d := range a.desks {
			d.link.Send(packets[why])
		}
	}
}

// askedOf are the agents who are asked to answer, and why.
func askedOf(a escalation.Answer) map[string]chat.Asking {
	out := make(map[string]chat.Asking, len(a.Asked))
	for _, ask := range a.Asked {
		out[ask.Agent] = ask.Why
	}
	return out
}

// row is a conversation as agents' lists show it, but for who is asked.
func (s *site) row(t *thread) protocol.Conversation {
	c := conversationOf(chat.Thread{Conversation: t.conversation, Visitor: t.visitor, Last: t.last}, s.directory.Load())
	c.Seq = t.announced
	c.State, c.WaitingSince = t.answer.State, protocol.At(t.answer.Since)
	if v := s.visitOf(t); v != nil {
		c.Visitor.Here = true
		c.Visitor.Attributes = v.Attributes
		if page := (protocol.Page{URL: v.URL, Title: v.Title}); page != (protocol.Page{}) {
			c.Visitor.Page = &page
		}
	}
	return c
}

// visitOf is where the visitor of a thread is, here or elsewhere, or nil.
func (s *site) visitOf(t *thread) *chat.Visit {
	if v := s.visitHere(t); v != nil {
		return v
	}
	return t.elsewhere
}

// visitHere is where the visitor of a thread is who has links at this hub, or nil.
func (s *site) visitHere(t *thread) *chat.Visit {
	g := s.guestOf[t.visitor.ID]
	if g == nil || len(g.tabs) == 0 {
		return nil
	}
	return &chat.Visit{URL: g.page.URL, Title: g.page.Title, Attributes: g.attributes}
}

// rowFor is what an agent is told of the thread.
func (t *thread) rowFor(agent string) protocol.Conversation {
	c := t.told
	c.Why = t.asked[agent]
	c.Asks = c.Why != ""
	return c
}

// openFor are the open conversations as an agent is told them, the oldest first, never nil.
func (s *site) openFor(agent string) []protocol.Conversation {
	rows := []protocol.Conversation{}
	for _, t := range s.threads {
		if t.told.Open {
			rows = append(rows, t.rowFor(agent))
		}
	}
	slices.SortFunc(rows, func(a, b protocol.Conversation) int {
		return cmp.Or(cmp.Compare(a.OpenedAt, b.OpenedAt), cmp.Compare(a.ID, b.ID))
	})
	return rows
}

// openOf asks for the open conversations as an agent is told them.
type openOf struct {
	agent string
	out   *[]protocol.Conversation
}

func (e openOf) on(s *site) { *e.out = s.openFor(e.agent) }

// entriesToAgents brings new entries to every desk; the author's know them by their client ids.
func (s *site) entriesToAgents(conversation string, entries []chat.Entry) {
	dir := s.directory.Load()
	plain := pack(&protocol.AgentEntries{Conversation: conversation, Entries: entriesOf(entries, dir, forAgent(""))})
	for id, a := range s.agents {
		if len(a.desks) == 0 {
			continue
		}
		p := plain
		if slices.ContainsFunc(entries, func(e chat.Entry) bool { return e.Author == id }) {
			p = pack(&protocol.AgentEntries{Conversation: conversation, Entries: entriesOf(entries, dir, forAgent(id))})
		}
		for _, d := range a.desks {
			d.link.Send(p)
		}
	}
}

// mendGaps has the log read when an entry is missing, for everybody or for one tab.
func (s *site) mendGaps(t *thread) {
	from := t.announced
	if g := s.guestOf[t.visitor.ID]; g != nil {
		for v := range g.tabs {
			from = min(from, v.cursor)
		}
	}
	if t.reading || from >= t.conversation.LastSeq {
		return
	}
	t.reading = true
	id := t.conversation.ID
	s.hub.tasks.Go(func() { s.read(id, from) })
}

// read reads the log of a conversation after an entry and posts it. It runs in a goroutine of its own.
func (s *site) read(conversation string, after int64) {
	var came arrived
	t, err := s.hub.store.Thread(s.hub.ctx, s.id, conversation)
	if err == nil {
		came, err = s.fetch(t, after)
	}
	if err != nil {
		if s.hub.ctx.Err() == nil {
			s.hub.log.Error("read log", "conversation", conversation, "error", err)
		}
		time.AfterFunc(again, func() { s.post(readFailed{conversation}) })
		return
	}
	came.read = true
	s.post(came)
}

// readFailed has the log read again.
type readFailed struct{ conversation string }

func (e readFailed) on(s *site) {
	if t := s.threads[e.conversation]; t != nil {
		t.reading = false
		s.readAgain(e.conversation, 0)
	}
}

// forget drops a thread that is closed and whose visitor is not here.
func (s *site) forget(t *thread) {
	if !t.conversation.Open && s.guestOf[t.visitor.ID] == nil && len(t.early) == 0 && !t.reading {
		delete(s.threads, t.conversation.ID)
	}
}

// seen is how far one side has read.
type seen struct {
	conversation string
	byVisitor    int64
	byAgents     int64
	shown        bool // to the visitor, what agents have read
}

func (e seen) on(s *site) {
	t := s.threads[e.conversation]
	if t == nil {
		return
	}
	c := &t.conversation
	c.SeenByVisitor = max(c.SeenByVisitor, min(e.byVisitor, c.LastSeq))
	c.SeenByAgents = max(c.SeenByAgents, min(e.byAgents, c.LastSeq))
	if e.shown {
		c.SeenShown = max(c.SeenShown, min(e.byAgents, c.LastSeq))
	}
	s.announce(t, nil, nil)
}

// cut shortens a message to what lists show of it.
func cut(text string) string {
	if utf8.RuneCountInString(text) <= protocol.LineLength {
		return text
	}
	return string([]rune(text)[:protocol.LineLength])
}
