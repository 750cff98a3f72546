package server_test

import (
	"bytes"
	"database/sql"
	"log/slog"
	"path/filepath"
	"strings"
	"testing"
	"testing/synctest"

	"parley/backend/chat"
	"parley/backend/protocol"
	"parley/backend/server"
	"parley/backend/server/servertest"
	"parley/backend/store"
)

// block keeps everybody else from changing a database, until the function it returns is called.
func block(t *testing.T, dir string) (release func()) {
	t.Helper()
	db, err := sql.Open("sqlite", filepath.Join(dir, store.FileName))
	if err != nil {
		t.Fatal(err)
	}
	conn, err := db.Conn(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if _, err := conn.ExecContext(t.Context(), "BEGIN IMMEDIATE"); err != nil {
		t.Fatal(err)
	}
	return func() {
		if err := conn.Close(); err != nil {
			t.Error(err)
		}
		if err := db.Close(); err != nil {
			t.Error(err)
		}
	}
}

func TestHubThatCannotStoreAnythingIsNotReady(t *testing.T) {
	servertest.OnSQLite(t) // which another program can keep to itself
	synctest.Test(t, func(t *testing.T) {
		var log bytes.Buffer
		var dir string
		h := servertest.Start(t, func(o *server.Options) { dir, o.Log = o.Data, slog.New(slog.NewTextHandler(&log, nil)) })
		_, token := h.Agent("Ann")
		c := newContract(t, h)
		v := h.Visitor(chat.NewToken(), 0)
		v.Send(&protocol.VisitorMessage{ClientID: "m", Text: "Hello"})
		v.Received()
		var list struct{ Conversations []protocol.Conversation }
		c.want(200, c.do("GET", "/api/v1/conversations", token, nil, &list))
		say := func(clientID string) (answer servertest.Answer, data []byte) {
			path := "/api/v1/conversations/" + list.Conversations[0].ID + "/messages"
			body := map[string]string{"text": "Hi", "clientId": clientID}
			c.do("POST", path, token, body, nil)
			return h.Do("POST", path, token, body)
		}
		ready := func() int {
			answer, _ := h.Do("GET", "/readyz", "", nil)
			return answer.StatusCode
		}

		release := block(t, dir)
		if got := ready(); got != 200 {
			t.Errorf("before anything has failed: %d", got)
		}
		answer, data := say("a")
		if answer.StatusCode != 503 || answer.Header.Get("Retry-After") == "" || bytes.Contains(data, []byte(store.FileName)) {
			t.Errorf("a message is answered %d %v %s", answer.StatusCode, answer.Header, data)
		}
		if got := ready(); got != 503 {
			t.Errorf("while nothing can be stored: %d", got)
		}
		release()
		if got := ready(); got != 200 {
			t.Errorf("when something can be stored again: %d", got)
		}
		if answer, data := say("b"); answer.StatusCode != 200 {
			t.Errorf("a message is answered %d %s", answer.StatusCode, data)
		}
		if told := log.String(); strings.Count(told, "changes cannot be stored") != 1 || strings.Count(told, "changes are stored again") != 1 {
			t.Errorf("the log tells\n%s", told)
		}
	})
}
