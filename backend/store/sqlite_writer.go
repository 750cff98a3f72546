package store

import (
	"context"
	"database/sql"
	"log/slog"
	"slices"
	"sync"
	"time"

	"parley/backend/chat"
)

// asking is how often the writer asks for its turn while another process has the database to itself.
const asking = 2 * time.Millisecond

// batchSize is how many changes may share one transaction. More would gain little and keep the first of them waiting.
const batchSize = 100

// writer is the one goroutine that changes a SQLite database. It takes whatever waits into one transaction, so that all of it costs one flush of the
// disk, and never waits for more to come. A change that fails spoils no other.
type writer struct {
	sql     querier
	texts   *statements       // of sql
	begin   string            // starts a transaction that may write
	explain func(error) error // gives an error of the database its code
	written func()            // called after every commit; must not block
	said    func()            // called after every commit of entries; must not block
	condition
	jobs    chan *job     // unbuffered: a job is either still its owner's or in the hands of the writer
	stop    chan struct{} // closed when no more jobs are welcome
	stopped chan struct{} // closed when every job taken is answered
	gate    *sync.Mutex   // held while a transaction is open
}

// job is one change. Its owner may read err once done is closed.
type job struct {
	do   func(*tx) error
	err  error
	done chan struct{}
}

// newWriter starts a writer on a connection that nobody else uses. It holds gate while a transaction is open.
func newWriter(conn *sql.Conn, begin string, gate *sync.Mutex, explain func(error) error, written, said func(), log *slog.Logger) *writer {
	texts := newStatements(conn)
	w := &writer{
		sql: querier{ctx: context.Background(), sql: texts}, texts: texts,
		begin: begin, gate: gate, explain: explain, written: written, said: said, condition: condition{log: log},
		jobs: make(chan *job), stop: make(chan struct{}), stopped: make(chan struct{}),
	}
	go w.run()
	return w
}

// do has one job done, and returns once it is durable or has failed.
func (w *writer) do(ctx context.Context, do func(*tx) error) error {
	j := &job{do: do, done: make(chan struct{})}
	select {
	case <-w.stop:
		return errClosed()
	case <-ctx.Done():
		return interrupted(ctx)
	default:
	}
	select {
	case w.jobs <- j:
		<-j.done
		return j.err
	case <-w.stopped:
		return errClosed()
	case <-ctx.Done():
		return interrupted(ctx)
	}
}

// close has the jobs done that wait, and ends the goroutine.
func (w *writer) close() error {
	close(w.stop)
	<-w.stopped
	return w.texts.close()
}

func (w *writer) run() {
	defer close(w.stopped)
	for {
		select {
		case j := <-w.jobs:
			w.settle(w.gather(j))
		case <-w.stop:
			for jobs := w.gather(); len(jobs) > 0; jobs = w.gather() {
				w.settle(jobs)
			}
			return
		}
	}
}

// gather adds whatever waits.
func (w *writer) gather(jobs ...*job) []*job {
	for len(jobs) < batchSize {
		select {
		case j := <-w.jobs:
			jobs = append(jobs, j)
		default:
			return jobs
		}
	}
	return jobs
}

// settle does jobs and answers each.
func (w *writer) settle(jobs []*job) {
	for spoiler := w.attempt(jobs); spoiler != nil; spoiler = w.attempt(jobs) {
		jobs = slices.DeleteFunc(jobs, func(j *job) bool { return j == spoiler })
		close(spoiler.done)
	}
	for _, j := range jobs {
		close(j.done)
	}
}

// attempt does jobs in one transaction and sets the error of each. It returns nil when these stand, otherwise the job that made the transaction
// useless for the others: then nothing is stored, and the others can be attempted again without it.
func (w *writer) attempt(jobs []*job) *job {
	w.gate.Lock()
	defer w.gate.Unlock()
	if err := w.beginTransaction(); err != nil {
		w.fail(jobs, err)
		return nil
	}
	wrote, said := false, false
	for _, j := range jobs {
		tx := &tx{querier: w.sql}
		j.err = j.do(tx)
		wrote, said = wrote || tx.wrote, said || tx.said
		rule := isRule(j.err)
		if j.err == nil || rule && !tx.wrote {
			continue
		}
		w.rollback()
		if rule {
			return j
		}
		j.err = w.explain(j.err)
		if code := chat.CodeOf(j.err); code == chat.Unavailable || code == chat.Busy {
			w.fail(jobs, j.err) // the others would meet the same
			return nil
		}
		return j
	}
	if _, err := w.sql.exec("COMMIT"); err != nil {
		w.rollback()
		w.fail(jobs, w.explain(err))
		return nil
	}
	if wrote {
		w.works()
	}
	if said {
		w.said()
	}
	w.written()
	return nil
}

// beginTransaction waits while another process writes. SQLite, which asks less and less often, might never meet the short moment between two
// transactions of a busy hub.
func (w *writer) beginTransaction() error {
	for start := time.Now(); ; {
		_, err := w.sql.exec(w.begin)
		if err = w.explain(err); err == nil || chat.CodeOf(err) != chat.Busy || time.Since(start) > patience {
			return err
		}
		time.Sleep(asking)
	}
}

// rollback undoes an open transaction. It fails only where the database has undone it already.
func (w *writer) rollback() { _, _ = w.sql.exec("ROLLBACK") }

// fail answers jobs that the database cannot store now.
func (w *writer) fail(jobs []*job, err error) {
	w.fails(err)
	for _, j := range jobs {
		j.err = err
	}
}
