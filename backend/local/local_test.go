package local

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"go.uber.org/goleak"

	"parley/backend/agent"
	"parley/backend/chat"
	"parley/backend/protocol"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// desk answers what the tests here ask; anything else panics.
type desk struct {
	Desk
	mu      sync.Mutex
	rev     int64
	changed chan struct{}
	sent    []TextParams
	window  <-chan struct{}
	quit    func()        // ends serving
	asked   chan struct{} // closed when nobody waits any more for the answer to Quit
}

func (d *desk) change() {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.rev++
	close(d.changed)
	d.changed = make(chan struct{})
}

func (d *desk) After(ctx context.Context, p AfterParams) (State, error) {
	for {
		d.mu.Lock()
		rev, changed := d.rev, d.changed
		d.mu.Unlock()
		if rev > p.Rev {
			return State{Rev: rev, Stage: StageInbox, Session: &agent.State{View: &protocol.View{Status: chat.Online}}}, nil
		}
		select {
		case <-changed:
		case <-ctx.Done():
			return State{}, ctx.Err()
		}
	}
}

func (d *desk) Send(_ context.Context, p TextParams) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	if p.Text == "" {
		return fmt.Errorf("send: %w", chat.Errorf(chat.Invalid, "the text is empty").At("text"))
	}
	d.sent = append(d.sent, p)
	return nil
}

func (d *desk) Join(context.Context, ConversationParams) error { return errors.New("plain") }

func (d *desk) Status(context.Context) (StatusResult, error) {
	return StatusResult{Status: chat.Online, Sentence: "Online since 14:02: by you."}, nil
}

func (d *desk) SetStatus(_ context.Context, p StatusParams) (StatusResult, error) {
	return StatusResult{Status: p.Status, Sentence: "Switching."}, nil
}

// Quit answers too late.
func (d *desk) Quit(context.Context) error {
	d.quit()
	<-d.asked
	return nil
}

func (d *desk) Attach(_ context.Context, gone <-chan struct{}) (AttachResult, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.window = gone
	return AttachResult{Raise: 7}, nil
}

func (d *desk) attached() <-chan struct{} {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.window
}

// serve serves a desk of a data folder of its own, which is returned.
func serve(t testing.TB) (*desk, string) {
	t.Helper()
	t.Setenv("XDG_RUNTIME_DIR", t.TempDir())
	dir := t.TempDir()
	d := &desk{rev: 1, changed: make(chan struct{})}
	l, err := Listen(context.Background(), dir)
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	d.quit = cancel
	done := make(chan error, 1)
	go func() { done <- Serve(ctx, l, d, slog.New(slog.DiscardHandler)) }()
	t.Cleanup(func() {
		cancel()
		if err := <-done; err != nil {
			t.Errorf("serve: %v", err)
		}
	})
	return d, dir
}

func connect(t testing.TB, dir string) *Client {
	t.Helper()
	c, err := Dial(context.Background(), dir)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { c.Disconnect() })
	return c
}

func TestCallsAndErrors(t *testing.T) {
	d, dir := serve(t)
	c := connect(t, dir)
	ctx := t.Context()
	state, err := c.After(ctx, 0)
	if err != nil || state.Rev != 1 || state.Session.View.Status != chat.Online {
		t.Fatalf("state %+v, %v", state, err)
	}
	if err := c.Send(ctx, "c", "hello"); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]TextParams{{"c", "hello"}}, d.sent); diff != "" {
		t.Errorf("sent (-want +got):\n%s", diff)
	}
	if r, err := c.SetStatus(ctx, StatusParams{Status: chat.Invisible}); err != nil || r.Status != chat.Invisible {
		t.Errorf("status %+v, %v", r, err)
	}
	if r, err := c.Status(ctx); err != nil || r.Sentence != "Online since 14:02: by you." {
		t.Errorf("status %+v, %v", r, err)
	}
	refused, ok := errors.AsType[*chat.Error](c.Send(ctx, "c", ""))
	if !ok || refused.Code != chat.Invalid || refused.Field != "text" || refused.Message != "send: the text is empty" {
		t.Errorf("a refusal: %+v", refused)
	}
	if err := c.Join(ctx, "c"); chat.CodeOf(err) != chat.Internal || err.Error() != "plain" {
		t.Errorf("a fault: %v", err)
	}
}

func TestStateIsPulled(t *testing.T) {
	d, dir := serve(t)
	c := connect(t, dir)
	answer := make(chan State, 1)
	go func() {
		s, err := c.After(context.Background(), 1)
		if err != nil {
			t.Error(err)
		}
		answer <- s
	}()
	if err := c.Send(t.Context(), "c", "while the other call waits"); err != nil {
		t.Fatal(err)
	}
	d.change()
	if s := <-answer; s.Rev != 2 {
		t.Errorf("revision %d, want 2", s.Rev)
	}
}

func TestTheEndOfAConnectionIsTheWindows(t *testing.T) {
	d, dir := serve(t)
	c := connect(t, dir)
	if r, err := c.Attach(t.Context()); err != nil || r.Raise != 7 {
		t.Fatalf("attach %+v, %v", r, err)
	}
	select {
	case <-d.attached():
		t.Fatal("gone while connected")
	default:
	}
	c.Disconnect()
	<-d.attached()
}

func TestWithoutADesk(t *testing.T) {
	t.Setenv("XDG_RUNTIME_DIR", t.TempDir())
	if _, err := Dial(t.Context(), t.TempDir()); chat.CodeOf(err) != chat.NotFound {
		t.Errorf("dial: %v, want not_found", err)
	}
}

func TestASocketLeftBehindIsReplaced(t *testing.T) {
	t.Setenv("XDG_RUNTIME_DIR", t.TempDir())
	dir := t.TempDir()
	l, err := Listen(context.Background(), dir)
	if err != nil {
		t.Fatal(err)
	}
	l.(*net.UnixListener).SetUnlinkOnClose(false)
	l.Close()
	if _, err := Dial(t.Context(), dir); chat.CodeOf(err) != chat.NotFound {
		t.Errorf("dial: %v, want not_found", err)
	}
	l, err = Listen(context.Background(), dir)
	if err != nil {
		t.Fatal(err)
	}
	l.Close()
}

func TestTheDeskIsFoundWithoutTheDesktopsVariables(t *testing.T) {
	t.Setenv("TMPDIR", t.TempDir())
	t.Setenv("XDG_RUNTIME_DIR", "")
	dir := t.TempDir()
	l, err := Listen(context.Background(), dir)
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	t.Setenv("XDG_RUNTIME_DIR", t.TempDir())
	conn, err := dial(t.Context(), dir)
	if err != nil {
		t.Fatalf("dial with the variable, listened without: %v", err)
	}
	conn.Close()
}

func TestAFolderOthersCanWriteIsNotUsed(t *testing.T) {
	runtime, temp := t.TempDir(), t.TempDir()
	t.Setenv("XDG_RUNTIME_DIR", runtime)
	t.Setenv("TMPDIR", temp)
	shared := filepath.Join(runtime, "parley")
	if err := os.Mkdir(shared, 0o777); err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(shared, 0o777); err != nil {
		t.Fatal(err)
	}
	l, err := Listen(context.Background(), t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	if strings.HasPrefix(l.Addr().String(), shared) {
		t.Errorf("listens at %s", l.Addr())
	}
}

func TestLongFoldersFallBack(t *testing.T) {
	long := filepath.Join(t.TempDir(), strings.Repeat("x", 120))
	if err := os.Mkdir(long, 0o700); err != nil {
		t.Fatal(err)
	}
	t.Setenv("XDG_RUNTIME_DIR", long)
	l, err := Listen(context.Background(), t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	if n := len(l.Addr().String()); n > maxPath {
		t.Errorf("the socket's name has %d bytes", n)
	}
}

// raw connects without speaking the protocol.
func raw(t *testing.T, dir string) net.Conn {
	t.Helper()
	conn, err := dial(t.Context(), dir)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { conn.Close() })
	return conn
}

// answers sends lines and returns the first answer; the connection may be closed instead.
func answers(conn net.Conn, lines string) (string, error) {
	go conn.Write([]byte(lines))
	conn.SetReadDeadline(time.Now().Add(10 * time.Second))
	buf := make([]byte, 4096)
	n, err := conn.Read(buf)
	return string(buf[:n]), err
}

func TestGarbageHarmsNobodyElse(t *testing.T) {
	_, dir := serve(t)
	good := connect(t, dir)
	for name, line := range map[string]string{
		"not JSON":           "\x00\xff hello\n",
		"no such method":     `{"jsonrpc":"2.0","id":1,"method":"desk.explode"}` + "\n",
		"a builtin":          `{"jsonrpc":"2.0","id":1,"method":"rpc.serverInfo"}` + "\n",
		"unknown parameter":  `{"jsonrpc":"2.0","id":1,"method":"status.set","params":{"status":"online","by":"x"}}` + "\n",
		"wrong type":         `{"jsonrpc":"2.0","id":1,"method":"conversation.send","params":{"conversation":1}}` + "\n",
		"missing parameters": `{"jsonrpc":"2.0","id":1,"method":"conversation.send"}` + "\n",
		"deep":               `{"jsonrpc":"2.0","id":1,"method":"conversation.send","params":` + strings.Repeat("[", 5000) + "\n",
	} {
		t.Run(name, func(t *testing.T) {
			if got, err := answers(raw(t, dir), line); err != nil || !strings.Contains(got, `"error"`) {
				t.Errorf("answered %q, %v; want an error", got, err)
			}
		})
	}
	for name, line := range map[string]string{
		"an endless line":       strings.Repeat("x", 2*maxRequest),
		"an endless line, JSON": `{"jsonrpc":"2.0","id":1,"method":"conversation.send","params":{"conversation":"c","text":"` + strings.Repeat("x", 2*maxRequest) + `"}}` + "\n",
	} {
		t.Run(name, func(t *testing.T) {
			if got, err := answers(raw(t, dir), line); err == nil {
				t.Errorf("answered %q, want the connection closed", got)
			}
		})
	}
	if err := good.Send(t.Context(), "c", strings.Repeat("<\x01", chat.MaxText/2)); err != nil {
		t.Errorf("the largest message on another connection: %v", err)
	}
}

func TestWaitingCallsLeaveRoomForIntents(t *testing.T) {
	_, dir := serve(t)
	c := connect(t, dir)
	ctx, cancel := context.WithCancel(t.Context())
	results := make(chan error, 100)
	for range 100 {
		go func() {
			_, err := c.After(ctx, 1)
			results <- err
		}()
	}
	for range 100 - maxWaiting {
		if err := <-results; chat.CodeOf(err) != chat.Busy {
			t.Errorf("one too many: %v, want busy", err)
		}
	}
	if err := c.Send(t.Context(), "c", "an intent"); err != nil {
		t.Error(err)
	}
	cancel()
	for range maxWaiting {
		<-results
	}
}

func TestTooManyClientsAreTurnedAway(t *testing.T) {
	_, dir := serve(t)
	for range maxClients {
		c := connect(t, dir)
		if _, err := c.Status(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	c := connect(t, dir)
	if _, err := c.Status(t.Context()); chat.CodeOf(err) != chat.Unavailable {
		t.Errorf("one too many: %v, want unavailable", err)
	}
}

func TestTheEndOfTheDeskEndsWaitingCalls(t *testing.T) {
	d, dir := serve(t)
	c := connect(t, dir)
	if _, err := c.After(t.Context(), 0); err != nil {
		t.Fatal(err)
	}
	answer := make(chan error, 1)
	go func() {
		_, err := c.After(context.Background(), 1)
		answer <- err
	}()
	d.quit()
	if err := <-answer; chat.CodeOf(err) != chat.Unavailable {
		t.Errorf("a waiting call: %v, want unavailable", err)
	}
}

func TestADeskThatEndsBeforeItAnswersHasQuit(t *testing.T) {
	d, dir := serve(t)
	d.asked = make(chan struct{})
	defer close(d.asked)
	if err := connect(t, dir).Quit(t.Context()); err != nil {
		t.Error(err)
	}
}

func BenchmarkCall(b *testing.B) {
	_, dir := serve(b)
	c := connect(b, dir)
	for b.Loop() {
		if _, err := c.Status(context.Background()); err != nil {
			b.Fatal(err)
		}
	}
}
