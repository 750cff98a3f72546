package store_test

import (
	"log/slog"
	"testing"

	"parley/backend/store"
	"parley/backend/store/postgrestest"
	"parley/backend/store/storetest"
)

func TestPostgres(t *testing.T) {
	storetest.Run(t, func(t *testing.T) *store.Store { return openAt(t, postgrestest.Copy(t, storetest.Fresh)) })
}

func TestTogetherOnPostgres(t *testing.T) {
	storetest.Together(t, func(t *testing.T) [2]*store.Store {
		place := postgrestest.Copy(t, storetest.Fresh)
		return [2]*store.Store{openAt(t, place), openAt(t, place)}
	})
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
