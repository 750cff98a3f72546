package window

import (
	"errors"
	"fmt"
	"testing"

	"parley/backend/chat"
)

func TestRefusal(t *testing.T) {
	conflict := chat.Errorf(chat.Conflict, "it was changed in the meantime").At("revision")
	for _, c := range []struct {
		err  error
		want string
	}{
		{chat.Errorf(chat.Busy, "too much at once"), "busy: too much at once"},
		{conflict, "conflict (revision): it was changed in the meantime"},
		{fmt.Errorf("ask the hub: %w", conflict), "conflict (revision): ask the hub: it was changed in the meantime"},
		{errors.New("disk full"), "internal: disk full"},
	} {
		if got := Refusal(c.err); got != c.want {
			t.Errorf("Refusal(%v) = %q, want %q", c.err, got, c.want)
		}
	}
}
