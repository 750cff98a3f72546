package main

import (
	"testing"
	"time"

	"parley/backend/chat"
	"parley/backend/local"
)

func TestHowLongAStatusShallHold(t *testing.T) {
	now := time.Date(2026, time.November, 23, 14, 30, 0, 0, time.FixedZone("CET", 3600))
	for name, c := range map[string]struct {
		command statusCommand
		want    local.StatusParams // the zero one where it is refused
	}{
		"it holds":            {statusCommand{Status: "Online"}, local.StatusParams{Status: chat.Online}},
		"for a while":         {statusCommand{Status: "invisible", For: 90 * time.Minute}, local.StatusParams{Status: chat.Invisible, For: 5_400_000}},
		"until today":         {statusCommand{Status: "offline", Until: "14:31"}, local.StatusParams{Status: chat.Offline, For: 60_000}},
		"until tomorrow":      {statusCommand{Status: "offline", Until: "14:30"}, local.StatusParams{Status: chat.Offline, For: 86_400_000}},
		"until the hours":     {statusCommand{Status: "offline", UntilHours: true}, local.StatusParams{Status: chat.Offline, ToHours: true}},
		"not a time":          {statusCommand{Status: "offline", Until: "later"}, local.StatusParams{}},
		"a time that is over": {statusCommand{Status: "offline", For: -time.Minute}, local.StatusParams{}},
		"no time at all":      {statusCommand{Status: "offline", For: time.Millisecond}, local.StatusParams{}},
		"not a status":        {statusCommand{Status: "away", For: time.Minute}, local.StatusParams{}},
	} {
		t.Run(name, func(t *testing.T) {
			got, err := c.command.params(now)
			if got != c.want || (err != nil) != (c.want == local.StatusParams{}) || err != nil && chat.CodeOf(err) != chat.Invalid {
				t.Errorf("got %+v, %v, want %+v", got, err, c.want)
			}
		})
	}
}

func TestATimeIsNeverMissedByAFraction(t *testing.T) {
	now := time.Date(2026, time.November, 23, 14, 30, 0, 1, time.UTC)
	got, err := statusCommand{Status: "offline", Until: "14:31"}.params(now)
	if end := now.Add(time.Duration(got.For) * time.Millisecond); err != nil || end.Format("15:04") != "14:31" {
		t.Errorf("until 14:31 ends at %v, %v", end, err)
	}
}
