package hub

import (
	"errors"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"net/netip"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"parley/backend/chat"
	"parley/backend/protocol"
)

// TestEntriesAreAnnouncedInOrder posts what connections store at the same time in every other order than the log's, twice, or not at all.
func TestEntriesAreAnnouncedInOrder(t *testing.T) {
	for seed := range uint64(20) {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				r := rand.New(rand.NewPCG(seed, 1))
				h, m := inMemory(t)
				v, ear := visitorIn(h)
				desk, deskEar := deskIn(h)
				defer v.Ended()
				defer desk.Ended(true)
				const n = 12
				var posts []arrived
				for i := range n {
					p := m.say(fmt.Sprint(i))
					switch {
					case i == n-1 || r.IntN(4) > 0: // lost posts are found through a later one
						posts = append(posts, p)
					case r.IntN(2) > 0:
						posts = append(posts, p, p)
					}
				}
				r.Shuffle(len(posts), func(i, j int) { posts[i], posts[j] = posts[j], posts[i] })
				s, err := h.site("shop")
				if err != nil {
					t.Fatal(err)
				}
				for _, p := range posts {
					s.post(p)
				}
				synctest.Wait()
				var next int64
				for _, f := range ear.heard() {
					if f, ok := f.(*protocol.VisitorEntries); ok {
						for _, e := range f.Entries {
							if next++; e.Seq != next {
								t.Fatalf("the visitor was told %d when %d was due", e.Seq, next)
							}
						}
					}
				}
				if next != n {
					t.Errorf("the visitor was told %d of %d", next, n)
				}
				next = 0
				for _, f := range deskEar.heard() {
					if f, ok := f.(*protocol.AgentEntries); ok {
						for _, e := range f.Entries {
							if next++; e.Seq != next {
								t.Fatalf("the desk was told %d when %d was due", e.Seq, next)
							}
						}
					}
				}
				if next != n {
					t.Errorf("the desk was told %d of %d", next, n)
				}
			})
		})
	}
}

// What was stored before a visitor's address was corrected does not put the old one back.
func TestAnOlderAddressComesLate(t *testing.T) {
	vera := func(email string) chat.Visitor { return chat.Visitor{ID: vera.ID, Site: vera.Site, Email: email} }
	for name, late := range map[string]func(m *memory) event{
		"with a step of the wait": func(*memory) event {
			return stepped{id: "talk", is: &chat.Stepped{Conversation: talk(2), Visitor: vera("a@mail.example"), Won: true}}
		},
		"with a message": func(m *memory) event {
			p := m.say("Hello?")
			p.visitor = vera("a@mail.example")
			return p
		},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				h, m := inMemory(t)
				v, _ := visitorIn(h)
				defer v.Ended()
				desk, ear := deskIn(h)
				defer desk.Ended(true)
				s, err := h.site("shop")
				if err != nil {
					t.Fatal(err)
				}
				s.post(m.say("Hello"))
				second := late(m)
				corrected := talk(int64(len(m.log)))
				corrected.Version = 3
				s.post(identified{v: v, visitor: vera("b@mail.example"), conversation: corrected})
				s.post(second)
				synctest.Wait()
				var told []string
				for _, f := range ear.heard() {
					if f, ok := f.(*protocol.AgentConversation); ok {
						told = append(told, f.Conversation.Visitor.Email)
					}
				}
				if len(told) == 0 || told[len(told)-1] != "b@mail.example" {
					t.Errorf("the desk is told %q", told)
				}
			})
		})
	}
}

func TestGapIsMendedWhenTheStoreCanBeReadAgain(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h, m := inMemory(t)
		v, ear := visitorIn(h)
		defer v.Ended()
		m.say("lost")
		p := m.say("posted")
		m.set(errors.New("the disk is gone"))
		s, err := h.site("shop")
		if err != nil {
			t.Fatal(err)
		}
		s.post(p)
		time.Sleep(10 * time.Second)
		m.set(nil)
		time.Sleep(2 * time.Second)
		synctest.Wait()
		got := 0
		for _, f := range ear.heard() {
			if f, ok := f.(*protocol.VisitorEntries); ok {
				got += len(f.Entries)
			}
		}
		if got != 2 {
			t.Errorf("told %d of 2 entries", got)
		}
	})
}

func TestPresenceIsRecordedWhenTheStoreTakesItAgain(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h, m := inMemory(t)
		desk, ear := deskIn(h)
		defer desk.Ended(true)
		time.Sleep(time.Second)
		m.set(chat.Errorf(chat.Unavailable, "the disk is full"))
		for i, status := range []chat.Status{chat.Online, chat.Invisible} {
			desk.Handle(&protocol.SetStatus{Ref: fmt.Sprint(i), Status: status})
			time.Sleep(time.Millisecond)
		}
		time.Sleep(10 * time.Second)
		var refused []string
		for _, f := range ear.heard() {
			switch f := f.(type) {
			case *protocol.Failed:
				refused = append(refused, f.Ref)
			case *protocol.Ack:
				t.Errorf("%s was acknowledged", f.Ref)
			}
		}
		if len(refused) != 2 {
			t.Errorf("refused were %v", refused)
		}
		m.set(nil)
		time.Sleep(2 * time.Second)
		synctest.Wait()
		m.mu.Lock()
		defer m.mu.Unlock()
		if len(m.choices) != 1 || m.choices[0].Status != chat.Invisible {
			t.Errorf("stored choices %v", m.choices)
		}
		if len(m.changes) != 2 || m.changes[0].Status != chat.Online || m.changes[1].Status != chat.Invisible {
			t.Errorf("stored changes %v", m.changes)
		}
	})
}

// TestMessageWaitsForTheWelcome sends a message right after the hello to a site that is busy: what the visitor was told last is the welcome's.
func TestMessageWaitsForTheWelcome(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h, m := inMemory(t)
		desk, _ := deskIn(h)
		defer desk.Ended(true)
		desk.Handle(&protocol.SetStatus{Ref: "s", Status: chat.Online})
		s, err := h.site("shop")
		if err != nil {
			t.Fatal(err)
		}
		s.post(pause(10 * time.Second))
		v, _ := visitorIn(h)
		defer v.Ended()
		v.Handle(&protocol.VisitorMessage{ClientID: "m", Text: "Hello"})
		if len(m.log) != 1 || m.log[0].Offline {
			t.Errorf("stored %+v", m.log)
		}
	})
}

// An agent whose desk ends with its built-in hub is not there from then on, which a widget must hear: it takes nothing from a hub that is gone.
func TestAGoodbyeReachesVisitorsBeforeTheHubStops(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := New(&memory{}, Options{Log: slog.New(slog.DiscardHandler)})
		desk, _ := deskIn(h)
		desk.Handle(&protocol.SetStatus{Ref: "s", Status: chat.Online})
		s, err := h.site("shop")
		if err != nil {
			t.Fatal(err)
		}
		v, ear := visitorIn(h)
		synctest.Wait()
		s.post(pause(time.Second))
		desk.Handle(&protocol.Goodbye{Why: protocol.AwayQuit})
		desk.Ended(true)
		stopped := make(chan struct{})
		go func() {
			defer close(stopped)
			h.Stop(t.Context())
		}()
		time.Sleep(2 * time.Second)
		told := chat.ModeLive
		for _, f := range ear.heard() {
			if f, ok := f.(*protocol.VisitorAvailability); ok {
				told = f.Mode
			}
		}
		if told == chat.ModeLive {
			t.Errorf("the visitor heard no more than %v", ear.heard())
		}
		v.Ended()
		<-stopped
	})
}

// pause keeps a site busy.
type pause time.Duration

func (p pause) on(*site) { time.Sleep(time.Duration(p)) }

// TestTabThatReadTheLogTooEarly says hello with a log that is older than what the site has announced.
func TestTabThatReadTheLogTooEarly(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h, m := inMemory(t)
		first, _ := visitorIn(h)
		defer first.Ended()
		for i := range 3 {
			first.Handle(&protocol.VisitorMessage{ClientID: fmt.Sprint(i), Text: fmt.Sprint(i)})
		}
		synctest.Wait()
		m.known = talk(1)
		second, ear := visitorIn(h)
		defer second.Ended()
		synctest.Wait()
		var got []int64
		for _, f := range ear.heard() {
			switch f := f.(type) {
			case *protocol.VisitorWelcome:
				for _, e := range f.Entries {
					got = append(got, e.Seq)
				}
			case *protocol.VisitorEntries:
				for _, e := range f.Entries {
					got = append(got, e.Seq)
				}
			}
		}
		if diff := cmp.Diff([]int64{1, 2, 3}, got); diff != "" {
			t.Error(diff)
		}
	})
}

// TestNothingIsKeptOfWhoIsGone looks into a site after everybody has left and every conversation is closed.
func TestNothingIsKeptOfWhoIsGone(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h, m := inMemory(t)
		for range 3 {
			v, _ := visitorIn(h)
			v.Handle(&protocol.VisitorMessage{ClientID: "m", Text: "Hello"})
			v.Ended()
		}
		s, err := h.site("shop")
		if err != nil {
			t.Fatal(err)
		}
		synctest.Wait()
		if len(s.threads) != 1 {
			t.Errorf("%d conversations are live, one is open", len(s.threads))
		}
		closing := m.say("closing")
		closing.conversation.Open = false
		s.post(closing)
		synctest.Wait()
		m.known = closing.conversation // who only reads leaves nothing either
		v, _ := visitorIn(h)
		v.Ended()
		synctest.Wait()
		if n := len(s.threads) + len(s.guests) + len(s.guestOf) + s.visitors.size + len(h.links); n != 0 {
			t.Errorf("%d threads, %d guests, %d visitors, %d links and %d on the roster are kept", len(s.threads), len(s.guests), len(s.guestOf), len(h.links), s.visitors.size)
		}
	})
}

func TestHellosOfOneAddressAreLimited(t *testing.T) {
	a := newAddresses(Bucket{PerSecond: 1, Burst: 3})
	at := time.Date(2026, 10, 20, 8, 0, 0, 0, time.UTC)
	allowed := func(from string, n int) (passed int) {
		for range n {
			if a.allow(netip.MustParseAddr(from), at) {
				passed++
			}
		}
		return passed
	}
	for _, tt := range []struct {
		from string
		want int
	}{
		{"203.0.113.7", 3},
		{"::ffff:203.0.113.7", 0}, // the same
		{"203.0.113.8", 3},
		{"2001:db8::1", 3},
		{"2001:db8::ffff:2", 0}, // the same household
		{"2001:db8:0:1::1", 3},
		{"127.0.0.1", 10},
		{"::1", 10},
	} {
		if got := allowed(tt.from, 10); got != tt.want {
			t.Errorf("%s: %d of 10 passed, want %d", tt.from, got, tt.want)
		}
	}
	at = at.Add(2 * sweepEvery)
	allowed("198.51.100.1", 1)
	if len(a.known) != 1 {
		t.Errorf("%d addresses are remembered", len(a.known))
	}
}

// What was missed is told at once, and stored when the store takes it again; then it was missed when it was, and once.
func TestAStepIsStoredWhenTheStoreTakesItAgain(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h, m := inMemory(t)
		desk, ear := deskIn(h)
		defer desk.Ended(true)
		s, err := h.site("shop")
		if err != nil {
			t.Fatal(err)
		}
		p, began := m.say("Hello"), now()
		p.conversation.Waits = chat.Waiting{Since: began}
		p.conversation.Members = []chat.Member{{Agent: "ann", Replied: true}} // who is Offline
		s.post(p)
		time.Sleep(170 * time.Second)
		m.set(chat.Errorf(chat.Unavailable, "the disk is full"))
		time.Sleep(20 * time.Second)
		state := func() chat.WaitState {
			synctest.Wait()
			var last chat.WaitState
			for _, f := range ear.heard() {
				if f, ok := f.(*protocol.AgentConversation); ok {
					last = f.Conversation.State
				}
			}
			return last
		}
		if got := state(); got != chat.Missed {
			t.Errorf("with a full disk the desk is told %s", got)
		}
		desk.Handle(&protocol.SetStatus{Ref: "s", Status: chat.Online}) // who comes too late takes back nothing
		desk.Handle(&protocol.Pulse{})
		time.Sleep(time.Second)
		if got := state(); got != "" && got != chat.Missed {
			t.Errorf("when the agent has come the desk is told %s", got)
		}
		m.set(nil)
		time.Sleep(time.Minute)
		if got := state(); got != chat.Missed {
			t.Errorf("the desk is told %s", got)
		}
		m.mu.Lock()
		defer m.mu.Unlock()
		if len(m.missed) != 1 || !m.missed[0].Equal(began.Add(3*time.Minute)) || m.attempts < 5 || m.attempts > 25 {
			t.Errorf("stored %v, at the %d. attempt", m.missed, m.attempts)
		}
	})
}
