package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"io"
	"os"
	"os/exec"
	"strings"
	"testing"
)

// asProgram makes the test's own binary behave as the program, so that tests can start, signal and kill real processes of it.
const asProgram = "PARLEY_HUB_TEST_AS_PROGRAM"

func TestMain(m *testing.M) {
	if os.Getenv(asProgram) != "" {
		main()
	}
	os.Exit(m.Run())
}

// command is the program with arguments.
func command(t *testing.T, args ...string) *exec.Cmd {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(self, args...)
	cmd.Env = append(os.Environ(), asProgram+"=1")
	return cmd
}

// result is what a program that has ended printed.
type result struct {
	code        int
	out, errors string
}

// run runs the program to its end.
func run(t *testing.T, stdin string, args ...string) result {
	t.Helper()
	return finish(t, command(t, args...), stdin)
}

func finish(t *testing.T, cmd *exec.Cmd, stdin string) result {
	t.Helper()
	var out, errors bytes.Buffer
	cmd.Stdin, cmd.Stdout, cmd.Stderr = strings.NewReader(stdin), &out, &errors
	err := cmd.Run()
	if cmd.ProcessState == nil { // it did not even start
		t.Fatal(err)
	}
	return result{code: cmd.ProcessState.ExitCode(), out: out.String(), errors: errors.String()}
}

// object runs the program and returns a field of the one object it prints.
func object(t *testing.T, stdin, field string, args ...string) string {
	t.Helper()
	r := run(t, stdin, args...)
	var fields map[string]string
	if err := json.Unmarshal([]byte(r.out), &fields); r.code != 0 || err != nil || len(fields) != 1 || fields[field] == "" || strings.Count(r.out, "\n") != 1 {
		t.Fatalf("%q ends with %d, prints %q and says %q", args, r.code, r.out, r.errors)
	}
	return fields[field]
}

// hub is a hub that runs as a process of its own.
type hub struct {
	t       *testing.T
	cmd     *exec.Cmd
	address string
	errors  *bytes.Buffer // to be read when the process has ended
	drained chan struct{}
}

// startHub starts a hub and waits until it says that it is ready.
func startHub(t *testing.T, args ...string) *hub {
	t.Helper()
	h := &hub{t: t, errors: &bytes.Buffer{}, drained: make(chan struct{})}
	h.cmd = command(t, append([]string{"serve", "--listen", "127.0.0.1:0"}, args...)...)
	h.cmd.Stderr = h.errors
	out, err := h.cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := h.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(h.kill)
	lines := bufio.NewReader(out)
	line, err := lines.ReadString('\n')
	if err != nil {
		h.kill()
		t.Fatalf("the hub ended before it was ready: %s", h.errors)
	}
	go func() {
		defer close(h.drained)
		if more, _ := io.ReadAll(lines); len(more) > 0 {
			t.Errorf("the hub also printed %q", more)
		}
	}()
	var ready struct{ Listening string }
	if err := json.Unmarshal([]byte(line), &ready); err != nil || !strings.HasPrefix(ready.Listening, "http://127.0.0.1:") {
		t.Fatalf("the hub printed %q: %v", line, err)
	}
	h.address = ready.Listening
	return h
}

// kill ends the process as kill -9 does.
func (h *hub) kill() { h.end(os.Kill) }

// end sends a signal, waits for the end and returns the exit code.
func (h *hub) end(signal os.Signal) int {
	if h.cmd.ProcessState == nil {
		_ = h.cmd.Process.Signal(signal) // it may have ended by itself
		<-h.drained
		_ = h.cmd.Wait() // the code says it all
	}
	return h.cmd.ProcessState.ExitCode()
}
