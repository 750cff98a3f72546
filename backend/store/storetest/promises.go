package storetest

import (
	"context"
	"fmt"
	"sync"
	"testing"

	"pgregory.net/rapid"

	"parley/backend/chat"
	"parley/backend/store"
)

// atOnce runs n functions at the same time and returns what each did.
func atOnce(n int, do func(i int) (chat.Written, error)) ([]chat.Written, []error) {
	out, errs := make([]chat.Written, n), make([]error, n)
	start := make(chan struct{})
	var wg sync.WaitGroup
	for i := range n {
		wg.Go(func() {
			<-start
			out[i], errs[i] = do(i)
		})
	}
	close(start)
	wg.Wait()
	return out, errs
}

// once: any number of sends of one client id is one entry, and all get the same answer.
func once(t *testing.T, open func(*testing.T) *store.Store) {
	s := newShop(t, open)
	token, newcomer := chat.NewToken(), chat.NewToken()
	c := s.says(t, token, "m0", "Hello").Conversation
	for name, send := range map[string]func() (chat.Written, error){
		"visitor": func() (chat.Written, error) {
			return s.visitor(t, token, "m1", "Once")
		},
		"new visitor": func() (chat.Written, error) {
			return s.visitor(t, newcomer, "m1", "Once")
		},
		"agent": func() (chat.Written, error) {
			return s.agent(t, s.ann, c.ID, "m1", "Once")
		},
		"act": func() (chat.Written, error) {
			return s.act(t, s.bob, c.ID, "m1", chat.KindJoined)
		},
	} {
		written, errs := atOnce(50, func(int) (chat.Written, error) { return send() })
		fresh := 0
		for i, w := range written {
			ok(t, errs[i])
			same(t, name+": entry", w.Entry, written[0].Entry)
			if !w.Repeated {
				fresh++
			}
		}
		same(t, name+": number of new entries", fresh, 1)
		stored := 0
		for _, e := range must(s.After(t.Context(), written[0].Entry.Conversation, 0, 1000))(t) {
			if e.ClientID == "m1" && e.Author == written[0].Entry.Author {
				stored++
			}
		}
		same(t, name+": number of stored entries", stored, 1)
	}
}

// conflicts: a client id with another body is refused and changes nothing. Another author may use it.
func conflicts(t *testing.T, open func(*testing.T) *store.Store) {
	s := newShop(t, open)
	token := chat.NewToken()
	first := s.says(t, token, "m1", "Hello")
	s.answers(t, s.ann, first.Conversation.ID, "m1", "Hi")
	s.answers(t, s.bob, first.Conversation.ID, "m1", "Hi too")
	before, entries := conversation(t, s, token)

	_, err := s.SayAsVisitor(t.Context(), chat.VisitorMessage{Site: s.site.ID, Token: token, ClientID: "m1", Text: "Hello!",
		Email: "v@example.org", At: noon})
	fails(t, err, chat.Conflict)
	_, err = s.agent(t, s.ann, before.ID, "m1", "Hello")
	fails(t, err, chat.Conflict)
	_, err = s.act(t, s.ann, before.ID, "m1", chat.KindClosed)
	fails(t, err, chat.Conflict)

	after, stored := conversation(t, s, token)
	same(t, "conversation", after, before)
	same(t, "entries", stored, entries)
	same(t, "number of entries", len(entries), 3)
	v, _, err := s.VisitorByToken(t.Context(), s.site.ID, token)
	ok(t, err)
	same(t, "address", v.Email, "")

	again := must(s.SayAsVisitor(t.Context(), chat.VisitorMessage{Site: s.site.ID, Token: token, ClientID: "m1", Text: "Hello",
		Email: "v@example.org", At: noon}))(t)
	same(t, "a repeated message changes nothing", again, chat.Written{Entry: first.Entry, Conversation: before, Visitor: first.Visitor, Repeated: true})
}

// firstMessages: two tabs that write their first message at once open one conversation.
func firstMessages(t *testing.T, open func(*testing.T) *store.Store) {
	s := newShop(t, open)
	for range 20 {
		token := chat.NewToken()
		written, errs := atOnce(2, func(i int) (chat.Written, error) {
			return s.visitor(t, token, fmt.Sprint("tab", i), "Hello")
		})
		ok(t, errs[0])
		ok(t, errs[1])
		same(t, "visitor", written[0].Visitor, written[1].Visitor)
		same(t, "conversation", written[0].Conversation.ID, written[1].Conversation.ID)
		same(t, "numbers", written[0].Entry.Seq+written[1].Entry.Seq, int64(3))
	}
	same(t, "open conversations", len(must(s.Open(t.Context(), s.site.ID))(t)), 20)
}

// numbers: whoever writes at the same time, every conversation counts 1, 2, 3 ...
func numbers(t *testing.T, open func(*testing.T) *store.Store) {
	const conversations, writers, each = 12, 4, 15
	s := newShop(t, open)
	tokens, ids := make([]string, conversations), make([]string, conversations)
	for i := range tokens {
		tokens[i] = chat.NewToken()
		ids[i] = s.says(t, tokens[i], "first", "Hello").Conversation.ID
	}
	_, errs := atOnce(conversations*writers, func(i int) (last chat.Written, err error) {
		for n := range each {
			c, clientID := i%conversations, fmt.Sprint(i/conversations, "-", n)
			if i/conversations%2 == 0 {
				last, err = s.visitor(t, tokens[c], clientID, "Hello")
			} else {
				last, err = s.agent(t, s.ann, ids[c], clientID, "Hi")
			}
			if err != nil {
				return last, err
			}
		}
		return last, nil
	})
	for _, err := range errs {
		ok(t, err)
	}
	for _, token := range tokens {
		c, entries := conversation(t, s, token)
		same(t, "number of entries", len(entries), writers*each+1)
		same(t, "newest number", c.LastSeq, int64(len(entries)))
		for i, e := range entries {
			same(t, "number", e.Seq, int64(i+1))
		}
	}
}

// roundTrip: after any acts, what each returned is what a reader finds.
func roundTrip(t *testing.T, open func(*testing.T) *store.Store) {
	s := newShop(t, open)
	rapid.Check(t, func(rt *rapid.T) {
		token := chat.NewToken()
		w := s.says(t, token, "m", "Hello")
		id, entries := w.Conversation.ID, []chat.Entry{w.Entry}
		last := w.Entry
		steps := rapid.SliceOfN(rapid.SampledFrom([]string{"visitor", "offline", "ann", "bob", "join", "join bob", "close"}), 1, 12).Draw(rt, "steps")
		for i, step := range steps {
			clientID := fmt.Sprint(i)
			var err error
			switch step {
			case "visitor", "offline":
				w, err = s.SayAsVisitor(t.Context(), chat.VisitorMessage{Site: s.site.ID, Token: token, ClientID: clientID, Text: step,
					Offline: step == "offline", At: noon})
			case "ann", "bob":
				agent := map[string]chat.Agent{"ann": s.ann, "bob": s.bob}[step]
				w, err = s.agent(t, agent, id, clientID, step)
			case "join", "join bob":
				agent := map[string]chat.Agent{"join": s.ann, "join bob": s.bob}[step]
				w, err = s.act(t, agent, id, clientID, chat.KindJoined)
			case "close":
				w, err = s.act(t, s.ann, id, clientID, chat.KindClosed)
			}
			if chat.CodeOf(err) == chat.Conflict {
				continue
			}
			ok(t, err)
			entries = append(entries, w.Entry)
			if w.Entry.Kind == chat.KindMessage {
				last = w.Entry
			}
			same(t, "thread after "+step, must(s.Thread(t.Context(), s.site.ID, id))(t),
				chat.Thread{Conversation: w.Conversation, Visitor: w.Visitor, Last: last})
		}
		_, got := conversation(t, s, token)
		same(t, "entries", got, entries)
	})
}

// givenUp: a change whose owner has gone is not stored, and says so.
func givenUp(t *testing.T, open func(*testing.T) *store.Store) {
	s := newShop(t, open)
	gone, cancel := context.WithCancel(t.Context())
	cancel()
	_, err := s.SayAsVisitor(gone, chat.VisitorMessage{Site: s.site.ID, Token: chat.NewToken(), ClientID: "m", Text: "Hello", At: noon})
	fails(t, err, chat.Unavailable)
	_, err = s.Open(gone, s.site.ID)
	fails(t, err, chat.Unavailable)
	same(t, "open conversations", len(must(s.Open(t.Context(), s.site.ID))(t)), 0)
}
