package desk

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"sync"
	"time"

	"parley/backend/chat"
	"parley/backend/local"
)

// windowProcess is the window a desk started. One that a person started is none of it.
type windowProcess struct {
	mu      sync.Mutex
	process *os.Process
	ended   chan struct{} // closed when the process has; nil before the first
	again   func()        // starts the next one, asked for while this one was neither attached nor gone
}

// start starts the window. While one is starting, or about to end, it is started only if that one ends without having been attached. An activation
// token lets the window take the focus.
func (w *windowProcess) start(dataDir, token string) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.running() {
		w.again = func() { _ = w.start(dataDir, token) } // it worked the last time
		return nil
	}
	program, err := windowProgram()
	if err != nil {
		return err
	}
	cmd := exec.Command(program, "--data", dataDir) //nolint:noctx // it outlives whoever asked for it
	cmd.Stderr = os.Stderr
	if token != "" {
		cmd.Env = append(os.Environ(), "XDG_ACTIVATION_TOKEN="+token, "DESKTOP_STARTUP_ID="+token)
	}
	if err := cmd.Start(); err != nil {
		return chat.Errorf(chat.Unavailable, "start the window: %w", err)
	}
	w.process, w.ended = cmd.Process, make(chan struct{})
	go w.wait(cmd, w.ended)
	return nil
}

// wait waits for the process to end, and starts the next if that was asked for.
func (w *windowProcess) wait(cmd *exec.Cmd, ended chan struct{}) {
	_ = cmd.Wait() // how it ended changes nothing
	close(ended)
	w.mu.Lock()
	again := w.again
	w.again = nil
	w.mu.Unlock()
	if again != nil {
		again()
	}
}

// attached takes note that a window is there: who asked for one has it.
func (w *windowProcess) attached() {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.again = nil
}

// running reports whether the process has not ended. The caller holds the mutex.
func (w *windowProcess) running() bool {
	if w.ended == nil {
		return false
	}
	select {
	case <-w.ended:
		return false
	default:
		return true
	}
}

// end waits for the window to close itself after its desk, and helps it if it does not.
func (w *windowProcess) end() {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.again = nil
	if !w.running() {
		return
	}
	select {
	case <-w.ended:
	case <-time.After(endLimit):
		_ = w.process.Kill()
	}
}

// windowProgram finds the window beside this program.
func windowProgram() (string, error) {
	self, err := os.Executable()
	if err != nil {
		return "", fmt.Errorf("find the window: %w", err)
	}
	name := "parley"
	if runtime.GOOS == "windows" {
		name += ".exe"
	}
	program := filepath.Join(filepath.Dir(self), name)
	if _, err := os.Stat(program); err != nil {
		return "", chat.Errorf(chat.NotFound, "the window is not installed beside the desk: %w", err)
	}
	return program, nil
}

// openWindow brings the window to the front, and starts one if there is none.
func (d *Desk) openWindow(token string) error {
	attached := false
	d.change(func() {
		d.state.Raise++
		attached = d.gone != nil
	})
	if attached {
		return nil
	}
	return d.window.start(d.o.Data, token)
}

// Attach makes a connection the window until gone is closed.
func (d *Desk) Attach(ctx context.Context, gone <-chan struct{}) (local.AttachResult, error) {
	var raise int64
	taken := false
	d.change(func() {
		if taken = d.gone != nil; taken {
			d.state.Raise++
			return
		}
		d.gone, d.focused = gone, false
		raise = d.state.Raise
		d.shown = raise
	})
	if taken {
		return local.AttachResult{}, chat.Errorf(chat.Conflict, "there is a window already")
	}
	d.window.attached()
	d.tellWindow(ctx)
	d.running.Go(func() {
		<-gone
		d.windowGone(context.WithoutCancel(ctx))
	})
	return local.AttachResult{Raise: raise}, nil
}

// windowGone decides what becomes of a desk without a window. Where somebody asked for the window while it was closing, which it did not notice any more,
// another is started. Otherwise the desk stays where something is left to click, or where the person wants it to.
func (d *Desk) windowGone(ctx context.Context) {
	var missed, stays, quitting bool
	d.change(func() {
		d.gone, d.focused, d.lost = nil, false, nil // what was lost, the person has seen
		d.state.Parting = local.PartNot             // who closes the question does not go
		missed = d.state.Raise > d.shown
		stays, quitting = d.state.System.TrayHost || d.config.KeepRunning, d.quitting
	})
	if quitting {
		return
	}
	if missed {
		err := d.window.start(d.o.Data, "")
		d.logged("open the window again", err)
		stays = stays || err == nil
	}
	if !stays {
		d.quit(errQuit)
		return
	}
	d.tellWindow(ctx)
}

// tellWindow tells the session what the person can see.
func (d *Desk) tellWindow(ctx context.Context) {
	d.telling.Lock() // of two changes the newer is told last
	defer d.telling.Unlock()
	d.mu.Lock()
	m, open, focused := d.member, d.gone != nil, d.focused
	d.mu.Unlock()
	if m == nil {
		return
	}
	ctx, cancel := context.WithTimeout(ctx, endLimit)
	defer cancel()
	d.logged("tell the session of the window", m.session.Window(ctx, open, focused))
}
