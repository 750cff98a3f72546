package wire_test

import (
	"bytes"
	"io"
	"net"
	"net/http"
	"runtime"
	"sync"
	"testing"

	"parley/backend/wire"
)

// handshake is what a client sends to open a websocket, by hand so that its end costs a socket and nothing else.
const handshake = "GET / HTTP/1.1\r\nHost: hub\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n" +
	"Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n"

// acceptedLen is the length of the answer, the same for every client.
const acceptedLen = len("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"+
	"Sec-WebSocket-Accept: ") + 28 + len("\r\n\r\n")

// crowd is a server over loopback TCP with connections that have said hello and are idle.
type crowd struct {
	peers  []net.Conn
	conns  []*wire.Conn
	server *http.Server
	ran    sync.WaitGroup
	memory uint64 // bytes of the server's end of all connections
}

// gather connects n peers. They are in the kernel's backlog before the server starts, so that what is measured afterwards is the server's alone.
func gather(b *testing.B, n int) *crowd {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		b.Fatal(err)
	}
	c := &crowd{peers: make([]net.Conn, n), conns: make([]*wire.Conn, 0, n)}
	for i := range c.peers {
		if c.peers[i], err = net.Dial("tcp", listener.Addr().String()); err != nil {
			b.Fatal(err)
		}
	}
	before := memory()

	accepted, greeted := make(chan *wire.Conn), make(chan []byte)
	options := wire.Defaults()
	c.server = &http.Server{Handler: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		conn, err := wire.Accept(w, r, options)
		if err != nil {
			b.Error(err)
			return
		}
		c.ran.Go(func() { wire.Run(conn, text, func(f string) { greeted <- []byte(f) }) })
		accepted <- conn
	})}
	go c.server.Serve(listener)
	hello, answer := clientFrame(1, []byte(`{"type":"hello"}`)), make([]byte, acceptedLen)
	for _, peer := range c.peers {
		if _, err := peer.Write([]byte(handshake)); err != nil {
			b.Fatal(err)
		}
		c.conns = append(c.conns, <-accepted)
		if _, err := io.ReadFull(peer, answer); err != nil || !bytes.HasSuffix(answer, []byte("\r\n\r\n")) {
			b.Fatalf("answer %q, %v", answer, err)
		}
		if _, err := peer.Write(hello); err != nil {
			b.Fatal(err)
		}
		<-greeted
	}
	c.memory = memory() - before
	return c
}

func (c *crowd) leave() {
	for _, peer := range c.peers {
		peer.Close()
	}
	c.server.Close()
	c.ran.Wait()
}

// memory returns the bytes of heap and stacks in use after a collection.
func memory() uint64 {
	for range 3 { // stacks shrink by half each time
		runtime.GC()
	}
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.HeapInuse + m.StackInuse
}

// BenchmarkIdle tells what an idle connection costs the server besides the kernel's part.
func BenchmarkIdle(b *testing.B) {
	const n = 2000
	for b.Loop() {
		c := gather(b, n)
		b.ReportMetric(float64(c.memory)/n, "B/conn")
		c.leave()
	}
}

// BenchmarkBroadcast tells how long one message to 2,000 peers takes, until the last has it; floor writes the same bytes to their sockets in a loop.
func BenchmarkBroadcast(b *testing.B) {
	const n = 2000
	data := bytes.Repeat([]byte("x"), 120)
	c := gather(b, n)
	defer c.leave()
	receive := func(round func()) {
		var got sync.WaitGroup
		for _, part := range [][]net.Conn{c.peers[:n/2], c.peers[n/2:]} {
			got.Go(func() {
				buf := make([]byte, len(data)+2)
				for _, peer := range part {
					if _, err := io.ReadFull(peer, buf); err != nil {
						b.Error(err)
					}
				}
			})
		}
		round()
		got.Wait()
	}
	b.Run("floor", func(b *testing.B) {
		frame := append([]byte{0x81, byte(len(data))}, data...)
		for b.Loop() {
			receive(func() {
				for _, conn := range c.conns {
					if _, err := wire.NetConn(conn).Write(frame); err != nil {
						b.Error(err)
					}
				}
			})
		}
	})
	b.Run("wire", func(b *testing.B) {
		for b.Loop() {
			receive(func() {
				message := wire.Text(data)
				for _, conn := range c.conns {
					conn.Send(message)
				}
			})
		}
	})
}
