package hub_test

import (
	"testing"
	"time"

	"parley/backend/chat"
	"parley/backend/protocol"
	"parley/backend/store"
)

func TestWidgetsAreToldOfAnotherSiteFace(t *testing.T) {
	bubble(t, func(t *testing.T) {
		s := newShop(t)
		talking, _, _ := s.conversation(t)
		browsing := s.Visitor("", 0)
		browsing.Received()
		if err := s.Store().UpdateSite(t.Context(), s.Site.ID, store.SiteChange{Email: chat.EmailRequired}); err != nil {
			t.Fatal(err)
		}
		time.Sleep(time.Second)
		w := only[*protocol.VisitorWelcome](t, talking.Received())
		if w.Site.Email != chat.EmailRequired || w.Visitor == nil || w.Conversation.Seq != 1 || len(w.Entries) != 0 {
			t.Errorf("who talks is told %+v", w)
		}
		if w := only[*protocol.VisitorWelcome](t, browsing.Received()); w.Site.Email != chat.EmailRequired || w.Visitor != nil || w.Conversation != nil {
			t.Errorf("who browses is told %+v", w)
		}
	})
}

func TestAnAddressGivenInOneTabIsKnownInTheOthers(t *testing.T) {
	bubble(t, func(t *testing.T) {
		s := newShop(t)
		one, token, _ := s.conversation(t)
		two := s.Visitor(token, 1)
		two.Received()
		one.Received()
		one.Send(&protocol.VisitorEmail{Ref: "e", Email: "sophie@shop.example"})
		only[*protocol.Ack](t, one.Received())
		if w := only[*protocol.VisitorWelcome](t, two.Received()); w.Visitor.Email != "sophie@shop.example" || len(w.Entries) != 0 {
			t.Errorf("the other tab is told %+v", w)
		}
	})
}

// An agent who is Invisible or Offline reads unseen; what was read shows once the visitor is told of somebody again.
func TestReadMarksDoNotGiveAnAbsentAgentAway(t *testing.T) {
	for _, status := range []chat.Status{chat.Invisible, chat.Offline} {
		t.Run(string(status), func(t *testing.T) {
			bubble(t, func(t *testing.T) {
				s := newShop(t)
				v, token, id := s.conversation(t)
				s.desk.Choose(status)
				v.Received()
				s.desk.Received()
				s.desk.Send(&protocol.AgentRead{Conversation: id, Seq: 1})
				nothing(t, v.Received())
				other := s.Visitor(token, 0)
				if w := only[*protocol.VisitorWelcome](t, other.Received()); w.Conversation.Seen != 0 {
					t.Errorf("a tab that comes is told %+v", w.Conversation)
				}
				s.desk.Choose(chat.Online)
				if got := only[*protocol.VisitorState](t, v.Received()); got.Seen != 1 {
					t.Errorf("with somebody there the visitor is told %+v", got)
				}
			})
		})
	}
}

// A visitor who comes back to what an agent has said meanwhile still sees what was read before.
func TestReadMarksOutliveAVisitorWhoIsAway(t *testing.T) {
	bubble(t, func(t *testing.T) {
		s := newShop(t)
		v, token, id := s.conversation(t)
		s.desk.Send(&protocol.AgentRead{Conversation: id, Seq: 1})
		v.Received()
		s.desk.Send(&protocol.Close{Ref: "c", Conversation: id})
		s.desk.Received()
		v.Goodbye()
		time.Sleep(time.Minute)
		s.desk.Send(&protocol.AgentMessage{Conversation: id, ClientID: "m", Text: "One more thing"})
		s.desk.Received()
		s.desk.Choose(chat.Offline)
		w := only[*protocol.VisitorWelcome](t, s.Visitor(token, 0).Received())
		if w.Conversation.Seen != 1 {
			t.Errorf("the visitor is told %+v", w.Conversation)
		}
	})
}
