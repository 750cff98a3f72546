//go:build !darwin || cgo

package tray

import (
	"context"
	"sync/atomic"

	"fyne.io/systray"
)

// renderer draws states by the systray library. One goroutine at a time uses it.
type renderer struct {
	layout []Slot
	items  map[string]*shownItem
	shown  State
}

type shownItem struct {
	menu    *systray.MenuItem
	item    atomic.Pointer[Item] // as it is drawn, or was when it was last visible; clicks read it
	visible bool
}

// newRenderer draws the icon and builds the whole menu, each item as it is in the first state.
func newRenderer(layout []Slot, first State) *renderer {
	r := &renderer{layout: layout, items: map[string]*shownItem{}, shown: first}
	setIcon(first.Shape, first.Unread)
	systray.SetTooltip(tooltip(first.Tooltip))
	wanted := byID(first.Menu)
	for _, slot := range layout {
		if slot.ID == "" {
			systray.AddSeparator()
			continue
		}
		item, visible := wanted[slot.ID]
		s := &shownItem{visible: visible}
		s.item.Store(&item)
		s.menu = add(slot, r.items[slot.Under], label(item.Label), item.Checked)
		if item.Disabled {
			s.menu.Disable()
		}
		if !visible {
			s.menu.Hide()
		}
		r.items[slot.ID] = s
	}
	return r
}

// add makes the item of a place, in the menu or in that of the item above it.
func add(slot Slot, above *shownItem, text string, checked bool) *systray.MenuItem {
	switch {
	case above != nil && slot.Checkable:
		return above.menu.AddSubMenuItemCheckbox(text, "", checked)
	case above != nil:
		return above.menu.AddSubMenuItem(text, "")
	case slot.Checkable:
		return systray.AddMenuItemCheckbox(text, "", checked)
	default:
		return systray.AddMenuItem(text, "")
	}
}

// follow draws every new state of the tray until the context ends, and reports the clicks.
func (r *renderer) follow(ctx context.Context, t *Tray) {
	for _, s := range r.items {
		go report(ctx, s.menu.ClickedCh, func() { t.options.Clicked(*s.item.Load()) })
	}
	for {
		select {
		case <-ctx.Done():
			return
		case <-t.changed:
			r.draw(t.current())
		}
	}
}

func report(ctx context.Context, clicks <-chan struct{}, tell func()) {
	for {
		select {
		case <-ctx.Done():
			return
		case <-clicks:
			tell()
		}
	}
}

// draw touches only what changed: each touch makes the panel fetch the menu again, and closes it in some.
func (r *renderer) draw(next State) {
	if next.Shape != r.shown.Shape || next.Unread != r.shown.Unread {
		setIcon(next.Shape, next.Unread)
	}
	if next.Tooltip != r.shown.Tooltip {
		systray.SetTooltip(tooltip(next.Tooltip))
	}
	wanted := byID(next.Menu)
	for _, slot := range r.layout {
		if slot.ID == "" {
			continue
		}
		item, visible := wanted[slot.ID]
		r.items[slot.ID].draw(item, visible)
	}
	r.shown = next
}

func (s *shownItem) draw(next Item, visible bool) {
	if !visible {
		if s.visible {
			s.menu.Hide()
			s.visible = false
		}
		return
	}
	drawn := s.item.Load()
	if next.Label != drawn.Label {
		s.menu.SetTitle(label(next.Label))
	}
	if next.Checked != drawn.Checked {
		if next.Checked {
			s.menu.Check()
		} else {
			s.menu.Uncheck()
		}
	}
	if next.Disabled != drawn.Disabled {
		if next.Disabled {
			s.menu.Disable()
		} else {
			s.menu.Enable()
		}
	}
	if !s.visible {
		s.menu.Show()
		s.visible = true
	}
	s.item.Store(&next)
}

func byID(items []Item) map[string]Item {
	m := make(map[string]Item, len(items))
	for _, item := range items {
		m[item.ID] = item
	}
	return m
}
