// Package tray is the icon in the system's notification area and its menu. It is told whole states and draws what differs from the last one; what
// the person clicks it only reports. It tells whether anything on this desktop shows tray icons at all.
package tray

import (
	"context"
	"slices"
	"sync"
)

// Shape is the drawing that says how present the agent is: the fuller, the more.
type Shape string

// The shapes of the icon.
const (
	Online    Shape = "online"
	Invisible Shape = "invisible"
	Offline   Shape = "offline"
	Idle      Shape = "idle"   // Offline for lack of activity
	NoLink    Shape = "nolink" // the hub cannot be reached
)

// State is everything the tray shows.
type State struct {
	Shape   Shape
	Unread  bool   // a dot on the icon; never drawn on Offline and Idle, which disturb nobody
	Tooltip string // the sentence about the status
	Menu    []Item // in any order: Options.Layout has the places; who is not named is hidden
}

// Item is what stands at one place of the menu.
type Item struct {
	ID       string // of the place
	About    string // what it stands for there, for whoever hears of the click; never shown
	Label    string
	Checked  bool
	Disabled bool
}

// Slot is a place in the menu. The zero Slot is a separator.
type Slot struct {
	ID        string
	Under     string // id of the place before it that opens a menu of its own with this one in it; empty for the menu itself
	Checkable bool
}

// Options stay for the life of a Tray. The functions are called on goroutines of the tray and should be quick; Tapped and HostChanged may be nil.
type Options struct {
	// Layout is every place of the menu, from above. It cannot change: the library under it can only append items, and crashes if one is clicked
	// in the instant in which it is removed. Things that come and go have a place each and are hidden.
	Layout      []Slot
	Clicked     func(Item) // an item of the menu was chosen, which was drawn like this
	Tapped      func()     // the icon itself was clicked, where the desktop tells that apart from opening the menu
	HostChanged func(bool) // somebody shows the icon now, or nobody any more: then a person who closes the window has nothing left to click
}

// Tray is the icon. A process can have one and run it once.
type Tray struct {
	options Options
	changed chan struct{}

	mu     sync.Mutex
	state  State
	hosted bool
}

// New prepares a tray that shows the first state as soon as it runs.
func New(o Options, first State) *Tray {
	return &Tray{options: o, state: first, changed: make(chan struct{}, 1)}
}

// Run shows the icon until the context ends. Call it on the main goroutine, which macOS demands. Where no tray can be had it only waits.
func (t *Tray) Run(ctx context.Context) { t.run(ctx) }

// Show replaces the state. It never blocks; of several states in quick succession only the last may be drawn.
func (t *Tray) Show(s State) {
	s.Menu = slices.Clone(s.Menu)
	t.mu.Lock()
	t.state = s
	t.mu.Unlock()
	select {
	case t.changed <- struct{}{}:
	default:
	}
}

// setHosted takes note whether somebody shows the icon. It begins with nobody.
func (t *Tray) setHosted(is bool) {
	t.mu.Lock()
	changed := t.hosted != is
	t.hosted = is
	t.mu.Unlock()
	if changed && t.options.HostChanged != nil {
		t.options.HostChanged(is)
	}
}

func (t *Tray) current() State {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.state
}
