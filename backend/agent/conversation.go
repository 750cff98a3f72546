package agent

import (
	"context"
	"strconv"

	"parley/backend/chat"
	"parley/backend/protocol"
)

// Join makes the agent a member of an open conversation, and returns the hub's answer.
func (s *Session) Join(ctx context.Context, conversation string) error {
	return s.act(ctx, func(ref protocol.Ref) protocol.Frame { return &protocol.Join{Ref: ref, Conversation: conversation} })
}

// Take makes the agent the first member of an open conversation, and returns the hub's answer: conflict when a colleague was faster, which the
// conversation on screen says too.
func (s *Session) Take(ctx context.Context, conversation string) error {
	err := s.act(ctx, func(ref protocol.Ref) protocol.Frame {
		return &protocol.Join{Ref: ref, Conversation: conversation, Take: true}
	})
	if chat.CodeOf(err) != chat.Conflict {
		return err
	}
	noted := s.do(ctx, func() error {
		if c, ok := s.conversations[conversation]; ok {
			c.beaten, s.notice = true, nil
		}
		return nil
	})
	if noted != nil {
		return noted
	}
	return err
}

// Add makes another agent a member, and returns the hub's answer.
func (s *Session) Add(ctx context.Context, conversation, agent string) error {
	return s.act(ctx, func(ref protocol.Ref) protocol.Frame {
		return &protocol.Add{Ref: ref, Conversation: conversation, Agent: agent}
	})
}

// Assign gives a conversation to an agent or hands it over to a group, of whom one is named, and returns the hub's answer.
func (s *Session) Assign(ctx context.Context, conversation, agent, group string) error {
	return s.act(ctx, func(ref protocol.Ref) protocol.Frame {
		return &protocol.Assign{Ref: ref, Conversation: conversation, Agent: agent, Group: group}
	})
}

// LeaveConversation ends the agent's being a member, and returns the hub's answer.
func (s *Session) LeaveConversation(ctx context.Context, conversation string) error {
	return s.act(ctx, func(ref protocol.Ref) protocol.Frame { return &protocol.Leave{Ref: ref, Conversation: conversation} })
}

// Close closes a conversation, and returns the hub's answer.
func (s *Session) Close(ctx context.Context, conversation string) error {
	return s.act(ctx, func(ref protocol.Ref) protocol.Frame { return &protocol.Close{Ref: ref, Conversation: conversation} })
}

// act asks for what leaves an entry, which the ref is the client id of: it has to be as unique, also over restarts of the desk.
func (s *Session) act(ctx context.Context, request func(protocol.Ref) protocol.Frame) error {
	return s.askAs(ctx, chat.NewID(), request)
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

// newRef names a request that leaves no entry. It cannot be taken for a client id, which is longer.
func (s *Session) newRef() protocol.Ref {
	s.refs++
	return strconv.Itoa(s.refs)
}
