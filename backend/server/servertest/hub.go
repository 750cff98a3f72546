// Package servertest lets tests run a whole hub, with its store and its HTTP server, and talk to it as widgets and desks do, inside a
// testing/synctest bubble: connections are pipes, so that synctest.Wait returns when everybody has been told everything, and hours pass at once.
package servertest

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/netip"
	"os"
	"path/filepath"
	"slices"
	"sync/atomic"
	"testing"
	"testing/fstest"
	"testing/synctest"
	"time"

	"parley/backend/bus"
	"parley/backend/chat"
	"parley/backend/server"
	"parley/backend/store"
	"parley/backend/wire/wiretest"
)

// Origin is that of the website whose pages carry the widget.
const Origin = "https://shop.example"

// Address is how the hub is reached.
const Address = "http://hub.example"

// Hub is a hub that runs, with one site: or several that share a store, among which connections and requests take turns.
type Hub struct {
	*server.Server // the first one
	Site           chat.Site

	t       testing.TB
	store   *store.Store // beside that of the hub
	options server.Options
	bus     *bus.Memory
	nodes   []*node
	turn    *atomic.Int64
}

// node is one of the hubs.
type node struct {
	*server.Server
	listener *listener
	client   *http.Client
	served   chan error
}

// next is the hub whose turn it is.
func (h *Hub) next() *node { return h.nodes[int(h.turn.Add(1)-1)%len(h.nodes)] }

// At is the same, but of several hubs only the one with a number from 0 on.
func (h *Hub) At(number int) *Hub {
	one := *h
	one.nodes = h.nodes[number : number+1]
	one.Server = one.nodes[0].Server
	return &one
}

// Start runs a hub with one site on an empty data folder until the test ends. The options may be changed before it opens.
func Start(t testing.TB, change ...func(*server.Options)) *Hub {
	t.Helper()
	return withSite(t, StartEmpty(t, change...))
}

func withSite(t testing.TB, h *Hub) *Hub {
	t.Helper()
	site, err := h.Store().AddSite(t.Context(), "Shop", []string{Origin})
	if err != nil {
		t.Fatal(err)
	}
	h.Site = site
	return h
}

// Several is Start with so many hubs on one PostgreSQL. Without that the test is skipped.
func Several(t testing.TB, hubs int, change ...func(*server.Options)) *Hub {
	t.Helper()
	if engine != "postgres" {
		t.Skip("several hubs need PostgreSQL")
	}
	return withSite(t, start(t, hubs, change...))
}

// seldom is how often hubs count in tests that are not about that: hours pass at once, and the database would be asked for nothing else.
const seldom = 24 * time.Hour

// StartEmpty is Start without a site.
func StartEmpty(t testing.TB, change ...func(*server.Options)) *Hub {
	t.Helper()
	rarely := func(o *server.Options) { o.CountEvery = seldom }
	return start(t, Hubs(t), append([]func(*server.Options){rarely}, change...)...)
}

func start(t testing.TB, hubs int, change ...func(*server.Options)) *Hub {
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
	h := &Hub{
		t: t, bus: new(bus.Memory), nodes: make([]*node, hubs), turn: new(atomic.Int64),
		options: server.Options{Data: dir, Store: place(t, dir), Widget: widget, Log: slog.New(slog.NewTextHandler(testLog{t}, nil))},
	}
	for _, c := range change {
		c(&h.options)
	}
	for i := range h.nodes {
		h.nodes[i] = new(node)
	}
	h.open()
	t.Cleanup(h.close)
	h.store, err = store.OpenBeside(context.WithoutCancel(t.Context()), h.options.Store, h.options.Log)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := h.store.Close(); err != nil {
			t.Error(err)
		}
	})
	return h
}

// widget stands for the built files.
var widget = fstest.MapFS{
	"widget.js":               {Data: bytes.Repeat([]byte("// the loader\n"), 100)},
	"target.js":               {Data: bytes.Repeat([]byte("// what a talk imports\n"), 100)},
	"talk.js":                 {Data: bytes.Repeat([]byte("// the talk\n"), 100)},
	"chat/index.html":         {Data: []byte("<!doctype html><title>Chat</title>")},
	"chat/assets/chat-123.js": {Data: bytes.Repeat([]byte("// the chat\n"), 100)},
}

// testLog shows the log of a hub in the test that fails.
type testLog struct{ t testing.TB }

func (l testLog) Write(line []byte) (int, error) {
	l.t.Logf("hub: %s", bytes.TrimSpace(line))
	return len(line), nil
}

// Cut has nudges between several hubs be lost from now on, or no longer.
func (h *Hub) Cut(cut bool) { h.bus.Cut(cut) }

func (h *Hub) open() {
	h.t.Helper()
	for i, n := range h.nodes {
		o := h.options
		if engine == "postgres" {
			o.Data, o.Bus = filepath.Join(o.Data, fmt.Sprint("hub-", i)), h.bus.Join()
		}
		s, err := server.Open(context.WithoutCancel(h.t.Context()), o)
		if err != nil {
			h.t.Fatal(err)
		}
		n.Server, n.listener, n.served = s, &listener{Listener: wiretest.Listen()}, make(chan error, 1)
		n.client = &http.Client{Transport: &http.Transport{DialContext: n.listener.Dial, DisableKeepAlives: true}}
		go func() { n.served <- s.Serve(n.listener) }()
	}
	h.Server = h.nodes[0].Server
}

// From has connections come from an address of the network from now on, until a restart. Without it they have none, and count as this computer's.
func (h *Hub) From(address string) {
	for _, n := range h.nodes {
		n.listener.from.Store(net.TCPAddrFromAddrPort(netip.AddrPortFrom(netip.MustParseAddr(address), 4711)))
	}
}

// listener says where connections come from.
type listener struct {
	*wiretest.Listener
	from atomic.Pointer[net.TCPAddr]
}

// Accept returns the next connection.
func (l *listener) Accept() (net.Conn, error) {
	conn, err := l.Listener.Accept()
	if from := l.from.Load(); err == nil && from != nil {
		return located{conn, from}, nil
	}
	return conn, err
}

type located struct {
	net.Conn
	from net.Addr
}

// RemoteAddr returns the address of the other end.
func (l located) RemoteAddr() net.Addr { return l.from }

func (h *Hub) close() {
	h.t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	for _, n := range slices.Backward(h.nodes) { // so that the first, where the first desk is, is the last that serves
		if err := n.Shutdown(ctx); err != nil {
			h.t.Error(err)
		}
		if err := <-n.served; err != nil {
			h.t.Error(err)
		}
	}
}

// Store returns the hub's data, as a program beside it has them.
func (h *Hub) Store() *store.Store { return h.store }

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
	token, err := h.Store().NewToken(h.t.Context(), a.ID, "", "", time.Now())
	if err != nil {
		h.t.Fatal(err)
	}
	return token
}

// Change changes settings of the site, as another program does.
func (h *Hub) Change(c store.SiteChange) {
	h.t.Helper()
	if err := h.store.UpdateSite(h.t.Context(), h.Site.ID, c); err != nil {
		h.t.Fatal(err)
	}
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
	answer, err := h.next().client.Do(r)
	if err != nil {
		h.t.Fatal(err)
	}
	defer answer.Body.Close()
	data, err := io.ReadAll(answer.Body)
	if err != nil {
		h.t.Fatal(err)
	}
	if len(h.nodes) > 1 {
		synctest.Wait() // until the others know
	}
	return Answer{StatusCode: answer.StatusCode, Header: answer.Header}, data
}
