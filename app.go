package main

import (
	"context"
	"encoding/json"

	"github.com/wailsapp/wails/v2/pkg/runtime"

	"parley/backend/local"
	"parley/backend/window"
)

// App is what the page may call: each method is one line of translation to the desk. Whatever comes from the page is treated as hostile; the desk
// checks it.
type App struct {
	desk      *window.Desk
	following context.Context // until the window begins to close
	closes    context.CancelFunc
	ctx       context.Context // of Wails, from startup on
}

func (a *App) startup(ctx context.Context) {
	a.ctx = ctx
	window.Confine()
	go func() {
		a.desk.Follow(a.following, func() { //nolint:contextcheck // Wails' context ends later than the window begins to close
			runtime.WindowUnminimise(ctx)
			runtime.Show(ctx)
		})
		if a.following.Err() == nil {
			runtime.Quit(ctx)
		}
	}()
}

func (a *App) shutdown(context.Context) { a.desk.Detach() }

// do sends one intent to the desk.
func (a *App) do(intent func(context.Context, *local.Client) error) error {
	client, err := a.desk.Client()
	if err != nil {
		return err
	}
	return intent(a.ctx, client)
}

// Next returns the desk's state as soon as it is newer than rev.
func (a *App) Next(rev int64) (state local.State, err error) {
	err = a.do(func(ctx context.Context, c *local.Client) error { state, err = c.After(ctx, rev); return err })
	return state, err
}

// Start sets up the built-in hub.
func (a *App) Start(p local.StartParams) error {
	return a.do(func(ctx context.Context, c *local.Client) error { return c.Start(ctx, p) })
}

// SignIn signs in to a team's hub.
func (a *App) SignIn(p local.SignInParams) error {
	return a.do(func(ctx context.Context, c *local.Client) error { return c.SignIn(ctx, p) })
}

// SignOut leaves the team's hub.
func (a *App) SignOut() error {
	return a.do(func(ctx context.Context, c *local.Client) error { return c.SignOut(ctx) })
}

// StartAgain has a desk whose start failed try again now.
func (a *App) StartAgain() error {
	return a.do(func(ctx context.Context, c *local.Client) error { return c.StartAgain(ctx) })
}

// UseBuiltin leaves a team's hub, where nobody is signed in, for the built-in one.
func (a *App) UseBuiltin() error {
	return a.do(func(ctx context.Context, c *local.Client) error { return c.UseBuiltin(ctx) })
}

// SetSettings replaces the desk's settings.
func (a *App) SetSettings(s local.Settings) error {
	return a.do(func(ctx context.Context, c *local.Client) error { return c.SetSettings(ctx, s) })
}

// SetPolicy sets how idling is treated.
func (a *App) SetPolicy(p local.Policy) error {
	return a.do(func(ctx context.Context, c *local.Client) error { return c.SetPolicy(ctx, p) })
}

// SetHours replaces the agent's hours.
func (a *App) SetHours(h local.Hours) error {
	return a.do(func(ctx context.Context, c *local.Client) error { return c.SetHours(ctx, h) })
}

// SetReserve sets whether the agent is asked while Invisible, if online agents are too slow to answer.
func (a *App) SetReserve(on bool) error {
	return a.do(func(ctx context.Context, c *local.Client) error { return c.SetReserve(ctx, on) })
}

// SetSteps replaces what the first-run card remembers.
func (a *App) SetSteps(s local.Steps) error {
	return a.do(func(ctx context.Context, c *local.Client) error { return c.SetSteps(ctx, s) })
}

// Ask asks the hub for what lists and settings show, or to change it, and returns its answer.
func (a *App) Ask(p local.AskParams) (answer json.RawMessage, err error) {
	err = a.do(func(ctx context.Context, c *local.Client) error {
		answer, err = c.Ask(ctx, p)
		return err
	})
	return answer, err
}

// SetStatus chooses a status.
func (a *App) SetStatus(p local.StatusParams) error {
	return a.do(func(ctx context.Context, c *local.Client) error { _, err := c.SetStatus(ctx, p); return err })
}

// Back answers the idle question.
func (a *App) Back() error {
	return a.do(func(ctx context.Context, c *local.Client) error { return c.Back(ctx) })
}

// TryNow looks for the hub at once.
func (a *App) TryNow() error {
	return a.do(func(ctx context.Context, c *local.Client) error { return c.TryNow(ctx) })
}

// Focus shows a conversation; an empty id shows none.
func (a *App) Focus(conversation string) error {
	return a.do(func(ctx context.Context, c *local.Client) error { return c.Focus(ctx, conversation) })
}

// Earlier loads more of a conversation's log.
func (a *App) Earlier(conversation string) error {
	return a.do(func(ctx context.Context, c *local.Client) error { return c.Earlier(ctx, conversation) })
}

// Join makes the agent a member.
func (a *App) Join(conversation string) error {
	return a.do(func(ctx context.Context, c *local.Client) error { return c.Join(ctx, conversation) })
}

// Take makes the agent the first member.
func (a *App) Take(conversation string) error {
	return a.do(func(ctx context.Context, c *local.Client) error { return c.Take(ctx, conversation) })
}

// Add makes another agent a member.
func (a *App) Add(p local.AgentParams) error {
	return a.do(func(ctx context.Context, c *local.Client) error { return c.Add(ctx, p) })
}

// Assign gives a conversation to an agent or a group.
func (a *App) Assign(p local.AssignParams) error {
	return a.do(func(ctx context.Context, c *local.Client) error { return c.Assign(ctx, p) })
}

// LeaveConversation ends the agent's being a member.
func (a *App) LeaveConversation(conversation string) error {
	return a.do(func(ctx context.Context, c *local.Client) error { return c.LeaveConversation(ctx, conversation) })
}

// CloseConversation closes a conversation.
func (a *App) CloseConversation(conversation string) error {
	return a.do(func(ctx context.Context, c *local.Client) error { return c.Close(ctx, conversation) })
}

// Read tells how far a conversation was on screen.
func (a *App) Read(conversation string, seq int64) error {
	return a.do(func(ctx context.Context, c *local.Client) error { return c.Read(ctx, conversation, seq) })
}

// Draft keeps what the person is writing.
func (a *App) Draft(conversation, text string) error {
	return a.do(func(ctx context.Context, c *local.Client) error { return c.Draft(ctx, conversation, text) })
}

// Send sends a message.
func (a *App) Send(conversation, text string) error {
	return a.do(func(ctx context.Context, c *local.Client) error { return c.Send(ctx, conversation, text) })
}

// Retry sends a refused message once more.
func (a *App) Retry(clientID string) error {
	return a.do(func(ctx context.Context, c *local.Client) error { return c.Retry(ctx, clientID) })
}

// Discard takes a message out of the outbox.
func (a *App) Discard(clientID string) error {
	return a.do(func(ctx context.Context, c *local.Client) error { return c.Discard(ctx, clientID) })
}

// Focused tells whether the person looks at the window.
func (a *App) Focused(focused bool) error {
	return a.do(func(ctx context.Context, c *local.Client) error { return c.Focused(ctx, focused) })
}

// Active tells that the person does something in the window.
func (a *App) Active() error {
	return a.do(func(ctx context.Context, c *local.Client) error { return c.Active(ctx) })
}

// OpenLink opens an address in the person's browser, if it may pass.
func (a *App) OpenLink(url string) error {
	address, err := window.Link(url)
	if err == nil {
		runtime.BrowserOpenURL(a.ctx, address)
	}
	return err
}

// Copy puts a text on the clipboard.
func (a *App) Copy(text string) error { return runtime.ClipboardSetText(a.ctx, text) }

// Part has the page ask what shall become of open conversations before the person goes, or stop asking.
func (a *App) Part(parting local.Parting) error {
	return a.do(func(ctx context.Context, c *local.Client) error { return c.Part(ctx, parting) })
}

// beforeClose reports whether the window stays although the person closes it.
func (a *App) beforeClose(context.Context) bool {
	stays := a.desk.Stays(a.ctx) //nolint:contextcheck // it is Wails' context, as everywhere
	if !stays {
		a.closes()
	}
	return stays
}

// Quit has the desk say goodbye and end, and the window with it.
func (a *App) Quit() error {
	return a.do(func(ctx context.Context, c *local.Client) error { return c.Quit(ctx) })
}
