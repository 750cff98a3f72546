//go:build linux

package main

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"net/netip"
	"runtime"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"golang.org/x/sys/unix"
)

// crowd is the sockets of many widgets, read by one thread: what a client costs the computer shall not be measured.
type crowd struct {
	poll    int
	sockets []int
	began   time.Time
	want    atomic.Pointer[[]byte] // what a message holds that is waited for
	at      []atomic.Int64         // when each socket got one, since began; 0 for not yet
	got     atomic.Int64
	stop    atomic.Bool
	ended   sync.WaitGroup
}

// dialers is how many sockets are opened at once.
const dialers = 64

// patience is how long a socket may take for each step.
const patience = 20 * time.Second

// gather opens n sockets to an address as in "127.0.0.1:80", makes websockets of them and has each say hello unless that is empty, after which it waits for
// the welcome.
func gather(address string, n int, hello func(i int) []byte) (*crowd, error) {
	poll, err := unix.EpollCreate1(unix.EPOLL_CLOEXEC)
	if err != nil {
		return nil, fmt.Errorf("make a crowd: %w", err)
	}
	c := &crowd{poll: poll, sockets: make([]int, n), began: time.Now(), at: make([]atomic.Int64, n)}
	for i := range c.sockets {
		c.sockets[i] = -1
	}
	none := []byte("\x00")
	c.want.Store(&none)
	var next, failed atomic.Int64
	var first error
	var once sync.Once
	var all sync.WaitGroup
	for range dialers {
		all.Go(func() {
			for i := next.Add(1) - 1; i < int64(n) && failed.Load() == 0; i = next.Add(1) - 1 {
				if err := c.open(int(i), address, hello(int(i))); err != nil {
					failed.Add(1)
					once.Do(func() { first = err })
				}
			}
		})
	}
	all.Wait()
	if first != nil {
		c.leave()
		return nil, first
	}
	return c, nil
}

// open opens the socket with a number.
func (c *crowd) open(i int, address string, hello []byte) error {
	to, err := netip.ParseAddrPort(address)
	if err != nil {
		return fmt.Errorf("read the hub's address: %w", err)
	}
	fd, err := unix.Socket(unix.AF_INET, unix.SOCK_STREAM|unix.SOCK_CLOEXEC, 0)
	if err != nil {
		return fmt.Errorf("open socket %d: %w", i, err)
	}
	c.sockets[i] = fd
	limit := unix.NsecToTimeval(patience.Nanoseconds())
	// One address has too few ports for all.
	from := &unix.SockaddrInet4{Addr: [4]byte{127, 0, 0, byte(2 + i%8)}}
	for _, err := range []error{
		unix.SetsockoptTimeval(fd, unix.SOL_SOCKET, unix.SO_RCVTIMEO, &limit),
		unix.SetsockoptInt(fd, unix.IPPROTO_IP, unix.IP_BIND_ADDRESS_NO_PORT, 1),
		unix.Bind(fd, from),
		unix.Connect(fd, &unix.SockaddrInet4{Addr: to.Addr().As4(), Port: int(to.Port())}),
		write(fd, []byte("GET /v1/visitor HTTP/1.1\r\nHost: "+address+"\r\nOrigin: "+pages+"\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"+
			"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n")),
	} {
		if err != nil {
			return fmt.Errorf("open socket %d: %w", i, err)
		}
	}
	rest, err := readUntil(fd, nil, answerLen)
	if err != nil {
		return fmt.Errorf("open socket %d: %w", i, err)
	}
	if len(hello) > 0 {
		if err := write(fd, masked(hello)); err != nil {
			return fmt.Errorf("open socket %d: %w", i, err)
		}
		if _, err := readUntil(fd, rest, frameLen); err != nil {
			return fmt.Errorf("wait for the welcome of socket %d: %w", i, err)
		}
	}
	event := unix.EpollEvent{Events: unix.EPOLLIN, Fd: int32(i)} //nolint:gosec // a number below 100,000
	if err := unix.EpollCtl(c.poll, unix.EPOLL_CTL_ADD, fd, &event); err != nil {
		return fmt.Errorf("watch socket %d: %w", i, err)
	}
	return nil
}

func write(fd int, data []byte) error {
	for len(data) > 0 {
		n, err := unix.Write(fd, data)
		if err != nil {
			return err
		}
		data = data[n:]
	}
	return nil
}

// readUntil reads until what came has a complete beginning, whose length complete says, and returns what came after it.
func readUntil(fd int, got []byte, complete func([]byte) int) ([]byte, error) {
	buf := make([]byte, 4096)
	for {
		if n := complete(got); n > 0 && len(got) >= n {
			return got[n:], nil
		}
		n, err := unix.Read(fd, buf)
		switch {
		case errors.Is(err, unix.EINTR):
		case err != nil:
			return nil, err
		case n == 0:
			return nil, errors.New("it was closed")
		default:
			got = append(got, buf[:n]...)
		}
	}
}

// answerLen is how long the answer of an HTTP server at the beginning is, 0 while it is not complete.
func answerLen(got []byte) int {
	head, _, complete := bytes.Cut(got, []byte("\r\n\r\n"))
	if !complete {
		return 0
	}
	return len(head) + 4
}

// frameLen is how long the websocket frame at the beginning is, 0 while that cannot be said.
func frameLen(got []byte) int {
	switch {
	case len(got) < 4:
		return 0
	case got[1] < 126:
		return 2 + int(got[1])
	default: // no frame is longer than 64 KiB
		return 4 + int(binary.BigEndian.Uint16(got[2:]))
	}
}

// masked is a text as a browser sends it, with a mask that changes nothing.
func masked(text []byte) []byte {
	frame := []byte{0x81, 0x80 | 126}
	frame = binary.BigEndian.AppendUint16(frame, uint16(len(text))) //nolint:gosec // a hello
	return append(append(frame, 0, 0, 0, 0), text...)
}

// listen has what the sockets get be read from now on.
func (c *crowd) listen() *crowd {
	c.ended.Go(c.read)
	return c
}

// read notes when what is waited for comes, until leave.
func (c *crowd) read() {
	runtime.LockOSThread()
	const wait = 100 // milliseconds until stop is looked at
	for r := newReader(c); !c.stop.Load(); {
		_, err := r.next(wait, func(i int, data []byte) error {
			if asks(data) {
				_ = write(c.sockets[i], pong) // to a socket that may have ended
			}
			if bytes.Contains(data, *c.want.Load()) && c.at[i].CompareAndSwap(0, int64(time.Since(c.began))) {
				c.got.Add(1)
			}
			return nil
		})
		if err != nil {
			return
		}
	}
}

// reader reads the sockets of a crowd in one thread.
type reader struct {
	*crowd
	events []unix.EpollEvent
	space  []byte
}

func newReader(c *crowd) *reader {
	return &reader{c, make([]unix.EpollEvent, 512), make([]byte, 64<<10)}
}

// next waits so many milliseconds at most, without end for -1, and hands over what sockets got. It returns how many have ended.
func (r *reader) next(wait int, got func(i int, data []byte) error) (ended int, err error) {
	n, err := unix.EpollWait(r.poll, r.events, wait)
	if err != nil && !errors.Is(err, unix.EINTR) {
		return 0, fmt.Errorf("wait for the hub: %w", err)
	}
	for _, e := range r.events[:max(n, 0)] {
		i := int(e.Fd)
		k, err := unix.Read(r.sockets[i], r.space)
		if k <= 0 && !errors.Is(err, unix.EINTR) {
			_ = unix.EpollCtl(r.poll, unix.EPOLL_CTL_DEL, r.sockets[i], nil) // it has ended
			ended++
			continue
		}
		if err := got(i, r.space[:max(k, 0)]); err != nil {
			return ended, err
		}
	}
	return ended, nil
}

// pong is what a browser answers to a ping.
var pong = []byte{0x8a, 0x80, 0, 0, 0, 0}

// asks reports whether there is a ping among frames that a hub sent.
func asks(frames []byte) bool {
	const ping = 0x89
	for len(frames) >= 4 {
		if frames[0] == ping {
			return true
		}
		frames = frames[min(frameLen(frames), len(frames)):]
	}
	return len(frames) > 0 && frames[0] == ping
}

// told is how long it took from an instant until sockets got a message.
type told struct {
	p50, p99, last time.Duration
	lost           int
}

// hear has something done and waits until every socket got a message that holds a text.
func (c *crowd) hear(text string, do func() error) (told, error) {
	for i := range c.at {
		c.at[i].Store(0)
	}
	c.got.Store(0)
	want := []byte(text)
	c.want.Store(&want)
	began := time.Since(c.began)
	if err := do(); err != nil {
		return told{}, err
	}
	for limit := time.Now().Add(patience); c.got.Load() < int64(len(c.at)) && time.Now().Before(limit); time.Sleep(time.Millisecond) {
	}
	var took []time.Duration
	for i := range c.at {
		if at := time.Duration(c.at[i].Load()); at > 0 {
			took = append(took, at-began)
		}
	}
	slices.Sort(took)
	return told{p50: quantile(took, 0.50), p99: quantile(took, 0.99), last: quantile(took, 1), lost: len(c.at) - len(took)}, nil
}

// quantile is that of sorted values, 0 without any.
func quantile(sorted []time.Duration, q float64) time.Duration {
	if len(sorted) == 0 {
		return 0
	}
	return sorted[min(int(q*float64(len(sorted))), len(sorted)-1)]
}

// leave closes every socket.
func (c *crowd) leave() {
	c.stop.Store(true)
	c.ended.Wait()
	for _, fd := range c.sockets {
		if fd >= 0 {
			_ = unix.Close(fd)
		}
	}
	_ = unix.Close(c.poll)
}
