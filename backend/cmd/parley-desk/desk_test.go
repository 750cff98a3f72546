package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"parley/backend/agent"
	"parley/backend/chat"
	"parley/backend/desklog"
	"parley/backend/local"
)

func TestTheDemoDeskIsThereForVisitors(t *testing.T) {
	p := newPlace(t)
	desk, client := p.desk("--demo")
	s := until(t, client, "the agent is Online", shows(chat.Online))
	if !s.System.Builtin || s.System.TrayHost || s.System.Keychain != true || s.Session.Site.Demo == "" {
		t.Errorf("system %+v, site %+v", s.System, s.Session.Site)
	}
	for _, address := range []string{s.Session.Site.Demo, s.Session.Site.Widget + "/livez"} {
		answer, err := http.Get(address)
		if err != nil || answer.StatusCode != http.StatusOK {
			t.Fatalf("%s: %v, %v", address, answer, err)
		}
		answer.Body.Close()
	}
	v := newVisitor(t, s.Session.Site.Widget, s.Session.Site.ID, "")
	v.isTold(chat.ModeLive)

	// In this order, because a visitor is told changes only.
	for _, choice := range []struct {
		status string
		mode   chat.Mode
	}{{"invisible", chat.ModeMessenger}, {"Online", chat.ModeLive}} {
		status, mode := choice.status, choice.mode
		out, code := p.run("parley-desk", "status", status, "--data", p.data)
		if code != 0 || !strings.HasPrefix(strings.ToLower(out), strings.ToLower(status)+" since ") {
			t.Errorf("status %s printed %q and exited with %d", status, out, code)
		}
		v.isTold(mode)
	}
	if out, code := p.run("parley-desk", "status", "--data", p.data); code != 0 || !strings.Contains(out, ": by you.") {
		t.Errorf("status printed %q and exited with %d", out, code)
	}
	if out, code := p.run("parley-desk", "status", "busy", "--data", p.data); code != exitUsage {
		t.Errorf("a status that is none printed %q and exited with %d", out, code)
	}
	if out, code := p.run("parley-desk", "quit", "--data", p.data); code != 0 {
		t.Errorf("quit printed %q and exited with %d", out, code)
	}
	if code := desk.endsBy(t); code != 0 {
		t.Errorf("the desk exited with %d", code)
	}
	for _, verb := range []string{"status", "open", "quit"} {
		if out, code := p.run("parley-desk", verb, "--data", p.data); code != exitNoDesk || !strings.Contains(out, "no desk is running") {
			t.Errorf("%s without a desk printed %q and exited with %d", verb, out, code)
		}
	}
	port := s.Session.Site.Widget
	_, client = p.desk()
	if s := until(t, client, "it is Online again", shows(chat.Online)); s.Session.Site.Widget != port {
		t.Errorf("the hub is at %s after the restart, was at %s", s.Session.Site.Widget, port)
	}
}

func TestTheDemoSaysWhereItsPageIs(t *testing.T) {
	p := newPlace(t)
	for _, start := range []string{"first", "second"} {
		desk, out := p.start("parley-desk", "--demo", "--hidden", "--data", p.data)
		var said struct{ Demo string }
		if err := json.NewDecoder(out).Decode(&said); err != nil {
			t.Fatalf("%s start: %v", start, err)
		}
		answer, err := http.Get(said.Demo)
		if err != nil || answer.StatusCode != http.StatusOK {
			t.Fatalf("%s start: %q: %v, %v", start, said.Demo, answer, err)
		}
		answer.Body.Close()
		if out, code := p.run("parley-desk", "quit", "--data", p.data); code != 0 {
			t.Fatalf("quit printed %q and exited with %d", out, code)
		}
		desk.endsBy(t)
	}
}

func TestTheFirstStart(t *testing.T) {
	p := newPlace(t)
	_, client := p.desk()
	s := until(t, client, "the welcome is there", func(s local.State) bool { return s.Stage == local.StageWelcome })
	if s.Proposed.Name == "" || s.Proposed.Site == "" || s.Session != nil || s.Trouble != nil {
		t.Errorf("state %+v", s)
	}
	if err := client.Start(t.Context(), local.StartParams{Name: " ", Site: "Shop"}); chat.CodeOf(err) != chat.Invalid {
		t.Errorf("a blank name: %v", err)
	}
	if err := client.Start(t.Context(), local.StartParams{Name: "Ana", Site: "Shop"}); err != nil {
		t.Fatal(err)
	}
	s = until(t, client, "the agent is Online", shows(chat.Online))
	if s.Session.Agent.Name != "Ana" || s.Session.Site.Name != "Shop" || s.Steps.Tried {
		t.Errorf("session %+v, steps %+v", s.Session, s.Steps)
	}
	v := newVisitor(t, s.Session.Site.Widget, s.Session.Site.ID, chat.NewToken())
	v.says("first", "hello")
	until(t, client, "the first message counts", func(s local.State) bool { return s.Steps.Tried })
	if err := client.SetSettings(t.Context(), local.Settings{Language: "de", KeepRunning: true}); err != nil {
		t.Fatal(err)
	}
	if s := until(t, client, "German", func(s local.State) bool { return s.System.Language == "de" }); !strings.Contains(s.Sentence.String(), "von dir") {
		t.Errorf("sentence %q", s.Sentence)
	}
}

func TestOfTwentyStartsOneBecomesTheDesk(t *testing.T) {
	p := newPlace(t)
	var started []*process
	for range 20 {
		s, _ := p.start("parley-desk", "--demo", "--data", p.data)
		started = append(started, s)
	}
	client := p.client()
	s := until(t, client, "the agent is Online", shows(chat.Online))
	eventually(t, "nineteen end", func() error {
		ended := 0
		for _, s := range started {
			select {
			case <-s.ended:
				ended++
				if code := s.ProcessState.ExitCode(); code != 0 {
					t.Errorf("one exited with %d: %s", code, s.log)
				}
			default:
			}
		}
		if ended != 19 {
			return fmt.Errorf("%d have ended", ended)
		}
		return nil
	})
	p.hasWindow()
	if len(s.Session.Agents) != 1 {
		t.Errorf("agents %+v", s.Session.Agents)
	}
}

func TestTheWindowAndTheDesk(t *testing.T) {
	p := newPlace(t)
	desk, _ := p.start("parley-desk", "--demo", "--data", p.data)
	client := p.client()
	until(t, client, "the agent is Online", shows(chat.Online))
	p.hasWindow()
	if _, err := client.Attach(t.Context()); chat.CodeOf(err) != chat.Conflict {
		t.Errorf("a second window: %v, want conflict", err)
	}
	if err := client.Quit(t.Context()); err != nil {
		t.Fatal(err)
	}
	if code := desk.endsBy(t); code != 0 {
		t.Errorf("the desk exited with %d", code)
	}
}

// A window that is slow to ask is still told that the desk quits. Where its connection just ended it would start another desk.
func TestTheDeskEndsAfterItsWindow(t *testing.T) {
	const slow = 500 * time.Millisecond
	p := newPlace(t)
	desk, client := p.desk("--demo")
	until(t, client, "the agent is Online", shows(chat.Online))
	window := p.client()
	if _, err := window.Attach(t.Context()); err != nil {
		t.Fatal(err)
	}
	if err := client.Quit(t.Context()); err != nil {
		t.Fatal(err)
	}
	time.Sleep(slow)
	if next, err := window.Raised(t.Context(), 0); err != nil || !next.Quit {
		t.Errorf("the window is told %+v, %v", next, err)
	}
	window.Disconnect()
	if code := desk.endsBy(t); code != 0 {
		t.Errorf("the desk exited with %d", code)
	}
}

func TestWithoutATrayTheDeskEndsWithItsWindow(t *testing.T) {
	for _, keep := range []bool{false, true} {
		t.Run(fmt.Sprint(keep), func(t *testing.T) {
			p := newPlace(t)
			desk, client := p.desk("--demo")
			s := until(t, client, "the agent is Online", shows(chat.Online))
			v := newVisitor(t, s.Session.Site.Widget, s.Session.Site.ID, "")
			v.isTold(chat.ModeLive)
			if err := client.SetSettings(t.Context(), local.Settings{KeepRunning: keep}); err != nil {
				t.Fatal(err)
			}
			window := p.client()
			if _, err := window.Attach(t.Context()); err != nil {
				t.Fatal(err)
			}
			window.Disconnect()
			if !keep {
				if code := desk.endsBy(t); code != 0 {
					t.Errorf("the desk exited with %d", code)
				}
				return
			}
			next := p.client()
			eventually(t, "the desk knows that its window is gone", func() error {
				if err := next.Focused(t.Context(), false); chat.CodeOf(err) != chat.Conflict { // asking by Attach would raise a window
					return errors.New("it has one")
				}
				return nil
			})
			if _, err := next.Attach(t.Context()); err != nil {
				t.Error(err)
			}
		})
	}
}

func TestSignalsSayGoodbye(t *testing.T) {
	p := newPlace(t)
	dir := filepath.Join(t.TempDir(), "hub")
	_, hub := p.hub(dir, "127.0.0.1:0")
	site := p.setUpHub(dir, hub)
	for _, signal := range []os.Signal{syscall.SIGTERM, syscall.SIGINT} {
		desk, client := p.desk("--hub", hub)
		if s := until(t, client, "somebody can sign in, or has", func(s local.State) bool { return s.Stage != local.StageStarting }); s.Stage == local.StageSignIn {
			if s.Proposed.Hub != hub {
				t.Errorf("proposed %+v", s.Proposed)
			}
			if err := client.SignIn(t.Context(), local.SignInParams{Hub: hub, Email: "ana@shop.example", Password: "wrong"}); chat.CodeOf(err) != chat.Unauthorized {
				t.Errorf("a wrong password: %v", err)
			}
			if err := client.SignIn(t.Context(), local.SignInParams{Hub: hub, Email: "ana@shop.example", Password: "correct horse"}); err != nil {
				t.Fatal(err)
			}
		}
		until(t, client, "the session is linked", func(s local.State) bool { return s.Session != nil && s.Session.Link.Phase == agent.Linked })
		if _, err := client.SetStatus(t.Context(), local.StatusParams{Status: chat.Online}); err != nil {
			t.Fatal(err)
		}
		until(t, client, "the agent is Online", shows(chat.Online))
		v := newVisitor(t, hub, site, "")
		v.isTold(chat.ModeLive)
		began := time.Now()
		if err := desk.Process.Signal(signal); err != nil {
			t.Fatal(err)
		}
		v.isTold(chat.ModeMessenger)
		if took := time.Since(began); took > 2*time.Second {
			t.Errorf("after %v the visitor was told %v later", signal, took)
		}
		if code := desk.endsBy(t); code != 0 {
			t.Errorf("the desk exited with %d after %v", code, signal)
		}
	}
	if info, err := os.Stat(filepath.Join(p.data, "tokens.json")); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("the token's file: %v, %v", info, err)
	}
	if data, err := os.ReadFile(filepath.Join(p.data, "desk.json")); err != nil || strings.Contains(string(data), "oken") {
		t.Errorf("settings %s, %v", data, err)
	}
}

func TestSigningOut(t *testing.T) {
	p := newPlace(t)
	dir := filepath.Join(t.TempDir(), "hub")
	hubProcess, hub := p.hub(dir, "127.0.0.1:0")
	p.setUpHub(dir, hub)
	_, client := p.desk("--hub", hub)
	until(t, client, "somebody can sign in", func(s local.State) bool { return s.Stage == local.StageSignIn })
	in := local.SignInParams{Hub: hub, Email: "Ana@shop.example", Password: "correct horse"}
	if err := client.SignIn(t.Context(), in); err != nil {
		t.Fatal(err)
	}
	s := until(t, client, "the session is linked", func(s local.State) bool { return s.Session != nil && s.Session.Link.Phase == agent.Linked })
	if s.System.Builtin || s.System.Keychain {
		t.Errorf("system %+v", s.System)
	}
	if err := client.SignOut(t.Context()); err != nil {
		t.Fatal(err)
	}
	until(t, client, "somebody can sign in", func(s local.State) bool { return s.Stage == local.StageSignIn && s.Session == nil })
	if data, err := os.ReadFile(filepath.Join(p.data, "tokens.json")); err == nil && strings.Contains(string(data), "ana@") {
		t.Errorf("the token is still there: %s", data)
	}
	if err := client.UseBuiltin(t.Context()); err != nil {
		t.Fatal(err)
	}
	s = until(t, client, "the first page is there", func(s local.State) bool { return s.Stage == local.StageWelcome })
	if !s.System.Builtin || s.Proposed.Hub != "" {
		t.Errorf("system %+v, proposed %+v", s.System, s.Proposed)
	}
	if err := client.UseBuiltin(t.Context()); chat.CodeOf(err) != chat.Conflict {
		t.Errorf("to leave the team's hub twice: %v, want conflict", err)
	}
	if err := client.SignIn(t.Context(), in); err != nil {
		t.Fatalf("sign in again: %v", err)
	}
	if err := client.UseBuiltin(t.Context()); chat.CodeOf(err) != chat.Conflict {
		t.Errorf("to leave the team's hub while signed in: %v, want conflict", err)
	}
	hubProcess.kill()
	if err := client.SignIn(t.Context(), in); chat.CodeOf(err) != chat.Unavailable {
		t.Errorf("sign in without a hub: %v", err)
	}
}

func TestKilledDesksAndHubsLoseNothing(t *testing.T) {
	p := newPlace(t)
	dir := filepath.Join(t.TempDir(), "hub")
	hubProcess, hub := p.hub(dir, "127.0.0.1:0")
	site := p.setUpHub(dir, hub)
	desk, client := p.desk("--hub", hub)
	until(t, client, "somebody can sign in", func(s local.State) bool { return s.Stage == local.StageSignIn })
	if err := client.SignIn(t.Context(), local.SignInParams{Hub: hub, Email: "ana@shop.example", Password: "correct horse"}); err != nil {
		t.Fatal(err)
	}
	if _, err := client.SetStatus(t.Context(), local.StatusParams{Status: chat.Online}); err != nil {
		t.Fatal(err)
	}
	until(t, client, "the agent is Online", shows(chat.Online))
	token := chat.NewToken()
	newVisitor(t, hub, site, token).says("v1", "hello")
	s := until(t, client, "the message is there", func(s local.State) bool { return s.Session != nil && len(s.Session.Conversations) == 1 })
	id := s.Session.Conversations[0].ID

	hubProcess.kill()
	until(t, client, "the link is lost", func(s local.State) bool { return s.Session.Link.Phase == agent.Lost })
	if err := client.Send(t.Context(), id, "written without a link"); err != nil {
		t.Fatal(err)
	}
	desk.kill() // at once

	_, address, _ := strings.Cut(hub, "//")
	_, _ = p.hub(dir, address)
	_, client = p.desk()
	until(t, client, "the session is linked", func(s local.State) bool { return s.Session != nil && s.Session.Link.Phase == agent.Linked })
	if err := client.Focus(t.Context(), id); err != nil {
		t.Fatal(err)
	}
	s = until(t, client, "the message has arrived", func(s local.State) bool {
		f := s.Session.Focus
		return f != nil && len(f.Outbox) == 0 && len(f.Entries) >= 2
	})
	var texts []string
	for _, e := range s.Session.Focus.Entries {
		if e.Kind == chat.KindMessage {
			texts = append(texts, e.Text)
		}
	}
	if strings.Join(texts, "|") != "hello|written without a link" {
		t.Errorf("messages %q", texts)
	}
	v := newVisitor(t, hub, site, token)
	eventually(t, "the visitor has it once", func() error {
		v.mu.Lock()
		defer v.mu.Unlock()
		n := 0
		for _, e := range v.latest {
			if e.Text == "written without a link" {
				n++
			}
		}
		if n != 1 {
			return fmt.Errorf("%d times", n)
		}
		return nil
	})
}

func TestDamagedSettingsAreSaid(t *testing.T) {
	p := newPlace(t)
	if err := os.MkdirAll(p.data, 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(p.data, "desk.json"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	_, client := p.desk("--demo")
	if s := until(t, client, "the agent is Online", shows(chat.Online)); s.Trouble == nil || !strings.Contains(s.Trouble.Message, "desk.json.damaged") {
		t.Errorf("trouble %+v", s.Trouble)
	}
	if err := client.SetSettings(t.Context(), local.Settings{KeepRunning: true}); err != nil {
		t.Fatal(err)
	}
	window := p.client()
	if _, err := window.Attach(t.Context()); err != nil {
		t.Fatal(err)
	}
	window.Disconnect()
	until(t, client, "what the person has seen is over", func(s local.State) bool { return s.Trouble == nil })
}

func TestAFailedStartIsTriedAgain(t *testing.T) {
	p := newPlace(t)
	database := filepath.Join(p.data, "hub", "parley.db")
	if err := os.MkdirAll(filepath.Dir(database), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(database, []byte("what is no database"), 0o600); err != nil {
		t.Fatal(err)
	}
	_, client := p.desk("--demo")
	s := until(t, client, "the desk says why it cannot start", func(s local.State) bool { return s.Trouble != nil })
	if s.Stage != local.StageStarting || s.Trouble.Code != chat.Unavailable || !strings.Contains(s.Trouble.Message, "parley.db") {
		t.Errorf("stage %s, trouble %+v", s.Stage, s.Trouble)
	}
	if out, code := p.run("parley-desk", "status", "--data", p.data); code != 0 || out != "Parley cannot start: open the window to see why.\n" {
		t.Errorf("status printed %q and exited with %d", out, code)
	}
	if err := os.Remove(database); err != nil {
		t.Fatal(err)
	}
	s = until(t, client, "the agent is Online", shows(chat.Online))
	if s.Trouble != nil {
		t.Errorf("trouble %+v after the start", s.Trouble)
	}
	if err := client.StartAgain(t.Context()); chat.CodeOf(err) != chat.Conflict {
		t.Errorf("to start again after the start: %v, want conflict", err)
	}
}

func TestAStartThatCannotWorkIsTriedAgainWhenAsked(t *testing.T) {
	p := newPlace(t)
	settings := filepath.Join(p.data, "desk.json")
	if err := os.MkdirAll(p.data, 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(settings, []byte(`{"version":1,"content":{"device":"D","hub":"http://elsewhere.example"}}`), 0o600); err != nil {
		t.Fatal(err)
	}
	_, client := p.desk()
	s := until(t, client, "the desk says why it cannot start", func(s local.State) bool { return s.Trouble != nil })
	if s.Trouble.Code != chat.Invalid || s.Stage != local.StageStarting {
		t.Errorf("stage %s, trouble %+v", s.Stage, s.Trouble)
	}
	if err := client.StartAgain(t.Context()); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), deadline)
	defer cancel()
	if next, err := client.After(ctx, s.Rev); err != nil || next.Trouble == nil {
		t.Errorf("after another try: %+v, %v", next.Trouble, err)
	}
}

func TestNewerSettingsAreRefused(t *testing.T) {
	p := newPlace(t)
	if err := os.MkdirAll(p.data, 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(p.data, "desk.json"), []byte(`{"version":9,"content":{}}`), 0o600); err != nil {
		t.Fatal(err)
	}
	if out, code := p.run("parley-desk", "--hidden", "--data", p.data); code != exitFailed || !strings.Contains(out, "newer Parley") {
		t.Errorf("it printed %q and exited with %d", out, code)
	}
}

// The agent of the built-in hub waits for a desk that was lent to a team.
func TestTheBuiltinHubIsFoundAgain(t *testing.T) {
	p := newPlace(t)
	desk, client := p.desk("--demo")
	name := until(t, client, "the agent is Online", shows(chat.Online)).Session.Agent.Name
	if out, code := p.run("parley-desk", "quit", "--data", p.data); code != 0 {
		t.Fatalf("quit printed %q and exited with %d", out, code)
	}
	desk.endsBy(t)
	_, client = p.desk("--hub", "https://hub.example")
	until(t, client, "somebody can sign in", func(s local.State) bool { return s.Stage == local.StageSignIn })
	if err := client.UseBuiltin(t.Context()); err != nil {
		t.Fatal(err)
	}
	if s := until(t, client, "the agent is Online", shows(chat.Online)); s.Session.Agent.Name != name {
		t.Errorf("agent %+v, want %s", s.Session.Agent, name)
	}
}

func TestARunningDeskIsNotTakenForAnother(t *testing.T) {
	p := newPlace(t)
	team := "https://hub.example"
	start := func(args ...string) (string, int) {
		return p.run("parley-desk", append([]string{"--hidden", "--data", p.data}, args...)...)
	}
	refuses := func(what, belongs string, args ...string) {
		t.Helper()
		out, code := start(args...)
		if code != exitFailed || !strings.Contains(out, belongs) || !strings.Contains(out, "parley-desk quit --data "+p.data) {
			t.Errorf("%s printed %q and exited with %d", what, out, code)
		}
	}
	agrees := func(what string, args ...string) {
		t.Helper()
		if out, code := start(args...); code != 0 {
			t.Errorf("%s printed %q and exited with %d", what, out, code)
		}
	}
	desk, client := p.desk()
	until(t, client, "the welcome is there", func(s local.State) bool { return s.Stage == local.StageWelcome })
	agrees("no wish")
	refuses("a demo where nothing is set up", "this computer's own hub, which is not set up", "--demo")
	refuses("a team's hub", "this computer's own hub:", "--hub", team)
	if err := client.Start(t.Context(), local.StartParams{Name: "Ana", Site: "Shop"}); err != nil {
		t.Fatal(err)
	}
	agrees("a demo", "--demo")
	if out, code := p.run("parley-desk", "quit", "--data", p.data); code != 0 {
		t.Fatalf("quit printed %q and exited with %d", out, code)
	}
	desk.endsBy(t)

	_, client = p.desk("--hub", team)
	until(t, client, "somebody can sign in", func(s local.State) bool { return s.Stage == local.StageSignIn })
	agrees("the same hub", "--hub", team+":443/")
	refuses("another hub", team, "--hub", "https://other.example")
	refuses("a demo at a team's hub", team, "--demo")
	if out, code := start("--hub", "nonsense"); code != exitUsage {
		t.Errorf("a hub that is none printed %q and exited with %d", out, code)
	}
}

func TestADeskThatIsStuckIsNotWaitedFor(t *testing.T) {
	p := newPlace(t)
	desk, client := p.desk()
	until(t, client, "the welcome is there", func(s local.State) bool { return s.Stage == local.StageWelcome })
	if err := desk.Process.Signal(syscall.SIGSTOP); err != nil {
		t.Fatal(err)
	}
	started := map[string]*process{}
	for _, verb := range []string{"run", "open", "quit", "status"} {
		started[verb], _ = p.start("parley-desk", verb, "--data", p.data)
	}
	for verb, s := range started {
		if code := s.endsBy(t); code != exitFailed || !strings.Contains(s.log.String(), "the desk of "+p.data+" does not answer") {
			t.Errorf("%s printed %q and exited with %d", verb, s.log, code)
		}
	}
}

func TestTheDeskSaysInItsFolderWhyItEnds(t *testing.T) {
	p := newPlace(t)
	if err := os.MkdirAll(p.data, 0o700); err != nil {
		t.Fatal(err)
	}
	began := time.Now()
	if err := os.WriteFile(filepath.Join(p.data, "desk.json"), []byte(`{"version":9,"content":{}}`), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, code := p.run("parley-desk", "--hidden", "--data", p.data); code != exitFailed {
		t.Errorf("it exited with %d", code)
	}
	if why := desklog.LastError(p.data, began); !strings.Contains(why, "newer Parley") {
		t.Errorf("the log says %q", why)
	}
}

// A window that is closing takes nobody to the front any more: whoever asked for it meanwhile gets another.
func TestAWindowAskedForWhileOneCloses(t *testing.T) {
	for name, ask := range map[string]func(*place, *local.Client) error{
		"from the tray": func(_ *place, c *local.Client) error { return c.Open(t.Context()) },
		"by a person": func(p *place, _ *local.Client) error {
			if _, err := p.client().Attach(t.Context()); chat.CodeOf(err) != chat.Conflict {
				return fmt.Errorf("a second window: %w, want conflict", err)
			}
			return nil
		},
	} {
		t.Run(name, func(t *testing.T) {
			p := newPlace(t)
			_, client := p.desk("--demo")
			until(t, client, "the agent is Online", shows(chat.Online))
			closing := p.client()
			if _, err := closing.Attach(t.Context()); err != nil {
				t.Fatal(err)
			}
			if err := ask(p, client); err != nil {
				t.Fatal(err)
			}
			closing.Disconnect()
			p.hasWindow()
		})
	}
}

func TestUsage(t *testing.T) {
	p := newPlace(t)
	if out, code := p.run("parley-desk", "--nonsense"); code != exitUsage {
		t.Errorf("it printed %q and exited with %d", out, code)
	}
	if out, code := p.run("parley-desk", "--help"); code != 0 || !strings.Contains(out, "--hidden") {
		t.Errorf("it printed %q and exited with %d", out, code)
	}
	if out, code := p.run("parley-desk", "--hub", "http://hub.example", "--hidden", "--data", p.data); code != exitUsage || !strings.Contains(out, "https://") {
		t.Errorf("it printed %q and exited with %d", out, code)
	}
}
