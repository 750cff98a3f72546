package server

import (
	"context"
	"runtime/debug"
	"runtime/metrics"
	"time"
)

// When memory is given back.
const (
	memoryEvery = 5 * time.Second // how often it is looked at
	memoryWorth = 16 << 20        // bytes needed anew since the last time, and half of what is in use, from which on it is worth the trouble
	memoryQuiet = 8               // it is quiet while less than this part of what is in use is needed anew
)

// GiveMemoryBack gives memory back that the program needed for a while, until the context ends: whoever comes needs several times of what he needs when he
// is there, and after a restart all come at once. It is for a program that is nothing but a hub.
func GiveMemoryBack(ctx context.Context) {
	samples := []metrics.Sample{{Name: "/gc/heap/allocs:bytes"}, {Name: "/gc/heap/live:bytes"}}
	var seen, given uint64
	for {
		select {
		case <-time.After(memoryEvery):
		case <-ctx.Done():
			return
		}
		metrics.Read(samples)
		allocated, live := samples[0].Value.Uint64(), samples[1].Value.Uint64()
		if quiet := allocated-seen < live/memoryQuiet; quiet && allocated-given > max(memoryWorth, live/2) {
			debug.FreeOSMemory()
			given = allocated
		}
		seen = allocated
	}
}
