package server_test

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/getkin/kin-openapi/openapi3filter"
	"github.com/getkin/kin-openapi/routers"
	"github.com/getkin/kin-openapi/routers/gorillamux"
	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"parley/backend/chat"
	"parley/backend/palette"
	"parley/backend/protocol"
	"parley/backend/server"
	"parley/backend/server/password"
	"parley/backend/server/servertest"
	"parley/backend/targeting/targetingtest"
)

func TestMain(m *testing.M) { servertest.Main(m) }

// contract is what a hub says its REST is like.
type contract struct {
	t      *testing.T
	hub    *servertest.Hub
	doc    *openapi3.T
	router routers.Router
}

func newContract(t *testing.T, h *servertest.Hub) contract {
	t.Helper()
	_, data := h.Do("GET", "/api/openapi-3.0.json", "", nil) // the validator knows 3.0; 3.1 is made of the same types
	doc, err := openapi3.NewLoader().LoadFromData(data)
	if err != nil {
		t.Fatal(err)
	}
	if err := doc.Validate(t.Context()); err != nil {
		t.Fatal(err)
	}
	router, err := gorillamux.NewRouter(doc)
	if err != nil {
		t.Fatal(err)
	}
	return contract{t: t, hub: h, doc: doc, router: router}
}

// do sends a request and checks that the answer is one the contract allows. It returns the status and the body in out.
func (c contract) do(method, path, token string, body, out any) int {
	c.t.Helper()
	answer, data := c.hub.Do(method, path, token, body)
	target, err := url.Parse(path)
	if err != nil {
		c.t.Fatal(err)
	}
	request := &http.Request{Method: method, URL: target, Header: http.Header{"Content-Type": {"application/json"}}}
	route, params, err := c.router.FindRoute(request)
	if err != nil {
		c.t.Fatalf("%s %s: %v", method, path, err)
	}
	err = openapi3filter.ValidateResponse(c.t.Context(), &openapi3filter.ResponseValidationInput{
		RequestValidationInput: &openapi3filter.RequestValidationInput{Request: request, PathParams: params, Route: route},
		Status:                 answer.StatusCode,
		Header:                 answer.Header,
		Body:                   io.NopCloser(bytes.NewReader(data)),
		Options:                &openapi3filter.Options{IncludeResponseStatus: true},
	})
	if err != nil {
		c.t.Errorf("%s %s answered %d %s: %v", method, path, answer.StatusCode, data, err)
	}
	if answer.StatusCode >= 400 && answer.Header.Get("Content-Type") != "application/problem+json" {
		c.t.Errorf("%s %s answered %d as %q", method, path, answer.StatusCode, answer.Header.Get("Content-Type"))
	}
	if out != nil {
		if err := json.Unmarshal(data, out); err != nil {
			c.t.Errorf("%s %s answered %s: %v", method, path, data, err)
		}
	}
	return answer.StatusCode
}

func (c contract) want(status, got int) {
	c.t.Helper()
	if got != status {
		c.t.Errorf("answered %d, want %d", got, status)
	}
}

// unrevised compares what is stored without its revision.
var unrevised = cmpopts.IgnoreTypes(protocol.Revised{})

// secret is the password of the agents here.
const secret = "correct horse"

func addAgent(t *testing.T, h *servertest.Hub, email string) chat.Agent {
	t.Helper()
	hash, err := password.Hash(t.Context(), secret)
	if err != nil {
		t.Fatal(err)
	}
	a, err := h.Store().AddAgent(t.Context(), h.Site.ID, "Ann", email, hash)
	if err != nil {
		t.Fatal(err)
	}
	return a
}

func TestWhatAnAgentDoesThroughREST(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := servertest.Start(t)
		addAgent(t, h, "ann@shop.example")
		c := newContract(t, h)

		var login struct{ Token string }
		c.want(200, c.do("POST", "/api/v1/login", "", map[string]string{"email": " Ann@Shop.example", "password": secret}, &login))

		var view map[string]any
		c.want(200, c.do("GET", "/api/v1/me/status", login.Token, nil, &view))
		if diff := cmp.Diff(map[string]any{"status": "offline", "cause": "new", "since": 0.0}, view); diff != "" {
			t.Error(diff)
		}
		c.want(200, c.do("PUT", "/api/v1/me/status", login.Token, map[string]string{"status": "online"}, &view))
		if view["status"] != "offline" || view["cause"] != "disconnected" {
			t.Errorf("without a device the view is %v", view)
		}
		c.want(422, c.do("PUT", "/api/v1/me/status", login.Token, map[string]string{"status": "away"}, nil))
		c.want(422, c.do("PUT", "/api/v1/me/status", login.Token, map[string]any{"status": "online", "for": 60, "toHours": true}, nil))
		c.want(200, c.do("PUT", "/api/v1/me/status", login.Token, map[string]any{"status": "invisible", "for": 1800}, &view))
		timed, _ := view["timed"].(map[string]any)
		next, _ := view["next"].(map[string]any)
		if timed["until"] != float64(protocol.At(time.Now().Add(30*time.Minute))) || next["at"] != timed["until"] || next["status"] != "online" {
			t.Errorf("for half an hour the view is %v", view)
		}

		week := make([][]map[string]int, 7)
		for i := range week {
			week[i] = []map[string]int{{"start": 540, "end": 1020}}
		}
		hours := map[string]any{"zone": "Europe/Berlin", "week": week, "dates": []any{map[string]any{"date": "2026-12-24", "slots": []any{}}}}
		var kept map[string]any
		c.want(200, c.do("PUT", "/api/v1/me/hours", login.Token, hours, nil))
		c.want(200, c.do("GET", "/api/v1/me/hours", login.Token, nil, &kept))
		if dates, _ := kept["dates"].([]any); kept["zone"] != "Europe/Berlin" || len(dates) != 1 {
			t.Errorf("the hours are %v", kept)
		}
		hours["zone"] = "Mars"
		c.want(422, c.do("PUT", "/api/v1/me/hours", login.Token, hours, nil))

		var set struct{ Reserve bool }
		for _, on := range []bool{true, false} {
			c.want(200, c.do("PUT", "/api/v1/me/preferences", login.Token, map[string]bool{"reserve": on}, &set))
			if set.Reserve != on {
				t.Errorf("the preferences are %+v after %t", set, on)
			}
			c.want(200, c.do("GET", "/api/v1/me/preferences", login.Token, nil, &set))
			if set.Reserve != on {
				t.Errorf("the preferences are %+v, want %t", set, on)
			}
		}
		c.want(422, c.do("PUT", "/api/v1/me/preferences", login.Token, map[string]string{"reserve": "yes"}, nil))

		v := h.Visitor(chat.NewToken(), 0)
		v.Send(&protocol.VisitorMessage{ClientID: "m", Text: "Hello"})
		v.Received()
		var list struct{ Conversations []protocol.Conversation }
		c.want(200, c.do("GET", "/api/v1/conversations", login.Token, nil, &list))
		if len(list.Conversations) != 1 || list.Conversations[0].Last.Text != "Hello" || list.Conversations[0].State != chat.OfflineMessage {
			t.Fatalf("open are %+v", list)
		}
		path := "/api/v1/conversations/" + list.Conversations[0].ID
		var entry struct {
			Seq int64
			ID  string
		}
		c.want(200, c.do("POST", path+"/join", login.Token, nil, &entry))
		c.want(409, c.do("POST", path+"/join", login.Token, nil, nil))
		answer := map[string]string{"text": "Hi", "clientId": "a"}
		for range 2 {
			c.want(200, c.do("POST", path+"/messages", login.Token, answer, &entry))
			if entry.Seq != 3 {
				t.Errorf("the answer is number %d", entry.Seq)
			}
		}
		c.want(409, c.do("POST", path+"/messages", login.Token, map[string]string{"text": "other", "clientId": "a"}, nil))
		var wrong struct{ Errors []struct{ Location string } }
		c.want(422, c.do("POST", path+"/messages", login.Token, map[string]string{"text": "  ", "clientId": "b"}, &wrong))
		if len(wrong.Errors) != 1 || wrong.Errors[0].Location != "body.text" {
			t.Errorf("what was wrong is %+v", wrong)
		}
		c.want(422, c.do("POST", path+"/messages", login.Token, map[string]string{"text": strings.Repeat("x", chat.MaxText+1), "clientId": "b"}, nil))
		var log struct{ Entries []protocol.Entry }
		c.want(200, c.do("GET", path+"/entries?after=1", login.Token, nil, &log))
		if len(log.Entries) != 2 || log.Entries[0].Kind != chat.KindJoined || log.Entries[1].ClientID != "a" {
			t.Errorf("the log is %+v", log.Entries)
		}
		c.want(422, c.do("GET", path+"/entries?after=-1", login.Token, nil, nil))
		c.want(200, c.do("POST", path+"/leave", login.Token, nil, &entry))
		c.want(409, c.do("POST", path+"/leave", login.Token, nil, nil))
		c.want(200, c.do("POST", path+"/take", login.Token, nil, &entry))
		bob, bobs := h.Agent("Bob")
		group, err := h.Store().AddGroup(t.Context(), h.Site.ID, "Sales", []string{bob.ID}, false)
		if err != nil {
			t.Fatal(err)
		}
		var wrongly struct{ Detail string }
		c.want(409, c.do("POST", path+"/take", bobs, nil, &wrongly))
		if wrongly.Detail != "Ann was faster" {
			t.Errorf("who takes what is taken is told %q", wrongly.Detail)
		}
		c.want(200, c.do("POST", path+"/add", login.Token, map[string]string{"agent": bob.ID}, &entry))
		c.want(409, c.do("POST", path+"/add", login.Token, map[string]string{"agent": bob.ID}, nil))
		c.want(404, c.do("POST", path+"/add", login.Token, map[string]string{"agent": "nobody"}, nil))
		c.want(200, c.do("POST", path+"/assign", login.Token, map[string]string{"agent": bob.ID}, &entry))
		c.want(200, c.do("POST", path+"/assign", login.Token, map[string]string{"group": group.ID}, &entry))
		c.want(422, c.do("POST", path+"/assign", login.Token, map[string]string{"group": group.ID, "agent": bob.ID}, nil))
		c.want(422, c.do("POST", path+"/assign", login.Token, map[string]string{}, nil))
		c.want(200, c.do("GET", "/api/v1/conversations", login.Token, nil, &list))
		if got := list.Conversations[0]; got.Assigned != "" || len(got.Members) != 0 || got.Visitor.Group != group.ID {
			t.Errorf("handed over is %+v", got)
		}
		c.want(200, c.do("POST", path+"/close", login.Token, nil, &entry))
		c.want(409, c.do("POST", path+"/close", login.Token, nil, nil))
		c.want(404, c.do("POST", "/api/v1/conversations/nowhere/close", login.Token, nil, nil))

		var seen []string
		for _, f := range v.Received() {
			if f, ok := f.(*protocol.VisitorEntries); ok {
				for _, e := range f.Entries {
					seen = append(seen, string(e.Kind))
				}
			}
		}
		if diff := cmp.Diff([]string{"joined", "message", "left", "joined", "added", "assigned", "handed_over", "closed"}, seen); diff != "" {
			t.Errorf("the visitor was told %s", diff)
		}
	})
}

func TestSettingsOfTheSite(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := servertest.Start(t)
		_, owner := h.Agent("Olga")
		_, agent := h.Agent("Ann")
		c := newContract(t, h)
		const path = "/api/v1/site/settings"
		var is protocol.SiteInForce
		c.want(200, c.do("GET", path, agent, nil, &is))
		want := protocol.SiteInForce{
			SiteSettings: protocol.SiteSettings{
				Name: "Shop", Origins: []string{servertest.Origin}, Quiet: chat.ModeMessenger,
				Contact: protocol.ContactForm{Live: chat.EmailOff, Messenger: chat.EmailOptional},
				Steps:   protocol.WaitSteps{T1: 60, T2: 120, T3: 180},
				Routing: chat.RoutingEverybody,
				Look: protocol.SiteLook{Colour: "#14607a", Placed: protocol.Placed{
					Corner: chat.CornerRight, OffsetX: 20, OffsetY: 20, Radius: chat.RadiusRound, Scheme: chat.SchemeAuto,
				}},
			},
			Colours: palette.Of("#14607a"),
		}
		if diff := cmp.Diff(want, is, unrevised); diff != "" {
			t.Error(diff)
		}

		want.Name, want.Origins, want.Quiet, want.Routing, want.ChooseGroup = "Tea", []string{}, chat.ModeHidden, chat.RoutingFewest, true
		want.Contact = protocol.ContactForm{Live: chat.EmailRequired, Messenger: chat.EmailOff}
		want.Steps = protocol.WaitSteps{T1: 1, T2: 2, T3: 86400}
		want.Look = protocol.SiteLook{Colour: "#ffcc00", Team: true, Placed: protocol.Placed{
			Corner: chat.CornerLeft, OffsetX: 100, OffsetY: 200, Radius: chat.RadiusNone, Scheme: chat.SchemeDark, OwnLauncher: true,
		}}
		want.Texts.Default.Launcher, want.Texts.Fr.Sent = "Chat", "Bien reçu."
		want.Colours = palette.Of("#ffcc00")
		for _, ask := range []func(out any) int{
			func(out any) int { return c.do("PUT", path, owner, want.SiteSettings, out) },
			func(out any) int { return c.do("GET", path, agent, nil, out) },
		} {
			is = protocol.SiteInForce{}
			c.want(200, ask(&is))
			if diff := cmp.Diff(want, is, unrevised); diff != "" {
				t.Error(diff)
			}
		}

		for _, wrong := range []struct {
			location string
			change   func(*protocol.SiteSettings)
		}{
			{"body.name", func(s *protocol.SiteSettings) { s.Name = "" }},
			{"body.origins", func(s *protocol.SiteSettings) { s.Origins = []string{"shop"} }},
			{"body.quiet", func(s *protocol.SiteSettings) { s.Quiet = chat.ModeLive }},
			{"body.contact.live", func(s *protocol.SiteSettings) { s.Contact.Live = "always" }},
			{"body.steps.t3", func(s *protocol.SiteSettings) { s.Steps.T3 = 1 << 62 }},
			{"body.steps.t1", func(s *protocol.SiteSettings) { s.Steps.T1 = -1 << 62 }},
			{"body.look.colour", func(s *protocol.SiteSettings) { s.Look.Colour = "yellow" }},
			{"body.look.offsetX", func(s *protocol.SiteSettings) { s.Look.OffsetX = 101 }},
			{"body.texts.de.title", func(s *protocol.SiteSettings) { s.Texts.De.Title = strings.Repeat("x", 61) }},
		} {
			given := want.SiteSettings
			given.Quiet = chat.ModeMessenger
			wrong.change(&given)
			var problem struct{ Errors []struct{ Location string } }
			c.want(422, c.do("PUT", path, owner, given, &problem))
			if len(problem.Errors) != 1 || problem.Errors[0].Location != wrong.location {
				t.Errorf("what was wrong is %+v, not %s", problem, wrong.location)
			}
		}
		is = protocol.SiteInForce{}
		c.want(200, c.do("GET", path, agent, nil, &is))
		if diff := cmp.Diff(want, is, unrevised); diff != "" {
			t.Errorf("after what was refused: %s", diff)
		}
	})
}

func TestDescriptionHasNoDocsPageAndNoSchemaLinks(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := servertest.Start(t)
		answer, data := h.Do("GET", "/api/openapi.json", "", nil)
		if answer.StatusCode != 200 || !bytes.Contains(data, []byte(`"3.1.0"`)) || bytes.Contains(data, []byte("$schema")) {
			t.Errorf("answered %d %.100s", answer.StatusCode, data)
		}
		for _, path := range []string{"/docs", "/api/docs", "/schemas/Entry.json"} {
			if answer, _ := h.Do("GET", path, "", nil); answer.StatusCode != 404 {
				t.Errorf("%s answers %d", path, answer.StatusCode)
			}
		}
	})
}

// roles are who may send a request. What an owner is answered is asked where it differs from what an agent is.
type roles struct{ Nobody, Agent, Stranger, Former, Owner int }

// managed is a row of a route for owners and admins alone, of which the stranger is one elsewhere.
func managed(owner, stranger int) roles {
	return roles{Nobody: 401, Agent: 403, Stranger: stranger, Former: 401, Owner: owner}
}

// matrix is what each route answers to each. Conversation and group are of the agent's site; the stranger is the owner of another site of the hub; the
// former agent's token was revoked.
var matrix = map[string]roles{
	"POST /api/v1/login":                       {422, 422, 422, 422, 0}, // the body says who
	"POST /api/v1/logout":                      {401, 204, 204, 401, 0},
	"GET /api/v1/me/status":                    {401, 200, 200, 401, 0},
	"PUT /api/v1/me/status":                    {401, 422, 422, 401, 0},
	"GET /api/v1/me/hours":                     {401, 200, 200, 401, 0},
	"PUT /api/v1/me/hours":                     {401, 422, 422, 401, 0},
	"GET /api/v1/me/preferences":               {401, 200, 200, 401, 0},
	"PUT /api/v1/me/preferences":               {401, 422, 422, 401, 0},
	"GET /api/v1/conversations":                {401, 200, 200, 401, 0},
	"GET /api/v1/conversations/{id}/entries":   {401, 200, 404, 401, 0},
	"POST /api/v1/conversations/{id}/messages": {401, 422, 422, 401, 0},
	"POST /api/v1/conversations/{id}/join":     {401, 200, 404, 401, 0},
	"POST /api/v1/conversations/{id}/take":     {401, 200, 404, 401, 0},
	"POST /api/v1/conversations/{id}/leave":    {401, 409, 404, 401, 0}, // who leaves is no member
	"POST /api/v1/conversations/{id}/add":      {401, 422, 422, 401, 0},
	"POST /api/v1/conversations/{id}/assign":   {401, 422, 422, 401, 0},
	"POST /api/v1/conversations/{id}/close":    {401, 200, 404, 401, 0},

	"GET /api/v1/site/groups":         {401, 200, 200, 401, 0},
	"POST /api/v1/site/groups":        managed(422, 422),
	"PUT /api/v1/site/groups/{id}":    managed(422, 422),
	"DELETE /api/v1/site/groups/{id}": managed(204, 404),

	"GET /api/v1/site/coverage":           {401, 422, 422, 401, 0}, // it must say from when
	"GET /api/v1/site/agents/{id}/hours":  managed(200, 404),
	"PUT /api/v1/site/agents/{id}/hours":  managed(422, 422),
	"GET /api/v1/site/settings":           {401, 200, 200, 401, 0},
	"PUT /api/v1/site/settings":           managed(422, 422),
	"GET /api/v1/site/targeting":          {401, 200, 200, 401, 0},
	"POST /api/v1/site/targeting":         managed(422, 422),
	"PUT /api/v1/site/targeting":          managed(422, 422),
	"PUT /api/v1/site/targeting/{id}":     managed(422, 422),
	"DELETE /api/v1/site/targeting/{id}":  managed(204, 404),
	"POST /api/v1/site/targeting/preview": managed(422, 422),
	"GET /api/v1/me/devices":              {401, 200, 200, 401, 0},
	"DELETE /api/v1/me/devices/{id}":      {401, 404, 404, 401, 0},
	"GET /api/v1/me/changes":              {401, 200, 200, 401, 0},
	"GET /api/v1/site/agents":             {401, 200, 200, 401, 0},
	"PUT /api/v1/site/agents/{id}":        managed(422, 422),
	"DELETE /api/v1/site/agents/{id}":     managed(204, 404),

	"PUT /api/v1/site/agents/{id}/status":  managed(422, 422),
	"GET /api/v1/site/agents/{id}/changes": managed(200, 404),
	"GET /api/v1/site/invitations":         managed(200, 200),
	"POST /api/v1/site/invitations":        managed(422, 422),
	"DELETE /api/v1/site/invitations/{id}": managed(204, 404),

	// Who has the secret of an invitation needs nothing else.
	"POST /api/v1/invitation":        {422, 422, 422, 422, 0},
	"POST /api/v1/invitation/accept": {422, 422, 422, 422, 0},

	// Sockets say who they are in their first frame; these requests open none.
	"GET /v1/visitor": {400, 400, 400, 400, 0},
	"GET /v1/agent":   {400, 400, 400, 400, 0},

	// For everybody:
	"GET /widget.js":            {200, 200, 200, 200, 0},
	"GET /talk.js":              {200, 200, 200, 200, 0},
	"GET /target.js":            {200, 200, 200, 200, 0},
	"GET /chat/":                {404, 404, 404, 404, 0}, // no site is named
	"GET /invite/{$}":           {200, 200, 200, 200, 0},
	"GET /invite/assets/{file}": {404, 404, 404, 404, 0}, // the name is another page's
	"GET /livez":                {200, 200, 200, 200, 0},
	"GET /readyz":               {200, 200, 200, 200, 0},
	"GET /demo/assets/{file}":   {200, 200, 200, 200, 0},
	"GET /demo/{site}":          {200, 200, 200, 200, 0},
	"GET /demo/{site}/{page}":   {200, 200, 200, 200, 0},
}

// bodiless are the paths of what is asked for without a body.
var bodiless = regexp.MustCompile(`/(join|take|leave|close|logout)$`)

func TestAuthorisation(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := servertest.Start(t, func(o *server.Options) { o.Demo = true })
		olga, owner := h.Agent("Olga")
		leaving, _ := h.Agent("Lea")
		ann, agent := h.Agent("Ann")
		_, formerToken := h.Agent("Bob")
		group, err := h.Store().AddGroup(t.Context(), h.Site.ID, "Sales", []string{ann.ID}, false)
		if err != nil {
			t.Fatal(err)
		}
		invitation, _, err := h.Store().Invite(t.Context(), olga, chat.RoleAgent, "", time.Now())
		if err != nil {
			t.Fatal(err)
		}
		if err := h.Store().RevokeToken(t.Context(), formerToken); err != nil {
			t.Fatal(err)
		}
		elsewhere, err := h.Store().AddSite(t.Context(), "Elsewhere", nil)
		if err != nil {
			t.Fatal(err)
		}
		other, err := h.Store().AddAgent(t.Context(), elsewhere.ID, "Eve", "eve@elsewhere.example", "")
		if err != nil {
			t.Fatal(err)
		}
		stranger := h.Token(other)
		v := h.Visitor(chat.NewToken(), 0)
		v.Send(&protocol.VisitorMessage{ClientID: "m", Text: "Hello"})
		v.Received()
		var list struct{ Conversations []protocol.Conversation }
		_, data := h.Do("GET", "/api/v1/conversations", agent, nil)
		if err := json.Unmarshal(data, &list); err != nil {
			t.Fatal(err)
		}
		rule, err := h.Store().AddRule(t.Context(), h.Site.ID, targetingtest.Prices())
		if err != nil {
			t.Fatal(err)
		}
		fill := strings.NewReplacer("/groups/{id}", "/groups/"+group.ID, "DELETE /api/v1/site/agents/{id}", "DELETE /api/v1/site/agents/"+leaving.ID, "/agents/{id}", "/agents/"+ann.ID, "/targeting/{id}", "/targeting/"+rule.ID,
			"/invitations/{id}", "/invitations/"+invitation.ID, "{$}", "", "{id}", list.Conversations[0].ID, "{site}", h.Site.ID, "{page}", "basket", "{file}", "shop.css")

		routes := server.Patterns(h.Server)
		for path, item := range newContract(t, h).doc.Paths.Map() {
			for method := range item.Operations() {
				routes = append(routes, method+" "+path)
			}
		}
		if len(routes) != len(matrix) {
			t.Errorf("there are %d routes and %d rows", len(routes), len(matrix))
		}
		for _, route := range routes {
			want, ok := matrix[route]
			if !ok {
				t.Errorf("%s has no row", route)
				continue
			}
			method, path, _ := strings.Cut(fill.Replace(route), " ")
			status := func(token string) int {
				var body any
				if method != "GET" && method != "DELETE" && !bodiless.MatchString(path) {
					body = map[string]string{}
				}
				answer, _ := h.Do(method, path, token, body)
				return answer.StatusCode
			}
			if bodiless.MatchString(path) { // an open conversation without members for each
				h.Do("POST", fill.Replace("/api/v1/conversations/{id}/close"), owner, nil)
				v.Send(&protocol.VisitorMessage{ClientID: chat.NewID(), Text: "Once more"})
				v.Received()
			}
			// The one who may comes last, because what is done once cannot be done again.
			got := roles{Nobody: status(""), Stranger: status(stranger), Former: status(formerToken)}
			got.Agent = status(agent)
			if want.Owner != 0 {
				got.Owner = status(owner)
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("%s: %s", route, diff)
			}
			if strings.HasSuffix(route, "/logout") { // sign in again for the routes to come
				agent, stranger = h.Token(ann), h.Token(other)
			}
		}
	})
}
