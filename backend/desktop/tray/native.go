//go:build windows || (darwin && cgo)

package tray

import (
	"context"

	"fyne.io/systray"
)

// runNative runs the system's own event loop, which has to stay on the goroutine of main. These systems always have a place for the icon.
func (t *Tray) runNative(ctx context.Context) {
	if t.options.Tapped != nil {
		systray.SetOnTapped(func() { go t.options.Tapped() }) // it is the event loop that calls
	}
	context.AfterFunc(ctx, systray.Quit)
	systray.Run(func() {
		r := newRenderer(t.options.Layout, t.current())
		t.setHosted(true)
		go r.follow(ctx, t)
	}, nil)
}
