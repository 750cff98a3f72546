package toast

import (
	"errors"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/godbus/dbus/v5"
	"github.com/google/go-cmp/cmp"
	"go.uber.org/goleak"

	"parley/backend/desktop/internal/bustest"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// shown is a toast as the service got it.
type shown struct {
	ID, Replaces  uint32
	App, Icon     string
	Summary, Body string
	Actions       []string
	Urgency       byte
	Entry, Sound  string
	Suppressed    bool
}

// daemon plays a notification service.
type daemon struct {
	conn   *dbus.Conn
	offers []string
	shown  chan shown
	closed chan uint32

	mu   sync.Mutex
	last uint32
}

// GetCapabilities is the service's method.
func (d *daemon) GetCapabilities() ([]string, *dbus.Error) { return d.offers, nil }

// Notify is the service's method.
func (d *daemon) Notify(app string, replaces uint32, icon, summary, body string, actions []string, hints map[string]dbus.Variant, _ int32) (uint32, *dbus.Error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	id := replaces
	if id == 0 {
		d.last++
		id = d.last
	}
	s := shown{ID: id, Replaces: replaces, App: app, Icon: icon, Summary: summary, Body: body, Actions: actions}
	s.Urgency, _ = hints["urgency"].Value().(byte)
	s.Entry, _ = hints["desktop-entry"].Value().(string)
	s.Sound, _ = hints["sound-name"].Value().(string)
	s.Suppressed, _ = hints["suppress-sound"].Value().(bool)
	d.shown <- s
	return id, nil
}

// CloseNotification is the service's method.
func (d *daemon) CloseNotification(id uint32) *dbus.Error {
	d.closed <- id
	return nil
}

func startDaemon(t *testing.T, bus bustest.Bus, first uint32, offers ...string) *daemon {
	t.Helper()
	d := &daemon{conn: bus.Connect(t), offers: offers, shown: make(chan shown, 8), closed: make(chan uint32, 8), last: first - 1}
	if err := d.conn.Export(d, path, service); err != nil {
		t.Fatal(err)
	}
	bustest.Own(t, d.conn, service)
	return d
}

func (d *daemon) emit(t *testing.T, signal string, args ...any) {
	t.Helper()
	if err := d.conn.Emit(path, service+"."+signal, args...); err != nil {
		t.Fatal(err)
	}
}

func startToaster(t *testing.T, bus bustest.Bus) (*Toaster, <-chan Click) {
	t.Helper()
	t.Setenv("DBUS_SESSION_BUS_ADDRESS", bus.Address)
	clicks := make(chan Click, 8)
	toaster := Open(Options{AppName: "Parley", DesktopEntry: "parley", Clicked: func(c Click) { clicks <- c }})
	t.Cleanup(toaster.Close)
	return toaster, clicks
}

func show(t *testing.T, toaster *Toaster, d *daemon, toast Toast) shown {
	t.Helper()
	if err := toaster.Show(toast); err != nil {
		t.Fatalf("Show: %v", err)
	}
	return bustest.Wait(t, "the toast", d.shown)
}

func TestShow(t *testing.T) {
	bus := bustest.Start(t)
	d := startDaemon(t, bus, 7, "actions", "body", "body-markup", "sound")
	toaster, _ := startToaster(t, bus)
	got := show(t, toaster, d, Toast{
		Key: "c1", Title: "Sophie <i>Marchand</i>", Body: "<img src=x> & so\non", Sound: true,
		Actions: []Action{{"take", "Take it"}},
	})
	want := shown{
		ID: 7, App: "Parley", Icon: "parley", Summary: "Sophie <i>Marchand</i>", Body: "&lt;img src=x&gt; &amp; so on",
		Actions: []string{"default", "Parley", "take", "Take it"}, Urgency: 1, Entry: "parley", Sound: "message-new-instant",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("toast (-want +got):\n%s", diff)
	}
}

func TestShowToServiceThatCanDoLittle(t *testing.T) {
	bus := bustest.Start(t)
	d := startDaemon(t, bus, 1, "body")
	toaster, _ := startToaster(t, bus)
	got := show(t, toaster, d, Toast{Key: "c1", Title: "Sophie", Body: "1 < 2 & 3", Actions: []Action{{"take", "Take it"}}})
	want := shown{ID: 1, App: "Parley", Icon: "parley", Summary: "Sophie", Body: "1 < 2 & 3", Actions: []string{}, Urgency: 1, Entry: "parley", Suppressed: true}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("toast (-want +got):\n%s", diff)
	}
}

func TestOneToastPerKey(t *testing.T) {
	bus := bustest.Start(t)
	d := startDaemon(t, bus, 1, "actions")
	toaster, clicks := startToaster(t, bus)

	one := show(t, toaster, d, Toast{Key: "c1", Title: "one"})
	two := show(t, toaster, d, Toast{Key: "c2", Title: "two"})
	again := show(t, toaster, d, Toast{Key: "c1", Title: "one again"})
	if one.ID == two.ID || again.Replaces != one.ID {
		t.Fatalf("ids %d and %d, then replacing %d", one.ID, two.ID, again.Replaces)
	}

	// A dismissed toast is no click, and is not replaced any more. The click after it shows that the signal was worked on.
	d.emit(t, "NotificationClosed", one.ID, uint32(2))
	d.emit(t, "ActionInvoked", one.ID, "default")
	d.emit(t, "ActionInvoked", two.ID, "default")
	if got := bustest.Wait(t, "the click", clicks); got != (Click{Key: "c2", Action: DefaultAction}) {
		t.Errorf("click %+v", got)
	}
	if anew := show(t, toaster, d, Toast{Key: "c1", Title: "anew"}); anew.Replaces != 0 {
		t.Errorf("replaces %d, which is gone", anew.Replaces)
	}

	toaster.Withdraw("c2")
	if id := bustest.Wait(t, "the withdrawal", d.closed); id != two.ID {
		t.Errorf("withdrew %d, want %d", id, two.ID)
	}
	toaster.Withdraw("c2")
	toaster.Withdraw("never shown")
	if len(d.closed) > 0 {
		t.Error("withdrew what does not stand")
	}
}

func TestClicks(t *testing.T) {
	bus := bustest.Start(t)
	d := startDaemon(t, bus, 40, "actions")
	toaster, clicks := startToaster(t, bus)
	toast := show(t, toaster, d, Toast{Key: "c1", Title: "Sophie", Actions: []Action{{"take", "Take it"}}})

	// What a stranger sends about our toast, and what concerns others' toasts, is not ours.
	stranger := bus.Connect(t)
	if err := stranger.Emit(path, service+".ActionInvoked", toast.ID, "take"); err != nil {
		t.Fatal(err)
	}
	d.emit(t, "ActionInvoked", toast.ID+1, "take")
	d.emit(t, "ActionInvoked", toast.ID)
	d.emit(t, "ActivationToken", toast.ID, "token-1")
	d.emit(t, "ActionInvoked", toast.ID, "take")
	if got := bustest.Wait(t, "the click", clicks); got != (Click{Key: "c1", Action: "take", Token: "token-1"}) {
		t.Errorf("click %+v", got)
	}
	if len(clicks) > 0 {
		t.Errorf("one click told twice: %+v", <-clicks)
	}
}

func TestServiceRestarted(t *testing.T) {
	bus := bustest.Start(t)
	old := startDaemon(t, bus, 1, "actions", "body-markup")
	toaster, clicks := startToaster(t, bus)
	before := show(t, toaster, old, Toast{Key: "c1", Title: "before", Body: "<"})
	old.conn.Close()

	d := startDaemon(t, bus, before.ID, "actions")
	after := show(t, toaster, d, Toast{Key: "c2", Title: "after", Body: "<"})
	if after.ID != before.ID || after.Body != "<" {
		t.Fatalf("id %d and body %q: want the id of the other's toast and the new capabilities", after.ID, after.Body)
	}
	d.emit(t, "ActionInvoked", after.ID, "default")
	if got := bustest.Wait(t, "the click", clicks); got.Key != "c2" {
		t.Errorf("clicked %q", got.Key)
	}
	if again := show(t, toaster, d, Toast{Key: "c1", Title: "again"}); again.Replaces != 0 {
		t.Errorf("replaces %d of a service that has gone", again.Replaces)
	}
}

func TestNoServiceAndNoBus(t *testing.T) {
	bus, next := bustest.Start(t), bustest.Start(t)
	t.Setenv("PATH", t.TempDir()) // no notify-send to fall back to
	t.Setenv("XDG_RUNTIME_DIR", t.TempDir())
	toaster, _ := startToaster(t, bus)
	if err := toaster.Show(Toast{Key: "c1", Title: "Sophie"}); !errors.Is(err, ErrUnavailable) {
		t.Errorf("without service: %v, want ErrUnavailable", err)
	}
	d := startDaemon(t, bus, 1)
	show(t, toaster, d, Toast{Key: "c1", Title: "Sophie"})

	bus.Stop()
	if err := toaster.Show(Toast{Key: "c1", Title: "Sophie"}); !errors.Is(err, ErrUnavailable) {
		t.Errorf("after the bus has gone: %v, want ErrUnavailable", err)
	}
	toaster.Withdraw("c1")

	t.Setenv("DBUS_SESSION_BUS_ADDRESS", "")
	if err := toaster.Show(Toast{Key: "c1", Title: "Sophie"}); !errors.Is(err, ErrUnavailable) {
		t.Errorf("without bus: %v, want ErrUnavailable", err)
	}
	t.Setenv("DBUS_SESSION_BUS_ADDRESS", next.Address)
	show(t, toaster, startDaemon(t, next, 1), Toast{Key: "c1", Title: "Sophie"})
}

// What a click asks for may take its time: the next one does not wait for it, and the end of the toaster does.
func TestClicksDoNotWaitForEachOther(t *testing.T) {
	bus := bustest.Start(t)
	d := startDaemon(t, bus, 1, "actions")
	t.Setenv("DBUS_SESSION_BUS_ADDRESS", bus.Address)
	clicks, held := make(chan string, 2), make(chan struct{})
	var worked atomic.Bool
	toaster := Open(Options{AppName: "Parley", DesktopEntry: "parley", Clicked: func(c Click) {
		clicks <- c.Action
		if c.Action == "take" {
			<-held
			worked.Store(true)
		}
	}})
	toast := show(t, toaster, d, Toast{Key: "c1", Title: "Sophie", Actions: []Action{{"take", "Take it"}}})
	d.emit(t, "ActionInvoked", toast.ID, "take")
	if got := bustest.Wait(t, "the slow click", clicks); got != "take" {
		t.Fatalf("clicked %q", got)
	}
	d.emit(t, "ActionInvoked", toast.ID, DefaultAction)
	if got := bustest.Wait(t, "the click after it", clicks); got != DefaultAction {
		t.Errorf("clicked %q", got)
	}
	close(held)
	toaster.Close()
	if !worked.Load() {
		t.Error("closed while a click was being worked on")
	}
}
