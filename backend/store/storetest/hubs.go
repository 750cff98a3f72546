package storetest

import (
	"fmt"
	"testing"
	"time"

	"parley/backend/chat"
	"parley/backend/presence"
	"parley/backend/store"
)

// visits: where a visitor is counts as long as the hub lives that has the links.
func visits(t *testing.T, open func(*testing.T) *store.Store) {
	s := newShop(t, open)
	v := s.says(t, chat.NewToken(), "m", "Hello").Visitor.ID
	at := func(seconds int) time.Time { return noon.Add(time.Duration(seconds) * time.Second) }
	elsewhere := func(hub string, since time.Time) *chat.Visit {
		t.Helper()
		return must(s.VisitElsewhere(t.Context(), hub, v, since))(t)
	}
	prices := &chat.Visit{URL: "https://shop.example/prices", Title: "Prices", Attributes: map[string]string{"plan": "gold"}}

	fails(t, s.SaveVisit(t.Context(), "east", v, prices), chat.NotFound)
	lives := func(hub string, now, since int, known bool) {
		t.Helper()
		serves, knew, err := s.Live(t.Context(), hub, at(now), at(now-15), at(now-60))
		ok(t, err)
		same(t, fmt.Sprint(hub, " serves at ", now, " since"), serves, at(since))
		same(t, fmt.Sprint(hub, " was known at ", now), knew, known)
	}
	lives("east", -5, -5, false)
	lives("east", 0, -5, true)
	same(t, "east is alone", must(s.Alone(t.Context(), "east", at(0)))(t), true)
	lives("west", 10, -5, false)
	for since, alone := range map[int]bool{10: false, 11: true} {
		same(t, "east is alone beside west", must(s.Alone(t.Context(), "east", at(since)))(t), alone)
	}
	ok(t, s.SaveVisit(t.Context(), "east", v, &chat.Visit{URL: "https://shop.example/"}))
	ok(t, s.SaveVisit(t.Context(), "east", v, prices))
	same(t, "the visit as another hub sees it", elsewhere("west", at(0)), prices)
	same(t, "as its own hub sees it", elsewhere("east", at(0)), (*chat.Visit)(nil))
	same(t, "when its hub has not lived for long", elsewhere("west", at(1)), (*chat.Visit)(nil))
	ok(t, s.SaveVisit(t.Context(), "west", v, &chat.Visit{Title: "No address"}))
	same(t, "a second one", elsewhere("east", at(0)), &chat.Visit{Title: "No address"})
	ok(t, s.SaveVisit(t.Context(), "west", v, nil))
	same(t, "when that is over", elsewhere("east", at(0)), (*chat.Visit)(nil))

	lives("west", 100, -5, true)
	same(t, "the visit at a hub that is forgotten", elsewhere("west", at(-1000)), (*chat.Visit)(nil))
	lives("east", 116, 116, false) // it was forgotten, and west has not said for long that it lives
	ok(t, s.SaveVisit(t.Context(), "east", v, prices))
	ok(t, s.Leave(t.Context(), "east"))
	same(t, "the visit at a hub that left", elsewhere("west", at(-1000)), (*chat.Visit)(nil))
}

// census: how far everything is, but what is closed.
func census(t *testing.T, open func(*testing.T) *store.Store) {
	s := newShop(t, open)
	other := must(s.AddSite(t.Context(), "Other", nil))(t)
	count := func() map[string]chat.Census { t.Helper(); return must(s.Census(t.Context(), "west", noon))(t) }
	same(t, "of conversations", len(count()[s.site.ID].Conversations), 0)

	token := chat.NewToken()
	w := s.says(t, token, "m", "Hello")
	s.answers(t, s.ann, w.Conversation.ID, "a", "Hi")
	must(s.SeenByVisitor(t.Context(), s.site.ID, w.Conversation.ID, 2))(t)
	closed := s.says(t, chat.NewToken(), "m", "Hello").Conversation.ID
	s.does(t, s.ann, closed, "c", chat.KindClosed)
	s.becomes(t, s.ann.ID, func(a *presence.Agent) { a.Facts.Choice = presence.Choice{Status: chat.Online, At: noon} })
	ok(t, s.SaveReserve(t.Context(), s.ann.ID, true))
	must(s.NewToken(t.Context(), s.ann.ID, "laptop", "", noon))(t)
	ok(t, s.RevokeToken(t.Context(), must(s.NewToken(t.Context(), s.ann.ID, "laptop", "", noon))(t)))
	_, _, err := s.Live(t.Context(), "east", noon, noon, noon)
	ok(t, err)
	at := &chat.Visit{URL: "https://shop.example/"}
	ok(t, s.SaveVisit(t.Context(), "east", w.Visitor.ID, at))
	all := count()
	c := must(s.Thread(t.Context(), s.site.ID, w.Conversation.ID))(t).Conversation
	same(t, "of a site", all[s.site.ID], chat.Census{
		Conversations: map[string]chat.Standing{c.ID: {Version: c.Version, LastSeq: 2, SeenByVisitor: 2}},
		Agents:        map[string]chat.AgentStanding{s.ann.ID: {Presence: 1, SignedOut: 2, Reserve: true}, s.bob.ID: {}},
		Visits:        map[string]chat.Visit{c.ID: *at},
	})
	same(t, "of another", len(all[other.ID].Conversations), 0)
}
