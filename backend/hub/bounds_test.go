package hub_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"parley/backend/chat"
	"parley/backend/hub"
	"parley/backend/protocol"
	"parley/backend/server"
	"parley/backend/server/servertest"
	"parley/backend/wire"
)

// plenty is a limit nobody meets.
var plenty = hub.Bucket{PerSecond: 1e6, Burst: 1e6}

// What a visitor writes at length, in characters that take more bytes in a frame than in the text, still reaches everybody in pages.
func TestLongConversationComesInPages(t *testing.T) {
	bubble(t, func(t *testing.T) {
		s := newShop(t, func(o *server.Options) { o.Limits = hub.Limits{Messages: plenty, Frames: plenty} })
		v, token, id := s.conversation(t)
		const messages = 40
		for i := range messages {
			v.Send(&protocol.VisitorMessage{ClientID: fmt.Sprint("m", i), Text: strings.Repeat("<\x01", chat.MaxText/2)})
			v.Received()
		}
		s.desk.Received()
		s.desk.Goodbye()

		desk := s.Desk(s.token, "desk")
		desk.Received()
		var got int64
		for range messages {
			desk.Send(&protocol.AgentFetch{Ref: "f", Conversation: id, After: got, Limit: 200})
			page := only[*protocol.AgentEntries](t, desk.Received()).Entries
			if len(page) == 0 {
				break
			}
			if size := encoded(t, &protocol.AgentEntries{Entries: page}); size > 512<<10 && len(page) > 1 {
				t.Errorf("a page of %d entries takes %d bytes", len(page), size)
			}
			if page[0].Seq != got+1 {
				t.Fatalf("after entry %d came %d", got, page[0].Seq)
			}
			got = page[len(page)-1].Seq
		}
		if got != messages+1 {
			t.Errorf("the pages end with entry %d, want %d", got, messages+1)
		}
		desk.Send(&protocol.AgentFetch{Ref: "e", Conversation: id, Before: messages + 2, Limit: 200})
		if end := only[*protocol.AgentEntries](t, desk.Received()).Entries; end[len(end)-1].Seq != messages+1 {
			t.Errorf("the newest page ends with entry %d", end[len(end)-1].Seq)
		}
		again := s.Visitor(token, 0)
		w := only[*protocol.VisitorWelcome](t, again.Received())
		if last := w.Entries[len(w.Entries)-1].Seq; last != messages+1 || encoded(t, w) > 512<<10 {
			t.Errorf("the welcome ends with entry %d and takes %d bytes", last, encoded(t, w))
		}
	})
}

func encoded(t *testing.T, f protocol.Frame) int {
	t.Helper()
	data, err := protocol.Encode(f)
	if err != nil {
		t.Fatal(err)
	}
	return len(data)
}

func TestOneVisitorsTabsShareTheirLimit(t *testing.T) {
	servertest.OneHub(t) // each has its own limits
	bubble(t, func(t *testing.T) {
		s := newShop(t, func(o *server.Options) { o.Limits = hub.Limits{Messages: hub.Bucket{PerSecond: 0.1, Burst: 3}} })
		_, token, _ := s.conversation(t)
		refused := 0
		for i := range 4 {
			tab := s.Visitor(token, 0)
			tab.Received()
			tab.Send(&protocol.VisitorMessage{ClientID: fmt.Sprint("m", i), Text: "x"})
			refused += len(the[*protocol.Failed](tab.Received()))
		}
		if refused != 2 {
			t.Errorf("of 5 messages where 3 are allowed, %d were refused", refused)
		}
	})
}

func TestTooManyTabs(t *testing.T) {
	servertest.OneHub(t) // each has its own limits
	bubble(t, func(t *testing.T) {
		s := newShop(t)
		_, token, _ := s.conversation(t)
		for range 63 {
			s.Visitor(token, 0).Received()
		}
		ended(t, s.Visitor(token, 0), wire.Overload)
	})
}

// A visitor who turns page after page is shown where he is, but not at every step.
func TestPagesAreToldNowAndThen(t *testing.T) {
	bubble(t, func(t *testing.T) {
		s := newShop(t)
		v, _, _ := s.conversation(t)
		s.desk.Received()
		for i := range 100 {
			v.Send(&protocol.VisitorPage{Page: protocol.Page{URL: fmt.Sprint("https://shop.example/", i)}})
		}
		if n := len(the[*protocol.AgentConversation](s.desk.Received())); n > 10 {
			t.Errorf("the desk was told %d pages at once", n)
		}
		time.Sleep(10 * time.Second)
		rows := the[*protocol.AgentConversation](s.desk.Received())
		if len(rows) != 1 || rows[0].Conversation.Visitor.Page.URL != "https://shop.example/99" {
			t.Errorf("later it was told %+v", rows)
		}
	})
}

func TestRequestsWithoutAReferenceAreRefused(t *testing.T) {
	bubble(t, func(t *testing.T) {
		s := newShop(t)
		v, _, id := s.conversation(t)
		s.desk.Received()
		long := strings.Repeat("r", 65)
		for _, f := range []protocol.Frame{
			&protocol.SetStatus{Status: chat.Offline},
			&protocol.Back{Ref: long},
			&protocol.SetPolicy{Policy: protocol.Policy{OnReturn: protocol.ReturnAsk}},
			&protocol.AgentFetch{Ref: long, Conversation: id, Limit: 1},
		} {
			s.desk.Send(f)
			if got := only[*protocol.Failed](t, s.desk.Received()); got.Code != chat.Invalid || got.Field != "ref" || got.Ref != "" {
				t.Errorf("%s: %+v", f.Type(), got)
			}
		}
		v.Send(&protocol.VisitorEmail{Email: "ann@shop.example"})
		if got := only[*protocol.Failed](t, v.Received()); got.Code != chat.Invalid || got.Field != "ref" {
			t.Errorf("e-mail: %+v", got)
		}
	})
}
