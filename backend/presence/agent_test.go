package presence_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"parley/backend/chat"
	"parley/backend/presence"
)

const minute = 60

// told plays events and returns the agent and every change they brought.
func told(p presence.Policy, events ...presence.Event) (presence.Agent, []presence.Change) {
	a, all := presence.Agent{Policy: p}, []presence.Change(nil)
	for _, e := range events {
		var changes []presence.Change
		a, changes = a.After(e)
		all = append(all, changes...)
	}
	return a, all
}

// beats are a device's frames every ten seconds after one second and up to another, without any input.
func beats(device string, after, to int) []presence.Event {
	var out []presence.Event
	for s := after + 10; s <= to; s += 10 {
		out = append(out, presence.Heard{At: second(s), Device: device})
	}
	return out
}

// at expects a status, a cause and whether the question is asked at a second.
func at(t *testing.T, a presence.Agent, s int, status chat.Status, cause chat.Cause, asks bool) {
	t.Helper()
	v, _ := a.View(second(s))
	if v.Status != status || v.Cause != cause || v.Asks != asks {
		t.Errorf("second %d: %+v, want %s, %s, asks %t", s, v, status, cause, asks)
	}
}

// The log tells which device made a difference, at the instant it did, however late the next event comes.
func TestChangesNameTheirDevice(t *testing.T) {
	p := presence.Policy{IdleAfter: minute * time.Second, OnReturn: presence.Auto}
	events := []presence.Event{
		presence.Connected{At: second(0), Device: "A", Input: second(0)},
		presence.Chose{At: second(1), Made: second(1), Status: chat.Online, Device: "A"},
	}
	events = append(events, beats("A", 1, 91)...)
	events = append(events,
		presence.Heard{At: second(95), Device: "A", Input: second(94)},
		presence.Connected{At: second(96), Device: "B", Input: second(96)},
		presence.Left{At: second(97), Device: "A"},
		presence.Closed{At: second(100), Device: "B"},
		presence.Chose{At: second(300), Made: second(300), Status: chat.Invisible, By: "admin"},
		presence.Returned{At: second(301), Device: "A"},
		presence.Pinged{At: second(500)},
		presence.Passed{At: second(900)},
	)
	a, got := told(p, events...)
	want := []presence.Change{
		{At: second(1), Status: chat.Online, Cause: chat.CauseChoice, Device: "A"},
		{At: second(61), Status: chat.Offline, Cause: chat.CauseIdle, Device: "A"},
		{At: second(95), Status: chat.Online, Cause: chat.CauseChoice, Device: "A"},
		{At: second(120), Status: chat.Offline, Cause: chat.CauseDisconnected, Device: "B"},
		{At: second(301), Status: chat.Invisible, Cause: chat.CauseChoice, By: "admin", Device: "A"},
		{At: second(351), Status: chat.Offline, Cause: chat.CauseDisconnected, Device: "A"},
		{At: second(500), Status: chat.Online, Cause: chat.CauseAPI},
		{At: second(650), Status: chat.Offline, Cause: chat.CauseDisconnected},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("changes (-want +got)\n%s", diff)
	}
	if diff := cmp.Diff(presence.Log(want), a.Log); diff != "" {
		t.Errorf("log (-want +got)\n%s", diff)
	}
}

func TestLogKeepsTheNewest(t *testing.T) {
	a := presence.Agent{Policy: presence.DefaultPolicy()}
	for s := range 2 * presence.LogSize {
		status := []chat.Status{chat.Online, chat.Offline}[s%2]
		a, _ = a.After(presence.Connected{At: second(s), Device: "A", Input: second(s)})
		a, _ = a.After(presence.Chose{At: second(s), Made: second(s), Status: status})
	}
	if len(a.Log) != presence.LogSize {
		t.Fatalf("the log has %d changes, want %d", len(a.Log), presence.LogSize)
	}
	if first, since := a.Log[0].At, a.Log.Since(); !first.Equal(second(presence.LogSize)) || !since.Equal(second(2*presence.LogSize-1)) {
		t.Errorf("the log goes from %v to %v", first, since)
	}
}

// When an Offline agent became so is asked of the log, also of one that has lost its beginning.
func TestLeft(t *testing.T) {
	online, idle := chat.Online, chat.Offline
	log := func(n int, status ...chat.Status) presence.Log {
		l := presence.Log{}
		for i := range n {
			l = append(l, presence.Change{At: second(i), Status: status[i%len(status)]})
		}
		return l
	}
	for name, c := range map[string]struct {
		log  presence.Log
		want time.Time
	}{
		"nothing yet":                       {nil, time.Time{}},
		"always Offline":                    {log(2, idle), time.Time{}},
		"Online":                            {log(2, idle, online), time.Time{}},
		"Offline since the last but one":    {append(log(2, idle, online), presence.Change{At: second(2), Status: idle}, presence.Change{At: second(3), Status: idle}), second(2)},
		"a full log of being Offline":       {log(presence.LogSize, idle), second(0)},
		"a full log that ends with Offline": {log(presence.LogSize, online, idle), second(presence.LogSize - 1)},
	} {
		if got := c.log.Left(); !got.Equal(c.want) {
			t.Errorf("%s: %v, want %v", name, got, c.want)
		}
	}
}

// The rules for choices that reach the hub late, early or out of order.
func TestChoice(t *testing.T) {
	chose := func(at, made int, s chat.Status) presence.Chose {
		return presence.Chose{At: second(at), Made: second(made), Status: s}
	}
	for _, c := range []struct {
		name   string
		events []presence.Event
		want   presence.Choice
	}{
		{"none", nil, presence.Choice{}},
		{"the later one counts", []presence.Event{chose(1, 1, chat.Online), chose(2, 2, chat.Invisible)}, presence.Choice{Status: chat.Invisible, At: second(2)}},
		{"an older one that comes late does not", []presence.Event{chose(10, 10, chat.Online), chose(20, 5, chat.Offline)}, presence.Choice{Status: chat.Online, At: second(10)}},
		{"made without a link counts from when it was made", []presence.Event{chose(10, 10, chat.Online), chose(90, 50, chat.Offline)}, presence.Choice{Status: chat.Offline, At: second(50)}},
		{"never in the future", []presence.Event{chose(10, 500, chat.Online), chose(11, 11, chat.Offline)}, presence.Choice{Status: chat.Offline, At: second(11)}},
		{"an instant that is not told is now", []presence.Event{presence.Chose{At: second(9), Status: chat.Online, By: "admin", Device: "A"}}, presence.Choice{Status: chat.Online, At: second(9), By: "admin", Device: "A"}},
		{"a ping is none", []presence.Event{chose(1, 1, chat.Offline), presence.Pinged{At: second(2)}}, presence.Choice{Status: chat.Offline, At: second(1)}},
	} {
		t.Run(c.name, func(t *testing.T) {
			a, _ := told(presence.DefaultPolicy(), c.events...)
			if diff := cmp.Diff(c.want, a.Facts.Choice); diff != "" {
				t.Errorf("choice (-want +got)\n%s", diff)
			}
		})
	}
}

// The same status chosen by somebody else is a change of cause; chosen again by the same hand it is none.
func TestSinceKnowsWhoChose(t *testing.T) {
	a, _ := told(presence.DefaultPolicy(),
		presence.Chose{At: second(1), Status: chat.Offline},
		presence.Chose{At: second(2), Status: chat.Offline})
	if got := a.Log.Since(); !got.Equal(second(1)) {
		t.Errorf("chosen again: since %v, want %v", got, second(1))
	}
	a, _ = a.After(presence.Chose{At: second(3), Status: chat.Offline, By: "admin"})
	if got := a.Log.Since(); !got.Equal(second(3)) {
		t.Errorf("chosen by the admin: since %v, want %v", got, second(3))
	}
}

// idleFor returns an Online agent whose only device has had no input since second 0, up to a second.
func idleFor(p presence.Policy, s int) presence.Agent {
	a, _ := told(p, append([]presence.Event{
		presence.Connected{At: second(0), Device: "A", Input: second(0)},
		presence.Chose{At: second(0), Status: chat.Online},
	}, beats("A", 0, s)...)...)
	return a
}

var (
	asks = presence.Policy{IdleAfter: minute * time.Second, OnReturn: presence.Ask}
	auto = presence.Policy{IdleAfter: minute * time.Second, OnReturn: presence.Auto}
)

func TestIdle(t *testing.T) {
	t.Run("input at the very instant is in time", func(t *testing.T) {
		a, _ := idleFor(asks, 50).After(presence.Heard{At: second(60), Device: "A", Input: second(60)})
		at(t, a, 60, chat.Online, chat.CauseChoice, false)
	})
	t.Run("asked on return, and again on the next one", func(t *testing.T) {
		a, _ := idleFor(asks, 70).After(presence.Heard{At: second(75), Device: "A", Input: second(75)})
		at(t, a, 75, chat.Offline, chat.CauseIdle, true)
		a, _ = a.After(presence.CameBack{At: second(76), Device: "A"})
		at(t, a, 76, chat.Online, chat.CauseChoice, false)
		for _, e := range beats("A", 76, 140) {
			a, _ = a.After(e)
		}
		a, _ = a.After(presence.Heard{At: second(141), Device: "A", Input: second(141)})
		at(t, a, 141, chat.Offline, chat.CauseIdle, true)
	})
	t.Run("automatically, the input is enough", func(t *testing.T) {
		a := idleFor(auto, 70)
		at(t, a, 70, chat.Offline, chat.CauseIdle, false)
		a, _ = a.After(presence.Heard{At: second(75), Device: "A", Input: second(75)})
		at(t, a, 75, chat.Online, chat.CauseChoice, false)
	})
	t.Run("the question waits for who sits down, and leaves with them", func(t *testing.T) {
		a, _ := idleFor(asks, 70).After(presence.Left{At: second(71), Device: "A"})
		at(t, a, 71, chat.Offline, chat.CauseIdle, false)
		a, _ = a.After(presence.Returned{At: second(80), Device: "A"})
		at(t, a, 80, chat.Offline, chat.CauseIdle, true)
		if _, next := a.View(second(80)); !next.Equal(second(130)) {
			t.Errorf("the question is named to go at %v, want with the device's silence at %v", next, second(130))
		}
	})
	t.Run("a new link with nobody there is no return", func(t *testing.T) {
		a, _ := idleFor(auto, 70).After(presence.Closed{At: second(71), Device: "A"})
		a, _ = a.After(presence.Connected{At: second(200), Device: "A", Input: second(0)})
		at(t, a, 200, chat.Offline, chat.CauseIdle, false)
	})
	t.Run("a new link does not ask again what a choice has answered", func(t *testing.T) {
		a, _ := idleFor(asks, 70).After(presence.Chose{At: second(75), Status: chat.Online, By: "admin"})
		a, _ = a.After(presence.Closed{At: second(76), Device: "A"})
		a, _ = a.After(presence.Connected{At: second(200), Device: "A", Input: second(0)})
		a, _ = a.After(presence.Heard{At: second(205), Device: "A", Input: second(205)})
		at(t, a, 205, chat.Online, chat.CauseChoice, false)
	})
	t.Run("a new link of an idle computer does not take a later question back", func(t *testing.T) {
		a, _ := told(asks,
			presence.Connected{At: second(0), Device: "A", Input: second(0)},
			presence.Connected{At: second(0), Device: "B", Input: second(0)},
			presence.Heard{At: second(40), Device: "A"},
			presence.Heard{At: second(40), Device: "B"},
			presence.Chose{At: second(70), Status: chat.Online, Device: "B"},
			presence.Heard{At: second(80), Device: "A"},
			presence.Left{At: second(100), Device: "B"}, // and with it the agent becomes idle
			presence.Closed{At: second(101), Device: "A"},
			presence.Connected{At: second(200), Device: "A", Input: second(0)},
			presence.Heard{At: second(205), Device: "A", Input: second(205)})
		at(t, a, 205, chat.Offline, chat.CauseIdle, true)
	})
	t.Run("a shorter period counts at once, and from now", func(t *testing.T) {
		a, _ := idleFor(asks, 40).After(presence.PolicySet{At: second(45), Policy: presence.Policy{IdleAfter: 30 * time.Second, OnReturn: presence.Ask}})
		at(t, a, 45, chat.Offline, chat.CauseIdle, false)
		if !a.Facts.Idled.Equal(second(45)) {
			t.Errorf("idled %v, want %v", a.Facts.Idled, second(45))
		}
	})
	t.Run("asking from now on asks nothing about returns before", func(t *testing.T) {
		a, _ := idleFor(auto, 70).After(presence.Heard{At: second(75), Device: "A", Input: second(75)})
		a, _ = a.After(presence.PolicySet{At: second(76), Policy: asks})
		at(t, a, 76, chat.Online, chat.CauseChoice, false)
	})
	t.Run("never is never", func(t *testing.T) {
		a := idleFor(presence.Policy{OnReturn: presence.Ask}, 10_000)
		at(t, a, 10_000, chat.Online, chat.CauseChoice, false)
	})
}

func TestDevices(t *testing.T) {
	online := []presence.Event{
		presence.Chose{At: second(0), Status: chat.Online},
		presence.Connected{At: second(0), Device: "A", Input: second(0)},
	}
	after := func(events ...presence.Event) presence.Agent {
		a, _ := told(presence.DefaultPolicy(), append(online[:2:2], events...)...)
		return a
	}
	t.Run("a link lost and found again within the grace changes nothing", func(t *testing.T) {
		a, changes := told(presence.DefaultPolicy(), append(online[:2:2],
			presence.Closed{At: second(10), Device: "A"}, presence.Connected{At: second(29), Device: "A", Input: second(0)})...)
		at(t, a, 60, chat.Online, chat.CauseChoice, false)
		if len(changes) != 2 || !a.Log.Since().Equal(second(0)) {
			t.Errorf("changes %+v", changes)
		}
	})
	t.Run("locked: the link stands, its frames bring nobody back", func(t *testing.T) {
		a := after(presence.Left{At: second(10), Device: "A"}, presence.Heard{At: second(15), Device: "A", Input: second(15)})
		at(t, a, 15, chat.Offline, chat.CauseDisconnected, false)
	})
	t.Run("locked, a new link: still locked", func(t *testing.T) {
		a := after(presence.Left{At: second(10), Device: "A"}, presence.Closed{At: second(11), Device: "A"},
			presence.Connected{At: second(20), Device: "A", Input: second(5), Away: true})
		at(t, a, 21, chat.Offline, chat.CauseDisconnected, false)
		a, _ = a.After(presence.Returned{At: second(30), Device: "A"})
		at(t, a, 30, chat.Online, chat.CauseChoice, false)
	})
	t.Run("goodbye in the grace ends it", func(t *testing.T) {
		a := after(presence.Closed{At: second(10), Device: "A"}, presence.Left{At: second(12), Device: "A"})
		at(t, a, 12, chat.Offline, chat.CauseDisconnected, false)
	})
	t.Run("silent for long, then closed: gone with the silence", func(t *testing.T) {
		a := after(presence.Closed{At: second(45), Device: "A"})
		at(t, a, 49, chat.Online, chat.CauseChoice, false)
		at(t, a, 50, chat.Offline, chat.CauseDisconnected, false)
	})
	t.Run("silent, then heard again: back", func(t *testing.T) {
		a := after(presence.Heard{At: second(300), Device: "A", Input: second(299)})
		at(t, a, 300, chat.Online, chat.CauseChoice, false)
	})
	t.Run("a device nobody knows means nothing", func(t *testing.T) {
		a := after(presence.Heard{At: second(1), Device: "X", Input: second(1)}, presence.Left{At: second(1), Device: "X"},
			presence.Returned{At: second(1), Device: "X"}, presence.Closed{At: second(1), Device: "X"})
		if len(a.Facts.Devices) != 1 {
			t.Errorf("devices %+v", a.Facts.Devices)
		}
	})
	t.Run("a closed device is forgotten after its grace", func(t *testing.T) {
		a := after(presence.Closed{At: second(10), Device: "A"}, presence.Passed{At: second(29)})
		if len(a.Facts.Devices) != 1 {
			t.Errorf("in the grace: devices %+v", a.Facts.Devices)
		}
		a, _ = a.After(presence.Passed{At: second(30)})
		if len(a.Facts.Devices) != 0 {
			t.Errorf("after the grace: devices %+v", a.Facts.Devices)
		}
	})
}

func TestRestarted(t *testing.T) {
	night := 8 * 60 * minute
	t.Run("a grace for who was connected", func(t *testing.T) {
		a, changes := idleFor(asks, 30).After(presence.Restarted{At: second(30 + night)})
		at(t, a, 30+night, chat.Online, chat.CauseChoice, false)
		at(t, a, 30+night+19, chat.Online, chat.CauseChoice, false)
		at(t, a, 30+night+20, chat.Offline, chat.CauseDisconnected, false)
		if len(changes) > 0 {
			t.Errorf("changes %+v", changes)
		}
	})
	t.Run("nobody idles by it", func(t *testing.T) {
		a, _ := idleFor(asks, 30).After(presence.Restarted{At: second(30 + night)})
		a, _ = a.After(presence.Connected{At: second(32 + night), Device: "A", Input: second(31 + night)})
		at(t, a, 32+night, chat.Online, chat.CauseChoice, false)
	})
	t.Run("who idled through it is asked", func(t *testing.T) {
		a, _ := idleFor(asks, 30).After(presence.Restarted{At: second(30 + night)})
		a, _ = a.After(presence.Connected{At: second(32 + night), Device: "A", Input: second(0)})
		at(t, a, 32+night, chat.Offline, chat.CauseIdle, false)
		a, _ = a.After(presence.Heard{At: second(35 + night), Device: "A", Input: second(35 + night)})
		at(t, a, 35+night, chat.Offline, chat.CauseIdle, true)
	})
	t.Run("no grace for who had lost the link before", func(t *testing.T) {
		a, _ := idleFor(presence.Policy{OnReturn: presence.Ask}, 30).After(presence.Closed{At: second(75), Device: "A"}) // silent since 30
		_, got := a.After(presence.Restarted{At: second(76)})
		at(t, a, 80, chat.Offline, chat.CauseDisconnected, false)
		a, later := a.After(presence.Restarted{At: second(90)})
		at(t, a, 90, chat.Offline, chat.CauseDisconnected, false)
		want := []presence.Change{{At: second(80), Status: chat.Offline, Cause: chat.CauseDisconnected, Device: "A"}}
		if diff := cmp.Diff(want, later); diff != "" || len(got) > 0 {
			t.Errorf("changes %+v, then (-want +got)\n%s", got, diff)
		}
	})
	t.Run("what time did meanwhile is recorded at its own instant", func(t *testing.T) {
		a, _ := idleFor(presence.Policy{OnReturn: presence.Ask}, 30).After(presence.Left{At: second(31), Device: "A"})
		a, _ = a.After(presence.Pinged{At: second(40)})
		_, got := a.After(presence.Restarted{At: second(40 + night)})
		want := []presence.Change{{At: second(190), Status: chat.Offline, Cause: chat.CauseDisconnected}}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("changes (-want +got)\n%s", diff)
		}
	})
}

// A clock that was set back keeps nobody Online, idle or asked for longer, and does not outweigh new choices.
func TestClockSetBack(t *testing.T) {
	hour := 60 * minute
	a := idleFor(asks, 30)
	a, _ = a.After(presence.Heard{At: second(31 - hour), Device: "A"})
	at(t, a, 60-hour, chat.Online, chat.CauseChoice, false)
	at(t, a, 61-hour, chat.Offline, chat.CauseIdle, false)
	at(t, a, 30, chat.Offline, chat.CauseIdle, false)
	b, _ := a.After(presence.Chose{At: second(32 - hour), Status: chat.Invisible})
	at(t, b, 32-hour, chat.Invisible, chat.CauseChoice, false)

	a, _ = idleFor(asks, 70).After(presence.Heard{At: second(75 - hour), Device: "A", Input: second(75 - hour)})
	at(t, a, 75-hour, chat.Offline, chat.CauseIdle, true)

	a = idleFor(presence.Policy{OnReturn: presence.Ask}, 30)
	a, _ = a.After(presence.Pinged{At: second(30 - hour)})
	at(t, a, 79-hour, chat.Online, chat.CauseChoice, false)
	at(t, a, 80-hour, chat.Online, chat.CauseAPI, false)
	at(t, a, 180-hour, chat.Offline, chat.CauseDisconnected, false)

	// A timed choice has as long to run as before.
	a = idleFor(presence.Policy{OnReturn: presence.Ask}, 0)
	a, _ = a.After(presence.Chose{At: second(10), Status: chat.Invisible, For: 20 * time.Second})
	a, _ = a.After(presence.Heard{At: second(20 - hour), Device: "A"})
	at(t, a, 39-hour, chat.Invisible, chat.CauseChoice, false)
	at(t, a, 40-hour, chat.Online, chat.CauseChoice, false)
}

// A clock that was set forward makes nobody gone or idle at once, and what would have come comes as much later. Edges and ends it has passed count.
func TestClockSetForward(t *testing.T) {
	hour := 60 * minute
	a, changes := idleFor(asks, 30).After(presence.Skipped{At: second(40 + hour)})
	if len(changes) > 0 {
		t.Errorf("changes %+v", changes)
	}
	at(t, a, 69+hour, chat.Online, chat.CauseChoice, false) // after half a minute without input came the leap
	at(t, a, 70+hour, chat.Offline, chat.CauseIdle, false)

	a, _ = idleFor(presence.Policy{OnReturn: presence.Ask}, 30).After(presence.Skipped{At: second(40 + hour)})
	at(t, a, 89+hour, chat.Online, chat.CauseChoice, false)
	at(t, a, 90+hour, chat.Offline, chat.CauseDisconnected, false)

	a = idleFor(presence.Policy{OnReturn: presence.Ask}, 0)
	a, _ = a.After(presence.Chose{At: second(10), Status: chat.Invisible, For: 20 * time.Second})
	a, _ = a.After(presence.Skipped{At: second(20 + hour)})
	at(t, a, 20+hour, chat.Online, chat.CauseChoice, false)

	a, _ = idleFor(asks, 30).After(presence.Left{At: second(31), Device: "A"})
	a, _ = a.After(presence.Skipped{At: second(40 + hour)})
	at(t, a, 40+hour, chat.Offline, chat.CauseDisconnected, false)
}

func TestPolicyCheck(t *testing.T) {
	for _, c := range []struct {
		policy presence.Policy
		field  string
	}{
		{presence.DefaultPolicy(), ""},
		{presence.Policy{OnReturn: presence.Auto}, ""},
		{presence.Policy{IdleAfter: 7 * time.Second, OnReturn: presence.Ask}, ""},
		{presence.Policy{IdleAfter: -1, OnReturn: presence.Ask}, "idleAfter"},
		{presence.Policy{}, "onReturn"},
		{presence.Policy{OnReturn: "later"}, "onReturn"},
	} {
		err := c.policy.Check()
		if (err == nil) != (c.field == "") {
			t.Errorf("Check(%+v) = %v", c.policy, err)
		}
		if err != nil && chat.CodeOf(err) != chat.Invalid {
			t.Errorf("Check(%+v) has the code %s", c.policy, chat.CodeOf(err))
		}
	}
}
