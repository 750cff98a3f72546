package presence_test

import (
	"encoding/json"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"parley/backend/chat"
	"parley/backend/presence"
	"parley/backend/schedule"
)

// At every second of any script the answer is that of the slow model, whether the agent was woken meanwhile or not; it changes without an event only
// at the instant it named, and does change there; and the log has each change at its own second, also if the next event came long after.
func TestDeriveIsTheModel(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := genScript.Draw(t, "script")
		wakes := rapid.Bool().Draw(t, "woken at named instants")
		m := newModel(s.policy)
		m.setHours(s.hours)
		a := s.begin()
		last, named := a.View(second(0))
		told := presence.Change{At: a.Log.Since(), Status: last.Status, Cause: last.Cause}
		var want []presence.Change
		happened := 0
		var logged []presence.Change
		for i := range s.end {
			now := second(i)
			var e presence.Event
			if happened < len(s.events) && s.at[happened] == i {
				e = s.events[happened]
				happened++
			}
			m.step(now, e)
			var changes []presence.Change
			switch {
			case e != nil:
				a, changes = a.After(e)
			case wakes && now.Equal(named):
				a, changes = a.After(presence.Passed{At: now})
			}
			logged = append(logged, changes...)

			got, next := a.View(now)
			if diff := cmp.Diff(m.view(now), got); diff != "" {
				t.Fatalf("second %d, after %T (-model +got)\n%s", i, e, diff)
			}
			if e == nil && (got != last) != now.Equal(named) {
				t.Fatalf("second %d: from %+v to %+v, and %v was named", i, last, got, named)
			}
			if !next.IsZero() && !next.After(now) {
				t.Fatalf("second %d: names %v, which is over", i, next)
			}
			if got.Status != told.Status || got.Cause != told.Cause || got.By != told.By {
				told = presence.Change{At: now, Status: got.Status, Cause: got.Cause, By: got.By}
				want = append(want, told)
			}
			last, named = got, next
		}
		a, changes := a.After(presence.Passed{At: second(s.end - 1)})
		logged = append(logged, changes...)
		for i := range logged {
			logged[i].Device = ""
		}
		if diff := cmp.Diff(want, logged); diff != "" {
			t.Fatalf("changes (-model +logged)\n%s", diff)
		}
		if got := a.Log.Since(); !got.Equal(told.At) {
			t.Fatalf("since %v, want %v", got, told.At)
		}
	})
}

// Whatever happens, nobody is there without a device heard in the last 50 s or a ping in the last 150 s.
func TestNobodyIsStuckOnline(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := genScript.Draw(t, "script")
		a := s.play()
		quiet := second(s.last()).Add(presence.Silence + presence.Grace)
		if a.Facts.Ping.Add(presence.Lease).After(quiet) {
			quiet = a.Facts.Ping.Add(presence.Lease)
		}
		v, next := a.View(quiet.Add(time.Duration(rapid.Int64Range(0, int64(time.Hour)).Draw(t, "later"))))
		if v.Status != chat.Offline || v.Asks || !next.IsZero() && a.Facts.Hours == nil && v.Timed == (presence.Running{}) {
			t.Fatalf("all is quiet, and the view is %+v until %v", v, next)
		}
	})
}

// A device that comes never changes what was chosen, and where somebody is at another device it changes nothing.
func TestSecondDeviceNeverRaises(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := genScript.Draw(t, "script")
		a := s.play()
		now := second(s.last() + rapid.IntRange(1, 60).Draw(t, "later"))
		before, _ := a.View(now)
		b, _ := a.After(presence.Connected{At: now, Device: "Z", Input: now})
		after, _ := b.View(now)
		if after.Base != before.Base {
			t.Fatalf("the base goes from %+v to %+v", before, after)
		}
		present := before.Status != chat.Offline && before.Cause != chat.CauseAPI || before.Asks
		if present && after != before {
			t.Fatalf("somebody was there: %+v becomes %+v", before, after)
		}
		if rank(after.Status) > rank(before.Status) && rank(after.Status) > rank(after.Base) {
			t.Fatalf("%+v becomes %+v, above the base", before, after)
		}
	})
}

func rank(s chat.Status) int {
	return slices.Index([]chat.Status{chat.Offline, chat.Invisible, chat.Online}, s)
}

// An event that arrives twice is the same as once, and no event changes the agent it is told to.
func TestEventsAreHarmlessTwice(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := genScript.Draw(t, "script")
		a := s.play()
		e := genEvent(t, s.end)
		switch rapid.IntRange(0, 9).Draw(t, "the hub's own") {
		case 0:
			e = presence.Restarted{At: second(s.end)}
		case 1:
			e = presence.Skipped{At: second(s.end)}
		}
		original, err := json.Marshal(a)
		if err != nil {
			t.Fatal(err)
		}
		once, _ := a.After(e)
		twice, changes := once.After(e)
		if diff := cmp.Diff(once, twice, sameHours); diff != "" || len(changes) > 0 {
			t.Fatalf("%T twice changes %v (-once +twice)\n%s", e, changes, diff)
		}
		if now, _ := json.Marshal(a); string(now) != string(original) {
			t.Fatalf("%T changed the agent it was told to\nfrom %s\nto   %s", e, original, now)
		}
	})
}

// sameHours compares schedules by identity: they never change.
var sameHours = cmp.Comparer(func(a, b *schedule.Schedule) bool { return a == b })

// Facts survive being stored; the instant of the last event can be left out where inputs are told as they happen.
func TestFactsAreStorable(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := genScript.Draw(t, "script")
		s.events = slices.DeleteFunc(s.events, func(e presence.Event) bool {
			switch e.(type) {
			case presence.CameBack, presence.PolicySet, presence.HoursSet:
				return true
			}
			return false
		})
		for i, e := range s.events {
			switch e := e.(type) {
			case presence.Connected:
				e.Input = e.At
				s.events[i] = e
			case presence.Heard:
				e.Input = e.At
				s.events[i] = e
			case presence.Chose:
				e.Made = e.At
				s.events[i] = e
			}
		}
		a := s.play()
		data, err := json.Marshal(a.Facts)
		if err != nil {
			t.Fatal(err)
		}
		var back presence.Facts
		if err := json.Unmarshal(data, &back); err != nil {
			t.Fatal(err)
		}
		back.Hours = s.hours // the store keeps what the schedule was made of
		if diff := cmp.Diff(a.Facts, back, sameHours); diff != "" {
			t.Fatalf("stored facts (-before +after)\n%s", diff)
		}
		back.At = time.Time{}
		for i := s.last(); i < s.end; i++ {
			want, wake := a.View(second(i))
			got, again := presence.Derive(back, a.Policy, second(i))
			if got != want || !again.Equal(wake) {
				t.Fatalf("second %d: %+v until %v, from the store %+v until %v", i, want, wake, got, again)
			}
		}
	})
}

// A restart of the hub changes nobody's view by itself, however long it took, and what was linked is gone a grace later unless it comes back.
func TestRestartFlapsNothing(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := genScript.Draw(t, "script")
		s.hours = nil // an edge during the restart counts
		s.events = slices.DeleteFunc(s.events, func(e presence.Event) bool {
			switch e := e.(type) {
			case presence.Closed, presence.Pinged, presence.HoursSet:
				return true
			case presence.Chose:
				return e.For > 0
			}
			return false
		})
		a := s.play()
		stop := second(s.end)
		for _, d := range a.Facts.Devices { // the hub hears what it holds a link to until it stops
			a, _ = a.After(presence.Heard{At: stop, Device: d.ID})
		}
		before, _ := a.View(stop)
		start := stop.Add(time.Duration(rapid.IntRange(1, 100_000).Draw(t, "down for")) * time.Second)
		b, changes := a.After(presence.Restarted{At: start})
		after, _ := b.View(start)
		if len(a.Facts.Devices) > 0 && after != before {
			t.Fatalf("down from %v to %v: %+v becomes %+v", stop, start, before, after)
		}
		if !b.Facts.Idled.Equal(a.Facts.Idled) {
			t.Fatalf("idled %v becomes %v", a.Facts.Idled, b.Facts.Idled)
		}
		for _, c := range changes {
			if c.At.Before(stop) {
				t.Fatalf("a change was recorded late: %+v", c)
			}
		}
		if v, _ := b.View(start.Add(presence.Grace)); v.Status != chat.Offline {
			t.Fatalf("nobody came back, and the view is %+v", v)
		}
	})
}
