package store

import (
	"context"
	"encoding/json"
	"fmt"

	"parley/backend/schedule"
)

// SaveHours stores an agent's hours. It returns invalid unless they can be, and not_found.
func (s *Store) SaveHours(ctx context.Context, agent string, h schedule.Hours) error {
	if err := h.Check(); err != nil {
		return err
	}
	text := ""
	if !h.Empty() {
		data, err := json.Marshal(h)
		if err != nil {
			return fmt.Errorf("store hours: %w", err)
		}
		text = string(data)
	}
	return s.change(ctx, func(tx *tx) error {
		n, err := tx.exec(`UPDATE agents SET hours = $2 WHERE id = $1`, agent, text)
		if err == nil && n == 0 {
			return missing("agent", agent)
		}
		return err
	})
}

// readHours reads hours as SaveHours wrote them.
func readHours(text string) (*schedule.Schedule, error) {
	if text == "" {
		return nil, nil //nolint:nilnil // that is the schedule of an agent without hours
	}
	var h schedule.Hours
	if err := json.Unmarshal([]byte(text), &h); err != nil {
		return nil, fmt.Errorf("read hours: %w", err)
	}
	out, err := schedule.Of(h)
	if err != nil {
		return nil, fmt.Errorf("read hours: %w", err)
	}
	return out, nil
}
