package desk

import (
	"context"
	"runtime/debug"
	"time"
)

// A desk is there all day and does little: it gives back what it does not need, first soon after the start, which needs the most.
const (
	firstLull  = 5 * time.Second
	lullsEvery = 10 * time.Minute
)

// shrink gives memory back until the context ends.
func (d *Desk) shrink(ctx context.Context) {
	lull := time.NewTimer(firstLull)
	defer lull.Stop()
	for {
		select {
		case <-lull.C:
			debug.FreeOSMemory()
			d.logged("give memory back", forgetProgram())
			lull.Reset(lullsEvery)
		case <-ctx.Done():
			return
		}
	}
}
