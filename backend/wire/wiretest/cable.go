package wiretest

import (
	"net"
	"sync"
)

// Cable is a connection that can be unplugged.
type Cable struct {
	net.Conn
	close     func()
	closed    chan struct{}
	mu        sync.Mutex
	unplugged bool
}

// Plug returns a cable around a connection.
func Plug(conn net.Conn) *Cable {
	closed := make(chan struct{})
	return &Cable{Conn: conn, closed: closed, close: sync.OnceFunc(func() { close(closed) })}
}

// Unplug lets nothing pass any more, in either direction, and tells neither end.
func (c *Cable) Unplug() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.unplugged = true
}

func (c *Cable) dead() bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.unplugged
}

// Read returns nothing any more once the cable is unplugged.
func (c *Cable) Read(p []byte) (int, error) {
	n, err := c.Conn.Read(p)
	if c.dead() {
		<-c.closed
		return 0, net.ErrClosed
	}
	return n, err
}

// Write drops everything once the cable is unplugged.
func (c *Cable) Write(p []byte) (int, error) {
	if c.dead() {
		return len(p), nil
	}
	return c.Conn.Write(p)
}

// Close ends the connection.
func (c *Cable) Close() error {
	c.close()
	return c.Conn.Close()
}
