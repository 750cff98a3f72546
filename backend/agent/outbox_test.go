package agent_test

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"parley/backend/agent"
	"parley/backend/chat"
	"parley/backend/protocol"
	"parley/backend/wire"
)

// mine returns the entry a message of this agent became.
func mine(m *protocol.AgentMessage, seq int64) protocol.Entry {
	return protocol.Entry{Seq: seq, ID: "e", Kind: chat.KindMessage, From: chat.FromAgent, Author: "ana", ClientID: m.ClientID, Text: m.Text}
}

func (b *bench) unsent() (texts []string) {
	for _, u := range b.state().Focus.Outbox {
		texts = append(texts, u.Text)
	}
	return texts
}

func (b *bench) unsentAre(want ...string) {
	b.t.Helper()
	if diff := cmp.Diff(want, b.unsent()); diff != "" {
		b.t.Fatalf("outbox (-want +got):\n%s", diff)
	}
}

// focused links the session and shows conversation c with one entry.
func (b *bench) focused() *link {
	b.t.Helper()
	l := b.linked(holding(waits("c", 1), waits("d", 1)))
	must(b.t, b.session.Focus(b.t.Context(), "c"))
	l.fetched(1)
	return l
}

func TestMessagesFollowOneAnother(t *testing.T) {
	in(t, agent.Kept{}, func(t *testing.T, b *bench) {
		l := b.focused()
		must(t, b.session.Send(t.Context(), "c", "one"))
		must(t, b.session.Send(t.Context(), "c", "two"))
		first := only[*protocol.AgentMessage](l)
		b.unsentAre("one", "two")
		l.say(&protocol.Ack{Ref: first.ClientID, Seq: 2})
		b.unsentAre("one", "two") // until the log has it
		second := only[*protocol.AgentMessage](l)
		if first.Text != "one" || second.Text != "two" || first.ClientID == second.ClientID {
			t.Errorf("sent %+v, then %+v", first, second)
		}
		l.say(&protocol.AgentEntries{Conversation: "c", Entries: []protocol.Entry{mine(first, 2)}})
		b.unsentAre("two")
		l.say(&protocol.AgentEntries{Conversation: "c", Entries: []protocol.Entry{mine(second, 3)}}) // before its ack
		b.unsentAre()
		l.say(&protocol.Ack{Ref: second.ClientID, Seq: 3})
		b.unsentAre()
		b.seqsAre(numbers(1, 3))
		time.Sleep(time.Second)
		if kept := b.journal.holds(); len(kept.Outbox) != 0 {
			t.Errorf("still kept: %+v", kept.Outbox)
		}
	})
}

func TestConversationsDoNotWaitForEachOther(t *testing.T) {
	in(t, agent.Kept{}, func(t *testing.T, b *bench) {
		l := b.focused()
		must(t, b.session.Send(t.Context(), "c", "one"))
		must(t, b.session.Send(t.Context(), "d", "two"))
		if got := l.frames(); len(got) != 2 {
			t.Errorf("came %v, want two messages", typesOf(got))
		}
	})
}

func TestAMessageIsKeptBeforeItIsSent(t *testing.T) {
	in(t, agent.Kept{}, func(t *testing.T, b *bench) {
		l := b.focused()
		must(t, b.session.Draft(t.Context(), "c", "on"))
		b.journal.breaks(chat.Errorf(chat.Unavailable, "the disk is full"))
		if err := b.session.Send(t.Context(), "c", "one"); chat.CodeOf(err) != chat.Unavailable {
			t.Errorf("send: %v, want unavailable", err)
		}
		b.unsentAre()
		if draft := b.state().Focus.Draft; draft != "on" {
			t.Errorf("draft %q, want what it was", draft)
		}
		l.nothing()
		b.journal.breaks(nil)
		time.Sleep(3 * time.Second)
		if kept := b.journal.holds(); kept.Drafts["c"] != "on" {
			t.Errorf("kept drafts %v after the disk had room again", kept.Drafts)
		}
		must(t, b.session.Send(t.Context(), "c", "one"))
		kept := b.journal.holds()
		if len(kept.Outbox) != 1 || kept.Outbox[0].Text != "one" || len(kept.Drafts) != 0 {
			t.Errorf("kept %+v", kept)
		}
	})
}

func TestUnacknowledgedMessagesSurviveHubAndDesk(t *testing.T) {
	in(t, agent.Kept{}, func(t *testing.T, b *bench) {
		l := b.focused()
		must(t, b.session.Send(t.Context(), "c", "one"))
		first := only[*protocol.AgentMessage](l)
		b.hubStops() // before the ack
		must(t, b.session.Send(t.Context(), "c", "two"))
		kept := b.journal.holds()
		b.stop() // and the desk is killed
		b.starts(kept)
		b.hubStarts()
		l = b.nextLink(1)
		l.welcome(holding(waits("c", 1)))
		again := only[*protocol.AgentMessage](l)
		if *again != *first {
			t.Errorf("sent %+v, want %+v again", again, first)
		}
		l.conn.Close(wire.Restart, "")
		l = b.nextLink(2)
		l.welcome(holding(waits("c", 1)))
		again = only[*protocol.AgentMessage](l)
		l.say(&protocol.Ack{Ref: again.ClientID, Seq: 2})
		if second := only[*protocol.AgentMessage](l); second.Text != "two" {
			t.Errorf("sent %+v, want the second", second)
		}
	})
}

func TestMessagesRefusedForGood(t *testing.T) {
	in(t, agent.Kept{}, func(t *testing.T, b *bench) {
		l := b.focused()
		must(t, b.session.Send(t.Context(), "c", "one"))
		must(t, b.session.Send(t.Context(), "c", "two"))
		first := only[*protocol.AgentMessage](l)
		l.say(&protocol.Failed{Ref: first.ClientID, Code: chat.Forbidden, Message: "no"})
		second := only[*protocol.AgentMessage](l)
		if second.Text != "two" {
			t.Errorf("sent %+v, want the second", second)
		}
		b.unsentAre("one", "two")
		if u := b.state().Focus.Outbox[0]; u.Failed == nil || u.Failed.Message != "no" {
			t.Errorf("the first is %+v", u)
		}
		if !b.state().Conversations[0].Unsent && !b.state().Conversations[1].Unsent {
			t.Error("no list shows it")
		}
		must(t, b.session.Retry(t.Context(), first.ClientID))
		l.nothing() // the second is under way
		l.say(&protocol.Ack{Ref: second.ClientID, Seq: 2})
		if again := only[*protocol.AgentMessage](l); again.ClientID != first.ClientID {
			t.Errorf("retried %+v", again)
		}
		l.say(&protocol.Failed{Ref: first.ClientID, Code: chat.Invalid, Message: "never"})
		must(t, b.session.Discard(t.Context(), first.ClientID))
		b.unsentAre("two") // acknowledged, its entry has not come yet
		if kept := b.journal.holds(); len(kept.Outbox) != 0 {
			t.Errorf("kept %+v", kept.Outbox)
		}
		for _, f := range []func() error{
			func() error { return b.session.Retry(t.Context(), first.ClientID) },
			func() error { return b.session.Discard(t.Context(), first.ClientID) },
		} {
			if err := f(); chat.CodeOf(err) != chat.NotFound {
				t.Errorf("once more: %v, want not_found", err)
			}
		}
	})
}

func TestMessagesRefusedForTheMoment(t *testing.T) {
	in(t, agent.Kept{}, func(t *testing.T, b *bench) {
		l := b.focused()
		must(t, b.session.Send(t.Context(), "c", "one"))
		first := only[*protocol.AgentMessage](l)
		for range 3 {
			l.say(&protocol.Failed{Ref: first.ClientID, Code: chat.Unavailable, Message: "the disk is full"})
			l.nothing()
			time.Sleep(3 * time.Second)
			if again := only[*protocol.AgentMessage](l); *again != *first {
				t.Errorf("sent %+v, want %+v", again, first)
			}
		}
		if u := b.state().Focus.Outbox[0]; u.Failed != nil {
			t.Errorf("shown as refused: %+v", u)
		}
	})
}

func TestTextsThatCannotBeSent(t *testing.T) {
	in(t, agent.Kept{}, func(t *testing.T, b *bench) {
		b.focused()
		for _, text := range []string{"", " \n", "a\x00b", "\xff", strings.Repeat("x", chat.MaxText+1)} {
			if err := b.session.Send(t.Context(), "c", text); chat.CodeOf(err) != chat.Invalid {
				t.Errorf("send %.10q: %v, want invalid", text, err)
			}
		}
		if err := b.session.Send(t.Context(), "other", "x"); chat.CodeOf(err) != chat.NotFound {
			t.Errorf("send to nobody: %v", err)
		}
		if err := b.session.Draft(t.Context(), "c", strings.Repeat("x", chat.MaxText+1)); chat.CodeOf(err) != chat.Invalid {
			t.Errorf("a draft that is too long: %v", err)
		}
		if err := b.session.Draft(t.Context(), "other", "x"); chat.CodeOf(err) != chat.NotFound {
			t.Errorf("a draft to nobody: %v", err)
		}
	})
}

func TestDraftsAreKept(t *testing.T) {
	in(t, agent.Kept{}, func(t *testing.T, b *bench) {
		l := b.focused()
		must(t, b.session.Draft(t.Context(), "c", "hal"))
		must(t, b.session.Draft(t.Context(), "d", "other"))
		must(t, b.session.Draft(t.Context(), "c", "half a sen"))
		time.Sleep(time.Second)
		kept := b.journal.holds()
		if diff := cmp.Diff(map[string]string{"c": "half a sen", "d": "other"}, kept.Drafts); diff != "" {
			t.Errorf("kept (-want +got):\n%s", diff)
		}
		if s := b.state(); s.Focus.Draft != "half a sen" || !s.Conversations[0].Draft || !s.Conversations[1].Draft {
			t.Errorf("state %+v", s)
		}
		l.nothing()
		b.stop()
		b.starts(kept)
		l = b.nextLink(1)
		l.welcome(holding(waits("c", 1)))
		must(t, b.session.Focus(t.Context(), "c"))
		if draft := b.state().Focus.Draft; draft != "half a sen" {
			t.Errorf("draft after the restart %q", draft)
		}
		must(t, b.session.Draft(t.Context(), "c", ""))
		b.stop() // at once: the end saves
		if kept := b.journal.holds(); kept.Drafts["c"] != "" {
			t.Errorf("kept %v", kept.Drafts)
		}
	})
}
