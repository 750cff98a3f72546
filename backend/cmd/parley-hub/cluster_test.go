package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"log/slog"
	"net/http"
	"os"
	"sync"
	"syscall"
	"testing"
	"time"

	"parley/backend/bus/bustest"
	"parley/backend/chat"
	"parley/backend/protocol"
	"parley/backend/store"
	"parley/backend/store/postgrestest"
	"parley/backend/wire"
)

// cluster is three hubs on one PostgreSQL and one NATS, each a process of its own.
type cluster struct {
	t        *testing.T
	postgres *postgrestest.Server
	nats     *bustest.Server
	place    string
	site     string
	agent    string
	token    string // of the agent

	mu   sync.Mutex
	hubs [3]*hub
}

func newCluster(t *testing.T) *cluster {
	t.Helper()
	c := &cluster{t: t, postgres: postgrestest.Start(t), nats: bustest.Start(t)}
	c.place = c.postgres.Address("postgres")
	at := []string{"--store", c.place}
	c.site = object(t, "", "site", append([]string{"site", "add", "--name", "Shop", "--origin", origin}, at...)...)
	c.agent = object(t, "correct horse\n", "agent",
		append([]string{"agent", "add", "--site", c.site, "--name", "Ann", "--email", "ann@shop.example"}, at...)...)
	for i := range c.hubs {
		c.start(i)
	}
	body, err := json.Marshal(map[string]string{"email": "ann@shop.example", "password": "correct horse"})
	if err != nil {
		t.Fatal(err)
	}
	answer, err := http.Post(c.address(0)+"/api/v1/login", "application/json", bytes.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	var login struct{ Token string }
	if err := json.NewDecoder(answer.Body).Decode(&login); err != nil || login.Token == "" {
		t.Fatalf("signing in answers %d, %v", answer.StatusCode, err)
	}
	c.token = login.Token
	return c
}

// start starts the hub with a number, which does not run.
func (c *cluster) start(i int) {
	c.t.Helper()
	h := startHub(c.t, "--store", c.place, "--bus", c.nats.Address(), "--drain", "500ms")
	c.mu.Lock()
	defer c.mu.Unlock()
	c.hubs[i] = h
}

// address is that of the hub whose turn it is.
func (c *cluster) address(turn int) string {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.hubs[turn%len(c.hubs)].address
}

// set changes settings of the site.
func (c *cluster) set(args ...string) {
	c.t.Helper()
	if r := run(c.t, "", append([]string{"site", "set", "--store", c.place, "--site", c.site}, args...)...); r.code != 0 {
		c.t.Fatalf("site set ends with %d and says %q", r.code, r.errors)
	}
}

// client keeps a link through one hub or another, as programs behind a load balancer do.
type client struct {
	c *cluster

	mu   sync.Mutex
	peer *peer // nil without a link
	at   string
	last bool // it looks for no other link
}

// connect keeps a link from the hub with a number on until the test ends.
func (k *client) connect(first int, path, origin string, set protocol.Set, hello func() protocol.Frame, hear func(protocol.Frame)) {
	t := k.c.t
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		for turn := first; !k.isLast(); turn++ {
			address := k.c.address(turn)
			p, err := dial(t, address, path, origin, set)
			if err != nil {
				time.Sleep(20 * time.Millisecond)
				continue
			}
			p.send(hello())
			k.have(p, address)
			for f := range p.frames {
				hear(f)
			}
			k.have(nil, "")
		}
	}()
	t.Cleanup(func() {
		k.stay()
		k.mu.Lock()
		if k.peer != nil {
			k.peer.conn.Close(wire.Normal, "")
		}
		k.mu.Unlock()
		<-ended
	})
}

// stay has the client look for no other link than the one it has.
func (k *client) stay() {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.last = true
}

func (k *client) isLast() bool {
	k.mu.Lock()
	defer k.mu.Unlock()
	return k.last
}

func (k *client) have(p *peer, address string) {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.peer, k.at = p, address
}

// send sends a frame, if there is a link.
func (k *client) send(f protocol.Frame) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.peer != nil {
		k.peer.send(f)
	}
}

// place is the address of the hub that has the link, empty without one.
func (k *client) place() string {
	k.mu.Lock()
	defer k.mu.Unlock()
	return k.at
}

// desk is the agent's, with somebody at the computer.
type desk struct {
	client
	mu    sync.Mutex
	items map[string]protocol.Conversation
}

func (c *cluster) desk(first int) *desk {
	d := &desk{client: client{c: c}, items: map[string]protocol.Conversation{}}
	hello := func() protocol.Frame {
		return &protocol.AgentHello{Protocol: protocol.Version, Token: c.token, Device: protocol.Device{ID: "desk", Name: "desk"}}
	}
	d.connect(first, "/v1/agent", "", protocol.ToAgent, hello, func(f protocol.Frame) {
		d.mu.Lock()
		defer d.mu.Unlock()
		switch f := f.(type) {
		case *protocol.AgentWelcome:
			for _, item := range f.Conversations {
				d.items[item.ID] = item
			}
		case *protocol.AgentConversation:
			d.items[f.Conversation.ID] = f.Conversation
		}
	})
	go func() {
		for c.t.Context().Err() == nil {
			time.Sleep(time.Second)
			d.send(&protocol.Pulse{})
		}
	}()
	return d
}

// states are how the conversations stand that the desk has been told of.
func (d *desk) states() (out []chat.WaitState) {
	d.mu.Lock()
	defer d.mu.Unlock()
	for _, item := range d.items {
		out = append(out, item.State)
	}
	return out
}

// widget is a visitor's page. Once it is to write, it writes as fast as is acknowledged.
type widget struct {
	client
	mu     sync.Mutex
	writer writer
	writes bool
	mode   chat.Mode
	turned []chat.Mode // every mode it was told, in order
}

func (c *cluster) widget(first int) *widget {
	w := &widget{client: client{c: c}, writer: writer{t: c.t, site: c.site, token: chat.NewToken(), acknowledged: map[string]int64{}}}
	hello := func() protocol.Frame {
		w.mu.Lock()
		defer w.mu.Unlock()
		return &protocol.VisitorHello{Protocol: protocol.Version, Site: c.site, Token: w.writer.token, After: w.writer.has}
	}
	w.connect(first, "/v1/visitor", origin, protocol.ToVisitor, hello, w.hear)
	return w
}

func (w *widget) hear(f protocol.Frame) {
	w.mu.Lock()
	defer w.mu.Unlock()
	switch f := f.(type) {
	case *protocol.VisitorWelcome:
		w.tell(f.Availability.Mode)
		w.writer.fold(f.Entries)
		if w.writes {
			w.say()
		}
	case *protocol.VisitorAvailability:
		w.tell(f.Mode)
	case *protocol.VisitorEntries:
		w.writer.fold(f.Entries)
	case *protocol.Ack:
		if f.Ref == w.writer.id() {
			w.writer.acknowledged[f.Ref] = f.Seq
			w.writer.next++
			if w.writes {
				w.say()
			}
		}
	case *protocol.Failed:
		if w.writes && f.Ref == w.writer.id() { // the database was away: the same again
			time.AfterFunc(50*time.Millisecond, func() {
				w.mu.Lock()
				defer w.mu.Unlock()
				w.say()
			})
		}
	}
}

func (w *widget) tell(mode chat.Mode) {
	if w.mode != mode {
		w.mode = mode
		w.turned = append(w.turned, mode)
	}
}

func (w *widget) say() {
	id := w.writer.id()
	w.send(&protocol.VisitorMessage{ClientID: id, Text: "This is " + id})
}

// write has the visitor write from now on, or stop.
func (w *widget) write(on bool) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.writes = on; on {
		w.say()
	}
}

func (w *widget) shows() chat.Mode {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.mode
}

func (w *widget) acknowledged() int {
	w.mu.Lock()
	defer w.mu.Unlock()
	return len(w.writer.acknowledged)
}

// within waits until something is so, and returns how long that took.
func within(t *testing.T, most time.Duration, what string, is func() bool) time.Duration {
	t.Helper()
	for began := time.Now(); ; time.Sleep(10 * time.Millisecond) {
		if is() {
			return time.Since(began)
		}
		if time.Since(began) > most {
			t.Fatalf("not within %v: %s", most, what)
		}
	}
}

// show waits until all widgets show a mode.
func (c *cluster) show(most time.Duration, mode chat.Mode, widgets ...*widget) time.Duration {
	c.t.Helper()
	return within(c.t, most, fmt.Sprint("all widgets are ", mode), func() bool {
		for _, w := range widgets {
			if w.shows() != mode {
				return false
			}
		}
		return true
	})
}

// check demands that everything acknowledged is stored, once, without a gap.
func (c *cluster) check(widgets ...*widget) {
	c.t.Helper()
	s, err := store.OpenBeside(c.t.Context(), c.place, slog.New(slog.DiscardHandler))
	if err != nil {
		c.t.Fatal(err)
	}
	defer s.Close()
	for _, w := range widgets {
		w.mu.Lock()
		checkLog(c.t, s, &w.writer)
		w.mu.Unlock()
	}
}

// converge is how long hubs may need to agree again after something has healed.
const converge = 5 * time.Second

func TestThreeHubsAreOne(t *testing.T) {
	c := newCluster(t)
	d, one, two := c.desk(0), c.widget(1), c.widget(2)
	c.show(converge, chat.ModeMessenger, one, two)
	within(t, converge, "the desk has a link", func() bool { return d.place() != "" })
	d.send(&protocol.SetStatus{Ref: "on", Status: chat.Online})
	c.show(converge, chat.ModeLive, one, two)

	// A hub is killed, and the agent's desk finds another one: no visitor is told anything.
	c.hubs[0].kill()
	within(t, converge, "the desk is at another hub", func() bool { return d.place() != "" && d.place() != c.hubs[0].address })
	d.send(&protocol.SetStatus{Ref: "away", Status: chat.Invisible})
	c.show(converge, chat.ModeMessenger, one, two)
	d.send(&protocol.SetStatus{Ref: "back", Status: chat.Online})
	c.show(converge, chat.ModeLive, one, two)

	// One that is told to end sends everybody to another one, and is not ready meanwhile.
	c.start(0)
	if code := c.hubs[1].end(syscall.SIGTERM); code != 0 {
		t.Errorf("the hub ends with %d: %s", code, c.hubs[1].errors)
	}
	within(t, converge, "the desk and a visitor are at other hubs", func() bool {
		return d.place() != "" && one.place() != "" && d.place() != c.hubs[1].address && one.place() != c.hubs[1].address
	})
	for _, w := range []*widget{one, two} {
		w.mu.Lock()
		if got := fmt.Sprint(w.turned); got != "[messenger live messenger live]" {
			t.Errorf("a visitor was told %s", got)
		}
		w.mu.Unlock()
	}
}

// The agents of a hub that is gone, with desks that are gone too, are not live for longer than silence takes.
func TestAHubThatDiesWithItsAgents(t *testing.T) {
	if os.Getenv("PARLEY_LONG") == "" {
		t.Skip("takes a minute: with PARLEY_LONG only")
	}
	c := newCluster(t)
	d, one, two := c.desk(0), c.widget(1), c.widget(2)
	within(t, converge, "the desk has a link", func() bool { return d.place() != "" })
	d.send(&protocol.SetStatus{Ref: "on", Status: chat.Online})
	c.show(converge, chat.ModeLive, one, two)
	d.stay()
	c.hubs[0].kill()
	took := c.show(55*time.Second, chat.ModeMessenger, one, two)
	t.Logf("no visitor was live %v after the kill", took)
}

// A wait goes on when the hubs that were about it are killed, and each of its steps is taken once.
func TestAWaitOutlivesHubs(t *testing.T) {
	c := newCluster(t)
	c.set("--t1", "1s", "--t2", "3s", "--t3", "5s")
	d, w := c.desk(2), c.widget(0)
	within(t, converge, "the desk has a link", func() bool { return d.place() != "" })
	d.send(&protocol.SetStatus{Ref: "on", Status: chat.Online})
	c.show(converge, chat.ModeLive, w)
	w.send(&protocol.VisitorMessage{ClientID: "m0", Text: "Is anybody there?"})
	within(t, converge, "the visitor waits", func() bool { return len(d.states()) == 1 && d.states()[0] == chat.Waits })
	time.Sleep(time.Second) // T1 has passed
	c.hubs[0].kill()
	within(t, 10*time.Second, "the chat is missed", func() bool { return d.states()[0] == chat.Missed })
	s, err := store.OpenBeside(t.Context(), c.place, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	if mails, err := s.MissedMails(t.Context(), c.site); err != nil || len(mails) != 1 {
		t.Errorf("%d mails are owed, %v", len(mails), err)
	}
}

// Whatever goes away for a while, nothing acknowledged is lost or there twice, and all hubs agree again soon after it is back.
func TestTroubleUnderLoad(t *testing.T) {
	c := newCluster(t)
	d := c.desk(0)
	var widgets []*widget
	for i := range 9 {
		w := c.widget(i)
		widgets = append(widgets, w)
	}
	within(t, converge, "everybody has a link", func() bool {
		for _, w := range widgets {
			if w.shows() == "" {
				return false
			}
		}
		return d.place() != ""
	})
	d.send(&protocol.SetStatus{Ref: "on", Status: chat.Online})
	c.show(converge, chat.ModeLive, widgets...)
	for _, w := range widgets {
		w.write(true)
	}
	away := 3 * time.Second
	if os.Getenv("PARLEY_LONG") != "" {
		away = time.Minute
	}
	online := true
	// agree has all hubs agree about the agent's next status.
	agree := func(after string) {
		t.Helper()
		online = !online
		status, mode := chat.Invisible, chat.ModeMessenger
		if online {
			status, mode = chat.Online, chat.ModeLive
		}
		began := time.Now()
		within(t, converge, after+": all agree about the status", func() bool {
			d.send(&protocol.SetStatus{Ref: chat.NewID(), Status: status})
			time.Sleep(100 * time.Millisecond)
			for _, w := range widgets {
				if w.shows() != mode {
					return false
				}
			}
			return true
		})
		t.Logf("%s: all agree after %v", after, time.Since(began).Round(10*time.Millisecond))
		wrote := 0
		for _, w := range widgets {
			wrote += w.acknowledged()
		}
		within(t, converge, after+": messages are acknowledged again", func() bool {
			now := 0
			for _, w := range widgets {
				now += w.acknowledged()
			}
			return now > wrote
		})
	}

	c.nats.Stop()
	agree("without NATS")
	time.Sleep(away)
	c.nats.Start()
	agree("NATS is back")

	if err := c.postgres.Stop(); err != nil {
		t.Fatal(err)
	}
	if err := c.postgres.Run(); err != nil {
		t.Fatal(err)
	}
	agree("PostgreSQL is back")

	if err := c.hubs[1].cmd.Process.Signal(syscall.SIGSTOP); err != nil {
		t.Fatal(err)
	}
	time.Sleep(away)
	if err := c.hubs[1].cmd.Process.Signal(syscall.SIGCONT); err != nil {
		t.Fatal(err)
	}
	agree("a paused hub goes on")

	c.hubs[2].kill()
	c.start(2)
	agree("a killed hub is back")

	for _, w := range widgets {
		w.write(false)
	}
	c.check(widgets...)
}

// A hub that has lost its database for long sends everybody elsewhere and says that it is not ready, until it is back.
func TestAHubWithoutItsDatabase(t *testing.T) {
	c := newCluster(t)
	w := c.widget(0)
	c.show(converge, chat.ModeMessenger, w)
	ready := func() int {
		answer, err := http.Get(c.address(0) + "/readyz")
		if err != nil {
			t.Fatal(err)
		}
		defer answer.Body.Close()
		return answer.StatusCode
	}
	if got := ready(); got != http.StatusOK {
		t.Fatalf("ready answers %d", got)
	}
	if err := c.postgres.Stop(); err != nil {
		t.Fatal(err)
	}
	within(t, converge, "the hub is not ready", func() bool { return ready() == http.StatusServiceUnavailable })
	within(t, 20*time.Second, "the visitor has no link", func() bool { return w.place() == "" })
	if _, err := dial(t, c.address(0), "/v1/visitor", origin, protocol.ToVisitor); err == nil {
		t.Error("the hub takes a visitor")
	}
	if err := c.postgres.Run(); err != nil {
		t.Fatal(err)
	}
	within(t, converge, "the hub is ready and the visitor has a link", func() bool { return ready() == http.StatusOK && w.place() != "" })
}
