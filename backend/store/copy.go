package store

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"parley/backend/chat"
)

// kept are the tables of what a hub must not forget, each after those it refers to. Which hubs live and which visitors have links there is not among it.
var kept = []string{
	"sites", "site_origins", "site_keys", "agents", "tokens", "agent_groups", "group_agents", "presence", "devices", "device_names", "view_changes",
	"invitations", "targeting_rules", "visitors", "conversations", "members", "entries", "missed_mail",
}

// Copied is what Copy has copied.
type Copied struct {
	Rows     map[string]int64 // by table
	Checksum string           // of all rows in any order: the same for the same rows on every engine
}

// Total is how many rows were copied.
func (c Copied) Total() int64 {
	total := int64(0)
	for _, rows := range c.Rows {
		total += rows
	}
	return total
}

// Copy copies everything in the database at one place to that at another, which it makes where there is none. Places are as Open reads them. It is all in
// the other one at the end, counted and compared, or nothing is. It can be repeated: what an earlier copy left is replaced. A database in which anything
// has happened since, that was none, or that hubs serve is a conflict, and stays as it is. What hubs that still serve the first one store later is not
// copied.
func Copy(ctx context.Context, from, to string) (Copied, error) {
	if from == to {
		return Copied{}, chat.Errorf(chat.Invalid, "a database cannot be copied to itself")
	}
	source, err := databaseAt(from)
	if err != nil {
		return Copied{}, err
	}
	target, err := databaseAt(to)
	if err != nil {
		return Copied{}, err
	}
	if err := source.find(ctx, migrations()); err != nil {
		return Copied{}, source.explain(err)
	}
	if err := target.prepare(ctx, migrations(), func() error { return target.find(ctx, migrations()) }); err != nil {
		return Copied{}, target.explain(err)
	}
	var out Copied
	err = source.use(ctx, func(in *sql.DB) error {
		return target.use(ctx, func(db *sql.DB) (err error) {
			out, err = copyAll(ctx, source, in, target, db)
			return err
		})
	})
	return out, err
}

// side is one of the two databases, in a transaction.
type side struct {
	*sql.Tx
	explain func(error) error
}

// begin begins a transaction that sees one moment.
func begin(ctx context.Context, d database, db *sql.DB, readOnly bool) (side, error) {
	tx, err := db.BeginTx(ctx, &sql.TxOptions{Isolation: sql.LevelRepeatableRead, ReadOnly: readOnly})
	return side{tx, d.explain}, d.explain(err)
}

func copyAll(ctx context.Context, source database, in *sql.DB, target database, out *sql.DB) (is Copied, err error) {
	from, err := begin(ctx, source, in, true)
	if err != nil {
		return is, err
	}
	defer func() { _ = from.Rollback() }() // it has only read
	to, err := begin(ctx, target, out, false)
	if err != nil {
		return is, err
	}
	is, err = replace(ctx, from, to)
	if err == nil {
		err = target.explain(target.search().complete(ctx, to))
	}
	if err != nil {
		return Copied{}, errors.Join(err, target.explain(to.Rollback()))
	}
	return is, target.explain(to.Commit())
}

// replace puts what is in one database in the place of an earlier copy in the other.
func replace(ctx context.Context, in, out side) (Copied, error) {
	if err := mayReplace(ctx, out); err != nil {
		return Copied{}, err
	}
	for _, table := range slices.Backward(slices.Concat(kept, []string{"hubs", "visits", "copies"})) {
		if _, err := out.ExecContext(ctx, `DELETE FROM `+table); err != nil {
			return Copied{}, out.explain(fmt.Errorf("empty %s: %w", table, err))
		}
	}
	for _, table := range kept {
		if err := copyTable(ctx, in, out, table); err != nil {
			return Copied{}, err
		}
	}
	is, err := sum(ctx, in)
	if err != nil {
		return Copied{}, err
	}
	became, err := sum(ctx, out)
	if err != nil {
		return Copied{}, err
	}
	for _, table := range kept {
		if is.Rows[table] != became.Rows[table] {
			return Copied{}, chat.Errorf(chat.Internal, "%d rows of %s became %d", is.Rows[table], table, became.Rows[table])
		}
	}
	if is.Checksum != became.Checksum {
		return Copied{}, chat.Errorf(chat.Internal, "the checksum %s became %s", is.Checksum, became.Checksum)
	}
	_, err = out.ExecContext(ctx, `INSERT INTO copies (at, checksum) VALUES ($1, $2)`, millis(time.Now()), became.Checksum)
	return became, out.explain(err)
}

// mayReplace is a conflict for a database with anything in it but what an earlier copy left.
func mayReplace(ctx context.Context, out side) error {
	q := querier{ctx: ctx, sql: out}
	serving, _, err := first(q, value[int64], `SELECT COUNT(*) FROM hubs WHERE heard_at > $1`, millis(time.Now().Add(-time.Minute)))
	if err != nil {
		return out.explain(err)
	}
	if serving > 0 {
		return chat.Errorf(chat.Conflict, "hubs are serving the database to copy to, or were a minute ago: stop them first")
	}
	is, err := sum(ctx, out)
	if err != nil || is.Total() == 0 {
		return err
	}
	was, found, err := first(q, value[string], `SELECT checksum FROM copies`)
	if err != nil {
		return out.explain(err)
	}
	if !found || was != is.Checksum {
		return chat.Errorf(chat.Conflict, "the database to copy to is neither empty nor what an earlier copy left: empty it, or name another one")
	}
	return nil
}

// batch is how many rows are written at once.
const batch = 200

// copyTable copies every row of a table.
func copyTable(ctx context.Context, in, out side, table string) error {
	var columns []string
	var values []any
	write := func() error {
		_, err := out.ExecContext(ctx, insertion(table, columns, len(values)/len(columns)), values...)
		values = values[:0]
		if err != nil {
			err = fmt.Errorf("copy to %s: %w", table, err)
		}
		return out.explain(err)
	}
	err := in.each(ctx, table, func(names []string, row []any) error {
		columns = names
		if values = append(values, row...); len(values) < batch*len(columns) {
			return nil
		}
		return write()
	})
	if err != nil || len(values) == 0 {
		return err
	}
	return write()
}

// insertion is the SQL text that inserts so many rows.
func insertion(table string, columns []string, rows int) string {
	var text strings.Builder
	text.WriteString("INSERT INTO " + table + " (" + strings.Join(columns, ", ") + ") VALUES ")
	for n := range rows * len(columns) {
		switch {
		case n == 0:
			text.WriteString("(")
		case n%len(columns) == 0:
			text.WriteString("), (")
		default:
			text.WriteString(", ")
		}
		text.WriteString("$" + strconv.Itoa(n+1))
	}
	return text.String() + ")"
}

// numbered is the column that numbers the rows of a table in one database.
func numbered(table, column string) bool { return table == "entries" && column == "n" }

// each hands over every row of a table, entries in the order in which they came. The row is the callee's.
func (s side) each(ctx context.Context, table string, do func(columns []string, row []any) error) error {
	order := ""
	if table == "entries" {
		order = " ORDER BY at, conversation, seq"
	}
	rows, err := s.QueryContext(ctx, `SELECT * FROM `+table+order)
	if err != nil {
		return s.explain(fmt.Errorf("read %s: %w", table, err))
	}
	defer rows.Close()
	columns, err := rows.Columns()
	if err != nil {
		return s.explain(fmt.Errorf("read %s: %w", table, err))
	}
	types, err := rows.ColumnTypes()
	if err != nil {
		return s.explain(fmt.Errorf("read %s: %w", table, err))
	}
	names := slices.DeleteFunc(slices.Clone(columns), func(column string) bool { return numbered(table, column) })
	for rows.Next() {
		row, into := make([]any, len(columns)), make([]any, len(columns))
		for i := range row {
			into[i] = &row[i]
		}
		if err := rows.Scan(into...); err != nil {
			return s.explain(fmt.Errorf("read %s: %w", table, err))
		}
		values := make([]any, 0, len(names))
		for i, value := range row {
			if !numbered(table, columns[i]) {
				values = append(values, alike(value, types[i].DatabaseTypeName()))
			}
		}
		if err := do(names, values); err != nil {
			return err
		}
	}
	return s.explain(rows.Err())
}

// alike is a value of a column as every engine takes it.
func alike(value any, kind string) any {
	switch v := value.(type) {
	case int64:
		if strings.HasPrefix(kind, "BOOL") { // SQLite has none
			return v != 0
		}
	case string:
		return strings.ReplaceAll(v, "\x00", "") // which PostgreSQL does not keep, and nobody can see
	}
	return value
}

// sum counts what is kept, and makes the checksum: the sum of the hashes of all rows, since engines do not agree about an order.
func sum(ctx context.Context, s side) (Copied, error) {
	out := Copied{Rows: make(map[string]int64, len(kept))}
	var total [4]uint64
	for _, table := range kept {
		out.Rows[table] = 0
		err := s.each(ctx, table, func(columns []string, row []any) error {
			h, err := hashOf(table, columns, row)
			if err != nil {
				return err
			}
			out.Rows[table]++
			for i := range total {
				total[i] += binary.BigEndian.Uint64(h[8*i:])
			}
			return nil
		})
		if err != nil {
			return Copied{}, err
		}
	}
	var all []byte
	for _, part := range total {
		all = binary.BigEndian.AppendUint64(all, part)
	}
	out.Checksum = hex.EncodeToString(all)
	return out, nil
}

// hashOf is the hash of a row, whose columns may come in any order.
func hashOf(table string, columns []string, row []any) ([sha256.Size]byte, error) {
	fields := make([]string, len(columns))
	for i, value := range row {
		switch v := value.(type) {
		case nil:
			fields[i] = columns[i]
		case int64, bool, string:
			fields[i] = fmt.Sprintf("%s=%T:%v", columns[i], v, v)
		default:
			return [sha256.Size]byte{}, chat.Errorf(chat.Internal, "column %s of %s is a %T", columns[i], table, v)
		}
	}
	slices.Sort(fields)
	data := []byte(table)
	for _, f := range fields {
		data = binary.BigEndian.AppendUint64(data, uint64(len(f)))
		data = append(data, f...)
	}
	return sha256.Sum256(data), nil
}
