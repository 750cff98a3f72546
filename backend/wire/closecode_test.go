package wire_test

import (
	"strings"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"

	"parley/backend/wire"
)

func TestCloseCode(t *testing.T) {
	tests := []struct {
		code      wire.CloseCode
		name      string
		reconnect bool
	}{
		{wire.Normal, "normal", true},
		{wire.GoingAway, "going away", true},
		{wire.NoStatus, "no status", true},
		{wire.Lost, "lost", true},
		{wire.Slow, "slow", true},
		{wire.Restart, "restart", true},
		{wire.Elsewhere, "elsewhere", true},
		{wire.Overload, "overload", true},
		{wire.Unauthorized, "unauthorized", false},
		{wire.Protocol, "protocol", false},
		{wire.Origin, "origin", false},
		{wire.Invalid, "invalid", false},
		{wire.Replaced, "replaced", false},
		{wire.UnknownSite, "unknown site", false},
		{4499, "4499", true}, // of a hub newer than this program
		{4999, "4999", false},
	}
	for _, tt := range tests {
		if got := tt.code.String(); got != tt.name {
			t.Errorf("%d is named %q, want %q", tt.code, got, tt.name)
		}
		if got := tt.code.Reconnect(); got != tt.reconnect {
			t.Errorf("%v: reconnect %v, want %v", tt.code, got, tt.reconnect)
		}
	}
}

func TestEndingSaysWhy(t *testing.T) {
	if got := (wire.Ending{Code: wire.Slow}).String(); got != "slow" {
		t.Errorf("got %q", got)
	}
	if got := (wire.Ending{Code: wire.Slow, Reason: "queue is full"}).String(); got != "slow: queue is full" {
		t.Errorf("got %q", got)
	}
}

func TestReasonFitsACloseFrame(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		reason := rapid.OneOf(rapid.String(), rapid.StringN(100, 200, -1)).Draw(t, "reason")
		cut := wire.CutReason(reason)
		if len(cut) > 123 || !utf8.ValidString(cut) || !strings.HasPrefix(reason, cut) {
			t.Fatalf("cut to %q", cut)
		}
		if len(reason) <= 123 && cut != reason || len(reason) > 123 && len(cut) <= 123-utf8.UTFMax {
			t.Fatalf("%d bytes cut to %d", len(reason), len(cut))
		}
	})
}
