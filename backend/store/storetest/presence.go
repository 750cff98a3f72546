package storetest

import (
	"testing"
	"time"

	"parley/backend/chat"
	"parley/backend/presence"
	"parley/backend/schedule"
	"parley/backend/store"
)

func facts(t *testing.T, open func(*testing.T) *store.Store) {
	s := newShop(t, open)
	facts, policies, err := s.Facts(t.Context(), s.site.ID)
	ok(t, err)
	same(t, "facts of new agents", len(facts), 0)
	same(t, "policies of new agents", policies,
		map[string]presence.Policy{s.ann.ID: presence.DefaultPolicy(), s.bob.ID: presence.DefaultPolicy()})

	want := presence.Facts{
		Choice: presence.Choice{Status: chat.Invisible, At: noon, By: s.bob.ID, Device: "desk"},
		Timed: presence.Timed{
			Choice: presence.Choice{Status: chat.Offline, At: noon.Add(time.Second), By: s.bob.ID, Device: "laptop"}, Until: noon.Add(time.Hour), ToHours: true,
		},
		Devices: []presence.Device{
			{ID: "desk", Heard: noon.Add(time.Second), Input: noon, Left: noon.Add(2 * time.Second), Closed: noon.Add(3 * time.Second)},
			{ID: "laptop", Heard: noon, Input: noon.Add(-time.Hour)},
		},
		Idled: noon.Add(-time.Minute), Ping: noon.Add(time.Minute),
	}
	policy := presence.Policy{IdleAfter: 90 * time.Second, OnReturn: presence.Auto}
	save := func(agent string, f presence.Facts) {
		ok(t, s.SaveChoices(t.Context(), agent, f.Choice, f.Timed))
		ok(t, s.SaveDevices(t.Context(), agent, f.Devices, f.Idled))
		ok(t, s.SavePing(t.Context(), agent, f.Ping))
	}
	save(s.ann.ID, presence.Facts{
		Choice: presence.Choice{Status: chat.Online, At: noon.Add(-time.Hour)}, Devices: []presence.Device{{ID: "gone", Heard: noon}}, Ping: noon,
	})
	save(s.ann.ID, want)
	ok(t, s.SavePolicy(t.Context(), s.ann.ID, policy))
	ok(t, s.SaveDevices(t.Context(), s.bob.ID, nil, time.Time{}))
	facts, policies, err = s.Facts(t.Context(), s.site.ID)
	ok(t, err)
	same(t, "facts", facts[s.ann.ID], want)
	same(t, "policies", policies, map[string]presence.Policy{s.ann.ID: policy, s.bob.ID: presence.DefaultPolicy()})
	same(t, "facts of who has no devices", facts[s.bob.ID], presence.Facts{})

	never := presence.Policy{OnReturn: presence.Ask}
	ok(t, s.SavePolicy(t.Context(), s.ann.ID, never))
	save(s.ann.ID, presence.Facts{})
	facts, policies, err = s.Facts(t.Context(), s.site.ID)
	ok(t, err)
	same(t, "facts taken back", facts[s.ann.ID], presence.Facts{})
	same(t, "never idle", policies[s.ann.ID], never)

	other := must(s.AddSite(t.Context(), "Other", nil))(t)
	facts, policies, err = s.Facts(t.Context(), other.ID)
	ok(t, err)
	same(t, "what another site knows", len(facts)+len(policies), 0)

	for _, err := range []error{
		s.SaveChoices(t.Context(), "nobody", want.Choice, want.Timed), s.SaveDevices(t.Context(), "nobody", want.Devices, noon),
		s.SavePing(t.Context(), "nobody", noon), s.SavePolicy(t.Context(), "nobody", policy),
		s.AddChanges(t.Context(), "nobody", []presence.Change{{At: noon}}),
	} {
		fails(t, err, chat.NotFound)
	}
	fails(t, s.SavePolicy(t.Context(), s.ann.ID, presence.Policy{}), chat.Invalid)
}

func changes(t *testing.T, open func(*testing.T) *store.Store) {
	s := newShop(t, open)
	same(t, "changes of a new agent", len(must(s.Changes(t.Context(), s.ann.ID))(t)), 0)

	var all []presence.Change
	for i := range 2*presence.LogSize + 7 {
		all = append(all, presence.Change{At: noon.Add(time.Duration(i) * time.Second), Status: chat.Offline, Cause: chat.CauseIdle,
			By: "by", Device: "desk"})
	}
	ok(t, s.AddChanges(t.Context(), s.ann.ID, all[:3]))
	same(t, "a few changes", must(s.Changes(t.Context(), s.ann.ID))(t), all[:3])
	ok(t, s.AddChanges(t.Context(), s.ann.ID, all[3:presence.LogSize+5]))
	same(t, "the newest changes", must(s.Changes(t.Context(), s.ann.ID))(t), all[5:presence.LogSize+5])
	ok(t, s.AddChanges(t.Context(), s.ann.ID, all[presence.LogSize+5:]))
	same(t, "the newest of all", must(s.Changes(t.Context(), s.ann.ID))(t), all[len(all)-presence.LogSize:])
	ok(t, s.AddChanges(t.Context(), s.ann.ID, nil))
	same(t, "changes of another agent", len(must(s.Changes(t.Context(), s.bob.ID))(t)), 0)
}

func hours(t *testing.T, open func(*testing.T) *store.Store) {
	s := newShop(t, open)
	known := func(agent string) schedule.Hours {
		facts, _, err := s.Facts(t.Context(), s.site.ID)
		ok(t, err)
		return facts[agent].Hours.Hours()
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
	ok(t, s.SaveHours(t.Context(), s.ann.ID, want))
	same(t, "hours", known(s.ann.ID), want)
	ok(t, s.SaveChoices(t.Context(), s.ann.ID, presence.Choice{Status: chat.Online, At: noon}, presence.Timed{}))
	same(t, "hours of who has chosen too", known(s.ann.ID), want)
	same(t, "hours of another", known(s.bob.ID), schedule.Hours{})
	fails(t, s.SaveHours(t.Context(), s.ann.ID, schedule.Hours{Zone: "Mars", Week: want.Week}), chat.Invalid)
	fails(t, s.SaveHours(t.Context(), "nobody", want), chat.NotFound)
	ok(t, s.SaveHours(t.Context(), s.ann.ID, schedule.Hours{}))
	same(t, "hours taken back", known(s.ann.ID), schedule.Hours{})
}
