package agent_test

import (
	"context"
	"log/slog"
	"net"
	"net/http"
	"net/url"
	"slices"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"
	"go.uber.org/goleak"

	"parley/backend/agent"
	"parley/backend/chat"
	"parley/backend/hubdial"
	"parley/backend/protocol"
	"parley/backend/wire"
	"parley/backend/wire/wiretest"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// bench is a session at a hub that a test plays by hand, over a real websocket on a pipe.
type bench struct {
	t        *testing.T
	listener *wiretest.Listener
	server   *http.Server
	session  *agent.Session
	stop     func()
	idle     *idler
	toasts   *toasts
	journal  *journal
	opened   []*link
	mu       sync.Mutex
}

// in runs a test inside a bubble with a session that was started with what was kept.
func in(t *testing.T, kept agent.Kept, test func(*testing.T, *bench)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		b := &bench{t: t, idle: &idler{}, toasts: &toasts{shown: map[string]agent.Notice{}}, journal: &journal{}}
		b.idle.touch()
		b.hubStarts()
		defer func() { b.hubStops() }()
		b.starts(kept)
		defer func() { b.stop() }()
		test(t, b)
	})
}

// starts starts a session.
func (b *bench) starts(kept agent.Kept) {
	b.session = agent.New(agent.Options{
		Hub: hubdial.To(&url.URL{Scheme: "http", Host: "hub.example"}, b.dial), Token: "secret",
		Device: protocol.Device{ID: "D1", Name: "ana's computer"}, Idle: b.idle, Notify: b.toasts, Keep: b.journal, Kept: kept,
		Log: slog.New(slog.DiscardHandler),
	})
	ctx, cancel := context.WithCancel(b.t.Context())
	done := make(chan struct{})
	go func() {
		defer close(done)
		b.session.Run(ctx)
	}()
	b.stop = sync.OnceFunc(func() {
		cancel()
		<-done
	})
}

func (b *bench) hubStarts() {
	b.hubHangs()
	b.hubAnswers()
}

// hubHangs has a hub there that answers nobody yet.
func (b *bench) hubHangs() {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.listener = wiretest.Listen()
}

func (b *bench) hubAnswers() {
	server := &http.Server{Handler: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		c, err := wire.Accept(w, r, wire.Defaults())
		if err != nil {
			b.t.Error(err)
			return
		}
		l := &link{b: b, conn: c, ended: make(chan wire.Ending, 1)}
		b.mu.Lock()
		b.opened = append(b.opened, l)
		b.mu.Unlock()
		go func() { l.ended <- wire.Run(c, protocol.FromAgent.Decode, l.came) }()
	})}
	b.server = server
	go server.Serve(b.listener)
}

// hubStops ends the hub as a restart does.
func (b *bench) hubStops() {
	b.server.Close()
	for _, l := range b.links() {
		l.conn.Close(wire.Restart, "")
	}
	synctest.Wait()
}

func (b *bench) dial(ctx context.Context, network, address string) (net.Conn, error) {
	b.mu.Lock()
	listener := b.listener
	b.mu.Unlock()
	return listener.Dial(ctx, network, address)
}

func (b *bench) links() []*link {
	b.mu.Lock()
	defer b.mu.Unlock()
	return slices.Clone(b.opened)
}

// nextLink waits for the session to connect once more, up to a minute.
func (b *bench) nextLink(known int) *link {
	b.t.Helper()
	return b.linkWithin(time.Minute, known)
}

func (b *bench) linkWithin(limit time.Duration, known int) *link {
	b.t.Helper()
	for deadline := time.Now().Add(limit); time.Now().Before(deadline); time.Sleep(50 * time.Millisecond) {
		synctest.Wait()
		if links := b.links(); len(links) > known {
			return links[known]
		}
	}
	b.t.Fatal("the session did not connect")
	return nil
}

// linked takes the first connection, answers its hello with a welcome, and returns it.
func (b *bench) linked(edit ...func(*protocol.AgentWelcome)) *link {
	b.t.Helper()
	l := b.nextLink(0)
	l.welcome(edit...)
	return l
}

// state returns the session's state when everything is at rest.
func (b *bench) state() *agent.State {
	synctest.Wait()
	return b.session.State()
}

// link is one connection of the session, seen from the hub.
type link struct {
	b     *bench
	conn  *wire.Conn
	ended chan wire.Ending
	stuck chan struct{} // while it is there, the hub reads nothing more
	mu    sync.Mutex
	got   []protocol.Frame
}

func (l *link) came(f protocol.Frame) {
	l.mu.Lock()
	stuck := l.stuck
	l.mu.Unlock()
	if stuck != nil {
		<-stuck
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	l.got = append(l.got, f)
}

// sticks has the hub read nothing more, as behind a pulled cable, until the returned function is called.
func (l *link) sticks() func() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.stuck = make(chan struct{})
	return func() { close(l.stuck) }
}

// frames returns what came since the last call.
func (l *link) frames() []protocol.Frame {
	synctest.Wait()
	l.mu.Lock()
	defer l.mu.Unlock()
	got := l.got
	l.got = nil
	return got
}

// only returns the one frame that came since the last call, pulses aside.
func only[F protocol.Frame](l *link) F {
	l.b.t.Helper()
	got := slices.DeleteFunc(l.frames(), func(f protocol.Frame) bool { return f.Type() == "pulse" })
	if len(got) == 1 {
		if f, ok := got[0].(F); ok {
			return f
		}
	}
	var want F
	l.b.t.Fatalf("came %v, want one %s", typesOf(got), want.Type())
	return want
}

// nothing fails the test if any frame but pulses came since the last call.
func (l *link) nothing() {
	l.b.t.Helper()
	if got := slices.DeleteFunc(l.frames(), func(f protocol.Frame) bool { return f.Type() == "pulse" }); len(got) > 0 {
		l.b.t.Fatalf("came %v, want nothing", typesOf(got))
	}
}

func typesOf(frames []protocol.Frame) []string {
	var types []string
	for _, f := range frames {
		types = append(types, f.Type())
	}
	return types
}

// say sends a frame to the session and lets it be handled.
func (l *link) say(f protocol.Frame) {
	l.b.t.Helper()
	data, err := protocol.Encode(f)
	if err != nil {
		l.b.t.Fatal(err)
	}
	if !l.conn.Send(wire.Text(data)) {
		l.b.t.Fatalf("the link takes no %s", f.Type())
	}
	synctest.Wait()
}

// welcome reads the hello and answers it: Ana is Online and the inbox is empty, unless edited.
func (l *link) welcome(edit ...func(*protocol.AgentWelcome)) *protocol.AgentHello {
	l.b.t.Helper()
	hello := only[*protocol.AgentHello](l)
	w := &protocol.AgentWelcome{
		Protocol: protocol.Version, Agent: protocol.Account{ID: "ana", Name: "Ana"}, Site: protocol.SiteInfo{ID: "S", Name: "Shop"},
		View:   protocol.View{Status: chat.Online, Cause: chat.CauseChoice, Base: chat.Online, Since: 1},
		Policy: protocol.Policy{IdleAfter: 900, OnReturn: protocol.ReturnAsk},
		Agents: []protocol.Colleague{{ID: "ana", Name: "Ana"}, {ID: "jonas", Name: "Jonas"}},
	}
	for _, e := range edit {
		e(w)
	}
	l.say(w)
	return hello
}

// idler plays the system.
type idler struct {
	mu   sync.Mutex
	last time.Time // zero: cannot tell
}

func (i *idler) touch() {
	i.mu.Lock()
	defer i.mu.Unlock()
	i.last = time.Now()
}

func (i *idler) cannotTell() {
	i.mu.Lock()
	defer i.mu.Unlock()
	i.last = time.Time{}
}

func (i *idler) Since() (time.Duration, bool) {
	i.mu.Lock()
	defer i.mu.Unlock()
	return time.Since(i.last), !i.last.IsZero()
}

// toasts is a notifier that remembers.
type toasts struct {
	mu    sync.Mutex
	shown map[string]agent.Notice // standing now, by conversation
	count int                     // ever shown
	rings int                     // sounds without a toast
}

func (n *toasts) Show(notice agent.Notice) {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.shown[notice.Conversation] = notice
	n.count++
}

func (n *toasts) Withdraw(conversation string) {
	n.mu.Lock()
	defer n.mu.Unlock()
	delete(n.shown, conversation)
}

func (n *toasts) Ring() {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.rings++
}

// standing returns the texts of the toasts that stand, and how many were shown ever.
func (b *bench) standing() (map[string]string, int) {
	synctest.Wait()
	b.toasts.mu.Lock()
	defer b.toasts.mu.Unlock()
	texts := map[string]string{}
	for id, n := range b.toasts.shown {
		texts[id] = n.Text
	}
	return texts, b.toasts.count
}

// toastsAre fails the test unless these toasts stand and so many were ever shown.
func (b *bench) toastsAre(count int, want map[string]string) {
	b.t.Helper()
	got, shown := b.standing()
	if diff := cmp.Diff(want, got); diff != "" || shown != count {
		b.t.Fatalf("%d toasts shown, want %d; standing (-want +got):\n%s", shown, count, diff)
	}
}

// journal is a journal in memory, which can be out of order.
type journal struct {
	mu     sync.Mutex
	kept   agent.Kept
	broken error
}

func (j *journal) Save(k agent.Kept) error {
	j.mu.Lock()
	defer j.mu.Unlock()
	if j.broken != nil {
		return j.broken
	}
	j.kept = agent.Kept{Outbox: slices.Clone(k.Outbox), Drafts: map[string]string{}, Choice: k.Choice}
	for id, text := range k.Drafts {
		j.kept.Drafts[id] = text
	}
	return nil
}

func (j *journal) breaks(err error) {
	j.mu.Lock()
	defer j.mu.Unlock()
	j.broken = err
}

func (j *journal) holds() agent.Kept {
	synctest.Wait()
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.kept
}
