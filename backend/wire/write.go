package wire

import (
	"net"
	"syscall"
	"time"

	"github.com/gorilla/websocket"
)

// gathered is about how many bytes are given to the network at once: few enough that a peer which takes them slowly has them before it counts as silent.
const gathered = 16 << 10

// raw is the socket of an accepted connection that can be written without waiting, nil where it cannot: under TLS, or where it is no socket.
func raw(ws *websocket.Conn) syscall.RawConn {
	socket, ok := ws.NetConn().(syscall.Conn)
	if !ok || !canTry {
		return nil
	}
	raw, err := socket.SyscallConn()
	if err != nil {
		return nil
	}
	return raw
}

// atOnce writes as much of a message as the network takes without waiting, and returns what is left, nil for nothing. An error says nothing about the link
// that reading it will not find. The caller holds the mutex.
func (c *Conn) atOnce(m *Message) *Message {
	if c.raw == nil {
		return m
	}
	switch n, err := tryWrite(c.raw, m.frame); {
	case err != nil || n == len(m.frame):
		return nil
	default:
		return m.rest(n)
	}
}

// write gives messages to the network, which must have taken them when the peer counts as silent.
func (c *Conn) write(messages []*Message) error {
	deadline := time.Now().Add(c.options.Silence)
	if c.dialed {
		for _, m := range messages {
			if err := c.writeMasked(m, deadline); err != nil {
				return err
			}
		}
		return nil
	}
	conn := c.ws.NetConn()
	if err := conn.SetWriteDeadline(deadline); err != nil {
		return err
	}
	frames := make(net.Buffers, len(messages))
	for i, m := range messages {
		frames[i] = m.frame
	}
	_, err := frames.WriteTo(conn)
	return err
}

func (c *Conn) writeMasked(m *Message, deadline time.Time) error {
	if m.kind != websocket.TextMessage {
		return c.ws.WriteControl(m.kind, m.data(), deadline)
	}
	if err := c.ws.SetWriteDeadline(deadline); err != nil {
		return err
	}
	return c.ws.WriteMessage(m.kind, m.data())
}
