package agent_test

import (
	"errors"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"parley/backend/agent"
	"parley/backend/chat"
	"parley/backend/protocol"
	"parley/backend/wire"
)

func TestTheDeskIntroducesItself(t *testing.T) {
	in(t, agent.Kept{}, func(t *testing.T, b *bench) {
		time.Sleep(3 * time.Second)
		hello := b.nextLink(0).welcome()
		want := protocol.AgentHello{Protocol: protocol.Version, Token: "secret", Device: protocol.Device{ID: "D1", Name: "ana's computer"}}
		if *hello != want {
			t.Errorf("hello %+v, want %+v", *hello, want)
		}
		s := b.state()
		if s.Link.Phase != agent.Linked || s.Agent.Name != "Ana" || s.View.Status != chat.Online || len(s.Agents) != 2 {
			t.Errorf("state %+v", s)
		}
	})
}

func TestALostLinkIsMadeAgain(t *testing.T) {
	for name, lose := range map[string]func(*link){
		"restart":  func(l *link) { l.conn.Close(wire.Restart, "") },
		"slow":     func(l *link) { l.conn.Close(wire.Slow, "") },
		"overload": func(l *link) { l.conn.Close(wire.Overload, "") },
		"goodbye":  func(l *link) { l.conn.Close(wire.Normal, "") },
		"unknown":  func(l *link) { l.conn.Close(4321, "") },
	} {
		t.Run(name, func(t *testing.T) {
			in(t, agent.Kept{}, func(t *testing.T, b *bench) {
				l := b.linked()
				time.Sleep(20 * time.Second)
				lose(l)
				if s := b.state(); s.Link.Phase != agent.Lost || s.Link.Since.Time().Before(time.Now().Add(-time.Second)) {
					t.Errorf("link %+v, want lost just now", s.Link)
				}
				began := time.Now()
				b.nextLink(1).welcome()
				if took := time.Since(began); took > time.Second {
					t.Errorf("it took %v to be back after a long link", took)
				}
				if s := b.state(); s.Link.Phase != agent.Linked {
					t.Errorf("link %+v, want linked", s.Link)
				}
			})
		})
	}
}

func TestARefusalSaysWhatMustChange(t *testing.T) {
	for code, want := range map[wire.CloseCode]agent.Refusal{
		wire.Unauthorized: agent.RefusedToken, wire.Protocol: agent.RefusedOutdated, wire.Invalid: agent.RefusedOutdated, 4999: agent.RefusedOutdated,
		wire.Replaced: agent.RefusedReplaced,
	} {
		t.Run(code.String(), func(t *testing.T) {
			in(t, agent.Kept{}, func(t *testing.T, b *bench) {
				l := b.nextLink(0)
				l.say(&protocol.Failed{Code: chat.Conflict, Message: "no"})
				l.conn.Close(code, "no")
				synctest.Wait()
				time.Sleep(time.Minute)
				if s := b.state(); s.Link.Phase != agent.Refused || s.Link.Reason != want || len(b.links()) != 1 {
					t.Fatalf("link %+v after %d connections, want refused with %s after one", s.Link, len(b.links()), want)
				}
				if err := b.session.TryNow(t.Context()); err != nil {
					t.Fatal(err)
				}
				b.nextLink(1).welcome()
			})
		})
	}
}

func TestARefusalIsAskedAboutNowAndThen(t *testing.T) {
	for code, want := range map[wire.CloseCode]bool{wire.Protocol: true, wire.Replaced: false, wire.Unauthorized: false} {
		t.Run(code.String(), func(t *testing.T) {
			in(t, agent.Kept{}, func(t *testing.T, b *bench) {
				b.linked().conn.Close(code, "no")
				if s := b.state(); (s.Link.Retry != 0) != want {
					t.Errorf("link %+v, want one that says when it tries again: %v", s.Link, want)
				}
				if !want {
					time.Sleep(time.Hour)
					if n := len(b.links()); n != 1 {
						t.Errorf("%d connections, want 1", n)
					}
					return
				}
				b.linkWithin(10*time.Minute, 1).conn.Close(code, "still no")
				b.linkWithin(10*time.Minute, 2).welcome()
				if s := b.state(); s.Link.Phase != agent.Linked || s.Link.Reason != "" {
					t.Errorf("link %+v after an update, want linked", s.Link)
				}
			})
		})
	}
}

func TestDelaysGrowAndScatter(t *testing.T) {
	seen := map[time.Duration]bool{}
	for range 5 {
		in(t, agent.Kept{}, func(t *testing.T, b *bench) {
			b.hubStops()
			began := time.Now()
			var longest time.Duration
			for time.Since(began) < 10*time.Minute {
				synctest.Wait()
				if s := b.session.State(); s.Link.Phase == agent.Lost && s.Link.Retry != 0 {
					delay := time.Until(s.Link.Retry.Time())
					longest = max(longest, delay)
					if began.Equal(time.Now()) {
						seen[delay] = true
						if delay > 500*time.Millisecond {
							t.Errorf("the first delay is %v", delay)
						}
					}
				}
				time.Sleep(time.Second)
			}
			if longest < 4*time.Second || longest > 16*time.Second {
				t.Errorf("the longest delay was %v", longest)
			}
			b.hubStarts()
		})
	}
	if len(seen) < 3 {
		t.Errorf("five desks would come back after %v", seen)
	}
}

// delay returns how long the session waits before it dials again.
func (b *bench) delay() time.Duration {
	b.t.Helper()
	s := b.state()
	if s.Link.Phase != agent.Lost || s.Link.Retry == 0 {
		b.t.Fatalf("link %+v, want one that waits", s.Link)
	}
	return time.Until(s.Link.Retry.Time())
}

func TestAStableLinkMakesDelaysShortAgain(t *testing.T) {
	in(t, agent.Kept{}, func(t *testing.T, b *bench) {
		b.hubStops()
		time.Sleep(10 * time.Minute)
		before := len(b.links()) // the session may have been faster than the end of the hub
		b.hubStarts()
		l := b.nextLink(before)
		l.welcome()
		time.Sleep(20 * time.Second)
		l.conn.Close(wire.Restart, "")
		if d := b.delay(); d > 500*time.Millisecond {
			t.Errorf("delay %v after a link that held", d)
		}
	})
}

func TestALinkThatNeverHoldsIsTriedLessAndLess(t *testing.T) {
	in(t, agent.Kept{}, func(t *testing.T, b *bench) {
		began := time.Now()
		for n := range 20 {
			l := b.nextLink(n)
			l.welcome()
			l.conn.Close(wire.Restart, "")
		}
		if took := time.Since(began); took < 20*time.Second {
			t.Errorf("twenty links in %v", took)
		}
	})
}

func TestOfTwoAttemptsOneIsLeft(t *testing.T) {
	in(t, agent.Kept{}, func(t *testing.T, b *bench) {
		b.linked()
		b.hubStops()
		b.hubHangs()
		for range 2 { // the first attempt is stuck while the second begins
			must(t, b.session.TryNow(t.Context()))
			synctest.Wait()
		}
		b.hubAnswers()
		synctest.Wait()
		links := b.links()[1:]
		if len(links) != 2 {
			t.Fatalf("%d connections, want 2", len(links))
		}
		hellos := 0
		for _, l := range links {
			hellos += len(l.frames())
			select {
			case <-l.ended:
			default:
				hellos += 10
			}
		}
		if hellos != 11 {
			t.Error("not exactly one of them was greeted, and the other closed")
		}
	})
}

func TestASilentHubIsNoticed(t *testing.T) {
	in(t, agent.Kept{}, func(t *testing.T, b *bench) {
		l := b.linked()
		defer l.sticks()()
		began := time.Now()
		for b.session.State().Link.Phase == agent.Linked && time.Since(began) < time.Minute {
			time.Sleep(time.Second)
		}
		if took := time.Since(began); took > 45*time.Second {
			t.Errorf("noticed after %v", took)
		}
	})
}

func TestAHubThatDoesNotWelcomeIsLeft(t *testing.T) {
	in(t, agent.Kept{}, func(t *testing.T, b *bench) {
		b.nextLink(0)
		b.nextLink(1).welcome()
	})
}

func TestTryNowDoesNotWait(t *testing.T) {
	in(t, agent.Kept{}, func(t *testing.T, b *bench) {
		b.hubStops()
		time.Sleep(10 * time.Minute)
		for b.state().Link.Retry.Time().Before(time.Now().Add(time.Second)) {
			time.Sleep(100 * time.Millisecond)
		}
		before := len(b.links()) // the session may have connected once before the hub stopped
		b.hubStarts()
		if err := b.session.TryNow(t.Context()); err != nil {
			t.Fatal(err)
		}
		synctest.Wait()
		if n := len(b.links()) - before; n != 1 {
			t.Errorf("%d connections at once, want 1", n)
		}
	})
}

// Who tries a little too early does not wait long for the next attempt, however long the hub was away.
func TestTryNowTriesSoonAgain(t *testing.T) {
	in(t, agent.Kept{}, func(t *testing.T, b *bench) {
		b.hubStops()
		time.Sleep(10 * time.Minute)
		for range 20 {
			if err := b.session.TryNow(t.Context()); err != nil {
				t.Fatal(err)
			}
			synctest.Wait()
			if wait := time.Until(b.state().Link.Retry.Time()); wait > time.Second {
				t.Fatalf("the next attempt is %v away", wait)
			}
			time.Sleep(time.Minute)
		}
	})
}

func TestPulses(t *testing.T) {
	in(t, agent.Kept{}, func(t *testing.T, b *bench) {
		l := b.linked()
		l.frames()
		for range 3 {
			time.Sleep(10*time.Second + 500*time.Millisecond)
			if got := l.frames(); len(got) != 1 || got[0].Type() != "pulse" {
				t.Fatalf("in ten seconds came %v, want one pulse", typesOf(got))
			}
		}
		b.idle.touch()
		time.Sleep(1100 * time.Millisecond)
		got := l.frames()
		if len(got) != 1 {
			t.Fatalf("after an input that ended a pause came %v, want a pulse at once", typesOf(got))
		}
		if p := got[0].(*protocol.Pulse); p.InputAge > 1100 {
			t.Errorf("the pulse says %d ms", p.InputAge)
		}
		b.idle.cannotTell()
		time.Sleep(20 * time.Second)
		l.frames()
		if err := b.session.SetStatus(t.Context(), agent.Choice{Status: chat.Online}); err != nil {
			t.Fatal(err)
		}
		frames := l.frames()
		if len(frames) != 2 || frames[0].Type() != "pulse" || frames[1].Type() != "status" {
			t.Errorf("a choice where the system cannot tell sent %v, want pulse and status", typesOf(frames))
		}
	})
}

func TestLockAndSleep(t *testing.T) {
	in(t, agent.Kept{}, func(t *testing.T, b *bench) {
		l := b.linked()
		l.frames()
		must(t, b.session.Leave(t.Context(), protocol.AwayLock))
		if g := only[*protocol.Goodbye](l); g.Why != protocol.AwayLock {
			t.Errorf("goodbye %+v", g)
		}
		l.conn.Close(wire.Restart, "")
		l = b.nextLink(1)
		if hello := l.welcome(); hello.Away != protocol.AwayLock {
			t.Errorf("hello while locked %+v", hello)
		}
		must(t, b.session.Return(t.Context()))
		only[*protocol.Returned](l)
		l.conn.Close(wire.Restart, "")
		l = b.nextLink(2)
		if hello := l.welcome(); hello.Away != "" {
			t.Errorf("hello after unlocking %+v", hello)
		}

		must(t, b.session.Leave(t.Context(), protocol.AwaySleep))
		only[*protocol.Goodbye](l)
		must(t, b.session.Wake(t.Context()))
		synctest.Wait()
		if n := len(b.links()); n != 4 {
			t.Fatalf("%d connections just after waking, want 4", n)
		}
		if hello := b.links()[3].welcome(); hello.Away != "" || hello.InputAge != 0 {
			t.Errorf("hello after waking %+v", hello)
		}
		if s := b.state(); s.Link.Phase != agent.Linked {
			t.Errorf("link %+v", s.Link)
		}
	})
}

// Two facts keep a person away, and each ends by itself: what the hub believes after every event.
func TestALockOutlivesSleep(t *testing.T) {
	type step struct {
		event string
		away  protocol.Away
	}
	for _, steps := range [][]step{
		{{"lock", "lock"}, {"sleep", "sleep"}, {"wake", "lock"}, {"unlock", ""}},
		{{"lock", "lock"}, {"sleep", "sleep"}, {"unlock", ""}, {"wake", ""}},
		{{"sleep", "sleep"}, {"lock", "lock"}, {"wake", "lock"}, {"unlock", ""}},
		{{"sleep", "sleep"}, {"lock", "lock"}, {"unlock", ""}, {"wake", ""}},
		{{"sleep", "sleep"}, {"wake", ""}, {"lock", "lock"}, {"unlock", ""}},
		{{"sleep", "sleep"}, {"wake", ""}, {"lock", "lock"}, {"wake", "lock"}, {"unlock", ""}},
		{{"lock", "lock"}, {"unlock", ""}, {"sleep", "sleep"}, {"wake", ""}},
		{{"lock", "lock"}, {"shutdown", "shutdown"}, {"wake", "lock"}, {"unlock", ""}},
		{{"lock", "lock"}, {"sleep", "sleep"}, {"wake", "lock"}, {"sleep", "sleep"}, {"wake", "lock"}, {"unlock", ""}},
	} {
		var names []string
		for _, s := range steps {
			names = append(names, s.event)
		}
		t.Run(strings.Join(names, " "), func(t *testing.T) {
			in(t, agent.Kept{}, func(t *testing.T, b *bench) {
				l := b.linked()
				believed := protocol.Away("")
				for i, s := range steps {
					switch s.event {
					case "wake":
						links := len(b.links())
						must(t, b.session.Wake(t.Context()))
						l = b.nextLink(links)
						believed = l.welcome().Away
					case "unlock":
						must(t, b.session.Return(t.Context()))
						only[*protocol.Returned](l)
						believed = ""
					default:
						must(t, b.session.Leave(t.Context(), protocol.Away(s.event)))
						believed = only[*protocol.Goodbye](l).Why
					}
					if believed != s.away {
						t.Fatalf("after %v the hub believes %q, want %q", names[:i+1], believed, s.away)
					}
				}
			})
		})
	}
}

func TestTheEndSaysGoodbyeFirst(t *testing.T) {
	in(t, agent.Kept{}, func(t *testing.T, b *bench) {
		l := b.linked()
		l.frames()
		must(t, b.session.Leave(t.Context(), protocol.AwayQuit))
		b.stop()
		if g := only[*protocol.Goodbye](l); g.Why != protocol.AwayQuit {
			t.Errorf("goodbye %+v", g)
		}
		if e := <-l.ended; e.Code != wire.Normal || !e.Peer {
			t.Errorf("the link ended with %v", e)
		}
		if err := b.session.SetStatus(t.Context(), agent.Choice{Status: chat.Online}); chat.CodeOf(err) != chat.Unavailable {
			t.Errorf("a call after the end: %v", err)
		}
	})
}

func TestWatchYieldsTheLatest(t *testing.T) {
	in(t, agent.Kept{}, func(t *testing.T, b *bench) {
		var seen []chat.Status
		for s := range b.session.Watch(t.Context()) {
			if s.View == nil {
				seen = append(seen, "")
				l := b.linked()
				for _, status := range []chat.Status{chat.Invisible, chat.Offline, chat.Invisible} {
					l.say(&protocol.AgentView{View: protocol.View{Status: status}})
				}
				continue
			}
			seen = append(seen, s.View.Status)
			if len(seen) == 2 {
				b.stop()
			}
		}
		if len(seen) != 2 || seen[1] != chat.Invisible {
			t.Errorf("watched %q, want nothing and then the last of four", seen)
		}
	})
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// What happens to the computer between the hello and its welcome is not in the hello.
func TestALockWhileTheLinkIsMade(t *testing.T) {
	for name, c := range map[string]struct {
		before, between func(*bench) error
		want            string // type of the frame that says so
	}{
		"locked":   {nil, func(b *bench) error { return b.session.Leave(b.t.Context(), protocol.AwayLock) }, "goodbye"},
		"unlocked": {func(b *bench) error { return b.session.Leave(b.t.Context(), protocol.AwayLock) }, func(b *bench) error { return b.session.Return(b.t.Context()) }, "returned"},
		"both": {nil, func(b *bench) error {
			return errors.Join(b.session.Leave(b.t.Context(), protocol.AwayLock), b.session.Return(b.t.Context()))
		}, ""},
	} {
		t.Run(name, func(t *testing.T) {
			in(t, agent.Kept{}, func(t *testing.T, b *bench) {
				b.hubStops()
				if c.before != nil {
					must(t, c.before(b))
				}
				before := len(b.links()) // the session may have been faster than the end of the hub
				b.hubStarts()
				l := b.nextLink(before)
				must(t, c.between(b))
				l.welcome()
				got := ""
				for _, f := range l.frames() {
					if f.Type() == "goodbye" || f.Type() == "returned" {
						got += f.Type()
					}
				}
				if got != c.want {
					t.Errorf("after the welcome came %q, want %q", got, c.want)
				}
			})
		})
	}
}
