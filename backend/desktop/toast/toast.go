// Package toast shows the system's notifications: one per conversation, replaced instead of stacked, and tells when the person clicks one. What
// visitors wrote is shown as they typed it and never interpreted as markup.
package toast

import "errors"

// ErrUnavailable says that this system shows no toasts at the moment. The next Show tries again.
var ErrUnavailable = errors.New("no notification service")

// DefaultAction is what Click.Action holds when the toast itself was clicked and not one of its buttons.
const DefaultAction = "default"

// Toast is one notification. A later one with the same key takes its place.
type Toast struct {
	Key     string // what the toast is about: a conversation's id
	Title   string
	Body    string
	Actions []Action // buttons, shown where the system has them
	Sound   bool
}

// Action is a button of a toast.
type Action struct {
	ID    string // not DefaultAction
	Label string
}

// Click is the person's answer to a toast. A toast that was dismissed or ran out has none.
type Click struct {
	Key    string
	Action string // an Action's ID, or DefaultAction
	Token  string // what lets the window that is opened for it take the focus (XDG_ACTIVATION_TOKEN); may be empty
}

// Options say whose toasts these are, and who hears of clicks.
type Options struct {
	AppName      string      // as people read it
	DesktopEntry string      // name of the .desktop file without its ending; Linux groups toasts by it and finds the icon with it
	Clicked      func(Click) // called on a goroutine of its own for every click, for which Close waits
}
