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
	return s.AddAgentAs(ctx, chat.RoleAgent, site, name, email, passwordHash)
}

// AddAgentAs is AddAgent for an agent with a role.
func (s *Store) AddAgentAs(ctx context.Context, role chat.Role, site, name, email, passwordHash string) (chat.Agent, error) {
	a := chat.Agent{ID: chat.NewID(), Site: site, Name: name, Role: role}
	if err := role.Check(); err != nil {
		return chat.Agent{}, err
	}
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
	if !others {
		a.Role = chat.RoleOwner
	}
	n, err := tx.exec(`INSERT INTO agents (id, site, name, email, password_hash, role) VALUES ($1, $2, $3, NULLIF($4, ''), $5, $6)
		ON CONFLICT (email) DO NOTHING`, a.ID, a.Site, a.Name, a.Email, passwordHash, a.Role)
	if err == nil && n == 0 {
		return chat.Agent{}, chat.Errorf(chat.Conflict, "the e-mail address %s belongs to another agent", a.Email).At("email")
	}
	return a, err
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

// Agent returns an agent of a site, or not_found.
func (s *Store) Agent(ctx context.Context, site, id string) (chat.Agent, error) {
	a, err := siteAgent(s.read(ctx), site, id)
	return a, s.explain(err)
}

func siteAgent(q querier, site, id string) (chat.Agent, error) {
	a, found, err := first(q, agentRow, `SELECT `+agentColumns+` FROM agents a WHERE a.site = $1 AND a.id = $2 AND a.removed_at = 0`, site, id)
	if err == nil && !found {
		err = missing("agent", id)
	}
	return a, err
}

// Agents returns every agent of the hub, by site.
func (s *Store) Agents(ctx context.Context) ([]chat.Agent, error) {
	agents, err := all(s.read(ctx), agentRow, `SELECT `+agentColumns+` FROM agents a WHERE a.removed_at = 0`)
	slices.SortFunc(agents, func(a, b chat.Agent) int {
		return cmp.Or(cmp.Compare(a.Site, b.Site), cmp.Compare(a.Name, b.Name), cmp.Compare(a.ID, b.ID))
	})
	return agents, s.explain(err)
}

const agentColumns = `a.id, a.site, a.name, a.email, a.role`

func agentRow(row scan) (a chat.Agent, err error) {
	err = row(&a.ID, &a.Site, &a.Name, orZero(&a.Email), &a.Role)
	return a, err
}

func siteAgents(q querier, site string) ([]chat.Agent, error) {
	agents, err := all(q, agentRow, `SELECT `+agentColumns+` FROM agents a WHERE a.site = $1 AND a.removed_at = 0`, site)
	slices.SortFunc(agents, func(a, b chat.Agent) int { return cmp.Or(cmp.Compare(a.Name, b.Name), cmp.Compare(a.ID, b.ID)) })
	return agents, err
}
