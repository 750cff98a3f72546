// Package postgrestest runs a PostgreSQL for tests that nobody else uses: its files are in a folder of their own, it listens on no network, and it ends
// with the tests.
package postgrestest

import (
	"context"
	"fmt"
	"strings"
	"sync"
	"testing"

	"parley/backend/chat"
)

// the is the server of this process. It forgets everything with its machine, and is the quicker for it.
var the struct {
	sync.Mutex
	*Server
	filled bool // the template is there
}

// template is the database that others are copied from.
const template = "parley_template"

// Fill makes what every copied database has in it, in the one at an address.
type Fill func(ctx context.Context, address string) error

// Prepare starts the server of this process, if it does not run, and fills what Copy copies, once. It cannot be done in a bubble of synctest, whose time
// would not wait for it.
func Prepare(ctx context.Context, fill Fill) error {
	s, err := running() //nolint:contextcheck // the server outlives the test that starts it
	if err != nil {
		return err
	}
	the.Lock()
	defer the.Unlock()
	if the.filled {
		return nil
	}
	if err := s.exec(ctx, "CREATE DATABASE "+template); err != nil {
		return err
	}
	if err := fill(ctx, s.Address(template)); err != nil {
		return fmt.Errorf("fill a database: %w", err)
	}
	the.filled = true
	return nil
}

// running is the server of this process, which the first call starts.
func running() (*Server, error) {
	the.Lock()
	defer the.Unlock()
	if the.Server == nil {
		s, err := start("fsync=off", "full_page_writes=off", "synchronous_commit=off")
		if err != nil {
			return nil, fmt.Errorf("there is no PostgreSQL for these tests (Debian: apt-get install postgresql): %w", err)
		}
		the.Server = s
	}
	return the.Server, nil
}

// Stop ends the server of this process, if there is one. A TestMain calls it last.
func Stop() {
	the.Lock()
	defer the.Unlock()
	if the.Server != nil {
		the.end()
		the.Server, the.filled = nil, false
	}
}

// Copy returns the address of a database that only this test uses, a copy of the one that was filled: it is quicker to copy tables than to make them.
func Copy(t testing.TB, fill Fill) string {
	t.Helper()
	if err := Prepare(t.Context(), fill); err != nil {
		t.Fatal(err)
	}
	return database(t, "TEMPLATE "+template)
}

// New returns the address of an empty database, which is dropped when the test ends.
func New(t testing.TB) string {
	t.Helper()
	return database(t, "")
}

// database makes a database that is dropped when the test ends.
func database(t testing.TB, how string) string {
	t.Helper()
	s, err := running()
	if err != nil {
		t.Fatal(err)
	}
	name := "test_" + strings.ToLower(chat.NewID())
	if err := s.exec(t.Context(), "CREATE DATABASE "+name+" "+how); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.exec(context.WithoutCancel(t.Context()), "DROP DATABASE "+name+" WITH (FORCE)"); err != nil {
			t.Error(err)
		}
	})
	return s.Address(name)
}
