package store

import (
	"cmp"
	"context"
	"slices"
	"time"

	"parley/backend/chat"
)

// LocalDevice is what tokens of the desk that a built-in hub runs in are made for.
const LocalDevice = "local"

// SignIns returns where an agent is signed in, the newest first.
func (s *Store) SignIns(ctx context.Context, agent string) ([]chat.SignIn, error) {
	out, err := all(s.read(ctx), signInRow, `SELECT `+signInColumns+` FROM tokens t JOIN agents a ON a.id = t.agent WHERE t.agent = $1`, agent)
	slices.SortFunc(out, func(a, b chat.SignIn) int { return cmp.Or(b.At.Compare(a.At), cmp.Compare(a.ID, b.ID)) })
	return out, s.explain(err)
}

// SignOut makes the token of a sign-in of an agent worthless and returns what it was, or not_found. The desk that a built-in hub runs in belongs to it:
// signing that out is a conflict.
func (s *Store) SignOut(ctx context.Context, agent, id string) (chat.SignIn, error) {
	return changed(ctx, s, func(tx *tx) (chat.SignIn, error) {
		was, found, err := first(tx.querier, signInRow,
			`SELECT `+signInColumns+` FROM tokens t JOIN agents a ON a.id = t.agent WHERE t.agent = $1 AND t.hash = $2`, agent, id)
		switch {
		case err != nil:
			return was, err
		case !found:
			return was, missing("device", id)
		case was.Own:
			return was, chat.Errorf(chat.Conflict, "this desk runs the hub, and cannot be signed out")
		}
		return was, takeBack(tx, `hash = $1`, id)
	})
}

// The id of a sign-in is the hash of its token: who knows it cannot sign in with it.
const signInColumns = `t.hash, CASE WHEN t.desk <> '' THEN t.desk ELSE t.device END, t.name, t.made_at, t.came_at, t.gone_at,
	CASE WHEN t.device = '` + LocalDevice + `' AND a.email IS NULL THEN 1 ELSE 0 END`

func signInRow(row scan) (i chat.SignIn, err error) {
	var own int64
	err = row(&i.ID, &i.Device, &i.Name, asInstant(&i.At), asInstant(&i.Connected), asInstant(&i.Gone), &own)
	i.Own = own > 0
	return i, err
}

// SaveHello notes of a sign-in which desk uses it, and of the desk its name. came is when it became connected, zero where it was already.
func (s *Store) SaveHello(ctx context.Context, agent, signIn, device, name string, came time.Time) error {
	name = chat.DeviceName(name)
	return s.change(ctx, func(tx *tx) error {
		if _, err := tx.exec(`UPDATE tokens SET desk = $3, name = CASE WHEN $4 <> '' THEN $4 ELSE name END, came_at = CASE WHEN CAST($5 AS BIGINT) > 0 THEN $5 ELSE came_at END
			WHERE agent = $1 AND hash = $2`, agent, signIn, device, name, millis(came)); err != nil {
			return err
		}
		if name == "" {
			return nil
		}
		if _, err := tx.exec(`INSERT INTO device_names (agent, device, name) VALUES ($1, $2, $3)
			ON CONFLICT (agent, device) DO UPDATE SET name = excluded.name WHERE device_names.name <> excluded.name`, agent, device, name); err != nil {
			return err
		}
		// A name that nothing mentions any more is forgotten.
		_, err := tx.exec(`DELETE FROM device_names WHERE agent = $1 AND device NOT IN (SELECT device FROM view_changes WHERE agent = $1)
			AND device NOT IN (SELECT desk FROM tokens WHERE agent = $1) AND device <> $2`, agent, device)
		return err
	})
}

// SaveGone notes when a desk that is not connected any more last was.
func (s *Store) SaveGone(ctx context.Context, agent, device string, at time.Time) error {
	return s.change(ctx, func(tx *tx) error {
		_, err := tx.exec(`UPDATE tokens SET gone_at = $3 WHERE agent = $1 AND (desk = $2 OR desk = '' AND device = $2)`, agent, device, millis(at))
		return err
	})
}

// DeviceNames returns the names that an agent's devices told, by their ids.
func (s *Store) DeviceNames(ctx context.Context, agent string) (map[string]string, error) {
	out := make(map[string]string)
	err := s.read(ctx).each(func(row scan) error {
		var device, name string
		err := row(&device, &name)
		out[device] = name
		return err
	}, `SELECT device, name FROM device_names WHERE agent = $1`, agent)
	return out, s.explain(err)
}
