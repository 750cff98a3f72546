package store

import (
	"context"
	"time"

	"parley/backend/chat"
)

// Ready returns nil when the database can be read and, as far as is known, written. Once it has refused a change, the answer comes from trying
// another one, so that it is right also while nobody writes.
func (s *Store) Ready(ctx context.Context) error {
	if _, _, err := first(s.read(ctx), value[int64], `SELECT revision FROM sites LIMIT 1`); err != nil {
		return s.explain(err)
	}
	if !s.writes.refused() {
		return nil
	}
	return s.change(ctx, rehearse)
}

// rehearse writes what a visitor's first message writes, and takes it back in the same transaction. A smaller change might find room on a disk that
// has none for a message.
func rehearse(tx *tx) error {
	site, err := newSite("Rehearsal", nil)
	if err != nil {
		return err
	}
	if err := storeSite(tx, site); err != nil {
		return err
	}
	t, err := visitorThread(tx, chat.VisitorMessage{Site: site.ID, Token: site.ID})
	if err != nil {
		return err
	}
	e := chat.Entry{Kind: chat.KindMessage, From: chat.FromVisitor, Author: t.visitor.ID, ClientID: site.ID, Text: site.Name, At: time.Now()}
	if _, err := t.append(tx, e, func(c chat.Conversation) (chat.Conversation, error) { return afterVisitor(c, e.At, false), nil }); err != nil {
		return err
	}
	for _, text := range []string{
		`DELETE FROM entries WHERE conversation IN (SELECT id FROM conversations WHERE site = $1)`,
		`DELETE FROM conversations WHERE site = $1`,
		`DELETE FROM visitors WHERE site = $1`,
		`DELETE FROM sites WHERE id = $1`,
	} {
		if _, err := tx.exec(text, site.ID); err != nil {
			return err
		}
	}
	return nil
}

// Clock returns the time by the clock of the database: that of its computer, which for SQLite is this one.
func (s *Store) Clock(ctx context.Context) (time.Time, error) {
	if s.clock == "" {
		return time.Now(), nil
	}
	at, _, err := first(s.read(ctx), value[int64], s.clock)
	return instant(at), s.explain(err)
}
