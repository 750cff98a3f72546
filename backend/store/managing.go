package store

import (
	"context"

	"parley/backend/chat"
)

// managerKey is where a context keeps who manages.
type managerKey struct{}

// Managing is a context for what an agent does by virtue of the role. Changes made with it are forbidden once the agent has that role no longer: each
// looks in its own transaction, because the role may have been taken away after the agent was asked for it.
func Managing(ctx context.Context, by chat.Agent) context.Context {
	return context.WithValue(ctx, managerKey{}, by)
}

// MayStill returns forbidden if who manages with a context has another role by now, or is an agent no longer, for what is stored only later. It takes its
// turn among the changes: the role may be taken away by one that still waits.
func (s *Store) MayStill(ctx context.Context) error {
	return s.change(ctx, func(*tx) error { return nil })
}

// mayStill returns forbidden if who manages with a context has another role by now, or is an agent no longer.
func mayStill(ctx context.Context, tx *tx) error {
	by, manages := ctx.Value(managerKey{}).(chat.Agent)
	if !manages {
		return nil
	}
	role, found, err := first(tx.querier, value[chat.Role], `SELECT role FROM agents WHERE id = $1 AND removed_at = 0`, by.ID)
	switch {
	case err != nil:
		return err
	case !found:
		return chat.Errorf(chat.Forbidden, "you are no agent of the site any more")
	case role != by.Role:
		return chat.Errorf(chat.Forbidden, "your role is another by now")
	}
	return nil
}
