package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"sync"
	"time"
)

// runner runs SQL texts: a pool of connections, one of them, or a transaction.
type runner interface {
	ExecContext(ctx context.Context, text string, args ...any) (sql.Result, error)
	QueryContext(ctx context.Context, text string, args ...any) (*sql.Rows, error)
}

// preparer is a connection or a pool of them.
type preparer interface {
	PrepareContext(ctx context.Context, text string) (*sql.Stmt, error)
}

// statements is a runner that compiles each SQL text once, for a driver that does not remember them itself. The texts are constants of this package, so
// their number is bounded.
type statements struct {
	on preparer

	mu       sync.Mutex
	prepared map[string]*sql.Stmt
}

func newStatements(on preparer) *statements {
	return &statements{on: on, prepared: make(map[string]*sql.Stmt)}
}

func (s *statements) get(ctx context.Context, text string) (*sql.Stmt, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if stmt := s.prepared[text]; stmt != nil {
		return stmt, nil
	}
	stmt, err := s.on.PrepareContext(ctx, text)
	if err != nil {
		return nil, fmt.Errorf("prepare statement: %w", err)
	}
	s.prepared[text] = stmt
	return stmt, nil
}

// ExecContext runs a text that returns no rows.
func (s *statements) ExecContext(ctx context.Context, text string, args ...any) (sql.Result, error) {
	stmt, err := s.get(ctx, text)
	if err != nil {
		return nil, err
	}
	return stmt.ExecContext(ctx, args...)
}

// QueryContext runs a text that returns rows.
func (s *statements) QueryContext(ctx context.Context, text string, args ...any) (*sql.Rows, error) {
	stmt, err := s.get(ctx, text)
	if err != nil {
		return nil, err
	}
	return stmt.QueryContext(ctx, args...)
}

// close releases the statements. Those of a connection would otherwise keep it open.
func (s *statements) close() (err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, stmt := range s.prepared {
		err = errors.Join(err, stmt.Close())
	}
	clear(s.prepared)
	return err
}

// querier runs statements for one call. Its errors are the database's, not explained yet.
type querier struct {
	ctx context.Context
	sql runner
}

// exec changes rows and returns how many.
func (q querier) exec(text string, args ...any) (int64, error) {
	r, err := q.sql.ExecContext(q.ctx, text, args...)
	if err != nil {
		return 0, err
	}
	return r.RowsAffected()
}

// scan reads the columns of the current row.
type scan func(dest ...any) error

// each calls row for every row of a query.
func (q querier) each(row func(scan) error, text string, args ...any) (err error) {
	rows, err := q.sql.QueryContext(q.ctx, text, args...)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	for rows.Next() {
		if err := row(rows.Scan); err != nil {
			return err
		}
	}
	return rows.Err()
}

// all returns every row of a query.
func all[T any](q querier, row func(scan) (T, error), text string, args ...any) (out []T, err error) {
	err = q.each(func(s scan) error {
		one, err := row(s)
		out = append(out, one)
		return err
	}, text, args...)
	return out, err
}

// first returns the first row of a query, and whether there was one.
func first[T any](q querier, row func(scan) (T, error), text string, args ...any) (one T, found bool, err error) {
	rows, err := all(q, row, text, args...)
	if err != nil || len(rows) == 0 {
		return one, false, err
	}
	return rows[0], true, nil
}

// value is a row of one column.
func value[T any](s scan) (v T, err error) {
	err = s(&v)
	return v, err
}

// rowOf is a row whose columns are the fields of one T.
func rowOf[T any](fields func(*T) []any) func(scan) (T, error) {
	return func(s scan) (v T, err error) {
		err = s(fields(&v)...)
		return v, err
	}
}

// orZero reads a column into dst and leaves it as it is where the column is NULL.
func orZero[T any](dst *T) sql.Scanner { return nullable[T]{dst} }

type nullable[T any] struct{ dst *T }

func (n nullable[T]) Scan(column any) error {
	var v sql.Null[T]
	if err := v.Scan(column); err != nil || !v.Valid {
		return err
	}
	*n.dst = v.V
	return nil
}

// asInstant reads a column of milliseconds.
func asInstant(dst *time.Time) sql.Scanner { return instantColumn{dst} }

type instantColumn struct{ dst *time.Time }

func (c instantColumn) Scan(column any) error {
	var ms int64
	if err := orZero(&ms).Scan(column); err != nil {
		return err
	}
	*c.dst = instant(ms)
	return nil
}

// asDuration reads a column of a number of milliseconds.
func asDuration(dst *time.Duration) sql.Scanner { return durationColumn{dst} }

type durationColumn struct{ dst *time.Duration }

func (c durationColumn) Scan(column any) error {
	var ms int64
	if err := orZero(&ms).Scan(column); err != nil {
		return err
	}
	*c.dst = time.Duration(ms) * time.Millisecond
	return nil
}
