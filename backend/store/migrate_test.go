package store

import (
	"context"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"parley/backend/chat"
)

// frozen makes the database that the first version wrote.
func frozen(t *testing.T, dir string) {
	t.Helper()
	dump, err := os.ReadFile("testdata/version-1.sql")
	if err != nil {
		t.Fatal(err)
	}
	run(t, filepath.Join(dir, FileName), string(dump))
}

func TestFirstVersionIsUnderstood(t *testing.T) {
	dir := t.TempDir()
	frozen(t, dir)
	s := openTest(t, dir)
	defer closeTest(t, s)
	a, err := s.AgentByToken(t.Context(), strings.Repeat("A", 43))
	if err != nil {
		t.Fatal(err)
	}
	is, err := s.PresenceOf(t.Context(), a.ID)
	if err != nil || is.Facts.Choice.Status != chat.Online || len(is.Facts.Devices) != 1 {
		t.Errorf("presence %+v (%v)", is, err)
	}
	open, err := s.Open(t.Context(), a.Site)
	if err != nil || len(open) != 1 || open[0].Last.Text != "We have it in blue." || open[0].Conversation.LastSeq != 3 {
		t.Fatalf("open %+v (%v)", open, err)
	}
	if found, err := s.Search(t.Context(), a.Site, "blue", 10); err != nil || len(found) != 2 || found[0].Seq != 3 {
		t.Errorf("found %+v (%v)", found, err)
	}
	w, err := say(t.Context(), s, a.Site, strings.Repeat("B", 43), "new", "Thanks")
	if err != nil || w.Entry.Seq != 4 || w.Visitor.ID != open[0].Visitor.ID {
		t.Errorf("written %+v (%v)", w, err)
	}
}

// Databases with the first schema exist, so the first migration cannot change any more.
func TestFirstMigrationIsFrozen(t *testing.T) {
	was, is := t.TempDir(), t.TempDir()
	frozen(t, was)
	first, err := fs.ReadFile(migrations(), "00001_first.sql")
	if err != nil {
		t.Fatal(err)
	}
	run(t, filepath.Join(is, FileName), string(first))
	if diff := cmp.Diff(schema(t, was), schema(t, is)); diff != "" {
		t.Errorf("schema (-frozen +now):\n%s", diff)
	}
}

func schema(t *testing.T, dir string) map[string]string {
	t.Helper()
	rows, err := plain(t, filepath.Join(dir, FileName)).Query(`SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL AND name NOT LIKE 'goose%' AND name NOT LIKE 'sqlite%'`)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	out := make(map[string]string)
	for rows.Next() {
		var name, text string
		if err := rows.Scan(&name, &text); err != nil {
			t.Fatal(err)
		}
		out[name] = text
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	return out
}

// with returns the migrations and one more.
func with(t *testing.T, text string) fs.FS {
	t.Helper()
	out := fstest.MapFS{"99999_more.sql": {Data: []byte("-- +goose Up\n" + text)}}
	names, err := fs.Glob(migrations(), "*.sql")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range names {
		data, err := fs.ReadFile(migrations(), name)
		if err != nil {
			t.Fatal(err)
		}
		out[name] = &fstest.MapFile{Data: data}
	}
	return out
}

func TestMigration(t *testing.T) {
	dir, site, token := filled(t)
	log := slog.New(slog.DiscardHandler)

	_, err := openMigrated(t.Context(), dir, log, with(t, "CREATE TABLE more (id TEXT);\nINSERT INTO more VALUES ('x');\nNONSENSE;"))
	if chat.CodeOf(err) != chat.Unavailable || !strings.Contains(err.Error(), filepath.Join(dir, FileName)) {
		t.Errorf("error %v of a migration that fails", err)
	}
	if _, there := schema(t, dir)["more"]; there {
		t.Error("a migration that failed was applied in part")
	}
	if err := use(t, dir, site, token); err != nil {
		t.Errorf("after a migration that failed: %v", err)
	}

	s, err := openMigrated(t.Context(), dir, log, with(t, "ALTER TABLE sites ADD COLUMN mood TEXT NOT NULL DEFAULT 'blue';"))
	if err != nil {
		t.Fatal(err)
	}
	mood, _, err := first(s.read(t.Context()), value[string], `SELECT mood FROM sites`)
	if err != nil || mood != "blue" {
		t.Errorf("mood %q (%v)", mood, err)
	}
	closeTest(t, s)
	if err := use(t, dir, site, token); chat.CodeOf(err) != chat.Unavailable || !strings.Contains(err.Error(), "newer") {
		t.Errorf("error %v of the older program", err)
	}
}

// A migration may sort a table that grew for years: the memory of a small computer is no place for that.
func TestAMigrationSortsInFiles(t *testing.T) {
	const look = "CREATE TABLE looked AS SELECT temp_store FROM pragma_temp_store;"
	grown, _, _ := filled(t)
	for name, dir := range map[string]string{"one that is there": grown, "a new one": t.TempDir()} {
		s, err := openMigrated(t.Context(), dir, slog.New(slog.DiscardHandler), with(t, look))
		if err != nil {
			t.Fatal(err)
		}
		const memory = 2
		if store, found, err := first(s.read(t.Context()), value[int], `SELECT temp_store FROM looked`); err != nil || !found || store == memory {
			t.Errorf("%s was migrated with temp_store %d (%v)", name, store, err)
		}
		closeTest(t, s)
	}
}

// A program that works beside a hub makes no database and changes the version of none: the hub that runs on it could not go on.
func TestBesideAHub(t *testing.T) {
	dir, log := filepath.Join(t.TempDir(), "data"), slog.New(slog.DiscardHandler)
	if _, err := OpenBeside(t.Context(), dir, log); chat.CodeOf(err) != chat.NotFound || !strings.Contains(err.Error(), dir) {
		t.Errorf("error %v where nothing is, want one that is not_found and names the folder", err)
	}
	if _, err := os.Stat(dir); !os.IsNotExist(err) {
		t.Errorf("the folder was made (%v)", err)
	}

	s, err := MakeBeside(t.Context(), dir, log)
	if err != nil {
		t.Fatal(err)
	}
	addSite(t, s, "First")
	closeTest(t, s)
	hub := openTest(t, dir)
	defer closeTest(t, hub)
	for name, open := range map[string]func(context.Context, string, *slog.Logger) (*Store, error){"Second": MakeBeside, "Third": OpenBeside} {
		s, err := open(t.Context(), dir, log)
		if err != nil {
			t.Fatal(err)
		}
		addSite(t, s, name)
		closeTest(t, s)
	}
	if names := siteNames(t, hub); !slices.Equal(names, []string{"First", "Second", "Third"}) {
		t.Errorf("the hub sees the sites %v", names)
	}

	newer := sqliteFile(filepath.Join(dir, FileName)).find(t.Context(), with(t, "CREATE TABLE more (id TEXT);"))
	if chat.CodeOf(newer) != chat.Unavailable || !strings.Contains(newer.Error(), "start its hub") {
		t.Errorf("error %v of a newer program", newer)
	}
	if _, there := schema(t, dir)["more"]; there {
		t.Error("a newer program has migrated the database of a hub that runs")
	}
}

func TestManyOpenAtOnce(t *testing.T) { manyOpenAtOnce(t, filepath.Join(t.TempDir(), "data")) }

// manyOpenAtOnce has many open a database that is not there yet, or is empty: one of them makes it.
func manyOpenAtOnce(t *testing.T, place string) {
	t.Helper()
	names := []string{"0", "1", "2", "3", "4", "5", "6", "7"}
	var wg sync.WaitGroup
	for _, name := range names {
		wg.Go(func() {
			s, err := Open(t.Context(), place, slog.New(slog.DiscardHandler))
			if err != nil {
				t.Error(err)
				return
			}
			if _, err := s.AddSite(t.Context(), name, nil); err != nil {
				t.Error(err)
			}
			if err := s.Close(); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	s := openTest(t, place)
	defer closeTest(t, s)
	if got := siteNames(t, s); !slices.Equal(got, names) {
		t.Errorf("sites %v", got)
	}
}

// A process that is killed while it makes the database leaves nothing that hinders the next.
func TestUnfinishedDatabase(t *testing.T) {
	dir := t.TempDir()
	for _, name := range []string{"-new", "-new-journal", "-lock"} {
		if err := os.WriteFile(filepath.Join(dir, FileName+name), []byte("unfinished"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	s := openTest(t, dir)
	addSite(t, s, "Shop")
	closeTest(t, s)
	left, err := filepath.Glob(filepath.Join(dir, "*-new*"))
	if err != nil || len(left) > 0 {
		t.Errorf("left behind: %v (%v)", left, err)
	}
}
