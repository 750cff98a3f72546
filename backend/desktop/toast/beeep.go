package toast

import (
	"fmt"

	"github.com/gen2brain/beeep"
)

// notifyPlainly shows a toast with beeep: no buttons, no click, no replacing; what there is where nothing better can be spoken.
func notifyPlainly(o Options, t Toast) error {
	beeep.AppName = o.AppName
	noIcon := []byte{} // beeep takes no untyped nil
	if err := beeep.Notify(inert(line(t.Title, maxTitle)), inert(line(t.Body, maxBody)), noIcon); err != nil {
		return fmt.Errorf("%w: %w", ErrUnavailable, err)
	}
	return nil
}

// Ring makes a short sound. Where the computer has no bell to ring it is the terminal's.
func (t *Toaster) Ring() error {
	if err := beeep.Beep(beeep.DefaultFreq, beeep.DefaultDuration); err != nil {
		return fmt.Errorf("ring: %w", err)
	}
	return nil
}
