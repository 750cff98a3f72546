//go:build unix

package desk

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"parley/backend/chat"
)

// windowScript stands for the window: it notes that it was started and lives until it is told to end.
const windowScript = `#!/bin/sh
echo started >> "$2/starts"
while [ ! -e "$2/end" ]; do sleep 0.01; done
`

// withWindowProgram puts a window beside this program.
func withWindowProgram(t *testing.T) {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	program := filepath.Join(filepath.Dir(self), "parley")
	if err := os.WriteFile(program, []byte(windowScript), 0o700); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.Remove(program) })
}

// startsAre waits until the window was started so often.
func startsAre(t *testing.T, dir string, want int) {
	t.Helper()
	got := -1
	for end := time.Now().Add(10 * time.Second); time.Now().Before(end); time.Sleep(5 * time.Millisecond) {
		data, _ := os.ReadFile(filepath.Join(dir, "starts"))
		if got = len(data) / len("started\n"); got == want {
			return
		}
	}
	t.Fatalf("the window was started %d times, want %d", got, want)
}

func TestOneWindowIsStarted(t *testing.T) {
	dir := t.TempDir()
	var w windowProcess
	if err := w.start(dir, ""); chat.CodeOf(err) != chat.NotFound {
		t.Errorf("without the program: %v, want not_found", err)
	}
	withWindowProgram(t)
	for range 3 {
		if err := w.start(dir, ""); err != nil {
			t.Fatal(err)
		}
	}
	startsAre(t, dir, 1)
	w.attached()
	end := func() { must(t, os.WriteFile(filepath.Join(dir, "end"), nil, 0o600)) }
	end()
	<-w.ended

	must(t, os.Remove(filepath.Join(dir, "end")))
	must(t, w.start(dir, ""))
	startsAre(t, dir, 2)
	must(t, w.start(dir, "")) // while that one, which never attaches, is about to end
	end()
	startsAre(t, dir, 3)
	w.end()
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
