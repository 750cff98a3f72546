package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"net"
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
	nowhere := filepath.Join(data, "mistyped")
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
		{"an agent without data", "correct horse", []string{"agent", "add", "--data", nowhere, "--site", site, "--name", "Bob", "--email", "bob@shop.example"}, exitNotFound, nowhere},
		{"a role that is none", "correct horse", append(agent, "--email", "bob@shop.example", "--role", "boss"), exitUsage, "boss"},
		{"a role of nobody", "", []string{"agent", "set", "--data", data, "--email", "nobody@shop.example", "--role", "admin"}, exitNotFound, "nobody@shop.example"},
		{"the only owner's role", "", []string{"agent", "set", "--data", data, "--email", "ann@shop.example", "--role", "agent"}, exitConflict, "only owner"},
		{"nothing about an agent", "", []string{"agent", "set", "--data", data, "--email", "ann@shop.example"}, exitUsage, "--role"},
		{"agents of no site", "", []string{"agent", "list", "--data", data, "--site", "nowhere"}, exitNotFound, "nowhere"},
		{"a key without data", "", []string{"key", "add", "--data", nowhere, "--site", site}, exitNotFound, nowhere},
		{"a list without data", "", []string{"site", "list", "--data", nowhere}, exitNotFound, nowhere},
		{"settings without data", "", []string{"site", "set", "--data", nowhere, "--site", site, "--quiet", "hidden"}, exitNotFound, nowhere},
		{"settings of no site", "", []string{"site", "set", "--data", data, "--site", "nowhere", "--quiet", "hidden"}, exitNotFound, "nowhere"},
		{"no settings", "", []string{"site", "set", "--data", data, "--site", site}, exitUsage, "--quiet"},
		{"a setting that is none", "", []string{"site", "set", "--data", data, "--site", site, "--quiet", "live"}, exitUsage, "live"},
		{"an e-mail policy that is none", "", []string{"site", "set", "--data", data, "--site", site, "--email", "never"}, exitUsage, "never"},
		{"a routing that is none", "", []string{"site", "set", "--data", data, "--site", site, "--routing", "random"}, exitUsage, "random"},
		{"a step that is none", "", []string{"site", "set", "--data", data, "--site", site, "--t1", "soon"}, exitUsage, "--t1"},
		{"a step out of turn", "", []string{"site", "set", "--data", data, "--site", site, "--t1", "10m"}, exitUsage, "t2"},
		{"a proxy that is none", "", []string{"serve", "--data", data, "--proxy", "everybody"}, exitUsage, "everybody"},
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
	if _, err := os.Stat(nowhere); !os.IsNotExist(err) {
		t.Errorf("a folder that was mistyped is there now (%v)", err)
	}
}

func TestSettingsOfASite(t *testing.T) {
	data := t.TempDir()
	h := startHub(t, "--data", data)
	first := object(t, "", "site", "site", "add", "--data", data, "--name", "Shop", "--origin", origin)
	second := object(t, "", "site", "site", "add", "--data", data, "--name", "Tea", "--origin", "https://tea.example")
	visitor, welcome, err := visit(t, h.address, origin, first, "", 0)
	if err != nil || welcome.Availability.Mode != chat.ModeMessenger {
		t.Fatalf("a visitor is told %+v, %v", welcome, err)
	}
	if set := object(t, "", "site", "site", "set", "--data", data, "--site", first, "--quiet", "hidden", "--email", "required", "--email-live", "optional"); set != first {
		t.Errorf("set is %s", set)
	}
	started := time.Now()
	if told, err := until[*protocol.VisitorAvailability](visitor); err != nil || told.Mode != chat.ModeHidden {
		t.Errorf("the visitor is told %+v, %v", told, err)
	}
	if late := time.Since(started); late > time.Second {
		t.Errorf("the hub noticed the setting after %v", late)
	}
	object(t, "", "site", "site", "set", "--data", data, "--site", second, "--name", "Tea and more", "--origin", "https://www.tea.example", "--origin", "https://tea.example")
	object(t, "", "site", "site", "set", "--data", data, "--site", second, "--t1", "30s", "--t3", "90m", "--routing", "fewest")
	want := `{"site":"` + first + `","name":"Shop","origins":["https://shop.example"],"quiet":"hidden","email":"required","emailLive":"optional",` +
		`"t1":"1m0s","t2":"2m0s","t3":"3m0s","routing":"everybody"}
{"site":"` + second + `","name":"Tea and more","origins":["https://tea.example","https://www.tea.example"],"quiet":"messenger","email":"optional","emailLive":"off",` +
		`"t1":"30s","t2":"2m0s","t3":"1h30m0s","routing":"fewest"}
`
	if r := run(t, "", "site", "list", "--data", data); r.code != 0 || r.out != want {
		t.Errorf("ends with %d, says %q and lists\n%s", r.code, r.errors, r.out)
	}
}

func TestRolesFromTheCommandLine(t *testing.T) {
	data := t.TempDir()
	site := object(t, "", "site", "site", "add", "--data", data, "--name", "Shop", "--origin", origin)
	other := object(t, "", "site", "site", "add", "--data", data, "--name", "Tea", "--origin", "https://tea.example")
	add := func(name string, more ...string) string {
		args := append([]string{"agent", "add", "--data", data, "--name", name, "--email", strings.ToLower(name) + "@shop.example"}, more...)
		return object(t, "correct horse\n", "agent", args...)
	}
	ann, bob := add("Ann", "--site", site), add("Bob", "--site", site, "--role", "admin")
	add("Eve", "--site", other)
	row := func(agent, name, role string) string {
		return fmt.Sprintf(`{"agent":"%s","site":"%s","name":"%s","email":"%s@shop.example","role":"%s"}`+"\n", agent, site, name, strings.ToLower(name), role)
	}
	list := func(want string) {
		t.Helper()
		if r := run(t, "", "agent", "list", "--data", data, "--site", site); r.code != 0 || r.out != want {
			t.Errorf("ends with %d, says %q and lists\n%s", r.code, r.errors, r.out)
		}
	}
	list(row(ann, "Ann", "owner") + row(bob, "Bob", "admin"))
	object(t, "", "agent", "agent", "set", "--data", data, "--email", "BOB@shop.example", "--role", "owner")
	object(t, "", "agent", "agent", "set", "--data", data, "--email", "ann@shop.example", "--role", "agent")
	list(row(ann, "Ann", "agent") + row(bob, "Bob", "owner"))
	if r := run(t, "", "agent", "list", "--data", data); strings.Count(r.out, "\n") != 3 {
		t.Errorf("of all sites it lists\n%s", r.out)
	}
}

// A hub that ends waits for those it talks to. Whoever has no time for that says so a second time.
func TestSecondSignalEndsAtOnce(t *testing.T) {
	h := startHub(t, "--data", t.TempDir())
	conn, err := new(net.Dialer).DialContext(t.Context(), "tcp", strings.TrimPrefix(h.address, "http://"))
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	fmt.Fprint(conn, "GET /v1/visitor HTTP/1.1\r\nHost: hub\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"+
		"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n")
	if status, err := bufio.NewReader(conn).ReadString('\n'); err != nil || !strings.Contains(status, "101") { // it hears nothing more from us
		t.Fatalf("answered %q, %v", status, err)
	}
	signals := time.NewTicker(20 * time.Millisecond) // the second may come before the first was dealt with
	defer signals.Stop()
	for {
		if err := h.cmd.Process.Signal(os.Interrupt); err != nil {
			t.Fatal(err)
		}
		select {
		case <-signals.C:
			continue
		case <-h.drained:
		}
		break
	}
	h.end(os.Kill)
	if status, ok := h.cmd.ProcessState.Sys().(syscall.WaitStatus); !ok || !status.Signaled() {
		t.Errorf("the hub ends with %v", h.cmd.ProcessState)
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
