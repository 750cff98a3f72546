package store

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"reflect"
	"slices"
	"time"

	"parley/backend/chat"
	"parley/backend/presence"
	"parley/backend/schedule"
)

// Presences returns what is known of the presence of every agent of a site.
func (s *Store) Presences(ctx context.Context, site string) (map[string]presence.Kept, error) {
	out, err := presences(s.read(ctx), `a.site = $1`, site)
	return out, s.explain(err)
}

// PresenceOf returns what is known of the presence of an agent, or not_found.
func (s *Store) PresenceOf(ctx context.Context, agent string) (presence.Kept, error) {
	found, err := presences(s.read(ctx), `a.id = $1`, agent)
	if err != nil {
		return presence.Kept{}, s.explain(err)
	}
	is, there := found[agent]
	if !there {
		return is, missing("agent", agent)
	}
	return is, nil
}

// presences returns what is known of those agents a for whom a condition holds. What is stored between its queries is in none of them or makes the version
// too old, never too new.
func presences(q querier, where string, arg any) (map[string]presence.Kept, error) {
	found := make(map[string]*presence.Kept)
	// One query for everything but the log, so that it is of one moment.
	err := q.each(func(row scan) error {
		var agent, hours string
		k, d := new(presence.Kept), presence.Device{}
		f, idle := &k.Facts, int64(-1)
		if err := row(&agent, orZero(&idle), orZero(&k.Policy.OnReturn), &hours, orZero(&k.Version),
			orZero(&f.Choice.Status), asInstant(&f.Choice.At), orZero(&f.Choice.By), orZero(&f.Choice.Device),
			orZero(&f.Timed.Status), asInstant(&f.Timed.At), orZero(&f.Timed.By), orZero(&f.Timed.Device), asInstant(&f.Timed.Until), orZero(&f.Timed.ToHours),
			asInstant(&f.Idled), asInstant(&f.Ping),
			orZero(&d.ID), orZero(&d.Hub), asInstant(&d.Heard), asInstant(&d.Input), asInstant(&d.Left), asInstant(&d.Closed)); err != nil {
			return err
		}
		if found[agent] == nil {
			var err error
			if f.Hours, err = readHours(hours); err != nil {
				return fmt.Errorf("agent %s: %w", agent, err)
			}
			if k.Policy.IdleAfter = time.Duration(idle) * time.Millisecond; idle < 0 {
				k.Policy = presence.DefaultPolicy()
			}
			found[agent] = k
		}
		if d.ID != "" {
			f := &found[agent].Facts
			f.Devices = append(f.Devices, d)
		}
		return nil
	}, `SELECT a.id, a.idle_after, a.on_return, a.hours, p.version, p.choice_status, p.choice_at, p.choice_by, p.choice_device,
		p.timed_status, p.timed_at, p.timed_by, p.timed_device, p.timed_until, p.timed_to_hours, p.idled_at, p.ping_at,
		d.id, d.hub, d.heard_at, d.input_at, d.left_at, d.closed_at
		FROM agents a LEFT JOIN presence p ON p.agent = a.id LEFT JOIN devices d ON d.agent = a.id WHERE a.removed_at = 0 AND `+where, arg)
	if err != nil {
		return nil, err
	}
	if err := q.each(func(row scan) error {
		var agent string
		var c presence.Change
		if err := row(&agent, asInstant(&c.At), &c.Status, &c.Cause, &c.By, &c.Device); err != nil {
			return err
		}
		if k := found[agent]; k != nil {
			k.Log = append(k.Log, c)
		}
		return nil
	}, `SELECT c.agent, c.at, c.status, c.cause, c.made_by, c.device FROM view_changes c JOIN agents a ON a.id = c.agent WHERE `+where+` ORDER BY c.n`, arg); err != nil {
		return nil, err
	}
	out := make(map[string]presence.Kept, len(found))
	for agent, k := range found {
		slices.SortFunc(k.Facts.Devices, func(a, b presence.Device) int { return cmp.Compare(a.ID, b.ID) })
		out[agent] = presence.Kept{Agent: presence.Restored(k.Facts, k.Policy, k.Log), Version: k.Version}
	}
	return out, nil
}

// SavePresence stores what has become of an agent's presence, which was that of a version, and returns the next one. It is a conflict if another version is
// stored, not_found if there is no such agent, and invalid for a policy or hours that cannot be. Of the log the newest presence.LogSize are kept.
func (s *Store) SavePresence(ctx context.Context, agent string, before presence.Kept, after presence.Agent) (version int64, err error) {
	if err := after.Policy.Check(); err != nil {
		return 0, err
	}
	hours, err := writeHours(after.Facts.Hours)
	if err != nil {
		return 0, err
	}
	return before.Version + 1, s.change(ctx, func(tx *tx) error {
		if err := saveFacts(tx, agent, before.Version, after.Facts); err != nil {
			return err
		}
		if p := after.Policy; p != before.Policy {
			if _, err := tx.exec(`UPDATE agents SET idle_after = $2, on_return = $3 WHERE id = $1`, agent, p.IdleAfter.Milliseconds(), p.OnReturn); err != nil {
				return err
			}
		}
		if !reflect.DeepEqual(before.Facts.Hours.Hours(), after.Facts.Hours.Hours()) {
			if _, err := tx.exec(`UPDATE agents SET hours = $2 WHERE id = $1`, agent, hours); err != nil {
				return err
			}
		}
		if err := saveDevices(tx, agent, before.Facts.Devices, after.Facts.Devices); err != nil {
			return err
		}
		return saveChanges(tx, agent, after.Log.Added(before.Log))
	})
}

// saveFacts stores what is known of an agent besides the devices, if a version of that is stored.
func saveFacts(tx *tx, agent string, version int64, f presence.Facts) error {
	args := []any{agent, version,
		f.Choice.Status, millis(f.Choice.At), f.Choice.By, f.Choice.Device,
		f.Timed.Status, millis(f.Timed.At), f.Timed.By, f.Timed.Device, millis(f.Timed.Until), f.Timed.ToHours, millis(f.Idled), millis(f.Ping)}
	n, err := tx.exec(`UPDATE presence SET version = version + 1, choice_status = $3, choice_at = $4, choice_by = $5, choice_device = $6,
		timed_status = $7, timed_at = $8, timed_by = $9, timed_device = $10, timed_until = $11, timed_to_hours = $12, idled_at = $13, ping_at = $14
		WHERE agent = $1 AND version = $2`, args...)
	if err != nil || n > 0 {
		return err
	}
	if version == 0 {
		n, err = tx.exec(`INSERT INTO presence (agent, version, choice_status, choice_at, choice_by, choice_device,
			timed_status, timed_at, timed_by, timed_device, timed_until, timed_to_hours, idled_at, ping_at)
			SELECT id, CAST($2 AS BIGINT) + 1, $3, CAST($4 AS BIGINT), $5, $6, $7, CAST($8 AS BIGINT), $9, $10, CAST($11 AS BIGINT), CAST($12 AS BOOLEAN),
			CAST($13 AS BIGINT), CAST($14 AS BIGINT) FROM agents WHERE id = $1 AND removed_at = 0 ON CONFLICT (agent) DO NOTHING`, args...)
		if err != nil || n > 0 {
			return err
		}
	}
	_, there, err := first(tx.querier, value[string], `SELECT id FROM agents WHERE id = $1 AND removed_at = 0`, agent)
	switch {
	case err != nil:
		return err
	case !there:
		return missing("agent", agent)
	}
	return chat.Errorf(chat.Conflict, "another hub has told more of the agent's presence")
}

// saveDevices stores what is different about an agent's devices.
func saveDevices(tx *tx, agent string, before, after []presence.Device) error {
	is := func(id string) func(presence.Device) bool { return func(d presence.Device) bool { return d.ID == id } }
	for _, d := range before {
		if slices.ContainsFunc(after, is(d.ID)) {
			continue
		}
		if _, err := tx.exec(`DELETE FROM devices WHERE agent = $1 AND id = $2`, agent, d.ID); err != nil {
			return err
		}
	}
	for _, d := range after {
		if i := slices.IndexFunc(before, is(d.ID)); i >= 0 && before[i] == d {
			continue
		}
		if _, err := tx.exec(`INSERT INTO devices (agent, id, hub, heard_at, input_at, left_at, closed_at) VALUES ($1, $2, $3, $4, $5, $6, $7)
			ON CONFLICT (agent, id) DO UPDATE SET hub = excluded.hub, heard_at = excluded.heard_at, input_at = excluded.input_at,
			left_at = excluded.left_at, closed_at = excluded.closed_at`,
			agent, d.ID, d.Hub, millis(d.Heard), millis(d.Input), millis(d.Left), millis(d.Closed)); err != nil {
			return err
		}
	}
	return nil
}

// saveChanges appends to an agent's log and forgets all but the newest.
func saveChanges(tx *tx, agent string, changes []presence.Change) error {
	if len(changes) == 0 {
		return nil
	}
	for _, c := range changes {
		if _, err := tx.exec(`INSERT INTO view_changes (agent, n, at, status, cause, made_by, device)
			SELECT $1, COALESCE(MAX(n), 0) + 1, CAST($2 AS BIGINT), $3, $4, $5, $6 FROM view_changes WHERE agent = $1`,
			agent, millis(c.At), c.Status, c.Cause, c.By, c.Device); err != nil {
			return err
		}
	}
	_, err := tx.exec(`DELETE FROM view_changes WHERE agent = $1 AND n <= (SELECT MAX(n) FROM view_changes WHERE agent = $1) - $2`,
		agent, presence.LogSize)
	return err
}

// writeHours is the column of an agent's hours, empty without any, or invalid for those that cannot be.
func writeHours(s *schedule.Schedule) (string, error) {
	h := s.Hours()
	if h.Empty() {
		return "", nil
	}
	if err := h.Check(); err != nil {
		return "", err
	}
	data, err := json.Marshal(h)
	if err != nil {
		return "", fmt.Errorf("store hours: %w", err)
	}
	return string(data), nil
}

// readHours reads a column that writeHours made.
func readHours(column string) (*schedule.Schedule, error) {
	if column == "" {
		return nil, nil //nolint:nilnil // that is the schedule of an agent without hours
	}
	var h schedule.Hours
	if err := json.Unmarshal([]byte(column), &h); err != nil {
		return nil, fmt.Errorf("read hours: %w", err)
	}
	out, err := schedule.Of(h)
	if err != nil {
		return nil, fmt.Errorf("read hours: %w", err)
	}
	return out, nil
}
