package store

import (
	"context"
	"database/sql"
	"embed"
	"fmt"
	"io/fs"

	"github.com/pressly/goose/v3"

	"parley/backend/chat"
)

//go:embed migrations/*.sql
var embedded embed.FS

// migrations is the folder of migrations for every engine. One more, of the index for searching, is written for each.
func migrations() fs.FS {
	folder, err := fs.Sub(embedded, "migrations")
	if err != nil {
		panic("store: " + err.Error()) // the name is a constant
	}
	return folder
}

// migrate brings a database to the version of the newest migration, and explains what is wrong with one that does not suit it. Each migration is applied
// whole or not at all.
func migrate(
	ctx context.Context, dialect goose.Dialect, db *sql.DB, folder fs.FS, name string, explain func(error) error, more ...goose.ProviderOption,
) error {
	err := explain(bringUp(ctx, dialect, db, folder, name, more...))
	if err != nil && chat.CodeOf(err) == chat.Internal {
		return chat.Errorf(chat.Unavailable, "the database %s does not suit this version of Parley, start the one that wrote it: %w", name, err)
	}
	return err
}

func bringUp(ctx context.Context, dialect goose.Dialect, db *sql.DB, folder fs.FS, name string, more ...goose.ProviderOption) error {
	provider, is, want, err := versions(ctx, dialect, db, folder, name, more...)
	if err != nil || is == want {
		return err
	}
	if _, err := provider.Up(ctx); err != nil {
		return fmt.Errorf("bring the database from version %d to %d: %w", is, want, err)
	}
	return nil
}

// isCurrent returns unavailable for a database that migrations would change.
func isCurrent(ctx context.Context, dialect goose.Dialect, db *sql.DB, folder fs.FS, name string) error {
	_, is, want, err := versions(ctx, dialect, db, folder, name)
	if err == nil && is < want {
		err = chat.Errorf(chat.Unavailable, "the database %s has version %d, and this Parley writes %d: start its hub, which changes that", name, is, want)
	}
	return err
}

// versions returns which version a database has and which the newest migration gives it. A database that a newer program has migrated further is
// unavailable.
func versions(
	ctx context.Context, dialect goose.Dialect, db *sql.DB, folder fs.FS, name string, more ...goose.ProviderOption,
) (p *goose.Provider, is, want int64, err error) {
	engine := sqliteSearch
	if dialect == goose.DialectPostgres {
		engine = postgresSearch
	}
	p, err = goose.NewProvider(dialect, db, folder, append(more, goose.WithDisableGlobalRegistry(true), engine.migration())...)
	if err != nil {
		return nil, 0, 0, fmt.Errorf("read migrations: %w", err)
	}
	is, want, err = p.GetVersions(ctx)
	if err != nil {
		return nil, 0, 0, fmt.Errorf("read the version of the database: %w", err)
	}
	if is > want {
		return nil, 0, 0, chat.Errorf(chat.Unavailable,
			"the database %s has version %d, and this Parley knows versions up to %d only: start the newer Parley that wrote it", name, is, want)
	}
	return p, is, want, nil
}
