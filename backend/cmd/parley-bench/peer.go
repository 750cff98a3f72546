//go:build linux

package main

import (
	"context"
	"errors"
	"net/http"
	"time"

	"parley/backend/protocol"
	"parley/backend/wire"
)

// pages is the origin of the pages with the widget.
const pages = "https://shop.example"

// peer is one that talks: a desk, or a widget whose visitor writes.
type peer struct {
	conn   *wire.Conn
	frames chan protocol.Frame
}

// dial connects to a hub, says hello and waits for the welcome.
func dial(ctx context.Context, address, path string, set protocol.Set, hello protocol.Frame) (*peer, error) {
	header := http.Header{}
	if path == "/v1/visitor" {
		header.Set("Origin", pages)
	}
	o := wire.Defaults()
	o.ReadLimit = 16 << 20
	conn, err := wire.Dial(ctx, "ws://"+address+path, header, o)
	if err != nil {
		return nil, err
	}
	p := &peer{conn: conn, frames: make(chan protocol.Frame, 1<<14)}
	go func() {
		defer close(p.frames)
		wire.Run(conn, set.Decode, func(f protocol.Frame) { p.frames <- f })
	}()
	if err := p.send(hello); err != nil {
		return nil, err
	}
	for f := range p.frames {
		if f.Type() == "welcome" {
			return p, nil
		}
	}
	return nil, errLost
}

var errLost = errors.New("the link ended")

func (p *peer) send(f protocol.Frame) error {
	data, err := protocol.Encode(f)
	if err != nil {
		return err
	}
	p.conn.Send(wire.Text(data))
	return nil
}

// until waits for a frame that is meant.
func (p *peer) until(is func(protocol.Frame) bool) error {
	limit := time.After(patience)
	for {
		select {
		case f, ok := <-p.frames:
			if !ok {
				return errLost
			}
			if is(f) {
				return nil
			}
		case <-limit:
			return errors.New("nothing came in time")
		}
	}
}

func (p *peer) leave() { p.conn.Close(wire.Normal, "") }

// deskHello is that of the agent with a token.
func deskHello(token string) protocol.Frame {
	return &protocol.AgentHello{Protocol: protocol.Version, Token: token, Device: protocol.Device{ID: "bench", Name: "bench"}}
}

// widgetHello is that of a visitor with a token, or of one who has never written.
func widgetHello(site, token string) protocol.Frame {
	return &protocol.VisitorHello{
		Protocol: protocol.Version, Site: site, Token: token, Language: "en", Page: protocol.Page{URL: pages + "/", Title: "Shop"},
	}
}
