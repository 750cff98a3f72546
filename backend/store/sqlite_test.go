package store_test

import (
	"path/filepath"
	"testing"

	"parley/backend/hub"
	"parley/backend/store"
	"parley/backend/store/storetest"
)

var _ hub.Store = (*store.Store)(nil)

func TestSQLite(t *testing.T) {
	storetest.Run(t, func(t *testing.T) *store.Store {
		return openAt(t, filepath.Join(t.TempDir(), "data"))
	})
}

func TestTogetherOnSQLite(t *testing.T) {
	storetest.Together(t, func(t *testing.T) [2]*store.Store {
		place := filepath.Join(t.TempDir(), "data")
		return [2]*store.Store{openAt(t, place), openAt(t, place)}
	})
}
