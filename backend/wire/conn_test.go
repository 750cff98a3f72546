package wire_test

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"net"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"parley/backend/wire"
	"parley/backend/wire/wiretest"
)

func TestMessagesArriveInOrder(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		server, client := link(t, wire.Defaults(), wire.Defaults())
		var want []string
		for i := range 100 {
			message := fmt.Sprintf("message %d %s", i, strings.Repeat("ü", i*50)) // up to several network buffers long
			want = append(want, message)
			client.say(message)
			server.say(message)
		}
		client.Close(wire.Normal, "")
		<-client.ended
		<-server.ended
		if diff := cmp.Diff(want, server.rest()); diff != "" {
			t.Errorf("at the server (-want +got):\n%s", diff)
		}
		// The server's last messages may cross the client's goodbye; what came, came in order.
		if got := client.rest(); !slices.Equal(got, want[:len(got)]) {
			t.Errorf("at the client: %q", got)
		}
	})
}

func TestOneBroadcastForAll(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		broadcast := wire.Text([]byte("live"))
		for range 3 {
			server, client := link(t, wire.Defaults(), wire.Defaults())
			server.Send(broadcast)
			if got := <-client.got; got != "live" {
				t.Errorf("got %q", got)
			}
			server.Close(wire.Restart, "")
			<-server.ended
		}
	})
}

func TestCloseTellsThePeerWhy(t *testing.T) {
	tests := []struct {
		name         string
		code         wire.CloseCode
		reason, told string
	}{
		{"goodbye", wire.Normal, "", ""},
		{"restart", wire.Restart, "new version", "new version"},
		{"refused", wire.Unauthorized, "token is not known", "token is not known"},
		{"a reason as long as fits", wire.Invalid, strings.Repeat("r", 123), strings.Repeat("r", 123)},
		{"a reason too long", wire.Invalid, strings.Repeat("r", 124), strings.Repeat("r", 123)},
		{"a reason too long is not cut inside a character", wire.Invalid, strings.Repeat("€", 42), strings.Repeat("€", 41)},
	}
	for _, tt := range tests {
		for _, who := range []string{"server", "client"} {
			t.Run(tt.name+" by "+who, func(t *testing.T) {
				synctest.Test(t, func(t *testing.T) {
					start := time.Now()
					closer, other := link(t, wire.Defaults(), wire.Defaults())
					if who == "client" {
						closer, other = other, closer
					}
					closer.say("last words")
					closer.Close(tt.code, tt.reason)
					closer.Close(wire.Overload, "the first ending counts")
					if closer.say("too late") {
						t.Error("a message was queued after Close")
					}
					if diff := cmp.Diff(wire.Ending{Code: tt.code, Reason: tt.told}, <-closer.ended); diff != "" {
						t.Errorf("who closed (-want +got):\n%s", diff)
					}
					if diff := cmp.Diff(wire.Ending{Code: tt.code, Reason: tt.told, Peer: true}, <-other.ended); diff != "" {
						t.Errorf("who was told (-want +got):\n%s", diff)
					}
					if diff := cmp.Diff([]string{"last words"}, other.rest()); diff != "" {
						t.Errorf("messages (-want +got):\n%s", diff)
					}
					<-closer.Done()
					<-other.Done()
					if took := time.Since(start); took != 0 {
						t.Errorf("took %v", took)
					}
				})
			})
		}
	}
}

func TestPeerThatVanishesIsNoGoodbye(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		server, client := link(t, wire.Defaults(), wire.Defaults())
		client.say("hello")
		<-server.got
		wire.NetConn(client.Conn).Close()
		for _, s := range []*side{server, client} {
			if got := <-s.ended; got.Code != wire.Lost || got.Peer || got.Reason == "" {
				t.Errorf("ending %+v, want lost with a reason", got)
			}
		}
	})
}

// broken is a socket that cannot be written to any more, while there is still something to read.
type broken struct {
	net.Conn
	err atomic.Pointer[net.OpError]
}

func (b *broken) Write(data []byte) (int, error) {
	if err := b.err.Load(); err != nil {
		return 0, err
	}
	return b.Conn.Write(data)
}

func TestGoodbyeIsReadAfterAWriteFailed(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var socket broken
		listener := wiretest.Listen()
		h := serve(t, listener, wire.Defaults())
		options := wire.Defaults()
		options.NetDial = func(ctx context.Context, network, address string) (net.Conn, error) {
			conn, err := listener.Dial(ctx, network, address)
			socket.Conn = conn
			return &socket, err
		}
		conn, err := wire.Dial(t.Context(), "ws://hub/", nil, options)
		if err != nil {
			t.Fatal(err)
		}
		server, client := run(<-h.accepted), run(conn)
		socket.err.Store(&net.OpError{Op: "write", Err: errors.New("broken pipe")})
		client.say("never written")
		synctest.Wait()
		server.Close(wire.Restart, "")
		if diff := cmp.Diff(wire.Ending{Code: wire.Restart, Peer: true}, <-client.ended); diff != "" {
			t.Errorf("ending (-want +got):\n%s", diff)
		}
		<-server.ended
	})
}

func TestCloseWithoutCodeIsAGoodbye(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		server, peer := dialRaw(t, wire.Defaults())
		peer.write(clientFrame(opClose, nil))
		if opcode, payload := peer.frame(); opcode != opClose || len(payload) != 0 {
			t.Errorf("answer %d %q, want an empty close frame", opcode, payload)
		}
		if diff := cmp.Diff(wire.Ending{Code: wire.NoStatus, Peer: true}, <-server.ended); diff != "" {
			t.Errorf("ending (-want +got):\n%s", diff)
		}
	})
}

func TestPeerThatDoesNotAnswerACloseIsCut(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		server, peer := dialRaw(t, wire.Defaults())
		<-time.After(4 * time.Second)
		peer.write(clientFrame(opText, []byte("hello")))
		<-time.After(2 * time.Second)
		start := time.Now()
		server.Close(wire.Restart, "")
		if code := peer.closeCode(); code != wire.Restart {
			t.Errorf("told %v, want restart", code)
		}
		for range 3 { // goes on talking
			<-time.After(time.Second)
			peer.write(clientFrame(opText, []byte("still here")))
			peer.write(clientFrame(opPing, nil))
		}
		if got := <-server.ended; got.Code != wire.Restart || got.Peer {
			t.Errorf("ending %+v, want restart", got)
		}
		if took := time.Since(start); took != 5*time.Second {
			t.Errorf("took %v, want 5s", took)
		}
		if diff := cmp.Diff([]string{"hello"}, server.rest()); diff != "" {
			t.Errorf("handled (-want +got):\n%s", diff)
		}
	})
}

func TestDamagedInputIsRefused(t *testing.T) {
	limited := wire.Defaults()
	limited.ReadLimit = 1000
	const protocolError wire.CloseCode = 1002
	tests := []struct {
		name string
		sent []byte
		told wire.CloseCode
	}{
		{"a binary message", clientFrame(opBinary, []byte("hello")), wire.Invalid},
		{"a message that cannot be decoded", clientFrame(opText, []byte("undecodable")), wire.Invalid},
		{"a message that is not UTF-8", clientFrame(opText, []byte("\xff")), wire.Invalid},
		{"a message too long", clientFrame(opText, make([]byte, 1001)), wire.Invalid},
		{"fragments too long together", slices.Concat(rawFrame(opText, make([]byte, 600)), rawFrame(0x80, make([]byte, 401))), wire.Invalid},
		{"no mask", []byte{0x81, 1, 'a'}, protocolError},
		{"a length of 2^63", append([]byte{0x81, 0x80 | 127, 0x80}, make([]byte, 11)...), 0},
		{"an unknown opcode", clientFrame(3, nil), protocolError},
		{"reserved bits", rawFrame(0xf1, nil), protocolError},
		{"a control frame in parts", rawFrame(opPing, nil), protocolError},
		{"a long control frame", clientFrame(opPing, make([]byte, 126)), protocolError},
		{"a continuation of nothing", clientFrame(0, nil), protocolError},
		{"a message inside another", slices.Concat(rawFrame(opText, nil), clientFrame(opText, nil)), protocolError},
		{"a close code that may not be sent", clientFrame(opClose, binary.BigEndian.AppendUint16(nil, 1006)), protocolError},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				server, peer := dialRaw(t, limited)
				peer.write(clientFrame(opText, []byte("hello")))
				go peer.Write(tt.sent) // which the server may leave unread
				if tt.told != 0 {
					if told := peer.closeCode(); told != tt.told {
						t.Errorf("told %v, want %v", told, tt.told)
					}
				}
				ending := <-server.ended
				if want := max(wire.Lost, tt.told); ending.Code != want || ending.Peer {
					t.Errorf("ending %+v, want %v", ending, want)
				}
				if diff := cmp.Diff([]string{"hello"}, server.rest()); diff != "" {
					t.Errorf("handled (-want +got):\n%s", diff)
				}
				peer.Close()
			})
		})
	}
}

func TestFragmentsAreOneMessage(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		options := wire.Defaults()
		options.ReadLimit = 5
		server, peer := dialRaw(t, options)
		peer.write(rawFrame(opText, []byte("he")))
		peer.write(clientFrame(opPing, []byte("between")))
		if opcode, payload := peer.frame(); opcode != opPong || string(payload) != "between" {
			t.Errorf("answer %d %q, want the pong", opcode, payload)
		}
		peer.write(rawFrame(0, []byte("ll")))
		peer.write(clientFrame(0, []byte("o")))
		if got := <-server.got; got != "hello" {
			t.Errorf("got %q", got)
		}
		peer.Close()
		<-server.ended
	})
}

// A handler that takes long holds up the reading, but does not make the peer look silent.
func TestOneMessageIsHandledAtATime(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		listener := wiretest.Listen()
		h := serve(t, listener, wire.Defaults())
		options := wire.Defaults()
		options.NetDial = listener.Dial
		conn, err := wire.Dial(t.Context(), "ws://hub/", nil, options)
		if err != nil {
			t.Fatal(err)
		}
		client, server := run(conn), <-h.accepted
		ended := make(chan wire.Ending, 1)
		takes := map[string]time.Duration{"a": time.Minute, "b": 5 * time.Second}
		var log []string
		go func() {
			ended <- wire.Run(server, text, func(message string) {
				log = append(log, "begin "+message)
				<-time.After(takes[message])
				log = append(log, "end "+message)
				if message == "b" {
					server.Close(wire.Replaced, "")
				}
			})
		}()
		client.say("a")
		for range 5 {
			server.Send(wire.Text([]byte("so that the client need not ask")))
			<-time.After(9 * time.Second)
		}
		client.say("b")
		client.say("c")
		if got := <-client.ended; got.Code != wire.Replaced {
			t.Errorf("ending %+v, want replaced", got)
		}
		<-ended
		if diff := cmp.Diff([]string{"begin a", "end a", "begin b", "end b"}, log); diff != "" {
			t.Errorf("handled (-want +got):\n%s", diff)
		}
	})
}
