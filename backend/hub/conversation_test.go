package hub_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"parley/backend/chat"
	"parley/backend/protocol"
	"parley/backend/server/servertest"
)

func TestMessageReachesTheAgentAndTheAnswerTheVisitor(t *testing.T) {
	bubble(t, func(t *testing.T) {
		s := newShop(t)
		v, _ := s.writer(t)
		v.Send(&protocol.VisitorMessage{ClientID: "m1", Text: "Which size fits?"})
		told := v.Received()
		if ack := only[*protocol.Ack](t, told); ack.Ref != "m1" || ack.Seq != 1 {
			t.Errorf("ack %+v", ack)
		}
		if got := only[*protocol.VisitorEntries](t, told).Entries[0]; got.ClientID != "m1" || got.Offline {
			t.Errorf("the visitor's own entry is %+v", got)
		}

		frames := s.desk.Received()
		if diff := cmp.Diff([]string{"entries", "conversation"}, types(frames)); diff != "" {
			t.Fatal(diff)
		}
		c := only[*protocol.AgentConversation](t, frames).Conversation
		if !c.Open || !c.Asks || !c.Visitor.Here || c.Seq != 1 || c.Last.Text != "Which size fits?" || c.WaitingSince == 0 || *c.Visitor.Page != servertest.Page {
			t.Errorf("the agent is told %+v", c)
		}
		if e := only[*protocol.AgentEntries](t, frames).Entries[0]; e.ClientID != "" {
			t.Errorf("the agent is told the visitor's client id %q", e.ClientID)
		}

		s.desk.Send(&protocol.AgentMessage{Conversation: c.ID, ClientID: "a1", Text: "Size M."})
		frames = s.desk.Received()
		if e := only[*protocol.AgentEntries](t, frames).Entries[0]; e.ClientID != "a1" || e.Seq != 2 {
			t.Errorf("the author's entry is %+v", e)
		}
		c = only[*protocol.AgentConversation](t, frames).Conversation
		if c.Asks || c.WaitingSince != 0 || len(c.Members) != 1 || !c.Members[0].Replied {
			t.Errorf("after the answer the conversation is %+v", c)
		}
		told = v.Received()
		if e := only[*protocol.VisitorEntries](t, told).Entries[0]; e.Name != "Ann" || e.ClientID != "" || e.Text != "Size M." {
			t.Errorf("the visitor is told %+v", e)
		}
		if got := only[*protocol.VisitorState](t, told); !got.Open || got.Seq != 2 {
			t.Errorf("the conversation is %+v", got)
		}
	})
}

func TestRepeatedMessageIsToldOnce(t *testing.T) {
	bubble(t, func(t *testing.T) {
		s := newShop(t)
		v, _, id := s.conversation(t)
		for range 3 {
			v.Send(&protocol.VisitorMessage{ClientID: "again", Text: "Hello?"})
			s.desk.Send(&protocol.AgentMessage{Conversation: id, ClientID: "again", Text: "Yes?"})
		}
		if got := texts(t, 2, v.Received()); len(got) != 2 {
			t.Errorf("the visitor was told %q", got)
		}
		frames := s.desk.Received()
		told := 0
		for _, f := range the[*protocol.AgentEntries](frames) {
			told += len(f.Entries)
		}
		if told != 2 {
			t.Errorf("the agent was told %d entries", told)
		}
		for _, ack := range the[*protocol.Ack](frames) {
			if ack.Ref != "again" || ack.Seq < 2 || ack.Seq > 3 {
				t.Errorf("ack %+v", ack)
			}
		}
		v.Send(&protocol.VisitorMessage{ClientID: "again", Text: "Something else"})
		if got := only[*protocol.Failed](t, v.Received()); got.Code != chat.Conflict {
			t.Errorf("another text under the same id: %+v", got)
		}
	})
}

func TestTwoTabsWriteTheirFirstMessageAtOnce(t *testing.T) {
	bubble(t, func(t *testing.T) {
		s := newShop(t)
		token := chat.NewToken()
		var tabs []*servertest.Peer
		for range 4 {
			tabs = append(tabs, s.Visitor("", 0))
		}
		for i, v := range tabs {
			v.Send(&protocol.Adopt{Token: token}, &protocol.VisitorMessage{ClientID: fmt.Sprint("m", i), Text: fmt.Sprint("text ", i)})
		}
		var first []string
		for i, v := range tabs {
			got := texts(t, 1, v.Received())
			if i == 0 {
				first = got
			}
			if diff := cmp.Diff(first, got); diff != "" || len(got) != len(tabs) {
				t.Errorf("tab %d has %q, tab 0 has %q", i, got, first)
			}
		}
		frames := s.desk.Received()
		conversations, seq := map[string]bool{}, int64(1)
		for _, f := range the[*protocol.AgentEntries](frames) {
			conversations[f.Conversation] = true
			for _, e := range f.Entries {
				if e.Seq != seq {
					t.Errorf("the agent is told %d when %d is due", e.Seq, seq)
				}
				seq++
			}
		}
		if len(conversations) != 1 || seq != int64(len(tabs))+1 {
			t.Errorf("the agent was told of %d conversations and %d entries", len(conversations), seq-1)
		}
	})
}

func TestVisitorComesBackWhereItWas(t *testing.T) {
	bubble(t, func(t *testing.T) {
		s := newShop(t)
		v, token, id := s.conversation(t)
		v.Cut()
		if c := only[*protocol.AgentConversation](t, s.desk.Received()).Conversation; c.Visitor.Here {
			t.Error("the visitor is still here")
		}
		for i := range 3 {
			s.desk.Send(&protocol.AgentMessage{Conversation: id, ClientID: fmt.Sprint("a", i), Text: fmt.Sprint("answer ", i)})
		}
		s.desk.Received()

		v = s.Visitor(token, 2)
		w := only[*protocol.VisitorWelcome](t, v.Received())
		if w.Visitor == nil || w.Conversation == nil || !w.Conversation.Open || w.Conversation.Seq != 4 || len(w.Entries) != 2 || w.Entries[0].Seq != 3 {
			t.Errorf("welcome %+v", w)
		}
		if c := only[*protocol.AgentConversation](t, s.desk.Received()).Conversation; !c.Visitor.Here {
			t.Error("the visitor is not here again")
		}
		s.desk.Send(&protocol.AgentMessage{Conversation: id, ClientID: "more", Text: "more"})
		if got := texts(t, 5, v.Received()); len(got) != 1 {
			t.Errorf("got %q", got)
		}
		v.Send(&protocol.VisitorFetch{After: 3})
		if got := texts(t, 4, v.Received()); len(got) != 2 {
			t.Errorf("fetched %q", got)
		}
	})
}

func TestInvisibleAgentIsThereOnlyWhereJoined(t *testing.T) {
	bubble(t, func(t *testing.T) {
		s := newShop(t)
		v, _, id := s.conversation(t)
		other := s.Visitor("", 0)
		other.Received()
		s.desk.Choose(chat.Invisible)
		for _, p := range []*servertest.Peer{v, other} {
			if got := only[*protocol.VisitorAvailability](t, p.Received()); got.Mode != chat.ModeMessenger {
				t.Errorf("told %+v", got)
			}
		}
		s.desk.Send(&protocol.AgentMessage{Conversation: id, ClientID: "a", Text: "I am here for you."})
		if got := only[*protocol.VisitorAvailability](t, v.Received()); got.Mode != chat.ModeLive || got.Agents[0].Name != "Ann" {
			t.Errorf("the visitor of the conversation is told %+v", got)
		}
		nothing(t, other.Received())
		s.desk.Send(&protocol.Close{Ref: "close", Conversation: id})
		if got := only[*protocol.VisitorAvailability](t, v.Received()); got.Mode != chat.ModeMessenger {
			t.Errorf("after closing the visitor is told %+v", got)
		}
		if got := the[*protocol.AgentConversation](s.desk.Received()); got[len(got)-1].Conversation.Open {
			t.Error("the agent still has it in the lists")
		}
	})
}

func TestOfflineMessageAsksNobody(t *testing.T) {
	bubble(t, func(t *testing.T) {
		s := newShop(t)
		v, _ := s.writer(t)
		s.desk.Choose(chat.Offline)
		v.Received()
		s.desk.Received()
		v.Send(&protocol.VisitorMessage{ClientID: "m", Text: "Nobody there?", Email: "vera@mail.example"})
		v.Received()
		frames := s.desk.Received()
		c := only[*protocol.AgentConversation](t, frames).Conversation
		if c.Asks || !c.Offline || c.Visitor.Email != "vera@mail.example" {
			t.Errorf("the agent is told %+v", c)
		}
		if e := only[*protocol.AgentEntries](t, frames).Entries[0]; !e.Offline {
			t.Error("the message is not marked")
		}
		s.desk.Choose(chat.Online)
		s.desk.Received()
		v.Send(&protocol.VisitorMessage{ClientID: "n", Text: "And now?"})
		v.Received()
		if c := only[*protocol.AgentConversation](t, s.desk.Received()).Conversation; !c.Asks || c.Offline {
			t.Errorf("after a message that was live the agent is told %+v", c)
		}
	})
}

func TestMessageRightAfterTheHelloCountsAsToldInTheWelcome(t *testing.T) {
	bubble(t, func(t *testing.T) {
		s := newShop(t)
		v := s.Visitor(chat.NewToken(), 0)
		v.Send(&protocol.VisitorMessage{ClientID: "m", Text: "Hello"})
		v.Received()
		if c := only[*protocol.AgentConversation](t, s.desk.Received()).Conversation; c.Offline || !c.Asks {
			t.Errorf("the agent is told %+v", c)
		}
	})
}

func TestReadMarks(t *testing.T) {
	bubble(t, func(t *testing.T) {
		s := newShop(t)
		v, _, id := s.conversation(t)
		s.desk.Send(&protocol.AgentRead{Conversation: id, Seq: 1})
		if got := only[*protocol.VisitorState](t, v.Received()); got.Seen != 1 {
			t.Errorf("the visitor is told %+v", got)
		}
		s.desk.Received()
		s.desk.Send(&protocol.AgentRead{Conversation: id, Seq: 1})
		nothing(t, v.Received())
		nothing(t, s.desk.Received())
		v.Send(&protocol.VisitorRead{Seq: 99})
		if got := only[*protocol.AgentConversation](t, s.desk.Received()).Conversation; got.VisitorSeen != 1 {
			t.Errorf("the agent is told %d", got.VisitorSeen)
		}
	})
}

func TestPageAndEmailOfAVisitor(t *testing.T) {
	bubble(t, func(t *testing.T) {
		s := newShop(t)
		v, _, _ := s.conversation(t)
		page := protocol.Page{URL: servertest.Origin + "/basket", Title: "Basket"}
		v.Send(&protocol.VisitorPage{Page: page})
		if got := only[*protocol.AgentConversation](t, s.desk.Received()).Conversation.Visitor; *got.Page != page {
			t.Errorf("the agent is told %+v", got.Page)
		}
		v.Send(&protocol.VisitorPage{Page: page})
		nothing(t, s.desk.Received())
		v.Send(&protocol.VisitorEmail{Ref: "e", Email: "Vera@Mail.Example"})
		if got := only[*protocol.Ack](t, v.Received()); got.Ref != "e" {
			t.Errorf("ack %+v", got)
		}
		if got := only[*protocol.AgentConversation](t, s.desk.Received()).Conversation.Visitor; got.Email != "vera@mail.example" {
			t.Errorf("the agent is told %q", got.Email)
		}
		v.Send(&protocol.VisitorEmail{Ref: "f", Email: "no address"})
		if got := only[*protocol.Failed](t, v.Received()); got.Ref != "f" || got.Code != chat.Invalid || got.Field != "email" {
			t.Errorf("failed %+v", got)
		}
		silent := s.Visitor("", 0)
		silent.Send(&protocol.VisitorEmail{Ref: "g", Email: "x@mail.example"})
		if got := only[*protocol.Failed](t, silent.Received()); got.Code != chat.Conflict {
			t.Errorf("failed %+v", got)
		}
	})
}

func TestAgentsRequestsThatCannotBe(t *testing.T) {
	bubble(t, func(t *testing.T) {
		s := newShop(t)
		_, _, id := s.conversation(t)
		foreign, err := s.Store().AddSite(t.Context(), "Elsewhere", nil)
		if err != nil {
			t.Fatal(err)
		}
		w, err := s.Store().SayAsVisitor(t.Context(), chat.VisitorMessage{Site: foreign.ID, Token: chat.NewToken(), ClientID: "m", Text: "x", At: time.Now()})
		if err != nil {
			t.Fatal(err)
		}
		theirs := w.Conversation.ID
		tests := []struct {
			name  string
			frame protocol.Frame
			code  chat.Code
		}{
			{"answer nowhere", &protocol.AgentMessage{Conversation: "nowhere", ClientID: "1", Text: "x"}, chat.NotFound},
			{"answer another site's visitor", &protocol.AgentMessage{Conversation: theirs, ClientID: "2", Text: "x"}, chat.NotFound},
			{"join another site's conversation", &protocol.Join{Ref: "3", Conversation: theirs}, chat.NotFound},
			{"read another site's log", &protocol.AgentFetch{Ref: "4", Conversation: theirs, Limit: 1}, chat.NotFound},
			{"mark another site's log", &protocol.AgentRead{Conversation: theirs, Seq: 1}, chat.NotFound},
			{"an empty answer", &protocol.AgentMessage{Conversation: id, ClientID: "5", Text: " "}, chat.Invalid},
			{"a client id that is none", &protocol.AgentMessage{Conversation: id, ClientID: "a b", Text: "x"}, chat.Invalid},
			{"a status that is none", &protocol.SetStatus{Ref: "6", Status: "away"}, chat.Invalid},
			{"a policy that is none", &protocol.SetPolicy{Ref: "7", Policy: protocol.Policy{IdleAfter: -1, OnReturn: protocol.ReturnAsk}}, chat.Invalid},
		}
		for _, tt := range tests {
			s.desk.Send(tt.frame)
			frames := s.desk.Received()
			if got := only[*protocol.Failed](t, frames); got.Code != tt.code {
				t.Errorf("%s: %+v, want %s", tt.name, got, tt.code)
			}
			if len(frames) > 1 {
				t.Errorf("%s: told %s", tt.name, types(frames))
			}
		}
	})
}

func TestFetchPages(t *testing.T) {
	bubble(t, func(t *testing.T) {
		s := newShop(t)
		v, _, id := s.conversation(t)
		for i := range 9 {
			v.Send(&protocol.VisitorMessage{ClientID: fmt.Sprint(i), Text: fmt.Sprint("text ", i)})
		}
		s.desk.Received()
		tests := map[string]struct {
			fetch protocol.AgentFetch
			want  []int64
		}{
			"from the start": {protocol.AgentFetch{Limit: 3}, []int64{1, 2, 3}},
			"after":          {protocol.AgentFetch{After: 8, Limit: 200}, []int64{9, 10}},
			"before":         {protocol.AgentFetch{Before: 6, Limit: 2}, []int64{4, 5}},
			"no limit":       {protocol.AgentFetch{After: 3}, []int64{4}},
		}
		for name, tt := range tests {
			tt.fetch.Ref, tt.fetch.Conversation = "f", id
			s.desk.Send(&tt.fetch)
			answer := only[*protocol.AgentEntries](t, s.desk.Received())
			var got []int64
			for _, e := range answer.Entries {
				got = append(got, e.Seq)
			}
			if diff := cmp.Diff(tt.want, got); diff != "" || answer.Ref != "f" {
				t.Errorf("%s: %s", name, diff)
			}
		}
	})
}
