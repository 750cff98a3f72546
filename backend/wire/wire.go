// Package wire is a websocket as typed frames: messages read in order, a bounded queue of messages to write, deadlines, and close codes that say
// whether to come back. It knows nothing of the frames themselves; hub, desk and tests use the same Conn on both ends.
package wire

import (
	"context"
	"fmt"
	"net"
	"net/http"
	"sync"
	"time"

	"github.com/gorilla/websocket"
)

// Options bound one connection. A Conn keeps the pointer it was given, so that thousands share one; they are not changed afterwards.
type Options struct {
	ReadLimit   int64 // bytes of the largest message taken from the peer
	QueueFrames int   // messages that may wait to be written
	QueueBytes  int   // bytes of them; a message of any size may wait alone

	Hello   time.Duration // until the peer's first message
	Ping    time.Duration // without a word from the peer, until it is asked for one
	Silence time.Duration // without a word from the peer, or without it taking the message being written, until the link counts as lost

	// CheckOrigin decides about a request to Accept by its Origin header. Nil allows the server's own origin, and no Origin at all.
	CheckOrigin func(*http.Request) bool
	// NetDial connects instead of the system's network and its proxies. Only Dial uses it.
	NetDial func(ctx context.Context, network, address string) (net.Conn, error)
}

// Defaults returns what suits the hub's end of a visitor's link.
func Defaults() *Options {
	return &Options{
		ReadLimit:   64 << 10,
		QueueFrames: 256,
		QueueBytes:  512 << 10,
		Hello:       5 * time.Second,
		Ping:        10 * time.Second,
		Silence:     30 * time.Second,
	}
}

const (
	// readBuffer is small because every idle connection holds one; a longer message is read past it.
	readBuffer = 256
	// writeBuffer is held by a connection only while it writes.
	writeBuffer = 4 << 10
	// handshake is how long the opening request and its answer may take.
	handshake = 10 * time.Second
)

var writeBuffers sync.Pool

// Accept makes a websocket of a request. Where it cannot it has answered the request. The handler is to return after it, which frees what the HTTP
// server held for the request, and leave the connection to a goroutine that calls Run.
func Accept(w http.ResponseWriter, r *http.Request, o *Options) (*Conn, error) {
	upgrader := websocket.Upgrader{
		HandshakeTimeout: handshake,
		ReadBufferSize:   readBuffer,
		WriteBufferSize:  writeBuffer,
		WriteBufferPool:  &writeBuffers,
		CheckOrigin:      o.CheckOrigin,
	}
	ws, err := upgrader.Upgrade(w, r, nil)
	if err != nil {
		return nil, fmt.Errorf("accept websocket: %w", err)
	}
	return accepted(ws, o), nil
}

// Dial connects to a ws or wss address. The header goes with the request. The end of ctx abandons the attempt; afterwards it means nothing.
func Dial(ctx context.Context, address string, header http.Header, o *Options) (*Conn, error) {
	dial, proxy := o.NetDial, http.ProxyFromEnvironment
	if dial != nil {
		proxy = nil
	} else {
		dial = new(net.Dialer).DialContext
	}
	keep := func() bool { return true }
	dialer := websocket.Dialer{
		HandshakeTimeout: handshake,
		ReadBufferSize:   readBuffer,
		WriteBufferSize:  writeBuffer,
		WriteBufferPool:  &writeBuffers,
		Proxy:            proxy,
		NetDialContext: func(attempt context.Context, network, address string) (net.Conn, error) {
			conn, err := dial(attempt, network, address)
			if err == nil { // the library does not watch ctx while it waits for the answer
				keep = context.AfterFunc(ctx, func() { conn.Close() })
			}
			return conn, err
		},
	}
	ws, answer, err := dialer.DialContext(ctx, address, header)
	switch kept := keep(); {
	case !kept:
		err = context.Cause(ctx)
	case err != nil && answer != nil:
		answer.Body.Close()
		err = fmt.Errorf("%w: %s", err, answer.Status)
	}
	if err != nil {
		if ws != nil {
			ws.Close()
		}
		return nil, fmt.Errorf("dial %s: %w", address, err)
	}
	return dialed(ws, o), nil
}
