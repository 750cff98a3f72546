package presence_test

import (
	"math/rand/v2"
	"os"
	"testing"
	"time"

	"parley/backend/chat"
	"parley/backend/presence"
	"parley/backend/schedule"
)

// A long life with several devices, hours and timed choices: at no step is anybody there without a device that was heard in the last 50 s and has not
// said goodbye, or a ping in the last 150 s. It has 100,000 steps with PARLEY_LONG.
func TestNobodyIsStuckOnlineInALongLife(t *testing.T) {
	steps := 10_000
	if os.Getenv("PARLEY_LONG") != "" {
		steps = 100_000
	}
	seed := uint64(time.Now().UnixNano())
	t.Logf("seed %d", seed)
	r := rand.New(rand.NewPCG(seed, 0))
	office := schedule.Hours{Zone: "Europe/Berlin"}
	for d := time.Monday; d <= time.Friday; d++ {
		office.Week[d] = []schedule.Slot{{Start: 9 * 60, End: 12 * 60}, {Start: 22 * 60, End: 6 * 60}}
	}
	hours, err := schedule.Of(office)
	if err != nil {
		t.Fatal(err)
	}
	a := presence.Agent{Policy: presence.DefaultPolicy(), Facts: presence.Facts{Hours: hours, At: zero}}
	now, online := zero, 0
	heard := map[string]time.Time{} // of the devices that have not said goodbye
	var ping time.Time
	for step := range steps {
		now = now.Add(time.Duration(r.ExpFloat64() * float64(time.Minute)).Truncate(time.Millisecond))
		device := string('A' + rune(r.IntN(3)))
		var e presence.Event
		switch r.IntN(14) {
		case 0, 1:
			e, heard[device] = presence.Connected{At: now, Device: device, Input: now}, now
		case 2, 3, 4:
			e = presence.Heard{At: now, Device: device, Input: now}
			if _, there := heard[device]; there {
				heard[device] = now
			}
		case 5:
			e = presence.Left{At: now, Device: device}
			delete(heard, device)
		case 6:
			e, heard[device] = presence.Returned{At: now, Device: device}, now
		case 7:
			e = presence.Closed{At: now, Device: device}
		case 8, 9:
			e = presence.Chose{At: now, Status: []chat.Status{chat.Online, chat.Invisible, chat.Offline}[r.IntN(3)], Device: device}
		case 10:
			e = presence.Chose{At: now, Status: chat.Online, For: time.Duration(1+r.IntN(300)) * time.Second}
		case 11:
			e = presence.CameBack{At: now}
		case 12:
			e = presence.Passed{At: now}
		case 13:
			e = presence.Passed{At: now}
			if r.IntN(50) == 0 {
				e, ping = presence.Pinged{At: now}, now
			}
		}
		a, _ = a.After(e)
		at := now.Add(time.Duration(r.IntN(300)) * time.Second)
		v, _ := a.View(at)
		if v.Status == chat.Offline {
			continue
		}
		online++
		vouched := !ping.IsZero() && at.Sub(ping) < presence.Lease
		for _, last := range heard {
			vouched = vouched || at.Sub(last) < presence.Silence+presence.Grace
		}
		if !vouched {
			t.Fatalf("step %d: %v after %T nobody is there, and the view is %+v", step, at.Sub(now), e, v)
		}
	}
	if online < steps/50 {
		t.Errorf("somebody was there at only %d of %d steps", online, steps)
	}
}
