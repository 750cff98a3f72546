package server

import (
	"net/netip"
	"sync"
	"time"

	"parley/backend/hub"
)

// guard makes who guesses passwords wait longer and longer. An attempt counts from its beginning, so that many at once are no quicker than one after
// the other; one that was no guess is taken back.
type guard struct {
	mu    sync.Mutex
	known map[guesser]guesses
	swept time.Time
}

// allowance is how many guesses are free, and how long the waits after them get, which begin with a second and double.
type allowance struct {
	free    int
	longest time.Duration
}

// Guesses are counted by the agent, by the address, and by both together: one agent can be guessed from many addresses, and many agents from one. An
// agent whom strangers keep from signing in is not kept from working: a desk keeps its token.
var (
	perAgent   = allowance{free: 20, longest: 10 * time.Second}
	perAddress = allowance{free: 20, longest: 5 * time.Second}
	perBoth    = allowance{free: 3, longest: time.Minute}
)

// guesser is what is counted together.
type guesser struct {
	allowance
	email   string
	address netip.Addr
}

// guesses are those of one guesser that stand.
type guesses struct {
	n    int
	last time.Time
}

// forgetAfter is how long each guess keeps a guesser known after the last one.
const forgetAfter = time.Minute

// mostGuessers bounds what a guard remembers. Passwords are checked too slowly for a flood to come near it.
const mostGuessers = 20_000

func newGuard() *guard { return &guard{known: map[guesser]guesses{}} }

// guessers are those an attempt counts for.
func guessers(email string, from netip.Addr) []guesser {
	household, limited := hub.Counted(from)
	out := []guesser{{perBoth, email, household}, {perAgent, email, netip.Addr{}}}
	if limited {
		out = append(out, guesser{perAddress, "", household})
	}
	return out
}

// begin counts an attempt of all its guessers, or returns how long they have to wait.
func (g *guard) begin(attempt []guesser, now time.Time) (wait time.Duration) {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.forget(now)
	if len(g.known) >= mostGuessers {
		return forgetAfter
	}
	for _, who := range attempt {
		wait = max(wait, g.known[who].wait(who.allowance, now))
	}
	if wait > 0 {
		return wait
	}
	for _, who := range attempt {
		g.known[who] = guesses{n: g.known[who].n + 1, last: now}
	}
	return 0
}

func (a guesses) wait(allowed allowance, now time.Time) time.Duration {
	if a.n < allowed.free {
		return 0
	}
	delay := min(time.Second<<min(a.n-allowed.free, 10), allowed.longest)
	return max(0, a.last.Add(delay).Sub(now))
}

// forget drops the guessers who have been quiet for long enough, now and then.
func (g *guard) forget(now time.Time) {
	if now.Sub(g.swept) < time.Second {
		return
	}
	g.swept = now
	for who, a := range g.known {
		if now.Sub(a.last) >= time.Duration(a.n)*forgetAfter {
			delete(g.known, who)
		}
	}
}

// takeBack undoes begin for an attempt that was no guess.
func (g *guard) takeBack(attempt []guesser) {
	g.mu.Lock()
	defer g.mu.Unlock()
	for _, who := range attempt {
		if a, ok := g.known[who]; ok {
			a.n = max(0, a.n-1)
			g.known[who] = a
		}
	}
}

// passed is takeBack for an attempt with the right password, which also clears what its agent got wrong from there.
func (g *guard) passed(attempt []guesser) {
	g.takeBack(attempt)
	g.mu.Lock()
	defer g.mu.Unlock()
	for _, who := range attempt {
		if who.allowance == perBoth {
			delete(g.known, who)
		}
	}
}
