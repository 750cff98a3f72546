package store_test

import (
	"log/slog"
	"path/filepath"
	"testing"

	"parley/backend/hub"
	"parley/backend/store"
	"parley/backend/store/storetest"
)

var _ hub.Store = (*store.Store)(nil)

func TestSQLite(t *testing.T) {
	storetest.Run(t, func(t *testing.T) *store.Store {
		s, err := store.Open(t.Context(), filepath.Join(t.TempDir(), "data"), slog.New(slog.NewTextHandler(t.Output(), nil)))
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() {
			if err := s.Close(); err != nil {
				t.Error(err)
			}
		})
		return s
	})
}
