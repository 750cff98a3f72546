// Package servertest lets tests run a whole hub, with its store and its HTTP server, and talk to it as widgets and desks do, inside a
// testing/synctest bubble: connections are pipes, so that synctest.Wait returns when everybody has been told everything, and hours pass at once.
package servertest

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"log/slog"
	"net/http"
	"os"
	"testing"
	"testing/fstest"
	"time"

	"parley/backend/chat"
	"parley/backend/server"
	"parley/backend/wire/wiretest"
)

// Origin is that of the website whose pages carry the widget.
const Origin = "https://shop.example"

// Address is how the hub is reached.
const Address = "http://hub.example"

// Hub is a hub that runs, with one site.
type Hub struct {
	*server.Server
	Site chat.Site

	t        testing.TB
	options  server.Options
	listener *wiretest.Listener
	client   *http.Client
	served   chan error
}

// Start runs a hub on an empty data folder until the test ends. The options may be changed before it opens.
func Start(t testing.TB, change ...func(*server.Options)) *Hub {
	t.Helper()
	dir, err := os.MkdirTemp("", "parley-hub-")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := os.RemoveAll(dir); err != nil {
			t.Error(err)
		}
	})
	h := &Hub{t: t, options: server.Options{Data: dir, Widget: widget, Log: slog.New(slog.NewTextHandler(testLog{t}, nil))}}
	for _, c := range change {
		c(&h.options)
	}
	h.open()
	t.Cleanup(h.close)
	site, err := h.Store().AddSite(t.Context(), "Shop", []string{Origin})
	if err != nil {
		t.Fatal(err)
	}
	h.Site = site
	return h
}

// widget stands for the built files.
var widget = fstest.MapFS{
	"widget.js":               {Data: bytes.Repeat([]byte("// the loader\n"), 100)},
	"chat/index.html":         {Data: []byte("<!doctype html><title>Chat</title>")},
	"chat/assets/chat-123.js": {Data: bytes.Repeat([]byte("// the chat\n"), 100)},
}

// testLog shows the log of a hub in the test that fails.
type testLog struct{ t testing.TB }

func (l testLog) Write(line []byte) (int, error) {
	l.t.Logf("hub: %s", bytes.TrimSpace(line))
	return len(line), nil
}

func (h *Hub) open() {
	h.t.Helper()
	s, err := server.Open(context.WithoutCancel(h.t.Context()), h.options)
	if err != nil {
		h.t.Fatal(err)
	}
	h.Server, h.listener, h.served = s, wiretest.Listen(), make(chan error, 1)
	h.client = &http.Client{Transport: &http.Transport{DialContext: h.listener.Dial, DisableKeepAlives: true}}
	go func() { h.served <- s.Serve(h.listener) }()
}

func (h *Hub) close() {
	h.t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	if err := h.Shutdown(ctx); err != nil {
		h.t.Error(err)
	}
	if err := <-h.served; err != nil {
		h.t.Error(err)
	}
}

// Restart ends the hub, stays away for a while, and starts one on the same data.
func (h *Hub) Restart(away time.Duration) {
	h.t.Helper()
	h.close()
	time.Sleep(away)
	h.open()
}

// Agent adds an agent to the site and returns it with a token.
func (h *Hub) Agent(name string) (chat.Agent, string) {
	h.t.Helper()
	a, err := h.Store().AddAgent(h.t.Context(), h.Site.ID, name, name+"@shop.example", "")
	if err != nil {
		h.t.Fatal(err)
	}
	return a, h.Token(a)
}

// Token signs an agent in.
func (h *Hub) Token(a chat.Agent) string {
	h.t.Helper()
	token, err := h.Store().NewToken(h.t.Context(), a.ID, "test")
	if err != nil {
		h.t.Fatal(err)
	}
	return token
}

// Answer is how the hub answered a request.
type Answer struct {
	StatusCode int
	Header     http.Header
}

// Do sends a request, with a token unless it is empty, and headers by name and value. It returns the answer and its body.
func (h *Hub) Do(method, path, token string, body any, header ...string) (Answer, []byte) {
	h.t.Helper()
	var in io.Reader
	if body != nil {
		data, err := json.Marshal(body)
		if err != nil {
			h.t.Fatal(err)
		}
		in = bytes.NewReader(data)
	}
	r, err := http.NewRequestWithContext(h.t.Context(), method, Address+path, in)
	if err != nil {
		h.t.Fatal(err)
	}
	if body != nil {
		r.Header.Set("Content-Type", "application/json")
	}
	if token != "" {
		r.Header.Set("Authorization", "Bearer "+token)
	}
	for i := 0; i+1 < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	answer, err := h.client.Do(r)
	if err != nil {
		h.t.Fatal(err)
	}
	defer answer.Body.Close()
	data, err := io.ReadAll(answer.Body)
	if err != nil {
		h.t.Fatal(err)
	}
	return Answer{StatusCode: answer.StatusCode, Header: answer.Header}, data
}
