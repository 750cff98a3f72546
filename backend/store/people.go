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
// when a member goes. The rules for roles are those of UpdateAgent.
func (s *Store) RemoveAgent(ctx context.Context, site, agent string, by chat.Role, left, at time.Time) error {
	return s.change(ctx, func(tx *tx) error {
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
			err = leaveAll(tx, a, stored(left))
		}
		if err == nil {
			err = withdraw(tx, a.ID, chat.RoleAgent)
		}
		if err != nil {
			return err
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
				return err
			}
		}
		_, err = tx.exec(`UPDATE agents SET removed_at = $2, email = NULL, password_hash = '' WHERE id = $1`, a.ID, millis(at))
		return err
	})
}

// leaveAll takes an agent out of every conversation.
func leaveAll(tx *tx, a chat.Agent, left time.Time) error {
	in, err := all(tx.querier, value[string], `SELECT conversation FROM members WHERE agent = $1`, a.ID)
	if err != nil {
		return err
	}
	for _, id := range in {
		t, err := siteThread(tx, a.Site, id)
		if err != nil {
			return err
		}
		after := without(t.conversation, a.ID, left)
		if _, err := tx.exec(`UPDATE conversations SET version = version + 1, waiting_from = $2 WHERE id = $1`, id, millis(after.Waits.From)); err != nil {
			return err
		}
		if _, err := tx.exec(`DELETE FROM members WHERE conversation = $1 AND agent = $2`, id, a.ID); err != nil {
			return err
		}
		for i, m := range after.Members {
			if _, err := tx.exec(`UPDATE members SET position = $3 WHERE conversation = $1 AND agent = $2`, id, m.Agent, i); err != nil {
				return err
			}
		}
	}
	_, err = tx.exec(`UPDATE conversations SET assigned = NULL WHERE assigned = $1`, a.ID)
	return err
}

// FormerAgents returns the agents of a site who were removed.
func (s *Store) FormerAgents(ctx context.Context, site string) ([]chat.Agent, error) {
	former, err := all(s.read(ctx), agentRow, `SELECT `+agentColumns+` FROM agents a WHERE a.site = $1 AND a.removed_at > 0`, site)
	return former, s.explain(err)
}
