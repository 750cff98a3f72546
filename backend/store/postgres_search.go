package store

import "strings"

func (p *postgres) search() search { return postgresSearch }

// wordsOf is the words of an entry as PostgreSQL indexes them. Without the replacement it would take an address or a hyphenated word for one; whatever is not
// ASCII counts as a letter, because not every locale knows which are.
const wordsOf = `to_tsvector('simple', regexp_replace(e.text, '[^[:alnum:]\u0080-\U0010ffff]+', ' ', 'g'))`

// postgresSearch is an inverted index of the words. The ids of entries need no index, as in SQLite.
var postgresSearch = search{
	index: []string{
		`ALTER TABLE entries DROP CONSTRAINT entries_id_key`,
		`CREATE INDEX entries_text ON entries USING gin (` + strings.ReplaceAll(wordsOf, "e.text", "text") + `) WHERE kind = 'message'`,
	},
	text: `SELECT ` + entryColumns + ` FROM entries e JOIN conversations c ON c.id = e.conversation
		WHERE ` + wordsOf + ` @@ to_tsquery('simple', $1) AND e.kind = 'message' AND c.site = $2 ORDER BY e.at DESC, e.seq DESC LIMIT $3`,
	query: func(words []string) string { return `'` + strings.Join(words, `':* & '`) + `':*` },
}
