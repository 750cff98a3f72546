package hub

import (
	"context"
	"slices"
	"time"

	"parley/backend/chat"
)

// Nudge tells other hubs what of a site to read again. It is a hint: the store is what counts, and a hub that gets none finds out a little later.
type Nudge struct {
	Site          string           `json:"site"`
	Conversations map[string]int64 `json:"conversations,omitempty"` // by id: the first new entry, 0 where something else has changed
	Agents        []string         `json:"agents,omitempty"`        // whose presence has changed
	SignIns       []string         `json:"signIns,omitempty"`       // agents of whom a sign-in was taken back
	Settings      bool             `json:"settings,omitempty"`      // of the site: its agents and groups too, and who wants to be asked while Invisible
}

// Bus carries nudges between hubs. Its methods may be called from any goroutine.
type Bus interface {
	// Tell brings a nudge to all other hubs, soon, and together with others about the same site. It never blocks.
	Tell(Nudge)
	// Hear has every nudge of other hubs handed over, one at a time, until the function it returns was called.
	Hear(func(Nudge)) (stop func())
	// Carries reports whether nudges get through, as far as is known.
	Carries() bool
}

// NoBus carries nothing: hubs that share a store find out from that what others have changed.
type NoBus struct{}

// Tell does nothing.
func (NoBus) Tell(Nudge) {}

// Hear hears nothing.
func (NoBus) Hear(func(Nudge)) (stop func()) { return func() {} }

// Carries reports that nothing gets through.
func (NoBus) Carries() bool { return false }

// With is a nudge that says what both say.
func (n Nudge) With(o Nudge) Nudge {
	out := Nudge{
		Site:     n.Site,
		Agents:   both(n.Agents, o.Agents),
		SignIns:  both(n.SignIns, o.SignIns),
		Settings: n.Settings || o.Settings,
	}
	out.Conversations = merged(n.Conversations, o.Conversations, func(a, b int64) int64 {
		if a == 0 || b == 0 {
			return max(a, b)
		}
		return min(a, b)
	})
	return out
}

func both(a, b []string) []string {
	return slices.Compact(slices.Sorted(slices.Values(slices.Concat(a, b))))
}

// telling is a store that tells other hubs of what it changes.
type telling struct {
	Store
	bus Bus
}

func (t telling) conversation(c chat.Conversation, from int64) {
	t.bus.Tell(Nudge{Site: c.Site, Conversations: map[string]int64{c.ID: from}})
}

func (t telling) written(w chat.Written, err error) (chat.Written, error) {
	if err == nil && !w.Repeated {
		from := w.Entry.Seq
		for _, e := range w.Before {
			from = min(from, e.Seq)
		}
		t.conversation(w.Conversation, from)
	}
	return w, err
}

func (t telling) stepped(is chat.Stepped, err error) (chat.Stepped, error) {
	if err == nil && is.Won {
		t.conversation(is.Conversation, 0)
	}
	return is, err
}

func (t telling) SayAsVisitor(ctx context.Context, m chat.VisitorMessage) (chat.Written, error) {
	return t.written(t.Store.SayAsVisitor(ctx, m))
}

func (t telling) SayAsAgent(ctx context.Context, m chat.AgentMessage) (chat.Written, error) {
	return t.written(t.Store.SayAsAgent(ctx, m))
}

func (t telling) Do(ctx context.Context, a chat.Act) (chat.Written, error) {
	return t.written(t.Store.Do(ctx, a))
}

func (t telling) CountFrom(ctx context.Context, decided chat.Conversation, from time.Time) (chat.Stepped, error) {
	return t.stepped(t.Store.CountFrom(ctx, decided, from))
}

func (t telling) Miss(ctx context.Context, decided chat.Conversation, at time.Time) (chat.Stepped, error) {
	return t.stepped(t.Store.Miss(ctx, decided, at))
}

func (t telling) Assign(ctx context.Context, decided chat.Conversation, agent string, at time.Time) (chat.Stepped, error) {
	return t.stepped(t.Store.Assign(ctx, decided, agent, at))
}

func (t telling) SetVisitorEmail(ctx context.Context, visitor, email string) (chat.Visitor, chat.Conversation, error) {
	v, c, err := t.Store.SetVisitorEmail(ctx, visitor, email)
	if err == nil {
		t.conversation(c, 0)
	}
	return v, c, err
}

func (t telling) SeenByVisitor(ctx context.Context, site, conversation string, seq int64) (bool, error) {
	raised, err := t.Store.SeenByVisitor(ctx, site, conversation, seq)
	return t.seen(site, conversation, raised, err)
}

func (t telling) SeenByAgents(ctx context.Context, site, conversation string, seq int64, shown bool) (bool, error) {
	raised, err := t.Store.SeenByAgents(ctx, site, conversation, seq, shown)
	return t.seen(site, conversation, raised, err)
}

func (t telling) seen(site, conversation string, raised bool, err error) (bool, error) {
	if raised && err == nil {
		t.conversation(chat.Conversation{ID: conversation, Site: site}, 0)
	}
	return raised, err
}

func (t telling) RemoveAgent(ctx context.Context, site, agent string, by chat.Role, left, at time.Time) ([]chat.Written, error) {
	all, err := t.Store.RemoveAgent(ctx, site, agent, by, left, at)
	if err == nil {
		n := Nudge{Site: site, Settings: true, Conversations: map[string]int64{}}
		for _, w := range all {
			n.Conversations[w.Conversation.ID] = w.Entry.Seq
		}
		t.bus.Tell(n)
	}
	return all, err
}

// nudged is what another hub tells of a site.
type nudged struct{ Nudge }

func (e nudged) on(s *site) {
	for id, from := range e.Conversations {
		s.readAgain(id, from)
	}
	strangers := false
	for _, agent := range e.Agents {
		if s.agents[agent] == nil {
			strangers = true
			continue
		}
		s.recorder.record(agent, record{reread: true})
	}
	if strangers { // who were added a moment ago
		s.hub.reloadLater(s)
	}
	for _, agent := range e.SignIns {
		if a := s.agents[agent]; a != nil {
			s.checkSignIns(a)
		}
	}
}

// hear hands nudges to the sites that are live here, or about to be.
func (h *Hub) hear(n Nudge) {
	h.mu.Lock()
	o := h.sites[n.Site]
	h.mu.Unlock()
	if o == nil {
		return // it will be loaded as it is
	}
	select {
	case <-o.ready:
		h.pass(n, o.site)
	default: // what is being read may be older than the nudge
		h.tasks.Go(func() {
			<-o.ready
			h.pass(n, o.site)
		})
	}
}

// pass hands a nudge to a site, nil where it could not be opened.
func (h *Hub) pass(n Nudge, s *site) {
	if s == nil {
		return
	}
	s.post(nudged{n})
	if n.Settings {
		h.reloadLater(s)
	}
}

// reloadLater reads a site again that may have changed.
func (h *Hub) reloadLater(s *site) {
	h.tasks.Go(func() {
		if err := h.reload(s); err != nil && h.ctx.Err() == nil {
			h.complain("reload site", err) // watch tries again
		}
	})
}

// checkSignIns ends the links of desks whose sign-ins were taken back through another hub, as far as is known so often.
func (s *site) checkSignIns(a *agentState) {
	agent, upTo := a.id, a.signedOut
	var linked []string
	for _, d := range a.desks {
		linked = append(linked, signInOf(d.token))
	}
	s.hub.tasks.Go(func() {
		in, err := s.hub.store.SignIns(s.hub.ctx, agent)
		if err != nil {
			s.excuse("read where an agent is signed in", err)
			return
		}
		s.post(signedIn{agent: agent, linked: linked, in: in, upTo: upTo})
	})
}

// signedIn is where an agent is signed in, of whom desks were linked here before that was read.
type signedIn struct {
	agent  string
	linked []string // ids of their sign-ins
	in     []chat.SignIn
	upTo   int64
}

func (e signedIn) on(s *site) {
	a := s.agents[e.agent]
	if a == nil {
		return
	}
	a.checkedOut = max(a.checkedOut, e.upTo)
	for _, id := range e.linked {
		if !slices.ContainsFunc(e.in, func(i chat.SignIn) bool { return i.ID == id }) {
			revoked{agent: e.agent, signIn: chat.SignIn{ID: id}}.on(s)
		}
	}
}
