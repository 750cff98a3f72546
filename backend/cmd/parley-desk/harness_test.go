package main

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"parley/backend/agent"
	"parley/backend/chat"
	"parley/backend/local"
	"parley/backend/protocol"
	"parley/backend/wire"
)

// deadline bounds every wait of these tests; none of them is measured by it.
const deadline = 30 * time.Second

// programs is a folder with the real desk and hub, and a window that does nothing but what the desk must know of one.
var programs string

func TestMain(m *testing.M) {
	if filepath.Base(os.Args[0]) == "parley" {
		if err := actAsWindow(os.Args[2]); err != nil {
			fmt.Fprintln(os.Stderr, "window:", err)
			os.Exit(1)
		}
		os.Exit(0)
	}
	os.Exit(func() int {
		dir, err := os.MkdirTemp("", "parley-programs-")
		if err != nil {
			panic(err)
		}
		defer os.RemoveAll(dir)
		programs = dir
		for _, name := range []string{"parley-desk", "parley-hub"} {
			build := exec.Command("go", "build", "-o", filepath.Join(dir, name), "parley/backend/cmd/"+name)
			build.Env = append(os.Environ(), "CGO_ENABLED=0")
			if out, err := build.CombinedOutput(); err != nil {
				fmt.Fprintf(os.Stderr, "build %s: %v\n%s", name, err, out)
				return 1
			}
		}
		self, err := os.Executable()
		if err == nil {
			err = os.Symlink(self, filepath.Join(dir, "parley"))
		}
		if err != nil {
			panic(err)
		}
		return m.Run()
	}())
}

// windowMark is what follows the data folder in the name of a file that says that there is a window.
const windowMark = ".window"

// hasWindow waits until a window is attached to the desk.
func (p *place) hasWindow() {
	p.t.Helper()
	eventually(p.t, "there is a window", func() error {
		_, err := os.Stat(p.data + windowMark)
		return err
	})
}

// actAsWindow is what the window is to the desk: one connection, until the desk quits.
func actAsWindow(data string) error {
	ctx := context.Background()
	client, err := local.Dial(ctx, data)
	if err != nil {
		return err
	}
	defer client.Disconnect()
	attached, err := client.Attach(ctx)
	if chat.CodeOf(err) == chat.Conflict && err != nil {
		return nil
	}
	if err != nil {
		return err
	}
	if err := os.WriteFile(data+windowMark, nil, 0o600); err != nil {
		return err
	}
	raised := attached.Raise
	for {
		next, err := client.Raised(ctx, raised)
		if err != nil || next.Quit {
			return err
		}
		raised = next.Raise
	}
}

// place is a computer of its own: a data folder and an environment without a desktop.
type place struct {
	t    *testing.T
	data string
	env  []string
}

func newPlace(t *testing.T) *place {
	home := t.TempDir()
	run, err := os.MkdirTemp("", "run") // the name of a socket must be short
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(run) })
	t.Setenv("XDG_RUNTIME_DIR", run) // for the clients in this process
	return &place{t: t, data: filepath.Join(home, "data"), env: []string{
		"HOME=" + home, "PATH=" + os.Getenv("PATH"), "XDG_RUNTIME_DIR=" + run, "LANG=C.UTF-8",
	}}
}

// run runs a program of ours until it ends, and returns what it printed and its exit code.
func (p *place) run(program string, args ...string) (out string, code int) {
	p.t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), deadline)
	defer cancel()
	cmd := exec.CommandContext(ctx, filepath.Join(programs, program), args...)
	cmd.Env = p.env
	data, err := cmd.CombinedOutput()
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		p.t.Fatal(err)
	}
	return string(data), cmd.ProcessState.ExitCode()
}

// process is a program that runs in the background.
type process struct {
	*exec.Cmd
	log   *syncedLog
	ended chan struct{}
}

type syncedLog struct {
	mu   sync.Mutex
	text strings.Builder
}

func (l *syncedLog) Write(data []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.Write(data)
}

func (l *syncedLog) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.String()
}

func (p *place) start(program string, args ...string) (*process, io.Reader) {
	p.t.Helper()
	cmd := exec.Command(filepath.Join(programs, program), args...)
	cmd.Env = p.env
	s := &process{Cmd: cmd, log: &syncedLog{}, ended: make(chan struct{})}
	cmd.Stderr = s.log
	out, stdout, err := os.Pipe()
	if err != nil {
		p.t.Fatal(err)
	}
	cmd.Stdout = stdout
	if err := cmd.Start(); err != nil {
		p.t.Fatal(err)
	}
	stdout.Close()
	go func() {
		cmd.Wait()
		close(s.ended)
	}()
	p.t.Cleanup(func() {
		s.kill()
		out.Close()
		if p.t.Failed() {
			p.t.Logf("%s said:\n%s", program, s.log)
		}
	})
	return s, out
}

// kill is kill -9.
func (s *process) kill() {
	s.Process.Kill()
	<-s.ended
}

// endsBy waits until the process has ended by itself, and returns its exit code.
func (s *process) endsBy(t *testing.T) int {
	t.Helper()
	select {
	case <-s.ended:
	case <-time.After(deadline):
		t.Fatal("it does not end")
	}
	return s.ProcessState.ExitCode()
}

// desk starts a desk without a window and connects to it.
func (p *place) desk(args ...string) (*process, *local.Client) {
	p.t.Helper()
	s, _ := p.start("parley-desk", append([]string{"--hidden", "--data", p.data}, args...)...)
	return s, p.client()
}

func (p *place) client() *local.Client {
	p.t.Helper()
	var client *local.Client
	eventually(p.t, "a desk answers", func() (err error) {
		client, err = local.Dial(context.Background(), p.data)
		return err
	})
	p.t.Cleanup(func() { client.Disconnect() })
	return client
}

// eventually waits until a condition holds.
func eventually(t *testing.T, what string, check func() error) {
	t.Helper()
	var err error
	for end := time.Now().Add(deadline); time.Now().Before(end); time.Sleep(10 * time.Millisecond) {
		if err = check(); err == nil {
			return
		}
	}
	t.Fatalf("%s: %v", what, err)
}

// until waits for a state of the desk.
func until(t *testing.T, c *local.Client, what string, ready func(local.State) bool) local.State {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), deadline)
	defer cancel()
	for rev := int64(0); ; {
		s, err := c.After(ctx, rev)
		if err != nil {
			t.Fatalf("wait until %s: %v", what, err)
		}
		if ready(s) {
			return s
		}
		rev = s.Rev
	}
}

func shows(status chat.Status) func(local.State) bool {
	return func(s local.State) bool {
		return s.Stage == local.StageInbox && s.Session.View != nil && s.Session.View.Status == status && s.Session.Pending == "" &&
			s.Session.Link.Phase == agent.Linked
	}
}

// visitor is a widget.
type visitor struct {
	t      *testing.T
	conn   *wire.Conn
	mode   chan chat.Mode
	acks   chan string
	mu     sync.Mutex
	latest []protocol.Entry
}

func newVisitor(t *testing.T, hub, site, token string) *visitor {
	t.Helper()
	conn, err := wire.Dial(t.Context(), strings.Replace(hub, "http", "ws", 1)+"/v1/visitor", http.Header{"Origin": {hub}}, wire.Defaults())
	if err != nil {
		t.Fatal(err)
	}
	v := &visitor{t: t, conn: conn, mode: make(chan chat.Mode, 100), acks: make(chan string, 100)}
	done := make(chan struct{})
	go func() {
		defer close(done)
		wire.Run(conn, protocol.ToVisitor.Decode, v.came)
	}()
	t.Cleanup(func() {
		conn.Close(wire.GoingAway, "")
		<-done
	})
	v.send(&protocol.VisitorHello{Protocol: protocol.Version, Site: site, Language: "en", Page: protocol.Page{URL: hub + "/demo/" + site}})
	if token != "" {
		v.send(&protocol.Adopt{Token: token})
	}
	return v
}

func (v *visitor) send(f protocol.Frame) {
	data, err := protocol.Encode(f)
	if err != nil {
		v.t.Fatal(err)
	}
	v.conn.Send(wire.Text(data))
}

func (v *visitor) came(f protocol.Frame) {
	switch f := f.(type) {
	case *protocol.VisitorWelcome:
		v.mode <- f.Availability.Mode
		v.keep(f.Entries)
	case *protocol.VisitorAvailability:
		v.mode <- f.Mode
	case *protocol.VisitorEntries:
		v.keep(f.Entries)
	case *protocol.Ack:
		v.acks <- f.Ref
	}
}

func (v *visitor) keep(entries []protocol.Entry) {
	v.mu.Lock()
	defer v.mu.Unlock()
	v.latest = append(v.latest, entries...)
}

func (v *visitor) isTold(want chat.Mode) {
	v.t.Helper()
	timeout := time.After(deadline)
	last := chat.Mode("nothing")
	for {
		select {
		case last = <-v.mode:
			if last == want {
				return
			}
		case <-timeout:
			v.t.Fatalf("the visitor was last told %s, want %s", last, want)
		}
	}
}

func (v *visitor) says(id, text string) {
	v.t.Helper()
	v.send(&protocol.VisitorMessage{ClientID: id, Text: text})
	select {
	case got := <-v.acks:
		if got != id {
			v.t.Fatalf("acknowledged %s, want %s", got, id)
		}
	case <-time.After(deadline):
		v.t.Fatal("no ack")
	}
}

// hub starts a parley-hub of its own, with a site and an agent, and returns its process, address and site.
func (p *place) hub(dir, listen string) (*process, string) {
	p.t.Helper()
	s, out := p.start("parley-hub", "serve", "--listen", listen, "--data", dir, "--demo")
	line, err := bufio.NewReader(out).ReadString('\n')
	if err != nil {
		p.t.Fatalf("the hub says nothing: %v\n%s", err, s.log)
	}
	var ready struct {
		Listening string `json:"listening"`
	}
	if err := json.Unmarshal([]byte(line), &ready); err != nil {
		p.t.Fatal(err)
	}
	return s, ready.Listening
}

func (p *place) setUpHub(dir, address string) (site string) {
	p.t.Helper()
	answer := func(stdin string, args ...string) map[string]string {
		cmd := exec.Command(filepath.Join(programs, "parley-hub"), args...)
		cmd.Env, cmd.Stdin = p.env, strings.NewReader(stdin)
		out, err := cmd.Output()
		if err != nil {
			p.t.Fatalf("parley-hub %v: %v", args, err)
		}
		var m map[string]string
		if err := json.Unmarshal(out, &m); err != nil {
			p.t.Fatal(err)
		}
		return m
	}
	site = answer("", "site", "add", "--data", dir, "--name", "Shop", "--origin", address)["site"]
	answer("correct horse\n", "agent", "add", "--data", dir, "--site", site, "--name", "Ana", "--email", "ana@shop.example")
	return site
}
