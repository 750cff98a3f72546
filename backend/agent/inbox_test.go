package agent_test

import (
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"parley/backend/agent"
	"parley/backend/chat"
	"parley/backend/protocol"
	"parley/backend/wire"
)

// entry returns the visitor's message with a number.
func entry(seq int64) protocol.Entry {
	return protocol.Entry{Seq: seq, ID: "e", Kind: chat.KindMessage, From: chat.FromVisitor, Author: "v", Text: "text", At: protocol.Millis(seq)}
}

func entries(from, to int64) []protocol.Entry {
	var list []protocol.Entry
	for seq := from; seq <= to; seq++ {
		list = append(list, entry(seq))
	}
	return list
}

// waits returns an open conversation in which the visitor wrote last, entry seq, and waits.
func waits(id string, seq int64, edit ...func(*protocol.Conversation)) protocol.Conversation {
	last := entry(seq)
	last.Text = id + " says " + string(rune('a'+seq-1))
	c := protocol.Conversation{
		ID: id, Open: true, OpenedAt: 1, Visitor: protocol.VisitorInfo{ID: "v-" + id}, Members: []protocol.MemberInfo{}, Seq: seq, Last: &last,
		WaitingSince: 1, Asks: true,
	}
	for _, e := range edit {
		e(&c)
	}
	return c
}

func member(agent string, replied bool) func(*protocol.Conversation) {
	return func(c *protocol.Conversation) {
		c.Members = append(c.Members, protocol.MemberInfo{ID: agent, Replied: replied})
	}
}

func notAsked(c *protocol.Conversation) { c.Asks = false }
func missed(c *protocol.Conversation)   { c.State = chat.Missed }
func answered(c *protocol.Conversation) {
	c.WaitingSince, c.Asks = 0, false
	c.Last.From = chat.FromAgent
}

func holding(list ...protocol.Conversation) func(*protocol.AgentWelcome) {
	return func(w *protocol.AgentWelcome) { w.Conversations = list }
}

func TestGroups(t *testing.T) {
	for name, c := range map[string]struct {
		conversation protocol.Conversation
		want         agent.Group
	}{
		"asked, nobody's":                     {waits("c", 1), agent.Needs},
		"not asked, nobody's":                 {waits("c", 1, notAsked), agent.Needs},
		"asked, a colleague's":                {waits("c", 1, member("jonas", true)), agent.Needs},
		"not asked, a colleague's":            {waits("c", 1, member("jonas", true), notAsked), agent.Colleagues},
		"not asked, a colleague has joined":   {waits("c", 1, member("jonas", false), notAsked), agent.Colleagues},
		"mine, waits":                         {waits("c", 1, member("ana", true), notAsked), agent.Needs},
		"mine, waits, nobody has answered":    {waits("c", 1, member("ana", false), member("jonas", false), notAsked), agent.Needs},
		"mine too, but a colleague's to do":   {waits("c", 1, member("ana", false), member("jonas", true), notAsked), agent.Mine},
		"mine too, and asked":                 {waits("c", 1, member("ana", false), member("jonas", true)), agent.Needs},
		"mine, both have answered":            {waits("c", 1, member("ana", true), member("jonas", true), notAsked), agent.Needs},
		"missed, a colleague's":               {waits("c", 1, member("jonas", false), notAsked, missed), agent.Needs},
		"mine, answered":                      {waits("c", 1, member("ana", true), answered), agent.Mine},
		"a colleague's, answered":             {waits("c", 1, member("jonas", true), answered), agent.Colleagues},
		"nobody's, answered by someone gone":  {waits("c", 1, answered), agent.Colleagues},
		"offline message, nobody's, Offline":  {waits("c", 1, notAsked, func(c *protocol.Conversation) { c.Offline = true }), agent.Needs},
		"offline message of a colleague's":    {waits("c", 1, notAsked, member("jonas", true), func(c *protocol.Conversation) { c.Offline = true }), agent.Colleagues},
		"offline message in one I have taken": {waits("c", 1, notAsked, member("ana", false), func(c *protocol.Conversation) { c.Offline = true }), agent.Needs},
	} {
		t.Run(name, func(t *testing.T) {
			in(t, agent.Kept{}, func(t *testing.T, b *bench) {
				b.linked(holding(c.conversation))
				if got := b.state().Conversations[0].Group; got != c.want {
					t.Errorf("group %q, want %q", got, c.want)
				}
			})
		})
	}
}

func TestTheInboxFollowsTheHub(t *testing.T) {
	in(t, agent.Kept{}, func(t *testing.T, b *bench) {
		l := b.linked(holding(waits("old", 1), waits("new", 3), waits("gone", 2)))
		ids := func() (list []string) {
			for _, c := range b.state().Conversations {
				list = append(list, c.ID)
			}
			return list
		}
		if diff := cmp.Diff([]string{"new", "gone", "old"}, ids()); diff != "" {
			t.Errorf("order (-want +got):\n%s", diff)
		}
		l.say(&protocol.AgentConversation{Conversation: waits("gone", 2, func(c *protocol.Conversation) { c.Open = false })})
		l.say(&protocol.AgentConversation{Conversation: waits("old", 5)})
		l.say(&protocol.AgentConversation{Conversation: waits("never", 5, func(c *protocol.Conversation) { c.Open = false })})
		if diff := cmp.Diff([]string{"old", "new"}, ids()); diff != "" {
			t.Errorf("after changes (-want +got):\n%s", diff)
		}
		if n := b.state().Unread; n != 2 {
			t.Errorf("unread %d, want 2", n)
		}
		l.say(&protocol.AgentView{View: protocol.View{Status: chat.Offline}})
		if n := b.state().Unread; n != 0 {
			t.Errorf("unread while Offline %d, want 0", n)
		}
		l.say(&protocol.Agents{Site: protocol.SiteInfo{ID: "S", Name: "Other"}, Agents: []protocol.Colleague{{ID: "ana", Name: "Ana B."}}})
		if s := b.state(); s.Site.Name != "Other" || len(s.Agents) != 1 {
			t.Errorf("site %+v, agents %+v", s.Site, s.Agents)
		}
		l.conn.Close(wire.Restart, "")
		b.nextLink(1).welcome(holding(waits("new", 3)))
		if diff := cmp.Diff([]string{"new"}, ids()); diff != "" {
			t.Errorf("after a link without it (-want +got):\n%s", diff)
		}
	})
}

// seqs returns the numbers of the entries on screen.
func (b *bench) seqs() []int64 {
	var list []int64
	for _, e := range b.state().Focus.Entries {
		list = append(list, e.Seq)
	}
	return list
}

func numbers(from, to int64) []int64 {
	var list []int64
	for n := from; n <= to; n++ {
		list = append(list, n)
	}
	return list
}

func (b *bench) seqsAre(want []int64) {
	b.t.Helper()
	if diff := cmp.Diff(want, b.seqs()); diff != "" {
		b.t.Fatalf("entries (-want +got):\n%s", diff)
	}
}

// fetched reads the session's question for entries and answers it from a log that ends with seq last.
func (l *link) fetched(last int64) *protocol.AgentFetch {
	l.b.t.Helper()
	f := only[*protocol.AgentFetch](l)
	answer := &protocol.AgentEntries{Ref: f.Ref, Conversation: f.Conversation, Entries: []protocol.Entry{}}
	if f.Before > 0 {
		answer.Entries = entries(max(1, f.Before-int64(f.Limit)), min(f.Before-1, last))
	} else {
		answer.Entries = entries(f.After+1, min(last, f.After+int64(f.Limit)))
	}
	l.say(answer)
	return f
}

func TestALogIsLoadedAndFollowed(t *testing.T) {
	in(t, agent.Kept{}, func(t *testing.T, b *bench) {
		l := b.linked(holding(waits("c", 60)))
		if err := b.session.Focus(t.Context(), "other"); chat.CodeOf(err) != chat.NotFound {
			t.Errorf("focus on what is not there: %v", err)
		}
		must(t, b.session.Focus(t.Context(), "c"))
		if f := b.state().Focus; f == nil || len(f.Entries) != 0 || f.Conversation.ID != "c" {
			t.Errorf("focus before the answer %+v", f)
		}
		l.fetched(60)
		b.seqsAre(numbers(11, 60))
		if !b.state().Focus.Earlier {
			t.Error("nothing earlier")
		}
		must(t, b.session.Earlier(t.Context(), "c"))
		must(t, b.session.Earlier(t.Context(), "c")) // asked twice, sent once
		l.fetched(60)
		b.seqsAre(numbers(1, 60))
		if b.state().Focus.Earlier {
			t.Error("still something earlier")
		}
		must(t, b.session.Earlier(t.Context(), "c"))
		l.nothing()

		l.say(&protocol.AgentEntries{Conversation: "c", Entries: entries(61, 61)})
		l.say(&protocol.AgentEntries{Conversation: "c", Entries: entries(60, 62)}) // one of them again
		b.seqsAre(numbers(1, 62))
		l.nothing()
		must(t, b.session.Focus(t.Context(), ""))
		if f := b.state().Focus; f != nil {
			t.Errorf("focus %+v, want none", f)
		}
	})
}

func TestAGapIsRepaired(t *testing.T) {
	in(t, agent.Kept{}, func(t *testing.T, b *bench) {
		l := b.linked(holding(waits("c", 5)))
		must(t, b.session.Focus(t.Context(), "c"))
		l.fetched(5)

		l.say(&protocol.AgentEntries{Conversation: "c", Entries: entries(8, 8)})
		b.seqsAre(numbers(1, 5)) // not before the gap is closed
		l.say(&protocol.AgentEntries{Conversation: "c", Entries: entries(9, 9)})
		if f := l.fetched(9); f.After != 5 {
			t.Errorf("asked %+v, want what follows 5", f)
		}
		b.seqsAre(numbers(1, 9))

		l.say(&protocol.AgentConversation{Conversation: waits("c", 700)}) // no entries came at all
		for range 4 {
			l.fetched(700)
		}
		b.seqsAre(numbers(1, 700))
		l.nothing()
	})
}

func TestAHubThatOwesEntriesIsNotAskedForEver(t *testing.T) {
	in(t, agent.Kept{}, func(t *testing.T, b *bench) {
		l := b.linked(holding(waits("c", 5)))
		must(t, b.session.Focus(t.Context(), "c"))
		l.fetched(3)
		l.fetched(3)
		l.nothing()
		b.seqsAre(numbers(1, 3))
	})
}

func TestARefusedFetchIsTriedAgainWhenThatMayHelp(t *testing.T) {
	in(t, agent.Kept{}, func(t *testing.T, b *bench) {
		l := b.linked(holding(waits("c", 5)))
		must(t, b.session.Focus(t.Context(), "c"))
		l.say(&protocol.Failed{Ref: only[*protocol.AgentFetch](l).Ref, Code: chat.Busy, Message: "later"})
		l.nothing()
		time.Sleep(3 * time.Second)
		l.fetched(5)
		b.seqsAre(numbers(1, 5))
	})
}

func TestALogResumesFromItsCursor(t *testing.T) {
	in(t, agent.Kept{}, func(t *testing.T, b *bench) {
		l := b.linked(holding(waits("c", 5), waits("d", 2)))
		must(t, b.session.Focus(t.Context(), "d"))
		l.fetched(2)
		must(t, b.session.Focus(t.Context(), "c"))
		l.fetched(5)
		b.hubStops()
		if err := b.session.Earlier(t.Context(), "c"); chat.CodeOf(err) != chat.Unavailable {
			t.Errorf("earlier without a link: %v", err)
		}
		b.hubStarts()
		l = b.nextLink(1)
		l.welcome(holding(waits("c", 9), waits("d", 2)))
		if f := l.fetched(9); f.Conversation != "c" || f.After != 5 {
			t.Errorf("asked %+v, want what follows 5 of c", f)
		}
		b.seqsAre(numbers(1, 9))
		must(t, b.session.Focus(t.Context(), "d"))
		l.nothing() // its log was kept
		b.seqsAre(numbers(1, 2))
	})
}

func TestAHubThatWasSetBackIsBelieved(t *testing.T) {
	in(t, agent.Kept{}, func(t *testing.T, b *bench) {
		l := b.linked(holding(waits("c", 9)))
		must(t, b.session.Focus(t.Context(), "c"))
		l.fetched(9)
		l.conn.Close(wire.Restart, "")
		l = b.nextLink(1)
		l.welcome(holding(waits("c", 4)))
		l.fetched(4)
		b.seqsAre(numbers(1, 4))
	})
}

// What was read and told of the entries that are gone says nothing about those that take their numbers.
func TestAHubThatWasSetBackNotifiesAnew(t *testing.T) {
	in(t, agent.Kept{}, func(t *testing.T, b *bench) {
		l := b.linked(holding(waits("read", 9), waits("told", 9), waits("answered", 9)))
		b.toastsAre(3, map[string]string{"read": "read says i", "told": "told says i", "answered": "answered says i"})
		must(t, b.session.Read(t.Context(), "read", 9))
		only[*protocol.AgentRead](l)
		l.conn.Close(wire.Restart, "")
		l = b.nextLink(1)
		l.welcome(holding(waits("read", 4), waits("told", 4), waits("answered", 4, answered)))
		l.nothing() // what was read is not told to a hub that has lost it
		b.toastsAre(5, map[string]string{"read": "read says d", "told": "told says d"})
		if n := b.state().Unread; n != 2 {
			t.Errorf("unread %d, want 2", n)
		}
		l.say(&protocol.AgentConversation{Conversation: waits("answered", 5)})
		b.toastsAre(6, map[string]string{"read": "read says d", "told": "told says d", "answered": "answered says e"})
		must(t, b.session.Read(t.Context(), "read", 4))
		if f := only[*protocol.AgentRead](l); f.Seq != 4 {
			t.Errorf("read %+v, want up to 4", f)
		}
	})
}

func TestAClosedConversationStaysOnScreen(t *testing.T) {
	in(t, agent.Kept{}, func(t *testing.T, b *bench) {
		l := b.linked(holding(waits("c", 2)))
		must(t, b.session.Focus(t.Context(), "c"))
		l.fetched(2)
		l.say(&protocol.AgentConversation{Conversation: waits("c", 2, func(c *protocol.Conversation) { c.Open = false })})
		s := b.state()
		if len(s.Conversations) != 0 || s.Focus == nil || s.Focus.Conversation.Open {
			t.Errorf("lists %v, focus %+v", s.Conversations, s.Focus)
		}
		must(t, b.session.Focus(t.Context(), ""))
		if err := b.session.Focus(t.Context(), "c"); chat.CodeOf(err) != chat.NotFound {
			t.Errorf("focus on the closed one: %v", err)
		}
	})
}

func TestOnlyTheLastLogsAreKept(t *testing.T) {
	in(t, agent.Kept{}, func(t *testing.T, b *bench) {
		var list []protocol.Conversation
		for i := range 20 {
			list = append(list, waits("c"+string(rune('a'+i)), 1))
		}
		l := b.linked(holding(list...))
		for _, c := range list {
			must(t, b.session.Focus(t.Context(), c.ID))
			l.fetched(1)
		}
		must(t, b.session.Focus(t.Context(), "ct"))
		l.nothing()
		must(t, b.session.Focus(t.Context(), "ca"))
		l.fetched(1)
	})
}

func TestReading(t *testing.T) {
	in(t, agent.Kept{}, func(t *testing.T, b *bench) {
		l := b.linked(holding(waits("c", 3)))
		must(t, b.session.Read(t.Context(), "c", 99))
		if f := only[*protocol.AgentRead](l); f.Seq != 3 {
			t.Errorf("read %+v, want up to 3", f)
		}
		if b.state().Conversations[0].Unread {
			t.Error("still unread")
		}
		must(t, b.session.Read(t.Context(), "c", 2))
		l.nothing()
		b.hubStops()
		b.hubStarts()
		l = b.nextLink(1)
		l.welcome(holding(waits("c", 3)))
		if f := only[*protocol.AgentRead](l); f.Seq != 3 {
			t.Errorf("read after the restart %+v, want up to 3", f)
		}
		l.conn.Close(wire.Restart, "")
		l = b.nextLink(2)
		l.welcome(holding(waits("c", 3, func(c *protocol.Conversation) { c.Seen = 3 })))
		l.nothing() // the hub knows
		if err := b.session.Read(t.Context(), "other", 1); chat.CodeOf(err) != chat.NotFound {
			t.Errorf("reading what is not there: %v", err)
		}
		synctest.Wait()
	})
}
