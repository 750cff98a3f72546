package wire_test

import (
	"bytes"
	"io"
	"testing"
	"unicode/utf8"

	"parley/backend/wire"
)

// FuzzStream gives a server whatever bytes after the handshake: the link ends, and only whole text within the limit was handled.
func FuzzStream(f *testing.F) {
	f.Add(clientFrame(opText, []byte("hello")))
	f.Add(bytes.Join([][]byte{rawFrame(opText, []byte("he")), clientFrame(opPing, nil), clientFrame(0, []byte("llo"))}, nil))
	f.Add(clientFrame(opBinary, []byte{0xff}))
	f.Add(clientFrame(opClose, []byte("\x03\xe8goodbye")))
	f.Add(clientFrame(opText, make([]byte, 200)))
	f.Fuzz(func(t *testing.T, stream []byte) {
		stream = stream[:min(len(stream), 32<<10)] // fewer messages than the channel of a side holds
		options := wire.Defaults()
		options.ReadLimit = 100
		server, peer := dialRaw(t, options)
		go io.Copy(io.Discard, peer.in)
		peer.Write(stream) // fails if the server had enough before the end
		peer.Close()
		<-server.ended
		for _, message := range server.rest() {
			if len(message) > int(options.ReadLimit) || !utf8.ValidString(message) || !bytes.Contains(stream, []byte{0x80 | opText}) &&
				!bytes.Contains(stream, []byte{opText}) {
				t.Errorf("handled %q", message)
			}
		}
	})
}
