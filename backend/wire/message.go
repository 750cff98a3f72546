package wire

import (
	"fmt"
	"time"

	"github.com/gorilla/websocket"
)

// Message is an encoded frame on its way out. It never changes, so any number of connections may queue the same one.
type Message struct {
	kind     int // of the websocket protocol: text, or a control frame of our own
	data     []byte
	prepared *websocket.PreparedMessage
}

// Single returns a message for one connection. It keeps data.
func Single(data []byte) *Message {
	return &Message{kind: websocket.TextMessage, data: data}
}

// Broadcast returns a message for many connections: what travels is worked out once for all of them, which costs more than a Single before the
// first.
func Broadcast(data []byte) (*Message, error) {
	prepared, err := websocket.NewPreparedMessage(websocket.TextMessage, data)
	if err != nil {
		return nil, fmt.Errorf("prepare broadcast: %w", err)
	}
	return &Message{kind: websocket.TextMessage, data: data, prepared: prepared}, nil
}

var pingMessage = &Message{kind: websocket.PingMessage}

func pongMessage(payload string) *Message {
	return &Message{kind: websocket.PongMessage, data: []byte(payload)}
}

func closeMessage(code CloseCode, reason string) *Message {
	return &Message{kind: websocket.CloseMessage, data: websocket.FormatCloseMessage(int(code), reason)}
}

// write gives the message to the network, which must have taken it at the deadline.
func (m *Message) write(ws *websocket.Conn, deadline time.Time) error {
	if m.kind != websocket.TextMessage {
		return ws.WriteControl(m.kind, m.data, deadline)
	}
	if err := ws.SetWriteDeadline(deadline); err != nil {
		return err
	}
	if m.prepared != nil {
		return ws.WritePreparedMessage(m.prepared)
	}
	return ws.WriteMessage(m.kind, m.data)
}
