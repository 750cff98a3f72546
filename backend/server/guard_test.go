package server

import (
	"fmt"
	"net/netip"
	"testing"
	"time"
)

var (
	morning = time.Date(2026, time.March, 4, 9, 0, 0, 0, time.UTC)
	home    = netip.MustParseAddr("203.0.113.7")
)

func TestAttemptsThatWereNoGuessesDoNotCount(t *testing.T) {
	g := newGuard()
	attempt := guessers("ann@shop.example", home)
	for range 100 {
		if wait := g.begin(attempt, morning); wait > 0 {
			t.Fatalf("has to wait %v", wait)
		}
		g.takeBack(attempt)
	}
}

func TestHouseholdIsOneAddress(t *testing.T) {
	g := newGuard()
	for i := range perAddress.free {
		if wait := g.begin(guessers(fmt.Sprint(i), netip.MustParseAddr(fmt.Sprintf("2001:db8::%d", i))), morning); wait > 0 {
			t.Fatalf("attempt %d has to wait %v", i, wait)
		}
	}
	if wait := g.begin(guessers("another", netip.MustParseAddr("2001:db8::ffff")), morning); wait == 0 {
		t.Error("another address of the household need not wait")
	}
	if wait := g.begin(guessers("another", netip.MustParseAddr("2001:db8:0:1::1")), morning); wait > 0 {
		t.Errorf("another household has to wait %v", wait)
	}
}

func TestGuardIsBounded(t *testing.T) {
	g := newGuard()
	now, begun := morning, 0
	for i := range mostGuessers {
		if g.begin(guessers(fmt.Sprint(i), netip.AddrFrom4([4]byte{203, byte(i >> 16), byte(i >> 8), byte(i)})), now) == 0 {
			begun++
		}
		if i%100 == 0 && len(g.known) > mostGuessers+2 {
			t.Fatalf("%d are known", len(g.known))
		}
	}
	if begun == mostGuessers {
		t.Error("nothing was refused")
	}
	now = now.Add(forgetAfter)
	if wait := g.begin(guessers("ann@shop.example", home), now); wait > 0 || len(g.known) != 3 {
		t.Errorf("after a while somebody has to wait %v, and %d are known", wait, len(g.known))
	}
}
