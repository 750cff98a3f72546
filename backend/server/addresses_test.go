package server

import (
	"net/netip"
	"testing"
	"time"
)

func TestPlacesOfAnAddress(t *testing.T) {
	a := newAddresses()
	var seats []*seat
	for i := range maxSockets {
		s, ok := a.sit(home)
		if !ok {
			t.Fatalf("socket %d was refused", i+1)
		}
		s.greet()
		seats = append(seats, s)
	}
	if _, ok := a.sit(home); ok {
		t.Error("one more than may be was let in")
	}
	if s, ok := a.sit(netip.MustParseAddr("203.0.113.8")); !ok {
		t.Error("another address was refused")
	} else {
		s.leave()
	}
	seats[0].leave()
	if s, ok := a.sit(home); !ok {
		t.Error("a place that was given up cannot be had")
	} else {
		s.leave()
	}
	for _, s := range seats[1:] {
		s.leave()
	}
	if at := a.known[home]; at.sockets != 0 || at.waiting != 0 {
		t.Errorf("in the end %+v are counted", *at)
	}
	for _, at := range []time.Time{morning, morning.Add(sweepEvery)} {
		a.request(netip.MustParseAddr("203.0.113.9"), at)
	}
	if _, known := a.known[home]; known || len(a.known) != 1 {
		t.Errorf("%d addresses are known", len(a.known))
	}
}

func TestThisComputerIsNotCounted(t *testing.T) {
	for _, from := range []netip.Addr{{}, netip.MustParseAddr("127.0.0.1"), netip.IPv6Loopback()} {
		a := newAddresses()
		for range maxWaiting + 1 {
			if _, ok := a.sit(from); !ok {
				t.Fatalf("%v is refused a socket", from)
			}
		}
		for range requestsAtOnce + 1 {
			if !a.request(from, morning) {
				t.Fatalf("%v is refused a request", from)
			}
		}
		if len(a.known) > 0 {
			t.Errorf("%v is counted", from)
		}
	}
}
