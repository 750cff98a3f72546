package store

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"parley/backend/chat"
	"parley/backend/targeting"
	"parley/backend/targeting/targetingtest"
)

// hold keeps the writer busy until the returned function is called. It must be called in a bubble.
func hold(t *testing.T, s *Store) (release func()) {
	t.Helper()
	held := make(chan struct{})
	go func() {
		if err := s.change(t.Context(), func(*tx) error { <-held; return nil }); err != nil {
			t.Error(err)
		}
	}()
	synctest.Wait()
	return func() { close(held) }
}

// writerOf is the writer of a store on SQLite.
func writerOf(s *Store) *writer { return s.writes.(*writer) }

// countCommits counts the transactions from here on.
func countCommits(s *Store) *int {
	w := writerOf(s)
	n, before := new(int), w.written
	w.written = func() { *n++; before() }
	return n
}

// queue has changes wait for the writer, in this order, and returns their errors once all are answered.
func queue(t *testing.T, s *Store, changes ...func(*tx) error) (answers func() []error) {
	t.Helper()
	errs := make([]error, len(changes))
	var wg sync.WaitGroup
	for i, do := range changes {
		wg.Go(func() { errs[i] = s.change(t.Context(), do) })
		synctest.Wait()
	}
	return func() []error { wg.Wait(); return errs }
}

func insertSite(name string) func(*tx) error {
	return func(tx *tx) error {
		_, err := tx.exec(`INSERT INTO sites (id, name, quiet, email_policy, revision) VALUES ($1, $1, '', '', 1)`, name)
		return err
	}
}

func TestOneCommitForWhateverWaits(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := openTest(t, t.TempDir())
		defer closeTest(t, s)
		commits := countCommits(s)
		release := hold(t, s)
		var changes []func(*tx) error
		for i := range batchSize + 1 {
			changes = append(changes, insertSite(fmt.Sprint(i)))
		}
		answers := queue(t, s, changes...)
		release()
		if err := errors.Join(answers()...); err != nil {
			t.Fatal(err)
		}
		if *commits != 3 {
			t.Errorf("%d commits for the one that was held and %d that waited, want 3", *commits, len(changes))
		}
	})
}

func TestFailingChangeSpoilsNoOther(t *testing.T) {
	broken := chat.Errorf(chat.Conflict, "a rule is broken")
	for name, bad := range map[string]struct {
		do      func(*tx) error
		code    chat.Code
		commits int
	}{
		"rule, before it wrote": {func(*tx) error { return broken }, chat.Conflict, 2},
		"rule, after it wrote": {func(tx *tx) error {
			return errors.Join(insertSite("bad")(tx), broken)
		}, chat.Conflict, 2},
		"twice the same": {insertSite("1"), chat.Conflict, 2},
		"nothing it belongs to": {func(tx *tx) error {
			_, err := tx.exec(`INSERT INTO site_keys (hash, site) VALUES ('bad', 'nobody')`)
			return err
		}, chat.NotFound, 2},
		"nonsense": {func(tx *tx) error {
			_, err := tx.exec(`NONSENSE`)
			return errors.Join(insertSite("bad")(tx), err)
		}, chat.Internal, 2},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				s := openTest(t, t.TempDir())
				defer closeTest(t, s)
				commits := countCommits(s)
				release := hold(t, s)
				answers := queue(t, s, insertSite("1"), bad.do, insertSite("2"), bad.do, insertSite("3"))
				release()
				errs := answers()
				for i, err := range errs {
					if i%2 == 0 && err != nil {
						t.Errorf("change %d: %v", i, err)
					}
					if i%2 == 1 && (err == nil || chat.CodeOf(err) != bad.code) {
						t.Errorf("bad change: error %v (%s), want %s", err, chat.CodeOf(err), bad.code)
					}
				}
				if names := siteNames(t, s); !slices.Equal(names, []string{"1", "2", "3"}) {
					t.Errorf("stored %v", names)
				}
				if *commits != bad.commits {
					t.Errorf("%d commits, want %d", *commits, bad.commits)
				}
			})
		})
	}
}

// Of two who change the same thing the later one is refused every day. Nobody else's change is done twice for that.
func TestAConflictUndoesNoOtherChange(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := openTest(t, t.TempDir())
		defer closeTest(t, s)
		ctx, site := t.Context(), addSite(t, s, "Shop")
		sales, err := s.AddGroup(ctx, site.ID, "Sales", nil, false)
		if err != nil {
			t.Fatal(err)
		}
		var rule TargetedChat
		for range targeting.MaxRules {
			if rule, err = s.AddRule(ctx, site.ID, targetingtest.Prices()); err != nil {
				t.Fatal(err)
			}
		}
		const old = chat.Revision("of before")
		for name, refused := range map[string]func() error{
			"settings":                  func() error { _, err := s.SetSite(ctx, site, old); return err },
			"group":                     func() error { _, err := s.UpdateGroup(ctx, sales, old); return err },
			"name of a group":           func() error { _, err := s.AddGroup(ctx, site.ID, "Sales", nil, false); return err },
			"targeted chat":             func() error { _, err := s.UpdateRule(ctx, site.ID, rule.ID, rule.RuleSettings, old); return err },
			"one more targeted chat":    func() error { _, err := s.AddRule(ctx, site.ID, targetingtest.Prices()); return err },
			"targeted chats in order":   func() error { return s.OrderRules(ctx, site.ID, []string{rule.ID}, old) },
			"order of too few of these": func() error { return s.OrderRules(ctx, site.ID, []string{rule.ID}, "") },
		} {
			done, release := 0, hold(t, s)
			answers := queue(t, s, func(*tx) error { done++; return nil })
			var conflict error
			var both sync.WaitGroup
			both.Go(func() { conflict = refused() })
			synctest.Wait()
			release()
			both.Wait()
			if err := errors.Join(answers()...); err != nil || chat.CodeOf(conflict) != chat.Conflict || done != 1 {
				t.Errorf("%s: refused with %v; what shared the transaction was done %d times (%v)", name, conflict, done, err)
			}
		}
	})
}

// A commit that fails is one that nobody was told of.
func TestFailedCommitFailsAll(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := openTest(t, t.TempDir())
		defer closeTest(t, s)
		release := hold(t, s)
		answers := queue(t, s, insertSite("1"), func(tx *tx) error {
			// A reference that is checked by the commit only.
			_, err := tx.exec(`PRAGMA defer_foreign_keys = ON`)
			_, orphan := tx.exec(`INSERT INTO site_keys (hash, site) VALUES ('bad', 'nobody')`)
			return errors.Join(err, orphan)
		}, insertSite("2"))
		release()
		for i, err := range answers() {
			if i > 0 && err == nil { // the first shares no transaction with what came while it was held
				t.Errorf("change %d was answered without an error", i)
			}
		}
		if names := siteNames(t, s); len(names) > 1 {
			t.Errorf("stored %v", names)
		}
		addSite(t, s, "afterwards")
	})
}

func TestOwnerGivesUp(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := openTest(t, t.TempDir())
		defer closeTest(t, s)

		// While the writer is busy with others: nothing is stored.
		release := hold(t, s)
		ctx, cancel := context.WithCancel(t.Context())
		answer := make(chan error)
		go func() { answer <- s.change(ctx, insertSite("given up")) }()
		synctest.Wait()
		cancel()
		if err := <-answer; chat.CodeOf(err) != chat.Unavailable || !errors.Is(err, context.Canceled) {
			t.Errorf("error %v", err)
		}
		release()

		// While it is being stored: it is, and its owner is told so.
		ctx, cancel = context.WithCancel(t.Context())
		err := s.change(ctx, func(tx *tx) error {
			cancel()
			return insertSite("stored")(tx)
		})
		if err != nil {
			t.Error(err)
		}
		if names := siteNames(t, s); !slices.Equal(names, []string{"stored"}) {
			t.Errorf("stored %v", names)
		}
	})
}

func TestCloseAnswersWhoWaits(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		dir := t.TempDir()
		s := openTest(t, dir)
		release := hold(t, s)
		var changes []func(*tx) error
		for i := range 2*batchSize + 1 {
			changes = append(changes, insertSite(fmt.Sprint(i)))
		}
		answers := queue(t, s, changes...)
		closed := make(chan error)
		go func() { closed <- s.Close() }()
		synctest.Wait()
		if err := s.change(t.Context(), insertSite("late")); chat.CodeOf(err) != chat.Unavailable {
			t.Errorf("error %v of a change after Close", err)
		}
		release()
		if err := errors.Join(append(answers(), <-closed)...); err != nil {
			t.Error(err)
		}
		again := openTest(t, dir)
		defer closeTest(t, again)
		if n := len(siteNames(t, again)); n != len(changes) {
			t.Errorf("%d of %d are stored", n, len(changes))
		}
	})
}

func TestAnotherProcessKeepsWriting(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		dir := t.TempDir()
		s := openTest(t, dir)
		defer closeTest(t, s)
		other := sqliteFile(s.path(t)).connections(1, readerCache)
		defer other.Close()
		tx, err := other.BeginTx(t.Context(), nil)
		if err != nil {
			t.Fatal(err)
		}
		start := time.Now()
		_, err = s.AddSite(t.Context(), "Too long", nil)
		if chat.CodeOf(err) != chat.Busy || !strings.Contains(err.Error(), dir) {
			t.Errorf("error %v, want busy that names the database", err)
		}
		if waited := time.Since(start); waited < patience {
			t.Errorf("gave up after %v", waited)
		}
		go func() {
			time.Sleep(patience / 2)
			if err := tx.Rollback(); err != nil {
				t.Error(err)
			}
		}()
		addSite(t, s, "Soon enough")
		if names := siteNames(t, s); !slices.Equal(names, []string{"Soon enough"}) {
			t.Errorf("stored %v", names)
		}
	})
}

// path is that of the database.
func (s *Store) path(t *testing.T) string {
	t.Helper()
	path, _, err := first(s.read(t.Context()), value[string], `SELECT file FROM pragma_database_list WHERE name = 'main'`)
	if err != nil {
		t.Fatal(err)
	}
	return path
}

// What durability and memory hang on, for every connection.
func TestConnections(t *testing.T) {
	s := openTest(t, t.TempDir())
	defer closeTest(t, s)
	for name, q := range map[string]querier{"writer": writerOf(s).sql, "reader": s.read(t.Context())} {
		for pragma, want := range map[string]string{
			"journal_mode": "wal", "synchronous": "2", "foreign_keys": "1", "wal_autocheckpoint": "0", "fullfsync": "1",
			"temp_store": "2",
		} {
			got, _, err := first(q, value[string], `PRAGMA `+pragma)
			if err != nil || got != want {
				t.Errorf("%s: %s is %q (%v), want %q", name, pragma, got, err, want)
			}
		}
	}
	if _, err := s.read(t.Context()).exec(`DELETE FROM sites`); err == nil {
		t.Error("a reader could write")
	}
}
