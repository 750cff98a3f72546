package hub_test

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"parley/backend/chat"
	"parley/backend/protocol"
	"parley/backend/server/servertest"
	"parley/backend/wire"
)

// asks sends a request that must be answered with a status, and reads the answer.
func asks[T any](t *testing.T, s *shop, method, path, token string, body any, status int) (out T) {
	t.Helper()
	answer, data := s.Do(method, "/api/v1"+path, token, body)
	if answer.StatusCode != status {
		t.Fatalf("%s %s answers %d %s, want %d", method, path, answer.StatusCode, data, status)
	}
	if len(data) > 0 {
		if err := json.Unmarshal(data, &out); err != nil {
			t.Fatal(err)
		}
	}
	return out
}

// devices are where an agent is signed in, by name.
func (s *shop) devices(t *testing.T, token string) map[string]protocol.DeviceInfo {
	t.Helper()
	out := map[string]protocol.DeviceInfo{}
	for _, d := range asks[protocol.Devices](t, s, "GET", "/me/devices", token, nil, 200).Devices {
		out[d.Name] = d
	}
	return out
}

func (s *shop) changes(t *testing.T, token string) []string {
	t.Helper()
	var out []string
	for _, c := range asks[protocol.StatusChanges](t, s, "GET", "/me/changes", token, nil, 200).Changes {
		line := []string{c.At.Time().UTC().Format("15:04:05"), string(c.Status), string(c.Cause)}
		if c.By != nil {
			line = append(line, "by "+c.By.Name)
		}
		if c.Device != nil {
			line = append(line, "on "+c.Device.Name)
		}
		out = append(out, strings.Join(line, " "))
	}
	return out
}

func TestDevicesTellWhichCounts(t *testing.T) {
	servertest.OneHub(t) // another knows a moment later that a device was used
	bubble(t, func(t *testing.T) {
		s := newShop(t)
		begun := time.Now()
		laptop := s.Desk(s.Token(s.agent), "laptop")
		laptop.Received()
		script := s.Token(s.agent)
		time.Sleep(20 * time.Minute)
		laptop.Input()
		laptop.Received()

		got := s.devices(t, s.token)
		for name, d := range got {
			d.ID = ""
			got[name] = d
		}
		want := map[string]protocol.DeviceInfo{
			"desk": {Device: "desk", Name: "desk", This: true, Connected: true, Idle: true,
				Since: protocol.At(begun), LastInput: protocol.At(begun), SignedIn: protocol.At(begun)},
			"laptop": {Device: "laptop", Name: "laptop", Connected: true,
				Since: protocol.At(begun), LastInput: protocol.At(time.Now()), SignedIn: protocol.At(begun)},
			"": {Program: true, SignedIn: protocol.At(begun)},
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Error(diff)
		}
		if d := s.devices(t, script); !d[""].This || d["desk"].This {
			t.Errorf("a program is shown %+v", d)
		}

		// A link that is lost is no end yet, and one that is back again no beginning.
		laptop.Cut()
		time.Sleep(5 * time.Second)
		if d := s.devices(t, s.token)["laptop"]; !d.Connected || d.Since != protocol.At(begun) {
			t.Errorf("within the grace the laptop is %+v", d)
		}
		lost := time.Now().Add(-5 * time.Second)
		time.Sleep(15 * time.Second)
		if d := s.devices(t, s.token)["laptop"]; d.Connected || d.Since != protocol.At(lost.Add(20*time.Second)) || d.LastInput != 0 {
			t.Errorf("after it the laptop is %+v", d)
		}
		// It is remembered when nothing of the presence is.
		gone := s.devices(t, s.token)["laptop"].Since
		time.Sleep(time.Hour)
		s.Restart(time.Minute)
		if d := s.devices(t, s.token)["laptop"]; d.Connected || d.Since != gone {
			t.Errorf("an hour and a restart later the laptop is %+v", d)
		}
	})
}

func TestDeviceThatIsLockedIsNotConnected(t *testing.T) {
	bubble(t, func(t *testing.T) {
		s := newShop(t)
		time.Sleep(time.Minute)
		locked := time.Now()
		s.desk.Send(&protocol.Goodbye{Why: protocol.AwayLock})
		s.desk.Received()
		time.Sleep(time.Minute)
		if d := s.devices(t, s.token)["desk"]; d.Connected || d.Since != protocol.At(locked) {
			t.Errorf("the desk is %+v", d)
		}
		s.desk.Send(&protocol.Returned{})
		s.desk.Received()
		if d := s.devices(t, s.token)["desk"]; !d.Connected {
			t.Errorf("unlocked, the desk is %+v", d)
		}
	})
}

func TestSigningOutElsewhereEndsTheDeviceAtOnce(t *testing.T) {
	bubble(t, func(t *testing.T) {
		s := newShop(t)
		forgotten := s.Token(s.agent)
		office := s.Desk(forgotten, "office")
		v := s.Visitor("", 0)
		v.Received()
		office.Received()
		s.desk.Goodbye()
		nothing(t, v.Received()) // the office still counts

		id := s.devices(t, s.Token(s.agent))["office"].ID
		asks[any](t, s, "DELETE", "/me/devices/"+id, s.token, nil, 204)
		if end := office.Ending(); end == nil || end.Code != wire.Unauthorized {
			t.Errorf("the link ended with %v", end)
		}
		if got := mode(t, v); got != chat.ModeMessenger {
			t.Errorf("the visitor is told %s", got)
		}
		asks[any](t, s, "GET", "/me/status", forgotten, nil, 401)
		asks[any](t, s, "DELETE", "/me/devices/"+id, s.token, nil, 404)
		if _, there := s.devices(t, s.token)["office"]; there {
			t.Error("it is still listed")
		}
		if got := s.changes(t, s.token)[0]; !strings.HasSuffix(got, "offline disconnected on office") {
			t.Errorf("the change is %q", got)
		}
		again := s.Desk(forgotten, "office")
		if end := again.Ending(); end == nil || end.Code != wire.Unauthorized {
			t.Errorf("it comes back and its link ends with %v", end)
		}
	})
}

func TestSigningOutADeviceThatLostItsLinkLeavesNoGrace(t *testing.T) {
	bubble(t, func(t *testing.T) {
		s := newShop(t)
		script := s.Token(s.agent)
		v := s.Visitor("", 0)
		v.Received()
		s.desk.Cut()
		nothing(t, v.Received())
		asks[any](t, s, "DELETE", "/me/devices/"+s.devices(t, script)["desk"].ID, script, nil, 204)
		if got := mode(t, v); got != chat.ModeMessenger {
			t.Errorf("the visitor is told %s", got)
		}
	})
}

func TestDevicesOfOthersCannotBeSignedOut(t *testing.T) {
	bubble(t, func(t *testing.T) {
		s := newShop(t)
		_, bob := s.Agent("Bob")
		asks[any](t, s, "DELETE", "/me/devices/"+s.devices(t, s.token)["desk"].ID, bob, nil, 404)
		if end := s.desk.Ending(); end != nil {
			t.Errorf("the link ended with %v", end)
		}
	})
}

func TestChangesTellWhoAndWhere(t *testing.T) {
	bubble(t, func(t *testing.T) {
		s := newShop(t)
		bob, token := s.Agent("Bob")
		desk := s.Desk(token, "laptop")
		start := time.Now()
		desk.Choose(chat.Online)
		desk.Received()
		time.Sleep(time.Hour)
		desk.Input()
		time.Sleep(time.Second)
		asks[any](t, s, "PUT", "/site/agents/"+bob.ID+"/status", s.token, map[string]string{"status": "invisible"}, 200)
		at := func(d time.Duration) string { return start.Add(d).UTC().Format("15:04:05") }
		want := []string{
			at(time.Hour+time.Second) + " invisible choice by Ann",
			at(15*time.Minute) + " offline idle on laptop",
			at(0) + " online choice on laptop",
		}
		if diff := cmp.Diff(want, s.changes(t, token)); diff != "" {
			t.Error(diff)
		}
		of := asks[protocol.StatusChanges](t, s, "GET", "/site/agents/"+bob.ID+"/changes", s.token, nil, 200)
		if len(of.Changes) != 3 {
			t.Errorf("an admin is told %+v", of)
		}
	})
}

func TestStatusSetByAnAdminIsTheAgentsOnEveryDevice(t *testing.T) {
	bubble(t, func(t *testing.T) {
		s := newShop(t)
		bob, token := s.Agent("Bob")
		first, second := s.Desk(token, "first"), s.Desk(s.Token(bob), "second")
		first.Choose(chat.Online)
		first.Received()
		second.Received()
		got := asks[protocol.StatusView](t, s, "PUT", "/site/agents/"+bob.ID+"/status", s.token, map[string]any{"status": "invisible", "for": 1800}, 200)
		if got.Status != chat.Invisible || got.By == nil || got.By.Name != "Ann" || got.Timed == nil || got.Next == nil || got.Next.Status != chat.Online {
			t.Errorf("answered %+v", got)
		}
		for _, d := range []interface{ Received() []protocol.Frame }{first, second} {
			v := only[*protocol.AgentView](t, d.Received()).View
			if v.Status != chat.Invisible || v.By == nil || v.By.Name != "Ann" {
				t.Errorf("a desk is told %+v", v)
			}
		}
		if own := asks[protocol.StatusView](t, s, "GET", "/me/status", token, nil, 200); own.By == nil || own.By.ID != s.agent.ID {
			t.Errorf("the agent is told %+v", own)
		}
		// The agent has the last word.
		second.Choose(chat.Online)
		if v := only[*protocol.AgentView](t, first.Received()).View; v.Status != chat.Online || v.By != nil {
			t.Errorf("after a choice of one's own: %+v", v)
		}
		if mine := asks[protocol.StatusView](t, s, "PUT", "/site/agents/"+s.agent.ID+"/status", s.token, map[string]string{"status": "offline"}, 200); mine.By != nil {
			t.Errorf("one's own choice is by %+v", mine.By)
		}
	})
}

func TestRoleReachesTheDesks(t *testing.T) {
	bubble(t, func(t *testing.T) {
		s := newShop(t)
		bob, token := s.Agent("Bob")
		desk := s.Desk(token, "bobs")
		desk.Received()
		s.desk.Received()
		asks[any](t, s, "PUT", "/site/agents/"+bob.ID, s.token, map[string]string{"role": "admin", "name": "Bob the admin"}, 200)
		want := []protocol.Colleague{
			{ID: s.agent.ID, Name: "Ann", Role: chat.RoleOwner, Status: chat.Online},
			{ID: bob.ID, Name: "Bob the admin", Role: chat.RoleAdmin, Status: chat.Offline},
		}
		for name, d := range map[string]*servertest.Desk{"Ann": s.desk, "Bob": desk} {
			if diff := cmp.Diff(want, only[*protocol.Agents](t, d.Received()).Agents); diff != "" {
				t.Errorf("%s is told (-want +got):\n%s", name, diff)
			}
		}
	})
}

// The wait of a visitor whose agent is removed counts from then on: the others have as long as after anybody else who goes.
func TestWhoIsRemovedLeavesTheConversations(t *testing.T) {
	bubble(t, func(t *testing.T) {
		s := newShop(t)
		bob, token := s.Agent("Bob")
		desk := s.Desk(token, "bobs")
		desk.Choose(chat.Online)
		desk.Received()
		v, _, id := s.conversation(t)
		desk.Send(&protocol.AgentMessage{Conversation: id, ClientID: "hi", Text: "Hi"})
		desk.Received()
		v.Send(&protocol.VisitorMessage{ClientID: "more", Text: "And in blue?"})
		s.is(t, "while Bob has it", s.desk, stands{State: chat.Owned})
		time.Sleep(10 * time.Minute)
		s.desk.Input()
		s.desk.Received()
		desk.Input()
		v.Received()

		removed := time.Now()
		asks[any](t, s, "DELETE", "/site/agents/"+bob.ID, s.token, nil, 204)
		if end := desk.Ending(); end == nil || end.Code != wire.Unauthorized {
			t.Errorf("the link ended with %v", end)
		}
		c := row(s.desk)
		if c.State != chat.Waits || !c.Asks || len(c.Members) != 0 || c.WaitingSince != protocol.At(removed) {
			t.Errorf("the conversation is %+v", c)
		}
		if got := s.stored(t, id); got.Waits.CountsFrom().UnixMilli() != removed.UnixMilli() || len(got.Members) != 0 {
			t.Errorf("stored is %+v", got)
		}
		time.Sleep(3 * time.Minute)
		if c := row(s.desk); c.State != chat.Missed {
			t.Errorf("three minutes later it is %s", c.State)
		}
		if n := s.owed(t); n != 1 {
			t.Errorf("%d agents are owed a mail", n)
		}

		// What Bob wrote stays, with the name.
		s.desk.Send(&protocol.AgentFetch{Ref: "f", Conversation: id, Limit: 10})
		entries := only[*protocol.AgentEntries](t, s.desk.Received()).Entries
		if entries[1].Text != "Hi" || entries[1].Name != "Bob" {
			t.Errorf("the log is %+v", entries)
		}
		asks[any](t, s, "GET", "/me/status", token, nil, 401)
		asks[any](t, s, "GET", "/site/agents/"+bob.ID+"/changes", s.token, nil, 404)
		if team := asks[protocol.Team](t, s, "GET", "/site/agents", s.token, nil, 200); len(team.Agents) != 1 {
			t.Errorf("the team is %+v", team)
		}
		s.Restart(time.Minute)
		if c := s.stored(t, id); len(c.Members) != 0 || c.Waits.Missed.IsZero() {
			t.Errorf("after a restart it is %+v", c)
		}
	})
}

// An agent removed after having gone Offline left when that was, not when the removal came.
func TestWaitCountsFromWhenTheRemovedAgentWent(t *testing.T) {
	bubble(t, func(t *testing.T) {
		s := newShop(t)
		bob, token := s.Agent("Bob")
		desk := s.Desk(token, "bobs")
		desk.Choose(chat.Online)
		desk.Received()
		v, _, id := s.conversation(t)
		desk.Send(&protocol.AgentMessage{Conversation: id, ClientID: "hi", Text: "Hi"})
		desk.Received()
		v.Send(&protocol.VisitorMessage{ClientID: "more", Text: "And in blue?"})
		v.Received()
		time.Sleep(10 * time.Second)
		went := time.Now()
		desk.Choose(chat.Offline)
		desk.Received()
		time.Sleep(90 * time.Second)
		asks[any](t, s, "DELETE", "/site/agents/"+bob.ID, s.token, nil, 204)
		if c := row(s.desk); c.WaitingSince != protocol.At(went) || c.State != chat.Waits {
			t.Errorf("the conversation is %+v", c)
		}
	})
}
