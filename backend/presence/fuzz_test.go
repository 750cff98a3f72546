package presence_test

import (
	"encoding/binary"
	"testing"
	"time"

	"parley/backend/chat"
	"parley/backend/presence"
	"parley/backend/schedule"
)

// bytesOf reads facts, a policy and an instant from anything: each instant is none or within some hours around zero, in no sensible order.
type bytesOf []byte

func (b *bytesOf) byte() byte {
	if len(*b) == 0 {
		return 0
	}
	out := (*b)[0]
	*b = (*b)[1:]
	return out
}

func (b *bytesOf) time() time.Time {
	n := int16(binary.LittleEndian.Uint16([]byte{b.byte(), b.byte()}))
	if n == 0 {
		return time.Time{}
	}
	return zero.Add(time.Duration(n) * 250 * time.Millisecond)
}

// hours reads hours that are the same on every day, or none.
func (b *bytesOf) hours() *schedule.Schedule {
	var day []schedule.Slot
	for range b.byte() % 4 {
		start := int(b.byte()) * 5
		day = append(day, schedule.Slot{Start: start, End: start + int(b.byte())%20})
	}
	h := schedule.Hours{Zone: "Europe/Berlin"}
	for d := range h.Week {
		h.Week[d] = day
	}
	s, err := schedule.Of(h)
	if err != nil {
		return nil // they overlap
	}
	return s
}

func (b *bytesOf) facts() presence.Facts {
	status := []chat.Status{"", chat.Online, chat.Invisible, chat.Offline}
	f := presence.Facts{
		Choice: presence.Choice{Status: status[b.byte()%4], At: b.time()},
		Idled:  b.time(), Ping: b.time(), At: b.time(),
		Hours: b.hours(),
	}
	if timed := status[b.byte()%4]; timed != "" {
		f.Timed = presence.Timed{Choice: presence.Choice{Status: timed, At: b.time()}, Until: b.time(), ToHours: b.byte()%4 == 0}
	}
	for i := range b.byte() % 5 {
		f.Devices = append(f.Devices, presence.Device{ID: string('A' + rune(i)), Heard: b.time(), Input: b.time(), Left: b.time(), Closed: b.time()})
	}
	return f
}

// Whatever the facts, also impossible ones, the answer is one of the rules and holds until the instant it names.
func FuzzDerive(f *testing.F) {
	f.Add([]byte{})
	f.Add([]byte("\x01\x10\x00\x20\x00\x30\x00\x40\x00\x02\x50\x00\x60\x00\x00\x00\x00\x00\x70\x00\x80\x00\x00\x00\x01\x00\x01\x90\x00"))
	f.Fuzz(func(t *testing.T, data []byte) {
		b := bytesOf(data)
		facts := b.facts()
		p := presence.Policy{IdleAfter: time.Duration(b.byte()) * time.Second, OnReturn: presence.Ask}
		if b.byte()%2 == 1 {
			p.OnReturn = presence.Auto
		}
		now := zero.Add(time.Duration(int16(b.byte())-128) * time.Minute)
		v, next := presence.Derive(facts, p, now)
		check(t, v)
		if next.IsZero() {
			next = now.Add(24 * time.Hour)
			if after, _ := presence.Derive(facts, p, next); after != v {
				t.Fatalf("nothing was named, and %+v becomes %+v", v, after)
			}
		} else if after, _ := presence.Derive(facts, p, next); !next.After(now) || after == v {
			t.Fatalf("%v is named at %v, and the view stays %+v", next, now, v)
		}
		for i := range 50 {
			at := now.Add(next.Sub(now) * time.Duration(i) / 50)
			if got, _ := presence.Derive(facts, p, at); got != v {
				t.Fatalf("%+v at %v becomes %+v at %v, before %v", v, now, got, at, next)
			}
		}
	})
}

// check fails unless v is a line of the table.
func check(t *testing.T, v presence.View) {
	t.Helper()
	var ok bool
	switch v.Cause {
	case chat.CauseAPI:
		ok = v.Status == chat.Online && !v.Asks
	case chat.CauseIdle:
		ok = v.Status == chat.Offline && v.Base != chat.Offline
	case chat.CauseDisconnected:
		ok = v.Status == chat.Offline && v.Base != chat.Offline && !v.Asks
	case chat.CauseNew:
		ok = v.Status == chat.Offline && v.Base == chat.Offline && !v.Asks
	case chat.CauseChoice:
		ok = v.Status == v.Base && !v.Asks
	case chat.CauseHours:
		ok = v.Status == v.Base && v.Status != chat.Invisible && !v.Asks
	}
	if v.Next != (presence.Next{}) && (v.Next.Status == v.Status || v.Next.At.IsZero()) {
		t.Fatalf("the next change of %+v is none", v)
	}
	if !ok {
		t.Fatalf("no line of the table is %+v", v)
	}
}
