package main

import (
	"encoding/json"
	"strings"
	"testing"

	"parley/backend/chat"
	"parley/backend/local"
	"parley/backend/protocol"
)

// A window gets at lists and settings of the hub through the desk, and at nothing else of it.
func TestAWindowAsksTheHub(t *testing.T) {
	p := newPlace(t)
	_, client := p.desk("--demo")
	state := until(t, client, "the agent is Online", shows(chat.Online))
	me := state.Session.Agent
	if me.Role != chat.RoleOwner {
		t.Errorf("the agent of the built-in hub is %q", me.Role)
	}
	ask := func(method, path string, body any) (json.RawMessage, error) {
		var data json.RawMessage
		if body != nil {
			data, _ = json.Marshal(body)
		}
		return client.Ask(t.Context(), local.AskParams{Method: method, Path: path, Body: data})
	}
	settings := protocol.GroupSettings{Name: "Sales", Agents: []string{me.ID}}
	made, err := ask("POST", "/site/groups", settings)
	if err != nil {
		t.Fatal(err)
	}
	var group protocol.GroupInfo
	if err := json.Unmarshal(made, &group); err != nil || group.Name != "Sales" {
		t.Fatalf("made %s", made)
	}
	until(t, client, "the desk knows the group", func(s local.State) bool { return len(s.Session.Groups) == 1 })

	refused := func(code chat.Code, field, method, path string, body any) {
		t.Helper()
		_, err := ask(method, path, body)
		if chat.CodeOf(err) != code || !strings.Contains(err.Error(), field) {
			t.Errorf("%s %s is refused with %v", method, path, err)
		}
	}
	refused(chat.Conflict, "Sales", "POST", "/site/groups", settings)
	refused(chat.NotFound, "nobody", "PUT", "/site/groups/nobody", protocol.GroupSettings{Name: "New", Agents: []string{}})
	refused(chat.Invalid, "required", "POST", "/site/groups", map[string]any{"agents": []string{}})
	for _, path := range []string{"/login", "/me/status", "/conversations", "/site/../login", "/site/%2e%2e/login", "//elsewhere/site", "site", "/sites", "", "/site",
		"/site/agents/a/status", "/site/groups/a/b", "/site/groups/..", "/site/groups?x=/../login"} {
		refused(chat.Invalid, "does not ask", "GET", path, nil)
	}
	refused(chat.Invalid, "PATCH", "PATCH", "/site/groups", settings)

	if gone, err := ask("DELETE", "/site/groups/"+group.ID, nil); err != nil || string(gone) != "null" {
		t.Errorf("deleting answered %s, %v", gone, err)
	}
	until(t, client, "the group is gone", func(s local.State) bool { return len(s.Session.Groups) == 0 })
}
