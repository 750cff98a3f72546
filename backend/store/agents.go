package store

import (
	"cmp"
	"context"
	"slices"

	"parley/backend/chat"
)

// AddAgent adds an agent to a site. The e-mail address may be empty, for the agent of a built-in hub; otherwise it names one agent of the whole
// hub, and one that is taken is a conflict. passwordHash is stored as it is. A site that is not there is not_found.
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
	if err := s.change(ctx, func(tx *tx) error { return storeAgent(tx, a, passwordHash) }); err != nil {
		return chat.Agent{}, err
	}
	return a, nil
}

func storeAgent(tx *tx, a chat.Agent, passwordHash string) error {
	if err := touch(tx, a.Site); err != nil {
		return err
	}
	n, err := tx.exec(`INSERT INTO agents (id, site, name, email, password_hash) VALUES ($1, $2, $3, NULLIF($4, ''), $5)
		ON CONFLICT (email) DO NOTHING`, a.ID, a.Site, a.Name, a.Email, passwordHash)
	if err == nil && n == 0 {
		return chat.Errorf(chat.Conflict, "the e-mail address %s belongs to another agent", a.Email).At("email")
	}
	return err
}

// AgentByEmail returns an agent and the hash of the password, or not_found.
func (s *Store) AgentByEmail(ctx context.Context, email string) (a chat.Agent, passwordHash string, err error) {
	address, err := chat.ParseEmail(email)
	if err != nil {
		return a, "", missing("agent", email)
	}
	a, found, err := first(s.read(ctx), func(row scan) (a chat.Agent, err error) {
		err = row(&a.ID, &a.Site, &a.Name, orZero(&a.Email), &passwordHash)
		return a, err
	}, `SELECT id, site, name, email, password_hash FROM agents WHERE email = $1`, address)
	if err == nil && !found {
		return a, "", missing("agent", email)
	}
	return a, passwordHash, s.explain(err)
}

// AddGroup adds a group of agents to a site. A name that is taken is a conflict; a site or agent that is not there is not_found.
func (s *Store) AddGroup(ctx context.Context, site, name string, agents []string, everyoneElse bool) (chat.Group, error) {
	g := chat.Group{ID: chat.NewID(), Site: site, Name: name, Agents: slices.Sorted(slices.Values(agents)), EveryoneElse: everyoneElse}
	g.Agents = slices.Compact(g.Agents)
	if err := chat.CheckName(name); err != nil {
		return chat.Group{}, err
	}
	err := s.change(ctx, func(tx *tx) error {
		if err := touch(tx, site); err != nil {
			return err
		}
		n, err := tx.exec(`INSERT INTO agent_groups (id, site, name, everyone_else) VALUES ($1, $2, $3, $4) ON CONFLICT (site, name) DO NOTHING`,
			g.ID, site, name, everyoneElse)
		if err != nil {
			return err
		}
		if n == 0 {
			return chat.Errorf(chat.Conflict, "the site has a group %q", name).At("name")
		}
		for _, agent := range g.Agents {
			n, err := tx.exec(`INSERT INTO group_agents (agent_group, agent) SELECT $1, id FROM agents WHERE id = $2 AND site = $3`, g.ID, agent, site)
			if err != nil {
				return err
			}
			if n == 0 {
				return missing("agent", agent)
			}
		}
		return nil
	})
	if err != nil {
		return chat.Group{}, err
	}
	return g, nil
}

func agentRow(row scan) (a chat.Agent, err error) {
	err = row(&a.ID, &a.Site, &a.Name, orZero(&a.Email))
	return a, err
}

func siteAgents(q querier, site string) ([]chat.Agent, error) {
	agents, err := all(q, agentRow, `SELECT id, site, name, email FROM agents WHERE site = $1`, site)
	slices.SortFunc(agents, func(a, b chat.Agent) int { return cmp.Or(cmp.Compare(a.Name, b.Name), cmp.Compare(a.ID, b.ID)) })
	return agents, err
}

func siteGroups(q querier, site string) ([]chat.Group, error) {
	groups, err := all(q, func(row scan) (g chat.Group, err error) {
		err = row(&g.ID, &g.Site, &g.Name, &g.EveryoneElse)
		return g, err
	}, `SELECT id, site, name, everyone_else FROM agent_groups WHERE site = $1`, site)
	if err != nil {
		return nil, err
	}
	for i := range groups {
		g := &groups[i]
		if g.Agents, err = all(q, value[string], `SELECT agent FROM group_agents WHERE agent_group = $1`, g.ID); err != nil {
			return nil, err
		}
		slices.Sort(g.Agents)
	}
	slices.SortFunc(groups, func(a, b chat.Group) int { return cmp.Compare(a.Name, b.Name) })
	return groups, nil
}
