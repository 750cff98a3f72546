package bus_test

import (
	"fmt"
	"log/slog"
	"sync"
	"testing"
	"time"

	"parley/backend/bus"
	"parley/backend/bus/bustest"
	"parley/backend/chat"
	"parley/backend/hub"
)

// buses are the ways to carry nudges: each makes a function that returns one more end.
var buses = map[string]func(*testing.T) func() hub.Bus{
	"memory": func(*testing.T) func() hub.Bus { return new(bus.Memory).Join },
	"nats": func(t *testing.T) func() hub.Bus {
		s := bustest.Start(t)
		return func() hub.Bus { return dial(t, s.Address(), "parley") }
	},
}

func dial(t *testing.T, address, topic string) *bus.NATS {
	t.Helper()
	n, err := bus.Dial(address, topic, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(n.Close)
	eventually(t, "NATS carries", n.Carries)
	return n
}

// each runs a test on every kind of bus.
func each(t *testing.T, test func(t *testing.T, join func() hub.Bus)) {
	t.Helper()
	for name, begin := range buses {
		t.Run(name, func(t *testing.T) { test(t, begin(t)) })
	}
}

// patience is how long a nudge may take here.
const patience = 10 * time.Second

func eventually(t *testing.T, what string, is func() bool) {
	t.Helper()
	for deadline := time.Now().Add(patience); !is(); time.Sleep(5 * time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatalf("not in time: %s", what)
		}
	}
}

// ear keeps what an end hears.
type ear struct {
	mu    sync.Mutex
	heard map[string]hub.Nudge // by site, everything together
	times int
}

// listen has an end hear until the test ends.
func listen(t *testing.T, b hub.Bus) *ear {
	t.Helper()
	e := &ear{heard: map[string]hub.Nudge{}}
	t.Cleanup(b.Hear(func(n hub.Nudge) {
		e.mu.Lock()
		defer e.mu.Unlock()
		e.heard[n.Site] = n.With(e.heard[n.Site])
		e.times++
	}))
	return e
}

func (e *ear) of(site string) hub.Nudge {
	e.mu.Lock()
	defer e.mu.Unlock()
	return e.heard[site]
}

// meet has two ends find each other: what is published to NATS before the other end is known there is told to nobody.
func meet(t *testing.T, from hub.Bus, to *ear) {
	t.Helper()
	eventually(t, "the ends have met", func() bool {
		from.Tell(hub.Nudge{Site: "hello", Settings: true})
		return to.of("hello").Settings
	})
}

func TestANudgeReachesAllOthers(t *testing.T) {
	each(t, func(t *testing.T, join func() hub.Bus) {
		one, two, three := join(), join(), join()
		ears := []*ear{listen(t, one), listen(t, two), listen(t, three)}
		meet(t, one, ears[1])
		meet(t, one, ears[2])
		one.Tell(hub.Nudge{Site: "s", Conversations: map[string]int64{"c": 3}, Agents: []string{"ann"}, SignIns: []string{"bob"}, Settings: true})
		for _, e := range ears[1:] {
			eventually(t, "it is heard", func() bool { return e.of("s").Settings })
			if n := e.of("s"); n.Conversations["c"] != 3 || len(n.Agents) != 1 || n.Agents[0] != "ann" || len(n.SignIns) != 1 || n.SignIns[0] != "bob" {
				t.Errorf("heard %+v", n)
			}
		}
		two.Tell(hub.Nudge{Site: "back"})
		eventually(t, "the answer is heard", func() bool { return ears[0].of("back").Site == "back" })
		if n := ears[0].of("s"); n.Site != "" {
			t.Errorf("who told it hears %+v", n)
		}
	})
}

// Nudges about one site that wait together become one: a hub that is slow is told what to read, not how often it changed.
func TestABurstIsHeardTogether(t *testing.T) {
	each(t, func(t *testing.T, join func() hub.Bus) {
		one, two := join(), join()
		e := listen(t, two)
		meet(t, one, e)
		e.mu.Lock() // it hears nothing more for now
		const many = 1000
		for i := range many {
			one.Tell(hub.Nudge{Site: "s", Conversations: map[string]int64{fmt.Sprint("c", i%10): int64(many - i)}})
		}
		before := e.times
		e.mu.Unlock()
		eventually(t, "everything is heard", func() bool {
			n := e.of("s")
			for i := range 10 {
				if n.Conversations[fmt.Sprint("c", i)] != int64(10-i) {
					return false
				}
			}
			return true
		})
		e.mu.Lock()
		defer e.mu.Unlock()
		if times := e.times - before; times > many/2 {
			t.Errorf("%d nudges were heard in %d pieces", many, times)
		}
	})
}

func TestWhoStoppedHearsNothing(t *testing.T) {
	each(t, func(t *testing.T, join func() hub.Bus) {
		one, two, three := join(), join(), join()
		e := listen(t, three)
		meet(t, one, e)
		stop := two.Hear(func(n hub.Nudge) {
			if n.Site == "late" {
				t.Error("it is heard after the end")
			}
		})
		stop()
		one.Tell(hub.Nudge{Site: "late"})
		eventually(t, "the other one hears it", func() bool { return e.of("late").Site == "late" })
	})
}

func TestMemoryCanBeCut(t *testing.T) {
	m := new(bus.Memory)
	one, two := m.Join(), m.Join()
	e := listen(t, two)
	m.Cut(true)
	if one.Carries() {
		t.Error("it carries though it is cut")
	}
	one.Tell(hub.Nudge{Site: "lost"})
	m.Cut(false)
	one.Tell(hub.Nudge{Site: "s"})
	eventually(t, "the next one is heard", func() bool { return e.of("s").Site == "s" })
	if e.of("lost").Site != "" {
		t.Error("what was lost is heard")
	}
}

// Hubs go on without NATS, know that nothing gets through, and are connected again by themselves.
func TestNATSGoesAndComesBack(t *testing.T) {
	s := bustest.Start(t)
	one, two := dial(t, s.Address(), "parley"), dial(t, s.Address(), "parley")
	e := listen(t, two)
	meet(t, one, e)
	s.Stop()
	eventually(t, "both ends know", func() bool { return !one.Carries() && !two.Carries() })
	one.Tell(hub.Nudge{Site: "lost"})
	s.Start()
	eventually(t, "both ends are back", func() bool { return one.Carries() && two.Carries() })
	eventually(t, "nudges get through", func() bool {
		one.Tell(hub.Nudge{Site: "s"})
		return e.of("s").Site == "s"
	})
}

func TestNATSThatIsNotThereYet(t *testing.T) {
	s := bustest.Start(t)
	s.Stop()
	n, err := bus.Dial(s.Address(), "parley", slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(n.Close)
	if n.Carries() {
		t.Error("it carries without a server")
	}
	e := listen(t, n)
	s.Start()
	eventually(t, "it carries", n.Carries)
	meet(t, dial(t, s.Address(), "parley"), e)
}

// Hubs of two databases can share one NATS.
func TestTopicsDoNotHearEachOther(t *testing.T) {
	s := bustest.Start(t)
	one, two, stranger := dial(t, s.Address(), "one"), dial(t, s.Address(), "one"), dial(t, s.Address(), "two")
	e, other := listen(t, two), listen(t, stranger)
	meet(t, one, e)
	meet(t, dial(t, s.Address(), "two"), other)
	one.Tell(hub.Nudge{Site: "s"})
	eventually(t, "it is heard", func() bool { return e.of("s").Site == "s" })
	if other.of("s").Site != "" {
		t.Error("another topic hears it")
	}
}

func TestNATSRefusesAnAddressThatIsNone(t *testing.T) {
	for _, address := range []string{"nats://host:port", "://"} {
		if _, err := bus.Dial(address, "parley", slog.New(slog.DiscardHandler)); chat.CodeOf(err) != chat.Invalid {
			t.Errorf("%q: %v", address, err)
		}
	}
}
