package wire_test

import (
	"bufio"
	"context"
	"encoding/binary"
	"errors"
	"io"
	"net"
	"net/http"
	"testing"

	"go.uber.org/goleak"

	"parley/backend/wire"
	"parley/backend/wire/wiretest"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// text decodes a message as itself, all but one.
func text(data []byte) (string, error) {
	if string(data) == "undecodable" {
		return "", errors.New("not a frame")
	}
	return string(data), nil
}

// side is one end of a link that is being run.
type side struct {
	*wire.Conn
	got   chan string
	ended chan wire.Ending
}

func run(c *wire.Conn) *side {
	s := &side{Conn: c, got: make(chan string, 10_000), ended: make(chan wire.Ending, 1)}
	go func() { s.ended <- wire.Run(c, text, func(f string) { s.got <- f }) }()
	return s
}

// say sends a message for this end alone.
func (s *side) say(message string) bool { return s.Send(wire.Text([]byte(message))) }

// rest returns the messages that came since they were last looked at, once the link has ended.
func (s *side) rest() []string {
	close(s.got)
	var all []string
	for message := range s.got {
		all = append(all, message)
	}
	return all
}

// hub accepts websockets on a listener.
type hub struct {
	listener net.Listener
	accepted chan *wire.Conn
}

func serve(t testing.TB, listener net.Listener, o *wire.Options) *hub {
	h := &hub{listener: listener, accepted: make(chan *wire.Conn)}
	server := &http.Server{Handler: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if conn, err := wire.Accept(w, r, o); err == nil {
			h.accepted <- conn
		}
	})}
	done := make(chan struct{})
	go func() {
		defer close(done)
		server.Serve(listener)
	}()
	t.Cleanup(func() {
		server.Close()
		<-done
	})
	return h
}

// link connects two running ends over a pipe.
func link(t testing.TB, server, client *wire.Options) (atServer, atClient *side) {
	listener := wiretest.Listen()
	h := serve(t, listener, server)
	client.NetDial = listener.Dial
	conn, err := wire.Dial(t.Context(), "ws://hub/", nil, client)
	if err != nil {
		t.Fatal(err)
	}
	return run(<-h.accepted), run(conn)
}

// raw is a client that speaks bytes.
type raw struct {
	net.Conn
	t  testing.TB
	in *bufio.Reader
}

// dialRaw connects a raw client over a pipe to an end that is being run.
func dialRaw(t testing.TB, o *wire.Options) (*side, *raw) {
	listener := wiretest.Listen()
	h := serve(t, listener, o)
	conn, err := listener.Dial(context.Background(), "", "")
	if err != nil {
		t.Fatal(err)
	}
	r := &raw{Conn: conn, t: t, in: bufio.NewReader(conn)}
	r.write([]byte(handshake))
	if _, err := io.ReadFull(r.in, make([]byte, acceptedLen)); err != nil {
		t.Fatal(err)
	}
	return run(<-h.accepted), r
}

func (r *raw) write(data []byte) {
	r.t.Helper()
	if _, err := r.Write(data); err != nil {
		r.t.Fatal(err)
	}
}

const (
	opText   = 1
	opBinary = 2
	opClose  = 8
	opPing   = 9
	opPong   = 10
)

// frame reads one frame of the server.
func (r *raw) frame() (opcode byte, payload []byte) {
	r.t.Helper()
	var head [2]byte
	if _, err := io.ReadFull(r.in, head[:]); err != nil {
		r.t.Fatal(err)
	}
	size := int(head[1])
	if size == 126 {
		var long [2]byte
		if _, err := io.ReadFull(r.in, long[:]); err != nil {
			r.t.Fatal(err)
		}
		size = int(binary.BigEndian.Uint16(long[:]))
	}
	payload = make([]byte, size)
	if _, err := io.ReadFull(r.in, payload); err != nil {
		r.t.Fatal(err)
	}
	return head[0] & 0xf, payload
}

// closeCode reads frames up to the close frame.
func (r *raw) closeCode() wire.CloseCode {
	r.t.Helper()
	for {
		if opcode, payload := r.frame(); opcode == opClose {
			return wire.CloseCode(binary.BigEndian.Uint16(payload))
		}
	}
}

// clientFrame returns a frame as a client sends it, masked with a key of zeros.
func clientFrame(opcode byte, payload []byte) []byte {
	return rawFrame(0x80|opcode, payload)
}

// rawFrame is clientFrame with the whole first byte.
func rawFrame(first byte, payload []byte) []byte {
	frame := []byte{first}
	switch n := len(payload); {
	case n < 126:
		frame = append(frame, 0x80|byte(n))
	case n < 1<<16:
		frame = binary.BigEndian.AppendUint16(append(frame, 0x80|126), uint16(n))
	default:
		frame = binary.BigEndian.AppendUint64(append(frame, 0x80|127), uint64(n))
	}
	return append(append(frame, 0, 0, 0, 0), payload...)
}
