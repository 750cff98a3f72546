package hub

import (
	"net/netip"
	"sync"
	"time"

	"golang.org/x/time/rate"
)

// Limits bound what one peer may ask of a hub. A bucket holds what may come at once, and is refilled at the rate.
type Limits struct {
	Messages Bucket // messages of one connection; more are refused as busy
	Frames   Bucket // all frames of one connection; more end it as Overload
	Address  Bucket // hellos of visitors from one address, but that of this computer
	Site     Bucket // hellos of visitors of one site
}

// Bucket is a rate and what may come at once.
type Bucket struct {
	PerSecond float64
	Burst     int
}

func (b Bucket) limiter() *rate.Limiter { return rate.NewLimiter(rate.Limit(b.PerSecond), b.Burst) }

func (b Bucket) or(fallback Bucket) Bucket {
	if b == (Bucket{}) {
		return fallback
	}
	return b
}

func (l Limits) orDefaults() Limits {
	return Limits{
		Messages: l.Messages.or(Bucket{PerSecond: 2, Burst: 30}),
		Frames:   l.Frames.or(Bucket{PerSecond: 20, Burst: 200}),
		Address:  l.Address.or(Bucket{PerSecond: 10, Burst: 100}),
		Site:     l.Site.or(Bucket{PerSecond: 5_000, Burst: 20_000}),
	}
}

// addresses limits hellos by where they come from.
type addresses struct {
	bucket Bucket

	mu    sync.Mutex
	known map[netip.Addr]*rate.Limiter
	swept time.Time
}

// sweepEvery is how often addresses are forgotten that have been quiet long enough for their bucket to be full.
const sweepEvery = time.Minute

func newAddresses(l Limits) *addresses {
	return &addresses{bucket: l.Address, known: map[netip.Addr]*rate.Limiter{}}
}

// allow reports whether one more hello may come from an address. This computer is not limited: from here come tests and, where there is one, the
// proxy that stands for everybody.
func (a *addresses) allow(from netip.Addr, now time.Time) bool {
	from = from.Unmap()
	if from.IsLoopback() || !from.IsValid() {
		return true
	}
	if from.Is6() { // one household has all of it
		prefix, err := from.WithZone("").Prefix(64)
		if err != nil {
			return false
		}
		from = prefix.Addr()
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	if now.Sub(a.swept) >= sweepEvery {
		for k, l := range a.known {
			if l.TokensAt(now) >= float64(a.bucket.Burst) {
				delete(a.known, k)
			}
		}
		a.swept = now
	}
	l, ok := a.known[from]
	if !ok {
		l = a.bucket.limiter()
		a.known[from] = l
	}
	return l.AllowN(now, 1)
}
