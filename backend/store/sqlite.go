package store

import (
	"context"
	"database/sql"
	"errors"
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

// sqliteFile is the path of a database. The file and its folder are made for their owner's eyes only.
type sqliteFile string

// newSQLite is the database in a folder.
func newSQLite(dir string) (sqliteFile, error) {
	dir, err := filepath.Abs(dir)
	if err != nil {
		return "", chat.Errorf(chat.Unavailable, "find the data folder: %w", err)
	}
	return sqliteFile(filepath.Join(dir, FileName)), nil
}

func (f sqliteFile) connect(ctx context.Context, log *slog.Logger) (*Store, error) {
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
		return nil, errors.Join(err, release())
	}

	var gate sync.Mutex
	c := newCheckpointer(copying, string(f)+"-wal", &gate, log) //nolint:contextcheck // it outlives the opening
	i := newIndexer()
	w := newWriter(conn, "BEGIN IMMEDIATE", &gate, f.explain, c.nudge, i.nudge, log)
	go i.run(w) //nolint:contextcheck // it outlives the opening
	reads := newStatements(reading)
	return &Store{writes: w, reads: reads, explain: f.explain, search: sqliteSearch, release: func() error {
		<-i.stopped
		c.close()
		return errors.Join(reads.close(), conn.Close(), release())
	}}, nil
}

// connections returns a pool of at most n connections. A commit is on the disk when it returns, and the write-ahead log goes into the database when
// the checkpointer says so, never as a part of a commit.
func (f sqliteFile) connections(n, cacheKiB int, pragmas ...string) *sql.DB {
	q := url.Values{
		"mode":          {"rw"}, // never makes a file
		"_txlock":       {"immediate"},
		"_busy_timeout": {patienceSetting},
		"_foreign_keys": {"on"},
		"_pragma": append([]string{
			"synchronous(full)", "fullfsync(on)", "wal_autocheckpoint(0)", "journal_size_limit(" + strconv.Itoa(keptWAL) + ")",
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
