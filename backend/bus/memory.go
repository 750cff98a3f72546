package bus

import (
	"sync"

	"parley/backend/hub"
)

// Memory connects hubs of one process. The zero Memory connects none yet.
type Memory struct {
	mu   sync.Mutex
	ends map[*end]struct{}
	cut  bool
}

// end is what one hub has of a Memory.
type end struct {
	of *Memory
	in *queue
}

// Join returns an end for one more hub.
func (m *Memory) Join() hub.Bus { return &end{of: m, in: newQueue()} }

// Cut loses every nudge from now on, or no longer.
func (m *Memory) Cut(cut bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.cut = cut
}

// Tell brings a nudge to the other hubs.
func (e *end) Tell(n hub.Nudge) {
	e.of.mu.Lock()
	defer e.of.mu.Unlock()
	for other := range e.of.ends {
		if other != e && !e.of.cut {
			other.in.add(n)
		}
	}
}

// Hear has the nudges of others handed over.
func (e *end) Hear(hear func(hub.Nudge)) (stop func()) {
	stopped, ended := make(chan struct{}), make(chan struct{})
	e.of.mu.Lock()
	if e.of.ends == nil {
		e.of.ends = map[*end]struct{}{}
	}
	e.of.ends[e] = struct{}{}
	e.of.mu.Unlock()
	go func() {
		defer close(ended)
		e.in.run(stopped, hear)
	}()
	return func() {
		e.of.mu.Lock()
		delete(e.of.ends, e)
		e.of.mu.Unlock()
		close(stopped)
		<-ended
	}
}

// Carries reports whether nudges get through.
func (e *end) Carries() bool {
	e.of.mu.Lock()
	defer e.of.mu.Unlock()
	return !e.of.cut
}
