package chat_test

import (
	"errors"
	"fmt"
	"io"
	"testing"

	"parley/backend/chat"
)

func TestCodeOf(t *testing.T) {
	conflict := chat.Errorf(chat.Conflict, "the id was used")
	for _, c := range []struct {
		name string
		err  error
		want chat.Code
	}{
		{"its own", conflict, chat.Conflict},
		{"wrapped", fmt.Errorf("store a message: %w", conflict), chat.Conflict},
		{"the outermost of two", chat.Errorf(chat.Unavailable, "store a message: %w", conflict), chat.Unavailable},
		{"joined", errors.Join(io.EOF, conflict), chat.Conflict},
		{"none", io.EOF, chat.Internal},
		{"nothing", nil, chat.Internal},
	} {
		if got := chat.CodeOf(c.err); got != c.want {
			t.Errorf("%s: CodeOf = %s, want %s", c.name, got, c.want)
		}
	}
}

func TestErrorf(t *testing.T) {
	err := chat.Errorf(chat.Invalid, "read %d bytes: %w", 3, io.ErrUnexpectedEOF).At("text")
	if got := err.Error(); got != "read 3 bytes: unexpected EOF" {
		t.Errorf("it says %q", got)
	}
	if !errors.Is(err, io.ErrUnexpectedEOF) {
		t.Error("the cause is lost")
	}
	if err.Field != "text" {
		t.Errorf("the field is %q", err.Field)
	}
	if chat.Errorf(chat.Invalid, "no cause").Unwrap() != nil {
		t.Error("a cause came from nowhere")
	}
}
