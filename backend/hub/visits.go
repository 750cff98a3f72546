package hub

import (
	"context"
	"time"

	"parley/backend/chat"
)

// living is how often a hub among others says that it lives, unless its options say otherwise.
const living = 5 * time.Second

// lifeless is how long a hub may not have said so until where its visitors are does not count any more.
func (h *Hub) lifeless() time.Duration { return 3 * h.living }

// dead is how long it may not have until it is forgotten.
func (h *Hub) dead() time.Duration { return 12 * h.living }

// outOfReach is for how long after that a hub may not have reached the store until it gives up its links.
const outOfReach = 10 * time.Second

// live says that this hub lives, until it stops.
func (h *Hub) live() {
	lost := time.AfterFunc(h.living+outOfReach, func() { h.reach(false) }) // a call that hangs tells nothing
	defer lost.Stop()
	for {
		next := h.living
		err := h.sayAlive()
		switch {
		case err == nil:
			lost.Reset(h.living + outOfReach)
			h.reach(true)
		case h.ctx.Err() == nil:
			h.complain("say that the hub lives", err)
			next = again
		}
		select {
		case <-time.After(next):
		case <-h.ctx.Done():
			if err := h.store.Leave(context.WithoutCancel(h.ctx), h.id); err != nil {
				h.complain("say that the hub is gone", err)
			}
			return
		}
	}
}

// sayAlive says once that this hub lives. If it was forgotten, it has its sites tell again where visitors are.
func (h *Hub) sayAlive() error {
	h.serves.Lock()
	defer h.serves.Unlock()
	at := now()
	since, known, err := h.store.Live(h.ctx, h.id, at, at.Add(-h.lifeless()), at.Add(-h.dead()))
	if err != nil {
		return err //nolint:wrapcheck // the caller says what it was about
	}
	if !h.serves.known {
		h.serves.since, h.serves.known = since, true
	}
	if !known {
		for _, s := range h.running() {
			s.post(forgotten{})
		}
	}
	return nil
}

// servedSince is since when this hub serves, or those it found when it started: nobody has heard the devices between what is stored from before and that.
func (h *Hub) servedSince() (time.Time, error) {
	since := func() (time.Time, bool) {
		h.serves.Lock()
		defer h.serves.Unlock()
		return h.serves.since, h.serves.known
	}
	if at, known := since(); known {
		return at, nil
	}
	err := h.sayAlive()
	at, _ := since()
	return at, err
}

// alone reports whether no other hub lives, as far as can be found out.
func (h *Hub) alone(ctx context.Context) bool {
	alone, err := h.store.Alone(ctx, h.id, now().Add(-h.lifeless()))
	return alone || err != nil
}

// adrift is what is said to whoever has a link to a hub that cannot reach its database.
const adrift = "this hub cannot reach its database"

// reach notes whether the store is in reach. A hub for which it is not ends its links and takes no others: others may well be of use to everybody, and it
// knows no longer what they hear.
func (h *Hub) reach(reached bool) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.adrift == !reached {
		return
	}
	h.adrift = !reached
	if reached {
		h.log.Info("the database is in reach again")
		return
	}
	h.log.Error("the database is out of reach, and everybody is sent to another hub")
	for l := range h.links {
		l.Close(Elsewhere, adrift)
	}
}

// Serves reports whether the hub takes links: not while it stops, or cannot reach the store that it shares.
func (h *Hub) Serves() bool {
	h.mu.Lock()
	defer h.mu.Unlock()
	return !h.stopping && !h.adrift
}

// forgotten is that nobody knows any more which visitors have links here.
type forgotten struct{}

func (forgotten) on(s *site) {
	for _, t := range s.threads {
		t.visit = nil
		s.tellVisit(t)
	}
}

// tellVisit has other hubs know where the visitor of a thread is.
func (s *site) tellVisit(t *thread) {
	if !s.hub.shared() {
		return
	}
	v := s.visitHere(t)
	if v.Same(t.visit) {
		return
	}
	t.visit = v
	s.recorder.record(t.visitor.ID, record{visit: &visit{conversation: t.conversation.ID, at: v}})
}

// visit is where the visitor of a conversation is, nil for who has no links here any more.
type visit struct {
	conversation string
	at           *chat.Visit
}

// visit stores where a visitor is.
func (r *recorder) visit(ctx context.Context, visitor string, v visit) error {
	err := r.hub.store.SaveVisit(ctx, r.hub.id, visitor, v.at)
	if code := chat.CodeOf(err); err != nil && code != chat.Unavailable && code != chat.Busy {
		if code != chat.NotFound { // which is this hub, and it tells everything when it is known
			r.hub.complain("store where a visitor is", err)
		}
		return nil
	}
	if err == nil {
		r.hub.tell(Nudge{Site: r.site.id, Conversations: map[string]int64{v.conversation: 0}})
	}
	return err
}
