package wire_test

import (
	"slices"
	"strings"
	"testing"
	"testing/synctest"

	"github.com/google/go-cmp/cmp"

	"parley/backend/wire"
)

// cutMessages need each of the two shorter ways to write a length.
var cutMessages = []string{"one", strings.Repeat("two", 50), "three"}

// wholeBy returns the messages whose last byte is among the first n bytes of the frames.
func wholeBy(frames [][]byte, n int) []string {
	var whole []string
	for i, frame := range frames {
		if n -= len(frame); n < 0 {
			break
		}
		whole = append(whole, cutMessages[i])
	}
	return whole
}

// A link that is cut, at whatever byte, ends as lost after the messages that were whole.
func TestCutAtEveryByte(t *testing.T) {
	var fromClient, fromServer [][]byte
	for _, message := range cutMessages {
		frame := clientFrame(opText, []byte(message))
		fromClient = append(fromClient, frame)
		fromServer = append(fromServer, unmasked(frame))
	}
	t.Run("at the server", func(t *testing.T) {
		stream := slices.Concat(fromClient...)
		for n := range len(stream) + 1 {
			synctest.Test(t, func(t *testing.T) {
				server, peer := dialRaw(t, wire.Defaults())
				peer.write(stream[:n])
				peer.Close()
				expectCut(t, server, wholeBy(fromClient, n), n)
			})
		}
	})
	t.Run("at the client", func(t *testing.T) {
		stream := slices.Concat(fromServer...)
		for n := range len(stream) + 1 {
			synctest.Test(t, func(t *testing.T) {
				server, client := link(t, wire.Defaults(), wire.Defaults())
				if _, err := wire.NetConn(server.Conn).Write(stream[:n]); err != nil {
					t.Fatal(err)
				}
				wire.NetConn(server.Conn).Close()
				<-server.ended
				expectCut(t, client, wholeBy(fromServer, n), n)
			})
		}
	})
}

// unmasked returns a frame of a client as a server sends it.
func unmasked(frame []byte) []byte {
	head := 2
	if frame[1] == 0x80|126 {
		head = 4
	}
	out := slices.Concat(frame[:head], frame[head+4:])
	out[1] &^= 0x80
	return out
}

func expectCut(t *testing.T, s *side, want []string, n int) {
	t.Helper()
	if got := <-s.ended; got.Code != wire.Lost || got.Peer {
		t.Errorf("cut after %d bytes: ending %+v, want lost", n, got)
	}
	if diff := cmp.Diff(want, s.rest()); diff != "" {
		t.Errorf("cut after %d bytes (-want +got):\n%s", n, diff)
	}
}
