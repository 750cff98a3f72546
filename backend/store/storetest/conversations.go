package storetest

import (
	"fmt"
	"testing"
	"time"

	"parley/backend/chat"
	"parley/backend/store"
)

func visitors(t *testing.T, open func(*testing.T) *store.Store) {
	s := newShop(t, open)
	token := chat.NewToken()
	_, _, err := s.VisitorByToken(t.Context(), s.site.ID, token)
	fails(t, err, chat.NotFound)

	at := noon.Add(123456789 * time.Nanosecond).In(time.FixedZone("there", 3600))
	kept := noon.Add(123 * time.Millisecond)
	w := must(s.SayAsVisitor(t.Context(), chat.VisitorMessage{Site: s.site.ID, Token: token, ClientID: "m1", Text: "Hello",
		Language: "de-CH", At: at}))(t)
	v, c, e := w.Visitor, w.Conversation, w.Entry
	same(t, "lengths of ids", []int{len(v.ID), len(c.ID), len(e.ID)}, []int{32, 17, 17})
	same(t, "visitor", v, chat.Visitor{ID: v.ID, Key: chat.VisitorKey(token), Site: s.site.ID, Language: "de-CH", Since: kept})
	same(t, "conversation", c, chat.Conversation{ID: c.ID, Site: s.site.ID, Visitor: v.ID, Open: true, OpenedAt: kept, LastSeq: 1, Version: 1,
		Waits: chat.Waiting{Since: kept}})
	same(t, "entry", e, chat.Entry{Conversation: c.ID, Seq: 1, ID: e.ID, Kind: chat.KindMessage, From: chat.FromVisitor, Author: v.ID,
		ClientID: "m1", Text: "Hello", At: kept})

	gotV, gotC, err := s.VisitorByToken(t.Context(), s.site.ID, token)
	ok(t, err)
	same(t, "visitor by token", gotV, v)
	same(t, "conversation by token", gotC, c)

	// An address given with a message, and later by itself.
	w = must(s.SayAsVisitor(t.Context(), chat.VisitorMessage{Site: s.site.ID, Token: token, ClientID: "m2", Text: "Still there?",
		Email: "v@example.org", At: at}))(t)
	same(t, "address given with a message", w.Visitor.Email, "v@example.org")
	same(t, "same visitor and conversation", []string{w.Visitor.ID, w.Conversation.ID}, []string{v.ID, c.ID})
	w = s.says(t, token, "m3", "A message without it")
	same(t, "address after a message without it", w.Visitor.Email, "v@example.org")
	identified, c, err := s.SetVisitorEmail(t.Context(), v.ID, "w@example.org")
	ok(t, err)
	same(t, "address given by itself", identified.Email, "w@example.org")
	same(t, "version then", c.Version, w.Conversation.Version+1)
	gotV, gotC, err = s.VisitorByToken(t.Context(), s.site.ID, token)
	ok(t, err)
	same(t, "visitor as stored", gotV, identified)
	same(t, "conversation as stored", gotC, c)
	_, _, err = s.SetVisitorEmail(t.Context(), "nobody", "w@example.org")
	fails(t, err, chat.NotFound)

	// The same token on another site is another visitor, and a site that is not there has none.
	other := must(s.AddSite(t.Context(), "Other", nil))(t)
	elsewhere := must(s.SayAsVisitor(t.Context(), chat.VisitorMessage{Site: other.ID, Token: token, ClientID: "m1", Text: "Hello", At: noon}))(t)
	if elsewhere.Visitor.ID == v.ID || elsewhere.Conversation.ID == c.ID || elsewhere.Repeated {
		t.Errorf("the visitor of another site is %+v", elsewhere)
	}
	_, err = s.SayAsVisitor(t.Context(), chat.VisitorMessage{Site: "nobody", Token: token, ClientID: "m1", Text: "Hello", At: noon})
	fails(t, err, chat.NotFound)
}

func waiting(t *testing.T, open func(*testing.T) *store.Store) {
	s := newShop(t, open)
	token := chat.NewToken()
	n := 0
	say := func(minute int, offline bool) chat.Waiting {
		n++
		w := must(s.SayAsVisitor(t.Context(), chat.VisitorMessage{Site: s.site.ID, Token: token, ClientID: fmt.Sprint(n), Text: "?", Offline: offline,
			At: noon.Add(time.Duration(minute) * time.Minute)}))(t)
		same(t, "entry tells", w.Entry.Offline, offline)
		return w.Conversation.Waits
	}
	since := func(minute int, offline bool) chat.Waiting {
		return chat.Waiting{Since: noon.Add(time.Duration(minute) * time.Minute), Offline: offline}
	}
	same(t, "first message, offline", say(0, true), since(0, true))
	same(t, "second message, offline", say(1, true), since(0, true))
	same(t, "first message that somebody can be asked about", say(2, false), since(2, false))
	same(t, "offline message while it waits", say(3, true), since(2, false))

	c, _ := conversation(t, s, token)
	same(t, "wait after joining", s.does(t, s.ann, c.ID, "j", chat.KindJoined).Conversation.Waits, since(2, false))
	same(t, "wait after a reply", s.answers(t, s.ann, c.ID, "a1", "Yes").Conversation.Waits, chat.Waiting{})
	same(t, "message after the reply", say(4, false), since(4, false))
	same(t, "wait after closing", s.does(t, s.ann, c.ID, "c", chat.KindClosed).Conversation.Waits, chat.Waiting{})
	same(t, "message that opens it again", say(5, true), since(5, true))
}

func members(t *testing.T, open func(*testing.T) *store.Store) {
	s := newShop(t, open)
	c := s.says(t, chat.NewToken(), "m1", "Hello").Conversation
	check := func(what string, w chat.Written, want ...chat.Member) {
		t.Helper()
		same(t, what, w.Conversation.Members, want)
		same(t, what+", stored", must(s.Thread(t.Context(), s.site.ID, c.ID))(t).Conversation.Members, want)
	}
	ann, bob := chat.Member{Agent: s.ann.ID}, chat.Member{Agent: s.bob.ID, Replied: true}
	check("after joining", s.does(t, s.ann, c.ID, "j", chat.KindJoined), ann)
	check("after a reply of another", s.answers(t, s.bob, c.ID, "a1", "Hi"), ann, bob)
	ann.Replied = true
	check("after a reply of who joined", s.answers(t, s.ann, c.ID, "a1", "Hi"), ann, bob)
	check("after one more", s.answers(t, s.bob, c.ID, "a2", "Hi again"), ann, bob)
	check("after closing", s.does(t, s.bob, c.ID, "c", chat.KindClosed))

	w := s.answers(t, s.bob, c.ID, "a3", "One more thing")
	check("after a reply that opens it again", w, bob)
	same(t, "opened by the reply", w.Conversation.Open, true)
	same(t, "assigned agent of what opened again", w.Conversation.Assigned, "")
}

func acts(t *testing.T, open func(*testing.T) *store.Store) {
	s := newShop(t, open)
	c := s.says(t, chat.NewToken(), "m1", "Hello").Conversation
	do := func(clientID string, kind chat.EntryKind) (chat.Written, error) {
		return s.act(t, s.ann, c.ID, clientID, kind)
	}
	joined := must(do("j", chat.KindJoined))(t)
	same(t, "system line", joined.Entry, chat.Entry{Conversation: c.ID, Seq: 2, ID: joined.Entry.ID, Kind: chat.KindJoined, From: chat.FromAgent,
		Author: s.ann.ID, ClientID: "j", At: noon})
	_, err := do("j2", chat.KindJoined)
	fails(t, err, chat.Conflict)
	closed := must(do("c", chat.KindClosed))(t)
	same(t, "closed", closed.Conversation.Open, false)
	_, err = do("c2", chat.KindClosed)
	fails(t, err, chat.Conflict)
	_, err = do("j3", chat.KindJoined)
	fails(t, err, chat.Conflict)
	_, err = do("x", chat.KindMessage)
	fails(t, err, chat.Invalid)

	for clientID, before := range map[string]chat.Written{"j": joined, "c": closed} {
		again := must(do(clientID, before.Entry.Kind))(t)
		same(t, "repeated act", again, chat.Written{Entry: before.Entry, Conversation: closed.Conversation, Visitor: before.Visitor, Repeated: true})
	}
	same(t, "number of entries", len(must(s.After(t.Context(), c.ID, 0, 10))(t)), 3)

	// Another site's agent may not see it.
	other := must(s.AddSite(t.Context(), "Other", nil))(t)
	eve := must(s.AddAgent(t.Context(), other.ID, "Eve", "", ""))(t)
	_, err = s.act(t, eve, c.ID, "e", chat.KindJoined)
	fails(t, err, chat.NotFound)
	_, err = s.agent(t, eve, c.ID, "e", "Hi")
	fails(t, err, chat.NotFound)
	_, err = s.agent(t, s.ann, "nobody", "e", "Hi")
	fails(t, err, chat.NotFound)
}

func seen(t *testing.T, open func(*testing.T) *store.Store) {
	s := newShop(t, open)
	token := chat.NewToken()
	for i := range 3 {
		s.says(t, token, fmt.Sprint(i), "Hello")
	}
	c, _ := conversation(t, s, token)
	for _, step := range []struct {
		visitor, agents int64
		shown           bool
		want            [3]int64 // by the visitor, by agents, and of that shown
		raised          [2]bool  // by the visitor, by agents
	}{
		{1, 0, false, [3]int64{1, 0, 0}, [2]bool{true, false}},
		{0, 1, true, [3]int64{1, 1, 1}, [2]bool{false, true}},
		{0, 2, false, [3]int64{1, 2, 1}, [2]bool{false, true}},
		{1, 1, true, [3]int64{1, 2, 1}, [2]bool{false, false}},
		{1, 2, true, [3]int64{1, 2, 2}, [2]bool{false, true}},
		{9, 9, false, [3]int64{3, 3, 2}, [2]bool{true, true}},
		{-1, 9, true, [3]int64{3, 3, 3}, [2]bool{false, true}},
	} {
		raised := [2]bool{
			must(s.SeenByVisitor(t.Context(), s.site.ID, c.ID, step.visitor))(t),
			must(s.SeenByAgents(t.Context(), s.site.ID, c.ID, step.agents, step.shown))(t),
		}
		same(t, fmt.Sprintf("news in %+v", step), raised, step.raised)
		c, _ := conversation(t, s, token)
		same(t, fmt.Sprintf("seen after %+v", step), [3]int64{c.SeenByVisitor, c.SeenByAgents, c.SeenShown}, step.want)
	}
	other := must(s.AddSite(t.Context(), "Other", nil))(t)
	_, err := s.SeenByVisitor(t.Context(), other.ID, c.ID, 1)
	fails(t, err, chat.NotFound)
	_, err = s.SeenByAgents(t.Context(), other.ID, c.ID, 1, true)
	fails(t, err, chat.NotFound)
}

func lists(t *testing.T, open func(*testing.T) *store.Store) {
	s := newShop(t, open)
	same(t, "no open conversations", len(must(s.Open(t.Context(), s.site.ID))(t)), 0)
	var want []chat.Thread
	for i := range 4 {
		w := must(s.SayAsVisitor(t.Context(), chat.VisitorMessage{Site: s.site.ID, Token: chat.NewToken(), ClientID: "m", Text: fmt.Sprint("Hello ", i),
			At: noon.Add(time.Duration(i) * time.Second)}))(t)
		want = append(want, chat.Thread{Conversation: w.Conversation, Visitor: w.Visitor, Last: w.Entry})
	}
	// The newest message is not the newest entry, and there can be several members.
	w := s.answers(t, s.bob, want[1].Conversation.ID, "a", "Hi")
	want[1].Conversation, want[1].Last = w.Conversation, w.Entry
	want[1].Conversation = s.does(t, s.ann, want[1].Conversation.ID, "j", chat.KindJoined).Conversation
	same(t, "members of what is listed", len(want[1].Conversation.Members), 2)
	want[2].Conversation = s.does(t, s.ann, want[2].Conversation.ID, "c", chat.KindClosed).Conversation

	for _, thread := range want {
		same(t, "thread", must(s.Thread(t.Context(), s.site.ID, thread.Conversation.ID))(t), thread)
	}
	same(t, "open conversations", must(s.Open(t.Context(), s.site.ID))(t), []chat.Thread{want[0], want[1], want[3]})

	other := must(s.AddSite(t.Context(), "Other", nil))(t)
	same(t, "open conversations of another site", len(must(s.Open(t.Context(), other.ID))(t)), 0)
	for _, id := range []string{want[0].Conversation.ID, "nobody"} {
		_, err := s.Thread(t.Context(), other.ID, id)
		fails(t, err, chat.NotFound)
	}
}

func pages(t *testing.T, open func(*testing.T) *store.Store) {
	s := newShop(t, open)
	token := chat.NewToken()
	var entries []chat.Entry
	for i := range 10 {
		entries = append(entries, s.says(t, token, fmt.Sprint(i), fmt.Sprint("Hello ", i)).Entry)
	}
	id := entries[0].Conversation
	for _, page := range []struct {
		seq    int64
		limit  int
		after  []chat.Entry
		before []chat.Entry
	}{
		{0, 3, entries[:3], entries[7:]},
		{0, 99, entries, entries},
		{4, 3, entries[4:7], entries[0:3]},
		{6, 2, entries[6:8], entries[3:5]},
		{9, 5, entries[9:], entries[3:8]},
		{10, 5, nil, entries[4:9]},
		{1, 0, nil, nil},
		{1, 5, entries[1:6], nil},
	} {
		same(t, fmt.Sprintf("%d after %d", page.limit, page.seq), must(s.After(t.Context(), id, page.seq, page.limit))(t), page.after)
		same(t, fmt.Sprintf("%d before %d", page.limit, page.seq), must(s.Before(t.Context(), id, page.seq, page.limit))(t), page.before)
	}
	same(t, "entries of nothing", len(must(s.After(t.Context(), "nobody", 0, 5))(t)), 0)
}

// conversation returns a visitor's conversation and all its entries.
func conversation(t *testing.T, s shop, token string) (chat.Conversation, []chat.Entry) {
	t.Helper()
	_, c, err := s.VisitorByToken(t.Context(), s.site.ID, token)
	ok(t, err)
	return c, must(s.After(t.Context(), c.ID, 0, 1<<20))(t)
}
