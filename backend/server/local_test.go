package server_test

import (
	"log/slog"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"testing/synctest"

	"github.com/gofrs/flock"

	"parley/backend/chat"
	"parley/backend/protocol"
	"parley/backend/server"
	"parley/backend/server/servertest"
	"parley/backend/store"
)

// welcomed reports whether a widget that says hello is let in.
func welcomed(h *servertest.Hub, p *servertest.Peer) bool {
	p.Send(&protocol.VisitorHello{Protocol: protocol.Version, Site: h.Site.ID})
	for _, f := range p.Received() {
		if _, ok := f.(*protocol.VisitorWelcome); ok {
			return true
		}
	}
	return false
}

// stored returns whose token the data folder of a hub knows.
func stored(t *testing.T, dir, token string) (chat.Agent, error) {
	t.Helper()
	s, err := store.OpenBeside(t.Context(), dir, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	return s.AgentByToken(t.Context(), token)
}

func TestBuiltInHubIsSetUpOnceAndSignsItsAgentIn(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		dir := t.TempDir()
		open := func() *server.Server {
			s, err := server.Open(t.Context(), server.Options{Data: dir, Log: slog.New(slog.DiscardHandler)})
			if err != nil {
				t.Fatal(err)
			}
			return s
		}
		s := open()
		if _, err := s.SignIn(t.Context()); chat.CodeOf(err) != chat.NotFound {
			t.Errorf("signing in before the setup: %v", err)
		}
		if _, err := s.Setup(t.Context(), "Shop", "  "); chat.CodeOf(err) != chat.Invalid {
			t.Errorf("setting up without a name: %v", err)
		}
		first, err := s.Setup(t.Context(), "Shop", "Ann")
		if err != nil {
			t.Fatal(err)
		}
		if _, err := s.Setup(t.Context(), "Shop", "Ann"); chat.CodeOf(err) != chat.Conflict {
			t.Errorf("setting up again: %v", err)
		}
		second, err := s.SignIn(t.Context())
		if err != nil || second.Agent != first.Agent || second.Site != first.Site {
			t.Errorf("signing in gives %+v, %v; the setup gave %+v", second, err, first)
		}
		if _, err := stored(t, dir, first.Token); chat.CodeOf(err) != chat.Unauthorized {
			t.Errorf("the first token still works: %v", err)
		}
		if a, err := stored(t, dir, second.Token); err != nil || a.Name != "Ann" {
			t.Errorf("the second token is that of %+v, %v", a, err)
		}
		if err := s.Shutdown(t.Context()); err != nil {
			t.Fatal(err)
		}
		s = open()
		if _, err := stored(t, dir, second.Token); chat.CodeOf(err) != chat.Unauthorized {
			t.Errorf("the token outlives the hub: %v", err)
		}
		killed, err := s.SignIn(t.Context())
		if err != nil || killed.Agent != first.Agent {
			t.Errorf("after a restart signing in gives %+v, %v", killed, err)
		}
		forget := server.Forget(s) // what a hub that is killed does not end
		if err := s.Shutdown(t.Context()); err != nil {
			t.Fatal(err)
		}
		if _, err := stored(t, dir, forget); err != nil {
			t.Errorf("the token of a hub that was killed: %v", err)
		}
		s = open()
		if _, err := s.SignIn(t.Context()); err != nil {
			t.Fatal(err)
		}
		if _, err := stored(t, dir, forget); chat.CodeOf(err) != chat.Unauthorized {
			t.Errorf("the token of a hub that was killed outlives the next one's: %v", err)
		}
		if err := s.Shutdown(t.Context()); err != nil {
			t.Fatal(err)
		}
	})
}

func TestTwoHubsDoNotShareAFolder(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		o := server.Options{Data: t.TempDir(), Log: slog.New(slog.DiscardHandler)}
		s, err := server.Open(t.Context(), o)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := server.Open(t.Context(), o); chat.CodeOf(err) != chat.Unavailable {
			t.Errorf("a second hub: %v", err)
		}
		if err := s.Shutdown(t.Context()); err != nil {
			t.Fatal(err)
		}
		s, err = server.Open(t.Context(), o)
		if err != nil {
			t.Fatalf("after the first has ended: %v", err)
		}
		if err := s.Shutdown(t.Context()); err != nil {
			t.Fatal(err)
		}
	})
}

// A newer hub would change the database under the one that runs.
func TestHubThatMayNotRunLeavesTheDataAlone(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		dir := t.TempDir()
		lock := flock.New(filepath.Join(dir, "hub.lock"))
		if locked, err := lock.TryLock(); err != nil || !locked {
			t.Fatal(locked, err)
		}
		defer lock.Unlock()
		if _, err := server.Open(t.Context(), server.Options{Data: dir, Log: slog.New(slog.DiscardHandler)}); chat.CodeOf(err) != chat.Unavailable {
			t.Errorf("a second hub: %v", err)
		}
		if files, err := filepath.Glob(filepath.Join(dir, store.FileName+"*")); err != nil || len(files) > 0 {
			t.Errorf("it made %v (%v)", files, err)
		}
	})
}

func TestOpenRefuses(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		file := filepath.Join(t.TempDir(), "file")
		if err := os.WriteFile(file, nil, 0o600); err != nil {
			t.Fatal(err)
		}
		log := slog.New(slog.DiscardHandler)
		if _, err := server.Open(t.Context(), server.Options{Data: filepath.Join(file, "data"), Log: log}); chat.CodeOf(err) != chat.Unavailable {
			t.Errorf("a folder that cannot be: %v", err)
		}
		if _, err := server.Open(t.Context(), server.Options{Data: t.TempDir(), URL: "hub.example", Log: log}); chat.CodeOf(err) != chat.Invalid {
			t.Errorf("an address that is none: %v", err)
		}
	})
}

func TestDesksHaveNoOrigin(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := servertest.Start(t)
		for _, origin := range []string{servertest.Origin, servertest.Address, "null"} {
			if answer, _ := h.Do("GET", "/v1/agent", "", nil, append(slices.Clip(upgrade), "Origin", origin)...); answer.StatusCode != http.StatusForbidden {
				t.Errorf("a page of %s is answered %d", origin, answer.StatusCode)
			}
		}
	})
}
