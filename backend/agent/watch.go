package agent

import (
	"context"
	"iter"
	"sync"
)

// latest holds the newest value of something and wakes who waits for a newer one.
type latest struct {
	mu      sync.Mutex
	state   *State
	changed chan struct{} // closed when state is replaced
}

func newLatest(first *State) *latest { return &latest{state: first, changed: make(chan struct{})} }

func (l *latest) set(s *State) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.state = s
	close(l.changed)
	l.changed = make(chan struct{})
}

func (l *latest) get() (*State, <-chan struct{}) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.state, l.changed
}

// Watch yields the state as it is, and from then on the newest after every change; what changed twice meanwhile is yielded once. It ends with ctx
// or, after the last state, with the session. The states are shared: they are not to be changed.
func (s *Session) Watch(ctx context.Context) iter.Seq[*State] {
	return func(yield func(*State) bool) {
		for ended := false; ; {
			state, changed := s.published.get()
			if !yield(state) || ended {
				return
			}
			select {
			case <-changed:
			case <-ctx.Done():
				return
			case <-s.ended:
				now, _ := s.published.get()
				if now == state {
					return
				}
				ended = true
			}
		}
	}
}

// State returns the state as it is now. It is shared: it is not to be changed.
func (s *Session) State() *State {
	state, _ := s.published.get()
	return state
}
