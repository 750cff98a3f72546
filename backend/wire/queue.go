package wire

import (
	"errors"
	"fmt"
	"net"
)

// Send queues a message and reports whether it did; after the connection began to end it does not. It never blocks: a peer that lets the queue
// overflow is closed as Slow, and what waited is dropped.
func (c *Conn) Send(m *Message) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.send(m)
}

// send is Send for who holds the mutex.
func (c *Conn) send(m *Message) bool {
	if c.end != nil {
		return false
	}
	full := len(c.queue) >= c.options.QueueFrames || c.queued+len(m.data()) > c.options.QueueBytes
	if full && len(c.queue) > 0 {
		c.queue, c.queued = nil, 0
		c.close(Slow, "queue is full")
		return false
	}
	c.enqueue(m)
	return true
}

// enqueue sees to it that the message is written: at once, or by a goroutine that ends with the queue, because most connections are idle most of the time.
// The caller holds the mutex.
func (c *Conn) enqueue(m *Message) {
	if c.writing {
		c.queue = append(c.queue, m)
		c.queued += len(m.data())
		return
	}
	if m = c.atOnce(m); m != nil {
		c.writing = true
		go c.drain(m)
	}
}

// drain writes a message, of which nothing can be dropped any more, and then the queue until it is empty.
func (c *Conn) drain(first *Message) {
	for some := []*Message{first}; some != nil; some = c.next() {
		if err := c.write(some); err != nil && c.unwritable(err) {
			c.ws.Close() // which ends Run
		}
	}
}

// next takes out of the queue what is to be written together; nothing ends the goroutine that writes.
func (c *Conn) next() []*Message {
	c.mu.Lock()
	defer c.mu.Unlock()
	if len(c.queue) == 0 {
		c.queue, c.writing = nil, false
		return nil
	}
	n, size := 0, 0
	for n < len(c.queue) && (n == 0 || size+len(c.queue[n].data()) <= gathered) {
		size += len(c.queue[n].data())
		n++
	}
	some := c.queue[:n:n]
	c.queue = c.queue[n:]
	c.queued -= size
	return some
}

// unwritable drops the queue after a write failed, and reports whether that ends the link here, because the peer takes nothing. Any other failure
// also ends the reading, which may yet find the peer's goodbye.
func (c *Conn) unwritable(err error) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.queue, c.queued = nil, 0
	failure, ok := errors.AsType[net.Error](err)
	if !ok || !failure.Timeout() {
		return false
	}
	c.lost(fmt.Sprintf("took nothing for %v", c.options.Silence))
	return true
}
