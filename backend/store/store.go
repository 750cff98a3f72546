// Package store keeps what a hub must not forget: sites with their agents, what is known of each agent's presence, and the log of every
// conversation. One SQL text serves SQLite and PostgreSQL; only opening a database, the way to its transactions and explaining its errors is written for
// each. A change is written as if it were alone, and nobody is told that something is stored before that would survive a power cut. Instants are kept in
// whole milliseconds and come back in UTC.
package store

import (
	"context"
	"database/sql"
	"errors"
	"io/fs"
	"log/slog"
	"strconv"
	"strings"
	"sync/atomic"
	"time"

	"parley/backend/chat"
)

// patience is how long others may keep a database busy, or silent, before a change fails.
const patience = 5 * time.Second

// patienceSetting is patience as the settings of a connection have it, in milliseconds.
var patienceSetting = strconv.FormatInt(patience.Milliseconds(), 10)

// Store is an open database. It is safe for use by any number of goroutines, and beside other processes that opened the same database. Every
// error carries a chat.Code; what the database itself cannot do now is unavailable or busy, and the message names it.
type Store struct {
	writes  changer
	reads   runner
	explain func(error) error // gives an error of the database its code
	release func() error      // closes what opening opened
	search  search
	clock   string // asks for the time by the database's clock, in milliseconds since 1970 UTC; empty where that is this computer's
}

// changer runs changes in transactions.
type changer interface {
	// do runs a change as Store.change says.
	do(ctx context.Context, change func(*tx) error) error
	// refused reports whether the database refused the last change that would have written.
	refused() bool
	// close answers every change already asked for, and refuses later ones.
	close() error
}

// tx is the transaction as one change sees it. It does not end with the context of whoever asked for the change.
type tx struct {
	querier
	ofConversation string // ends a query for a row of conversations c that is about to be changed: others wait
	wrote          bool   // the change changed a row
	said           bool   // it added an entry
}

// exec changes rows and returns how many.
func (t *tx) exec(text string, args ...any) (int64, error) {
	n, err := t.querier.exec(text, args...)
	t.wrote = t.wrote || n > 0
	return n, err
}

// Open opens a database for a hub, at a place postgres://... or a folder for SQLite, which may be written as sqlite:FOLDER. It makes the database if it is
// not there, and brings an older one to the version of this program. A database that is newer, damaged, not Parley's or not writable is unavailable, and the
// message says what to do. ctx is that of the opening, not of the store. What goes wrong where no caller waits is logged to log.
func Open(ctx context.Context, place string, log *slog.Logger) (*Store, error) {
	return openMigrated(ctx, place, log, migrations())
}

func openMigrated(ctx context.Context, place string, log *slog.Logger, migrations fs.FS) (*Store, error) {
	return openAt(ctx, place, log, func(d database) error {
		return d.prepare(ctx, migrations, func() error { return d.update(ctx, migrations) })
	})
}

// OpenBeside opens a database that is there, for a program that works beside a hub. It returns not_found where there is none, and unavailable for one
// of an older version too: a hub that is running on it could not go on.
func OpenBeside(ctx context.Context, place string, log *slog.Logger) (*Store, error) {
	return openAt(ctx, place, log, func(d database) error { return d.find(ctx, migrations()) })
}

// MakeBeside is OpenBeside, but for a database that is not there, which it makes as Open does.
func MakeBeside(ctx context.Context, place string, log *slog.Logger) (*Store, error) {
	return openAt(ctx, place, log, func(d database) error {
		return d.prepare(ctx, migrations(), func() error { return d.find(ctx, migrations()) })
	})
}

// database is a database that may or may not be there.
type database interface {
	// prepare makes the database if it is not there, and otherwise does what is to be done with one that is. Of several processes one at a time does so.
	prepare(ctx context.Context, migrations fs.FS, otherwise func() error) error
	// update migrates a database that is there.
	update(ctx context.Context, migrations fs.FS) error
	// find returns not_found where there is no database, and unavailable for one that migrations would change.
	find(ctx context.Context, migrations fs.FS) error
	// use does something with a connection of its own to a database that is there, for as long as it takes.
	use(ctx context.Context, do func(*sql.DB) error) error
	// connect opens a database that is there.
	connect(ctx context.Context, log *slog.Logger) (*Store, error)
	// explain gives an error of the database its code.
	explain(err error) error
	// search is how messages are found in it.
	search() search
}

// openAt opens a database once ready has seen to it that it is there.
func openAt(ctx context.Context, place string, log *slog.Logger, ready func(database) error) (*Store, error) {
	d, err := databaseAt(place)
	if err != nil {
		return nil, err
	}
	if err := ready(d); err != nil {
		return nil, d.explain(err)
	}
	s, err := d.connect(ctx, log)
	if err != nil {
		return nil, d.explain(err)
	}
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

// databaseAt is the database at a place, as Open reads it.
func databaseAt(place string) (database, error) {
	if IsPostgres(place) {
		return newPostgres(place)
	}
	return newSQLite(strings.TrimPrefix(place, "sqlite:"))
}

// IsPostgres reports whether a place is a PostgreSQL database, which several hubs and computers can share. Any other is a folder.
func IsPostgres(place string) bool {
	return strings.HasPrefix(place, "postgres://") || strings.HasPrefix(place, "postgresql://")
}

// Close answers every change already asked for, refuses later ones as unavailable, and closes the database. It must be called once, when nobody
// reads any more.
func (s *Store) Close() error {
	return s.explain(errors.Join(s.writes.close(), s.release()))
}

// change runs do in a transaction, which may be shared with whatever else waits to be written, and returns once that is durable. It is as if no other
// change were made meanwhile. do may run more than once, and must have no effect but on its transaction and its own result. A rule it breaks is a
// chat.Error; any other error is the database's. After an error nothing is stored, but where the link to the database broke at the very end, which
// nobody can tell from a failure: when ctx ends while the change is under way, its outcome is awaited all the same. With a context of Managing it is
// forbidden to who may no longer.
func (s *Store) change(ctx context.Context, do func(*tx) error) error {
	return s.writes.do(ctx, func(tx *tx) error {
		if err := mayStill(ctx, tx); err != nil {
			return err
		}
		return do(tx)
	})
}

// changed is change with a result.
func changed[T any](ctx context.Context, s *Store, do func(*tx) (T, error)) (out T, err error) {
	err = s.change(ctx, func(tx *tx) (err error) {
		out, err = do(tx)
		return err
	})
	return out, err
}

// read binds a context to queries outside of any transaction.
func (s *Store) read(ctx context.Context) querier { return querier{ctx: ctx, sql: s.reads} }

// millis is how an instant is stored.
func millis(t time.Time) int64 {
	if t.IsZero() {
		return 0
	}
	return t.UnixMilli()
}

// instant is the inverse of millis.
func instant(ms int64) time.Time {
	if ms == 0 {
		return time.Time{}
	}
	return time.UnixMilli(ms).UTC()
}

// stored is an instant as it will come back.
func stored(t time.Time) time.Time { return instant(millis(t)) }

// missing is the error for something that is not there.
func missing(what, id string) error {
	return chat.Errorf(chat.NotFound, "there is no %s %q", what, id)
}

func errClosed() error { return chat.Errorf(chat.Unavailable, "the database is closed") }

func interrupted(ctx context.Context) error {
	return chat.Errorf(chat.Unavailable, "wait for the database: %w", context.Cause(ctx))
}

// isRule reports whether an error is a rule that a change's input broke, and not the database's.
func isRule(err error) bool {
	var rule *chat.Error
	return errors.As(err, &rule)
}

// condition is whether the database takes changes. The log is told once when it stops, and when it takes them again.
type condition struct {
	log    *slog.Logger
	broken atomic.Bool
}

// fails notes that the database refused a change that would have written.
func (c *condition) fails(err error) {
	if !c.broken.Swap(true) {
		c.log.Error("changes cannot be stored", "error", err)
	}
}

// works notes that the database took one.
func (c *condition) works() {
	if c.broken.Swap(false) {
		c.log.Info("changes are stored again")
	}
}

func (c *condition) refused() bool { return c.broken.Load() }
