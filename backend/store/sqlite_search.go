package store

import (
	"context"
	"strings"
	"time"
)

func (f sqliteFile) search() search { return sqliteSearch }

// sqliteSearch is an index of FTS5 that takes the texts from the table of the entries. It knows them by a number of their own, because those that SQLite
// gives by itself may become others when a database is compacted or backed up.
var sqliteSearch = search{
	index: []string{
		`CREATE TABLE entries_numbered (
			n            INTEGER PRIMARY KEY, -- in this database, in the order in which they were stored
			conversation TEXT NOT NULL REFERENCES conversations (id),
			seq          BIGINT NOT NULL,
			id           TEXT NOT NULL,
			kind         TEXT NOT NULL,
			author_kind  TEXT NOT NULL,
			author       TEXT NOT NULL,
			client_id    TEXT NOT NULL,
			text         TEXT NOT NULL,
			offline      BOOLEAN NOT NULL,
			at           BIGINT NOT NULL,
			target       TEXT NOT NULL,
			UNIQUE (conversation, seq),
			UNIQUE (conversation, author, client_id)
		)`,
		`INSERT INTO entries_numbered (conversation, seq, id, kind, author_kind, author, client_id, text, offline, at, target)
			SELECT conversation, seq, id, kind, author_kind, author, client_id, text, offline, at, target FROM entries ORDER BY at, conversation, seq`,
		`DROP TABLE entries`,
		`ALTER TABLE entries_numbered RENAME TO entries`,
		`CREATE VIRTUAL TABLE entries_text USING fts5 (text, content = 'entries', content_rowid = 'n', tokenize = 'unicode61 remove_diacritics 0')`,
		`CREATE TRIGGER entries_removed AFTER DELETE ON entries WHEN EXISTS (SELECT 1 FROM entries_text_docsize WHERE id = old.n) BEGIN
			INSERT INTO entries_text (entries_text, rowid, text) VALUES ('delete', old.n, old.text);
		END`,
	},
	catchUp: `INSERT INTO entries_text (rowid, text)
		SELECT n, text FROM entries WHERE n > (SELECT COALESCE(MAX(id), 0) FROM entries_text_docsize) ORDER BY n LIMIT 200`,
	text: `SELECT ` + entryColumns + ` FROM entries_text t JOIN entries e ON e.n = t.rowid JOIN conversations c ON c.id = e.conversation
		WHERE t.entries_text MATCH $1 AND e.kind = 'message' AND c.site = $2 ORDER BY t.rowid DESC LIMIT $3`,
	query: func(words []string) string { return `"` + strings.Join(words, `"* "`) + `"*` },
}

// indexAfter is how much later than a message its words are indexed, unless somebody searches before.
const indexAfter = 500 * time.Millisecond

// indexer indexes what was written, together and a little at a time: the index changes as many pages for one message as all else about it, and the sender
// would wait for them.
type indexer struct {
	written chan struct{} // of size 1
	stopped chan struct{}
}

func newIndexer() *indexer {
	return &indexer{written: make(chan struct{}, 1), stopped: make(chan struct{})}
}

// nudge says that entries were written.
func (i *indexer) nudge() {
	select {
	case i.written <- struct{}{}:
	default:
	}
}

// run indexes until the writer stops.
func (i *indexer) run(w *writer) {
	defer close(i.stopped)
	for {
		select {
		case <-i.written:
		case <-w.stop:
			return
		}
		select {
		case <-time.After(indexAfter):
		case <-w.stop:
			return
		}
		for n := int64(1); n > 0; {
			err := w.do(context.Background(), func(tx *tx) (err error) {
				n, err = tx.exec(sqliteSearch.catchUp)
				return err
			})
			if err != nil {
				break // the writer has told the log; it is made up for after the next message, or when somebody searches
			}
		}
	}
}
