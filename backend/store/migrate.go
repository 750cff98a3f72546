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

// migrations is the folder of migrations for every engine.
func migrations() fs.FS {
	folder, err := fs.Sub(embedded, "migrations")
	if err != nil {
		panic("store: " + err.Error()) // the name is a constant
	}
	return folder
}

// migrate brings a database to the version of the newest migration. Each migration is applied whole or not at all. A database that a newer program
// has migrated further is unavailable.
func migrate(ctx context.Context, dialect goose.Dialect, db *sql.DB, folder fs.FS, name string) error {
	provider, err := goose.NewProvider(dialect, db, folder, goose.WithDisableGlobalRegistry(true))
	if err != nil {
		return fmt.Errorf("read migrations: %w", err)
	}
	is, want, err := provider.GetVersions(ctx)
	if err != nil {
		return fmt.Errorf("read the version of the database: %w", err)
	}
	if is > want {
		return chat.Errorf(chat.Unavailable,
			"the database %s has version %d, and this Parley knows versions up to %d only: start the newer Parley that wrote it", name, is, want)
	}
	if is < want {
		if _, err := provider.Up(ctx); err != nil {
			return fmt.Errorf("bring the database from version %d to %d: %w", is, want, err)
		}
	}
	return nil
}
