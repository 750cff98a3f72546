package server_test

import (
	"testing"
	"testing/synctest"

	"github.com/google/go-cmp/cmp"

	"parley/backend/protocol"
	"parley/backend/server/servertest"
	"parley/backend/targeting"
	"parley/backend/targeting/targetingtest"
)

// What an owner stores is in force when the answer comes, and what is wrong is named.
func TestTargetedChatsThroughREST(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := servertest.Start(t)
		_, token := h.Agent("Olga")
		c := newContract(t, h)
		const path = "/api/v1/site/targeting"
		var all protocol.TargetedChats
		c.want(200, c.do("GET", path, token, nil, &all))
		if len(all.Chats) != 0 {
			t.Errorf("a new site has %+v", all)
		}
		var first, second protocol.TargetedChat
		c.want(200, c.do("POST", path, token, targetingtest.Prices(), &first))
		if diff := cmp.Diff(protocol.TargetedChat{ID: first.ID, RuleSettings: targetingtest.Prices()}, first, unrevised); diff != "" {
			t.Error(diff)
		}
		v := h.Visitor("", 0)
		if welcome, ok := v.Received()[0].(*protocol.VisitorWelcome); !ok || !welcome.Site.Visit {
			t.Error("the hub does not know the new rule")
		}
		c.want(200, c.do("POST", path, token, targeting.RuleSettings{
			Name: "All", Once: targeting.OncePerDay, Text: "Hello", Conditions: []targeting.Condition{}, Texts: []targeting.Text{},
		}, &second))

		for field, change := range map[string]func(*targeting.RuleSettings){
			"body.name":                 func(r *targeting.RuleSettings) { r.Name = "" },
			"body.text":                 func(r *targeting.RuleSettings) { r.Text = " " },
			"body.once":                 func(r *targeting.RuleSettings) { r.Once = "hour" },
			"body.conditions[1].number": func(r *targeting.RuleSettings) { r.Conditions[1].Number = 0 },
			"body.conditions[0].value":  func(r *targeting.RuleSettings) { r.Conditions[0].Value = "" },
			"body.texts[0].language":    func(r *targeting.RuleSettings) { r.Texts[0].Language = "german" },
		} {
			r := targetingtest.Prices()
			change(&r)
			for _, at := range []struct{ method, path string }{{"POST", path}, {"PUT", path + "/" + first.ID}} {
				var wrong struct{ Errors []struct{ Location string } }
				c.want(422, c.do(at.method, at.path, token, r, &wrong))
				if len(wrong.Errors) != 1 || wrong.Errors[0].Location != field {
					t.Errorf("%s %s: what was wrong is %+v, want %s", at.method, at.path, wrong, field)
				}
			}
		}
		grouped := targetingtest.Prices()
		grouped.Group = "nobody"
		c.want(404, c.do("POST", path, token, grouped, nil))
		c.want(404, c.do("PUT", path+"/nobody", token, targetingtest.Prices(), nil))

		c.want(200, c.do("PUT", path, token, protocol.TargetedOrder{Order: []string{second.ID, first.ID}}, &all))
		if len(all.Chats) != 2 || all.Chats[0].ID != second.ID {
			t.Errorf("in the order %+v", all)
		}
		c.want(409, c.do("PUT", path, token, protocol.TargetedOrder{Order: []string{first.ID}}, nil))
		off := targetingtest.Prices()
		off.On = false
		c.want(200, c.do("PUT", path+"/"+first.ID, token, off, &first))
		if first.On {
			t.Error("it is on still")
		}
		v.Received()
		c.want(204, c.do("DELETE", path+"/"+second.ID, token, nil, nil))
		c.want(404, c.do("DELETE", path+"/"+second.ID, token, nil, nil))

		var tried protocol.TargetedTry
		visitor := protocol.TriedVisitor{URL: "https://shop.example/prices", Seconds: 19, Language: "de-CH"}
		c.want(200, c.do("POST", path+"/preview", token, protocol.TargetedTrial{Chat: targetingtest.Prices(), Visitor: visitor}, &tried))
		if diff := cmp.Diff(protocol.TargetedTry{Holds: []bool{true, false}, Text: "Kann ich helfen?"}, tried); diff != "" {
			t.Error(diff)
		}
		visitor.Seconds = 20
		c.want(200, c.do("POST", path+"/preview", token, protocol.TargetedTrial{Chat: targetingtest.Prices(), Visitor: visitor}, &tried))
		if !tried.Holds[1] {
			t.Error("20 seconds are not enough")
		}
		c.want(422, c.do("POST", path+"/preview", token, protocol.TargetedTrial{Visitor: visitor}, nil))
	})
}
