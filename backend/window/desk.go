package window

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
	"parley/backend/config"
	"parley/backend/desklog"
	"parley/backend/local"
)

const (
	deskStarts = 20 * time.Second       // a desk that does not answer after so long will not
	askAgain   = 100 * time.Millisecond // between two looks for a desk that is starting
)

// Desk is the window's connection to the desk of one data folder. When the desk dies without a word, it is started again.
type Desk struct {
	data  string
	raise int64

	mu     sync.Mutex
	client *local.Client // nil while there is none
}

// Attach finds the desk of a data folder, or starts it, and becomes its window. An empty folder stands for the person's own. It returns nil without
// an error when there is another window, which the desk has brought to the front.
func Attach(ctx context.Context, data string) (*Desk, error) {
	if data == "" {
		own, err := config.DataFolder()
		if err != nil {
			return nil, err
		}
		data = own
	}
	d := &Desk{data: data}
	err := d.attach(ctx)
	if err == nil {
		return d, nil
	}
	if chat.CodeOf(err) == chat.Conflict {
		err = nil
	}
	return nil, err
}

// Client returns the connection, or unavailable while the desk is being started again.
func (d *Desk) Client() (*local.Client, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.client == nil {
		return nil, chat.Errorf(chat.Unavailable, "the desk is starting")
	}
	return d.client, nil
}

// Follow calls show whenever the window shall come to the front, and returns when it shall end: the desk quits, or has another window by now, or
// cannot be started again. It returns too when the context ends, as it does once the window begins to close: a desk that does not hear that the window
// came to the front starts another when this one is gone.
func (d *Desk) Follow(ctx context.Context, show func()) {
	for {
		client, err := d.Client()
		if err != nil {
			return
		}
		next, err := client.Raised(ctx, d.raise)
		switch {
		case ctx.Err() != nil || next.Quit:
			return
		case err == nil:
			d.raise = next.Raise
			show()
		default:
			d.drop()
			if d.attach(ctx) != nil {
				return
			}
		}
	}
}

// closingLimit is how long a window that is closed waits for what the desk says to it.
const closingLimit = time.Second

// Stays reports whether a window that the person closes stays, because the desk has it ask something first. A desk that does not answer keeps no
// window open.
func (d *Desk) Stays(ctx context.Context) bool {
	client, err := d.Client()
	if err != nil {
		return false
	}
	ctx, cancel := context.WithTimeout(ctx, closingLimit)
	defer cancel()
	answer, err := client.Closing(ctx)
	return err == nil && answer.Stay
}

// Detach ends the connection: the window is closed.
func (d *Desk) Detach() { d.drop() }

func (d *Desk) drop() {
	d.mu.Lock()
	client := d.client
	d.client = nil
	d.mu.Unlock()
	if client != nil {
		client.Disconnect() //nolint:errcheck // whatever ended it, it has ended
	}
}

func (d *Desk) attach(ctx context.Context) error {
	client, err := find(ctx, d.data)
	if err != nil {
		return err
	}
	answer, cancel := local.Promptly(ctx, d.data)
	defer cancel()
	attached, err := client.Attach(answer)
	if err != nil {
		client.Disconnect() //nolint:errcheck // the refusal is what counts
		return err
	}
	d.raise = attached.Raise
	d.mu.Lock()
	d.client = client
	d.mu.Unlock()
	return nil
}

// find connects to the desk of a data folder, starting it if none is running.
func find(ctx context.Context, data string) (*local.Client, error) {
	client, err := local.Dial(ctx, data)
	if err == nil || chat.CodeOf(err) != chat.NotFound {
		return client, err
	}
	began := time.Now()
	ended, err := start(data)
	if err != nil {
		return nil, err
	}
	ctx, cancel := context.WithTimeoutCause(ctx, deskStarts, chat.Errorf(chat.Unavailable, "the desk does not answer"))
	defer cancel()
	again := time.NewTicker(askAgain)
	defer again.Stop()
	for {
		client, err := local.Dial(ctx, data)
		if err == nil || ctx.Err() == nil && chat.CodeOf(err) != chat.NotFound {
			return client, err
		}
		select {
		case <-again.C:
		case err := <-ended:
			// A desk that finds another of its folder hands over and ends well: that one is about to answer.
			if err != nil {
				return nil, endedStarting(data, began, err)
			}
			ended = nil
		case <-ctx.Done():
			return nil, context.Cause(ctx)
		}
	}
}

// endedStarting says why a desk ended while starting: in its own words, if it left any in its log.
func endedStarting(data string, began time.Time, exit error) error {
	if why := desklog.LastError(data, began); why != "" {
		return chat.Errorf(chat.Unavailable, "%s", why)
	}
	return chat.Errorf(chat.Unavailable, "the desk ended while starting, without a word in %s: %w", desklog.Path(data), exit)
}

// start starts the desk that lies beside this program, in a process that outlives it. The channel tells how the desk ended, if it does meanwhile.
func start(data string) (<-chan error, error) {
	if err := os.MkdirAll(data, 0o700); err != nil { // here, because a desk without a folder has nowhere to say why it ends
		return nil, chat.Errorf(chat.Unavailable, "make the data folder: %w", err)
	}
	self, err := os.Executable()
	if err != nil {
		return nil, fmt.Errorf("find the desk's program: %w", err)
	}
	name := "parley-desk"
	if runtime.GOOS == "windows" {
		name += ".exe"
	}
	program := filepath.Join(filepath.Dir(self), name)
	cmd := exec.Command(program, "--data", data, "--hidden")
	detach(cmd)
	if err := cmd.Start(); err != nil {
		return nil, fmt.Errorf("start the desk %s: %w", program, err)
	}
	ended := make(chan error, 1)
	go func() { ended <- cmd.Wait() }()
	return ended, nil
}
