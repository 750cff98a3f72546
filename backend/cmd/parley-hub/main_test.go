package main

import (
	"bytes"
	"encoding/json"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"parley/backend/chat"
	"parley/backend/protocol"
	"parley/backend/wire"
)

const origin = "https://shop.example"

func TestWhatIsAddedBesideARunningHubIsNoticedWithinASecond(t *testing.T) {
	data := t.TempDir()
	h := startHub(t, "--data", data, "--demo")
	site := object(t, "", "site", "site", "add", "--data", data, "--name", "Shop", "--origin", origin, "--origin", "https://www.shop.example")
	visitor, welcome, err := visit(t, h.address, origin, site, "", 0)
	if err != nil || welcome.Site.Name != "Shop" || welcome.Availability.Mode != chat.ModeMessenger {
		t.Fatalf("a visitor of the new site is told %+v, %v", welcome, err)
	}
	agent := object(t, "correct horse\n", "agent", "agent", "add", "--data", data, "--site", site, "--name", "Ann", "--email", "ann@shop.example")
	if key := object(t, "", "key", "key", "add", "--data", data, "--site", site); len(key) != 43 {
		t.Errorf("the key is %q", key)
	}

	answer, err := http.Post(h.address+"/api/v1/login", "application/json", strings.NewReader(`{"email":"ann@shop.example","password":"correct horse"}`))
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	var login struct{ Token string }
	if err := json.NewDecoder(answer.Body).Decode(&login); err != nil || answer.StatusCode != http.StatusOK {
		t.Fatalf("signing in answers %d, %v", answer.StatusCode, err)
	}
	desk, err := dial(t, h.address, "/v1/agent", "", protocol.ToAgent)
	if err != nil {
		t.Fatal(err)
	}
	desk.send(&protocol.AgentHello{Protocol: protocol.Version, Token: login.Token, Device: protocol.Device{ID: "desk", Name: "desk"}})
	greeting, err := until[*protocol.AgentWelcome](desk)
	if err != nil || greeting.Agent.ID != agent || greeting.Site.Widget != h.address || greeting.Site.Demo != h.address+"/demo/"+site {
		t.Errorf("the desk is told %+v, %v", greeting, err)
	}

	started := time.Now()
	object(t, "correct horse", "agent", "agent", "add", "--data", data, "--site", site, "--name", "Bob", "--email", "bob@shop.example")
	added := time.Now()
	told, err := until[*protocol.Agents](desk)
	if err != nil || len(told.Agents) != 2 {
		t.Errorf("the desk is told %+v, %v", told, err)
	}
	if late := time.Since(added); late > time.Second {
		t.Errorf("the hub noticed the new agent %v after the command had ended, which took %v", late, added.Sub(started))
	}

	desk.send(&protocol.SetStatus{Ref: "s", Status: chat.Online})
	if live, err := until[*protocol.VisitorAvailability](visitor); err != nil || live.Mode != chat.ModeLive || live.Agents[0].Name != "Ann" {
		t.Errorf("the visitor is told %+v, %v", live, err)
	}
	if code := h.end(syscall.SIGTERM); code != 0 {
		t.Errorf("the hub ends with %d: %s", code, h.errors)
	}
	for _, p := range []*peer{desk, visitor} {
		if end := <-p.ended; end.Code != wire.Restart {
			t.Errorf("a link ended with %v", end)
		}
	}
}

func TestCommandsThatCannotBeDone(t *testing.T) {
	data, taken := t.TempDir(), t.TempDir()
	file := filepath.Join(data, "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	site := object(t, "", "site", "site", "add", "--data", data, "--name", "Shop", "--origin", origin)
	object(t, "correct horse\r\n", "agent", "agent", "add", "--data", data, "--site", site, "--name", "Ann", "--email", "ann@shop.example")
	startHub(t, "--data", taken)
	agent := []string{"agent", "add", "--data", data, "--site", site, "--name", "Ann"}
	tests := []struct {
		name  string
		stdin string
		args  []string
		code  int
		says  string
	}{
		{"nothing", "", nil, exitUsage, "expected one of"},
		{"something else", "", []string{"dance"}, exitUsage, "dance"},
		{"no data folder", "", []string{"serve"}, exitUsage, "--data"},
		{"a flag that is none", "", []string{"serve", "--data", data, "--fast"}, exitUsage, "--fast"},
		{"an address that is none", "", []string{"serve", "--data", data, "--listen", "here"}, exitUnavailable, "listen"},
		{"an URL that is none", "", []string{"serve", "--data", data, "--url", "hub.example"}, exitUsage, "hub.example"},
		{"a folder below a file", "", []string{"serve", "--data", filepath.Join(file, "data")}, exitUnavailable, "data folder"},
		{"a folder in use", "", []string{"serve", "--data", taken, "--listen", "127.0.0.1:0"}, exitUnavailable, "another hub"},
		{"an origin that is none", "", []string{"site", "add", "--data", data, "--name", "Shop", "--origin", "shop.example/page"}, exitUsage, "shop.example/page"},
		{"a site without a name", "", []string{"site", "add", "--data", data, "--name", " ", "--origin", origin}, exitUsage, "name"},
		{"an agent of no site", "correct horse", []string{"agent", "add", "--data", data, "--site", "nowhere", "--name", "Bob", "--email", "bob@shop.example"}, exitNotFound, "nowhere"},
		{"an address in use", "correct horse", append(agent, "--email", "ANN@shop.example"), exitConflict, "ann@shop.example"},
		{"an address that is none", "correct horse", append(agent, "--email", "ann"), exitUsage, "ann"},
		{"no password", "", append(agent, "--email", "bob@shop.example"), exitUsage, "password"},
		{"a short password", "short\n", append(agent, "--email", "bob@shop.example"), exitUsage, "password"},
		{"a key for no site", "", []string{"key", "add", "--data", data, "--site", "nowhere"}, exitNotFound, "nowhere"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			r := run(t, tt.stdin, tt.args...)
			if r.code != tt.code || r.out != "" || !strings.Contains(r.errors, tt.says) {
				t.Errorf("ends with %d, prints %q and says %q", r.code, r.out, r.errors)
			}
			if secret := strings.TrimSpace(tt.stdin); secret != "" && strings.Contains(r.errors, secret) {
				t.Errorf("it repeats the password: %q", r.errors)
			}
		})
	}
}

func TestFlagsStandBeforeTheEnvironment(t *testing.T) {
	data := t.TempDir()
	add := func(args ...string) result {
		cmd := command(t, append([]string{"site", "add"}, args...)...)
		cmd.Env = append(cmd.Env, "PARLEY_DATA="+data, "PARLEY_NAME=From the environment", "PARLEY_ORIGIN="+origin)
		return finish(t, cmd, "")
	}
	if r := add(); r.code != 0 {
		t.Errorf("ends with %d and says %q", r.code, r.errors)
	}
	if r := add("--name", " "); r.code != exitUsage {
		t.Errorf("with a flag it ends with %d and says %q", r.code, r.errors)
	}
}

func TestHelpIsForPeople(t *testing.T) {
	r := run(t, "", "--help")
	if r.code != 0 || !strings.Contains(r.out, "serve") || r.errors != "" {
		t.Errorf("ends with %d, prints %q and says %q", r.code, r.out, r.errors)
	}
}

func TestLogsGoToStderr(t *testing.T) {
	var out, errors bytes.Buffer
	m := Main{Stdout: &out, Stderr: &errors}
	m.log().Error("something happened")
	if out.Len() > 0 || !strings.Contains(errors.String(), "something happened") {
		t.Errorf("stdout %q, stderr %q", out.String(), errors.String())
	}
}
