package agent_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"parley/backend/agent"
	"parley/backend/chat"
	"parley/backend/protocol"
	"parley/backend/wire"
)

func viewOf(status chat.Status) *protocol.AgentView {
	return &protocol.AgentView{View: protocol.View{Status: status, Cause: chat.CauseChoice, Base: status}}
}

func says(c protocol.Conversation) *protocol.AgentConversation {
	return &protocol.AgentConversation{Conversation: c}
}

func TestWhoGetsAToast(t *testing.T) {
	for name, c := range map[string]struct {
		status       chat.Status
		conversation protocol.Conversation
		want         bool
	}{
		"Online, new chat":                    {chat.Online, waits("c", 1), true},
		"Online, mine":                        {chat.Online, waits("c", 1, member("ana", true)), true},
		"Online, a colleague's":               {chat.Online, waits("c", 1, member("jonas", true), notAsked), false},
		"Online, a colleague's, but asked":    {chat.Online, waits("c", 1, member("jonas", true)), true},
		"Online, not asked":                   {chat.Online, waits("c", 1, notAsked), false},
		"Invisible, new chat":                 {chat.Invisible, waits("c", 1, notAsked), false},
		"Invisible, joined":                   {chat.Invisible, waits("c", 1, member("ana", true)), true},
		"Offline, new chat":                   {chat.Offline, waits("c", 1, notAsked), false},
		"Offline, joined":                     {chat.Offline, waits("c", 1, member("ana", true), notAsked), false},
		"Online, but the last word was ours":  {chat.Online, waits("c", 1, member("ana", true), answered), false},
		"Online, but an agent has read it":    {chat.Online, waits("c", 1, func(c *protocol.Conversation) { c.Seen = 1 }), false},
		"Online, but the conversation closed": {chat.Online, waits("c", 1, func(c *protocol.Conversation) { c.Open = false }), false},
	} {
		t.Run(name, func(t *testing.T) {
			in(t, agent.Kept{}, func(t *testing.T, b *bench) {
				l := b.linked(func(w *protocol.AgentWelcome) { w.View.Status = c.status })
				l.say(says(c.conversation))
				want := map[string]string{}
				if c.want {
					want["c"] = "c says a"
				}
				b.toastsAre(len(want), want)
			})
		})
	}
}

func TestAToastIsReplacedAndWithdrawn(t *testing.T) {
	for name, withdraw := range map[string]func(*bench, *link) error{
		"read here": func(b *bench, _ *link) error { return b.session.Read(b.t.Context(), "c", 2) },
		"read by another": func(_ *bench, l *link) error {
			l.say(says(waits("c", 2, func(c *protocol.Conversation) { c.Seen = 2 })))
			return nil
		},
		"taken by another": func(_ *bench, l *link) error {
			l.say(says(waits("c", 2, member("jonas", false), notAsked)))
			return nil
		},
		"answered":  func(_ *bench, l *link) error { l.say(says(waits("c", 3, member("jonas", true), answered))); return nil },
		"not asked": func(_ *bench, l *link) error { l.say(says(waits("c", 2, notAsked))); return nil },
		"closed": func(_ *bench, l *link) error {
			l.say(says(waits("c", 2, func(c *protocol.Conversation) { c.Open = false })))
			return nil
		},
		"Offline": func(_ *bench, l *link) error { l.say(viewOf(chat.Offline)); return nil },
		"on screen": func(b *bench, _ *link) error {
			if err := b.session.Window(b.t.Context(), true, true); err != nil {
				return err
			}
			return b.session.Focus(b.t.Context(), "c")
		},
	} {
		t.Run(name, func(t *testing.T) {
			in(t, agent.Kept{}, func(t *testing.T, b *bench) {
				l := b.linked()
				l.say(says(waits("c", 1)))
				l.say(says(waits("c", 2)))
				l.say(says(waits("c", 2))) // nothing new
				b.toastsAre(2, map[string]string{"c": "c says b"})
				must(t, withdraw(b, l))
				b.toastsAre(2, map[string]string{})
			})
		})
	}
}

func TestOnScreenNoToast(t *testing.T) {
	in(t, agent.Kept{}, func(t *testing.T, b *bench) {
		l := b.focused()
		_, before := b.standing()
		must(t, b.session.Window(t.Context(), true, true))
		l.say(says(waits("c", 2)))
		b.toastsAre(before, map[string]string{"d": "d says a"})
		if b.toasts.rings != 1 {
			t.Errorf("%d sounds for a message on screen, want 1", b.toasts.rings)
		}
		must(t, b.session.Window(t.Context(), true, false))
		b.toastsAre(before, map[string]string{"d": "d says a"}) // it was on screen when it came
		l.say(says(waits("c", 3)))
		b.toastsAre(before+1, map[string]string{"c": "c says c", "d": "d says a"})
	})
}

func TestWhatWasSilentStaysSo(t *testing.T) {
	in(t, agent.Kept{}, func(t *testing.T, b *bench) {
		l := b.linked(func(w *protocol.AgentWelcome) { w.View.Status = chat.Offline })
		l.say(says(waits("c", 1, notAsked)))
		l.say(viewOf(chat.Online))
		b.toastsAre(0, map[string]string{})
		l.say(says(waits("c", 2)))
		b.toastsAre(1, map[string]string{"c": "c says b"})
	})
}

func why(w chat.Asking) func(*protocol.Conversation) {
	return func(c *protocol.Conversation) { c.Asks, c.Why = true, w }
}

func seen(c *protocol.Conversation) { c.Seen = c.Seq }

// Being newly asked is a reason for a toast, although the message is older and was silent or somebody has seen it.
func TestWhoIsNewlyAskedIsTold(t *testing.T) {
	for name, c := range map[string]struct {
		status chat.Status
		before []protocol.Conversation // none: it is in the welcome
		then   protocol.Conversation
		want   *agent.Notice
	}{
		"T1, a colleague has not answered": {
			chat.Online, []protocol.Conversation{waits("c", 1, member("jonas", false), notAsked, seen)},
			waits("c", 1, member("jonas", false), seen, why(chat.AskedToo)),
			&agent.Notice{Take: true, Joins: true, Why: chat.AskedToo, Waits: time.Minute},
		},
		"T2, Invisible": {
			chat.Invisible, []protocol.Conversation{waits("c", 1, notAsked)},
			waits("c", 1, why(chat.AskedLate)),
			&agent.Notice{Take: true, Why: chat.AskedLate, Waits: 2 * time.Minute},
		},
		"T2, Invisible, as the desk starts": {
			chat.Invisible, nil, waits("c", 1, seen, why(chat.AskedLate)),
			&agent.Notice{Take: true, Why: chat.AskedLate, Waits: 2 * time.Minute},
		},
		"T2, Invisible, the visitor wrote again meanwhile": {
			chat.Invisible, []protocol.Conversation{waits("c", 1, notAsked), waits("c", 2, notAsked)},
			waits("c", 2, why(chat.AskedLate)),
			&agent.Notice{Take: true, Why: chat.AskedLate, Waits: 2 * time.Minute},
		},
		"the colleague who had answered went": {
			chat.Online, []protocol.Conversation{waits("c", 1, member("jonas", true), notAsked, seen)},
			waits("c", 1, member("jonas", true), seen, why(chat.AskedFirst)),
			&agent.Notice{Take: true, Joins: true, Why: chat.AskedFirst},
		},
		"T1, one of the first": {
			chat.Online, []protocol.Conversation{waits("c", 1, seen, why(chat.AskedFirst))}, waits("c", 1, seen, why(chat.AskedFirst)), nil,
		},
		"one of the first as the desk starts, and somebody has seen it": {chat.Online, nil, waits("c", 1, seen, why(chat.AskedFirst)), nil},
		"T3": {chat.Online, []protocol.Conversation{waits("c", 1, seen, why(chat.AskedFirst))}, waits("c", 1, seen, notAsked, missed), nil},
	} {
		t.Run(name, func(t *testing.T) {
			in(t, agent.Kept{}, func(t *testing.T, b *bench) {
				inbox := c.before
				if inbox == nil {
					inbox = []protocol.Conversation{c.then}
				}
				l := b.linked(func(w *protocol.AgentWelcome) {
					w.View.Status, w.Site.Steps = c.status, protocol.WaitSteps{T1: 60, T2: 120, T3: 180}
					w.Conversations = inbox[:1]
				})
				for _, before := range inbox[1:] {
					l.say(says(before))
				}
				if c.before != nil {
					b.toastsAre(0, map[string]string{})
				}
				l.say(says(c.then))
				l.say(says(c.then)) // nothing new
				if c.want == nil {
					b.toastsAre(0, map[string]string{})
					return
				}
				want := *c.want
				want.Conversation, want.Visitor, want.Text, want.Sound = "c", c.then.Visitor, c.then.Last.Text, true
				b.toastsAre(1, map[string]string{"c": want.Text})
				if diff := cmp.Diff(want, b.toasts.shown["c"]); diff != "" {
					t.Error(diff)
				}
			})
		})
	}
}

func TestACallStandsAsLongAsTheAgentIsAsked(t *testing.T) {
	called := func(seq int64, edit ...func(*protocol.Conversation)) protocol.Conversation {
		return waits("c", seq, append([]func(*protocol.Conversation){why(chat.AskedLate)}, edit...)...)
	}
	invisible := func(w *protocol.AgentWelcome) {
		w.View.Status, w.Conversations = chat.Invisible, []protocol.Conversation{waits("c", 1, notAsked)}
	}
	for name, withdraw := range map[string]func(*bench, *link) error{
		"missed":   func(_ *bench, l *link) error { l.say(says(waits("c", 1, notAsked, missed))); return nil },
		"answered": func(_ *bench, l *link) error { l.say(says(waits("c", 2, member("jonas", true), answered))); return nil },
		"taken by another, and still asked": func(_ *bench, l *link) error {
			l.say(says(called(1, member("jonas", false))))
			return nil
		},
		"Offline": func(_ *bench, l *link) error { l.say(viewOf(chat.Offline)); return nil },
		"on screen": func(b *bench, _ *link) error {
			if err := b.session.Window(b.t.Context(), true, true); err != nil {
				return err
			}
			return b.session.Focus(b.t.Context(), "c")
		},
	} {
		t.Run(name, func(t *testing.T) {
			in(t, agent.Kept{}, func(t *testing.T, b *bench) {
				l := b.linked(invisible)
				l.say(says(called(1)))
				b.toastsAre(1, map[string]string{"c": "c says a"})
				l.say(says(called(1, seen))) // somebody read it and did nothing
				b.toastsAre(1, map[string]string{"c": "c says a"})
				if n := b.state().Unread; n != 1 {
					t.Errorf("the badge counts %d", n)
				}
				must(t, withdraw(b, l))
				b.toastsAre(1, map[string]string{})
			})
		})
	}
	t.Run("replaced by what the visitor writes", func(t *testing.T) {
		in(t, agent.Kept{}, func(t *testing.T, b *bench) {
			l := b.linked(invisible)
			l.say(says(called(1)))
			l.say(says(called(2)))
			b.toastsAre(2, map[string]string{"c": "c says b"})
			l.say(says(called(2, seen)))
			b.toastsAre(2, map[string]string{"c": "c says b"})
			l.say(says(waits("c", 2, notAsked)))
			b.toastsAre(2, map[string]string{})
		})
	})
}

func TestTheBox(t *testing.T) {
	in(t, agent.Kept{}, func(t *testing.T, b *bench) {
		l := b.linked(func(w *protocol.AgentWelcome) { w.Reserve = true })
		if !b.state().Reserve {
			t.Error("the welcome says that the box is ticked")
		}
		done := make(chan error, 1)
		go func() { done <- b.session.SetReserve(t.Context(), false) }()
		f := only[*protocol.SetReserve](l)
		if f.On {
			t.Error("it is ticked again")
		}
		l.say(viewOf(chat.Online))
		l.say(&protocol.Ack{Ref: f.Ref})
		must(t, <-done)
		if b.state().Reserve {
			t.Error("it stays ticked")
		}
	})
}

func TestOnlyTheConfirmedViewCounts(t *testing.T) {
	in(t, agent.Kept{}, func(t *testing.T, b *bench) {
		l := b.linked(func(w *protocol.AgentWelcome) { w.View.Status = chat.Offline })
		must(t, b.session.SetStatus(t.Context(), agent.Choice{Status: chat.Online}))
		l.say(says(waits("c", 1)))
		b.toastsAre(0, map[string]string{})
	})
}

func TestAfterALinkOneToastForEachConversation(t *testing.T) {
	in(t, agent.Kept{}, func(t *testing.T, b *bench) {
		b.linked(holding(waits("c", 1), waits("d", 1)))
		b.toastsAre(2, map[string]string{"c": "c says a", "d": "d says a"})
		b.hubStops()
		time.Sleep(time.Minute)
		b.toastsAre(2, map[string]string{"c": "c says a", "d": "d says a"})
		b.hubStarts()
		b.nextLink(1).welcome(holding(waits("c", 7), waits("d", 1), waits("e", 3)))
		b.toastsAre(4, map[string]string{"c": "c says g", "d": "d says a", "e": "e says c"})
		b.hubStops()
		b.hubStarts()
		b.nextLink(2).welcome(holding(waits("c", 7), waits("d", 1)))
		b.toastsAre(4, map[string]string{"c": "c says g", "d": "d says a"})
	})
}

func TestTheIdleQuestion(t *testing.T) {
	asks := &protocol.AgentView{
		View:   protocol.View{Status: chat.Offline, Cause: chat.CauseIdle, Base: chat.Online, Asks: true},
		Policy: protocol.Policy{IdleAfter: 900, OnReturn: protocol.ReturnAsk},
	}
	in(t, agent.Kept{}, func(t *testing.T, b *bench) {
		l := b.linked()
		l.say(asks)
		l.say(asks)
		b.toastsAre(1, map[string]string{"": ""})
		if n := b.toasts.shown[""]; n.IdleAfter != 15*time.Minute {
			t.Errorf("notice %+v", n)
		}
		must(t, b.session.Window(t.Context(), true, false)) // the window has the banner
		b.toastsAre(1, map[string]string{})
		must(t, b.session.Window(t.Context(), false, false))
		l.say(viewOf(chat.Online))
		b.toastsAre(2, map[string]string{})
		l.conn.Close(wire.Restart, "")
	})
}
