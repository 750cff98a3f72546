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
	site := chat.Site{ID: chat.NewID(), Name: name, Quiet: chat.ModeMessenger, Email: chat.EmailOptional}
	if err := chat.CheckName(name); err != nil {
		return chat.Site{}, err
	}
	for _, text := range origins {
		origin, err := chat.ParseOrigin(text)
		if err != nil {
			return chat.Site{}, err
		}
		site.Origins = append(site.Origins, origin)
	}
	slices.Sort(site.Origins)
	site.Origins = slices.Compact(site.Origins)
	err := s.change(ctx, func(tx *tx) error {
		_, err := tx.exec(`INSERT INTO sites (id, name, quiet, email_policy, revision) VALUES ($1, $2, $3, $4, 1)`,
			site.ID, site.Name, site.Quiet, site.Email)
		for _, origin := range site.Origins {
			if err == nil {
				_, err = tx.exec(`INSERT INTO site_origins (site, origin) VALUES ($1, $2)`, site.ID, origin)
			}
		}
		return err
	})
	if err != nil {
		return chat.Site{}, err
	}
	return site, nil
}

// SetSiteQuiet sets what visitors are told while nobody is there: chat.ModeMessenger or chat.ModeHidden. Another mode is invalid.
func (s *Store) SetSiteQuiet(ctx context.Context, site string, quiet chat.Mode) error {
	if quiet != chat.ModeMessenger && quiet != chat.ModeHidden {
		return chat.Errorf(chat.Invalid, "a site is messenger or hidden while nobody is there, not %q", quiet).At("quiet")
	}
	return s.change(ctx, func(tx *tx) error {
		if err := touch(tx, site); err != nil {
			return err
		}
		_, err := tx.exec(`UPDATE sites SET quiet = $2 WHERE id = $1`, site, quiet)
		return err
	})
}

// SetSiteEmailPolicy sets whether the messenger asks for an e-mail address.
func (s *Store) SetSiteEmailPolicy(ctx context.Context, site string, policy chat.EmailPolicy) error {
	if policy != chat.EmailOptional && policy != chat.EmailRequired {
		return chat.Errorf(chat.Invalid, "an e-mail address is optional or required, not %q", policy).At("email")
	}
	return s.change(ctx, func(tx *tx) error {
		if err := touch(tx, site); err != nil {
			return err
		}
		_, err := tx.exec(`UPDATE sites SET email_policy = $2 WHERE id = $1`, site, policy)
		return err
	})
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
	sites, err := all(q, siteRow, `SELECT id, name, quiet, email_policy FROM sites`)
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
	site, found, err := first(q, siteRow, `SELECT id, name, quiet, email_policy FROM sites WHERE id = $1`, id)
	if err != nil {
		return site, nil, nil, err
	}
	if !found {
		return site, nil, nil, missing("site", id)
	}
	if err := readOrigins(q, &site); err != nil {
		return site, nil, nil, err
	}
	if agents, err = siteAgents(q, id); err != nil {
		return site, nil, nil, err
	}
	groups, err = siteGroups(q, id)
	return site, agents, groups, err
}

func siteRow(row scan) (s chat.Site, err error) {
	err = row(&s.ID, &s.Name, &s.Quiet, &s.Email)
	return s, err
}

func readOrigins(q querier, s *chat.Site) (err error) {
	s.Origins, err = all(q, value[string], `SELECT origin FROM site_origins WHERE site = $1`, s.ID)
	slices.Sort(s.Origins) // not in SQL: engines order text differently
	return err
}
