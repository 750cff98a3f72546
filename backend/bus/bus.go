// Package bus carries nudges between the hubs that share a store: inside one process, or over NATS. A nudge says only what to read again, so that one that
// is lost costs seconds and nothing else; those about one site that wait together become one.
package bus

import (
	"sync"

	"parley/backend/hub"
)

// queue hands nudges on, one a site, in the order in which the sites came.
type queue struct {
	mu      sync.Mutex
	waiting map[string]hub.Nudge // by site
	order   []string             // of the sites in waiting
	more    chan struct{}        // of size 1: something waits
}

func newQueue() *queue { return &queue{waiting: map[string]hub.Nudge{}, more: make(chan struct{}, 1)} }

// add has a nudge wait. It never blocks.
func (q *queue) add(n hub.Nudge) {
	q.mu.Lock()
	defer q.mu.Unlock()
	if was, found := q.waiting[n.Site]; found {
		n = was.With(n)
	} else {
		q.order = append(q.order, n.Site)
	}
	q.waiting[n.Site] = n
	select {
	case q.more <- struct{}{}:
	default:
	}
}

// run hands over what waits until stop is closed.
func (q *queue) run(stop <-chan struct{}, hand func(hub.Nudge)) {
	for {
		select {
		case <-q.more:
		case <-stop:
			return
		}
		for n, ok := q.next(); ok; n, ok = q.next() {
			hand(n)
		}
	}
}

// next takes out what has waited longest.
func (q *queue) next() (n hub.Nudge, ok bool) {
	q.mu.Lock()
	defer q.mu.Unlock()
	if len(q.order) == 0 {
		return n, false
	}
	site := q.order[0]
	q.order = q.order[1:]
	n = q.waiting[site]
	delete(q.waiting, site)
	return n, true
}
