package store

import (
	"cmp"
	"context"
	"slices"

	"parley/backend/chat"
)

// AddSite adds a site with the default settings. It returns invalid unless name is a name and every origin one; origins may be given as people
// write them.
func (s *Store) AddSite(ctx context.Context, name string, origins []string) (chat.Site, error) {
	site, err := newSite(name, origins)
	if err != nil {
		return chat.Site{}, err
	}
	if err := s.change(ctx, func(tx *tx) error { return storeSite(tx, site) }); err != nil {
		return chat.Site{}, err
	}
	return site, nil
}

// newSite is a site with the default settings.
func newSite(name string, origins []string) (chat.Site, error) {
	if err := chat.CheckName(name); err != nil {
		return chat.Site{}, err
	}
	parsed, err := parseOrigins(origins)
	return chat.Site{
		ID: chat.NewID(), Name: name, Origins: parsed, Quiet: chat.ModeMessenger, Email: chat.EmailOptional,
		Steps: chat.DefaultSteps(), Routing: chat.RoutingEverybody,
	}, err
}

func parseOrigins(texts []string) (origins []string, err error) {
	for _, text := range texts {
		origin, err := chat.ParseOrigin(text)
		if err != nil {
			return nil, err
		}
		origins = append(origins, origin)
	}
	slices.Sort(origins)
	return slices.Compact(origins), nil
}

func storeSite(tx *tx, site chat.Site) error {
	if _, err := tx.exec(`INSERT INTO sites (id, name, quiet, email_policy, t1, t2, t3, routing, revision) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 1)`,
		site.ID, site.Name, site.Quiet, site.Email, site.Steps.T1.Milliseconds(), site.Steps.T2.Milliseconds(), site.Steps.T3.Milliseconds(),
		site.Routing); err != nil {
		return err
	}
	return storeOrigins(tx, site.ID, site.Origins)
}

func storeOrigins(tx *tx, site string, origins []string) error {
	for _, origin := range origins {
		if _, err := tx.exec(`INSERT INTO site_origins (site, origin) VALUES ($1, $2)`, site, origin); err != nil {
			return err
		}
	}
	return nil
}

// SiteChange is what shall be different about a site. A zero value leaves a setting as it is.
type SiteChange struct {
	Name    string
	Quiet   chat.Mode // chat.ModeMessenger or chat.ModeHidden
	Email   chat.EmailPolicy
	Steps   chat.Steps // each of which may be zero
	Routing chat.Routing
	Origins []string // replace those there are

	ChooseGroup *bool
}

// check returns invalid for settings no site can have, otherwise the change with its origins as they are stored.
func (c SiteChange) check() (SiteChange, error) {
	if c.Name != "" {
		if err := chat.CheckName(c.Name); err != nil {
			return c, err
		}
	}
	if c.Quiet != "" && c.Quiet != chat.ModeMessenger && c.Quiet != chat.ModeHidden {
		return c, chat.Errorf(chat.Invalid, "a site is messenger or hidden while nobody is there, not %q", c.Quiet).At("quiet")
	}
	if c.Email != "" && c.Email != chat.EmailOptional && c.Email != chat.EmailRequired {
		return c, chat.Errorf(chat.Invalid, "an e-mail address is optional or required, not %q", c.Email).At("email")
	}
	if c.Routing != "" {
		if err := c.Routing.Check(); err != nil {
			return c, err
		}
	}
	origins, err := parseOrigins(c.Origins)
	c.Origins = origins
	return c, err
}

// UpdateSite changes settings of a site, all of them or none. It returns invalid for settings no site can have, and not_found.
func (s *Store) UpdateSite(ctx context.Context, site string, change SiteChange) error {
	change, err := change.check()
	if err != nil {
		return err
	}
	return s.change(ctx, func(tx *tx) error {
		if err := touch(tx, site); err != nil {
			return err
		}
		if _, err := tx.exec(`UPDATE sites SET name = COALESCE(NULLIF($2, ''), name), quiet = COALESCE(NULLIF($3, ''), quiet),
			email_policy = COALESCE(NULLIF($4, ''), email_policy), routing = COALESCE(NULLIF($5, ''), routing), choose_group = COALESCE($6, choose_group) WHERE id = $1`,
			site, change.Name, change.Quiet, change.Email, change.Routing, change.ChooseGroup); err != nil {
			return err
		}
		if err := updateSteps(tx, site, change.Steps); err != nil {
			return err
		}
		if len(change.Origins) == 0 {
			return nil
		}
		if _, err := tx.exec(`DELETE FROM site_origins WHERE site = $1`, site); err != nil {
			return err
		}
		return storeOrigins(tx, site, change.Origins)
	})
}

// updateSteps changes those steps of a site that are given, or returns invalid where they do not go with the others.
func updateSteps(tx *tx, site string, change chat.Steps) error {
	if change == (chat.Steps{}) {
		return nil
	}
	was, err := face(tx.querier, site)
	if err != nil {
		return err
	}
	is := chat.Steps{T1: cmp.Or(change.T1, was.Steps.T1), T2: cmp.Or(change.T2, was.Steps.T2), T3: cmp.Or(change.T3, was.Steps.T3)}
	if err := is.Check(); err != nil {
		return err
	}
	_, err = tx.exec(`UPDATE sites SET t1 = $2, t2 = $3, t3 = $4 WHERE id = $1`, site, is.T1.Milliseconds(), is.T2.Milliseconds(), is.T3.Milliseconds())
	return err
}

// touch records that something about a site changes, or returns not_found.
func touch(tx *tx, site string) error {
	n, err := tx.exec(`UPDATE sites SET revision = revision + 1 WHERE id = $1`, site)
	if err == nil && n == 0 {
		return missing("site", site)
	}
	return err
}

// Revisions returns a number for each site that grows with every change of its settings, agents, groups or keys, by whichever process.
func (s *Store) Revisions(ctx context.Context) (map[string]int64, error) {
	out := make(map[string]int64)
	err := s.read(ctx).each(func(row scan) error {
		var site string
		var revision int64
		err := row(&site, &revision)
		out[site] = revision
		return err
	}, `SELECT id, revision FROM sites`)
	return out, s.explain(err)
}

// Sites returns every site, by name.
func (s *Store) Sites(ctx context.Context) ([]chat.Site, error) {
	q := s.read(ctx)
	sites, err := all(q, siteRow, `SELECT `+siteColumns+` FROM sites`)
	if err != nil {
		return nil, s.explain(err)
	}
	for i := range sites {
		if err := readOrigins(q, &sites[i]); err != nil {
			return nil, s.explain(err)
		}
	}
	slices.SortFunc(sites, func(a, b chat.Site) int { return cmp.Or(cmp.Compare(a.Name, b.Name), cmp.Compare(a.ID, b.ID)) })
	return sites, nil
}

// Site returns a site with its agents and groups, each by name, or not_found. A change between its queries shows in Revisions afterwards, so
// whoever asked for these before sees that there is something newer.
func (s *Store) Site(ctx context.Context, id string) (chat.Site, []chat.Agent, []chat.Group, error) {
	site, agents, groups, err := site(s.read(ctx), id)
	return site, agents, groups, s.explain(err)
}

func site(q querier, id string) (site chat.Site, agents []chat.Agent, groups []chat.Group, err error) {
	if site, err = face(q, id); err != nil {
		return site, nil, nil, err
	}
	if agents, err = siteAgents(q, id); err != nil {
		return site, nil, nil, err
	}
	groups, err = siteGroups(q, id)
	return site, agents, groups, err
}

// Face returns what the pages of a site need to know of it, or not_found.
func (s *Store) Face(ctx context.Context, id string) (chat.Site, error) {
	site, err := face(s.read(ctx), id)
	return site, s.explain(err)
}

func face(q querier, id string) (chat.Site, error) {
	site, found, err := first(q, siteRow, `SELECT `+siteColumns+` FROM sites WHERE id = $1`, id)
	if err == nil && !found {
		err = missing("site", id)
	}
	if err == nil {
		err = readOrigins(q, &site)
	}
	return site, err
}

const siteColumns = `id, name, quiet, email_policy, t1, t2, t3, routing, choose_group`

func siteRow(row scan) (s chat.Site, err error) {
	err = row(&s.ID, &s.Name, &s.Quiet, &s.Email, asDuration(&s.Steps.T1), asDuration(&s.Steps.T2), asDuration(&s.Steps.T3), &s.Routing,
		&s.ChooseGroup)
	return s, err
}

func readOrigins(q querier, s *chat.Site) (err error) {
	s.Origins, err = all(q, value[string], `SELECT origin FROM site_origins WHERE site = $1`, s.ID)
	slices.Sort(s.Origins) // not in SQL: engines order text differently
	return err
}
