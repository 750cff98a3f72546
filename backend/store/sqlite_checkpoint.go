package store

import (
	"context"
	"database/sql"
	"log/slog"
	"sync"
	"time"
)

// When the write-ahead log goes into the database.
const (
	glance    = 50 * time.Millisecond // how often it is looked at while there are writes
	lull      = 4                     // so many glances without a write are a lull
	maxFrames = 4096                  // pages in it that are too many to wait for a lull
	keptWAL   = 2 * maxFrames * 4120  // bytes of the file that the next commit after a copy leaves standing: it is quicker to overwrite than to grow
)

// checkpointer copies what commits have put into the write-ahead log to its place in the database. It has a connection of its own, so that no
// commit is kept waiting: it copies in lulls, or beside the writer when there are none.
type checkpointer struct {
	db      *sql.DB
	wal     string      // the file
	gate    *sync.Mutex // held by the writer while a transaction is open
	log     *slog.Logger
	written chan struct{}
	stop    chan struct{}
	stopped chan struct{}
	failing bool // was told to the log
}

func newCheckpointer(db *sql.DB, wal string, gate *sync.Mutex, log *slog.Logger) *checkpointer {
	c := &checkpointer{db: db, wal: wal, gate: gate, log: log,
		written: make(chan struct{}, 1), stop: make(chan struct{}), stopped: make(chan struct{})}
	go c.run()
	return c
}

// nudge says that something was written.
func (c *checkpointer) nudge() {
	select {
	case c.written <- struct{}{}:
	default:
	}
}

// close ends the goroutine. What is not copied stays in the log, where it is as safe.
func (c *checkpointer) close() {
	close(c.stop)
	<-c.stopped
}

func (c *checkpointer) run() {
	defer close(c.stopped)
	for {
		select {
		case <-c.stop:
			return
		case <-c.written:
		}
		if !c.awaitLull() {
			return
		}
		c.copy("PASSIVE")
	}
}

// awaitLull returns when nothing has been written for a while, or false when the checkpointer is to stop.
func (c *checkpointer) awaitLull() bool {
	glances := time.NewTicker(glance)
	defer glances.Stop()
	for quiet := 0; quiet < lull; {
		select {
		case <-c.stop:
			return false
		case <-glances.C:
		}
		select {
		case <-c.written:
			quiet = 0
		default:
			quiet++
		}
		if c.copy("NOOP") > maxFrames {
			// Most of it beside the writer; then the little that came meanwhile with the writer waiting, after which the log begins anew.
			c.copy("PASSIVE")
			c.restart()
		}
	}
	return true
}

// restart copies while nothing is being written, so that the next commit begins the log anew.
func (c *checkpointer) restart() {
	c.gate.Lock()
	defer c.gate.Unlock()
	c.copy("RESTART")
}

// copy runs one checkpoint and returns how many pages the log holds. Readers or another process may prevent that all are copied; the next one gets
// them.
func (c *checkpointer) copy(mode string) (frames int) {
	var busy, copied int
	err := c.db.QueryRowContext(context.Background(), "PRAGMA wal_checkpoint("+mode+")").Scan(&busy, &frames, &copied)
	if err != nil && !c.failing {
		c.log.Error("copy the write-ahead log into the database", "file", c.wal, "error", err)
	}
	c.failing = err != nil
	return frames
}
