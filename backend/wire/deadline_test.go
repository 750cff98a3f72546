package wire_test

import (
	"encoding/binary"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"parley/backend/wire"
)

// The peer's network is gone without a word: nothing comes, and what is written blocks.
func TestHalfOpenPeerIsLostAfterTheSilence(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		server, peer := dialRaw(t, wire.Defaults())
		peer.write(clientFrame(opText, []byte("hello")))
		start := time.Now()
		want := wire.Ending{Code: wire.Lost, Reason: "heard nothing for 30s"}
		if diff := cmp.Diff(want, <-server.ended); diff != "" {
			t.Errorf("ending (-want +got):\n%s", diff)
		}
		if took := time.Since(start); took != 30*time.Second {
			t.Errorf("took %v, want 30s", took)
		}
	})
}

func TestQuietPeerIsAskedBeforeItIsLost(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		server, peer := dialRaw(t, wire.Defaults())
		peer.write(clientFrame(opText, []byte("hello")))
		start := time.Now()
		var asked []time.Duration
		ask := func() {
			if opcode, _ := peer.frame(); opcode != opPing {
				t.Errorf("got frame %d, want a ping", opcode)
			}
			asked = append(asked, time.Since(start))
		}
		ask()
		ask()
		peer.write(clientFrame(opPong, nil)) // at 20 s
		ask()
		<-time.After(5 * time.Second)
		peer.write(clientFrame(opText, []byte("a word"))) // at 35 s
		ask()
		ask()
		<-server.ended
		asked = append(asked, time.Since(start))
		var want []time.Duration
		for _, s := range []time.Duration{10, 20, 30, 45, 55, 65} {
			want = append(want, s*time.Second)
		}
		if diff := cmp.Diff(want, asked); diff != "" {
			t.Errorf("pings and the end (-want +got):\n%s", diff)
		}
	})
}

func TestQuietPeersStayConnected(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		server, client := link(t, wire.Defaults(), wire.Defaults())
		client.say("hello")
		server.say("welcome")
		<-time.After(24 * time.Hour)
		select {
		case <-server.Done():
			t.Fatalf("the server's end is over: %v", <-server.ended)
		case <-client.Done():
			t.Fatalf("the client's end is over: %v", <-client.ended)
		default:
		}
		client.Close(wire.Normal, "")
		<-server.ended
		<-client.ended
	})
}

func TestFirstMessageMustComeInTime(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		start := time.Now()
		server, peer := dialRaw(t, wire.Defaults())
		go func() {
			<-time.After(4 * time.Second)
			peer.write(clientFrame(opPong, nil)) // is no message
		}()
		if code := peer.closeCode(); code != wire.Slow {
			t.Errorf("told %v, want slow", code)
		}
		if took := time.Since(start); took != 5*time.Second {
			t.Errorf("took %v, want 5s", took)
		}
		peer.write(clientFrame(opClose, nil))
		if got := <-server.ended; got.Code != wire.Slow || got.Peer {
			t.Errorf("ending %+v, want slow", got)
		}
	})
}

func TestPeerThatTalksButTakesNothingIsLost(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		server, peer := dialRaw(t, wire.Defaults())
		server.say("never read")
		start := time.Now()
		for range 5 {
			peer.write(clientFrame(opText, []byte("hello")))
			<-time.After(5 * time.Second)
		}
		want := wire.Ending{Code: wire.Lost, Reason: "took nothing for 30s"}
		if diff := cmp.Diff(want, <-server.ended); diff != "" {
			t.Errorf("ending (-want +got):\n%s", diff)
		}
		if took := time.Since(start); took != 30*time.Second {
			t.Errorf("took %v, want 30s", took)
		}
	})
}

// The queue holds what its bounds allow beside the one message that is being written.
func TestFullQueueClosesAsSlow(t *testing.T) {
	tests := []struct {
		name         string
		frames, size int // bounds of the queue
		message      int // bytes of each message
		taken        int // messages until the queue overflows
	}{
		{"by number", 3, 1000, 10, 1 + 3},
		{"by bytes", 100, 1000, 300, 1 + 3},
		{"a message may fill the queue", 100, 1000, 500, 1 + 2},
		{"a message of any size may wait alone", 100, 1000, 5000, 1 + 1},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				options := wire.Defaults()
				options.QueueFrames, options.QueueBytes = tt.frames, tt.size
				server, peer := dialRaw(t, options)
				message := strings.Repeat("m", tt.message)
				taken := 0
				for server.say(message) {
					taken++
					synctest.Wait() // until the first is being written
				}
				if taken != tt.taken {
					t.Errorf("took %d messages, want %d", taken, tt.taken)
				}
				// A peer that wakes up in time gets what was under way and is told.
				if opcode, payload := peer.frame(); opcode != opText || string(payload) != message {
					t.Errorf("got frame %d of %d bytes, want the message under way", opcode, len(payload))
				}
				if opcode, payload := peer.frame(); opcode != opClose || wire.CloseCode(binary.BigEndian.Uint16(payload)) != wire.Slow {
					t.Errorf("got frame %d of %d bytes, want to be closed as slow", opcode, len(payload))
				}
				peer.Close()
				if got := <-server.ended; got.Code != wire.Slow || got.Peer {
					t.Errorf("ending %+v, want slow", got)
				}
			})
		})
	}
}

func TestSlowPeerHoldsUpNobody(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		slow, _ := dialRaw(t, wire.Defaults())
		fast, client := link(t, wire.Defaults(), wire.Defaults())
		start := time.Now()
		for range 1000 {
			slow.say("x")
			fast.say("x")
			if got := <-client.got; got != "x" {
				t.Errorf("got %q", got)
			}
		}
		if took := time.Since(start); took != 0 {
			t.Errorf("the other peer waited for %v", took)
		}
		if got := <-slow.ended; got.Code != wire.Slow {
			t.Errorf("ending %+v, want slow", got)
		}
		if took := time.Since(start); took != 5*time.Second {
			t.Errorf("the slow peer that never read again was cut after %v, want 5s", took)
		}
		client.Close(wire.Normal, "")
		<-fast.ended
		<-client.ended
	})
}

// Pings are answered through the same bounded queue, so asking without listening is slow too.
func TestFloodOfPingsClosesAsSlow(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		server, peer := dialRaw(t, wire.Defaults())
		for range 2 + wire.Defaults().QueueFrames {
			peer.write(clientFrame(opPing, []byte("?")))
			synctest.Wait()
		}
		if got := <-server.ended; got.Code != wire.Slow {
			t.Errorf("ending %+v, want slow", got)
		}
	})
}

// Where even the ping finds no room, nobody has read for long.
func TestPingThatFindsTheQueueFullClosesAsSlow(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		options := wire.Defaults()
		options.QueueFrames = 1
		server, peer := dialRaw(t, options)
		peer.write(clientFrame(opText, []byte("hello")))
		start := time.Now()
		server.say("under way")
		synctest.Wait()
		server.say("waits")
		if got := <-server.ended; got.Code != wire.Slow {
			t.Errorf("ending %+v, want slow", got)
		}
		if took := time.Since(start); took != 15*time.Second {
			t.Errorf("took %v, want 10s to the ping and 5s for the farewell", took)
		}
	})
}
