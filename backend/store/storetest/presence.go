package storetest

import (
	"testing"
	"time"

	"parley/backend/chat"
	"parley/backend/presence"
	"parley/backend/schedule"
	"parley/backend/store"
)

// kept is what is known of an agent's presence.
func (s shop) kept(t *testing.T, agent string) presence.Kept {
	t.Helper()
	return must(s.PresenceOf(t.Context(), agent))(t)
}

// becomes stores what has become of an agent's presence.
func (s shop) becomes(t *testing.T, agent string, change func(*presence.Agent)) {
	t.Helper()
	was := s.kept(t, agent)
	is := was.Agent
	change(&is)
	version := must(s.SavePresence(t.Context(), agent, was, is))(t)
	if version != was.Version+1 {
		t.Fatalf("version %d after %d", version, was.Version)
	}
}

// known is what is known of an agent's presence, but for the instant from which it stands.
func (s shop) known(t *testing.T, agent string) presence.Agent {
	t.Helper()
	a := s.kept(t, agent).Agent
	a.Facts.At = time.Time{}
	return a
}

func facts(t *testing.T, open func(*testing.T) *store.Store) {
	s := newShop(t, open)
	fresh := presence.Kept{Agent: presence.Agent{Policy: presence.DefaultPolicy()}}
	same(t, "what is known of new agents", must(s.Presences(t.Context(), s.site.ID))(t), map[string]presence.Kept{s.ann.ID: fresh, s.bob.ID: fresh})

	want := presence.Facts{
		Choice: presence.Choice{Status: chat.Invisible, At: noon, By: s.bob.ID, Device: "desk"},
		Timed: presence.Timed{
			Choice: presence.Choice{Status: chat.Offline, At: noon.Add(time.Second), By: s.bob.ID, Device: "laptop"}, Until: noon.Add(time.Hour), ToHours: true,
		},
		Devices: []presence.Device{
			{ID: "desk", Hub: "east", Heard: noon.Add(time.Second), Input: noon, Left: noon.Add(2 * time.Second), Closed: noon.Add(3 * time.Second)},
			{ID: "laptop", Hub: "west", Heard: noon, Input: noon.Add(-time.Hour)},
		},
		Idled: noon.Add(-time.Minute), Ping: noon.Add(time.Minute),
	}
	policy := presence.Policy{IdleAfter: 90 * time.Second, OnReturn: presence.Auto}
	s.becomes(t, s.ann.ID, func(a *presence.Agent) {
		a.Facts = presence.Facts{
			Choice:  presence.Choice{Status: chat.Online, At: noon.Add(-time.Hour)},
			Devices: []presence.Device{{ID: "gone", Heard: noon}, {ID: "laptop", Hub: "east", Heard: noon}}, Ping: noon,
		}
	})
	s.becomes(t, s.ann.ID, func(a *presence.Agent) { a.Facts, a.Policy = want, policy })
	same(t, "what is known", s.known(t, s.ann.ID), presence.Agent{Facts: want, Policy: policy})
	same(t, "the same of all", must(s.Presences(t.Context(), s.site.ID))(t)[s.ann.ID], s.kept(t, s.ann.ID))
	same(t, "what is known of another", s.kept(t, s.bob.ID), fresh)

	never := presence.Policy{OnReturn: presence.Ask}
	s.becomes(t, s.ann.ID, func(a *presence.Agent) { a.Facts, a.Policy = presence.Facts{}, never })
	same(t, "what was taken back", s.known(t, s.ann.ID), presence.Agent{Policy: never})

	other := must(s.AddSite(t.Context(), "Other", nil))(t)
	same(t, "what another site knows", len(must(s.Presences(t.Context(), other.ID))(t)), 0)
	_, err := s.PresenceOf(t.Context(), "nobody")
	fails(t, err, chat.NotFound)
	_, err = s.SavePresence(t.Context(), "nobody", fresh, fresh.Agent)
	fails(t, err, chat.NotFound)
	_, err = s.SavePresence(t.Context(), s.ann.ID, s.kept(t, s.ann.ID), presence.Agent{})
	fails(t, err, chat.Invalid)
}

// versions: who has not read the newest stores nothing.
func versions(t *testing.T, open func(*testing.T) *store.Store) {
	s := newShop(t, open)
	choose := func(status chat.Status) func(*presence.Agent) {
		return func(a *presence.Agent) {
			a.Facts.Choice = presence.Choice{Status: status, At: noon}
			a.Log = append(a.Log, presence.Change{At: noon, Status: status, Cause: chat.CauseChoice})
		}
	}
	for _, status := range []chat.Status{chat.Online, chat.Invisible} { // before anything is stored, and after
		old := s.kept(t, s.ann.ID)
		s.becomes(t, s.ann.ID, choose(status))
		is := s.kept(t, s.ann.ID)
		late := old.Agent
		late.Facts.Devices = []presence.Device{{ID: "desk", Heard: noon}}
		late.Policy = presence.Policy{OnReturn: presence.Auto}
		choose(chat.Offline)(&late)
		_, err := s.SavePresence(t.Context(), s.ann.ID, old, late)
		fails(t, err, chat.Conflict)
		same(t, "what is stored", s.kept(t, s.ann.ID), is)
	}
	var made int
	was := s.kept(t, s.ann.ID)
	_, errs := atOnce(8, func(int) (chat.Written, error) {
		_, err := s.SavePresence(t.Context(), s.ann.ID, was, was.Agent)
		return chat.Written{}, err
	})
	for _, err := range errs {
		if err == nil {
			made++
			continue
		}
		fails(t, err, chat.Conflict)
	}
	same(t, "what was stored of one version", made, 1)
}

func changes(t *testing.T, open func(*testing.T) *store.Store) {
	s := newShop(t, open)
	var all presence.Log
	for i := range 2*presence.LogSize + 7 {
		all = append(all, presence.Change{At: noon.Add(time.Duration(i) * time.Second), Status: chat.Offline, Cause: chat.CauseIdle,
			By: "by", Device: "desk"})
	}
	for _, n := range []int{3, 3, presence.LogSize + 5, len(all)} {
		newest := all[max(0, n-presence.LogSize):n]
		s.becomes(t, s.ann.ID, func(a *presence.Agent) { a.Log = newest })
		same(t, "the newest changes", s.kept(t, s.ann.ID).Log, newest)
	}
	same(t, "changes of another agent", len(s.kept(t, s.bob.ID).Log), 0)
}

func hours(t *testing.T, open func(*testing.T) *store.Store) {
	s := newShop(t, open)
	known := func(agent string) schedule.Hours { return s.kept(t, agent).Facts.Hours.Hours() }
	set := func(agent string, h schedule.Hours) {
		of := must(schedule.Of(h))(t)
		s.becomes(t, agent, func(a *presence.Agent) { a.Facts.Hours = of })
	}
	same(t, "hours of a new agent", known(s.ann.ID), schedule.Hours{})
	want := schedule.Hours{
		Zone: "Europe/Berlin",
		Week: [7][]schedule.Slot{time.Monday: {{Start: 540, End: 720}, {Start: 1320, End: 360}}},
		Dates: []schedule.DateSlots{
			{Date: schedule.Date{Year: 2026, Month: time.December, Day: 24}, Slots: []schedule.Slot{{Start: 540, End: 720}}},
			{Date: schedule.Date{Year: 2026, Month: time.December, Day: 25}},
		},
	}
	set(s.ann.ID, want)
	same(t, "hours", known(s.ann.ID), want)
	s.becomes(t, s.ann.ID, func(a *presence.Agent) { a.Facts.Choice = presence.Choice{Status: chat.Online, At: noon} })
	same(t, "hours of who has chosen too", known(s.ann.ID), want)
	same(t, "hours of another", known(s.bob.ID), schedule.Hours{})
	set(s.ann.ID, schedule.Hours{})
	same(t, "hours taken back", known(s.ann.ID), schedule.Hours{})
}
