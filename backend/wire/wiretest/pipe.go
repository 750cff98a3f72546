// Package wiretest lets both ends of a websocket run over net.Pipe, so that a test of them fits into a testing/synctest bubble: serve HTTP on a
// Listener and give its Dial to wire.Options.
package wiretest

import (
	"context"
	"net"
	"sync"
)

// Listener is a net.Listener whose connections are made by Dial.
type Listener struct {
	dialled chan net.Conn
	closed  chan struct{}
	close   func()
}

// Listen returns a listener that is open.
func Listen() *Listener {
	closed := make(chan struct{})
	return &Listener{dialled: make(chan net.Conn), closed: closed, close: sync.OnceFunc(func() { close(closed) })}
}

// Dial connects to the listener, whatever the address. It returns when the connection is accepted, with net.ErrClosed when that will not happen.
func (l *Listener) Dial(ctx context.Context, _, _ string) (net.Conn, error) {
	near, far := net.Pipe()
	select {
	case l.dialled <- far:
		return near, nil
	case <-l.closed:
		return nil, net.ErrClosed
	case <-ctx.Done():
		return nil, context.Cause(ctx)
	}
}

// Accept returns the next connection, net.ErrClosed after Close.
func (l *Listener) Accept() (net.Conn, error) {
	select {
	case conn := <-l.dialled:
		return conn, nil
	case <-l.closed:
		return nil, net.ErrClosed
	}
}

// Close ends Accept and Dial. Connections stay.
func (l *Listener) Close() error {
	l.close()
	return nil
}

// Addr returns the address of a pipe.
func (l *Listener) Addr() net.Addr {
	near, _ := net.Pipe()
	return near.LocalAddr()
}
