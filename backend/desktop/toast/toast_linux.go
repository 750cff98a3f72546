package toast

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"time"

	"github.com/godbus/dbus/v5"

	"parley/backend/desktop/sessionbus"
)

// Specification: https://specifications.freedesktop.org/notification-spec/latest/

const (
	service = "org.freedesktop.Notifications"
	path    = dbus.ObjectPath("/org/freedesktop/Notifications")

	callTimeout = 5 * time.Second
)

// Toaster shows toasts. It is safe for concurrent use. It connects when it first needs to, and again after the bus or the notification service
// was restarted.
//
// The service is always spoken to by its unique name: so the ids it gave are forgotten in the moment another process takes its place, and no
// other process can send us clicks.
type Toaster struct {
	options Options

	mu      sync.Mutex // held across Notify, so that no signal about a toast is looked at before its id is known
	conn    *dbus.Conn
	owner   string // unique name of the service that knows the ids below
	offers  []string
	ids     map[string]uint32 // by key
	tokens  map[uint32]string
	working sync.WaitGroup // reads signals and reports clicks
}

// Open prepares to show toasts.
func Open(o Options) *Toaster {
	return &Toaster{options: o, ids: map[string]uint32{}, tokens: map[uint32]string{}}
}

// Show shows a toast in place of the last one with its key. Without a notification service the error is ErrUnavailable; the sound is made all
// the same.
func (t *Toaster) Show(toast Toast) error {
	t.mu.Lock()
	defer t.mu.Unlock()
	ctx, cancel := context.WithTimeout(context.Background(), callTimeout)
	defer cancel()

	err := t.notify(ctx, toast)
	if err != nil && sessionbus.Announce() == nil {
		if notifyPlainly(t.options, toast) == nil {
			err = nil
		}
	}
	if toast.Sound && !t.can("sound") {
		err = errors.Join(err, t.Ring())
	}
	return err
}

// Withdraw takes the toast with this key away if it still stands.
func (t *Toaster) Withdraw(key string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	id, ok := t.ids[key]
	if !ok || t.conn == nil {
		return
	}
	delete(t.ids, key)
	delete(t.tokens, id)
	ctx, cancel := context.WithTimeout(context.Background(), callTimeout)
	defer cancel()
	// An error means that it is gone already.
	_ = t.conn.Object(t.owner, path).CallWithContext(ctx, service+".CloseNotification", 0, id).Err
}

// Close withdraws nothing, but no click is reported after it. It waits for those that were.
func (t *Toaster) Close() {
	t.mu.Lock()
	conn := t.conn
	t.conn = nil
	t.mu.Unlock()
	if conn != nil {
		_ = conn.Close()
	}
	t.working.Wait()
}

func (t *Toaster) notify(ctx context.Context, toast Toast) error {
	if err := t.meet(ctx); err != nil {
		return fmt.Errorf("%w: %w", ErrUnavailable, err)
	}
	body := line(toast.Body, maxBody)
	if t.can("body-markup") {
		body = escape(body)
	}
	call := t.conn.Object(t.owner, path).CallWithContext(ctx, service+".Notify", 0,
		t.options.AppName, t.ids[toast.Key], t.options.DesktopEntry, line(toast.Title, maxTitle), body,
		t.actions(toast), t.hints(toast), int32(-1))
	var id uint32
	if err := call.Store(&id); err != nil {
		return fmt.Errorf("show toast: %w", err)
	}
	t.ids[toast.Key] = id
	return nil
}

// meet makes sure that t.owner is the service of now and that its capabilities are known.
func (t *Toaster) meet(ctx context.Context) error {
	if t.conn == nil || !t.conn.Connected() {
		if err := t.connect(ctx); err != nil {
			return err
		}
	}
	bus := t.conn.BusObject()
	var owner string
	if bus.CallWithContext(ctx, "org.freedesktop.DBus.GetNameOwner", 0, service).Store(&owner) != nil {
		if err := bus.CallWithContext(ctx, "org.freedesktop.DBus.StartServiceByName", 0, service, uint32(0)).Err; err != nil {
			return fmt.Errorf("start notification service: %w", err)
		}
		if err := bus.CallWithContext(ctx, "org.freedesktop.DBus.GetNameOwner", 0, service).Store(&owner); err != nil {
			return fmt.Errorf("find notification service: %w", err)
		}
	}
	if owner == t.owner {
		return nil
	}
	t.forget()
	var offers []string
	call := t.conn.Object(owner, path).CallWithContext(ctx, service+".GetCapabilities", 0)
	if err := call.Store(&offers); err != nil {
		return fmt.Errorf("ask what the notification service can do: %w", err)
	}
	t.owner, t.offers = owner, offers
	return nil
}

func (t *Toaster) connect(ctx context.Context) error {
	t.forget()
	conn, err := sessionbus.Connect()
	if err != nil {
		return err
	}
	if err := conn.AddMatchSignalContext(ctx, dbus.WithMatchInterface(service), dbus.WithMatchObjectPath(path)); err != nil {
		_ = conn.Close()
		return fmt.Errorf("listen to notification service: %w", err)
	}
	signals := make(chan *dbus.Signal, 16)
	conn.Signal(signals)
	t.conn = conn
	t.working.Go(func() {
		for s := range signals {
			if click, ok := t.heard(s); ok {
				t.working.Go(func() { t.options.Clicked(click) })
			}
		}
	})
	return nil
}

func (t *Toaster) forget() {
	t.owner, t.offers = "", nil
	clear(t.ids)
	clear(t.tokens)
}

// heard takes note of a signal and says whether it is a click on one of our toasts. The signals go to every program on the bus, about everybody's
// toasts.
func (t *Toaster) heard(s *dbus.Signal) (Click, bool) {
	if len(s.Body) < 2 {
		return Click{}, false
	}
	id, ok := s.Body[0].(uint32)
	if !ok {
		return Click{}, false
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	key, ours := t.key(id)
	if !ours || s.Sender != t.owner {
		return Click{}, false
	}
	text, _ := s.Body[1].(string) // NotificationClosed has a number there: why, which changes nothing for us
	switch s.Name {
	case service + ".ActivationToken":
		t.tokens[id] = text
	case service + ".ActionInvoked":
		return Click{Key: key, Action: text, Token: t.tokens[id]}, true
	case service + ".NotificationClosed":
		delete(t.ids, key)
		delete(t.tokens, id)
	}
	return Click{}, false
}

func (t *Toaster) key(id uint32) (string, bool) {
	for key, known := range t.ids {
		if known == id {
			return key, true
		}
	}
	return "", false
}

func (t *Toaster) can(capability string) bool { return slices.Contains(t.offers, capability) }

func (t *Toaster) actions(toast Toast) []string {
	if !t.can("actions") {
		return []string{}
	}
	// Some services show the default action as a button too: our name says where it leads, in every language.
	list := []string{DefaultAction, t.options.AppName}
	for _, a := range toast.Actions {
		list = append(list, a.ID, line(a.Label, maxTitle))
	}
	return list
}

func (t *Toaster) hints(toast Toast) map[string]dbus.Variant {
	hints := map[string]dbus.Variant{
		"urgency":       dbus.MakeVariant(byte(1)), // normal
		"category":      dbus.MakeVariant("im.received"),
		"desktop-entry": dbus.MakeVariant(t.options.DesktopEntry),
	}
	if toast.Sound {
		hints["sound-name"] = dbus.MakeVariant("message-new-instant")
	} else {
		hints["suppress-sound"] = dbus.MakeVariant(true)
	}
	return hints
}
