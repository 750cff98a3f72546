package store

import (
	"cmp"
	"context"
	"slices"

	"parley/backend/chat"
)

// AddGroup adds a group of agents to a site. A name that is taken is a conflict; a site or agent that is not there is not_found.
func (s *Store) AddGroup(ctx context.Context, site, name string, agents []string, everyoneElse bool) (chat.Group, error) {
	return s.changeGroup(ctx, chat.Group{ID: chat.NewID(), Site: site, Name: name, Agents: agents, EveryoneElse: everyoneElse},
		func(*tx) error { return nil },
		`INSERT INTO agent_groups (id, site, name, everyone_else) VALUES ($1, $2, $3, $4)`)
}

// UpdateGroup replaces what is stored of a group, and fails as AddGroup does; a group that is not there is not_found, and one that is not that of the
// revision a conflict.
func (s *Store) UpdateGroup(ctx context.Context, g chat.Group, of chat.Revision) (chat.Group, error) {
	return s.changeGroup(ctx, g, func(tx *tx) error {
		groups, err := siteGroups(tx.querier, g.Site)
		if err != nil {
			return err
		}
		i := slices.IndexFunc(groups, func(was chat.Group) bool { return was.ID == g.ID })
		if i < 0 {
			return missing("group", g.ID)
		}
		return of.Check(groups[i])
	}, `UPDATE agent_groups SET name = $3, everyone_else = $4 WHERE id = $1 AND site = $2`)
}

// changeGroup stores a group by an SQL text and then its agents, if it may, and returns it as stored.
func (s *Store) changeGroup(ctx context.Context, g chat.Group, may func(*tx) error, text string) (chat.Group, error) {
	g.Agents = slices.Compact(slices.Sorted(slices.Values(g.Agents)))
	if err := chat.CheckName(g.Name); err != nil {
		return chat.Group{}, err
	}
	return changed(ctx, s, func(tx *tx) (chat.Group, error) {
		err := may(tx)
		if err == nil {
			err = nameIsFree(tx, g)
		}
		if err == nil {
			err = touch(tx, g.Site)
		}
		if err != nil {
			return chat.Group{}, err
		}
		if _, err := tx.exec(text, g.ID, g.Site, g.Name, g.EveryoneElse); err != nil {
			return chat.Group{}, err
		}
		if _, err := tx.exec(`DELETE FROM group_agents WHERE agent_group = $1`, g.ID); err != nil {
			return chat.Group{}, err
		}
		for _, agent := range g.Agents {
			n, err := tx.exec(`INSERT INTO group_agents (agent_group, agent) SELECT $1, id FROM agents WHERE id = $2 AND site = $3 AND removed_at = 0`, g.ID, agent, g.Site)
			if err != nil {
				return chat.Group{}, err
			}
			if n == 0 {
				return chat.Group{}, chat.Errorf(chat.NotFound, "there is no agent %q", agent).At("agents")
			}
		}
		return g, nil
	})
}

// nameIsFree returns a conflict if another group of the site has the name of a group.
func nameIsFree(tx *tx, g chat.Group) error {
	_, taken, err := first(tx.querier, value[string], `SELECT id FROM agent_groups WHERE site = $1 AND name = $2 AND id <> $3`, g.Site, g.Name, g.ID)
	if err == nil && taken {
		err = chat.Errorf(chat.Conflict, "the site has a group %q", g.Name).At("name")
	}
	return err
}

// DeleteGroup deletes a group of a site; its visitors and targeted chats have none from then on. One that is not there is not_found.
func (s *Store) DeleteGroup(ctx context.Context, site, group string) error {
	return s.change(ctx, func(tx *tx) error {
		if err := touch(tx, site); err != nil {
			return err
		}
		for _, text := range []string{
			`UPDATE visitors SET agent_group = NULL WHERE agent_group = $1 AND site = $2`,
			`UPDATE targeting_rules SET agent_group = NULL WHERE agent_group = $1 AND site = $2`,
			`DELETE FROM group_agents WHERE agent_group IN (SELECT id FROM agent_groups WHERE id = $1 AND site = $2)`,
		} {
			if _, err := tx.exec(text, group, site); err != nil {
				return err
			}
		}
		n, err := tx.exec(`DELETE FROM agent_groups WHERE id = $1 AND site = $2`, group, site)
		if err == nil && n == 0 {
			return missing("group", group)
		}
		return err
	})
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
