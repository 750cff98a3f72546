package storetest

import (
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"parley/backend/chat"
	"parley/backend/store"
)

func sites(t *testing.T, open func(*testing.T) *store.Store) {
	s := open(t)
	same(t, "no sites", len(must(s.Sites(t.Context()))(t)), 0)

	tea := must(s.AddSite(t.Context(), "Tea", []string{"HTTPS://Tea.example:443/", "http://localhost:8080", "https://tea.example"}))(t)
	fresh := chat.DefaultSite()
	fresh.ID, fresh.Name, fresh.Origins = tea.ID, "Tea", []string{"http://localhost:8080", "https://tea.example"}
	same(t, "new site", tea, fresh)
	coffee := must(s.AddSite(t.Context(), "Coffee", nil))(t)
	same(t, "sites", must(s.Sites(t.Context()))(t), []chat.Site{coffee, tea})

	for _, step := range []struct {
		change store.SiteChange
		want   func(*chat.Site)
	}{
		{store.SiteChange{Quiet: chat.ModeHidden}, func(w *chat.Site) { w.Quiet = chat.ModeHidden }},
		{store.SiteChange{Email: chat.EmailRequired}, func(w *chat.Site) { w.Contact.Messenger = chat.EmailRequired }},
		{store.SiteChange{EmailLive: chat.EmailOptional}, func(w *chat.Site) { w.Contact.Live = chat.EmailOptional }},
		{store.SiteChange{Name: "Tea & more"}, func(w *chat.Site) { w.Name = "Tea & more" }},
		{store.SiteChange{Origins: []string{"https://MORE.example/", "https://more.example"}}, func(w *chat.Site) { w.Origins = []string{"https://more.example"} }},
		{store.SiteChange{Quiet: chat.ModeMessenger, Email: chat.EmailOptional}, func(w *chat.Site) { w.Quiet, w.Contact.Messenger = chat.ModeMessenger, chat.EmailOptional }},
		{store.SiteChange{Routing: chat.RoutingFewest}, func(w *chat.Site) { w.Routing = chat.RoutingFewest }},
		{store.SiteChange{Steps: chat.Steps{T2: 90 * time.Second}}, func(w *chat.Site) { w.Steps.T2 = 90 * time.Second }},
		{
			store.SiteChange{Steps: chat.Steps{T1: time.Hour, T2: 2 * time.Hour, T3: 3 * time.Hour}},
			func(w *chat.Site) { w.Steps = chat.Steps{T1: time.Hour, T2: 2 * time.Hour, T3: 3 * time.Hour} },
		},
	} {
		ok(t, s.UpdateSite(t.Context(), tea.ID, step.change))
		step.want(&tea)
		same(t, fmt.Sprintf("site after %+v", step.change), must(s.Face(t.Context(), tea.ID))(t), tea)
	}
	tea = replaced(t, s, tea)
	got, agents, groups, err := s.Site(t.Context(), tea.ID)
	ok(t, err)
	same(t, "site after its settings changed", got, tea)
	same(t, "another site", must(s.Face(t.Context(), coffee.ID))(t), coffee)
	same(t, "agents and groups of a new site", len(agents)+len(groups), 0)

	for _, wrong := range []struct {
		name    string
		origins []string
	}{{"", nil}, {"Tea", []string{"tea.example"}}, {strings.Repeat("x", 201), nil}} {
		_, err := s.AddSite(t.Context(), wrong.name, wrong.origins)
		fails(t, err, chat.Invalid)
	}
	for _, wrong := range []store.SiteChange{{Name: " "}, {Quiet: chat.ModeLive}, {Email: "never"}, {EmailLive: "never"}, {Quiet: chat.ModeHidden, Origins: []string{"tea.example"}},
		{Routing: "random"}, {Name: "Coffee", Steps: chat.Steps{T1: 2 * time.Hour}}, {Steps: chat.Steps{T3: -time.Second}}} {
		fails(t, s.UpdateSite(t.Context(), tea.ID, wrong), chat.Invalid)
	}
	fails(t, s.UpdateSite(t.Context(), "nobody", store.SiteChange{Quiet: chat.ModeHidden}), chat.NotFound)
	same(t, "site after what was refused", must(s.Face(t.Context(), tea.ID))(t), tea)
	_, err = s.Face(t.Context(), "nobody")
	fails(t, err, chat.NotFound)
	_, _, _, err = s.Site(t.Context(), "nobody")
	fails(t, err, chat.NotFound)
}

// replaced replaces all settings of a site at once, or none, and returns it as it is then.
func replaced(t *testing.T, s *store.Store, site chat.Site) chat.Site {
	t.Helper()
	want := site
	want.Name, want.Origins, want.Quiet, want.ChooseGroup = "All new", nil, chat.ModeHidden, true
	want.Contact = chat.ContactForm{Live: chat.EmailRequired, Messenger: chat.EmailOff}
	want.Look = chat.Look{
		Colour: "#ffcc00", Corner: chat.CornerLeft, OffsetX: 0, OffsetY: 200, Radius: chat.RadiusNone, Scheme: chat.SchemeDark, OwnLauncher: true, Team: true,
	}
	want.Texts = chat.Texts{Default: chat.Words{Greeting: "Ahoy", Launcher: "Chat"}, De: chat.Words{LiveTitle: "Der „Laden“", Sent: "Ist da."}}
	given := want
	given.Look.Colour, given.Texts.De.Sent = "#FFCC00", " Ist da. "
	same(t, "site as it was replaced", must(s.SetSite(t.Context(), given, ""))(t), want)
	same(t, "site after it was replaced", must(s.Face(t.Context(), site.ID))(t), want)

	_, err := s.SetSite(t.Context(), site, chat.RevisionOf(site)) // as it was before
	fails(t, err, chat.Conflict)
	wrong := site
	wrong.Look.OffsetX = -1
	_, err = s.SetSite(t.Context(), wrong, "")
	fails(t, err, chat.Invalid)
	same(t, "site after a replacement that was refused", must(s.Face(t.Context(), site.ID))(t), want)
	nobody := site
	nobody.ID = "nobody"
	_, err = s.SetSite(t.Context(), nobody, "")
	fails(t, err, chat.NotFound)
	want = site
	want.Texts.Fr.Lead = "Écrivez-nous."
	return must(s.SetSite(t.Context(), want, chat.RevisionOf(must(s.Face(t.Context(), site.ID))(t))))(t)
}

func agents(t *testing.T, open func(*testing.T) *store.Store) {
	s := newShop(t, open)
	other := must(s.AddSite(t.Context(), "Other", nil))(t)
	eve := must(s.AddAgent(t.Context(), other.ID, "Eve", "Eve@Other.example", "hash of eve"))(t)
	carl := must(s.AddAgent(t.Context(), s.site.ID, "Carl", "", ""))(t) // a second one without an address
	same(t, "address as it is compared", eve.Email, "eve@other.example")

	_, got, _, err := s.Site(t.Context(), s.site.ID)
	ok(t, err)
	same(t, "agents of the site", got, []chat.Agent{s.ann, s.bob, carl})

	found, hash, err := s.AgentByEmail(t.Context(), "EVE@other.example")
	ok(t, err)
	same(t, "agent by address", found, eve)
	same(t, "hash of the password", hash, "hash of eve")
	for _, unknown := range []string{"mallory@other.example", "", "no address"} {
		_, _, err := s.AgentByEmail(t.Context(), unknown)
		fails(t, err, chat.NotFound)
	}

	_, err = s.AddAgent(t.Context(), s.site.ID, "Eve two", "eve@OTHER.example", "")
	fails(t, err, chat.Conflict)
	if !strings.Contains(err.Error(), "eve@other.example") {
		t.Errorf("the conflict %q does not name the address", err)
	}
	_, err = s.AddAgent(t.Context(), "nobody", "Dora", "dora@shop.example", "")
	fails(t, err, chat.NotFound)
	_, err = s.AddAgent(t.Context(), s.site.ID, " ", "dora@shop.example", "")
	fails(t, err, chat.Invalid)
	_, err = s.AddAgent(t.Context(), s.site.ID, "Dora", "dora", "")
	fails(t, err, chat.Invalid)
	_, got, _, err = s.Site(t.Context(), s.site.ID)
	ok(t, err)
	same(t, "number of agents after what was refused", len(got), 3)
}

// agentRoles: the first agent of a site owns it, and somebody always does.
func agentRoles(t *testing.T, open func(*testing.T) *store.Store) {
	s := newShop(t, open)
	same(t, "roles of the first two", []chat.Role{s.ann.Role, s.bob.Role}, []chat.Role{chat.RoleOwner, chat.RoleAgent})
	role := func(a chat.Agent) chat.Role { return must(s.Agent(t.Context(), s.site.ID, a.ID))(t).Role }
	as := func(by chat.Role, a chat.Agent, role chat.Role) error {
		_, err := s.UpdateAgent(t.Context(), s.site.ID, a.ID, store.AgentChange{Role: role}, by)
		return err
	}
	set := func(a chat.Agent, role chat.Role) error { return as(chat.RoleOwner, a, role) }
	fails(t, set(s.ann, chat.RoleAdmin), chat.Conflict)
	fails(t, set(s.ann, "boss"), chat.Invalid)
	fails(t, set(chat.Agent{ID: "nobody"}, chat.RoleAdmin), chat.NotFound)
	same(t, "role of the only owner", role(s.ann), chat.RoleOwner)
	ok(t, set(s.ann, chat.RoleOwner))

	before := must(s.Revisions(t.Context()))(t)[s.site.ID]
	ok(t, set(s.bob, chat.RoleOwner))
	ok(t, set(s.ann, chat.RoleAdmin))
	same(t, "roles", []chat.Role{role(s.ann), role(s.bob)}, []chat.Role{chat.RoleAdmin, chat.RoleOwner})
	if after := must(s.Revisions(t.Context()))(t)[s.site.ID]; after <= before {
		t.Errorf("revision %d after %d", after, before)
	}
	fails(t, set(s.bob, chat.RoleAgent), chat.Conflict)

	fails(t, as(chat.RoleAdmin, s.ann, chat.RoleOwner), chat.Forbidden)
	fails(t, as(chat.RoleAdmin, s.bob, chat.RoleAgent), chat.Forbidden)
	fails(t, as(chat.RoleAgent, s.ann, chat.RoleAgent), chat.Forbidden)
	ok(t, as(chat.RoleAdmin, s.ann, chat.RoleAgent))
	same(t, "roles after what an admin did", []chat.Role{role(s.ann), role(s.bob)}, []chat.Role{chat.RoleAgent, chat.RoleOwner})

	other := must(s.AddSite(t.Context(), "Other", nil))(t)
	_, err := s.UpdateAgent(t.Context(), other.ID, s.ann.ID, store.AgentChange{Name: "Eve"}, chat.RoleOwner)
	fails(t, err, chat.NotFound)
	_, err = s.UpdateAgent(t.Context(), s.site.ID, s.ann.ID, store.AgentChange{Name: " "}, chat.RoleOwner)
	fails(t, err, chat.Invalid)
	renamed := must(s.UpdateAgent(t.Context(), s.site.ID, s.ann.ID, store.AgentChange{Name: "Anna"}, chat.RoleAdmin))(t)
	same(t, "agent as renamed", renamed, chat.Agent{ID: s.ann.ID, Site: s.site.ID, Name: "Anna", Email: s.ann.Email, Role: chat.RoleAgent})

	dora := must(s.AddAgentAs(t.Context(), chat.RoleAdmin, s.site.ID, "Dora", "dora@shop.example", ""))(t)
	same(t, "role of one who was added as admin", dora.Role, chat.RoleAdmin)
	_, err = s.AddAgentAs(t.Context(), "boss", s.site.ID, "Emil", "emil@shop.example", "")
	fails(t, err, chat.Invalid)
	same(t, "everybody of the hub", must(s.Agents(t.Context()))(t), []chat.Agent{renamed, {ID: s.bob.ID, Site: s.site.ID, Name: "Bob", Role: chat.RoleOwner}, dora})
}

func groups(t *testing.T, open func(*testing.T) *store.Store) {
	s := newShop(t, open)
	other := must(s.AddSite(t.Context(), "Other", nil))(t)
	eve := must(s.AddAgent(t.Context(), other.ID, "Eve", "", ""))(t)

	sales := must(s.AddGroup(t.Context(), s.site.ID, "Sales", []string{s.ann.ID, s.bob.ID, s.ann.ID}, true))(t)
	help := must(s.AddGroup(t.Context(), s.site.ID, "Help", nil, false))(t)
	_, _, got, err := s.Site(t.Context(), s.site.ID)
	ok(t, err)
	same(t, "groups", got, []chat.Group{help, sales})
	same(t, "agents of a group", len(sales.Agents), 2)

	_, err = s.AddGroup(t.Context(), s.site.ID, "Sales", nil, false)
	fails(t, err, chat.Conflict)
	_, err = s.AddGroup(t.Context(), s.site.ID, "Mixed", []string{s.ann.ID, eve.ID}, false)
	fails(t, err, chat.NotFound)
	_, err = s.AddGroup(t.Context(), "nobody", "Sales", nil, false)
	fails(t, err, chat.NotFound)
	_, err = s.AddGroup(t.Context(), s.site.ID, "", nil, false)
	fails(t, err, chat.Invalid)
	_, _, got, err = s.Site(t.Context(), s.site.ID)
	ok(t, err)
	same(t, "number of groups after what was refused", len(got), 2)

	before := chat.RevisionOf(sales)
	sales.Name, sales.Agents, sales.EveryoneElse = "Shop", []string{s.bob.ID}, false
	same(t, "group as stored", must(s.UpdateGroup(t.Context(), sales, before))(t), sales)
	_, err = s.UpdateGroup(t.Context(), sales, before)
	fails(t, err, chat.Conflict)
	renamed := sales
	renamed.Name = help.Name
	_, err = s.UpdateGroup(t.Context(), renamed, before)
	if fails(t, err, chat.Conflict); !strings.Contains(err.Error(), "in the meantime") {
		t.Errorf("who read an older one is told of the name only: %v", err)
	}
	for _, wrong := range []struct {
		change func(*chat.Group)
		code   chat.Code
	}{
		{func(g *chat.Group) { g.Name = "Help" }, chat.Conflict},
		{func(g *chat.Group) { g.Name = " " }, chat.Invalid},
		{func(g *chat.Group) { g.Agents = []string{eve.ID} }, chat.NotFound},
		{func(g *chat.Group) { g.ID, g.Name = "nobody", "New" }, chat.NotFound},
		{func(g *chat.Group) { g.Site, g.Agents = other.ID, nil }, chat.NotFound},
	} {
		g := sales
		wrong.change(&g)
		_, err := s.UpdateGroup(t.Context(), g, "")
		fails(t, err, wrong.code)
	}
	fails(t, s.DeleteGroup(t.Context(), other.ID, sales.ID), chat.NotFound)
	fails(t, s.DeleteGroup(t.Context(), s.site.ID, "nobody"), chat.NotFound)
	_, _, got, err = s.Site(t.Context(), s.site.ID)
	ok(t, err)
	same(t, "groups after what was refused", got, []chat.Group{help, sales})
	ok(t, s.DeleteGroup(t.Context(), s.site.ID, sales.ID))
	_, _, got, err = s.Site(t.Context(), s.site.ID)
	ok(t, err)
	same(t, "groups after one was deleted", got, []chat.Group{help})
}

func secrets(t *testing.T, open func(*testing.T) *store.Store) {
	s := newShop(t, open)
	desk, script := must(s.NewToken(t.Context(), s.ann.ID, "desk", "", noon))(t), must(s.NewToken(t.Context(), s.ann.ID, "", "", noon))(t)
	if desk == script {
		t.Fatal("two tokens are equal")
	}
	same(t, "agent of a token", must(s.AgentByToken(t.Context(), desk))(t), s.ann)

	ok(t, s.RevokeToken(t.Context(), desk))
	ok(t, s.RevokeToken(t.Context(), desk))
	_, err := s.AgentByToken(t.Context(), desk)
	fails(t, err, chat.Unauthorized)
	same(t, "agent of the other token", must(s.AgentByToken(t.Context(), script))(t), s.ann)

	before, others := must(s.NewToken(t.Context(), s.ann.ID, "desk", "", noon))(t), must(s.NewToken(t.Context(), s.bob.ID, "desk", "", noon))(t)
	again := must(s.NewToken(t.Context(), s.ann.ID, "desk", "", noon))(t)
	_, err = s.AgentByToken(t.Context(), before)
	fails(t, err, chat.Unauthorized)
	for token, agent := range map[string]chat.Agent{again: s.ann, script: s.ann, must(s.NewToken(t.Context(), s.ann.ID, "", "", noon))(t): s.ann, others: s.bob} {
		same(t, "agent of a token that was not replaced", must(s.AgentByToken(t.Context(), token))(t), agent)
	}

	_, err = s.AgentByToken(t.Context(), "")
	fails(t, err, chat.Unauthorized)
	_, err = s.NewToken(t.Context(), "nobody", "desk", "", noon)
	fails(t, err, chat.NotFound)
	_, err = s.AddKey(t.Context(), "nobody")
	fails(t, err, chat.NotFound)
	if key, again := must(s.AddKey(t.Context(), s.site.ID))(t), must(s.AddKey(t.Context(), s.site.ID))(t); key == again || key == "" {
		t.Errorf("keys %q and %q", key, again)
	}
}

func revisions(t *testing.T, open func(*testing.T) *store.Store) {
	s := newShop(t, open)
	other := must(s.AddSite(t.Context(), "Other", nil))(t)
	before := must(s.Revisions(t.Context()))(t)
	for _, change := range []struct {
		name string
		do   func() error
	}{
		{"setting", func() error { return s.UpdateSite(t.Context(), s.site.ID, store.SiteChange{Quiet: chat.ModeHidden}) }},
		{"settings", func() error { _, err := s.SetSite(t.Context(), s.site, ""); return err }},
		{"agent", func() error { _, err := s.AddAgent(t.Context(), s.site.ID, "Carl", "", ""); return err }},
		{"group", func() error { _, err := s.AddGroup(t.Context(), s.site.ID, "Sales", nil, false); return err }},
		{"key", func() error { _, err := s.AddKey(t.Context(), s.site.ID); return err }},
	} {
		ok(t, change.do())
		after := must(s.Revisions(t.Context()))(t)
		if after[s.site.ID] <= before[s.site.ID] {
			t.Errorf("%s: revision %d after %d", change.name, after[s.site.ID], before[s.site.ID])
		}
		same(t, "revision of another site", after[other.ID], before[other.ID])
		before = after
	}
	_, err := s.AddAgent(t.Context(), s.site.ID, "Ann two", s.ann.Email, "")
	fails(t, err, chat.Conflict)
	s.says(t, chat.NewToken(), "m1", "Hello")
	same(t, "revisions after what changed no site", must(s.Revisions(t.Context()))(t), before)
}

// setup: site and agent of a built-in hub come together or not at all, and once.
func setup(t *testing.T, open func(*testing.T) *store.Store) {
	s := open(t)
	_, err := s.LocalAgent(t.Context())
	fails(t, err, chat.NotFound)
	for _, wrong := range [][2]string{{"Shop", " "}, {" ", "Ann"}} {
		_, err := s.Setup(t.Context(), wrong[0], wrong[1])
		fails(t, err, chat.Invalid)
	}
	same(t, "sites after what was refused", len(must(s.Sites(t.Context()))(t)), 0)

	const attempts = 8
	agents, errs := make([]chat.Agent, attempts), make([]error, attempts)
	var all sync.WaitGroup
	for i := range attempts {
		all.Go(func() { agents[i], errs[i] = s.Setup(t.Context(), "Shop", "Ann") })
	}
	all.Wait()
	made := slices.Index(errs, nil)
	for i, err := range errs {
		if i != made {
			fails(t, err, chat.Conflict)
		}
	}
	sites := must(s.Sites(t.Context()))(t)
	same(t, "number of sites", len(sites), 1)
	same(t, "the agent", must(s.LocalAgent(t.Context()))(t), chat.Agent{ID: agents[made].ID, Site: sites[0].ID, Name: "Ann", Role: chat.RoleOwner})
}
