package server_test

import (
	"bytes"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"parley/backend/chat"
	"parley/backend/protocol"
	"parley/backend/server"
	"parley/backend/server/servertest"
	"parley/backend/wire"
)

func TestTeamThroughREST(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := servertest.Start(t)
		olga, owner := h.Agent("Olga")
		ada, admin := h.Agent("Ada")
		bob, agent := h.Agent("Bob")
		c := newContract(t, h)
		path := func(a chat.Agent) string { return "/api/v1/site/agents/" + a.ID }
		set := func(token string, a chat.Agent, body map[string]any) int {
			return c.do("PUT", path(a), token, body, nil)
		}
		c.want(200, set(owner, ada, map[string]any{"role": "admin"}))

		// Colleagues are told the status, owners and admins the rest.
		c.want(200, c.do("PUT", path(bob)+"/status", admin, map[string]any{"status": "online"}, nil))
		desk := h.Desk(agent, "bobs")
		desk.Received()
		var team protocol.Team
		c.want(200, c.do("GET", "/api/v1/site/agents", agent, nil, &team))
		want := []protocol.Teammate{
			{ID: ada.ID, Name: "Ada", Role: chat.RoleAdmin, Status: chat.Offline},
			{ID: bob.ID, Name: "Bob", Role: chat.RoleAgent, Status: chat.Online},
			{ID: olga.ID, Name: "Olga", Role: chat.RoleOwner, Status: chat.Offline},
		}
		if diff := cmp.Diff(want, team.Agents); diff != "" {
			t.Errorf("an agent is told %s", diff)
		}
		c.want(200, c.do("GET", "/api/v1/site/agents", admin, nil, &team))
		if b := team.Agents[1]; b.Email != "bob@shop.example" || b.View == nil || b.View.By == nil || b.View.By.Name != "Ada" {
			t.Errorf("an admin is told %+v", b)
		}

		// Only owners decide who is owner, and one stays.
		c.want(403, set(admin, bob, map[string]any{"role": "owner"}))
		c.want(403, set(admin, olga, map[string]any{"role": "agent"}))
		c.want(403, c.do("DELETE", path(olga), admin, nil, nil))
		c.want(409, set(owner, olga, map[string]any{"role": "admin"}))
		c.want(409, c.do("DELETE", path(olga), owner, nil, nil))
		c.want(409, c.do("DELETE", path(ada), admin, nil, nil))
		c.want(422, set(admin, bob, map[string]any{"role": "boss"}))
		c.want(422, set(admin, bob, map[string]any{"name": " "}))
		c.want(404, set(admin, chat.Agent{ID: "nobody"}, map[string]any{"role": "agent"}))
		var changed protocol.Teammate
		c.want(200, c.do("PUT", path(bob), admin, map[string]any{"role": "admin", "name": "Bobby"}, &changed))
		if changed.Name != "Bobby" || changed.Role != chat.RoleAdmin {
			t.Errorf("changed is %+v", changed)
		}
		c.want(200, set(admin, bob, map[string]any{"role": "agent"}))
		c.want(403, set(agent, ada, map[string]any{"role": "agent"}))

		c.want(204, c.do("DELETE", path(bob), admin, nil, nil))
		c.want(404, c.do("DELETE", path(bob), admin, nil, nil))
		c.want(404, c.do("PUT", path(bob)+"/status", admin, map[string]any{"status": "online"}, nil))
		c.want(401, c.do("GET", "/api/v1/site/agents", agent, nil, nil))
		if end := desk.Ending(); end == nil || end.Code != wire.Unauthorized {
			t.Errorf("the desk's link ended with %v", end)
		}
	})
}

func TestDevicesThroughREST(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := servertest.Start(t)
		addAgent(t, h, "ann@shop.example")
		c := newContract(t, h)
		login := func(body map[string]string) string {
			var out struct{ Token string }
			body["email"], body["password"] = "ann@shop.example", secret
			c.want(200, c.do("POST", "/api/v1/login", "", body, &out))
			return out.Token
		}
		token, script := login(map[string]string{"device": "laptop"}), login(map[string]string{"name": "Nightly report"})
		h.Desk(token, "laptop").Received()
		var all protocol.Devices
		c.want(200, c.do("GET", "/api/v1/me/devices", token, nil, &all))
		if d := all.Devices; len(d) != 2 || d[0].Name != "laptop" || !d[0].Connected || !d[0].This || d[1].Name != "Nightly report" || !d[1].Program {
			t.Fatalf("the devices are %+v", d)
		}
		c.want(204, c.do("DELETE", "/api/v1/me/devices/"+all.Devices[1].ID, token, nil, nil))
		c.want(401, c.do("GET", "/api/v1/me/devices", script, nil, nil))
		var changes protocol.StatusChanges
		c.want(200, c.do("GET", "/api/v1/me/changes", token, nil, &changes))
		c.want(200, c.do("PUT", "/api/v1/me/status", token, map[string]string{"status": "online"}, nil))
		c.want(200, c.do("GET", "/api/v1/me/changes", token, nil, &changes))
		if len(changes.Changes) != 1 || changes.Changes[0].Cause != chat.CauseChoice {
			t.Errorf("the changes are %+v", changes)
		}
	})
}

func TestDeskOfABuiltInHubIsListedOnceAndStays(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := servertest.StartEmpty(t)
		local, err := h.Setup(t.Context(), "Shop", "Ann")
		if err != nil {
			t.Fatal(err)
		}
		h.Desk(local.Token, "computer").Received()
		c := newContract(t, h)
		var all protocol.Devices
		c.want(200, c.do("GET", "/api/v1/me/devices", local.Token, nil, &all))
		if d := all.Devices; len(d) != 1 || !d[0].This || !d[0].Own || d[0].Device != "computer" || !d[0].Connected {
			t.Fatalf("the devices are %+v", d)
		}
		c.want(409, c.do("DELETE", "/api/v1/me/devices/"+all.Devices[0].ID, local.Token, nil, nil))
		c.want(200, c.do("GET", "/api/v1/me/status", local.Token, nil, nil))
	})
}

func TestInvitations(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := servertest.Start(t, func(o *server.Options) { o.CheckEvery = time.Hour }) // a week passes
		_, owner := h.Agent("Olga")
		ada, admin := h.Agent("Ada")
		c := newContract(t, h)
		c.want(200, c.do("PUT", "/api/v1/site/agents/"+ada.ID, owner, map[string]string{"role": "admin"}, nil))

		c.want(403, c.do("POST", "/api/v1/site/invitations", admin, map[string]string{"role": "owner"}, nil))
		c.want(422, c.do("POST", "/api/v1/site/invitations", admin, map[string]string{"role": "agent", "email": "dora"}, nil))
		c.want(409, c.do("POST", "/api/v1/site/invitations", admin, map[string]string{"role": "agent", "email": "OLGA@shop.example"}, nil))
		var made protocol.NewInvitation
		c.want(200, c.do("POST", "/api/v1/site/invitations", admin, map[string]string{"role": "agent", "email": "dora@shop.example"}, &made))
		key, ok := strings.CutPrefix(made.Link, servertest.Address+"/invite/#")
		if !ok || len(key) != 43 {
			t.Fatalf("the link is %s", made.Link)
		}
		var open protocol.Invitations
		c.want(200, c.do("GET", "/api/v1/site/invitations", owner, nil, &open))
		if len(open.Invitations) != 1 || open.Invitations[0].By.Name != "Ada" || open.Invitations[0].Expires != protocol.At(time.Now().Add(7*24*time.Hour)) {
			t.Errorf("open are %+v", open)
		}
		if _, data := h.Do("GET", "/api/v1/site/invitations", owner, nil); bytes.Contains(data, []byte(key)) {
			t.Error("the list tells the secret")
		}

		var view struct{ Site, State, Email string }
		look := func(key string) int {
			return c.do("POST", "/api/v1/invitation", "", map[string]string{"secret": key}, &view)
		}
		c.want(200, look(key))
		if view.Site != "Shop" || view.State != "open" || view.Email != "dora@shop.example" {
			t.Errorf("the link shows %+v", view)
		}
		accept := func(key, name, email, password string) (int, string) {
			var out struct{ Errors []struct{ Location string } }
			status := c.do("POST", "/api/v1/invitation/accept", "", map[string]string{"secret": key, "name": name, "email": email, "password": password}, &out)
			if len(out.Errors) == 0 {
				return status, ""
			}
			return status, out.Errors[0].Location
		}
		for _, wrong := range []struct {
			name, email, password, where string
			status                       int
		}{
			{" ", "dora@shop.example", secret, "body.name", 422},
			{"Dora", "dora", secret, "body.email", 422},
			{"Dora", "eve@shop.example", secret, "body.email", 422},
			{"Dora", "dora@shop.example", "short", "body.password", 422},
		} {
			if status, where := accept(key, wrong.name, wrong.email, wrong.password); status != wrong.status || where != wrong.where {
				t.Errorf("%+v is answered %d at %s", wrong, status, where)
			}
		}
		if status, _ := accept(key, "Dora", "dora@shop.example", secret); status != 200 {
			t.Errorf("the invitation is answered %d", status)
		}
		if status, _ := accept(key, "Dora", "dora@shop.example", secret); status != 409 {
			t.Errorf("the second time it is answered %d", status)
		}
		c.want(200, look(key))
		if view.State != "used" {
			t.Errorf("the link shows %+v", view)
		}
		var login struct{ Token string }
		c.want(200, c.do("POST", "/api/v1/login", "", map[string]string{"email": "dora@shop.example", "password": secret}, &login))
		c.want(403, c.do("GET", "/api/v1/site/invitations", login.Token, nil, nil))

		c.want(200, c.do("POST", "/api/v1/site/invitations", owner, map[string]string{"role": "admin"}, &made))
		_, key, _ = strings.Cut(made.Link, "#")
		if status, where := accept(key, "Eve", "olga@shop.example", secret); status != 409 || where != "body.email" {
			t.Errorf("an address that is taken is answered %d at %s", status, where)
		}
		c.want(204, c.do("DELETE", "/api/v1/site/invitations/"+made.Invitation.ID, admin, nil, nil))
		c.want(404, c.do("DELETE", "/api/v1/site/invitations/"+made.Invitation.ID, admin, nil, nil))
		c.want(200, look(key))
		if view.State != "revoked" {
			t.Errorf("the link shows %+v", view)
		}

		c.want(200, c.do("POST", "/api/v1/site/invitations", owner, map[string]string{"role": "agent"}, &made))
		_, key, _ = strings.Cut(made.Link, "#")
		time.Sleep(7 * 24 * time.Hour)
		c.want(200, look(key))
		if view.State != "expired" {
			t.Errorf("the link shows %+v", view)
		}
		if status, _ := accept(key, "Eve", "eve@shop.example", secret); status != 409 {
			t.Errorf("after a week it is answered %d", status)
		}
	})
}

// An address names one agent of the whole hub. Inviting somebody tells that of the own site only.
func TestOnlyWhoAcceptsLearnsOfAnAgentElsewhere(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := servertest.Start(t)
		_, owner := h.Agent("Olga")
		other, err := h.Store().AddSite(t.Context(), "Other", nil)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := h.Store().AddAgent(t.Context(), other.ID, "Zoe", "zoe@other.example", ""); err != nil {
			t.Fatal(err)
		}
		c := newContract(t, h)
		var made protocol.NewInvitation
		c.want(200, c.do("POST", "/api/v1/site/invitations", owner, map[string]string{"role": "agent", "email": "zoe@other.example"}, &made))
		_, key, _ := strings.Cut(made.Link, "#")
		var refused struct{ Errors []struct{ Location string } }
		c.want(409, c.do("POST", "/api/v1/invitation/accept", "",
			map[string]string{"secret": key, "name": "Zoe", "email": "zoe@other.example", "password": secret}, &refused))
		if len(refused.Errors) != 1 || refused.Errors[0].Location != "body.email" {
			t.Errorf("who accepts is told %+v", refused)
		}
	})
}

func TestInvitationsThatAreOpenAreLimited(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := servertest.Start(t)
		olga, owner := h.Agent("Olga")
		c := newContract(t, h)
		full := func() bool {
			var open protocol.Invitations
			c.want(200, c.do("GET", "/api/v1/site/invitations", owner, nil, &open))
			return open.Full
		}
		for range chat.MaxInvitations - 1 {
			if _, _, err := h.Store().Invite(t.Context(), olga, chat.RoleAgent, "", time.Now()); err != nil {
				t.Fatal(err)
			}
		}
		if full() {
			t.Error("one less than the limit is told as full")
		}
		c.want(200, c.do("POST", "/api/v1/site/invitations", owner, map[string]string{"role": "agent"}, nil))
		if !full() {
			t.Error("the limit is not told as full")
		}
		var refused struct{ Detail string }
		c.want(409, c.do("POST", "/api/v1/site/invitations", owner, map[string]string{"role": "agent"}, &refused))
		if refused.Detail != "the site has 100 open invitations: revoke one before you make another" {
			t.Errorf("the refusal is %q", refused.Detail)
		}
	})
}

func TestGuessingInvitationsWaitsLongerAndLonger(t *testing.T) {
	servertest.OneHub(t) // each counts what comes to it
	synctest.Test(t, func(t *testing.T) {
		h := servertest.Start(t)
		olga, _ := h.Agent("Olga")
		_, key, err := h.Store().Invite(t.Context(), olga, chat.RoleAgent, "", time.Now())
		if err != nil {
			t.Fatal(err)
		}
		look := func(key string) int {
			answer, _ := h.Do("POST", "/api/v1/invitation", "", map[string]string{"secret": key})
			return answer.StatusCode
		}
		h.From("203.0.113.7")
		for range 20 {
			if got := look(key); got != 200 {
				t.Fatalf("who has a link is answered %d", got)
			}
		}
		for range 20 {
			if got := look(chat.NewToken()); got != 404 {
				t.Fatalf("a guess is answered %d", got)
			}
		}
		if got := look(key); got != 429 {
			t.Errorf("after the guesses: %d", got)
		}
		h.From("203.0.113.8")
		if got := look(key); got != 200 {
			t.Errorf("from another address: %d", got)
		}
	})
}

// Who has a link does not find out with it whose addresses the hub knows, one after the other.
func TestGuessingAddressesWithAnInvitationWaitsLongerAndLonger(t *testing.T) {
	servertest.OneHub(t) // each counts what comes to it
	synctest.Test(t, func(t *testing.T) {
		h := servertest.Start(t)
		olga, _ := h.Agent("Olga")
		_, key, err := h.Store().Invite(t.Context(), olga, chat.RoleAgent, "", time.Now())
		if err != nil {
			t.Fatal(err)
		}
		accept := func(email, password string) int {
			answer, _ := h.Do("POST", "/api/v1/invitation/accept", "",
				map[string]string{"secret": key, "name": "Dora", "email": email, "password": password})
			return answer.StatusCode
		}
		h.From("203.0.113.7")
		for range 25 {
			if got := accept("dora@shop.example", "short"); got != 422 {
				t.Fatalf("a password that is too short is answered %d", got)
			}
		}
		for range 20 {
			if got := accept("olga@shop.example", secret); got != 409 {
				t.Fatalf("an address that is taken is answered %d", got)
			}
		}
		if got := accept("dora@shop.example", secret); got != 429 {
			t.Errorf("after the guesses: %d", got)
		}
		time.Sleep(time.Second)
		if got := accept("dora@shop.example", secret); got != 200 {
			t.Errorf("after a while: %d", got)
		}
	})
}

func TestInvitationPageIsStrictAndInTheLanguageOfTheBrowser(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := servertest.Start(t)
		for language, want := range map[string]string{"": "Invitation", "de-CH, en;q=0.5": "Einladung", "fr": "équipe", "it": "Join the team"} {
			answer, data := h.Do("GET", "/invite/", "", nil, "Accept-Language", language)
			if answer.StatusCode != http.StatusOK || !bytes.Contains(data, []byte(want)) {
				t.Errorf("%q answers %d %.200s", language, answer.StatusCode, data)
			}
			policy := answer.Header.Get("Content-Security-Policy")
			if !strings.HasPrefix(policy, "default-src 'none'; ") || strings.Contains(policy, "unsafe") || answer.Header.Get("Referrer-Policy") != "no-referrer" {
				t.Errorf("the page may %q", policy)
			}
			if bytes.Contains(data, []byte("<script>")) || bytes.Contains(data, []byte("style=")) {
				t.Error("the page has something inline")
			}
		}
		for _, path := range []string{"/invite/assets/invite.js", "/invite/assets/invite.css"} {
			if answer, _ := h.Do("GET", path, "", nil); answer.StatusCode != 200 {
				t.Errorf("%s answers %d", path, answer.StatusCode)
			}
		}
		if answer, _ := h.Do("GET", "/invite/assets/page.html", "", nil); answer.StatusCode != 404 {
			t.Errorf("another file answers %d", answer.StatusCode)
		}
	})
}
