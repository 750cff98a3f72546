package idle

import (
	"context"
	"time"
)

const napEvery = 5 * time.Second

// Watch tells Woke after a sleep until the context ends, on its own goroutine. The other events macOS tells only to programs with a Cocoa event loop:
// a locked or sleeping computer is noticed by its idle time and its silence.
func Watch(ctx context.Context, tell func(Event)) {
	nap := newNap()
	ticks := time.NewTicker(napEvery)
	defer ticks.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-ticks.C:
			if nap.over() {
				tell(Woke)
			}
		}
	}
}
