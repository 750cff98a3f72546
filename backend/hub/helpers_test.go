package hub_test

import (
	"testing"
	"testing/synctest"

	"parley/backend/chat"
	"parley/backend/protocol"
	"parley/backend/server"
	"parley/backend/server/servertest"
)

func TestMain(m *testing.M) { servertest.Main(m) }

// bubble runs a test in a synctest bubble.
func bubble(t *testing.T, test func(t *testing.T)) {
	t.Helper()
	synctest.Test(t, test)
}

// the returns the frames of one type, in order.
func the[F protocol.Frame](frames []protocol.Frame) []F {
	var out []F
	for _, f := range frames {
		if f, ok := f.(F); ok {
			out = append(out, f)
		}
	}
	return out
}

// only returns the one frame of a type, and fails if there is none or more.
func only[F protocol.Frame](t *testing.T, frames []protocol.Frame) F {
	t.Helper()
	all := the[F](frames)
	if len(all) != 1 {
		var none F
		t.Fatalf("got %d frames of %T in %s, want 1", len(all), none, types(frames))
	}
	return all[0]
}

// nothing fails if there are frames.
func nothing(t *testing.T, frames []protocol.Frame) {
	t.Helper()
	if len(frames) > 0 {
		t.Errorf("got %s, want nothing", types(frames))
	}
}

func types(frames []protocol.Frame) []string {
	out := []string{}
	for _, f := range frames {
		out = append(out, f.Type())
	}
	return out
}

// texts are those of entries that come in frames to a visitor, with their numbers checked to be from, from+1 ...
func texts(t *testing.T, from int64, frames []protocol.Frame) []string {
	t.Helper()
	var out []string
	for _, f := range frames {
		var entries []protocol.Entry
		switch f := f.(type) {
		case *protocol.VisitorWelcome:
			entries = f.Entries
		case *protocol.VisitorEntries:
			entries = f.Entries
		}
		for _, e := range entries {
			if e.Seq != from {
				t.Errorf("entry %d came when %d was due", e.Seq, from)
			}
			from++
			out = append(out, e.Text)
		}
	}
	return out
}

// shop is a hub with an agent who is Online at a desk, and whose desk has been told so.
type shop struct {
	*servertest.Hub
	agent chat.Agent
	token string
	desk  *servertest.Desk
}

func newShop(t *testing.T, change ...func(*server.Options)) *shop {
	t.Helper()
	h := servertest.Start(t, change...)
	s := &shop{Hub: h}
	s.agent, s.token = h.Agent("Ann")
	s.desk = h.Desk(s.token, "desk")
	s.desk.Choose(chat.Online)
	s.desk.Received()
	return s
}

// writer is a visitor who has adopted a token and been welcomed.
func (s *shop) writer(t *testing.T) (*servertest.Peer, string) {
	t.Helper()
	v, token := s.Visitor("", 0), chat.NewToken()
	v.Send(&protocol.Adopt{Token: token})
	v.Received()
	return v, token
}

// conversation is a visitor who has written once, and the conversation's id. Everybody has been told.
func (s *shop) conversation(t *testing.T) (v *servertest.Peer, token, id string) {
	t.Helper()
	v, token = s.writer(t)
	v.Send(&protocol.VisitorMessage{ClientID: "first", Text: "Hello"})
	v.Received()
	told := the[*protocol.AgentConversation](s.desk.Received()) // of several hubs one tells it, and then another where the visitor is
	if len(told) == 0 {
		t.Fatal("the desk is told of no conversation")
	}
	return v, token, told[len(told)-1].Conversation.ID
}
