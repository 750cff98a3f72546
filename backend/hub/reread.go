package hub

import (
	"parley/backend/chat"
)

// readAgain has a conversation read that another hub has changed. from is the first new entry, 0 where there is none.
func (s *site) readAgain(id string, from int64) {
	t := s.threads[id]
	switch {
	case t == nil:
		s.hub.tasks.Go(func() { s.meet(id, from) })
	case t.reading:
		t.again = true
	default:
		t.reading = true
		after := t.announced
		s.hub.tasks.Go(func() { s.read(id, after) })
	}
}

// meet reads a conversation that is not live here, and posts it if it is now. It runs in a goroutine of its own.
func (s *site) meet(id string, from int64) {
	t, err := s.hub.store.Thread(s.hub.ctx, s.id, id)
	if err == nil {
		if from == 0 { // the last message at least, which lists show
			from = t.Conversation.LastSeq
			if t.Last.Seq > 0 {
				from = min(from, t.Last.Seq)
			}
		}
		var came arrived
		if came, err = s.fetch(t, from-1); err == nil && len(came.entries) > 0 {
			s.post(came)
		}
	}
	s.excuse("read conversation", err)
}

// fetch reads what came into a conversation after an entry, and where its visitor is.
func (s *site) fetch(t chat.Thread, after int64) (arrived, error) {
	entries, err := s.hub.store.After(s.hub.ctx, t.Conversation.ID, after, maxEntries)
	if err != nil {
		return arrived{}, err //nolint:wrapcheck // the caller says what it was about
	}
	elsewhere, err := s.visitElsewhere(t.Visitor.ID)
	return arrived{conversation: t.Conversation, visitor: t.Visitor, entries: oldestOf(entries), among: true, elsewhere: elsewhere}, err
}

// visitElsewhere is where a visitor is who has links at another hub, or nil.
func (s *site) visitElsewhere(visitor string) (*chat.Visit, error) {
	if !s.hub.shared() {
		return nil, nil //nolint:nilnil // there is none
	}
	return s.hub.store.VisitElsewhere(s.hub.ctx, s.hub.id, visitor, now().Add(-s.hub.lifeless()))
}

// excuse notes that something could not be read which whoever counts will miss.
func (s *site) excuse(doing string, err error) {
	if err != nil && chat.CodeOf(err) != chat.NotFound && s.hub.ctx.Err() == nil {
		s.hub.complain(doing, err)
	}
}
