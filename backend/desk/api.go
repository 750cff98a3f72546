package desk

import (
	"context"
	"errors"

	"parley/backend/agent"
	"parley/backend/chat"
	"parley/backend/config"
	"parley/backend/desktop/secret"
	"parley/backend/local"
	"parley/backend/protocol"
)

var _ local.Desk = (*Desk)(nil)

// await returns when ready says so, which is asked after every change with the mutex held.
func (d *Desk) await(ctx context.Context, ready func() bool) error {
	for {
		d.mu.Lock()
		done, changed := ready(), d.changed
		d.mu.Unlock()
		if done {
			return nil
		}
		select {
		case <-changed:
		case <-ctx.Done():
			return context.Cause(ctx)
		}
	}
}

// After returns the state as soon as it is newer than the client's.
func (d *Desk) After(ctx context.Context, p local.AfterParams) (state local.State, err error) {
	err = d.await(ctx, func() bool {
		state = d.state
		return state.Rev > p.Rev
	})
	return state, err
}

// Raised returns when the window shall come to the front once more, or close because the desk quits. Asking for the next time acknowledges the last.
func (d *Desk) Raised(ctx context.Context, p local.AfterParams) (r local.RaiseResult, err error) {
	d.mu.Lock()
	d.shown = max(d.shown, p.Rev)
	d.mu.Unlock()
	err = d.await(ctx, func() bool {
		r = local.RaiseResult{Raise: d.state.Raise, Quit: d.quitting}
		return r.Raise > p.Rev || r.Quit
	})
	return r, err
}

// Focused takes note whether the window has the keyboard. It returns conflict while there is no window.
func (d *Desk) Focused(ctx context.Context, p local.FocusedParams) error {
	d.mu.Lock()
	attached := d.gone != nil
	d.focused = attached && p.Focused
	d.mu.Unlock()
	if !attached {
		return chat.Errorf(chat.Conflict, "there is no window")
	}
	d.tellWindow(ctx)
	return nil
}

// Active takes note that the person does something in the window. While nobody is signed in, nobody can be idle.
func (d *Desk) Active(ctx context.Context) error {
	s, err := d.session()
	if err != nil {
		return nil //nolint:nilerr // there is no session to tell
	}
	return s.Active(ctx)
}

// Start sets up the built-in hub.
func (d *Desk) Start(ctx context.Context, p local.StartParams) error {
	if err := chat.CheckName(p.Name); err != nil {
		return err
	}
	if err := chat.CheckName(p.Site); err != nil {
		return chat.Errorf(chat.Invalid, "%w", err).At("site")
	}
	if !d.work(ctx) {
		return context.Cause(ctx)
	}
	defer d.rest()
	return d.setUp(context.WithoutCancel(ctx), p)
}

// SignIn signs in to a team's hub, which this desk belongs to from then on.
func (d *Desk) SignIn(ctx context.Context, p local.SignInParams) error {
	base, err := hubAddress(p.Hub)
	if err != nil {
		return err
	}
	email, err := chat.ParseEmail(p.Email)
	if err != nil {
		return err
	}
	if !d.work(ctx) {
		return context.Cause(ctx)
	}
	defer d.rest()
	d.mu.Lock()
	device := d.config.Device
	d.mu.Unlock()
	token, err := login(ctx, base, email, p.Password, device)
	if err != nil {
		return err
	}
	return d.join(ctx, base.String(), email, token)
}

// join makes the desk that of an agent at a team's hub.
func (d *Desk) join(ctx context.Context, hub, email, token string) error {
	place, err := d.secrets.Set(secret.Key{Hub: hub, Agent: email}, token)
	if err != nil {
		return chat.Errorf(chat.Unavailable, "%w", err)
	}
	if err := d.remember(func(c *config.Desk) { c.Hub, c.Email = hub, email }); err != nil {
		return err
	}
	d.leave(ctx, protocol.AwaySignOut)
	if err := d.endBuiltin(ctx); err != nil {
		d.o.Log.Error("end the built-in hub", "err", err)
	}
	d.change(func() {
		d.state.System.Builtin, d.state.System.Keychain = false, place == secret.Keychain
		d.state.Proposed.Hub, d.state.Proposed.Email, d.lost = hub, email, nil
	})
	base, err := hubAddress(hub)
	if err != nil {
		return err
	}
	return d.enter(ctx, base, teamAccount(hub, email), token, "")
}

// leave ends the session, if there is one.
func (d *Desk) leave(ctx context.Context, why protocol.Away) {
	d.mu.Lock()
	m := d.member
	d.mu.Unlock()
	if m == nil {
		return
	}
	m.stop(ctx, why)
	d.change(func() {
		d.member = nil
		d.state.Stage = local.StageSignIn
	})
}

func (d *Desk) endBuiltin(ctx context.Context) error {
	d.mu.Lock()
	hub := d.builtin
	d.builtin = nil
	d.mu.Unlock()
	if hub == nil {
		return nil
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), endLimit)
	defer cancel()
	return hub.end(ctx)
}

// SignOut says goodbye to a team's hub and forgets the token.
func (d *Desk) SignOut(ctx context.Context) error {
	if !d.work(ctx) {
		return context.Cause(ctx)
	}
	defer d.rest()
	d.mu.Lock()
	hub, email := d.config.Hub, d.config.Email
	d.mu.Unlock()
	if hub == "" {
		return chat.Errorf(chat.Conflict, "the built-in hub knows no sign-in")
	}
	d.leave(ctx, protocol.AwaySignOut)
	key := secret.Key{Hub: hub, Agent: email}
	d.logged("make the token worthless", d.revoke(ctx, key))
	if err := d.secrets.Delete(key); err != nil {
		return chat.Errorf(chat.Unavailable, "%w", err)
	}
	d.change(func() { d.state.Stage = local.StageSignIn })
	return d.remember(func(c *config.Desk) { c.Email = "" })
}

// revoke has a hub take back the token of who is signing out.
func (d *Desk) revoke(ctx context.Context, key secret.Key) error {
	base, err := hubAddress(key.Hub)
	if err != nil {
		return err
	}
	token, _, err := d.secrets.Get(key)
	if errors.Is(err, secret.ErrNotFound) {
		return nil
	}
	if err != nil {
		return err
	}
	return logout(context.WithoutCancel(ctx), base, token)
}

// Open starts the window or brings it to the front.
func (d *Desk) Open(context.Context) error { return d.openWindow("") }

// Quit has the desk say goodbye and end.
func (d *Desk) Quit(context.Context) error {
	d.quit(errQuit)
	return nil
}

// Status returns the status and the sentence that explains it.
func (d *Desk) Status(context.Context) (local.StatusResult, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	result := local.StatusResult{Status: chat.Offline, Sentence: d.state.Sentence.String()}
	if s := d.state.Session; s != nil {
		switch {
		case s.Pending != "":
			result.Status = s.Pending
		case s.View != nil:
			result.Status = s.View.Status
		}
	}
	return result, nil
}

// SetStatus chooses a status.
func (d *Desk) SetStatus(ctx context.Context, p local.StatusParams) (local.StatusResult, error) {
	if err := d.with(func(s *agent.Session) error {
		return s.SetStatus(ctx, agent.Choice{Status: p.Status, For: p.For, ToHours: p.ToHours})
	}); err != nil {
		return local.StatusResult{}, err
	}
	d.change(func() { // chosen is chosen, wherever the question was asked
		if d.state.Parting == local.PartOffline {
			d.state.Parting = local.PartNot
		}
	})
	return d.Status(ctx)
}

// with has the session do something.
func (d *Desk) with(f func(*agent.Session) error) error {
	s, err := d.session()
	if err != nil {
		return err
	}
	return f(s)
}

// Back answers the idle question.
func (d *Desk) Back(ctx context.Context) error {
	return d.with(func(s *agent.Session) error { return s.Back(ctx) })
}

// TryNow tries at once to reach the hub.
func (d *Desk) TryNow(ctx context.Context) error {
	return d.with(func(s *agent.Session) error { return s.TryNow(ctx) })
}

// SetPolicy sets how the agent's idling is treated.
func (d *Desk) SetPolicy(ctx context.Context, p protocol.Policy) error {
	return d.with(func(s *agent.Session) error { return s.SetPolicy(ctx, p) })
}

// SetHours replaces the agent's hours.
func (d *Desk) SetHours(ctx context.Context, h protocol.Hours) error {
	return d.with(func(s *agent.Session) error { return s.SetHours(ctx, h) })
}

// SetReserve sets whether the agent is asked while Invisible, if online agents are too slow to answer.
func (d *Desk) SetReserve(ctx context.Context, p local.ReserveParams) error {
	return d.with(func(s *agent.Session) error { return s.SetReserve(ctx, p.On) })
}

// Focus has the state hold a conversation with its log.
func (d *Desk) Focus(ctx context.Context, p local.ConversationParams) error {
	return d.with(func(s *agent.Session) error { return s.Focus(ctx, p.Conversation) })
}

// Earlier loads more of a conversation's log.
func (d *Desk) Earlier(ctx context.Context, p local.ConversationParams) error {
	return d.with(func(s *agent.Session) error { return s.Earlier(ctx, p.Conversation) })
}

// Join makes the agent a member of a conversation.
func (d *Desk) Join(ctx context.Context, p local.ConversationParams) error {
	return d.with(func(s *agent.Session) error { return s.Join(ctx, p.Conversation) })
}

// Take makes the agent the first member of a conversation.
func (d *Desk) Take(ctx context.Context, p local.ConversationParams) error {
	return d.with(func(s *agent.Session) error { return s.Take(ctx, p.Conversation) })
}

// Add makes another agent a member of a conversation.
func (d *Desk) Add(ctx context.Context, p local.AgentParams) error {
	return d.with(func(s *agent.Session) error { return s.Add(ctx, p.Conversation, p.Agent) })
}

// Assign gives a conversation to an agent or a group.
func (d *Desk) Assign(ctx context.Context, p local.AssignParams) error {
	return d.with(func(s *agent.Session) error { return s.Assign(ctx, p.Conversation, p.Agent, p.Group) })
}

// LeaveConversation ends the agent's being a member of a conversation.
func (d *Desk) LeaveConversation(ctx context.Context, p local.ConversationParams) error {
	return d.with(func(s *agent.Session) error { return s.LeaveConversation(ctx, p.Conversation) })
}

// Close closes a conversation.
func (d *Desk) Close(ctx context.Context, p local.ConversationParams) error {
	return d.with(func(s *agent.Session) error { return s.Close(ctx, p.Conversation) })
}

// Read takes note that a conversation was on screen.
func (d *Desk) Read(ctx context.Context, p local.ReadParams) error {
	return d.with(func(s *agent.Session) error { return s.Read(ctx, p.Conversation, p.Seq) })
}

// Draft keeps what the person is writing.
func (d *Desk) Draft(ctx context.Context, p local.TextParams) error {
	return d.with(func(s *agent.Session) error { return s.Draft(ctx, p.Conversation, p.Text) })
}

// Send sends a message.
func (d *Desk) Send(ctx context.Context, p local.TextParams) error {
	return d.with(func(s *agent.Session) error { return s.Send(ctx, p.Conversation, p.Text) })
}

// Retry sends a refused message once more.
func (d *Desk) Retry(ctx context.Context, p local.UnsentParams) error {
	return d.with(func(s *agent.Session) error { return s.Retry(ctx, p.ClientID) })
}

// Discard takes a message out of the outbox.
func (d *Desk) Discard(ctx context.Context, p local.UnsentParams) error {
	return d.with(func(s *agent.Session) error { return s.Discard(ctx, p.ClientID) })
}
