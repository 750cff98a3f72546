package store

import (
	"context"
	"database/sql"
	"strings"
	"unicode"

	"github.com/pressly/goose/v3"

	"parley/backend/chat"
)

// search is how an engine finds messages by their words.
type search struct {
	index   []string                    // SQL texts that make the index
	catchUp string                      // SQL text that indexes what is not yet, at most so many; empty where the engine sees to that
	text    string                      // SQL text for the entries of a query $1 in a site $2, the newest first, at most $3
	query   func(words []string) string // for messages that hold words beginning with all of these
}

// searchVersion is the one migration that is not the same on every engine: it makes the index.
const searchVersion = 14

// migration is what makes the index.
func (s search) migration() goose.ProviderOption {
	up := func(ctx context.Context, tx *sql.Tx) error {
		for _, text := range s.index {
			if _, err := tx.ExecContext(ctx, text); err != nil {
				return err
			}
		}
		return s.complete(ctx, tx)
	}
	return goose.WithGoMigrations(goose.NewGoMigration(searchVersion, &goose.GoFunc{RunTx: up}, nil))
}

// complete indexes in a transaction everything that is not yet.
func (s search) complete(ctx context.Context, tx runner) error {
	q := querier{ctx: ctx, sql: tx}
	for n := int64(1); n > 0 && s.catchUp != ""; {
		var err error
		if n, err = q.exec(s.catchUp); err != nil {
			return err
		}
	}
	return nil
}

// longestWord is how many letters of a word are searched for; engines have limits of their own, which are errors.
const longestWord = 100

// Search returns the newest messages of a site that hold, for each word of a text, one that begins with it; the newest first, and at most limit. Words are
// letters and digits with their marks, whatever their case. A text without any is invalid.
func (s *Store) Search(ctx context.Context, site, text string, limit int) ([]chat.Entry, error) {
	words := strings.FieldsFunc(text, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsNumber(r) && !unicode.IsMark(r) })
	if len(words) == 0 {
		return nil, chat.Errorf(chat.Invalid, "there is no word to search for").At("text")
	}
	for i, word := range words {
		if letters := []rune(word); len(letters) > longestWord {
			words[i] = string(letters[:longestWord])
		}
	}
	if s.search.catchUp != "" {
		err := s.change(ctx, func(tx *tx) error { return s.search.complete(tx.ctx, tx.sql) })
		if code := chat.CodeOf(err); err != nil && code != chat.Unavailable && code != chat.Busy { // where nothing can be stored, what is indexed is still found
			return nil, err
		}
	}
	found, err := all(s.read(ctx), entryRow, s.search.text, s.search.query(words), site, limit)
	return found, s.explain(err)
}
