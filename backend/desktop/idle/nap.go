package idle

import "time"

// nap notices sleeps that nobody announced, by how much time passed in which the computer did not run.
type nap struct {
	asleep func() time.Duration // since some moment in the past; only differences mean something
	seen   time.Duration
}

// shortestNap is longer than any step by which clocks are corrected in small doses.
const shortestNap = 2 * time.Second

func newNap() *nap { return &nap{asleep: asleep, seen: asleep()} }

// over says whether the computer has slept since the last call.
func (n *nap) over() bool {
	now := n.asleep()
	slept := now - n.seen
	n.seen = now
	return slept >= shortestNap
}
