package hub_test

import (
	"encoding/json"
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"parley/backend/chat"
	"parley/backend/protocol"
	"parley/backend/store"
)

// Whoever plans the site's hours sees at once that somebody's have changed, whoever changed them.
func TestHoursOfAnybodyAreToldToThePlan(t *testing.T) {
	bubble(t, func(t *testing.T) {
		s := newShop(t)
		bob, token := s.Agent("Bob")
		other := s.Desk(token, "bob")
		planned := func() (plan protocol.Coverage) {
			t.Helper()
			answer, body := s.Do("GET", fmt.Sprintf("/api/v1/site/coverage?from=%d&days=1", protocol.At(nine)), token, nil)
			if answer.StatusCode != 200 {
				t.Fatalf("answered %d %s", answer.StatusCode, body)
			}
			if err := json.Unmarshal(body, &plan); err != nil {
				t.Fatal(err)
			}
			return plan
		}
		other.Received()
		s.desk.Received()

		s.desk.Send(&protocol.SetHours{Ref: "h", Hours: daily()})
		s.desk.Received()
		only[*protocol.Agents](t, other.Received())
		plan := planned()
		if b := plan.Bands[0]; b.Mode != chat.ModeLive || !slices.Equal(b.Agents, []string{s.agent.ID}) || b.To != protocol.At(nine.Add(30*time.Minute)) {
			t.Errorf("planned are %+v", plan.Bands)
		}
		if len(plan.Gaps) != 1 || len(plan.Lanes) != 2 || plan.Lanes[0].Zone != "UTC" || plan.Lanes[1].Zone != "" {
			t.Errorf("the plan is %+v", plan)
		}

		s.Change(store.SiteChange{Quiet: chat.ModeHidden})
		time.Sleep(time.Second) // the site is looked at now and then
		if plan := planned(); plan.Gaps[0].Mode != chat.ModeHidden {
			t.Errorf("a site that hides the widget plans %+v", plan.Gaps)
		}
		s.desk.Received()
		other.Received()

		if answer, body := s.Do("PUT", "/api/v1/site/agents/"+bob.ID+"/hours", s.token, daily()); answer.StatusCode != 200 {
			t.Fatalf("answered %d %s", answer.StatusCode, body)
		}
		only[*protocol.Agents](t, s.desk.Received())
		only[*protocol.AgentHours](t, other.Received())
		if plan := planned(); len(plan.Bands[0].Agents) != 2 {
			t.Errorf("with both planned are %+v", plan.Bands)
		}
		before := planned()
		s.desk.Choose(chat.Invisible)
		if diff := cmp.Diff(before, planned()); diff != "" {
			t.Errorf("a choice by hand changes the plan: %s", diff)
		}
		if got := the[*protocol.Agents](other.Received()); len(got) > 0 {
			t.Errorf("a choice by hand is told as %+v", got)
		}
	})
}
