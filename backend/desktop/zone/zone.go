// Package zone tells which time zone the computer is in now. A program otherwise keeps for ever to the one it was started in, also when its owner has
// travelled or has put a wrong one right.
package zone

import "time"

// Zone is a time zone. Two of one Source are equal as long as nothing has changed.
type Zone struct {
	*time.Location
	Name string // as in Europe/Berlin; empty where the system does not say it in these words
}
