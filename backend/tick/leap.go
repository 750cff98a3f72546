package tick

import "time"

// shortest is how far the wall clock must get ahead at once to have leapt. Clocks are corrected by less all the time.
const shortest = 10 * time.Second

// Leap notices that the wall clock has got ahead of the time that passed: it was set forward, or the computer slept where the system's timers sleep
// too. One goroutine owns it.
type Leap struct {
	began time.Time     // with the monotonic reading that counts what passes
	ahead time.Duration // of the wall clock at the last look
}

// NewLeap returns one that looks for the first time now.
func NewLeap() *Leap { return &Leap{began: time.Now()} }

// Over reports whether the clock has leapt since the last look.
func (l *Leap) Over() bool { return l.over(Now(), time.Since(l.began)) }

func (l *Leap) over(wall time.Time, passed time.Duration) bool {
	before := l.ahead
	l.ahead = wall.Sub(l.began.Round(0)) - passed
	return l.ahead-before >= shortest
}
