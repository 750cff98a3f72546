package server_test

import (
	"testing"
	"testing/synctest"

	"github.com/google/go-cmp/cmp"

	"parley/backend/chat"
	"parley/backend/protocol"
	"parley/backend/server"
	"parley/backend/server/servertest"
	"parley/backend/targeting/targetingtest"
)

// document is something that REST replaces whole, as the body of a request.
type document = map[string]any

// Of two admins who change the same thing, the later one is told so instead of taking the change of the other back; who says no revision is not asked.
func TestRevisions(t *testing.T) {
	servertest.OnSQLite(t) // where one writes at a time
	for name, c := range map[string]struct {
		list   string // what lists the document, if it does not stand by itself
		path   string
		change document // what shall be different about it
		other  string   // what somebody else stores meanwhile
	}{
		"settings": {
			path: "/site/settings", change: document{"routing": "fewest"}, other: `UPDATE sites SET name = 'Bicycles'`,
		},
		"group": {
			list: "groups", path: "/site/groups", change: document{"everyoneElse": true}, other: `UPDATE agent_groups SET name = 'Buyers'`,
		},
		"members of a group": {
			list: "groups", path: "/site/groups", change: document{"everyoneElse": true}, other: `DELETE FROM group_agents`,
		},
		"targeted chat": {
			list: "chats", path: "/site/targeting", change: document{"on": false}, other: `UPDATE targeting_rules SET rule = replace(rule, 'Can I help?', 'Hello')`,
		},
		"order of the targeted chats": {
			path: "/site/targeting", change: document{}, other: `UPDATE targeting_rules SET position = 3 - position`,
		},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				var dir string
				h := servertest.Start(t, func(o *server.Options) { dir = o.Data })
				olga, token := h.Agent("Olga")
				if _, err := h.Store().AddGroup(t.Context(), h.Site.ID, "Sales", []string{olga.ID}, false); err != nil {
					t.Fatal(err)
				}
				for range 2 {
					if _, err := h.Store().AddRule(t.Context(), h.Site.ID, targetingtest.Prices()); err != nil {
						t.Fatal(err)
					}
				}
				rest := newContract(t, h)
				get := func() (path string, is document) {
					var all document
					rest.want(200, rest.do("GET", "/api/v1"+c.path, token, nil, &all))
					if c.list == "" {
						return "/api/v1" + c.path, all
					}
					first, _ := all[c.list].([]any)[0].(document)
					return "/api/v1" + c.path + "/" + first["id"].(string), first
				}
				put := func(path string, read document, revised bool, answer any) int {
					return rest.do("PUT", path, token, replacement(read, c.change, revised), answer)
				}

				path, read := get()
				b := writeBeside(t, dir)
				status, refused := make(chan int, 1), struct {
					Detail string
					Errors []struct{ Location string }
				}{}
				go func() { status <- put(path, read, true, &refused) }()
				synctest.Wait() // the request waits for its turn to write
				b.exec(c.other)
				b.commit()
				rest.want(409, <-status)
				if refused.Detail == "" || len(refused.Errors) != 1 || refused.Errors[0].Location != "body.revision" {
					t.Errorf("what was wrong is %+v", refused)
				}
				_, theirs := get()
				if theirs["revision"] == read["revision"] {
					t.Error("the revision is the same after a change")
				}
				for field, value := range c.change {
					if theirs[field] == value {
						t.Errorf("%s was changed all the same", field)
					}
				}

				var answer, mine document
				rest.want(200, put(path, theirs, true, &answer))
				if _, mine = get(); answer["revision"] != mine["revision"] || answer["revision"] == nil {
					t.Errorf("answered revision %v, stored is %v", answer["revision"], mine["revision"])
				}
				rest.want(200, put(path, read, false, nil)) // a program that knows of no revisions
				if _, after := get(); after["revision"] == mine["revision"] {
					t.Error("what says no revision was not stored")
				}
			})
		})
	}
}

// replacement is the body that replaces a document that was read.
func replacement(read, change document, revised bool) document {
	body := document{}
	for field, value := range read {
		switch field {
		case "id", "colours", "shown", "answered": // follow from the rest
		case "chats":
			order := []string{}
			for _, one := range value.([]any) {
				order = append(order, one.(document)["id"].(string))
			}
			body["order"] = order
		case "revision":
			if revised {
				body[field] = value
			}
		default:
			body[field] = value
		}
	}
	for field, value := range change {
		body[field] = value
	}
	return body
}

// An agent's hours have one revision, whoever asks for them.
func TestRevisionOfHours(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := servertest.Start(t)
		_, owner := h.Agent("Olga")
		ann, token := h.Agent("Ann")
		rest := newContract(t, h)
		const own = "/api/v1/me/hours"
		others := "/api/v1/site/agents/" + ann.ID + "/hours"
		desk := h.Desk(token, "laptop")
		var told protocol.Hours
		for _, f := range desk.Received() {
			if w, ok := f.(*protocol.AgentWelcome); ok {
				told = w.Hours
			}
		}
		var read protocol.Hours
		rest.want(200, rest.do("GET", others, owner, nil, &read))
		if read.Revision == "" || told.Revision != read.Revision {
			t.Fatalf("the desk is told revision %q, REST %q", told.Revision, read.Revision)
		}

		// Ann at her desk is first.
		monday := protocol.Slot{Start: 9 * 60, End: 17 * 60}
		mine := told
		mine.Zone, mine.Week = "UTC", [][]protocol.Slot{{monday}, {}, {}, {}, {}, {}, {}}
		desk.Send(&protocol.SetHours{Ref: "mine", Hours: mine})
		for _, f := range desk.Received() {
			if f, ok := f.(*protocol.AgentHours); ok {
				told = f.Hours
			}
		}
		theirs := read
		theirs.Zone = "Europe/Berlin"
		var refused struct{ Errors []struct{ Location string } }
		rest.want(409, rest.do("PUT", others, owner, theirs, &refused))
		if len(refused.Errors) != 1 || refused.Errors[0].Location != "body.revision" {
			t.Errorf("what was wrong is %+v", refused)
		}
		rest.want(200, rest.do("GET", own, token, nil, &read))
		if diff := cmp.Diff(told, read); diff != "" || len(read.Week[0]) != 1 {
			t.Errorf("after what was refused the hours are %+v", read)
		}

		// Then Olga is, who read them again.
		theirs = read
		theirs.Week = [][]protocol.Slot{{}, {monday}, {}, {}, {}, {}, {}}
		rest.want(200, rest.do("PUT", others, owner, theirs, &theirs))
		desk.Received()
		desk.Send(&protocol.SetHours{Ref: "late", Hours: told})
		var late *protocol.Failed
		for _, f := range desk.Received() {
			if f, ok := f.(*protocol.Failed); ok {
				late = f
			}
		}
		if late == nil || late.Ref != "late" || late.Code != chat.Conflict || late.Field != "revision" {
			t.Errorf("the desk is answered %+v", late)
		}
		rest.want(409, rest.do("PUT", own, token, told, nil))
		rest.want(200, rest.do("GET", own, token, nil, &read))
		if diff := cmp.Diff(theirs, read); diff != "" {
			t.Errorf("after what was refused: %s", diff)
		}
		told.Revision = ""
		rest.want(200, rest.do("PUT", own, token, told, nil))
	})
}
