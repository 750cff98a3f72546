package server_test

import (
	"fmt"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"parley/backend/chat"
	"parley/backend/protocol"
	"parley/backend/server/servertest"
)

func TestCoverage(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := servertest.Start(t)
		olga, owner := h.Agent("Olga")
		ann, agent := h.Agent("Ann")
		c := newContract(t, h)
		var group protocol.GroupInfo
		c.want(200, c.do("POST", "/api/v1/site/groups", owner, protocol.GroupSettings{Name: "Sales", Agents: []string{ann.ID}}, &group))
		daily := func(start, end int) protocol.Hours {
			hours := protocol.NoHours()
			hours.Zone = "UTC"
			for i := range hours.Week {
				hours.Week[i] = []protocol.Slot{{Start: start * 60, End: end * 60}}
			}
			return hours
		}
		monday := time.Date(2026, time.November, 23, 0, 0, 0, 0, time.UTC)
		at := func(hour int) protocol.Millis { return protocol.At(monday.Add(time.Duration(hour) * time.Hour)) }
		path := fmt.Sprintf("/api/v1/site/coverage?from=%d&days=1", at(0))

		var got protocol.Coverage
		c.want(200, c.do("GET", path, agent, nil, &got))
		gap := protocol.Band{From: at(0), To: at(24), Mode: chat.ModeMessenger, Agents: []string{}}
		if diff := cmp.Diff(protocol.Coverage{
			From: at(0), To: at(24), Bands: []protocol.Band{gap}, Gaps: []protocol.Band{gap},
			Lanes: []protocol.Lane{{Agent: ann.ID, Runs: []protocol.Run{}}, {Agent: olga.ID, Runs: []protocol.Run{}}}, // by name
		}, got); diff != "" {
			t.Error(diff)
		}

		others := "/api/v1/site/agents/" + ann.ID + "/hours"
		var kept protocol.Hours
		c.want(200, c.do("PUT", "/api/v1/me/hours", owner, daily(9, 17), nil))
		c.want(200, c.do("PUT", others, owner, daily(12, 20), &kept))
		if diff := cmp.Diff(daily(12, 20), kept, unrevised); diff != "" {
			t.Errorf("after the change: %s", diff)
		}
		for from, token := range map[string]string{others: owner, "/api/v1/me/hours": agent} {
			c.want(200, c.do("GET", from, token, nil, &kept))
			if diff := cmp.Diff(daily(12, 20), kept, unrevised); diff != "" {
				t.Errorf("%s: %s", from, diff)
			}
		}
		c.want(200, c.do("GET", path, agent, nil, &got))
		if diff := cmp.Diff([]protocol.Band{
			{From: at(0), To: at(9), Mode: chat.ModeMessenger, Agents: []string{}},
			{From: at(9), To: at(12), Mode: chat.ModeLive, Agents: []string{olga.ID}},
			{From: at(12), To: at(17), Mode: chat.ModeLive, Agents: []string{ann.ID, olga.ID}},
			{From: at(17), To: at(20), Mode: chat.ModeLive, Agents: []string{ann.ID}},
			{From: at(20), To: at(24), Mode: chat.ModeMessenger, Agents: []string{}},
		}, got.Bands); diff != "" {
			t.Error(diff)
		}
		c.want(200, c.do("GET", path+"&group="+group.ID, agent, nil, &got))
		if diff := cmp.Diff([]protocol.Lane{{Agent: ann.ID, Zone: "UTC", Runs: []protocol.Run{{From: at(12), To: at(20)}}}}, got.Lanes); diff != "" {
			t.Errorf("of the group: %s", diff)
		}
		if len(got.Gaps) != 2 || got.Gaps[0].To != at(12) {
			t.Errorf("the group's gaps are %+v", got.Gaps)
		}
		c.want(200, c.do("GET", fmt.Sprintf("/api/v1/site/coverage?from=%d", at(0)), agent, nil, &got))
		if got.To != at(7*24) {
			t.Errorf("without a number of days it ends at %v", got.To.Time())
		}

		for _, wrong := range []string{"?from=0", "?from=4102444800001", "?from=x", "?days=7", "?from=1795392000000&days=0", "?from=1795392000000&days=32"} {
			c.want(422, c.do("GET", "/api/v1/site/coverage"+wrong, agent, nil, nil))
		}
		var problem struct{ Detail string }
		c.want(404, c.do("GET", path+"&group=nobody", agent, nil, &problem))
		if problem.Detail != `there is no group "nobody"` {
			t.Errorf("an unknown group is answered %q", problem.Detail)
		}
		c.want(404, c.do("GET", "/api/v1/site/agents/nobody/hours", owner, nil, nil))
		c.want(404, c.do("PUT", "/api/v1/site/agents/nobody/hours", owner, daily(9, 17), nil))
		bad := daily(9, 17)
		bad.Zone = "Mars"
		var invalid struct{ Errors []struct{ Location string } }
		c.want(422, c.do("PUT", others, owner, bad, &invalid))
		if len(invalid.Errors) != 1 || invalid.Errors[0].Location != "body.zone" {
			t.Errorf("a wrong zone is answered %+v", invalid)
		}
	})
}
