package desk

import (
	"context"
	"log/slog"
	"sync"
	"time"

	"parley/backend/agent"
	"parley/backend/chat"
	"parley/backend/desktop/toast"
	"parley/backend/protocol"
	"parley/frontend/shared/texts"
)

// idleKey is the key of the toast that asks the idle question; conversations' ids are longer.
const idleKey = "idle"

// ringKey is the key of the sound without a toast.
const ringKey = "ring"

// The buttons of toasts.
const (
	actionTake = "take"
	actionJoin = "join" // says the same, of what somebody has
	actionBack = "back"
)

// toaster shows a session's notices. Showing one takes a call to another program, so a goroutine of its own does it; of several about one
// conversation only the last is shown.
type toaster struct {
	system *toast.Toaster
	texts  func() texts.Texts
	log    *slog.Logger

	mu      sync.Mutex
	waiting map[string]*agent.Notice // by key; nil withdraws
	order   []string                 // keys of waiting, oldest first
	busy    bool
	working sync.WaitGroup
}

// Show shows a notice; it is agent.Notifier's.
func (t *toaster) Show(n agent.Notice) { t.put(keyOf(n.Conversation), &n) }

// Withdraw takes a notice away; it is agent.Notifier's.
func (t *toaster) Withdraw(conversation string) { t.put(keyOf(conversation), nil) }

// Ring makes a sound alone; it is agent.Notifier's.
func (t *toaster) Ring() { t.put(ringKey, nil) }

func keyOf(conversation string) string {
	if conversation == "" {
		return idleKey
	}
	return conversation
}

func (t *toaster) put(key string, n *agent.Notice) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if _, waits := t.waiting[key]; !waits {
		t.order = append(t.order, key)
	}
	t.waiting[key] = n
	if !t.busy {
		t.busy = true
		t.working.Go(t.work)
	}
}

// work shows what waits, and ends when nothing does.
func (t *toaster) work() {
	for {
		key, n, ok := t.next()
		if !ok {
			return
		}
		switch {
		case key == ringKey:
			t.logged("make a sound", t.system.Ring())
		case n == nil:
			t.system.Withdraw(key)
		default:
			t.logged("show a toast", t.system.Show(t.draw(key, n)))
		}
	}
}

func (t *toaster) logged(doing string, err error) {
	if err != nil {
		t.log.Warn(doing, "err", err)
	}
}

func (t *toaster) next() (string, *agent.Notice, bool) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if len(t.order) == 0 {
		t.busy = false
		return "", nil, false
	}
	key := t.order[0]
	t.order = t.order[1:]
	n := t.waiting[key]
	delete(t.waiting, key)
	return key, n, true
}

func (t *toaster) draw(key string, n *agent.Notice) toast.Toast {
	say := t.texts()
	if n.Conversation == "" {
		return toast.Toast{
			Key: key, Title: say.Text("toast.idleTitle"), Body: say.Text("toast.idleText", "duration", duration(say, n.IdleAfter)),
			Actions: []toast.Action{{ID: actionBack, Label: say.Text("toast.back")}},
		}
	}
	shown := toast.Toast{Key: key, Title: visitorName(say, n.Visitor), Body: n.Text, Sound: n.Sound}
	switch waited := duration(say, n.Waits); n.Why {
	default: // what the visitor wrote says it
	case chat.AskedToo:
		shown.Title = say.Text("toast.waitsTitle", "visitor", shown.Title)
		shown.Body = say.Text("toast.waitsText", "duration", waited)
	case chat.AskedLate:
		shown.Title, shown.Body = say.Text("toast.busyTitle"), say.Text("toast.busyText", "visitor", shown.Title, "duration", waited)
	}
	switch {
	case n.Group != "":
		shown.Body = say.Text("toast.givenText", "visitor", shown.Title, "text", n.Text)
		shown.Title = say.Text("toast.handedTitle", "name", n.By, "group", n.Group)
	case n.By != "":
		shown.Body = say.Text("toast.givenText", "visitor", shown.Title, "text", n.Text)
		shown.Title = say.Text("toast.addedTitle", "name", n.By)
	}
	if n.Take {
		action := actionTake
		if n.Joins {
			action = actionJoin
		}
		shown.Actions = []toast.Action{{ID: action, Label: say.Text("toast.take")}}
	}
	return shown
}

// close waits for what is being shown.
func (t *toaster) close() {
	t.working.Wait()
	t.system.Close()
}

// shortID is how much of an id tells one unknown visitor from another.
const shortID = 4

// visitorName is what a visitor is called: by e-mail address, otherwise "Visitor" and the beginning of the id.
func visitorName(t texts.Texts, v protocol.VisitorInfo) string {
	if v.Email != "" {
		return v.Email
	}
	return t.Text("visitor", "id", v.ID[:min(len(v.ID), shortID)])
}

// toastClicked does what a click on a toast asks for. The window comes first: it needs no hub, which may take its time.
func (d *Desk) toastClicked(c toast.Click) {
	ctx, cancel := context.WithTimeout(context.Background(), clickLimit)
	defer cancel()
	s, err := d.session()
	if err != nil {
		return
	}
	if c.Action == actionBack {
		d.logged("say I'm back", s.Back(ctx))
		return
	}
	if c.Key != idleKey {
		d.logged("show a conversation", s.Focus(ctx, c.Key))
	}
	d.logged("open the window", d.openWindow(c.Token))
	if c.Action == actionJoin {
		d.logged("join a conversation", s.Join(ctx, c.Key))
	}
	if c.Action == actionTake {
		if err := s.Take(ctx, c.Key); chat.CodeOf(err) != chat.Conflict { // that another was faster is shown by the conversation
			d.logged("take a conversation", err)
		}
	}
}

// clickLimit is how long a click waits for the hub.
const clickLimit = 10 * time.Second

func (d *Desk) logged(doing string, err error) {
	if err != nil {
		d.o.Log.Warn(doing, "err", err)
	}
}
