package desk

import (
	"context"
	"time"

	"github.com/cenkalti/backoff/v5"

	"parley/backend/chat"
	"parley/backend/config"
	"parley/backend/desktop/secret"
	"parley/backend/local"
	"parley/backend/protocol"
)

// Delays before a start that failed is tried again: a disk gets room and a database is unlocked sooner or later.
const (
	firstAgain = 500 * time.Millisecond
	lastAgain  = 30 * time.Second
)

// begins brings the desk to its first page: at once, again after a failure that may pass, and whenever somebody asks for it, until ctx ends. After the
// first try, however it went, there is something to show.
func (d *Desk) begins(ctx context.Context, show func()) {
	delays := backoff.NewExponentialBackOff()
	delays.InitialInterval, delays.MaxInterval = firstAgain, lastAgain
	again := time.NewTimer(0)
	defer again.Stop()
	for shown := false; ; {
		select {
		case <-again.C:
		case <-d.startAgain:
		case <-ctx.Done():
			return
		}
		if err := d.begin(ctx); err == nil {
			delays.Reset()
		} else if passes(err) {
			again.Reset(delays.NextBackOff())
		}
		if !shown {
			shown = true
			show()
		}
	}
}

// passes reports whether an error may go away by itself.
func passes(err error) bool {
	code := chat.CodeOf(err)
	return code == chat.Unavailable || code == chat.Busy
}

// begin brings a desk that is starting to its first page: a session for who is signed in, otherwise the welcome or the sign-in.
func (d *Desk) begin(ctx context.Context) error {
	if !d.work(ctx) {
		return nil
	}
	defer d.rest()
	d.mu.Lock()
	stage, hub, email := d.state.Stage, d.config.Hub, d.config.Email
	d.mu.Unlock()
	if stage != local.StageStarting {
		return nil
	}
	var err error
	if hub == "" {
		err = d.beginBuiltin(ctx)
	} else {
		err = d.beginTeam(ctx, hub, email)
	}
	if err != nil {
		d.o.Log.Error("start", "err", err)
	}
	d.change(func() { d.failing = troubleOf(err) })
	return err
}

// StartAgain has a desk whose start failed try again now.
func (d *Desk) StartAgain(context.Context) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.state.Stage != local.StageStarting {
		return chat.Errorf(chat.Conflict, "the desk has started")
	}
	d.nudge()
	return nil
}

// nudge has begins try now. One that is asked for while another waits is the same.
func (d *Desk) nudge() {
	select {
	case d.startAgain <- struct{}{}:
	default:
	}
}

// UseBuiltin leaves the team's hub this desk belongs to, where nobody is signed in, for the built-in one.
func (d *Desk) UseBuiltin(ctx context.Context) error {
	if !d.work(ctx) {
		return context.Cause(ctx)
	}
	defer d.rest()
	d.mu.Lock()
	stage, hub, email := d.state.Stage, d.config.Hub, d.config.Email
	d.mu.Unlock()
	if stage != local.StageSignIn {
		return chat.Errorf(chat.Conflict, "only a desk where nobody is signed in to a team's hub can leave it for the built-in one")
	}
	if err := d.remember(func(c *config.Desk) { c.Hub, c.Email = "", "" }); err != nil {
		return err
	}
	d.leave(ctx, protocol.AwaySignOut) // of the session that the hub refused
	if email != "" {
		d.logged("forget the token", d.secrets.Delete(secret.Key{Hub: hub, Agent: email}))
	}
	d.change(func() {
		d.state.Stage = local.StageStarting
		d.state.System.Builtin, d.state.System.Keychain = true, true
		d.state.Proposed.Hub, d.state.Proposed.Email = "", ""
	})
	d.nudge()
	return nil
}
