package desk

import (
	"context"

	"parley/backend/chat"
	"parley/backend/local"
)

// Part has the window ask what shall become of the visitors the agent is talking to, or stop asking. With nobody to talk to there is nothing to ask:
// then it is a conflict.
func (d *Desk) Part(_ context.Context, p local.PartParams) error {
	switch p.Parting {
	case local.PartNot, local.PartOffline, local.PartQuit:
	default:
		return chat.Errorf(chat.Invalid, "nobody parts by %q", p.Parting).At("parting")
	}
	if p.Parting == local.PartNot {
		d.change(func() { d.state.Parting = local.PartNot })
		return nil
	}
	if !d.part(p.Parting) {
		return chat.Errorf(chat.Conflict, "there is no open conversation to part from")
	}
	return nil
}

// part has the window ask before the person goes, and reports whether there is anybody to ask about.
func (d *Desk) part(by local.Parting) bool {
	asks := false
	d.change(func() {
		if asks = d.talks(); asks {
			d.state.Parting = by
		}
	})
	return asks
}

// talks reports whether the agent is a member of an open conversation. The caller holds the mutex.
func (d *Desk) talks() bool { return d.state.Session != nil && len(d.state.Session.Joined()) > 0 }

// askToPart has the window ask, and reports whether it does. Where no window can be opened nobody can be asked, and who says it once more while the
// question stands has answered.
func (d *Desk) askToPart(by local.Parting) bool {
	d.mu.Lock()
	asked := d.state.Parting == by
	d.mu.Unlock()
	if asked || !d.part(by) {
		return false
	}
	if err := d.openWindow(""); err != nil {
		d.logged("open the window to ask", err)
		d.change(func() { d.state.Parting = local.PartNot })
		return false
	}
	return true
}

// Closing decides whether a window that the person closes stays: where that would end the desk, it asks first, once.
func (d *Desk) Closing(context.Context) (local.ClosingResult, error) {
	d.mu.Lock()
	ends := !d.state.System.TrayHost && !d.config.KeepRunning && !d.quitting
	asked := d.state.Parting == local.PartQuit
	d.mu.Unlock()
	return local.ClosingResult{Stay: ends && !asked && d.part(local.PartQuit)}, nil
}
