package desk

import (
	"cmp"
	"context"
	"errors"
	"net/url"
	"time"

	"parley/backend/agent"
	"parley/backend/agent/journal"
	"parley/backend/chat"
	"parley/backend/config"
	"parley/backend/desktop/secret"
	"parley/backend/hubdial"
	"parley/backend/local"
	"parley/backend/protocol"
	"parley/frontend/shared/texts"
)

// work waits until nobody else changes which hub and agent this desk belongs to; rest ends that.
func (d *Desk) work(ctx context.Context) bool {
	select {
	case d.working <- struct{}{}:
		return true
	case <-ctx.Done():
		return false
	}
}

func (d *Desk) rest() { <-d.working }

func (d *Desk) beginBuiltin(ctx context.Context) error {
	hub, err := d.openHub(ctx)
	if err != nil {
		return err
	}
	account, err := hub.server.SignIn(ctx)
	switch {
	case err == nil:
		return d.enter(ctx, hub.base, builtinAccount, account.Token, "")
	case chat.CodeOf(err) != chat.NotFound:
		return err
	case d.o.Demo:
		return d.setUp(ctx, local.StartParams{Name: cmp.Or(userName(), demoAgent), Site: demoSite})
	}
	d.change(func() { d.state.Stage = local.StageWelcome })
	return nil
}

// openHub opens the built-in hub, unless a start that failed later has done so, on its remembered port.
func (d *Desk) openHub(ctx context.Context) (*builtin, error) {
	d.mu.Lock()
	hub, port := d.builtin, d.config.Port
	d.mu.Unlock()
	if hub == nil {
		opened, err := openBuiltin(ctx, d.o.Data, port, d.o.Log)
		if err != nil {
			return nil, err
		}
		hub = opened
		d.mu.Lock()
		d.builtin = hub
		d.mu.Unlock()
	}
	if port == 0 {
		return hub, d.remember(func(c *config.Desk) { c.Port = hub.port })
	}
	if port != hub.port {
		d.o.Log.Warn("the port of the built-in hub is taken; pages with its snippet do not find it today", "port", port, "instead", hub.port)
	}
	return hub, nil
}

const (
	builtinAccount = "builtin"
	demoSite       = "Demo shop"
	demoAgent      = "Agent" // where the system has no name for the person
)

// setUp makes site and agent in the built-in hub. Whoever starts Parley wants to be there for visitors: that is the first choice.
func (d *Desk) setUp(ctx context.Context, p local.StartParams) error {
	d.mu.Lock()
	hub := d.builtin
	d.mu.Unlock()
	if hub == nil {
		return chat.Errorf(chat.Conflict, "this desk belongs to a team's hub")
	}
	account, err := hub.server.Setup(ctx, p.Site, p.Name)
	if err != nil {
		return err
	}
	return d.enter(ctx, hub.base, builtinAccount, account.Token, chat.Online)
}

// announce tells where the demo's page is, as soon as the session knows.
func (d *Desk) announce(ctx context.Context) {
	var page string
	err := d.await(ctx, func() bool {
		if d.member != nil {
			page = d.member.state.Site.Demo
		}
		return page != ""
	})
	if err == nil {
		d.o.Ready(page)
	}
}

func (d *Desk) beginTeam(ctx context.Context, hub, email string) error {
	base, err := hubAddress(hub)
	if err != nil {
		return err
	}
	token, place, err := d.secrets.Get(secret.Key{Hub: hub, Agent: email})
	if err != nil && !errors.Is(err, secret.ErrNotFound) {
		d.lose("read the token", err) // signing in again makes a new one
	}
	if err != nil {
		token = ""
	}
	if email == "" || token == "" {
		d.change(func() { d.state.Stage = local.StageSignIn })
		return nil
	}
	d.change(func() { d.state.System.Keychain = place == secret.Keychain })
	return d.enter(ctx, base, teamAccount(hub, email), token, "")
}

func teamAccount(hub, email string) string { return hub + "\n" + email }

// enter starts a session, which outlives the context. A status makes it the first thing the session asks for.
func (d *Desk) enter(ctx context.Context, base *url.URL, account, token string, first chat.Status) error {
	keep := journal.In(d.o.Data, account)
	kept, damaged, err := keep.Load()
	if err != nil {
		return err
	}
	if damaged != nil {
		d.lose("unsent messages", damaged)
	}
	if first != "" {
		kept.Choice = &agent.Choice{Status: first, At: protocol.At(time.Now())}
	}
	ctx, cancel := context.WithCancel(context.WithoutCancel(ctx))
	m := &membership{hub: base, token: token, cancel: cancel, ended: make(chan struct{})}
	d.change(func() { // in one step, so that whatever happens to the computer is told to the session or known to it from the start
		m.session = agent.New(agent.Options{
			Hub: hubdial.To(base, nil), Token: token, Device: protocol.Device{ID: d.config.Device, Name: hostName()},
			Idle: d.idle, Notify: d.toasts, Keep: keep, Kept: kept, Absent: d.absence, Log: d.o.Log,
		})
		m.state = m.session.State()
		d.member, d.failing = m, nil
		d.state.Stage = local.StageInbox
	})
	d.running.Go(func() {
		defer close(m.ended)
		m.session.Run(ctx)
	})
	d.running.Go(func() {
		for state := range m.session.Watch(ctx) {
			d.follow(m, state)
		}
	})
	d.tellWindow(ctx)
	return nil
}

// membership is a session and what it shows.
type membership struct {
	hub     *url.URL
	token   string
	session *agent.Session
	state   *agent.State
	cancel  context.CancelFunc
	ended   chan struct{}
}

// stop says goodbye and ends the session. It waits for a hub that does not answer no longer than endLimit.
func (m *membership) stop(ctx context.Context, why protocol.Away) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), endLimit)
	defer cancel()
	if err := m.session.Leave(ctx, why); err != nil {
		m.cancel()
		return
	}
	m.cancel()
	select {
	case <-m.ended:
	case <-ctx.Done():
	}
}

// follow takes in what a session shows now.
func (d *Desk) follow(m *membership, state *agent.State) {
	refused := state.Link.Reason == agent.RefusedToken
	d.change(func() {
		m.state = state
		if d.member == m && refused && d.builtin == nil {
			d.state.Stage = local.StageSignIn
		}
	})
	if len(state.Conversations) > 0 {
		d.tried()
	}
}

// tried notes that a first message came.
func (d *Desk) tried() {
	d.mu.Lock()
	known := d.config.Steps.Tried
	d.mu.Unlock()
	if known {
		return
	}
	if err := d.remember(func(c *config.Desk) { c.Steps.Tried = true }); err != nil {
		d.o.Log.Error("remember the first message", "err", err)
	}
}

// remember changes the settings, saves them and shows them; if they cannot be saved they stay as they were.
func (d *Desk) remember(f func(*config.Desk)) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	next := d.config
	f(&next)
	if next == d.config {
		return nil
	}
	if err := d.file.Save(next); err != nil {
		return err
	}
	d.config = next
	d.texts = texts.In(systemLanguage(next.Language))
	d.draw()
	return nil
}
