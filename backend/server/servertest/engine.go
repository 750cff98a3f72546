package servertest

import (
	"context"
	"fmt"
	"os"
	"strconv"
	"testing"

	"go.uber.org/goleak"

	"parley/backend/store/postgrestest"
	"parley/backend/store/storetest"
)

// engine is on which engine of the store the hubs of these tests run: sqlite, which is the default, or postgres.
var engine = os.Getenv("PARLEY_TEST_ENGINE")

// hubsVariable names how many hubs share the store in these tests: one if it is not set.
const hubsVariable = "PARLEY_TEST_HUBS"

// OneHub has the rest of a test that is about one hub run on one.
func OneHub(t *testing.T) {
	t.Helper()
	t.Setenv(hubsVariable, "")
}

// Hubs is how many hubs a test is run on that asks for no number.
func Hubs(t testing.TB) int {
	t.Helper()
	text := os.Getenv(hubsVariable)
	if text == "" {
		return 1
	}
	n, err := strconv.Atoi(text)
	if err != nil || n < 1 {
		t.Fatalf("%s is %q, no number of hubs", hubsVariable, text)
	}
	return n
}

// Main runs the tests of a package that starts hubs, on the engine that PARLEY_TEST_ENGINE names, and fails when goroutines are left.
func Main(m *testing.M) {
	if engine == "postgres" {
		if err := postgrestest.Prepare(context.Background(), storetest.Fresh); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
	}
	goleak.VerifyTestMain(m, goleak.Cleanup(func(code int) {
		postgrestest.Stop()
		os.Exit(code)
	}))
}

// place is where a hub has its database: in its folder, or one of its own in PostgreSQL.
func place(t testing.TB, dir string) string {
	t.Helper()
	switch engine {
	case "", "sqlite":
		return dir
	case "postgres":
		return postgrestest.Copy(t, storetest.Fresh)
	}
	t.Fatalf("PARLEY_TEST_ENGINE is %q, neither sqlite nor postgres", engine)
	return ""
}

// OnSQLite skips a test of what only that engine does.
func OnSQLite(t testing.TB) {
	t.Helper()
	if engine == "postgres" {
		t.Skip("about SQLite")
	}
}
