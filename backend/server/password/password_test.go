package password_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"parley/backend/chat"
	"parley/backend/server/password"
)

func TestPasswords(t *testing.T) {
	hash, err := password.Hash(t.Context(), "pässword 1")
	if err != nil {
		t.Fatal(err)
	}
	again, err := password.Hash(t.Context(), "pässword 1")
	if err != nil || again == hash {
		t.Errorf("two hashes of one password are %q and %q, %v", hash, again, err)
	}
	for secret, want := range map[string]bool{"pässword 1": true, "pässword 2": false, "": false, strings.Repeat("x", 4096): false} {
		if got, err := password.Check(t.Context(), hash, secret); got != want || err != nil {
			t.Errorf("%.20q: %v, %v", secret, got, err)
		}
	}
	if got, err := password.Check(t.Context(), "", ""); got || err != nil {
		t.Errorf("without a hash: %v, %v", got, err)
	}
	if _, err := password.Check(t.Context(), "$2y$10$abc", "x"); chat.CodeOf(err) != chat.Internal {
		t.Errorf("a hash that is none: %v", err)
	}
}

func TestPasswordsNobodyShouldHave(t *testing.T) {
	for _, secret := range []string{"", "short", "1234567", strings.Repeat("x", 1025), "12345678\xff"} {
		if _, err := password.Hash(t.Context(), secret); chat.CodeOf(err) != chat.Invalid {
			t.Errorf("%.20q: %v", secret, err)
		}
	}
}

func TestWhoDoesNotGetATurnIsTold(t *testing.T) {
	ctx, cancel := context.WithDeadline(t.Context(), time.Unix(0, 0))
	defer cancel()
	if _, err := password.Check(ctx, "", "x"); chat.CodeOf(err) != chat.Busy {
		t.Errorf("got %v", err)
	}
}
