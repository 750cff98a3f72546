package desk

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"time"

	"github.com/gofrs/flock"

	"parley/backend/chat"
	"parley/backend/local"
)

// Claim makes this process the only desk of a data folder, which it makes if need be. Where there is one, Claim connects to that instead and returns
// the client. Of many that start at once exactly one gets the lock, which the system takes back when the process ends, however it does.
func Claim(ctx context.Context, dataDir string) (release func() error, running *local.Client, err error) {
	if err := os.MkdirAll(dataDir, 0o700); err != nil {
		return nil, nil, chat.Errorf(chat.Unavailable, "make the data folder: %w", err)
	}
	lock := flock.New(filepath.Join(dataDir, "desk.lock"), flock.SetPermissions(0o600))
	ctx, cancel := context.WithTimeout(ctx, claimLimit)
	defer cancel()
	for {
		got, err := lock.TryLock()
		if err != nil {
			return nil, nil, chat.Errorf(chat.Unavailable, "lock the data folder: %w", err)
		}
		if got {
			return lock.Unlock, nil, nil
		}
		client, dialErr := local.Dial(ctx, dataDir)
		if dialErr == nil {
			return nil, client, nil
		}
		select {
		case <-time.After(claimPause): // it is just starting, or just ending
		case <-ctx.Done():
			return nil, nil, chat.Errorf(chat.Unavailable, "another desk holds the data folder and does not answer: %w", errors.Join(ctx.Err(), dialErr))
		}
	}
}

// Agree returns a conflict unless the running desk of a data folder belongs to the hub it would belong to if it were started with these options.
func Agree(ctx context.Context, running *local.Client, o Options) error {
	if o.Hub == "" && !o.Demo {
		return nil
	}
	state, err := running.After(ctx, 0)
	if err != nil {
		return err
	}
	is := "this computer's own hub"
	if !state.System.Builtin {
		is = state.Proposed.Hub
	}
	if o.Hub != "" {
		base, err := hubAddress(o.Hub)
		if err != nil || base.String() == is {
			return err
		}
	} else if state.System.Builtin {
		if state.Stage != local.StageWelcome {
			return nil
		}
		is += ", which is not set up"
	}
	return chat.Errorf(chat.Conflict, "a desk of %s runs already and belongs to %s: to start another, end it with: parley-desk quit --data %s",
		o.Data, is, o.Data)
}

const (
	claimLimit = 15 * time.Second
	claimPause = 20 * time.Millisecond
)
