package store

import (
	"context"
	"database/sql"
	"slices"
	"strings"
	"unicode"

	"github.com/pressly/goose/v3"

	"parley/backend/chat"
)

// search is how an engine finds messages by their words.
type search struct {
	index   []string                    // SQL texts that make the index
	catchUp string                      // SQL text that indexes what is not yet, at the end of a transaction; empty where the engine sees to that
	text    string                      // SQL text for the entries of a query $1 in a site $2, the newest first, at most $3
	query   func(words []string) string // for messages that hold words beginning with all of these
}

// searchVersion is the one migration that is not the same on every engine: it makes the index.
const searchVersion = 14

// migration is what makes the index.
func (s search) migration() goose.ProviderOption {
	up := func(ctx context.Context, tx *sql.Tx) error {
		texts := s.index
		if s.catchUp != "" {
			texts = append(slices.Clip(texts), s.catchUp)
		}
		for _, text := range texts {
			if _, err := tx.ExecContext(ctx, text); err != nil {
				return err
			}
		}
		return nil
	}
	return goose.WithGoMigrations(goose.NewGoMigration(searchVersion, &goose.GoFunc{RunTx: up}, nil))
}

// Search returns the newest messages of a site that hold, for each word of a text, one that begins with it; the newest first, and at most limit. Words are
// letters and digits, whatever their case. A text without any is invalid.
func (s *Store) Search(ctx context.Context, site, text string, limit int) ([]chat.Entry, error) {
	words := strings.FieldsFunc(text, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsNumber(r) })
	if len(words) == 0 {
		return nil, chat.Errorf(chat.Invalid, "there is no word to search for").At("text")
	}
	found, err := all(s.read(ctx), entryRow, s.search.text, s.search.query(words), site, limit)
	return found, s.explain(err)
}
