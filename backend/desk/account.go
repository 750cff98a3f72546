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

// begin brings the desk to its first page: a session for who is signed in, otherwise the welcome or the sign-in.
func (d *Desk) begin(ctx context.Context) {
	if !d.work(ctx) {
		return
	}
	defer d.rest()
	d.mu.Lock()
	hub, email := d.config.Hub, d.config.Email
	d.mu.Unlock()
	var err error
	if hub == "" {
		err = d.beginBuiltin(ctx)
	} else {
		err = d.beginTeam(ctx, hub, email)
	}
	if err != nil {
		d.trouble("start", err)
	}
}

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
	d.mu.Lock()
	port := d.config.Port
	d.mu.Unlock()
	hub, err := openBuiltin(ctx, d.o.Data, port, d.o.Log)
	if err != nil {
		return err
	}
	d.mu.Lock()
	d.builtin = hub
	d.mu.Unlock()
	if port == 0 {
		if err := d.remember(func(c *config.Desk) { c.Port = hub.port }); err != nil {
			return err
		}
	} else if port != hub.port {
		d.o.Log.Warn("the port of the built-in hub is taken; pages with its snippet do not find it today", "port", port, "instead", hub.port)
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
		d.trouble("read the token", err) // signing in again makes a new one
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
		d.trouble("unsent messages", damaged)
	}
	if first != "" {
		kept.Choice = &agent.Choice{Status: first, At: protocol.At(time.Now())}
	}
	d.mu.Lock()
	device := d.config.Device
	windowOpen := d.gone != nil
	d.mu.Unlock()
	s := agent.New(agent.Options{
		Hub: hubdial.To(base, nil), Token: token, Device: protocol.Device{ID: device, Name: hostName()},
		Idle: d.idle, Notify: d.toasts, Keep: keep, Kept: kept, Log: d.o.Log,
	})
	ctx, cancel := context.WithCancel(context.WithoutCancel(ctx))
	m := &membership{session: s, state: s.State(), cancel: cancel, ended: make(chan struct{})}
	d.change(func() {
		d.member = m
		d.state.Stage = local.StageInbox
	})
	d.running.Go(func() {
		defer close(m.ended)
		s.Run(ctx)
	})
	d.running.Go(func() {
		for state := range s.Watch(ctx) {
			d.follow(m, state)
		}
	})
	return s.Window(ctx, windowOpen, false)
}

// membership is a session and what it shows.
type membership struct {
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
	refused := state.Link.Phase == agent.Refused && state.Link.Code == chat.Unauthorized
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
	d.draw(time.Now())
	return nil
}
