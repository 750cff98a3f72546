package servertest

import (
	"context"
	"net"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"parley/backend/chat"
	"parley/backend/protocol"
	"parley/backend/wire"
	"parley/backend/wire/wiretest"
)

// Peer is one connection to a hub: a widget or a desk.
type Peer struct {
	t    testing.TB
	conn *wire.Conn
	line *wiretest.Cable

	mu     sync.Mutex
	frames []protocol.Frame
	ending *wire.Ending
}

// dial connects to a path of the hub and reads what it says.
func (h *Hub) dial(path string, header http.Header, set protocol.Set) *Peer {
	h.t.Helper()
	p, n := &Peer{t: h.t}, h.next()
	o := wire.Defaults()
	o.Hello, o.Silence = 24*time.Hour, 24*time.Hour // it is the hub that is tested
	o.ReadLimit = 16 << 20                          // as a desk takes, and a browser
	o.NetDial = func(ctx context.Context, network, address string) (net.Conn, error) {
		conn, err := n.listener.Dial(ctx, network, address)
		if err != nil {
			return nil, err
		}
		p.line = wiretest.Plug(conn)
		return p.line, nil
	}
	conn, err := wire.Dial(h.t.Context(), strings.Replace(Address, "http", "ws", 1)+path, header, o)
	if err != nil {
		h.t.Fatal(err)
	}
	p.conn = conn
	done := make(chan struct{})
	go func() {
		defer close(done)
		end := wire.Run(conn, set.Decode, p.take)
		p.mu.Lock()
		defer p.mu.Unlock()
		p.ending = &end
	}()
	h.t.Cleanup(func() {
		p.Cut()
		<-done
	})
	return p
}

func (p *Peer) take(f protocol.Frame) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.frames = append(p.frames, f)
}

// Send sends frames.
func (p *Peer) Send(frames ...protocol.Frame) {
	p.t.Helper()
	for _, f := range frames {
		data, err := protocol.Encode(f)
		if err != nil {
			p.t.Fatal(err)
		}
		p.SendRaw(data)
	}
}

// SendRaw sends a text that may be no frame.
func (p *Peer) SendRaw(data []byte) { p.conn.Send(wire.Text(data)) }

// Received waits until nobody has anything left to do, and returns every frame that came since it was called last but beats. So it also shows what
// did not come.
func (p *Peer) Received() []protocol.Frame {
	synctest.Wait()
	p.mu.Lock()
	defer p.mu.Unlock()
	frames := slices.DeleteFunc(p.frames, func(f protocol.Frame) bool { return f.Type() == "beat" })
	p.frames = nil
	return frames
}

// Beats waits as Received does and returns how many beats came.
func (p *Peer) Beats() int {
	synctest.Wait()
	p.mu.Lock()
	defer p.mu.Unlock()
	n := 0
	for _, f := range p.frames {
		if f.Type() == "beat" {
			n++
		}
	}
	p.frames = nil
	return n
}

// Ending waits as Received does and returns how the connection ended, or nil while it stands.
func (p *Peer) Ending() *wire.Ending {
	synctest.Wait()
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.ending
}

// Goodbye closes the connection as programs do that end.
func (p *Peer) Goodbye() { p.conn.Close(wire.Normal, "") }

// Cut ends the connection as the end of a process does.
func (p *Peer) Cut() { p.line.Close() }

// Freeze lets nothing pass any more, in either direction, as an unplugged cable does.
func (p *Peer) Freeze() { p.line.Unplug() }

// Visitor connects a widget of the hub's site and says hello, with a token unless it is empty.
func (h *Hub) Visitor(token string, after int64) *Peer {
	h.t.Helper()
	p := h.VisitorOf(Origin)
	p.Send(&protocol.VisitorHello{Protocol: protocol.Version, Site: h.Site.ID, Token: token, After: after, Language: "en", Page: Page})
	return p
}

// Page is the one visitors are on.
var Page = protocol.Page{URL: Origin + "/", Title: "Shop"}

// VisitorOf connects a widget on a page of an origin, which says nothing yet.
func (h *Hub) VisitorOf(origin string) *Peer {
	h.t.Helper()
	header := http.Header{}
	if origin != "" {
		header.Set("Origin", origin)
	}
	return h.dial("/v1/visitor", header, protocol.ToVisitor)
}

// Desk is a desk that lives: it pulses.
type Desk struct {
	*Peer
	mu    sync.Mutex
	input time.Time
}

// Desk connects a desk of the agent with a token and says hello. Somebody is at the computer right then, and not afterwards.
func (h *Hub) Desk(token, device string) *Desk {
	h.t.Helper()
	d := &Desk{Peer: h.SilentDesk(), input: time.Now()}
	d.Send(&protocol.AgentHello{Protocol: protocol.Version, Token: token, Device: protocol.Device{ID: device, Name: device}})
	go func() {
		ticker := time.NewTicker(protocol.PulseEvery)
		defer ticker.Stop()
		for {
			select {
			case <-ticker.C:
				d.Pulse()
			case <-d.conn.Done():
				return
			}
		}
	}()
	return d
}

// Input is somebody at the computer, which the hub learns at once.
func (d *Desk) Input() {
	d.mu.Lock()
	d.input = time.Now()
	d.mu.Unlock()
	d.Pulse()
}

// Pulse tells the hub how long nobody has been at the computer.
func (d *Desk) Pulse() {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.Send(&protocol.Pulse{InputAge: time.Since(d.input).Milliseconds()})
}

// Choose has the agent choose a status.
func (d *Desk) Choose(s chat.Status) {
	d.t.Helper()
	d.Send(&protocol.SetStatus{Ref: chat.NewID(), Status: s})
}

// SilentDesk connects a desk that says nothing yet.
func (h *Hub) SilentDesk() *Peer {
	h.t.Helper()
	return h.dial("/v1/agent", nil, protocol.ToAgent)
}
