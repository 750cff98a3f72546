package tray

import (
	"context"
	"runtime"
	"strings"
	"sync"

	"fyne.io/systray"
	"github.com/godbus/dbus/v5"

	"parley/backend/desktop/sessionbus"
)

// Specifications: https://www.freedesktop.org/wiki/Specifications/StatusNotifierItem/ and, for the menu,
// https://github.com/AyatanaIndicators/libdbusmenu/blob/master/libdbusmenu-glib/dbus-menu.xml

// iconSize fits one and two times the usual 24 pixels of a panel, which gets this one picture and scales it.
const iconSize = 48

func (t *Tray) run(ctx context.Context) {
	defer func() { <-ctx.Done() }()
	if sessionbus.Announce() != nil {
		return
	}
	// systray takes this shared connection too. It would start, and crash in the end, if there were none.
	conn, err := dbus.SessionBus()
	if err != nil {
		return
	}
	registerStraightFormat()
	systray.SetTitle("Parley")
	if t.options.Tapped != nil {
		systray.SetOnTapped(t.options.Tapped)
	}
	// All is set before the icon is exported, and start returns when it is: a change made while systray exports itself gets lost.
	r := newRenderer(t.options.Layout, t.current())
	start, end := systray.RunWithExternalLoop(nil, nil)
	start()
	defer end()
	var watching sync.WaitGroup
	watching.Go(func() { t.watchHosts(ctx) })
	defer watching.Wait()

	connected, disconnect := context.WithCancel(ctx)
	defer disconnect()
	defer context.AfterFunc(conn.Context(), disconnect)() //nolint:contextcheck // the bus has a life of its own
	r.follow(connected, t)
}

// setIcon catches the panic by which systray answers when the bus ends in this very instant: the desk goes on without a tray.
func setIcon(s Shape, unread bool) {
	defer func() {
		if r := recover(); r != nil {
			if bug, is := r.(runtime.Error); is {
				panic(bug)
			}
		}
	}()
	systray.SetIcon(encodeStraight(draw(s, unread, iconSize)))
}

// label writes text for a menu in which an underscore marks the letter to press.
func label(text string) string { return strings.ReplaceAll(plain(text), "_", "__") }

func tooltip(text string) string { return plain(text) }
