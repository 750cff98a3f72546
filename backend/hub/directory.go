package hub

import (
	"fmt"
	"slices"

	"parley/backend/chat"
	"parley/backend/palette"
	"parley/backend/presence"
	"parley/backend/protocol"
	"parley/backend/targeting"
)

// directory is who and what a site consists of. It is replaced whole when the site changes, so any goroutine may read one.
type directory struct {
	site   chat.Site
	agents []chat.Agent               // in the order they are shown
	person map[string]protocol.Person // agents and those who were, who are named where they wrote
	groups map[string]*chat.Group
	names  []protocol.GroupName // of the groups, in the order they are shown
	rules  []targeting.Rule     // in the order in which they are tried
	face   protocol.SiteFace    // what a widget must know of the site
}

// directory reads what a site consists of.
func (h *Hub) directory(id string) (*directory, error) {
	site, agents, groups, err := h.store.Site(h.ctx, id)
	if err != nil {
		return nil, fmt.Errorf("load site: %w", err)
	}
	rules, err := h.store.Rules(h.ctx, id)
	if err != nil {
		return nil, fmt.Errorf("load targeted chats: %w", err)
	}
	former, err := h.store.FormerAgents(h.ctx, id)
	if err != nil {
		return nil, fmt.Errorf("load former agents: %w", err)
	}
	d := &directory{rules: rules, site: site, agents: agents, person: map[string]protocol.Person{}, groups: map[string]*chat.Group{}, names: []protocol.GroupName{}}
	for _, a := range slices.Concat(agents, former) {
		d.person[a.ID] = protocol.Person{ID: a.ID, Name: a.Name}
	}
	for _, g := range groups {
		d.groups[g.ID] = &g
		d.names = append(d.names, protocol.GroupName{ID: g.ID, Name: g.Name, Agents: append([]string{}, g.Agents...)})
	}
	d.face = faceOf(site, d.names)
	d.face.Visit = d.targets()
	return d, nil
}

func faceOf(s chat.Site, groups []protocol.GroupName) protocol.SiteFace {
	f := protocol.SiteFace{
		Name:    s.Name,
		Contact: protocol.ContactForm(s.Contact),
		Look:    protocol.FaceLook{Colours: palette.Of(s.Look.Colour), Placed: protocol.PlacedOf(s.Look), Team: s.Look.Team},
		Texts:   protocol.TextsOf(s.Texts),
	}
	if s.ChooseGroup {
		for _, g := range groups {
			f.Groups = append(f.Groups, protocol.GroupChoice{ID: g.ID, Name: g.Name})
		}
	}
	return f
}

// allows reports whether pages of an origin may carry the site's widget.
func (d *directory) allows(origin string) bool { return slices.Contains(d.site.Origins, origin) }

// people are the agents with the ids as visitors are told them, never nil. Of a team that answers as one nobody is named.
func (d *directory) people(ids []string) []protocol.Person {
	out := make([]protocol.Person, 0, len(ids))
	if d.site.Look.Team {
		return out
	}
	for _, id := range ids {
		if p, ok := d.person[id]; ok {
			out = append(out, p)
		}
	}
	return out
}

// name is that of an agent or group, empty for what is neither.
func (d *directory) name(id string) string {
	if g := d.groups[id]; g != nil {
		return g.Name
	}
	return d.person[id].Name
}

// agent returns an agent of the site.
func (d *directory) agent(id string) (chat.Agent, bool) {
	i := slices.IndexFunc(d.agents, func(a chat.Agent) bool { return a.ID == id })
	if i < 0 {
		return chat.Agent{}, false
	}
	return d.agents[i], true
}

// presences reads what is known of the presence of agents of a site.
func (h *Hub) presences(site string, agents []chat.Agent) (map[string]presence.Kept, error) {
	out := make(map[string]presence.Kept, len(agents))
	if len(agents) == 0 {
		return out, nil
	}
	kept, err := h.store.Presences(h.ctx, site)
	if err != nil {
		return nil, fmt.Errorf("load presence: %w", err)
	}
	for _, a := range agents {
		if k, ok := kept[a.ID]; ok {
			out[a.ID] = k
		}
	}
	return out, nil
}
