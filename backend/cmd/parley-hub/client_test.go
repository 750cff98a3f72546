package main

import (
	"errors"
	"net/http"
	"strings"
	"testing"

	"parley/backend/protocol"
	"parley/backend/wire"
)

// peer is a connection to a hub.
type peer struct {
	t      *testing.T
	conn   *wire.Conn
	frames chan protocol.Frame
	ended  chan wire.Ending
}

var errLinkEnded = errors.New("the link ended")

// dial connects to a hub. It returns an error when there is none.
func dial(t *testing.T, address, path, origin string, set protocol.Set) (*peer, error) {
	t.Helper()
	header := http.Header{}
	if origin != "" {
		header.Set("Origin", origin)
	}
	conn, err := wire.Dial(t.Context(), strings.Replace(address, "http", "ws", 1)+path, header, wire.Defaults())
	if err != nil {
		return nil, err
	}
	p := &peer{t: t, conn: conn, frames: make(chan protocol.Frame, 10_000), ended: make(chan wire.Ending, 1)}
	go func() {
		end := wire.Run(conn, set.Decode, func(f protocol.Frame) { p.frames <- f })
		p.ended <- end
		close(p.frames)
	}()
	t.Cleanup(func() { conn.Close(wire.Normal, "") })
	return p, nil
}

func (p *peer) send(f protocol.Frame) {
	p.t.Helper()
	data, err := protocol.Encode(f)
	if err != nil {
		p.t.Fatal(err)
	}
	p.conn.Send(wire.Text(data))
}

// until returns the next frame of a type, dropping others.
func until[F protocol.Frame](p *peer) (F, error) {
	for f := range p.frames {
		if f, ok := f.(F); ok {
			return f, nil
		}
	}
	var none F
	return none, errLinkEnded
}

// visit connects a widget and returns its welcome.
func visit(t *testing.T, address, origin, site, token string, after int64) (*peer, *protocol.VisitorWelcome, error) {
	t.Helper()
	p, err := dial(t, address, "/v1/visitor", origin, protocol.ToVisitor)
	if err != nil {
		return nil, nil, err
	}
	p.send(&protocol.VisitorHello{Protocol: protocol.Version, Site: site, Token: token, After: after})
	w, err := until[*protocol.VisitorWelcome](p)
	return p, w, err
}
