package main

import (
	"testing"

	"parley/backend/chat"
	"parley/backend/local"
)

// Who is talking to visitors is asked before the desk ends with its window, once; what was not answered changes nothing.
func TestPartingFromVisitors(t *testing.T) {
	p := newPlace(t)
	_, client := p.desk("--demo")
	s := until(t, client, "the agent is Online", shows(chat.Online))
	part := func(by local.Parting) chat.Code {
		t.Helper()
		if err := client.Part(t.Context(), by); err != nil {
			return chat.CodeOf(err)
		}
		return ""
	}
	parts := func(by local.Parting) func(local.State) bool {
		return func(s local.State) bool { return s.Parting == by }
	}
	closing := func(want bool) {
		t.Helper()
		answer, err := client.Closing(t.Context())
		if err != nil || answer.Stay != want {
			t.Errorf("a window that is closed stays: %t, %v, want %t", answer.Stay, err, want)
		}
	}
	if code := part(local.PartQuit); code != chat.Conflict {
		t.Errorf("parting from nobody is %q", code)
	}
	if code := part("sideways"); code != chat.Invalid {
		t.Errorf("parting sideways is %q", code)
	}
	closing(false)

	v := newVisitor(t, s.Session.Site.Widget, s.Session.Site.ID, chat.NewToken())
	v.says("m1", "Hello")
	s = until(t, client, "the message came", func(s local.State) bool { return len(s.Session.Conversations) == 1 })
	closing(false) // it is nobody's yet
	id := s.Session.Conversations[0].ID
	if err := client.Take(t.Context(), id); err != nil {
		t.Fatal(err)
	}
	until(t, client, "it is the agent's", func(s local.State) bool { return len(s.Session.Joined()) == 1 })
	closing(true)
	until(t, client, "the window asks", parts(local.PartQuit))
	closing(false) // closing it once more is an answer
	if code := part(local.PartNot); code != "" {
		t.Errorf("not parting is %q", code)
	}
	until(t, client, "nothing is asked", parts(local.PartNot))
	if code := part(local.PartOffline); code != "" {
		t.Errorf("parting is %q", code)
	}
	until(t, client, "the window asks", parts(local.PartOffline))
	if _, err := client.SetStatus(t.Context(), local.StatusParams{Status: chat.Offline}); err != nil {
		t.Fatal(err)
	}
	until(t, client, "a choice answers", parts(local.PartNot))
	if err := client.LeaveConversation(t.Context(), id); err != nil {
		t.Fatal(err)
	}
	until(t, client, "it is nobody's", func(s local.State) bool { return len(s.Session.Joined()) == 0 })
	closing(false)
}
