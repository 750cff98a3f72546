package store

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"time"

	"parley/backend/presence"
)

// Facts returns what is known of every agent of a site, and the policy of each. Agents nothing is known of have no facts and the default policy.
func (s *Store) Facts(ctx context.Context, site string) (map[string]presence.Facts, map[string]presence.Policy, error) {
	facts, policies := make(map[string]presence.Facts), make(map[string]presence.Policy)
	q := s.read(ctx)
	err := q.each(func(row scan) error {
		var agent, text string
		var idle, onReturn = int64(-1), presence.OnReturn("")
		if err := row(&agent, orZero(&idle), orZero(&onReturn), &text); err != nil {
			return err
		}
		hours, err := readHours(text)
		if err != nil {
			return fmt.Errorf("agent %s: %w", agent, err)
		}
		if hours != nil {
			facts[agent] = presence.Facts{Hours: hours}
		}
		policies[agent] = presence.DefaultPolicy()
		if idle >= 0 {
			policies[agent] = presence.Policy{IdleAfter: time.Duration(idle) * time.Millisecond, OnReturn: onReturn}
		}
		return nil
	}, `SELECT id, idle_after, on_return, hours FROM agents WHERE site = $1 AND removed_at = 0`, site)
	if err != nil {
		return nil, nil, s.explain(err)
	}
	// One query for choice and devices, so that they are of one moment.
	err = q.each(func(row scan) error {
		var agent string
		var f presence.Facts
		var d presence.Device
		if err := row(&agent, &f.Choice.Status, asInstant(&f.Choice.At), &f.Choice.By, &f.Choice.Device,
			&f.Timed.Status, asInstant(&f.Timed.At), &f.Timed.By, &f.Timed.Device, asInstant(&f.Timed.Until), &f.Timed.ToHours,
			asInstant(&f.Idled), asInstant(&f.Ping), orZero(&d.ID), asInstant(&d.Heard), asInstant(&d.Input), asInstant(&d.Left), asInstant(&d.Closed)); err != nil {
			return err
		}
		f.Devices, f.Hours = facts[agent].Devices, facts[agent].Hours
		if d.ID != "" {
			f.Devices = append(f.Devices, d)
		}
		facts[agent] = f
		return nil
	}, `SELECT p.agent, p.choice_status, p.choice_at, p.choice_by, p.choice_device,
		p.timed_status, p.timed_at, p.timed_by, p.timed_device, p.timed_until, p.timed_to_hours, p.idled_at, p.ping_at,
		d.id, d.heard_at, d.input_at, d.left_at, d.closed_at
		FROM agents a JOIN presence p ON p.agent = a.id LEFT JOIN devices d ON d.agent = a.id WHERE a.site = $1 AND a.removed_at = 0`, site)
	for _, f := range facts {
		slices.SortFunc(f.Devices, func(a, b presence.Device) int { return cmp.Compare(a.ID, b.ID) })
	}
	return facts, policies, s.explain(err)
}

// SaveChoices stores the last choice and the last timed one. An agent that is not there is not_found, here and in what follows.
func (s *Store) SaveChoices(ctx context.Context, agent string, c presence.Choice, timed presence.Timed) error {
	return s.change(ctx, func(tx *tx) error {
		_, err := tx.exec(`INSERT INTO presence (agent, choice_status, choice_at, choice_by, choice_device,
			timed_status, timed_at, timed_by, timed_device, timed_until, timed_to_hours) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
			ON CONFLICT (agent) DO UPDATE SET choice_status = excluded.choice_status, choice_at = excluded.choice_at, choice_by = excluded.choice_by,
			choice_device = excluded.choice_device, timed_status = excluded.timed_status, timed_at = excluded.timed_at, timed_by = excluded.timed_by,
			timed_device = excluded.timed_device, timed_until = excluded.timed_until, timed_to_hours = excluded.timed_to_hours`,
			agent, c.Status, millis(c.At), c.By, c.Device, timed.Status, millis(timed.At), timed.By, timed.Device, millis(timed.Until), timed.ToHours)
		return err
	})
}

// SaveDevices replaces what is known of an agent's devices, and when the agent last became idle.
func (s *Store) SaveDevices(ctx context.Context, agent string, devices []presence.Device, idled time.Time) error {
	return s.change(ctx, func(tx *tx) error {
		if _, err := tx.exec(`INSERT INTO presence (agent, idled_at) VALUES ($1, $2) ON CONFLICT (agent) DO UPDATE SET idled_at = excluded.idled_at`,
			agent, millis(idled)); err != nil {
			return err
		}
		if _, err := tx.exec(`DELETE FROM devices WHERE agent = $1`, agent); err != nil {
			return err
		}
		for _, d := range devices {
			if _, err := tx.exec(`INSERT INTO devices (agent, id, heard_at, input_at, left_at, closed_at) VALUES ($1, $2, $3, $4, $5, $6)`,
				agent, d.ID, millis(d.Heard), millis(d.Input), millis(d.Left), millis(d.Closed)); err != nil {
				return err
			}
		}
		return nil
	})
}

// SavePing stores when a program last vouched for an agent.
func (s *Store) SavePing(ctx context.Context, agent string, at time.Time) error {
	return s.change(ctx, func(tx *tx) error {
		_, err := tx.exec(`INSERT INTO presence (agent, ping_at) VALUES ($1, $2) ON CONFLICT (agent) DO UPDATE SET ping_at = excluded.ping_at`,
			agent, millis(at))
		return err
	})
}

// SavePolicy stores how an agent wants idling treated, in whole milliseconds.
func (s *Store) SavePolicy(ctx context.Context, agent string, p presence.Policy) error {
	if err := p.Check(); err != nil {
		return err
	}
	return s.change(ctx, func(tx *tx) error {
		n, err := tx.exec(`UPDATE agents SET idle_after = $2, on_return = $3 WHERE id = $1`, agent, p.IdleAfter.Milliseconds(), p.OnReturn)
		if err == nil && n == 0 {
			return missing("agent", agent)
		}
		return err
	})
}

// AddChanges appends to an agent's changes and forgets all but the newest presence.LogSize.
func (s *Store) AddChanges(ctx context.Context, agent string, changes []presence.Change) error {
	return s.change(ctx, func(tx *tx) error {
		for _, c := range changes {
			if _, err := tx.exec(`INSERT INTO view_changes (agent, n, at, status, cause, made_by, device)
				SELECT $1, COALESCE(MAX(n), 0) + 1, $2, $3, $4, $5, $6 FROM view_changes WHERE agent = $1`,
				agent, millis(c.At), c.Status, c.Cause, c.By, c.Device); err != nil {
				return err
			}
		}
		_, err := tx.exec(`DELETE FROM view_changes WHERE agent = $1 AND n <= (SELECT MAX(n) FROM view_changes WHERE agent = $1) - $2`,
			agent, presence.LogSize)
		return err
	})
}

// Changes returns the newest changes of an agent's view, oldest first, at most presence.LogSize.
func (s *Store) Changes(ctx context.Context, agent string) ([]presence.Change, error) {
	changes, err := all(s.read(ctx), func(row scan) (c presence.Change, err error) {
		err = row(asInstant(&c.At), &c.Status, &c.Cause, &c.By, &c.Device)
		return c, err
	}, `SELECT at, status, cause, made_by, device FROM view_changes WHERE agent = $1 ORDER BY n`, agent)
	return changes, s.explain(err)
}
