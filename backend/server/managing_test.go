package server_test

import (
	"database/sql"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"parley/backend/chat"
	"parley/backend/protocol"
	"parley/backend/server"
	"parley/backend/server/servertest"
	"parley/backend/store"
	"parley/backend/targeting/targetingtest"
)

// beside writes to the database of a hub as another process does: nobody else can until it commits.
type beside struct {
	t  *testing.T
	db *sql.DB
	tx *sql.Tx
}

func writeBeside(t *testing.T, dir string) beside {
	t.Helper()
	db, err := sql.Open("sqlite", filepath.Join(dir, store.FileName)+"?_txlock=immediate")
	if err != nil {
		t.Fatal(err)
	}
	tx, err := db.BeginTx(t.Context(), nil)
	if err != nil {
		t.Fatal(err)
	}
	return beside{t, db, tx}
}

func (b beside) exec(text string, args ...any) {
	b.t.Helper()
	if _, err := b.tx.ExecContext(b.t.Context(), text, args...); err != nil {
		b.t.Fatal(err)
	}
}

func (b beside) commit() {
	b.t.Helper()
	if err := b.tx.Commit(); err != nil {
		b.t.Fatal(err)
	}
	if err := b.db.Close(); err != nil {
		b.t.Fatal(err)
	}
}

// Whose role is taken away after the request came in, and before it is stored, changes nothing any more.
func TestRoleTakenAwayMeanwhile(t *testing.T) {
	servertest.OnSQLite(t) // where one writes at a time: PostgreSQL may have the request in front, which then was in time
	synctest.Test(t, func(t *testing.T) {
		var dir string
		h := servertest.Start(t, func(o *server.Options) { dir = o.Data })
		olga, owner := h.Agent("Olga")
		ada, admin := h.Agent("Ada")
		bob, _ := h.Agent("Bob")
		c := newContract(t, h)
		c.want(200, c.do("PUT", "/api/v1/site/agents/"+ada.ID, owner, protocol.TeammateSettings{Role: chat.RoleAdmin}, nil))
		var site protocol.SiteInForce
		c.want(200, c.do("GET", "/api/v1/site/settings", owner, nil, &site))
		site.Name = "Taken over"
		var group protocol.GroupInfo
		c.want(200, c.do("POST", "/api/v1/site/groups", owner, protocol.GroupSettings{Name: "Sales", Agents: []string{}}, &group))
		rule, err := h.Store().AddRule(t.Context(), h.Site.ID, targetingtest.Prices())
		if err != nil {
			t.Fatal(err)
		}
		invitation, _, err := h.Store().Invite(t.Context(), olga, chat.RoleAgent, "", time.Now())
		if err != nil {
			t.Fatal(err)
		}
		role := func(of chat.Agent, role chat.Role) {
			b := writeBeside(t, dir)
			b.exec(`UPDATE agents SET role = $2 WHERE id = $1`, of.ID, role)
			b.commit()
		}
		stored := func() []string {
			var out []string
			for _, path := range []string{"agents", "settings", "groups", "targeting", "invitations", "agents/" + bob.ID + "/hours"} {
				answer, data := h.Do("GET", "/api/v1/site/"+path, owner, nil)
				c.want(200, answer.StatusCode)
				out = append(out, string(data))
			}
			return out
		}

		hours := protocol.NoHours()
		hours.Zone, hours.Week[0] = "UTC", []protocol.Slot{{Start: 9 * 60, End: 17 * 60}}
		requests := map[string]any{
			"PUT /api/v1/site/settings":            site.SiteSettings,
			"PUT /api/v1/site/agents/{id}":         protocol.TeammateSettings{Name: "Mallory"},
			"DELETE /api/v1/site/agents/{id}":      nil,
			"POST /api/v1/site/groups":             protocol.GroupSettings{Name: "Help", Agents: []string{}},
			"PUT /api/v1/site/groups/{id}":         protocol.GroupSettings{Name: "Help", Agents: []string{}},
			"DELETE /api/v1/site/groups/{id}":      nil,
			"POST /api/v1/site/targeting":          targetingtest.Prices(),
			"PUT /api/v1/site/targeting":           protocol.TargetedOrder{Order: []string{rule.ID}},
			"PUT /api/v1/site/targeting/{id}":      targetingtest.Prices(),
			"DELETE /api/v1/site/targeting/{id}":   nil,
			"POST /api/v1/site/invitations":        protocol.InvitationSettings{Role: chat.RoleAgent},
			"DELETE /api/v1/site/invitations/{id}": nil,
			"PUT /api/v1/site/agents/{id}/status":  map[string]chat.Status{"status": chat.Online},
			"PUT /api/v1/site/agents/{id}/hours":   hours,
			"POST /api/v1/site/targeting/preview":  unstored,
		}
		for path, item := range c.doc.Paths.Map() {
			for method, operation := range item.Operations() {
				if _, known := requests[method+" "+path]; method != "GET" && operation.Responses.Status(403) != nil && !known {
					t.Errorf("%s %s has no row", method, path)
				}
			}
		}
		ids := strings.NewReplacer("agents/{id}", "agents/"+bob.ID, "groups/{id}", "groups/"+group.ID, "targeting/{id}", "targeting/"+rule.ID,
			"invitations/{id}", "invitations/"+invitation.ID)
		for route, body := range requests {
			if body == unstored {
				continue
			}
			role(ada, chat.RoleAdmin)
			before := stored()
			method, path, _ := strings.Cut(ids.Replace(route), " ")

			b := writeBeside(t, dir)
			status := make(chan int, 1)
			go func() { status <- c.do(method, path, admin, body, nil) }()
			synctest.Wait() // it waits for its turn to write
			b.exec(`UPDATE agents SET role = 'agent' WHERE id = $1`, ada.ID)
			b.commit()
			if got := <-status; got != 403 {
				t.Errorf("%s answered %d", route, got)
			}
			role(ada, chat.RoleAdmin)
			if after := stored(); !slices.Equal(before, after) {
				t.Errorf("%s changed %s", route, cmp.Diff(before, after))
			}
		}
	})
}

// unstored stands for the body of what changes nothing.
const unstored = "unstored"
