// Package desk puts the desk together: the agent's session, the built-in hub, the local API for window and terminal, and the desktop around them (tray,
// toasts, idle, start at login, keychain). It decides what runs when; what an agent's status or a message means is decided elsewhere.
package desk

import (
	"cmp"
	"context"
	"errors"
	"log/slog"
	"net/url"
	"os"
	"sync"
	"time"

	"parley/backend/agent"
	"parley/backend/chat"
	"parley/backend/config"
	"parley/backend/desktop/idle"
	"parley/backend/desktop/secret"
	"parley/backend/desktop/toast"
	"parley/backend/desktop/tray"
	"parley/backend/desktop/zone"
	"parley/backend/local"
	"parley/backend/protocol"
	"parley/backend/tick"
	"parley/frontend/shared/texts"
)

// Options say how a desk is started.
type Options struct {
	Data    string            // the data folder, which exists and is Claimed
	Hub     string            // address of a team's hub to belong to from now on; empty means the one of last time
	Demo    bool              // set the built-in hub up without asking
	Ready   func(page string) // called once, with Demo, when visitors can come to the page at this address
	Hidden  bool              // do not open the window
	Version string            // of the program
	Log     *slog.Logger
}

// Desk is a running desk.
type Desk struct {
	o       Options
	file    config.File
	secrets *secret.Store
	idle    *idler
	toasts  *toaster
	tray    *tray.Tray
	window  windowProcess
	zones   *zone.Source // keepTime's, which alone changes zone

	quit    context.CancelCauseFunc
	running sync.WaitGroup
	working chan struct{} // holds one token: who has it changes which hub and agent this desk belongs to

	startAgain chan struct{} // has begins try now
	woken      chan struct{} // has keepTime look now

	telling sync.Mutex // held while the session is told of the window

	mu      sync.Mutex // guards what follows
	state   local.State
	changed chan struct{} // closed when state.Rev grows
	config  config.Desk
	texts   texts.Texts
	zone    zone.Zone       // the computer is in, and what times are told in
	member  *membership     // nil while nobody is signed in
	builtin *builtin        // nil with a team's hub
	gone    <-chan struct{} // closed when the window's connection ends; nil while there is no window
	focused bool            // the window has the keyboard
	shown   int64           // the newest state.Raise that the window acted on
	absence agent.Absence   // why nobody can be at the computer, whether or not somebody is signed in
	failing *local.Trouble  // why the last start failed
	lost    *local.Trouble  // what could not be read and is gone; until a window that showed it closes

	quitting bool
}

// New prepares a desk. The error is a conflict when its settings belong to a newer Parley.
func New(o Options) (*Desk, error) {
	d := &Desk{
		o: o, file: config.In(o.Data), secrets: secret.Open(o.Data), working: make(chan struct{}, 1), changed: make(chan struct{}),
		startAgain: make(chan struct{}, 1), woken: make(chan struct{}, 1),
	}
	settings, damaged, err := d.file.Load()
	if err != nil {
		return nil, err
	}
	if damaged != nil {
		o.Log.Error("settings", "err", damaged)
		d.lost = troubleOf(damaged)
	}
	if o.Hub != "" {
		base, err := hubAddress(o.Hub)
		if err != nil {
			return nil, err
		}
		if settings.Hub != base.String() {
			settings.Hub, settings.Email = base.String(), ""
			if err := d.file.Save(settings); err != nil {
				return nil, err
			}
		}
	}
	d.config = settings
	d.texts = texts.In(systemLanguage(settings.Language))
	d.zones = zone.Open()
	d.zone = d.zones.Zone()
	d.state.Stage = local.StageStarting
	d.state.Proposed = local.Proposal{Name: userName(), Site: d.texts.Text("site"), Hub: settings.Hub, Email: settings.Email}
	d.state.System = local.System{Builtin: settings.Hub == "", Version: o.Version, Keychain: true}
	d.state.Settings.StartAtLogin = startsAtLogin(o)
	d.idle = newIdler(d.idleChanged)
	d.toasts = &toaster{
		system: toast.Open(toast.Options{AppName: "Parley", DesktopEntry: "parley", Clicked: d.toastClicked}),
		texts:  d.currentTexts, log: o.Log, waiting: map[string]*agent.Notice{},
	}
	d.tray = tray.New(tray.Options{
		Layout: trayLayout, Clicked: d.trayClicked, Tapped: d.trayTapped, HostChanged: d.trayHostChanged,
	}, tray.State{Shape: tray.NoLink})
	d.change(func() {})
	return d, nil
}

// Run runs the desk until it is told to quit or ctx ends: then it says goodbye and returns. It must be called on the main goroutine, which the tray
// needs on some systems.
func (d *Desk) Run(ctx context.Context) error {
	listener, err := local.Listen(ctx, d.o.Data)
	if err != nil {
		return err
	}
	ctx, d.quit = context.WithCancelCause(ctx)
	defer d.quit(nil)
	serving, stopServing := context.WithCancel(context.WithoutCancel(ctx))
	defer stopServing()
	d.running.Go(func() {
		if err := local.Serve(serving, listener, d, d.o.Log); err != nil {
			d.quit(err)
		}
	})
	d.running.Go(func() { idle.Watch(ctx, d.happened) })
	d.running.Go(func() { d.keepTime(ctx) })
	if d.o.Demo {
		d.running.Go(func() { d.announce(ctx) })
	}
	d.running.Go(func() { d.shrink(ctx) })
	d.running.Go(func() {
		d.begins(ctx, func() {
			if d.o.Hidden {
				return
			}
			if err := d.openWindow(""); err != nil {
				d.o.Log.Error("open the window", "err", err)
			}
		})
	})
	d.tray.Run(ctx)
	d.end(context.WithoutCancel(ctx))
	stopServing()
	d.wait()
	if err := context.Cause(ctx); !errors.Is(err, context.Canceled) && !errors.Is(err, errQuit) {
		return err
	}
	return nil
}

// errQuit is why a desk ends that was told to.
var errQuit = chat.Errorf(chat.Unavailable, "the desk has quit")

// endLimit is how long a desk takes to say goodbye to whoever does not answer.
const endLimit = 3 * time.Second

// end says goodbye to the hub, ends the built-in one and the window.
func (d *Desk) end(ctx context.Context) {
	working, cancel := context.WithTimeout(ctx, endLimit)
	defer cancel()
	d.change(func() { d.quitting = true })
	d.work(working) // and never rest: nothing begins any more
	d.mu.Lock()
	member, hub := d.member, d.builtin
	d.mu.Unlock()
	if member != nil {
		member.stop(ctx, protocol.AwayQuit)
	}
	if hub != nil {
		ending, cancel := context.WithTimeout(ctx, endLimit)
		defer cancel()
		if err := hub.end(ending); err != nil {
			d.o.Log.Error("end the built-in hub", "err", err)
		}
	}
	d.letWindowGo(ctx)
	d.window.end()
	d.toasts.close()
	d.idle.close()
}

// letWindowGo waits until the window has been told that the desk quits and has gone, whoever started it: one whose connection ends without a word takes
// the desk for crashed, and starts it again.
func (d *Desk) letWindowGo(ctx context.Context) {
	ctx, cancel := context.WithTimeout(ctx, endLimit)
	defer cancel()
	if err := d.await(ctx, func() bool { return d.gone == nil }); err != nil {
		d.o.Log.Warn("the window does not close while the desk ends")
	}
}

// wait waits for what runs, but not for a system that does not answer: a locked keychain may take its time.
func (d *Desk) wait() {
	done := make(chan struct{})
	go func() {
		d.running.Wait()
		close(done)
	}()
	select {
	case <-done:
	case <-time.After(endLimit):
		d.o.Log.Warn("something still runs while the desk ends")
	}
}

// change changes the desk's state and tells everybody who shows it.
func (d *Desk) change(f func()) {
	d.mu.Lock()
	defer d.mu.Unlock()
	f()
	d.draw()
}

// draw publishes the state as it is now. The caller holds the mutex.
func (d *Desk) draw() {
	d.state.Rev++
	d.state.Settings.KeepRunning, d.state.Settings.Language = d.config.KeepRunning, local.Speaking(d.config.Language)
	d.state.System.Language, d.state.System.Zone = local.Language(d.texts.Language), d.zone.Name
	d.state.Steps = local.Steps(d.config.Steps)
	d.state.Trouble = cmp.Or(d.failing, d.lost)
	d.state.Session = nil
	if d.member != nil {
		d.state.Session = d.member.state
	}
	now := tick.Now().In(d.zone.Location)
	d.state.Sentence = d.explain(now)
	d.tray.Show(trayState(d.texts, &d.state, now))
	close(d.changed)
	d.changed = make(chan struct{})
}

func (d *Desk) explain(now time.Time) local.Sentence {
	t := d.texts
	switch d.state.Stage {
	case local.StageWelcome:
		return local.Sentence{Head: t.Text("sentence.setup"), Why: t.Text("sentence.welcome")}
	case local.StageSignIn:
		return local.Sentence{Head: t.Text("sentence.signedOut"), Why: t.Text("sentence.signIn")}
	case local.StageInbox:
		return sentence(t, d.state.Session, now)
	default:
		if d.failing != nil {
			return local.Sentence{Head: t.Text("sentence.failing"), Why: t.Text("sentence.seeWhy")}
		}
		return local.Sentence{Head: t.Text("sentence.starting"), Why: t.Text("sentence.moment")}
	}
}

// keepTime draws the state again when the computer is in another zone, and with each half hour, also because the clock was set: sentences tell times
// and name days, and the tray offers the next times. It looks once a minute, and as the computer wakes: who travels closes it here and opens it there.
func (d *Desk) keepTime(ctx context.Context) {
	alarm := tick.NewAlarm()
	defer alarm.Stop()
	var drawn time.Time // when the half hour began
	for {
		here := d.zones.Zone()
		this, next := halfHourOf(tick.Now().In(here.Location))
		if here != d.zone || !this.Equal(drawn) {
			d.change(func() { d.zone = here })
			drawn = this
		}
		alarm.Set(next)
		select {
		case <-alarm.C():
		case <-d.woken:
		case <-ctx.Done():
			return
		}
	}
}

const halfHour = 30 * time.Minute

// halfHourOf returns when the half hour of an instant begins, as the clock of its zone shows it, and when it ends. A day begins with one.
func halfHourOf(t time.Time) (begin, end time.Time) {
	passed := time.Duration(t.Minute())*time.Minute + time.Duration(t.Second())*time.Second + time.Duration(t.Nanosecond())
	begin = t.Add(-(passed % halfHour))
	return begin, begin.Add(halfHour)
}

func (d *Desk) currentTexts() texts.Texts {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.texts
}

// session returns the session, or unavailable while nobody is signed in.
func (d *Desk) session() (*agent.Session, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.member == nil {
		return nil, errSignedOut
	}
	return d.member.session, nil
}

var errSignedOut = chat.Errorf(chat.Unavailable, "nobody is signed in")

// lose tells the person, and the log, that something is gone.
func (d *Desk) lose(what string, err error) {
	d.o.Log.Error(what, "err", err)
	d.change(func() { d.lost = troubleOf(err) })
}

func troubleOf(err error) *local.Trouble {
	if err == nil {
		return nil
	}
	return &local.Trouble{Code: chat.CodeOf(err), Message: err.Error()}
}

// hostName names this computer to colleagues.
func hostName() string {
	name, err := os.Hostname()
	if err != nil {
		return "desk"
	}
	return name
}

// hubAddress reads the address of a team's hub: https, or http on this computer.
func hubAddress(s string) (*url.URL, error) {
	origin, err := chat.ParseOrigin(s)
	if err != nil {
		return nil, chat.Errorf(chat.Invalid, "%q is not the address of a hub such as https://hub.example", s).At("hub")
	}
	base, err := url.Parse(origin)
	if err != nil {
		return nil, chat.Errorf(chat.Invalid, "read the hub's address: %w", err).At("hub")
	}
	if base.Scheme == "http" && !isLoopback(base.Hostname()) {
		return nil, chat.Errorf(chat.Invalid, "the address of a hub on another computer begins with https://").At("hub")
	}
	return base, nil
}
