package store

import (
	"context"
	"database/sql"
	"errors"
	"io/fs"
	"log/slog"
	"net/url"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"time"

	_ "modernc.org/sqlite" // registers the driver "sqlite"

	"parley/backend/chat"
)

// FileName is the name of the database in its folder. Files beside it whose names begin with it belong to it.
const FileName = "parley.db"

// What the connections may take. A desk that holds a built-in hub has little memory to spare.
const (
	writerCache = 1024 // KiB of pages
	readerCache = 256  // KiB of pages, each
	maxReaders  = 3
)

// inMemory has a connection sort in memory: what a hub asks for is short. A migration sorts whole tables, which go to a file.
const inMemory = "temp_store(memory)"

// Open opens the SQLite database in a folder for its hub, and makes both if they are not there, for their owner's eyes only. It brings an older
// database to the version of this program. A database that is newer, damaged, not Parley's or not writable is unavailable, and the message says what
// to do. ctx is that of the opening, not of the store. What goes wrong where no caller waits is logged to log.
func Open(ctx context.Context, dir string, log *slog.Logger) (*Store, error) {
	return openMigrated(ctx, dir, log, migrations())
}

func openMigrated(ctx context.Context, dir string, log *slog.Logger, migrations fs.FS) (*Store, error) {
	return openSQLite(ctx, dir, log, func(f sqliteFile) error {
		return f.prepare(ctx, migrations, func() error { return f.update(ctx, migrations) })
	})
}

// OpenBeside opens a database that is there, for a program that works beside a hub. It returns not_found where there is none, and unavailable for one
// of an older version too: a hub that is running on it could not go on.
func OpenBeside(ctx context.Context, dir string, log *slog.Logger) (*Store, error) {
	return openSQLite(ctx, dir, log, func(f sqliteFile) error { return f.find(ctx, migrations()) })
}

// MakeBeside is OpenBeside, but for a database that is not there, which it makes as Open does.
func MakeBeside(ctx context.Context, dir string, log *slog.Logger) (*Store, error) {
	return openSQLite(ctx, dir, log, func(f sqliteFile) error {
		return f.prepare(ctx, migrations(), func() error { return f.find(ctx, migrations()) })
	})
}

// openSQLite opens the database in a folder once ready has seen to it that it is there.
func openSQLite(ctx context.Context, dir string, log *slog.Logger, ready func(sqliteFile) error) (*Store, error) {
	dir, err := filepath.Abs(dir)
	if err != nil {
		return nil, chat.Errorf(chat.Unavailable, "find the data folder: %w", err)
	}
	f := sqliteFile(filepath.Join(dir, FileName))
	if err := ready(f); err != nil {
		return nil, f.explain(err)
	}

	writing := f.connections(1, writerCache, inMemory)
	reading := f.connections(maxReaders, readerCache, "query_only(1)", inMemory)
	copying := f.connections(1, readerCache, "busy_timeout(20)") // what is not copied now is copied later
	release := func() error { return errors.Join(reading.Close(), copying.Close(), writing.Close()) }
	conn, err := writing.Conn(ctx)
	if err == nil {
		// The writer has its own way to wait. Not sooner: opening meets the lock of whoever closes the database at this moment.
		_, err = conn.ExecContext(ctx, `PRAGMA busy_timeout = 0`)
	}
	if err != nil {
		return nil, errors.Join(f.explain(err), release())
	}

	var gate sync.Mutex
	c := newCheckpointer(copying, string(f)+"-wal", &gate, log) //nolint:contextcheck // it outlives the opening
	w := newWriter(conn, "BEGIN IMMEDIATE", &gate, f.explain, c.nudge, log)
	s := &Store{writes: w, reads: newStatements(reading), explain: f.explain, release: func() error {
		c.close()
		return errors.Join(conn.Close(), release())
	}}
	if err := s.change(ctx, mayWrite); err != nil {
		return nil, errors.Join(err, s.Close())
	}
	return s, nil
}

// mayWrite fails where the database cannot be written, so that this is known at once. To begin a transaction proves nothing: on a file that is
// read-only SQLite makes it one that reads.
func mayWrite(tx *tx) error {
	_, err := tx.exec(`UPDATE sites SET revision = revision WHERE FALSE`)
	return err
}

// sqliteFile is the path of a database.
type sqliteFile string

// connections returns a pool of at most n connections. A commit is on the disk when it returns, and the write-ahead log goes into the database when
// the checkpointer says so, never as a part of a commit.
func (f sqliteFile) connections(n, cacheKiB int, pragmas ...string) *sql.DB {
	q := url.Values{
		"mode":          {"rw"}, // never makes a file
		"_txlock":       {"immediate"},
		"_busy_timeout": {strconv.FormatInt(patience.Milliseconds(), 10)},
		"_foreign_keys": {"on"},
		"_pragma": append([]string{
			"synchronous(full)", "fullfsync(on)", "wal_autocheckpoint(0)",
			"cache_size(-" + strconv.Itoa(cacheKiB) + ")",
		}, pragmas...),
	}
	path := filepath.ToSlash(string(f))
	if !strings.HasPrefix(path, "/") {
		path = "/" + path // a Windows drive
	}
	name := url.URL{Scheme: "file", Path: path, RawQuery: q.Encode()}
	db, err := sql.Open("sqlite", name.String())
	if err != nil {
		panic("store: " + err.Error()) // the driver is registered by the import above
	}
	db.SetMaxOpenConns(n)
	db.SetConnMaxIdleTime(time.Minute)
	return db
}
