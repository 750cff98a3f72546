package store

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"go.uber.org/goleak"

	"parley/backend/chat"
	"parley/backend/store/postgrestest"
)

// children are what the test binary does when it is started as a process of its own, by name. A file for one system adds its own.
var children = map[string]func(args []string) error{
	"say":        childSays,
	"administer": childAdministers,
}

const childVariable = "PARLEY_STORE_CHILD"

func TestMain(m *testing.M) {
	if name := os.Getenv(childVariable); name != "" {
		if err := children[name](os.Args[1:]); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		os.Exit(0)
	}
	goleak.VerifyTestMain(m, goleak.Cleanup(func(code int) {
		postgrestest.Stop()
		os.Exit(code)
	}))
}

// child is a process that does what children[name] does.
func child(t *testing.T, name string, args ...string) *exec.Cmd {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(self, args...)
	cmd.Env = append(os.Environ(), childVariable+"="+name)
	return cmd
}

var noon = time.Date(2026, time.March, 4, 12, 0, 0, 0, time.UTC)

func openTest(t *testing.T, dir string) *Store {
	t.Helper()
	s, err := Open(t.Context(), dir, slog.New(slog.NewTextHandler(t.Output(), nil)))
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func closeTest(t *testing.T, s *Store) {
	t.Helper()
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
}

func addSite(t *testing.T, s *Store, name string) chat.Site {
	t.Helper()
	site, err := s.AddSite(t.Context(), name, nil)
	if err != nil {
		t.Fatal(err)
	}
	return site
}

// say stores a message of a visitor.
func say(ctx context.Context, s *Store, site, token, clientID, text string) (chat.Written, error) {
	return s.SayAsVisitor(ctx, chat.VisitorMessage{Site: site, Token: token, ClientID: clientID, Text: text, At: noon})
}

// siteNames returns the names of all sites.
func siteNames(t *testing.T, s *Store) (names []string) {
	t.Helper()
	sites, err := s.Sites(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for _, site := range sites {
		names = append(names, site.Name)
	}
	return names
}

// size returns the size of a file, 0 if it is not there.
func size(t *testing.T, path string) int64 {
	t.Helper()
	info, err := os.Stat(path)
	if errors.Is(err, os.ErrNotExist) {
		return 0
	}
	if err != nil {
		t.Fatal(err)
	}
	return info.Size()
}

// copyDatabase copies a database that nobody has open, with its write-ahead log, and returns the folder of the copy.
func copyDatabase(t *testing.T, dir string) string {
	t.Helper()
	to := t.TempDir()
	for _, name := range []string{FileName, FileName + "-wal"} {
		from, err := os.Open(filepath.Join(dir, name))
		if errors.Is(err, os.ErrNotExist) {
			continue
		}
		if err != nil {
			t.Fatal(err)
		}
		file, err := os.Create(filepath.Join(to, name))
		if err != nil {
			t.Fatal(err)
		}
		_, err = io.Copy(file, from)
		if err := errors.Join(err, from.Close(), file.Close()); err != nil {
			t.Fatal(err)
		}
	}
	return to
}
