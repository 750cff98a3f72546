package storetest

import (
	"testing"
	"time"

	"parley/backend/chat"
	"parley/backend/presence"
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
		Devices: []presence.Device{
			{ID: "desk", Heard: noon.Add(time.Second), Input: noon, Left: noon.Add(2 * time.Second), Closed: noon.Add(3 * time.Second)},
			{ID: "laptop", Heard: noon, Input: noon.Add(-time.Hour)},
		},
		Idled: noon.Add(-time.Minute), Ping: noon.Add(time.Minute),
	}
	policy := presence.Policy{IdleAfter: 90 * time.Second, OnReturn: presence.Auto}
	save := func(agent string, f presence.Facts) {
		ok(t, s.SaveChoice(t.Context(), agent, f.Choice))
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
		s.SaveChoice(t.Context(), "nobody", want.Choice), s.SaveDevices(t.Context(), "nobody", want.Devices, noon),
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
