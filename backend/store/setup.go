package store

import (
	"context"

	"parley/backend/chat"
)

// Setup makes the one site of a built-in hub and its agent, who has neither e-mail address nor password. It returns conflict when there is a site
// already, and invalid for names that are none.
func (s *Store) Setup(ctx context.Context, name, agent string) (chat.Agent, error) {
	site, err := newSite(name, nil)
	if err != nil {
		return chat.Agent{}, err
	}
	if err := chat.CheckName(agent); err != nil {
		return chat.Agent{}, err
	}
	a := chat.Agent{ID: chat.NewID(), Site: site.ID, Name: agent}
	return changed(ctx, s, func(tx *tx) (chat.Agent, error) {
		sites, _, err := first(tx.querier, value[int64], `SELECT COUNT(*) FROM sites`)
		if err != nil {
			return a, err
		}
		if sites > 0 {
			return a, chat.Errorf(chat.Conflict, "this hub is set up already")
		}
		if err := storeSite(tx, site); err != nil {
			return a, err
		}
		return storeAgent(tx, a, "")
	})
}

// LocalAgent returns the agent made by Setup, or not_found before it.
func (s *Store) LocalAgent(ctx context.Context) (chat.Agent, error) {
	a, found, err := first(s.read(ctx), agentRow, `SELECT `+agentColumns+` FROM agents a WHERE a.email IS NULL AND a.removed_at = 0 ORDER BY a.id LIMIT 1`)
	if err == nil && !found {
		return a, chat.Errorf(chat.NotFound, "this hub is not set up yet")
	}
	return a, s.explain(err)
}
