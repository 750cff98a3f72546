package agent

import "parley/backend/protocol"

// Absence is why nobody can be at a computer: facts that come and go by themselves, so that waking does not unlock a screen. The zero value is that of
// a computer somebody can be at.
type Absence struct {
	locked bool
	left   protocol.Away // asleep, shutting down or leaving the hub; empty while none of it
}

// Leave adds a reason.
func (a *Absence) Leave(why protocol.Away) {
	if why == protocol.AwayLock {
		a.locked = true
	} else {
		a.left = why
	}
}

// Return takes the lock away, and what waking takes: a computer that somebody unlocks is awake, and its shutdown was called off.
func (a *Absence) Return() {
	a.locked = false
	a.Wake()
}

// Wake takes sleep and shutdown away: after sleep, and after a shutdown that was called off. The lock stands.
func (a *Absence) Wake() {
	if a.left == protocol.AwaySleep || a.left == protocol.AwayShutdown {
		a.left = ""
	}
}

// Why returns what the hub is told, empty while somebody can be there.
func (a *Absence) Why() protocol.Away {
	if a.left == "" && a.locked {
		return protocol.AwayLock
	}
	return a.left
}
