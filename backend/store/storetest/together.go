package storetest

import (
	"errors"
	"fmt"
	"testing"
	"time"

	"parley/backend/chat"
	"parley/backend/store"
)

// Together runs what two programs that have opened the same database must pass. open returns an empty one, opened twice, each time it is called, and
// closes both when the test that it is given ends.
func Together(t *testing.T, open func(*testing.T) [2]*store.Store) {
	t.Run("one client id", func(t *testing.T) { onceTogether(t, open) })
	t.Run("numbers", func(t *testing.T) { numbersTogether(t, open) })
	t.Run("rivals", func(t *testing.T) { rivals(t, open) })
	t.Run("a member who is removed", func(t *testing.T) { removedMeanwhile(t, open) })
}

// pair is a shop that two programs have opened.
type pair struct {
	shop
	stores [2]*store.Store
}

func newPair(t *testing.T, open func(*testing.T) [2]*store.Store) pair {
	t.Helper()
	p := pair{stores: open(t)}
	p.shop = newShop(t, func(*testing.T) *store.Store { return p.stores[0] })
	return p
}

// through is the shop as the n-th caller of many sees it: every other one through the other program.
func (p pair) through(n int) shop {
	s := p.shop
	s.Store = p.stores[n%len(p.stores)]
	return s
}

// onceTogether: fifty sends of one client id over two programs are one entry, and forty-nine hear of it.
func onceTogether(t *testing.T, open func(*testing.T) [2]*store.Store) {
	const sends = 50
	p := newPair(t, open)
	for _, token := range []string{chat.NewToken(), chat.NewToken()} { // the first message of each makes the conversation too
		written, errs := atOnce(sends, func(i int) (chat.Written, error) { return p.through(i).visitor(t, token, "m", "Once") })
		fresh := 0
		for i, w := range written {
			ok(t, errs[i])
			same(t, "entry", w.Entry, written[0].Entry)
			if !w.Repeated {
				fresh++
			}
		}
		same(t, "new entries", fresh, 1)
		same(t, "stored entries", len(must(p.After(t.Context(), written[0].Entry.Conversation, 0, 1000))(t)), 1)
	}
}

// numbersTogether: whoever writes through whichever program, a conversation counts 1, 2, 3 ...
func numbersTogether(t *testing.T, open func(*testing.T) [2]*store.Store) {
	const writers, each = 8, 20
	p, token := newPair(t, open), chat.NewToken()
	id := p.says(t, token, "first", "Hello").Conversation.ID
	_, errs := atOnce(writers, func(i int) (w chat.Written, err error) {
		s := p.through(i)
		for n := 0; n < each && err == nil; n++ {
			if clientID := fmt.Sprint(i, "-", n); i < writers/2 {
				w, err = s.visitor(t, token, clientID, "Hello")
			} else {
				w, err = s.agent(t, s.ann, id, clientID, "Hi")
			}
		}
		return w, err
	})
	ok(t, errors.Join(errs...))
	entries := must(p.After(t.Context(), id, 0, 1000))(t)
	same(t, "number of entries", len(entries), 1+writers*each)
	for i, e := range entries {
		same(t, "number", e.Seq, int64(i+1))
	}
}

// rivals: of two changes that exclude each other, made through two programs at once, one is made and the other refused.
func rivals(t *testing.T, open func(*testing.T) [2]*store.Store) {
	for name, prepare := range map[string]func(*testing.T, shop) (one, other func(shop) error){
		"two agents take a conversation": func(t *testing.T, s shop) (one, other func(shop) error) {
			id := s.says(t, chat.NewToken(), "m", "Hello").Conversation.ID
			take := func(a chat.Agent) func(shop) error {
				return func(s shop) error {
					_, err := s.Do(t.Context(), chat.Act{Agent: a, Conversation: id, ClientID: a.ID, Kind: chat.KindJoined, Take: true, At: noon})
					return err
				}
			}
			return take(s.ann), take(s.bob)
		},
		"two owners take the role from each other": func(t *testing.T, s shop) (one, other func(shop) error) {
			must(s.UpdateAgent(t.Context(), s.site.ID, s.bob.ID, store.AgentChange{Role: chat.RoleOwner}, chat.RoleOwner))(t)
			demote := func(whom chat.Agent) func(shop) error {
				return func(s shop) error {
					_, err := s.UpdateAgent(t.Context(), s.site.ID, whom.ID, store.AgentChange{Role: chat.RoleAgent}, chat.RoleOwner)
					return err
				}
			}
			return demote(s.ann), demote(s.bob)
		},
		"an invitation is accepted twice": func(t *testing.T, s shop) (one, other func(shop) error) {
			_, secret, err := s.Invite(t.Context(), s.ann, chat.RoleAgent, "", noon)
			ok(t, err)
			accept := func(name string) func(shop) error {
				return func(s shop) error {
					_, err := s.Accept(t.Context(), secret, name, name+"@shop.example", "hash", noon)
					return err
				}
			}
			return accept("Cleo"), accept("Dora")
		},
		"two accept with one address": func(t *testing.T, s shop) (one, other func(shop) error) {
			accept := func() func(shop) error {
				_, secret, err := s.Invite(t.Context(), s.ann, chat.RoleAgent, "", noon)
				ok(t, err)
				return func(s shop) error {
					_, err := s.Accept(t.Context(), secret, "Cleo", "cleo@shop.example", "hash", noon)
					return err
				}
			}
			return accept(), accept()
		},
		"a group is replaced twice": func(t *testing.T, s shop) (one, other func(shop) error) {
			g := must(s.AddGroup(t.Context(), s.site.ID, "Sales", nil, false))(t)
			was := chat.RevisionOf(g)
			rename := func(name string) func(shop) error {
				return func(s shop) error {
					g := g
					g.Name = name
					_, err := s.UpdateGroup(t.Context(), g, was)
					return err
				}
			}
			return rename("Shop"), rename("Workshop")
		},
		"two groups are given one name": func(t *testing.T, s shop) (one, other func(shop) error) {
			add := func(s shop) error {
				_, err := s.AddGroup(t.Context(), s.site.ID, "Sales", nil, false)
				return err
			}
			return add, add
		},
		"the settings are replaced twice": func(t *testing.T, s shop) (one, other func(shop) error) {
			site := must(s.Face(t.Context(), s.site.ID))(t)
			was := chat.RevisionOf(site)
			rename := func(name string) func(shop) error {
				return func(s shop) error {
					site := site
					site.Name = name
					_, err := s.SetSite(t.Context(), site, was)
					return err
				}
			}
			return rename("Bikes"), rename("Cars")
		},
		"two hubs take one step": func(t *testing.T, s shop) (one, other func(shop) error) {
			c := s.says(t, chat.NewToken(), "m", "Hello").Conversation
			assign := func(a chat.Agent) func(shop) error {
				return func(s shop) error {
					is, err := s.Assign(t.Context(), c, a.ID, noon.Add(time.Minute))
					if err == nil && !is.Won {
						err = chat.Errorf(chat.Conflict, "lost")
					}
					return err
				}
			}
			return assign(s.ann), assign(s.bob)
		},
	} {
		t.Run(name, func(t *testing.T) {
			p := newPair(t, open)
			one, other := prepare(t, p.shop)
			errs := together(p, one, other)
			if made := count(errs); made != 1 {
				t.Fatalf("%d were made: %v", made, errs)
			}
			for _, err := range errs {
				if err != nil {
					fails(t, err, chat.Conflict)
				}
			}
		})
	}
}

// together makes two changes at once, each through a program of its own.
func together(p pair, changes ...func(shop) error) []error {
	_, errs := atOnce(len(changes), func(i int) (chat.Written, error) { return chat.Written{}, changes[i](p.through(i)) })
	return errs
}

// count is how many changes were made.
func count(errs []error) (made int) {
	for _, err := range errs {
		if err == nil {
			made++
		}
	}
	return made
}

// removedMeanwhile: whoever is removed while becoming a member of a conversation, or of a group, is none afterwards.
func removedMeanwhile(t *testing.T, open func(*testing.T) [2]*store.Store) {
	p := newPair(t, open)
	for i := range 10 {
		agent := must(p.AddAgent(t.Context(), p.site.ID, "Cleo", "", ""))(t)
		id := p.says(t, chat.NewToken(), "m", "Hello").Conversation.ID
		errs := together(p,
			func(s shop) error {
				_, err := s.RemoveAgent(t.Context(), s.site.ID, agent.ID, chat.RoleOwner, time.Time{}, noon)
				return err
			},
			func(s shop) error {
				_, err := s.agent(t, agent, id, "a", "Hi")
				return err
			},
			func(s shop) error {
				_, err := s.AddGroup(t.Context(), s.site.ID, fmt.Sprint("Group ", i), []string{agent.ID}, false)
				return err
			})
		ok(t, errs[0])
		same(t, "members", must(p.Thread(t.Context(), p.site.ID, id))(t).Conversation.Members, []chat.Member(nil))
		_, _, groups, err := p.Site(t.Context(), p.site.ID)
		ok(t, err)
		for _, g := range groups {
			same(t, "agents of a group", g.Agents, []string(nil))
		}
	}
}
