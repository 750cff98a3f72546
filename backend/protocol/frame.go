// Package protocol is the language between the hub, the agent's desk and the visitor's widget: one JSON object a websocket message, told apart by
// its "type". PROTOCOL.md specifies it; the types here, the golden files under testdata and the generated TypeScript follow that text.
package protocol

import (
	"bytes"
	"encoding/json"
	"io"

	"parley/backend/chat"
)

// Version is the protocol this build speaks. A hello with another version is refused with close code 4501.
const Version = 1

// Frame is one message of the protocol. Type returns the value of its "type" field; names.go lists them all.
type Frame interface{ Type() string }

// Set is the frames that may travel in one direction between two parties.
type Set map[string]func() Frame

func setOf(frames ...func() Frame) Set {
	s := Set{}
	for _, f := range frames {
		s[f().Type()] = f
	}
	return s
}

// Encode returns the frame as it travels: its fields, and "type" first.
func Encode(f Frame) ([]byte, error) {
	var text bytes.Buffer
	e := json.NewEncoder(&text)
	e.SetEscapeHTML(false) // no page ever parses a frame as HTML, and a < would take six bytes
	if err := e.Encode(f); err != nil {
		return nil, chat.Errorf(chat.Internal, "encode frame %s: %w", f.Type(), err)
	}
	body := bytes.TrimSuffix(text.Bytes(), []byte{'\n'})
	out := make([]byte, 0, len(body)+len(f.Type())+10)
	out = append(out, `{"type":"`...)
	out = append(out, f.Type()...)
	out = append(out, '"')
	if len(body) > 2 { // more than {}
		out = append(out, ',')
	}
	return append(out, body[1:]...), nil
}

// Decode reads one frame of the set. It returns invalid for anything but one JSON object with a type of the set, no unknown fields, and at most
// maxDepth levels.
func (s Set) Decode(data []byte) (Frame, error) {
	if err := checkDepth(data); err != nil {
		return nil, err
	}
	var head struct {
		Type string `json:"type"`
	}
	if err := json.Unmarshal(data, &head); err != nil {
		return nil, chat.Errorf(chat.Invalid, "read frame: %w", err)
	}
	fresh, ok := s[head.Type]
	if !ok {
		return nil, chat.Errorf(chat.Invalid, "frame type %q is not known here", head.Type).At("type")
	}
	var body map[string]json.RawMessage
	if err := json.Unmarshal(data, &body); err != nil {
		return nil, chat.Errorf(chat.Invalid, "read frame %s: %w", head.Type, err)
	}
	delete(body, "type")
	rest, err := json.Marshal(body)
	if err != nil {
		return nil, chat.Errorf(chat.Invalid, "read frame %s: %w", head.Type, err)
	}
	f := fresh()
	d := json.NewDecoder(bytes.NewReader(rest))
	d.DisallowUnknownFields()
	if err := d.Decode(f); err != nil {
		return nil, chat.Errorf(chat.Invalid, "read frame %s: %w", head.Type, err)
	}
	return f, nil
}

// maxDepth is deeper than any frame of ours.
const maxDepth = 8

func checkDepth(data []byte) error {
	d := json.NewDecoder(bytes.NewReader(data))
	depth := 0
	for {
		t, err := d.Token()
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return chat.Errorf(chat.Invalid, "read frame: %w", err)
		}
		if delim, ok := t.(json.Delim); ok {
			if delim == '{' || delim == '[' {
				depth++
			} else {
				depth--
			}
			if depth > maxDepth {
				return chat.Errorf(chat.Invalid, "read frame: more than %d levels deep", maxDepth)
			}
		}
	}
}
