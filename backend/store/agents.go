package store

import (
	"cmp"
	"context"
	"slices"

	"parley/backend/chat"
)

// AddAgent adds an agent to a site. The e-mail address may be empty, for the agent of a built-in hub; otherwise it names one agent of the whole
// hub, and one that is taken is a conflict. passwordHash is stored as it is. The first agent of a site is its owner. A site that is not there is
// not_found.
func (s *Store) AddAgent(ctx context.Context, site, name, email, passwordHash string) (chat.Agent, error) {
	a := chat.Agent{ID: chat.NewID(), Site: site, Name: name}
	if err := chat.CheckName(name); err != nil {
		return chat.Agent{}, err
	}
	if email != "" {
		address, err := chat.ParseEmail(email)
		if err != nil {
			return chat.Agent{}, err
		}
		a.Email = address
	}
	return changed(ctx, s, func(tx *tx) (chat.Agent, error) { return storeAgent(tx, a, passwordHash) })
}

// storeAgent stores an agent, the first of a site as its owner, and returns it as stored.
func storeAgent(tx *tx, a chat.Agent, passwordHash string) (chat.Agent, error) {
	if err := touch(tx, a.Site); err != nil {
		return chat.Agent{}, err
	}
	_, others, err := first(tx.querier, value[string], `SELECT id FROM agents WHERE site = $1 LIMIT 1`, a.Site)
	if err != nil {
		return chat.Agent{}, err
	}
	a.Role = chat.RoleOwner
	if others {
		a.Role = chat.RoleAgent
	}
	n, err := tx.exec(`INSERT INTO agents (id, site, name, email, password_hash, role) VALUES ($1, $2, $3, NULLIF($4, ''), $5, $6)
		ON CONFLICT (email) DO NOTHING`, a.ID, a.Site, a.Name, a.Email, passwordHash, a.Role)
	if err == nil && n == 0 {
		return chat.Agent{}, chat.Errorf(chat.Conflict, "the e-mail address %s belongs to another agent", a.Email).At("email")
	}
	return a, err
}

// UpdateRole gives an agent another role. Taking the role from the last owner of a site is a conflict. An agent that is not there is not_found.
func (s *Store) UpdateRole(ctx context.Context, agent string, role chat.Role) error {
	if err := role.Check(); err != nil {
		return err
	}
	return s.change(ctx, func(tx *tx) error {
		a, found, err := first(tx.querier, agentRow, `SELECT `+agentColumns+` FROM agents a WHERE id = $1`, agent)
		if err == nil && !found {
			err = missing("agent", agent)
		}
		if err == nil {
			err = touch(tx, a.Site)
		}
		if err != nil {
			return err
		}
		n, err := tx.exec(`UPDATE agents SET role = $2 WHERE id = $1 AND ($2 = 'owner' OR role <> 'owner'
			OR EXISTS (SELECT 1 FROM agents b WHERE b.site = agents.site AND b.role = 'owner' AND b.id <> agents.id))`, agent, role)
		if err == nil && n == 0 {
			err = chat.Errorf(chat.Conflict, "%s is the only owner of the site", a.Name).At("role")
		}
		return err
	})
}

// AgentByEmail returns an agent and the hash of the password, or not_found.
func (s *Store) AgentByEmail(ctx context.Context, email string) (a chat.Agent, passwordHash string, err error) {
	address, err := chat.ParseEmail(email)
	if err != nil {
		return a, "", missing("agent", email)
	}
	a, found, err := first(s.read(ctx), func(row scan) (a chat.Agent, err error) {
		err = row(&a.ID, &a.Site, &a.Name, orZero(&a.Email), &a.Role, &passwordHash)
		return a, err
	}, `SELECT `+agentColumns+`, a.password_hash FROM agents a WHERE a.email = $1`, address)
	if err == nil && !found {
		return a, "", missing("agent", email)
	}
	return a, passwordHash, s.explain(err)
}

const agentColumns = `a.id, a.site, a.name, a.email, a.role`

func agentRow(row scan) (a chat.Agent, err error) {
	err = row(&a.ID, &a.Site, &a.Name, orZero(&a.Email), &a.Role)
	return a, err
}

func siteAgents(q querier, site string) ([]chat.Agent, error) {
	agents, err := all(q, agentRow, `SELECT `+agentColumns+` FROM agents a WHERE a.site = $1`, site)
	slices.SortFunc(agents, func(a, b chat.Agent) int { return cmp.Or(cmp.Compare(a.Name, b.Name), cmp.Compare(a.ID, b.ID)) })
	return agents, err
}
