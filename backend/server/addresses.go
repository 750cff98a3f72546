package server

import (
	"context"
	"encoding/json"
	"net/http"
	"net/netip"
	"sync"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"golang.org/x/time/rate"

	"parley/backend/hub"
	"parley/backend/protocol"
)

// What may come from one address. An office of hundreds may share one, and all of it comes back at once after a restart of the hub.
const (
	requestsPerSecond = 100
	requestsAtOnce    = 2_000
	maxSockets        = 2_000 // that are open
	maxWaiting        = 200   // of these, that have not said hello
)

// addresses count what comes from where. They may be used by any goroutine.
type addresses struct {
	mu    sync.Mutex
	known map[netip.Addr]*address
	swept time.Time
}

type address struct {
	requests         *rate.Limiter
	sockets, waiting int
}

// sweepEvery is how often addresses are forgotten that have been quiet for long enough.
const sweepEvery = time.Minute

func newAddresses() *addresses { return &addresses{known: map[netip.Addr]*address{}} }

// request reports whether one more request may come from an address now.
func (a *addresses) request(from netip.Addr, now time.Time) bool {
	from, limited := hub.Counted(from)
	if !limited {
		return true
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	a.sweep(now)
	return a.at(from).requests.AllowN(now, 1)
}

func (a *addresses) at(from netip.Addr) *address {
	if a.known[from] == nil {
		a.known[from] = &address{requests: rate.NewLimiter(requestsPerSecond, requestsAtOnce)}
	}
	return a.known[from]
}

func (a *addresses) sweep(now time.Time) {
	if now.Sub(a.swept) < sweepEvery {
		return
	}
	for from, at := range a.known {
		if at.sockets == 0 && at.requests.TokensAt(now) >= requestsAtOnce {
			delete(a.known, from)
		}
	}
	a.swept = now
}

// seat is the place of one socket in the count of its address. Its methods are called one at a time.
type seat struct {
	of      *addresses
	address *address
	waiting bool
}

// sit gives a socket from an address a place, or reports that there is none.
func (a *addresses) sit(from netip.Addr) (*seat, bool) {
	from, limited := hub.Counted(from)
	a.mu.Lock()
	defer a.mu.Unlock()
	at := &address{} // one that nobody else is counted by
	if limited {
		at = a.at(from)
	}
	if at.sockets >= maxSockets || at.waiting >= maxWaiting {
		return nil, false
	}
	at.sockets++
	at.waiting++
	return &seat{of: a, address: at, waiting: true}, true
}

// greet takes note that the socket has said hello.
func (s *seat) greet() {
	if !s.waiting {
		return
	}
	s.waiting = false
	s.of.mu.Lock()
	defer s.of.mu.Unlock()
	s.address.waiting--
}

// greeting handles the frames of the socket and takes note of the first.
func (s *seat) greeting(handle func(protocol.Frame)) func(protocol.Frame) {
	return func(f protocol.Frame) {
		handle(f)
		s.greet()
	}
}

// leave gives the place up.
func (s *seat) leave() {
	s.greet()
	s.of.mu.Lock()
	defer s.of.mu.Unlock()
	s.address.sockets--
}

// limited answers requests for as long as their address sends not too many, and notes it for addressOf, and for ownOf how they
// reached the hub.
func (s *Server) limited(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		from := proxies(s.options.Proxies).client(r)
		if !s.addresses.request(from, time.Now()) {
			refuseAddress(w)
			return
		}
		ctx := context.WithValue(r.Context(), addressKey{}, from)
		next.ServeHTTP(w, r.WithContext(context.WithValue(ctx, ownKey{}, s.own(r))))
	})
}

// refuseAddress answers a request from an address that is at its limit.
func refuseAddress(w http.ResponseWriter) {
	const status = http.StatusTooManyRequests
	h := w.Header()
	h.Set("Content-Type", "application/problem+json")
	h.Set("Cache-Control", "no-store")
	h.Set("Retry-After", retryAfter[status])
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(huma.NewError(status, "too much comes from this address")) // a caller who is gone needs no answer
}
