package idle

import "time"

// API: https://developer.apple.com/documentation/kernel/1462446-mach_absolute_time, on which Go's monotonic clock runs and which stands still during
// sleep, while the wall clock goes on. Setting the clock forward looks like sleep; that costs nothing but an event too many.

var started = time.Now()

func asleep() time.Duration {
	now := time.Now()
	return now.Round(0).Sub(started.Round(0)) - now.Sub(started)
}
