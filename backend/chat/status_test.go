package chat_test

import (
	"testing"

	"parley/backend/chat"
)

func TestParseStatus(t *testing.T) {
	for in, want := range map[string]chat.Status{
		"online": chat.Online, "Invisible": chat.Invisible, " OFFLINE\n": chat.Offline,
		"": "", "away": "", "on line": "", "onlinе": "", // the last one with a Cyrillic letter
	} {
		got, err := chat.ParseStatus(in)
		if got != want || (err == nil) != (want != "") {
			t.Errorf("ParseStatus(%q) = %q, %v, want %q", in, got, err, want)
		}
		if err != nil && chat.CodeOf(err) != chat.Invalid {
			t.Errorf("ParseStatus(%q) has the code %s", in, chat.CodeOf(err))
		}
	}
}
