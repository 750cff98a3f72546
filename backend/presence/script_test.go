package presence_test

import (
	"fmt"
	"slices"
	"time"

	"pgregory.net/rapid"

	"parley/backend/chat"
	"parley/backend/presence"
	"parley/backend/schedule"
)

var zero = time.Date(2026, 10, 20, 8, 0, 0, 0, time.UTC)

// second is an instant of a script.
func second(s int) time.Time { return zero.Add(time.Duration(s) * time.Second) }

// script is a day of an agent in minutes: events in order, at whole seconds, no two at the same one.
type script struct {
	policy presence.Policy
	hours  *schedule.Schedule // from second 0 on
	events []presence.Event
	at     []int // the second of each event
	end    int   // the second up to which it is looked at
}

// begin returns the agent before the events.
func (s script) begin() presence.Agent {
	a, _ := presence.Agent{Policy: s.policy}.After(presence.HoursSet{At: second(0), Hours: s.hours})
	return a
}

// play returns the agent after the events.
func (s script) play() presence.Agent {
	a := s.begin()
	for _, e := range s.events {
		a, _ = a.After(e)
	}
	return a
}

// last is the second of the newest event, 0 without any.
func (s script) last() int { return s.end - looked }

// looked is for how many seconds a script is looked at after its last event: longer than anything lasts.
const looked = 200

var (
	genPolicy = rapid.Custom(func(t *rapid.T) presence.Policy {
		return presence.Policy{
			IdleAfter: time.Duration(rapid.SampledFrom([]int{0, 7, 30, 60, 100}).Draw(t, "idle after")) * time.Second,
			OnReturn:  rapid.SampledFrom([]presence.OnReturn{presence.Ask, presence.Auto}).Draw(t, "on return"),
		}
	})
	genStatus = rapid.SampledFrom([]chat.Status{chat.Online, chat.Online, chat.Invisible, chat.Offline})
	genDevice = rapid.SampledFrom([]string{"A", "B", "C"})
	genBy     = rapid.SampledFrom([]string{"", "", "admin"})
)

// genHours draws hours with edges at minutes of a script, or none.
var genHours = rapid.Custom(func(t *rapid.T) *schedule.Schedule {
	cuts := rapid.SliceOfNDistinct(rapid.IntRange(8*60-2, 8*60+25), 0, 5, rapid.ID[int]).Draw(t, "cuts")
	slices.Sort(cuts)
	var day []schedule.Slot
	for i := 0; i+1 < len(cuts); i += 2 {
		day = append(day, schedule.Slot{Start: cuts[i], End: cuts[i+1]})
	}
	if len(cuts)%2 == 1 {
		day = append(day, schedule.Slot{Start: cuts[len(cuts)-1], End: rapid.SampledFrom([]int{0, 60, cuts[0]}).Draw(t, "end")})
	}
	h := schedule.Hours{Zone: "UTC"}
	for d := range h.Week {
		h.Week[d] = day
	}
	s, err := schedule.Of(h)
	if err != nil {
		t.Fatal(err)
	}
	return s
})

// genEvent draws an event of any kind but a restart, which tells something about the past.
func genEvent(t *rapid.T, s int) presence.Event {
	at, device := second(s), genDevice.Draw(t, "device")
	ago := func(label string) time.Time { return second(s - rapid.IntRange(0, 40).Draw(t, label)) }
	switch kind := rapid.IntRange(0, 14).Draw(t, "kind"); kind {
	case 0, 1:
		return presence.Connected{At: at, Device: device, Input: ago("input"), Away: rapid.IntRange(0, 5).Draw(t, "away") == 0}
	case 2, 3, 4:
		return presence.Heard{At: at, Device: device, Input: ago("input")}
	case 5:
		return presence.Left{At: at, Device: device}
	case 6:
		return presence.Returned{At: at, Device: device}
	case 7:
		return presence.Closed{At: at, Device: device}
	case 8, 9:
		where := rapid.SampledFrom([]string{"", "A", "B"}).Draw(t, "where")
		return presence.Chose{At: at, Made: ago("made"), Status: genStatus.Draw(t, "status"), By: genBy.Draw(t, "by"), Device: where}
	case 13:
		c := presence.Chose{At: at, Made: ago("made"), Status: genStatus.Draw(t, "status"), By: genBy.Draw(t, "by")}
		if c.ToHours = rapid.Bool().Draw(t, "to hours"); !c.ToHours {
			c.For = time.Duration(rapid.IntRange(1, 300).Draw(t, "for")) * time.Second
		}
		return c
	case 14:
		return presence.HoursSet{At: at, Hours: genHours.Draw(t, "new hours")}
	case 10:
		return presence.CameBack{At: at}
	case 11:
		return presence.Pinged{At: at}
	case 12:
		return presence.PolicySet{At: at, Policy: genPolicy.Draw(t, "new policy")}
	default:
		panic(fmt.Sprintf("no kind %d", kind))
	}
}

var genScript = rapid.Custom(func(t *rapid.T) script {
	s := script{policy: genPolicy.Draw(t, "policy"), hours: genHours.Draw(t, "hours")}
	for range rapid.IntRange(0, 25).Draw(t, "events") {
		s.end += rapid.IntRange(1, 45).Draw(t, "gap")
		s.events, s.at = append(s.events, genEvent(t, s.end)), append(s.at, s.end)
	}
	s.end += looked
	return s
})
