// Package store keeps what a hub must not forget: sites with their agents, what is known of each agent's presence, and the log of every
// conversation. One SQL text serves every engine; only opening a database and explaining its errors is written for each. Whatever waits to be
// written shares one transaction, and nobody is told that something is stored before that transaction would survive a power cut. Instants are kept
// in whole milliseconds and come back in UTC.
package store

import (
	"context"
	"errors"
	"time"

	"parley/backend/chat"
)

// Store is an open database. It is safe for use by any number of goroutines, and beside other processes that opened the same database. Every
// error carries a chat.Code; what the database itself cannot do now is unavailable or busy, and the message names it.
type Store struct {
	writes  *writer
	reads   *statements
	explain func(error) error // gives an error of the database its code
	release func() error      // closes what Open opened
}

// Close answers every change already asked for, refuses later ones as unavailable, and closes the database. It must be called once, when nobody
// reads any more.
func (s *Store) Close() error {
	return s.explain(errors.Join(s.writes.close(), s.reads.close(), s.release()))
}

// change runs do in a transaction that it shares with whatever else waits to be written, and returns once that is durable. do may run more than
// once, and must have no effect but on its transaction and its own result. A rule it breaks is a chat.Error; any other error is the database's.
// After an error nothing is stored: when ctx ends while the change is under way, its outcome is awaited all the same. With a context of Managing it is
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
