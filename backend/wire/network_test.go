package wire_test

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"parley/backend/wire"
	"parley/backend/wire/wiretest"
)

// overTCP connects two running ends over loopback.
func overTCP(t *testing.T) (server, client *side) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	h := serve(t, listener, wire.Defaults())
	conn, err := wire.Dial(t.Context(), "ws://"+listener.Addr().String()+"/", nil, wire.Defaults())
	if err != nil {
		t.Fatal(err)
	}
	return run(<-h.accepted), run(conn)
}

func TestOverTCP(t *testing.T) {
	server, client := overTCP(t)
	client.say("hello")
	if got := <-server.got; got != "hello" {
		t.Errorf("got %q", got)
	}
	const senders, each = 8, 25 // together no more than the queue holds
	var sending sync.WaitGroup
	for sender := range senders {
		sending.Go(func() {
			for i := range each {
				if !server.say(fmt.Sprintf("%d %d", sender, i)) {
					t.Error("a message was refused")
				}
			}
		})
	}
	var next [senders]int
	for range senders * each {
		var sender, i int
		if _, err := fmt.Sscan(<-client.got, &sender, &i); err != nil {
			t.Fatal(err)
		}
		if next[sender] != i {
			t.Errorf("sender %d: got %d, want %d", sender, i, next[sender])
		}
		next[sender]++
	}
	sending.Wait()
	client.Close(wire.Normal, "quit")
	if got, want := <-server.ended, (wire.Ending{Code: wire.Normal, Reason: "quit", Peer: true}); got != want {
		t.Errorf("ending %+v, want %+v", got, want)
	}
	<-client.ended
}

func TestKilledPeerOverTCPIsNoGoodbye(t *testing.T) {
	for _, how := range []string{"closed by the system", "reset"} {
		t.Run(how, func(t *testing.T) {
			server, client := overTCP(t)
			socket := wire.NetConn(client.Conn).(*net.TCPConn)
			if how == "reset" {
				if err := socket.SetLinger(0); err != nil {
					t.Fatal(err)
				}
			}
			socket.Close()
			if got := <-server.ended; got.Code != wire.Lost || got.Peer {
				t.Errorf("ending %+v, want lost", got)
			}
			<-client.ended
		})
	}
}

func TestDialIsRefused(t *testing.T) {
	listener := wiretest.Listen()
	serve(t, listener, wire.Defaults())
	options := wire.Defaults()
	options.NetDial = listener.Dial
	_, err := wire.Dial(t.Context(), "ws://hub/", http.Header{"Origin": {"https://elsewhere.example"}}, options)
	if err == nil || !strings.Contains(err.Error(), "403 Forbidden") {
		t.Errorf("error %v, want one that names the answer", err)
	}
}

func TestOriginIsTheCallersDecision(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		listener := wiretest.Listen()
		options := wire.Defaults()
		options.CheckOrigin = func(r *http.Request) bool { return r.Header.Get("Origin") == "https://shop.example" }
		options.NetDial = listener.Dial
		h := serve(t, listener, options)
		for origin, allowed := range map[string]bool{"https://shop.example": true, "https://hub": false} {
			conn, err := wire.Dial(t.Context(), "ws://hub/", http.Header{"Origin": {origin}}, options)
			if (err == nil) != allowed {
				t.Errorf("origin %s: %v", origin, err)
			}
			if err == nil {
				server, client := run(<-h.accepted), run(conn)
				client.Close(wire.Normal, "")
				<-server.ended
				<-client.ended
			}
		}
	})
}

func TestDialEndsWithItsContext(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		start, gone := time.Now(), errors.New("gone")
		ctx, cancel := context.WithCancelCause(t.Context())
		listener := wiretest.Listen() // accepts, and never answers
		accepted := make(chan net.Conn, 1)
		go func() {
			conn, _ := listener.Accept()
			accepted <- conn
			conn.Read(make([]byte, 4096))
			cancel(gone)
		}()
		options := wire.Defaults()
		options.NetDial = listener.Dial
		if _, err := wire.Dial(ctx, "ws://hub/", nil, options); !errors.Is(err, gone) {
			t.Errorf("error %v, want %v", err, gone)
		}
		if took := time.Since(start); took != 0 {
			t.Errorf("took %v", took)
		}
		(<-accepted).Close()
	})
}

func TestLinkOutlivesTheContextOfItsDial(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		listener := wiretest.Listen()
		h := serve(t, listener, wire.Defaults())
		options := wire.Defaults()
		options.NetDial = listener.Dial
		ctx, cancel := context.WithCancel(t.Context())
		conn, err := wire.Dial(ctx, "ws://hub/", nil, options)
		if err != nil {
			t.Fatal(err)
		}
		cancel()
		synctest.Wait()
		server, client := run(<-h.accepted), run(conn)
		client.say("hello")
		if got := <-server.got; got != "hello" {
			t.Errorf("got %q", got)
		}
		client.Close(wire.Normal, "")
		<-server.ended
		<-client.ended
	})
}

func TestDialWithoutAnybodyThere(t *testing.T) {
	listener := wiretest.Listen()
	listener.Close()
	options := wire.Defaults()
	options.NetDial = listener.Dial
	if _, err := wire.Dial(t.Context(), "ws://hub/", nil, options); !errors.Is(err, net.ErrClosed) {
		t.Errorf("error %v, want %v", err, net.ErrClosed)
	}
}

// A peer that does not read for a while gets everything that was said meanwhile, whole and in order, whatever part of it the network took at once; and what
// is said later than what waited could have been.
func TestPeerThatReadsLater(t *testing.T) {
	options := wire.Defaults()
	options.Silence = time.Second
	options.Ping = options.Silence / 10
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	h := serve(t, listener, options)
	conn, err := wire.Dial(t.Context(), "ws://"+listener.Addr().String()+"/", nil, options)
	if err != nil {
		t.Fatal(err)
	}
	server := run(<-h.accepted)
	if err := wire.NetConn(server.Conn).(*net.TCPConn).SetWriteBuffer(64 << 10); err != nil {
		t.Fatal(err)
	}
	var want []string
	for i := range 60 {
		message := strings.Repeat(fmt.Sprintf("message %d ", i), 1000)
		want = append(want, message)
		if !server.say(message) {
			t.Fatalf("message %d was refused", i)
		}
	}
	waited := time.Now().Add(options.Silence)
	client := run(conn)
	client.say("hello")
	for i := range want {
		select {
		case got := <-client.got:
			if got != want[i] {
				t.Fatalf("message %d is %d bytes, want %d", i, len(got), len(want[i]))
			}
		case end := <-client.ended:
			t.Fatalf("the link ended before message %d: %v", i, end)
		}
	}
	for time.Now().Before(waited) {
		server.say("meanwhile")
		if got := <-client.got; got != "meanwhile" {
			t.Fatalf("got %d bytes", len(got))
		}
	}
	server.say("later")
	if got := <-client.got; got != "later" {
		t.Errorf("got %d bytes", len(got))
	}
	client.Close(wire.Normal, "")
	<-server.ended
	<-client.ended
}
