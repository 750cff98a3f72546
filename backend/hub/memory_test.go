package hub

import (
	"context"
	"log/slog"
	"sync"
	"testing"
	"time"

	"parley/backend/chat"
	"parley/backend/escalation"
	"parley/backend/presence"
	"parley/backend/protocol"
	"parley/backend/targeting"
)

// memory is a store that does what a test tells it to.
type memory struct {
	Store // what is not here is not called

	mu      sync.Mutex
	refuse  error // of every change
	choices []presence.Choice
	changes []presence.Change
	log     []chat.Entry      // of the one conversation
	known   chat.Conversation // what a visitor who comes is told of it

	attempts int         // to store that it was missed
	missed   []time.Time // when it was, as stored

	rules []targeting.Rule
	shown []map[string]int64
}

func (m *memory) Revisions(context.Context) (map[string]int64, error) {
	return map[string]int64{"shop": 1}, nil
}

func (m *memory) Site(context.Context, string) (chat.Site, []chat.Agent, []chat.Group, error) {
	site := chat.DefaultSite()
	site.ID, site.Name, site.Origins = "shop", "Shop", []string{"https://shop.example"}
	return site, []chat.Agent{{ID: "ann", Site: "shop", Name: "Ann"}}, nil, nil
}

func (m *memory) Presences(context.Context, string) (map[string]presence.Kept, error) {
	return map[string]presence.Kept{"ann": {Agent: presence.Agent{Policy: presence.DefaultPolicy()}}}, nil
}

func (m *memory) FormerAgents(context.Context, string) ([]chat.Agent, error) { return nil, nil }
func (m *memory) SaveHello(context.Context, string, string, string, string, time.Time) error {
	return nil
}
func (m *memory) SaveGone(context.Context, string, string, time.Time) error { return nil }

func (m *memory) Open(context.Context, string) ([]chat.Thread, error) { return nil, nil }
func (m *memory) AgentByToken(context.Context, string) (chat.Agent, error) {
	return chat.Agent{ID: "ann", Site: "shop", Name: "Ann"}, nil
}

func (m *memory) Rules(context.Context, string) ([]targeting.Rule, error) { return m.rules, nil }

func (m *memory) CountShown(_ context.Context, shown map[string]int64) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.refuse == nil {
		m.shown = append(m.shown, shown)
	}
	return m.refuse
}

func (m *memory) SitesWaiting(context.Context) ([]string, error) { return nil, nil }
func (m *memory) EscalationAgents(context.Context, string) (map[string]escalation.Agent, error) {
	return map[string]escalation.Agent{}, nil
}

func (m *memory) Miss(_ context.Context, decided chat.Conversation, at time.Time) (chat.Stepped, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.attempts++
	if m.refuse != nil {
		return chat.Stepped{}, m.refuse
	}
	m.missed = append(m.missed, at)
	decided.Version++
	decided.Waits.Missed = at
	return chat.Stepped{Conversation: decided, Visitor: vera, Won: true}, nil
}

func (m *memory) VisitorByToken(context.Context, string, string) (chat.Visitor, chat.Conversation, error) {
	if m.known.ID != "" {
		return vera, m.known, nil
	}
	return chat.Visitor{}, chat.Conversation{}, chat.Errorf(chat.NotFound, "there is no such visitor")
}

func (m *memory) SavePresence(_ context.Context, _ string, before presence.Kept, after presence.Agent) (int64, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.refuse == nil {
		if after.Facts.Choice != before.Facts.Choice {
			m.choices = append(m.choices, after.Facts.Choice)
		}
		m.changes = append(m.changes, after.Log.Added(before.Log)...)
	}
	return before.Version + 1, m.refuse
}

func (m *memory) SayAsVisitor(_ context.Context, w chat.VisitorMessage) (chat.Written, error) {
	a := m.say(w.Text)
	m.mu.Lock()
	defer m.mu.Unlock()
	m.log[len(m.log)-1].Offline = w.Offline
	return chat.Written{Entry: a.entries[0], Conversation: a.conversation, Visitor: a.visitor}, nil
}

func (m *memory) set(refuse error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.refuse = refuse
}

func (m *memory) Thread(context.Context, string, string) (chat.Thread, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.refuse != nil {
		return chat.Thread{}, m.refuse
	}
	return chat.Thread{Conversation: talk(int64(len(m.log))), Visitor: vera}, nil
}

func (m *memory) After(_ context.Context, _ string, seq int64, limit int) ([]chat.Entry, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	rest := m.log[min(seq, int64(len(m.log))):]
	return rest[:min(limit, len(rest))], nil
}

var vera = chat.Visitor{ID: "vera", Site: "shop"}

// talk is the conversation after n entries.
func talk(n int64) chat.Conversation {
	return chat.Conversation{ID: "talk", Site: "shop", Visitor: "vera", Open: true, LastSeq: n, Version: n}
}

// say stores the next message of the visitor and returns what is posted of it.
func (m *memory) say(text string) arrived {
	m.mu.Lock()
	defer m.mu.Unlock()
	n := int64(len(m.log)) + 1
	e := chat.Entry{Conversation: "talk", Seq: n, ID: text, Kind: chat.KindMessage, From: chat.FromVisitor, Author: "vera", ClientID: text, Text: text}
	m.log = append(m.log, e)
	return arrived{conversation: talk(n), visitor: vera, entries: []chat.Entry{e}, token: token}
}

var token = chat.NewToken()

// ear is a link that keeps what it is sent.
type ear struct {
	set    protocol.Set
	mu     sync.Mutex
	frames []protocol.Frame
	end    End
}

func (e *ear) Send(p *Packet) {
	f, err := e.set.Decode(p.Data)
	if err != nil {
		panic(err)
	}
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.end == "" { // after it nothing arrives
		e.frames = append(e.frames, f)
	}
}

func (e *ear) Close(end End, _ string) {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.end = end
}

func (e *ear) heard() []protocol.Frame {
	e.mu.Lock()
	defer e.mu.Unlock()
	return e.frames
}

// inMemory runs a hub on a memory until the test ends.
func inMemory(t *testing.T) (*Hub, *memory) {
	t.Helper()
	m := &memory{}
	h := New(m, Options{Log: slog.New(slog.DiscardHandler)})
	t.Cleanup(func() { h.Stop(t.Context()) })
	return h, m
}

// visitorIn is a widget that has said hello with the token.
func visitorIn(h *Hub) (*Visitor, *ear) {
	e := &ear{set: protocol.ToVisitor}
	v := h.Visitor(e, Caller{Origin: "https://shop.example"})
	v.Handle(&protocol.VisitorHello{Protocol: protocol.Version, Site: "shop", Token: token})
	return v, e
}

// deskIn is a desk that has said hello.
func deskIn(h *Hub) (*Agent, *ear) {
	e := &ear{set: protocol.ToAgent}
	a := h.Agent(e, Caller{Own: "http://hub.example"})
	a.Handle(&protocol.AgentHello{Protocol: protocol.Version, Token: "x", Device: protocol.Device{ID: "desk"}})
	return a, e
}
