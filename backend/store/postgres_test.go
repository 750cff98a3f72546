package store_test

import (
	"context"
	"log/slog"
	"testing"

	"parley/backend/store"
	"parley/backend/store/postgrestest"
	"parley/backend/store/storetest"
)

func TestPostgres(t *testing.T) {
	storetest.Run(t, func(t *testing.T) *store.Store { return openAt(t, postgrestest.Copy(t, fresh)) })
}

func TestTogetherOnPostgres(t *testing.T) {
	storetest.Together(t, func(t *testing.T) [2]*store.Store {
		place := postgrestest.Copy(t, fresh)
		return [2]*store.Store{openAt(t, place), openAt(t, place)}
	})
}

// fresh makes the tables of a database.
func fresh(ctx context.Context, place string) error {
	s, err := store.Open(ctx, place, slog.New(slog.DiscardHandler))
	if err != nil {
		return err
	}
	return s.Close()
}

func openAt(t *testing.T, place string) *store.Store {
	t.Helper()
	s, err := store.Open(t.Context(), place, slog.New(slog.NewTextHandler(t.Output(), nil)))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	return s
}
