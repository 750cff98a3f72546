package local

import (
	"bufio"
	"bytes"
	"errors"
	"net"
	"time"

	"parley/backend/chat"
)

// maxRequest is the longest line a desk reads: a message of chat.MaxText is well below it, however it is escaped.
const maxRequest = 256 << 10

// writeLimit is how long the other side may leave what is said to it unread.
const writeLimit = 10 * time.Second

// channel is a connection as lines, each one JSON value: a channel.Channel of jrpc2 which bounds what it reads.
type channel struct {
	conn   net.Conn
	reader *bufio.Reader
	limit  int // bytes of a line; 0 means any
}

func newChannel(conn net.Conn, limit int) *channel {
	return &channel{conn: conn, reader: bufio.NewReader(conn), limit: limit}
}

// Send writes one line.
func (c *channel) Send(msg []byte) error {
	if err := c.conn.SetWriteDeadline(time.Now().Add(writeLimit)); err != nil {
		return err
	}
	_, err := c.conn.Write(append(msg, '\n'))
	return err
}

// Recv reads one line. One that is too long ends the connection.
func (c *channel) Recv() ([]byte, error) {
	var line []byte
	for {
		part, err := c.reader.ReadSlice('\n')
		line = append(line, part...)
		if c.limit > 0 && len(line) > c.limit {
			return nil, chat.Errorf(chat.Invalid, "a line has more than %d bytes", c.limit)
		}
		if errors.Is(err, bufio.ErrBufferFull) {
			continue
		}
		if err != nil {
			return nil, err
		}
		return bytes.TrimSuffix(line, []byte{'\n'}), nil
	}
}

// Close closes the connection.
func (c *channel) Close() error { return c.conn.Close() }
