//go:build !linux

package toast

import (
	"errors"
	"sync"
)

// Windows: https://learn.microsoft.com/windows/apps/develop/notifications/app-notifications/toast-schema
// macOS: https://developer.apple.com/documentation/usernotifications (beeep goes there by osascript)

// Toaster shows toasts. It is safe for concurrent use.
//
// On this system toasts are shown by beeep: they have no buttons, report no click and cannot be withdrawn or replaced.
type Toaster struct {
	options Options
	mu      sync.Mutex // beeep keeps the application's name in a variable of its package
}

// Open prepares to show toasts.
func Open(o Options) *Toaster { return &Toaster{options: o} }

// Show shows a toast. It takes up to a second.
func (t *Toaster) Show(toast Toast) error {
	t.mu.Lock()
	defer t.mu.Unlock()
	err := notifyPlainly(t.options, toast)
	if toast.Sound {
		err = errors.Join(err, t.Ring())
	}
	return err
}

// Withdraw does nothing here: the toast leaves by itself after some seconds.
func (t *Toaster) Withdraw(string) {}

// Close ends the Toaster.
func (t *Toaster) Close() {}
