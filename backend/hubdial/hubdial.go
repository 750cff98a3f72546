// Package hubdial reaches a hub over a websocket, as a session needs it.
package hubdial

import (
	"context"
	"net"
	"net/url"

	"parley/backend/agent"
	"parley/backend/protocol"
	"parley/backend/wire"
)

// readLimit holds the largest frame a hub sends to a desk: a page of entries, each as long as may be, or the welcome to a very full inbox.
const readLimit = 16 << 20

// socketPath is where a hub takes the sockets of desks.
const socketPath = "/v1/agent"

// Dialer dials one hub.
type Dialer struct {
	address string // of the socket
	options *wire.Options
}

// To returns a dialer for the hub at base, as in "https://hub.example". NetDial is the one of wire.Options.
func To(base *url.URL, netDial func(ctx context.Context, network, address string) (net.Conn, error)) Dialer {
	socket := base.JoinPath(socketPath)
	socket.Scheme = map[string]string{"http": "ws", "https": "wss"}[base.Scheme]
	options := wire.Defaults()
	options.ReadLimit = readLimit
	options.NetDial = netDial
	return Dialer{socket.String(), options}
}

// Dial makes one connection; it is agent.Dialer's.
func (d Dialer) Dial(ctx context.Context) (agent.Conn, error) {
	c, err := wire.Dial(ctx, d.address, nil, d.options)
	if err != nil {
		return nil, err
	}
	return conn{c}, nil
}

// conn is a websocket as a session uses it.
type conn struct{ *wire.Conn }

// Send queues a frame.
func (c conn) Send(f protocol.Frame) {
	data, err := protocol.Encode(f)
	if err != nil {
		c.Conn.Close(wire.Invalid, err.Error()) // a frame of ours that cannot be written is a fault of ours
		return
	}
	c.Conn.Send(wire.Text(data))
}

// Run reads until the connection ends.
func (c conn) Run(handle func(protocol.Frame)) agent.Ending {
	return ending(wire.Run(c.Conn, protocol.ToAgent.Decode, handle))
}

// Close says goodbye.
func (c conn) Close() { c.Conn.Close(wire.Normal, "") }

func ending(e wire.Ending) agent.Ending {
	switch {
	case e.Code.Reconnect():
		return agent.Ending{Why: e.String()}
	case e.Code == wire.Unauthorized:
		return agent.Ending{Refusal: agent.RefusedToken, Why: e.String()}
	case e.Code == wire.Replaced:
		return agent.Ending{Refusal: agent.RefusedReplaced, Why: e.String()}
	default: // a code we do not know is one of a newer hub
		return agent.Ending{Refusal: agent.RefusedOutdated, Why: e.String()}
	}
}
