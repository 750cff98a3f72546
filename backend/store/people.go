package store

import (
	"context"
	"time"

	"parley/backend/chat"
)

// AgentChange is what shall be different about an agent. A zero value leaves it as it is.
type AgentChange struct {
	Name string
	Role chat.Role
}

// UpdateAgent changes an agent of a site and returns it as stored. by is the role of who asks for it: one that may not give the role, or take the one
// there was, is forbidden to. Taking the role from the last owner of a site is a conflict, and an agent that is not there not_found.
func (s *Store) UpdateAgent(ctx context.Context, site, agent string, change AgentChange, by chat.Role) (chat.Agent, error) {
	if change.Name != "" {
		if err := chat.CheckName(change.Name); err != nil {
			return chat.Agent{}, err
		}
	}
	if change.Role != "" {
		if err := change.Role.Check(); err != nil {
			return chat.Agent{}, err
		}
	}
	return changed(ctx, s, func(tx *tx) (chat.Agent, error) {
		a, err := siteAgent(tx.querier, site, agent)
		if err != nil {
			return a, err
		}
		if change.Role != "" && change.Role != a.Role {
			if !by.Appoints(change.Role) || !by.Appoints(a.Role) {
				return a, errOwners()
			}
			if err := keepOwner(tx, a); err != nil {
				return a, err
			}
			a.Role = change.Role
			if err := withdraw(tx, a.ID, a.Role); err != nil {
				return a, err
			}
		}
		if change.Name != "" {
			a.Name = change.Name
		}
		if err := touch(tx, a.Site); err != nil {
			return a, err
		}
		_, err = tx.exec(`UPDATE agents SET name = $2, role = $3 WHERE id = $1`, a.ID, a.Name, a.Role)
		return a, err
	})
}

func errOwners() error {
	return chat.Errorf(chat.Forbidden, "only owners decide who is owner").At("role")
}

// keepOwner returns a conflict if an agent is the only owner of the site.
func keepOwner(tx *tx, a chat.Agent) error {
	if a.Role != chat.RoleOwner {
		return nil
	}
	_, other, err := first(tx.querier, value[string],
		`SELECT id FROM agents WHERE site = $1 AND role = 'owner' AND removed_at = 0 AND id <> $2 LIMIT 1`, a.Site, a.ID)
	if err == nil && !other {
		err = chat.Errorf(chat.Conflict, "%s is the only owner of the site", a.Name).At("role")
	}
	return err
}

// RemoveAgent removes an agent of a site who was last there for visitors at an instant, zero if never. What the agent wrote stays, with the name;
// address, password, sign-ins, groups and what is known of the presence do not. The agent leaves the conversations, whose waits go on as they do
// when a member goes; it returns what was written there. The rules for roles are those of UpdateAgent.
func (s *Store) RemoveAgent(ctx context.Context, site, agent string, by chat.Role, left, at time.Time) ([]chat.Written, error) {
	return changed(ctx, s, func(tx *tx) ([]chat.Written, error) {
		a, err := siteAgent(tx.querier, site, agent)
		if err == nil && !by.Appoints(a.Role) {
			err = errOwners()
		}
		if err == nil {
			err = keepOwner(tx, a)
		}
		if err == nil {
			err = touch(tx, a.Site)
		}
		if err == nil {
			err = withdraw(tx, a.ID, chat.RoleAgent)
		}
		if err != nil {
			return nil, err
		}
		written, err := leaveAll(tx, a, stored(left), stored(at))
		if err != nil {
			return nil, err
		}
		for _, text := range []string{
			`DELETE FROM tokens WHERE agent = $1`,
			`DELETE FROM group_agents WHERE agent = $1`,
			`DELETE FROM missed_mail WHERE agent = $1`,
			`DELETE FROM presence WHERE agent = $1`,
			`DELETE FROM devices WHERE agent = $1`,
			`DELETE FROM device_names WHERE agent = $1`,
			`DELETE FROM view_changes WHERE agent = $1`,
		} {
			if _, err := tx.exec(text, a.ID); err != nil {
				return nil, err
			}
		}
		_, err = tx.exec(`UPDATE agents SET removed_at = $2, email = NULL, password_hash = '' WHERE id = $1`, a.ID, millis(at))
		return written, err
	})
}

// leaveAll takes an agent out of every conversation, which says so.
func leaveAll(tx *tx, a chat.Agent, left, at time.Time) ([]chat.Written, error) {
	in, err := all(tx.querier, value[string], `SELECT conversation FROM members WHERE agent = $1`, a.ID)
	if err != nil {
		return nil, err
	}
	out := make([]chat.Written, 0, len(in))
	for _, id := range in {
		t, err := siteThread(tx, a.Site, id)
		if err != nil {
			return nil, err
		}
		e := chat.Entry{Kind: chat.KindLeft, From: chat.FromAgent, Author: a.ID, ClientID: chat.NewID(), At: at}
		w, err := t.append(tx, e, func(c chat.Conversation) (chat.Conversation, error) { return parted(c, a.ID, left), nil })
		if err != nil {
			return nil, err
		}
		out = append(out, w)
	}
	_, err = tx.exec(`UPDATE conversations SET assigned = NULL WHERE assigned = $1`, a.ID) // those that were closed since
	return out, err
}

// FormerAgents returns the agents of a site who were removed.
func (s *Store) FormerAgents(ctx context.Context, site string) ([]chat.Agent, error) {
	former, err := all(s.read(ctx), agentRow, `SELECT `+agentColumns+` FROM agents a WHERE a.site = $1 AND a.removed_at > 0`, site)
	return former, s.explain(err)
}
