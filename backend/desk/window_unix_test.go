//go:build unix

package desk

import (
	"context"
	"log/slog"
	"os"
	"path/filepath"
	"testing"
	"time"

	"parley/backend/chat"
	"parley/backend/local"
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

// A window that is gone is replaced only where somebody asked for it and it never said that it came to the front.
func TestAWindowIsReplacedWhenItMissedBeingAskedFor(t *testing.T) {
	for name, c := range map[string]struct {
		asked, acknowledged bool
		starts              int
	}{
		"nobody asked":   {false, false, 0},
		"came to front":  {true, true, 0},
		"did not notice": {true, false, 1},
	} {
		t.Run(name, func(t *testing.T) {
			withWindowProgram(t)
			dir := t.TempDir()
			t.Setenv("HOME", dir)
			d, err := New(Options{Data: dir, Log: slog.New(slog.DiscardHandler)})
			must(t, err)
			quit := make(chan struct{})
			d.quit = func(error) { close(quit) }
			gone := make(chan struct{})
			attached, err := d.Attach(t.Context(), gone)
			must(t, err)
			if c.asked {
				must(t, d.Open(t.Context()))
			}
			if c.acknowledged {
				raised, err := d.Raised(t.Context(), local.AfterParams{Rev: attached.Raise})
				must(t, err)
				waits, stop := context.WithCancel(t.Context())
				stop()
				d.Raised(waits, local.AfterParams{Rev: raised.Raise})
			}
			close(gone)
			d.running.Wait()
			startsAre(t, dir, c.starts)
			select {
			case <-quit:
				if c.starts > 0 {
					t.Error("the desk quits although there will be a window")
				}
			default:
				if c.starts == 0 {
					t.Error("the desk stays without a window and a tray")
				}
			}
			must(t, os.WriteFile(filepath.Join(dir, "end"), nil, 0o600))
			d.window.end()
		})
	}
}
