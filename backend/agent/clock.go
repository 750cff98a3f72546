package agent

import (
	"time"

	"parley/backend/protocol"
)

// The instants of a session are the hub's: since when a status holds, when a visitor wrote, what a wait counts from. This computer's clock may show
// another time, and each of the two may be set while they are linked. So the hub is asked for its time with every pulse. The difference serves what
// is counted from such an instant: how long a visitor has waited, how long until a wait is missed. Times of day it leaves alone. "Online since 14:02"
// is the same on every screen and in every mail, hours that begin at nine begin at nine, and who looks at a clock that is wrong is better served by
// the right time than by one that is wrong with it.

// notable is from how much on the difference counts as another one: what figures in seconds show, and more than an answer is under way.
const notable = time.Second

// compareClocks takes in what time it was at the hub between when it was asked and now.
func (s *Session) compareClocks(hub protocol.Millis, asked time.Time) {
	if hub == 0 {
		return // it does not say
	}
	halfway := time.Now().Add(-time.Since(asked) / 2)
	if skew := hub.Time().Sub(halfway.Round(0)); (skew - s.skew).Abs() >= notable {
		s.skew, s.changed = skew, true
	}
}
