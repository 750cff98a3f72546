package store

import (
	"context"
	"database/sql"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"sync"
	"time"

	"parley/backend/chat"
)

// transactions runs each change in a transaction of its own, many at once. They are serializable: a change is written as if it were alone, and where
// another one, of this hub or of another, came between, PostgreSQL refuses it and it is done again.
type transactions struct {
	db      *sql.DB
	explain func(error) error
	condition

	mu     sync.Mutex
	closed bool
	under  sync.WaitGroup // changes under way
}

func newTransactions(db *sql.DB, explain func(error) error, log *slog.Logger) *transactions {
	return &transactions{db: db, explain: explain, condition: condition{log: log}}
}

func (t *transactions) do(ctx context.Context, change func(*tx) error) error {
	if ctx.Err() != nil {
		return interrupted(ctx)
	}
	t.mu.Lock()
	if t.closed {
		t.mu.Unlock()
		return errClosed()
	}
	t.under.Add(1)
	t.mu.Unlock()
	defer t.under.Done()

	for start, tries := time.Now(), 1; ; tries++ {
		wrote, err := t.attempt(ctx, change)
		switch {
		case err == nil && wrote:
			t.works()
			return nil
		case err == nil || isRule(err):
			return err
		case !isPassing(err, tries) || time.Since(start) > patience:
			return t.refuse(err)
		}
		if tries > atOnce {
			time.Sleep(rand.N(min(time.Duration(tries)*collided, mostCollided))) //nolint:gosec // anything but the same for all
		}
	}
}

// A change that met another one is tried again at once a few times, since that one is over; then it waits at most so long before each.
const (
	atOnce       = 8
	collided     = 2 * time.Millisecond
	mostCollided = 50 * time.Millisecond
)

// attempt runs a change once, and reports whether it wrote anything. ctx is asked only until it is the change's turn.
func (t *transactions) attempt(ctx context.Context, change func(*tx) error) (wrote bool, err error) {
	conn, err := t.db.Conn(ctx)
	if err != nil {
		return false, err
	}
	defer conn.Close()                                                         // gives it back to the pool
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), 2*patience) // the link may be dead
	defer cancel()
	in, err := conn.BeginTx(ctx, &sql.TxOptions{Isolation: sql.LevelSerializable})
	if err != nil {
		return false, fmt.Errorf("begin: %w", err)
	}
	tx := &tx{querier: querier{ctx: ctx, sql: in}, ofConversation: " FOR UPDATE OF c"}
	if err := change(tx); err != nil {
		_ = in.Rollback() // fails only where the database has undone it already
		return tx.wrote, err
	}
	return tx.wrote, in.Commit()
}

// refuse gives an error of the database its code. What concerns more than this change is noted.
func (t *transactions) refuse(err error) error {
	err = t.explain(err)
	if code := chat.CodeOf(err); code == chat.Unavailable || code == chat.Busy {
		t.fails(err)
	}
	return err
}

func (t *transactions) close() error {
	t.mu.Lock()
	t.closed = true
	t.mu.Unlock()
	t.under.Wait()
	return nil
}
