package store

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"parley/backend/chat"
)

// Live notes that a hub lives at an instant, and forgets those that have not since dead, with the visits at them. It returns since when the hub serves:
// that instant of the first time, or since when those did that it found, which had lived since alive. And it reports whether the hub was known before: one
// that was forgotten has to tell its visits again.
func (s *Store) Live(ctx context.Context, hub string, at, alive, dead time.Time) (since time.Time, known bool, err error) {
	since, err = changed(ctx, s, func(tx *tx) (time.Time, error) {
		n, err := tx.exec(`UPDATE hubs SET heard_at = $2 WHERE id = $1`, hub, millis(at))
		if known = n > 0; err == nil && !known {
			_, err = tx.exec(`INSERT INTO hubs (id, heard_at, since) VALUES ($1, $2, COALESCE((SELECT MIN(since) FROM hubs WHERE heard_at >= $3), $2))`,
				hub, millis(at), millis(alive))
		}
		for _, text := range []string{
			`DELETE FROM visits WHERE hub IN (SELECT id FROM hubs WHERE heard_at < $1)`,
			`DELETE FROM hubs WHERE heard_at < $1`,
		} {
			if err == nil {
				_, err = tx.exec(text, millis(dead))
			}
		}
		if err != nil {
			return time.Time{}, err
		}
		ms, _, err := first(tx.querier, value[int64], `SELECT since FROM hubs WHERE id = $1`, hub)
		return instant(ms), err
	})
	return since, known, err
}

// Alone reports whether no other hub than one has lived since an instant.
func (s *Store) Alone(ctx context.Context, hub string, since time.Time) (bool, error) {
	n, _, err := first(s.read(ctx), value[int64], `SELECT COUNT(*) FROM hubs WHERE id <> $1 AND heard_at >= $2`, hub, millis(since))
	return n == 0, s.explain(err)
}

// Leave forgets a hub that ends, and the visits at it.
func (s *Store) Leave(ctx context.Context, hub string) error {
	return s.change(ctx, func(tx *tx) error {
		_, err := tx.exec(`DELETE FROM visits WHERE hub = $1`, hub)
		if err == nil {
			_, err = tx.exec(`DELETE FROM hubs WHERE id = $1`, hub)
		}
		return err
	})
}

// SaveVisit notes where a visitor is who has links at a hub, or with nil that there are none any more. A hub that has not said that it lives is not_found.
func (s *Store) SaveVisit(ctx context.Context, hub, visitor string, v *chat.Visit) error {
	attributes := ""
	if v != nil && len(v.Attributes) > 0 {
		data, err := json.Marshal(v.Attributes)
		if err != nil {
			return fmt.Errorf("store visit: %w", err)
		}
		attributes = string(data)
	}
	return s.change(ctx, func(tx *tx) error {
		if v == nil {
			_, err := tx.exec(`DELETE FROM visits WHERE visitor = $1 AND hub = $2`, visitor, hub)
			return err
		}
		_, err := tx.exec(`INSERT INTO visits (visitor, hub, url, title, attributes) VALUES ($1, $2, $3, $4, $5)
			ON CONFLICT (visitor, hub) DO UPDATE SET url = excluded.url, title = excluded.title, attributes = excluded.attributes`,
			visitor, hub, v.URL, v.Title, attributes)
		return err
	})
}

// VisitElsewhere returns where a visitor is who has links at another hub than one that has lived since an instant, or nil.
func (s *Store) VisitElsewhere(ctx context.Context, hub, visitor string, since time.Time) (*chat.Visit, error) {
	v, found, err := first(s.read(ctx), visitRow, `SELECT `+visitColumns+` FROM visits w JOIN hubs h ON h.id = w.hub
		WHERE w.visitor = $1 AND w.hub <> $2 AND h.heard_at >= $3 ORDER BY h.id LIMIT 1`, visitor, hub, millis(since))
	if err != nil || !found {
		return nil, s.explain(err)
	}
	return &v, nil
}

const visitColumns = `w.url, w.title, w.attributes`

func visitRow(row scan) (v chat.Visit, err error) {
	var attributes string
	if err = row(&v.URL, &v.Title, &attributes); err != nil || attributes == "" {
		return v, err
	}
	if err = json.Unmarshal([]byte(attributes), &v.Attributes); err != nil {
		err = fmt.Errorf("read visit: %w", err)
	}
	return v, err
}
