package hub

import (
	"testing"
	"time"

	"parley/backend/presence"
)

// The start of the hubs is no news to an agent of whom anything is stored from after it: some hub has let it happen, and may have heard devices since.
func TestStartThatAnotherHubHasSeenTo(t *testing.T) {
	start := time.Date(2026, 11, 24, 9, 0, 0, 0, time.UTC)
	for at, want := range map[time.Duration]bool{-time.Millisecond: false, 0: true, time.Second: true} {
		is := presence.Agent{Facts: presence.Facts{At: start.Add(at)}}
		if got := new(site).outdated(nil, is, presence.Restarted{At: start}); got != want {
			t.Errorf("stored %v after the start: outdated is %v", at, got)
		}
	}
}
