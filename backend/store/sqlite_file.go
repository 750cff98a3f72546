package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"time"

	"github.com/gofrs/flock"
	"github.com/pressly/goose/v3"

	"parley/backend/chat"
)

// prepare makes the database if it is not there, and otherwise does what is to be done with one that is.
//
// A new database is made under another name and gets its own when it is complete. So an empty file is never a beginning, but one that has lost
// what was in it, and is left for a person to look at.
func (f sqliteFile) prepare(ctx context.Context, migrations fs.FS, otherwise func() error) (err error) {
	dir := filepath.Dir(string(f))
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return fmt.Errorf("make the data folder: %w", err)
	}
	lock := flock.New(string(f)+"-lock", flock.SetPermissions(0o600))
	if _, err := lock.TryLockContext(ctx, 10*time.Millisecond); err != nil {
		return fmt.Errorf("lock the data folder: %w", err)
	}
	defer func() { err = errors.Join(err, lock.Unlock()) }()

	there, err := f.there()
	switch {
	case err != nil:
		return err
	case there:
		return otherwise()
	}
	return f.create(ctx, migrations)
}

// there reports whether the database is there. One that lost its content is unavailable.
func (f sqliteFile) there() (bool, error) {
	switch info, err := os.Stat(string(f)); {
	case err == nil && info.Size() > 0:
		return true, nil
	case err == nil:
		return false, chat.Errorf(chat.Unavailable,
			"the database %s is empty, its content is lost: put a copy from a backup in its place, or remove it to begin anew", f)
	case !errors.Is(err, fs.ErrNotExist):
		return false, fmt.Errorf("look for the database: %w", err)
	}
	wal := string(f) + "-wal"
	switch info, err := os.Stat(wal); {
	case err == nil && info.Size() > 0:
		return false, chat.Errorf(chat.Unavailable,
			"the database %s is missing, but its log %s is there: put the database back, or remove the log too to begin anew", f, wal)
	case err == nil || errors.Is(err, fs.ErrNotExist):
		return false, nil
	default:
		return false, fmt.Errorf("look for the database: %w", err)
	}
}

func (f sqliteFile) update(ctx context.Context, migrations fs.FS) error {
	return f.ours(ctx, func(db *sql.DB) error { return f.migrate(ctx, db, migrations) })
}

func (f sqliteFile) find(ctx context.Context, migrations fs.FS) error {
	there, err := f.there()
	if err != nil {
		return err
	}
	if !there {
		return chat.Errorf(chat.NotFound, "there is no database %s", f)
	}
	return f.ours(ctx, func(db *sql.DB) error { return isCurrent(ctx, goose.DialectSQLite3, db, migrations, string(f)) })
}

// ours does something with a database that is there, if Parley made it.
func (f sqliteFile) ours(ctx context.Context, do func(*sql.DB) error) (err error) {
	db := f.connections(1, writerCache)
	defer func() { err = errors.Join(err, db.Close()) }()
	var ours bool
	if err := db.QueryRowContext(ctx, `SELECT COUNT(*) > 0 FROM sqlite_master WHERE name = $1`, goose.DefaultTablename).Scan(&ours); err != nil {
		return err
	}
	if !ours {
		return chat.Errorf(chat.Unavailable, "%s is not a database of Parley: move it away", f)
	}
	return do(db)
}

func (f sqliteFile) use(ctx context.Context, do func(*sql.DB) error) error { return f.ours(ctx, do) }

// create makes a database.
func (f sqliteFile) create(ctx context.Context, migrations fs.FS) error {
	unfinished := f + "-new"
	for _, rest := range []string{"", "-journal", "-wal", "-shm"} { // of a process that was killed here
		if err := os.Remove(string(unfinished) + rest); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return fmt.Errorf("make the database: %w", err)
		}
	}
	file, err := os.OpenFile(string(unfinished), os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return fmt.Errorf("make the database: %w", err)
	}
	if err := file.Close(); err != nil {
		return fmt.Errorf("make the database: %w", err)
	}
	db := unfinished.connections(1, writerCache)
	if err := errors.Join(f.migrate(ctx, db, migrations), db.Close()); err != nil {
		return err
	}
	if err := os.Rename(string(unfinished), string(f)); err != nil {
		return fmt.Errorf("make the database: %w", err)
	}
	dir := filepath.Dir(string(f))
	return errors.Join(syncFolder(dir), syncFolder(filepath.Dir(dir))) // either may be new
}

// migrate brings a database of Parley up to date. From then on it has a write-ahead log, which is not before it is known to be ours.
func (f sqliteFile) migrate(ctx context.Context, db *sql.DB, migrations fs.FS) error {
	if err := migrate(ctx, goose.DialectSQLite3, db, migrations, string(f), f.explain); err != nil {
		return err
	}
	_, err := db.ExecContext(ctx, `PRAGMA journal_mode = wal`)
	return err
}

// syncFolder makes the names in a folder durable. Windows does so by itself; where the folder may not be read nobody can.
func syncFolder(dir string) error {
	if runtime.GOOS == "windows" {
		return nil
	}
	d, err := os.Open(dir)
	if errors.Is(err, fs.ErrPermission) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("open folder: %w", err)
	}
	if err := errors.Join(d.Sync(), d.Close()); err != nil {
		return fmt.Errorf("flush folder: %w", err)
	}
	return nil
}
