package hub_test

import (
	"encoding/json"
	"maps"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"parley/backend/chat"
	"parley/backend/presence"
	"parley/backend/presence/cases"
	"parley/backend/protocol"
	"parley/backend/server"
	"parley/backend/server/servertest"
	"parley/backend/store"
)

// rarely keeps the days of a case from being spent on looking for changes of the site, of which there are none: a look costs a connection on some engines.
func rarely(o *server.Options) { o.CheckEvery = 30 * 24 * time.Hour }

// TestAgentCases plays every case of idling and of devices with a real desk, and compares what its agent and a visitor are told.
func TestAgentCases(t *testing.T) {
	agents, _ := cases.Load()
	for _, c := range agents {
		if !strings.Contains(c.Rule, "2.4") && !strings.Contains(c.Rule, "2.5") || slices.ContainsFunc(c.Events, foreign) {
			continue
		}
		t.Run(c.ID+" "+c.Title, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) { playAgent(t, c) })
		})
	}
}

// foreign is what an agent cannot do to oneself.
func foreign(e cases.Event) bool { return e.By != "" || e.What == cases.Ping }

// agentPlayer plays one agent's case.
type agentPlayer struct {
	t       *testing.T
	hub     *servertest.Hub
	token   string
	desks   map[string]*servertest.Desk
	visitor *servertest.Peer
	mode    chat.Mode
	view    protocol.View
}

func playAgent(t *testing.T, c cases.Agent) {
	time.Sleep(time.Until(c.Events[0].At.AddDate(0, 0, -14)))
	h := servertest.Start(t, rarely)
	_, token := h.Agent("Ann")
	p := &agentPlayer{t: t, hub: h, token: token, desks: map[string]*servertest.Desk{}}
	h.Do("PUT", "/api/v1/me/status", token, map[string]string{"status": "offline"}) // which loads the site; no case expects it to have been
	first := h.Desk(token, "set-policy")
	first.Send(&protocol.SetPolicy{Ref: "p", Policy: protocol.Policy{IdleAfter: int64(c.Policy.IdleAfter / time.Second), OnReturn: protocol.OnReturn(c.Policy.OnReturn)}})
	first.Goodbye()
	if c.Hours != nil {
		h.Do("PUT", "/api/v1/me/hours", token, servertest.Hours(c.Hours))
	}
	synctest.Wait()
	p.until(c.Events[0].At.Add(-time.Second)) // nothing of this is left
	p.visitor = h.Visitor("", 0)

	events := c.Events
	for _, want := range c.Expect {
		for len(events) > 0 && !events[0].At.After(want.At) {
			p.until(events[0].At)
			p.event(events[0])
			events = events[1:]
		}
		p.until(want.At)
		p.compare(want)
	}
}

func (p *agentPlayer) until(at time.Time) { time.Sleep(time.Until(at)) }

func (p *agentPlayer) event(e cases.Event) {
	d := p.desks[e.Device]
	switch e.What {
	case cases.Connect:
		p.desks[e.Device] = p.hub.Desk(p.token, e.Device)
	case cases.Choose:
		if d == nil {
			p.hub.Do("PUT", "/api/v1/me/status", p.token, map[string]string{"status": string(e.Status)})
		} else {
			d.Send(&protocol.SetStatus{Ref: chat.NewID(), Status: e.Status, For: e.Length().Milliseconds(), ToHours: e.ToHours})
		}
	case cases.Input:
		d.Input()
	case cases.Lock:
		d.Send(&protocol.Goodbye{Why: protocol.AwayLock})
	case cases.Unlock:
		d.Send(&protocol.Returned{})
	case cases.Goodbye:
		d.Send(&protocol.Goodbye{Why: protocol.AwayQuit})
		d.Goodbye()
	case cases.Close:
		d.Cut()
	case cases.Silent:
		d.Pulse()
		synctest.Wait()
		d.Freeze()
		delete(p.desks, e.Device) // it learns nothing any more
	case cases.Back:
		p.anyDesk().Send(&protocol.Back{Ref: "back"})
	default:
		p.t.Fatalf("a desk cannot play %q", e.What)
	}
	synctest.Wait()
}

func (p *agentPlayer) anyDesk() *servertest.Desk {
	for _, d := range p.desks {
		if d.Ending() == nil {
			return d
		}
	}
	p.t.Fatal("no desk is connected")
	return nil
}

func (p *agentPlayer) compare(want cases.Expect) {
	p.t.Helper()
	for _, f := range p.visitor.Received() {
		switch f := f.(type) {
		case *protocol.VisitorWelcome:
			p.mode = f.Availability.Mode
		case *protocol.VisitorAvailability:
			if f.Mode == p.mode {
				p.t.Errorf("the visitor was told %s again", f.Mode)
			}
			p.mode = f.Mode
		}
	}
	mode := chat.ModeMessenger
	if want.Status == chat.Online {
		mode = chat.ModeLive
	}
	if p.mode != mode {
		p.t.Errorf("%s: the visitor was told %s, want %s", want.At, p.mode, mode)
	}
	_, data := p.hub.Do("GET", "/api/v1/me/status", p.token, nil)
	var got protocol.View
	if err := json.Unmarshal(data, &got); err != nil {
		p.t.Fatal(err)
	}
	expect := protocol.View{Status: want.Status, Cause: want.Cause, Since: protocol.At(want.Since)}
	if want.Next != (presence.Next{}) {
		expect.Next = &protocol.NextChange{At: protocol.At(want.Next.At), Status: want.Next.Status, Cause: want.Next.Cause}
	}
	got.Timed = nil // no case says which runs
	if diff := cmp.Diff(expect, got); diff != "" {
		p.t.Errorf("%s: the view is %s", want.At, diff)
	}
	expect.Asks = want.Asks
	for _, d := range p.desks {
		for _, f := range d.Received() {
			switch f := f.(type) {
			case *protocol.AgentWelcome:
				p.view = f.View
			case *protocol.AgentView:
				p.view = f.View
			}
		}
		p.view.Base, p.view.Timed = "", nil
		if diff := cmp.Diff(expect, p.view); d.Ending() == nil && diff != "" {
			p.t.Errorf("%s: the agent was told %s", want.At, diff)
		}
	}
}

// TestSiteCases plays every case of one visitor, and compares what the visitor and the agents are told.
func TestSiteCases(t *testing.T) {
	_, all := cases.Load()
	for _, c := range all {
		if slices.ContainsFunc(c.Agents, func(a cases.SiteAgent) bool { return a.Absent }) {
			continue
		}
		t.Run(c.ID+" "+c.Title, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) { playSite(t, c) })
		})
	}
}

// sitePlayer plays the case of one visitor.
type sitePlayer struct {
	t            *testing.T
	hub          *servertest.Hub
	shift        time.Duration
	desks        map[string]*servertest.Desk // by the name of the agent
	names        map[string]string           // of agents, by id
	ids          map[string]string           // of agents, by name
	views        map[string]chat.Status
	rows         map[string]protocol.Conversation // as each agent was told last
	visitor      *servertest.Peer
	conversation string
	group        string            // that the visitor will choose
	groups       map[string]string // ids, by the name in the case
	told         presence.Availability
	missed       bool // as the visitor was told
}

func playSite(t *testing.T, c cases.Site) {
	h := servertest.Start(t, rarely)
	choose := true
	h.Change(store.SiteChange{Quiet: c.Quiet, Steps: c.Steps, ChooseGroup: &choose})
	p := &sitePlayer{
		t: t, hub: h, desks: map[string]*servertest.Desk{}, names: map[string]string{}, views: map[string]chat.Status{},
		rows: map[string]protocol.Conversation{}, ids: map[string]string{}, groups: map[string]string{},
	}
	tokens := map[string]string{}
	for _, a := range c.Agents {
		agent, token := h.Agent(a.ID)
		p.names[agent.ID], p.ids[a.ID], tokens[a.ID] = a.ID, agent.ID, token
	}
	for _, g := range c.Groups {
		agents := make([]string, len(g.Agents))
		for i, name := range g.Agents {
			agents[i] = p.ids[name]
		}
		stored, err := h.Store().AddGroup(t.Context(), h.Site.ID, g.ID, agents, g.EveryoneElse)
		if err != nil {
			t.Fatal(err)
		}
		p.groups[g.ID] = stored.ID
	}
	for _, a := range c.Agents {
		p.desks[a.ID] = h.Desk(tokens[a.ID], "d-"+a.ID)
		p.desks[a.ID].Send(&protocol.SetPolicy{Ref: "p", Policy: protocol.Policy{OnReturn: protocol.ReturnAsk}})
		p.desks[a.ID].Send(&protocol.SetReserve{Ref: "r", On: a.Reserve})
		p.desks[a.ID].Choose(a.Start)
	}
	token := chat.NewToken()
	p.visitor = h.Visitor("", 0)
	p.visitor.Send(&protocol.Adopt{Token: token})
	synctest.Wait()
	time.Sleep(time.Minute)
	p.shift = time.Since(c.Zero)

	events := c.Events
	for _, want := range c.Expect {
		for len(events) > 0 && !events[0].At.After(want.At) {
			time.Sleep(time.Until(events[0].At.Add(p.shift)))
			p.event(events[0])
			p.listen()
			events = events[1:]
		}
		time.Sleep(time.Until(want.At.Add(p.shift)))
		p.listen()
		if diff := cmp.Diff(want.Availability, p.told, cmpopts.EquateEmpty()); diff != "" {
			t.Errorf("%s: the visitor was told %s", want.At, diff)
		}
		if diff := cmp.Diff(want.Views, p.views); diff != "" {
			t.Errorf("%s: the agents were told %s", want.At, diff)
		}
		p.compare(want)
	}
}

// compare compares how the conversation stands and who is asked.
func (p *sitePlayer) compare(want cases.SiteExpect) {
	p.t.Helper()
	asked := []string{}
	for _, name := range slices.Sorted(maps.Keys(p.desks)) {
		row, told := p.rows[name]
		if !told {
			row.State = chat.Quiet
		}
		if row.State != want.Conversation {
			p.t.Errorf("%s: %s was told that the conversation is %s, want %s", want.At, name, row.State, want.Conversation)
		}
		if row.Asks {
			asked = append(asked, name)
		}
	}
	if diff := cmp.Diff(want.Asked, asked); diff != "" {
		p.t.Errorf("%s: who is asked (-want +got)\n%s", want.At, diff)
	}
	if p.missed != (want.Conversation == chat.Missed) {
		p.t.Errorf("%s: the visitor was told that it was missed: %t", want.At, p.missed)
	}
}

func (p *sitePlayer) event(e cases.SiteEvent) {
	d := p.desks[e.Agent]
	switch e.What {
	case cases.Visitor:
		p.visitor.Send(&protocol.VisitorMessage{ClientID: chat.NewID(), Text: "Is anybody there?", Group: p.group})
	case cases.SetGroup:
		p.group = p.groups[e.Group]
		p.visitor.Send(&protocol.Choose{Group: p.group})
	case cases.Reply:
		d.Send(&protocol.AgentMessage{Conversation: p.conversation, ClientID: chat.NewID(), Text: "Yes."})
	case cases.Join:
		d.Send(&protocol.Join{Ref: chat.NewID(), Conversation: p.conversation})
	case cases.Add:
		d.Send(&protocol.Add{Ref: chat.NewID(), Conversation: p.conversation, Agent: p.ids[e.Agent]})
	case cases.Assign:
		d.Send(&protocol.Assign{Ref: chat.NewID(), Conversation: p.conversation, Agent: p.ids[e.Agent]})
	case cases.Leave:
		d.Send(&protocol.Leave{Ref: chat.NewID(), Conversation: p.conversation})
	case cases.AgentChooses:
		d.Choose(e.Status)
	case cases.CloseIt:
		for _, d := range p.desks {
			d.Send(&protocol.Close{Ref: chat.NewID(), Conversation: p.conversation})
			break
		}
	default:
		p.t.Fatalf("nobody can play %q", e.What)
	}
}

// listen takes in what everybody is told.
func (p *sitePlayer) listen() {
	for _, f := range p.visitor.Received() {
		switch f := f.(type) {
		case *protocol.VisitorWelcome:
			p.hear(f.Availability)
		case *protocol.VisitorAvailability:
			p.hear(f.Availability)
		case *protocol.VisitorState:
			p.missed = f.Missed
		case *protocol.Failed:
			p.t.Errorf("the visitor's request failed: %+v", f)
		}
	}
	for name, d := range p.desks {
		for _, f := range d.Received() {
			switch f := f.(type) {
			case *protocol.AgentWelcome:
				p.views[name] = f.View.Status
			case *protocol.AgentView:
				p.views[name] = f.View.Status
			case *protocol.AgentConversation:
				p.conversation, p.rows[name] = f.Conversation.ID, f.Conversation
			case *protocol.Failed:
				p.t.Errorf("a request of %s failed: %+v", name, f)
			}
		}
	}
}

func (p *sitePlayer) hear(a protocol.Availability) {
	p.told = presence.Availability{Mode: a.Mode}
	for _, who := range a.Agents {
		p.told.Agents = append(p.told.Agents, p.names[who.ID])
	}
}
