package store

import (
	"bytes"
	"database/sql"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"parley/backend/chat"
)

// filled returns a folder with a closed database of one site and a conversation, and the site and the visitor's token.
func filled(t *testing.T) (dir string, site chat.Site, token string) {
	t.Helper()
	dir, token = t.TempDir(), chat.NewToken()
	s := openTest(t, dir)
	site = addSite(t, s, "Shop")
	for i := range 200 {
		if _, err := say(t.Context(), s, site.ID, token, fmt.Sprint(i), strings.Repeat("x", 500)); err != nil {
			t.Fatal(err)
		}
	}
	closeTest(t, s)
	return dir, site, token
}

// plain opens a database without anything of this package.
func plain(t *testing.T, path string) *sql.DB {
	t.Helper()
	db, err := sql.Open("sqlite", path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	return db
}

func run(t *testing.T, path, text string) {
	t.Helper()
	db := plain(t, path)
	if _, err := db.Exec(text); err != nil {
		t.Fatal(err)
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
}

// Whatever is wrong with the file, it is said with its name, and the file stays as it is.
func TestRefused(t *testing.T) {
	sound, site, token := filled(t)
	for name, test := range map[string]struct {
		spoil func(t *testing.T, path string)
		says  string
	}{
		"zero length":      {func(t *testing.T, path string) { truncate(t, path, 0) }, "is empty"},
		"part of a header": {func(t *testing.T, path string) { truncate(t, path, 50) }, "is damaged"},
		"truncated":        {func(t *testing.T, path string) { truncate(t, path, size(t, path)/8192*4096) }, "is damaged"},
		"another file":     {func(t *testing.T, path string) { overwrite(t, path, 0, 100) }, "is damaged"},
		"damaged inside":   {func(t *testing.T, path string) { overwrite(t, path, 4096, int(size(t, path))-4096) }, "is damaged"},
		"database of others": {func(t *testing.T, path string) {
			truncate(t, path, 0)
			run(t, path, `CREATE TABLE songs (title TEXT)`)
		}, "is not a database of Parley"},
		"newer": {func(t *testing.T, path string) {
			run(t, path, `INSERT INTO goose_db_version (version_id, is_applied) VALUES (999, 1)`)
		}, "has version 999"},
		"missing beside its log": {func(t *testing.T, path string) {
			if err := os.Rename(path, path+"-wal"); err != nil {
				t.Fatal(err)
			}
		}, "is missing"},
		"a folder": {func(t *testing.T, path string) {
			truncate(t, path, 0)
			if err := os.Remove(path); err != nil {
				t.Fatal(err)
			}
			if err := os.Mkdir(path, 0o700); err != nil {
				t.Fatal(err)
			}
		}, "cannot be"},
	} {
		t.Run(name, func(t *testing.T) {
			dir := copyDatabase(t, sound)
			path := filepath.Join(dir, FileName)
			test.spoil(t, path)
			before := contents(t, dir)
			err := use(t, dir, site, token)
			if err == nil {
				t.Fatal("nothing was noticed")
			}
			if chat.CodeOf(err) != chat.Unavailable || !strings.Contains(err.Error(), path) || !strings.Contains(err.Error(), test.says) {
				t.Errorf("error %q (%s), want one that is unavailable, names the file and says that it %s", err, chat.CodeOf(err), test.says)
			}
			for name, was := range before {
				if is := contents(t, dir)[name]; !bytes.Equal(is, was) {
					t.Errorf("%s was changed", name)
				}
			}
		})
	}
}

// use opens a database and reads and writes a little.
func use(t *testing.T, dir string, site chat.Site, token string) error {
	t.Helper()
	s, err := Open(t.Context(), dir, slog.New(slog.DiscardHandler))
	if err != nil {
		return err
	}
	defer s.Close()
	_, c, err := s.VisitorByToken(t.Context(), site.ID, token)
	if err != nil {
		return err
	}
	if _, err := s.After(t.Context(), c.ID, 0, 1000); err != nil {
		return err
	}
	_, err = say(t.Context(), s, site.ID, token, "new", "Hello")
	return err
}

func truncate(t *testing.T, path string, size int64) {
	t.Helper()
	if err := os.Truncate(path, size); err != nil {
		t.Fatal(err)
	}
}

// overwrite puts nonsense into a file.
func overwrite(t *testing.T, path string, from, n int) {
	t.Helper()
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	for i := from; i < from+n; i++ {
		b[i] = byte(i*7 + 3)
	}
	if err := os.WriteFile(path, b, 0o600); err != nil {
		t.Fatal(err)
	}
}

// contents returns the database files of a folder that are there.
func contents(t *testing.T, dir string) map[string][]byte {
	t.Helper()
	out := make(map[string][]byte)
	for _, name := range []string{FileName, FileName + "-wal"} {
		if b, err := os.ReadFile(filepath.Join(dir, name)); err == nil && len(b) > 0 {
			out[name] = b
		}
	}
	return out
}

func TestFilesAreTheOwnersOnly(t *testing.T) {
	for _, name := range []string{"plain", "with space", "50% #1?", "Büro"} {
		dir := filepath.Join(t.TempDir(), "deep", name)
		s := openTest(t, dir)
		addSite(t, s, "Shop")
		err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
			if err != nil {
				return err
			}
			info, err := d.Info()
			if err != nil {
				return err
			}
			if info.Mode().Perm()&0o077 != 0 {
				t.Errorf("%s is %v", path, info.Mode())
			}
			return nil
		})
		if err != nil {
			t.Error(err)
		}
		closeTest(t, s)
		if size(t, filepath.Join(dir, FileName)) == 0 {
			t.Errorf("no database in %q", dir)
		}
		again := openTest(t, dir)
		if names := siteNames(t, again); len(names) != 1 {
			t.Errorf("sites %v after opening %q again", names, dir)
		}
		closeTest(t, again)
	}
}

// A fault between the two halves of a setup leaves neither, so that it can be done again.
func TestSetupIsWholeOrNothing(t *testing.T) {
	dir := t.TempDir()
	s := openTest(t, dir)
	defer closeTest(t, s)
	run(t, filepath.Join(dir, FileName), `CREATE TRIGGER fault BEFORE INSERT ON agents BEGIN SELECT RAISE(ABORT, 'fault'); END`)
	if _, err := s.Setup(t.Context(), "Shop", "Ann"); err == nil {
		t.Fatal("there was no fault")
	}
	if names := siteNames(t, s); len(names) != 0 {
		t.Errorf("a fault left the sites %v", names)
	}
	run(t, filepath.Join(dir, FileName), `DROP TRIGGER fault`)
	if _, err := s.Setup(t.Context(), "Shop", "Ann"); err != nil {
		t.Errorf("after the fault: %v", err)
	}
}
