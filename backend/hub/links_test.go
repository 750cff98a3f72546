package hub_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"parley/backend/chat"
	"parley/backend/hub"
	"parley/backend/protocol"
	"parley/backend/server"
	"parley/backend/server/servertest"
	"parley/backend/wire"
)

func ended(t *testing.T, p *servertest.Peer, want wire.CloseCode) {
	t.Helper()
	got := p.Ending()
	if got == nil || got.Code != want {
		t.Errorf("ending %v, want %v", got, want)
	}
}

func TestVisitorIsRefused(t *testing.T) {
	hello := func(change func(*protocol.VisitorHello)) func(*servertest.Hub) *servertest.Peer {
		return func(h *servertest.Hub) *servertest.Peer {
			f := &protocol.VisitorHello{Protocol: protocol.Version, Site: h.Site.ID}
			change(f)
			p := h.VisitorOf(servertest.Origin)
			p.Send(f)
			return p
		}
	}
	from := func(origin string) func(*servertest.Hub) *servertest.Peer {
		return func(h *servertest.Hub) *servertest.Peer {
			p := h.VisitorOf(origin)
			p.Send(&protocol.VisitorHello{Protocol: protocol.Version, Site: h.Site.ID})
			return p
		}
	}
	tests := map[string]struct {
		connect func(*servertest.Hub) *servertest.Peer
		want    wire.CloseCode
	}{
		"another version":  {hello(func(f *protocol.VisitorHello) { f.Protocol = 2 }), wire.Protocol},
		"an unknown site":  {hello(func(f *protocol.VisitorHello) { f.Site = "nowhere" }), wire.UnknownSite},
		"a damaged token":  {hello(func(f *protocol.VisitorHello) { f.Token = "short" }), wire.Invalid},
		"another origin":   {from("https://evil.example"), wire.Origin},
		"a part of ours":   {from("https://shop.example.evil.example"), wire.Origin},
		"another scheme":   {from("http://shop.example"), wire.Origin},
		"no origin":        {from(""), wire.Origin},
		"an opaque origin": {from("null"), wire.Origin},
		"another frame first": {func(h *servertest.Hub) *servertest.Peer {
			p := h.VisitorOf(servertest.Origin)
			p.Send(&protocol.VisitorFetch{})
			return p
		}, wire.Protocol},
		"a second hello": {func(h *servertest.Hub) *servertest.Peer {
			p := h.Visitor("", 0)
			p.Send(&protocol.VisitorHello{Protocol: protocol.Version, Site: h.Site.ID})
			return p
		}, wire.Protocol},
		"an agent's frame": {func(h *servertest.Hub) *servertest.Peer {
			p := h.Visitor("", 0)
			p.Send(&protocol.Pulse{})
			return p
		}, wire.Invalid},
		"no frame": {func(h *servertest.Hub) *servertest.Peer {
			p := h.Visitor("", 0)
			p.SendRaw([]byte("hello"))
			return p
		}, wire.Invalid},
		"too much": {func(h *servertest.Hub) *servertest.Peer {
			p := h.Visitor("", 0)
			p.SendRaw([]byte(`{"type":"message","clientId":"a","text":"` + strings.Repeat("x", 65<<10) + `"}`))
			return p
		}, wire.Invalid},
		"silence": {func(h *servertest.Hub) *servertest.Peer {
			p := h.VisitorOf(servertest.Origin)
			time.Sleep(6 * time.Second)
			return p
		}, wire.Slow},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			bubble(t, func(t *testing.T) { ended(t, tt.connect(servertest.Start(t)), tt.want) })
		})
	}
}

func TestTheHubsOwnPagesMayCarryTheWidget(t *testing.T) {
	bubble(t, func(t *testing.T) {
		h := servertest.Start(t)
		p := h.VisitorOf(servertest.Address)
		p.Send(&protocol.VisitorHello{Protocol: protocol.Version, Site: h.Site.ID})
		only[*protocol.VisitorWelcome](t, p.Received())
	})
}

func TestDeskIsRefused(t *testing.T) {
	tests := map[string]struct {
		first func(token string) protocol.Frame
		want  wire.CloseCode
	}{
		"a wrong token": {func(string) protocol.Frame {
			return &protocol.AgentHello{Protocol: protocol.Version, Token: chat.NewToken(), Device: protocol.Device{ID: "d"}}
		}, wire.Unauthorized},
		"another version": {func(token string) protocol.Frame {
			return &protocol.AgentHello{Protocol: 2, Token: token, Device: protocol.Device{ID: "d"}}
		}, wire.Protocol},
		"no device": {func(token string) protocol.Frame {
			return &protocol.AgentHello{Protocol: protocol.Version, Token: token}
		}, wire.Invalid},
		"another frame": {func(string) protocol.Frame { return &protocol.Pulse{} }, wire.Protocol},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			bubble(t, func(t *testing.T) {
				h := servertest.Start(t)
				_, token := h.Agent("Ann")
				p := h.SilentDesk()
				p.Send(tt.first(token))
				ended(t, p, tt.want)
			})
		})
	}
}

func TestDeviceThatConnectsAgainReplacesItself(t *testing.T) {
	bubble(t, func(t *testing.T) {
		s := newShop(t)
		v := s.Visitor("", 0)
		v.Received()
		again := s.Desk(s.token, "desk")
		ended(t, s.desk.Peer, wire.Replaced)
		if got := only[*protocol.AgentWelcome](t, again.Received()); got.View.Status != chat.Online {
			t.Errorf("welcome %+v", got.View)
		}
		time.Sleep(time.Minute)
		nothing(t, v.Received())
		second := s.Desk(s.token, "other")
		second.Received()
		if again.Ending() != nil {
			t.Error("another device took the link's place")
		}
		again.Cut()
		time.Sleep(time.Minute)
		nothing(t, v.Received())
	})
}

func TestSlowVisitorIsClosedAndHoldsUpNobody(t *testing.T) {
	bubble(t, func(t *testing.T) {
		s := newShop(t, func(o *server.Options) { o.Limits = hub.Limits{Messages: plenty, Frames: plenty} })
		fast, token, id := s.conversation(t)
		slow := s.Visitor(token, 1)
		slow.Received()
		slow.Freeze()
		const messages = 400
		for i := range messages {
			s.desk.Send(&protocol.AgentMessage{Conversation: id, ClientID: fmt.Sprint(i), Text: fmt.Sprint(i)})
			s.desk.Received()
		}
		if got := texts(t, 2, fast.Received()); len(got) != messages {
			t.Errorf("the other tab has %d of %d", len(got), messages)
		}
		fast.Cut()
		nothing(t, s.desk.Received()) // the frozen tab still counts
		time.Sleep(10 * time.Second)  // less than silence takes
		if c := only[*protocol.AgentConversation](t, s.desk.Received()).Conversation; c.Visitor.Here {
			t.Error("the frozen tab was not closed")
		}
		back := s.Visitor(token, 1)
		if w := only[*protocol.VisitorWelcome](t, back.Received()); len(w.Entries) != 200 || w.Conversation.Seq != messages+1 {
			t.Errorf("the tab that comes back gets %d entries up to %d", len(w.Entries), w.Conversation.Seq)
		}
	})
}

func TestLimits(t *testing.T) {
	bubble(t, func(t *testing.T) {
		s := newShop(t, func(o *server.Options) {
			o.Limits = hub.Limits{Messages: hub.Bucket{PerSecond: 1, Burst: 2}, Frames: hub.Bucket{PerSecond: 1, Burst: 6}}
		})
		v, _ := s.writer(t)
		for i := range 3 {
			v.Send(&protocol.VisitorMessage{ClientID: fmt.Sprint(i), Text: "x"})
		}
		frames := v.Received()
		if got := only[*protocol.Failed](t, frames); got.Code != chat.Busy || got.Ref != "2" {
			t.Errorf("failed %+v", got)
		}
		if got := the[*protocol.Ack](frames); len(got) != 2 {
			t.Errorf("%d messages were taken", len(got))
		}
		time.Sleep(time.Second)
		v.Send(&protocol.VisitorMessage{ClientID: "2", Text: "x"})
		if got := only[*protocol.Ack](t, v.Received()); got.Seq != 3 {
			t.Errorf("ack %+v", got)
		}
		for range 6 {
			v.Send(&protocol.VisitorFetch{})
		}
		ended(t, v, wire.Overload)
	})
}

func TestBeats(t *testing.T) {
	bubble(t, func(t *testing.T) {
		h := servertest.Start(t)
		time.Sleep(time.Hour)
		v := h.Visitor("", 0)
		v.Received()
		for range 5 {
			time.Sleep(protocol.BeatEvery)
			if n := v.Beats(); n != 1 {
				t.Errorf("%d beats in %v", n, protocol.BeatEvery)
			}
		}
	})
}

// A desk whose clock shows another time learns it from the hub: as it comes, and whenever it asks.
func TestTheHubTellsTheTime(t *testing.T) {
	bubble(t, func(t *testing.T) {
		s := newShop(t)
		d := s.Desk(s.token, "second")
		if got := only[*protocol.AgentWelcome](t, d.Received()).Now; got != protocol.At(time.Now()) {
			t.Errorf("the welcome says %d, want %d", got, protocol.At(time.Now()))
		}
		time.Sleep(time.Second)
		d.Send(&protocol.Pulse{Ref: "p1"})
		if got := only[*protocol.Ack](t, d.Received()); got.Ref != "p1" || got.At != protocol.At(time.Now()) {
			t.Errorf("asked for the time, it says %+v", got)
		}
		d.Send(&protocol.Pulse{Ref: "not a ref"})
		if got := only[*protocol.Failed](t, d.Received()); got.Code != chat.Invalid {
			t.Errorf("a ref that is none is answered with %+v", got)
		}
		d.Pulse()
		if got := d.Received(); len(got) != 0 {
			t.Errorf("a pulse that asks nothing is answered with %v", got)
		}
	})
}
