package agent_test

import (
	"testing"
	"testing/synctest"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"parley/backend/agent"
	"parley/backend/chat"
	"parley/backend/protocol"
)

// does is a system line of a colleague about somebody.
func does(seq int64, kind chat.EntryKind, target, name string) *protocol.AgentEntries {
	return &protocol.AgentEntries{Conversation: "c", Entries: []protocol.Entry{{
		Seq: seq, ID: "e", Kind: kind, From: chat.FromAgent, Author: "jonas", Name: "Jonas", Target: target, About: name, At: 1,
	}}}
}

// Being given a conversation is told as section 8 of the rules has it: to members also while Invisible, to a group only while Online, never Offline.
func TestWhoIsGivenAConversationIsTold(t *testing.T) {
	mine := func(c *protocol.Conversation) { c.Members = []protocol.MemberInfo{{ID: "ana"}} }
	for name, c := range map[string]struct {
		status chat.Status
		line   *protocol.AgentEntries
		then   protocol.Conversation
		want   *agent.Notice
	}{
		"added":                      {chat.Online, does(2, chat.KindAdded, "ana", "Ana"), waits("c", 2, mine), &agent.Notice{By: "Jonas"}},
		"assigned":                   {chat.Online, does(2, chat.KindAssigned, "ana", "Ana"), waits("c", 2, mine, answered), &agent.Notice{By: "Jonas"}},
		"added, Invisible":           {chat.Invisible, does(2, chat.KindAdded, "ana", "Ana"), waits("c", 2, mine), &agent.Notice{By: "Jonas"}},
		"added, Offline":             {chat.Offline, does(2, chat.KindAdded, "ana", "Ana"), waits("c", 2, mine, notAsked), nil},
		"another was added":          {chat.Online, does(2, chat.KindAdded, "bea", "Bea"), waits("c", 2, member("bea", false), notAsked), nil},
		"added, and gone meanwhile":  {chat.Online, does(2, chat.KindAdded, "ana", "Ana"), waits("c", 2, notAsked), nil},
		"a group of mine":            {chat.Online, does(2, chat.KindHandedOver, "g", "Sales"), waits("c", 2, answered), &agent.Notice{By: "Jonas", Group: "Sales", Take: true}},
		"a group of mine, Invisible": {chat.Invisible, does(2, chat.KindHandedOver, "g", "Sales"), waits("c", 2, notAsked), nil},
		"a group of mine, taken":     {chat.Online, does(2, chat.KindHandedOver, "g", "Sales"), waits("c", 2, member("bea", false), notAsked), nil},
		"a group of others":          {chat.Online, does(2, chat.KindHandedOver, "h", "Help"), waits("c", 2, answered), nil},
	} {
		t.Run(name, func(t *testing.T) {
			in(t, agent.Kept{}, func(t *testing.T, b *bench) {
				l := b.linked(holding(waits("c", 1, member("jonas", true), notAsked, seen)), func(w *protocol.AgentWelcome) {
					w.View.Status = c.status
					w.Groups = []protocol.GroupName{{ID: "g", Name: "Sales", Agents: []string{"ana"}}, {ID: "h", Name: "Help", Agents: []string{"bea"}}}
				})
				c.then.Last.Seq, c.then.Seen = 1, 1
				l.say(c.line)
				l.say(says(c.then))
				synctest.Wait()
				got := b.toasts.shown["c"]
				want := agent.Notice{}
				if c.want != nil {
					want = *c.want
					want.Conversation, want.Visitor, want.Text, want.Sound = "c", c.then.Visitor, c.then.Last.Text, true
				}
				if diff := cmp.Diff(want, got, cmpopts.EquateEmpty()); diff != "" {
					t.Error(diff)
				}
			})
		})
	}
}

func TestTheToastOfWhatWasGivenGoes(t *testing.T) {
	mine := func(c *protocol.Conversation) { c.Members = []protocol.MemberInfo{{ID: "ana"}} }
	for name, c := range map[string]struct {
		line *protocol.AgentEntries
		then func(*protocol.Conversation)
		goes func(*bench, *link)
	}{
		"added, and read":          {does(2, chat.KindAdded, "ana", "Ana"), mine, func(b *bench, _ *link) { must(b.t, b.session.Read(b.t.Context(), "c", 2)) }},
		"added, and left":          {does(2, chat.KindAdded, "ana", "Ana"), mine, func(_ *bench, l *link) { l.say(says(waits("c", 2, notAsked))) }},
		"added, and Offline since": {does(2, chat.KindAdded, "ana", "Ana"), mine, func(_ *bench, l *link) { l.say(viewOf(chat.Offline)) }},
		"handed over, and Invisible since": {
			does(2, chat.KindHandedOver, "g", "Sales"), answered, func(_ *bench, l *link) { l.say(viewOf(chat.Invisible)) },
		},
		"handed over, and taken": {
			does(2, chat.KindHandedOver, "g", "Sales"), answered,
			func(_ *bench, l *link) { l.say(says(waits("c", 2, member("bea", false), answered))) },
		},
	} {
		t.Run(name, func(t *testing.T) {
			in(t, agent.Kept{}, func(t *testing.T, b *bench) {
				l := b.linked(holding(waits("c", 1, member("jonas", true), notAsked, seen)), func(w *protocol.AgentWelcome) {
					w.Groups = []protocol.GroupName{{ID: "g", Name: "Sales", Agents: []string{"ana"}}}
				})
				l.say(c.line)
				l.say(says(waits("c", 2, c.then, func(c *protocol.Conversation) { c.Seen = 1 })))
				if _, shown := b.standing(); shown != 1 {
					t.Fatalf("%d toasts were shown", shown)
				}
				c.goes(b, l)
				b.toastsAre(1, map[string]string{})
			})
		})
	}
}

// A colleague who was faster is no error of the window: the conversation on screen says it, until there is another end.
func TestBeingBeaten(t *testing.T) {
	in(t, agent.Kept{}, func(t *testing.T, b *bench) {
		l := b.linked(holding(waits("c", 1)))
		must(t, b.session.Focus(t.Context(), "c"))
		l.frames()
		result := make(chan error, 1)
		go func() { result <- b.session.Take(t.Context(), "c") }()
		synctest.Wait()
		join := only[*protocol.Join](l)
		if !join.Take || chat.CheckClientID(join.Ref) != nil || len(join.Ref) < 16 {
			t.Errorf("sent %+v", join)
		}
		l.say(says(waits("c", 2, member("jonas", false), notAsked)))
		l.say(&protocol.Failed{Ref: join.Ref, Code: chat.Conflict, Message: "Jonas was faster"})
		if err := <-result; chat.CodeOf(err) != chat.Conflict {
			t.Errorf("taking came to %v", err)
		}
		if s := b.state(); !s.Focus.Beaten || s.Notice != nil {
			t.Errorf("beaten: %t, notice: %+v", s.Focus.Beaten, s.Notice)
		}
		l.say(says(waits("c", 3, member("jonas", false), member("ana", false))))
		if b.state().Focus.Beaten {
			t.Error("a member is beaten still")
		}
	})
}

// What leaves an entry is named as no other session of this desk names anything: a hub takes the same name for the same act.
func TestActsHaveNamesOfTheirOwn(t *testing.T) {
	names := map[protocol.Ref]bool{}
	for range 2 {
		in(t, agent.Kept{}, func(t *testing.T, b *bench) {
			l := b.linked(holding(waits("c", 1)))
			for _, act := range []func() error{
				func() error { return b.session.Join(t.Context(), "c") },
				func() error { return b.session.Add(t.Context(), "c", "bea") },
				func() error { return b.session.Assign(t.Context(), "c", "", "g") },
				func() error { return b.session.LeaveConversation(t.Context(), "c") },
				func() error { return b.session.Close(t.Context(), "c") },
			} {
				go act()
				synctest.Wait()
				for _, f := range l.frames() {
					var ref protocol.Ref
					switch f := f.(type) {
					case *protocol.Join:
						ref = f.Ref
					case *protocol.Add:
						ref = f.Ref
					case *protocol.Assign:
						ref = f.Ref
					case *protocol.Leave:
						ref = f.Ref
					case *protocol.Close:
						ref = f.Ref
					}
					if names[ref] || ref == "" {
						t.Errorf("%T is named %q", f, ref)
					}
					names[ref] = true
				}
			}
		})
	}
	if len(names) != 10 {
		t.Errorf("%d acts were sent", len(names))
	}
}
