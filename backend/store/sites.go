package store

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
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
	site := chat.DefaultSite()
	site.ID, site.Name, site.Origins = chat.NewID(), name, origins
	return site.Checked()
}

func storeSite(tx *tx, site chat.Site) error {
	if _, err := tx.exec(`INSERT INTO sites (id, name, quiet, email_policy, revision) VALUES ($1, $2, $3, $4, 1)`,
		site.ID, site.Name, site.Quiet, site.Contact.Messenger); err != nil {
		return err
	}
	return storeSettings(tx, site)
}

// storeSettings replaces everything that can be chosen of a site.
func storeSettings(tx *tx, site chat.Site) error {
	texts, err := writeTexts(site.Texts)
	if err != nil {
		return err
	}
	look := site.Look
	if _, err := tx.exec(`UPDATE sites SET name = $2, quiet = $3, email_live = $4, email_policy = $5, t1 = $6, t2 = $7, t3 = $8, routing = $9, choose_group = $10,
		colour = $11, corner = $12, offset_x = $13, offset_y = $14, radius = $15, scheme = $16, own_launcher = $17, team = $18, texts = $19 WHERE id = $1`,
		site.ID, site.Name, site.Quiet, site.Contact.Live, site.Contact.Messenger,
		site.Steps.T1.Milliseconds(), site.Steps.T2.Milliseconds(), site.Steps.T3.Milliseconds(), site.Routing, site.ChooseGroup,
		look.Colour, look.Corner, look.OffsetX, look.OffsetY, look.Radius, look.Scheme, look.OwnLauncher, look.Team, texts); err != nil {
		return err
	}
	if _, err := tx.exec(`DELETE FROM site_origins WHERE site = $1`, site.ID); err != nil {
		return err
	}
	for _, origin := range site.Origins {
		if _, err := tx.exec(`INSERT INTO site_origins (site, origin) VALUES ($1, $2)`, site.ID, origin); err != nil {
			return err
		}
	}
	return nil
}

// SetSite replaces all settings of a site, or none, and returns them as they are stored. It returns invalid for settings no site can have, not_found,
// and conflict unless the settings are those of the revision.
func (s *Store) SetSite(ctx context.Context, site chat.Site, of chat.Revision) (chat.Site, error) {
	site, err := site.Checked()
	if err != nil {
		return site, err
	}
	return site, s.change(ctx, func(tx *tx) error {
		was, err := face(tx.querier, site.ID)
		if err == nil {
			err = of.Check(was)
		}
		if err == nil {
			err = touch(tx, site.ID)
		}
		if err != nil {
			return err
		}
		return storeSettings(tx, site)
	})
}

// SiteChange is what shall be different about a site. A zero value leaves a setting as it is.
type SiteChange struct {
	Name      string
	Quiet     chat.Mode        // chat.ModeMessenger or chat.ModeHidden
	Email     chat.EmailPolicy // of the messenger
	EmailLive chat.EmailPolicy
	Steps     chat.Steps // each of which may be zero
	Routing   chat.Routing
	Origins   []string // replace those there are

	ChooseGroup *bool
}

// applied is a site with the change.
func (c SiteChange) applied(was chat.Site) chat.Site {
	is := was
	is.Name, is.Quiet, is.Routing = cmp.Or(c.Name, was.Name), cmp.Or(c.Quiet, was.Quiet), cmp.Or(c.Routing, was.Routing)
	is.Contact = chat.ContactForm{Live: cmp.Or(c.EmailLive, was.Contact.Live), Messenger: cmp.Or(c.Email, was.Contact.Messenger)}
	is.Steps = chat.Steps{T1: cmp.Or(c.Steps.T1, was.Steps.T1), T2: cmp.Or(c.Steps.T2, was.Steps.T2), T3: cmp.Or(c.Steps.T3, was.Steps.T3)}
	if len(c.Origins) > 0 {
		is.Origins = c.Origins
	}
	if c.ChooseGroup != nil {
		is.ChooseGroup = *c.ChooseGroup
	}
	return is
}

// UpdateSite changes settings of a site, all of them or none. It returns invalid for settings no site can have, and not_found.
func (s *Store) UpdateSite(ctx context.Context, site string, change SiteChange) error {
	return s.change(ctx, func(tx *tx) error {
		was, err := face(tx.querier, site)
		if err != nil {
			return err
		}
		is, err := change.applied(was).Checked()
		if err == nil {
			err = touch(tx, site)
		}
		if err != nil {
			return err
		}
		return storeSettings(tx, is)
	})
}

// touch records that something about a site changes, or returns not_found. What people are refused in the course of their work is looked at
// before it: a change refused once it has written takes back everything that shares its transaction, which has to be done again.
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

const siteColumns = `id, name, quiet, email_live, email_policy, t1, t2, t3, routing, choose_group,
	colour, corner, offset_x, offset_y, radius, scheme, own_launcher, team, texts`

func siteRow(row scan) (s chat.Site, err error) {
	look, texts := &s.Look, ""
	if err = row(&s.ID, &s.Name, &s.Quiet, &s.Contact.Live, &s.Contact.Messenger,
		asDuration(&s.Steps.T1), asDuration(&s.Steps.T2), asDuration(&s.Steps.T3), &s.Routing, &s.ChooseGroup,
		&look.Colour, &look.Corner, &look.OffsetX, &look.OffsetY, &look.Radius, &look.Scheme, &look.OwnLauncher, &look.Team, &texts); err != nil {
		return s, err
	}
	s.Texts, err = readTexts(texts)
	return s, err
}

// writeTexts is the column of a site's own words, empty without any.
func writeTexts(t chat.Texts) (string, error) {
	if t == (chat.Texts{}) {
		return "", nil
	}
	data, err := json.Marshal(t)
	if err != nil {
		return "", fmt.Errorf("store texts: %w", err)
	}
	return string(data), nil
}

// readTexts reads a column that writeTexts made.
func readTexts(column string) (t chat.Texts, err error) {
	if column == "" {
		return t, nil
	}
	if err := json.Unmarshal([]byte(column), &t); err != nil {
		return t, fmt.Errorf("read texts: %w", err)
	}
	return t, nil
}

func readOrigins(q querier, s *chat.Site) (err error) {
	s.Origins, err = all(q, value[string], `SELECT origin FROM site_origins WHERE site = $1`, s.ID)
	slices.Sort(s.Origins) // not in SQL: engines order text differently
	return err
}
