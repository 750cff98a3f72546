package hub

import (
	"net/netip"
	"sync"
	"time"

	"golang.org/x/time/rate"
)

// Limits bound what a peer may ask of a hub. A bucket holds what may come at once, and is refilled at the rate.
type Limits struct {
	Messages        Bucket // of one visitor, or messages and acts of one agent, over all connections; more are refused as busy
	AddressMessages Bucket // of the visitors at one address, but that of this computer; more are refused as busy
	Frames          Bucket // all frames of one connection; more end it as Overload
	Address         Bucket // hellos and changes of token of the visitors at one address, but that of this computer; more end it as Overload
	Site            Bucket // hellos of visitors of one site
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
		Messages:        l.Messages.or(Bucket{PerSecond: 2, Burst: 30}),
		AddressMessages: l.AddressMessages.or(Bucket{PerSecond: 20, Burst: 200}),
		Frames:          l.Frames.or(Bucket{PerSecond: 20, Burst: 200}),
		Address:         l.Address.or(Bucket{PerSecond: 10, Burst: 100}),
		Site:            l.Site.or(Bucket{PerSecond: 5_000, Burst: 20_000}),
	}
}

// buckets limits many who are told apart by a key. They may be used by any goroutine.
type buckets[K comparable] struct {
	size Bucket

	mu    sync.Mutex
	known map[K]*rate.Limiter
	swept time.Time
}

func newBuckets[K comparable](size Bucket) *buckets[K] {
	return &buckets[K]{size: size, known: map[K]*rate.Limiter{}}
}

// sweepEvery is how often those are forgotten who have been quiet long enough for their bucket to be full.
const sweepEvery = time.Minute

// allow reports whether key may do one more.
func (b *buckets[K]) allow(key K, now time.Time) bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	if now.Sub(b.swept) >= sweepEvery {
		for k, l := range b.known {
			if l.TokensAt(now) >= float64(b.size.Burst) {
				delete(b.known, k)
			}
		}
		b.swept = now
	}
	l, ok := b.known[key]
	if !ok {
		l = b.size.limiter()
		b.known[key] = l
	}
	return l.AllowN(now, 1)
}

// addresses limits by where somebody comes from.
type addresses struct{ *buckets[netip.Addr] }

func newAddresses(size Bucket) *addresses { return &addresses{newBuckets[netip.Addr](size)} }

// allow reports whether one more may come from an address.
func (a *addresses) allow(from netip.Addr, now time.Time) bool {
	from, limited := Counted(from)
	return !limited || a.buckets.allow(from, now)
}

// Counted reduces an address to the one its owner is counted by, and reports false for those that are not counted: this computer's, from where come
// tests and, where there is one, the proxy that stands for everybody.
func Counted(from netip.Addr) (netip.Addr, bool) {
	from = from.Unmap()
	if !from.IsValid() || from.IsLoopback() {
		return from, false
	}
	if from.Is4() {
		return from, true
	}
	household, err := from.WithZone("").Prefix(64) // one household has all of it
	return household.Addr(), err == nil
}
