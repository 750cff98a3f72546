package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/stdlib"
	"github.com/pressly/goose/v3"
	"github.com/pressly/goose/v3/lock"

	"parley/backend/chat"
)

// How many connections a hub has to PostgreSQL. So many changes run at once; PostgreSQL flushes those that commit together together.
const (
	postgresWriters = 16
	postgresReaders = 8
)

// postgres is a PostgreSQL database.
type postgres struct {
	config *pgx.ConnConfig
	name   string // for people: without the password
}

// newPostgres is the database with an address, as in "postgres://parley@db.example/parley". It returns invalid for one that is none.
func newPostgres(address string) (*postgres, error) {
	config, err := pgx.ParseConfig(address)
	if err != nil {
		return nil, chat.Errorf(chat.Invalid, "the address of the PostgreSQL database is none: %w", err) // pgx leaves the password out
	}
	p := config.RuntimeParams
	for name, value := range map[string]string{
		"application_name":                    "parley-hub",
		"statement_timeout":                   patienceSetting,
		"lock_timeout":                        patienceSetting,
		"idle_in_transaction_session_timeout": patienceSetting, // what a hub that hangs holds is let go
	} {
		if _, set := p[name]; !set {
			p[name] = value
		}
	}
	if config.ConnectTimeout == 0 {
		config.ConnectTimeout = patience
	}
	return &postgres{config: config, name: config.Database + " at " + config.Host}, nil
}

// connections returns a pool of at most n connections.
func (p *postgres) connections(n int) *sql.DB {
	db := stdlib.OpenDB(*p.config)
	db.SetMaxOpenConns(n)
	db.SetMaxIdleConns(n)
	db.SetConnMaxIdleTime(time.Minute)
	return db
}

func (p *postgres) connect(_ context.Context, log *slog.Logger) (*Store, error) {
	writing, reading := p.connections(postgresWriters), p.connections(postgresReaders)
	return &Store{
		writes: newTransactions(writing, p.explain, log), reads: reading, explain: p.explain,
		release: func() error { return errors.Join(reading.Close(), writing.Close()) },
		search:  postgresSearch,
		clock:   `SELECT (extract(epoch FROM clock_timestamp()) * 1000)::bigint`,
	}, nil
}

func (p *postgres) prepare(ctx context.Context, migrations fs.FS, otherwise func() error) error {
	return p.with(func(db *sql.DB) error {
		ours, err := p.ours(ctx, db)
		if err != nil {
			return err
		}
		if ours {
			return otherwise()
		}
		return p.migrate(ctx, db, migrations)
	})
}

func (p *postgres) update(ctx context.Context, migrations fs.FS) error {
	return p.with(func(db *sql.DB) error { return p.migrate(ctx, db, migrations) })
}

func (p *postgres) find(ctx context.Context, migrations fs.FS) error {
	return p.with(func(db *sql.DB) error {
		ours, err := p.ours(ctx, db)
		if err == nil && !ours {
			err = chat.Errorf(chat.NotFound, "the database %s is empty", p.name)
		}
		if err != nil {
			return err
		}
		return isCurrent(ctx, goose.DialectPostgres, db, migrations, p.name)
	})
}

func (p *postgres) use(_ context.Context, do func(*sql.DB) error) error { return p.with(do) }

// with does something with a connection of its own.
func (p *postgres) with(do func(*sql.DB) error) (err error) {
	patient := *p
	patient.config = p.config.Copy()
	for _, limit := range []string{"statement_timeout", "lock_timeout", "idle_in_transaction_session_timeout"} {
		patient.config.RuntimeParams[limit] = "0" // a migration may take long, and so may a copy
	}
	db := patient.connections(2) // one holds the lock of the migration
	defer func() { err = errors.Join(err, db.Close()) }()
	return do(db)
}

// ours reports whether a database is one of Parley's. One that is neither that nor empty is unavailable.
func (p *postgres) ours(ctx context.Context, db *sql.DB) (ours bool, err error) {
	var others int
	if err := db.QueryRowContext(ctx, `SELECT COUNT(*) FILTER (WHERE relname = $1) > 0, COUNT(*) FILTER (WHERE relname <> $1) FROM pg_class
		WHERE relnamespace = current_schema()::regnamespace AND relkind IN ('r', 'p', 'v')`, goose.DefaultTablename).Scan(&ours, &others); err != nil {
		return false, fmt.Errorf("look into the database: %w", err)
	}
	if !ours && others > 0 {
		return false, chat.Errorf(chat.Unavailable, "the database %s is not Parley's and not empty: make one of its own for Parley", p.name)
	}
	return ours, nil
}

// migrate makes the tables or brings them up to date. Of several hubs that start at once one does.
func (p *postgres) migrate(ctx context.Context, db *sql.DB, migrations fs.FS) error {
	locker, err := lock.NewPostgresSessionLocker()
	if err != nil {
		return fmt.Errorf("lock the database: %w", err)
	}
	return migrate(ctx, goose.DialectPostgres, db, migrations, p.name, p.explain, goose.WithSessionLocker(locker))
}
