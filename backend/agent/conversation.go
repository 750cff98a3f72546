package agent

import (
	"context"
	"strconv"

	"parley/backend/protocol"
)

// Join makes the agent a member of an open conversation, and returns the hub's answer.
func (s *Session) Join(ctx context.Context, conversation string) error {
	return s.ask(ctx, func(ref protocol.Ref) protocol.Frame { return &protocol.Join{Ref: ref, Conversation: conversation} })
}

// Close closes a conversation, and returns the hub's answer.
func (s *Session) Close(ctx context.Context, conversation string) error {
	return s.ask(ctx, func(ref protocol.Ref) protocol.Frame { return &protocol.Close{Ref: ref, Conversation: conversation} })
}

// Window tells whether the person has a window open, and whether it has the keyboard.
func (s *Session) Window(ctx context.Context, open, focused bool) error {
	return s.do(ctx, func() error {
		if focused && !s.windowFocused {
			s.seemsTouched()
		}
		s.windowOpen, s.windowFocused = open, focused
		s.askIdle()
		for _, c := range s.conversations {
			s.attend(c)
		}
		return nil
	})
}

// newRef names a request. It cannot be taken for a client id, which is longer.
func (s *Session) newRef() protocol.Ref {
	s.refs++
	return strconv.Itoa(s.refs)
}
