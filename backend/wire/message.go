package wire

import (
	"encoding/binary"
	"math"

	"github.com/gorilla/websocket"
)

// Message is an encoded frame on its way out. It never changes, so any number of connections may queue the same one.
type Message struct {
	kind  int    // of the websocket protocol: text, or a control frame of our own
	frame []byte // as a server sends it; a client has the library mask the data
	head  int    // how much of the frame comes before the data
}

// Text returns a message with a copy of data.
func Text(data []byte) *Message { return newMessage(websocket.TextMessage, data) }

var pingMessage = newMessage(websocket.PingMessage, nil)

func pongMessage(payload string) *Message {
	return newMessage(websocket.PongMessage, []byte(payload))
}

func closeMessage(code CloseCode, reason string) *Message {
	return newMessage(websocket.CloseMessage, websocket.FormatCloseMessage(int(code), reason))
}

// What RFC 6455, section 5.2, has in front of the data of an unmasked frame.
const (
	final   = 1 << 7 // of the first byte: no other frame belongs to the message
	short   = 125    // the longest data whose length is in the second byte
	long    = 126    // in place of it: the length is in the next two
	longest = 127    // and in the next eight
	maxHead = 2 + 8
)

func newMessage(kind int, data []byte) *Message {
	frame := append(make([]byte, 0, maxHead+len(data)), final|byte(kind)) //nolint:gosec // one of five numbers below 16
	switch n := len(data); {
	case n <= short:
		frame = append(frame, byte(n))
	case n <= math.MaxUint16:
		frame = binary.BigEndian.AppendUint16(append(frame, long), uint16(n))
	default:
		frame = binary.BigEndian.AppendUint64(append(frame, longest), uint64(n))
	}
	return &Message{kind: kind, frame: append(frame, data...), head: len(frame)}
}

func (m *Message) data() []byte { return m.frame[m.head:] }

// rest is what of a message is still to be written after n bytes were.
func (m *Message) rest(n int) *Message { return &Message{kind: m.kind, frame: m.frame[n:]} }
