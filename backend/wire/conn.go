package wire

import (
	"errors"
	"fmt"
	"io"
	"sync"
	"syscall"
	"time"
	"unicode/utf8"

	"github.com/gorilla/websocket"
)

// farewell is how long a connection that was closed may take to write what is queued and hear the peer's answer.
const farewell = 5 * time.Second

// Conn is one end of a websocket. Idle, it costs the goroutine of Run and a timer. Its methods may be called from any goroutine.
type Conn struct {
	ws      *websocket.Conn
	raw     syscall.RawConn // of an accepted one, nil where it cannot be written without waiting
	dialed  bool
	options *Options

	mu      sync.Mutex
	watcher *time.Timer
	heard   time.Time // when the peer was last heard; after Close, when that was
	greeted bool      // the first message has come
	busy    bool      // a message is being handled, so nobody listens to the peer
	end     *Ending   // nil until the connection is ending
	over    bool      // Run has returned

	done chan struct{} // nil until somebody asks for it, which is seldom

	queue   []*Message
	queued  int  // bytes in the queue
	writing bool // a goroutine is writing the queue
}

// accepted is the end of a websocket that a server has, dialed that of a client.
func accepted(ws *websocket.Conn, o *Options) *Conn {
	return begun(&Conn{ws: ws, raw: raw(ws), options: o})
}
func dialed(ws *websocket.Conn, o *Options) *Conn {
	return begun(&Conn{ws: ws, dialed: true, options: o})
}

func begun(c *Conn) *Conn {
	ws := c.ws
	c.heard = time.Now()
	c.mu.Lock() // watch reads watcher
	defer c.mu.Unlock()
	ws.SetPingHandler(func(payload string) error {
		c.hear()
		c.Send(pongMessage(payload))
		return nil
	})
	ws.SetPongHandler(func(string) error {
		c.hear()
		return nil
	})
	ws.SetCloseHandler(c.answerClose)
	c.watcher = time.AfterFunc(c.options.Hello, c.watch)
	return c
}

// Done is closed when the connection is over, just before Run returns.
func (c *Conn) Done() <-chan struct{} {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.done == nil {
		c.done = make(chan struct{})
		if c.over {
			close(c.done)
		}
	}
	return c.done
}

// Close ends the connection with a code, and a reason for the peer's log of which the first 123 bytes are sent. It does not wait: what was queued
// before is still written, then the peer is told, and five seconds after the call the link is cut if the peer has not answered. The first ending
// counts, a later one is ignored.
func (c *Conn) Close(code CloseCode, reason string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.close(code, reason)
}

// close is Close for who holds the mutex.
func (c *Conn) close(code CloseCode, reason string) {
	if c.end != nil {
		return
	}
	reason = cutReason(reason)
	c.end = &Ending{Code: code, Reason: reason}
	c.heard = time.Now()
	c.watcher.Reset(farewell)
	c.enqueue(closeMessage(code, reason))
}

// lost makes the ending that of a link that broke, unless it is known. The caller holds the mutex, and lets go of it before it closes the socket,
// which may block for seconds under TLS.
func (c *Conn) lost(reason string) {
	if c.end == nil {
		c.end = &Ending{Code: Lost, Reason: reason}
	}
}

// Run reads until the connection ends, and says how it ended. Every Conn must be run once, also one that was closed at once: Run is what frees it.
// Each message is decoded and handled before the next is read. One that cannot be decoded closes the connection as Invalid. After Close nothing is
// handled any more.
func Run[F any](c *Conn, decode func([]byte) (F, error), handle func(F)) Ending {
	return c.run(func(data []byte) {
		frame, err := decode(data)
		if err != nil {
			c.Close(Invalid, err.Error())
			return
		}
		handle(frame)
	})
}

// run gives each message to a goroutine that ends with it, because a stack that has grown stays so while the peer is silent: BenchmarkIdle with a
// handler that decodes JSON kept 8 KiB of it without this, and keeps 4.
func (c *Conn) run(handle func([]byte)) Ending {
	handled := make(chan struct{})
	for {
		data, err := c.read()
		if err != nil {
			return c.finish(err)
		}
		go func() {
			handle(data)
			handled <- struct{}{}
		}()
		<-handled
		c.listen()
	}
}

// read returns the next message. What comes after Close is read and dropped, up to the peer's answer.
func (c *Conn) read() ([]byte, error) {
	for {
		kind, r, err := c.ws.NextReader()
		if err != nil {
			return nil, err
		}
		limit := c.options.ReadLimit
		data, err := io.ReadAll(io.LimitReader(r, limit+1))
		switch {
		case err != nil:
			return nil, err
		case kind != websocket.TextMessage:
			c.Close(Invalid, "message is not text")
		case int64(len(data)) > limit:
			c.Close(Invalid, fmt.Sprintf("message is longer than %d bytes", limit))
		case !utf8.Valid(data):
			c.Close(Invalid, "message is not UTF-8")
		case c.take():
			return data, nil
		}
	}
}

// take reports whether a message that has come is to be handled, and marks the connection as busy with it.
func (c *Conn) take() bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.end != nil {
		return false
	}
	c.heard, c.greeted, c.busy = time.Now(), true, true
	return true
}

// listen takes note that the message is handled and the peer is listened to again.
func (c *Conn) listen() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.busy = false
}

// answering is how long the answer to a peer's goodbye may take.
const answering = time.Second

// answerClose answers the peer's goodbye, unless that is the answer to ours.
func (c *Conn) answerClose(code int, _ string) error {
	c.mu.Lock()
	ended := c.end != nil
	c.mu.Unlock()
	if !ended {
		_ = c.ws.WriteControl(websocket.CloseMessage, websocket.FormatCloseMessage(code, ""), time.Now().Add(answering)) // to one who may be gone
	}
	return nil
}

// hear takes note of a ping or pong, which does not count before the first message.
func (c *Conn) hear() {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.greeted && c.end == nil {
		c.heard = time.Now()
	}
}

// finish ends the connection after reading failed.
func (c *Conn) finish(err error) Ending {
	c.ws.Close()
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.end == nil {
		c.end = endingBy(err)
	}
	c.over = true
	c.queue, c.queued = nil, 0
	c.watcher.Stop()
	if c.done != nil {
		close(c.done)
	}
	return *c.end
}

// endingBy tells a peer that said why it leaves from a link that broke.
func endingBy(err error) *Ending {
	if said, ok := errors.AsType[*websocket.CloseError](err); ok && CloseCode(said.Code) != Lost {
		return &Ending{Code: CloseCode(said.Code), Reason: said.Text, Peer: true}
	}
	return &Ending{Code: Lost, Reason: err.Error()}
}

// watch is the connection's only timer: it runs at the instant it last asked for, or earlier, and does what is due.
func (c *Conn) watch() {
	if c.overdue() {
		c.ws.Close() // which ends Run
	}
}

// overdue does all that is due at a time but cutting the link, and reports whether that is.
func (c *Conn) overdue() bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.over {
		return false
	}
	if c.busy && c.end == nil {
		c.heard = time.Now()
	}
	o, quiet := c.options, time.Since(c.heard)
	var wait time.Duration
	switch {
	case c.end != nil:
		wait = farewell - quiet
		if wait <= 0 {
			return true
		}
	case !c.greeted:
		wait = o.Hello - quiet
		if wait <= 0 {
			c.close(Slow, "no first message in time")
			return false
		}
	case quiet >= o.Silence:
		c.lost(fmt.Sprintf("heard nothing for %v", o.Silence))
		return true
	case quiet >= o.Ping:
		if !c.send(pingMessage) {
			return false
		}
		wait = min(o.Ping, o.Silence-quiet)
	default:
		wait = o.Ping - quiet
	}
	c.watcher.Reset(wait)
	return false
}
