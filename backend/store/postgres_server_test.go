package store

import (
	"bytes"
	"context"
	"fmt"
	"log/slog"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"parley/backend/chat"
	"parley/backend/store/postgrestest"
)

// runPostgres runs statements without anything of this package.
func runPostgres(t *testing.T, address, text string) {
	t.Helper()
	conn, err := pgx.Connect(t.Context(), address)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close(t.Context())
	if _, err := conn.Exec(t.Context(), text); err != nil {
		t.Fatal(err)
	}
}

// unavailable demands an error that says so, names the database and tells what to do.
func unavailable(t *testing.T, what string, err error, says string) {
	t.Helper()
	if chat.CodeOf(err) != chat.Unavailable || !strings.Contains(err.Error(), says) {
		t.Errorf("%s: error %v (%s), want one that is unavailable and says %q", what, err, chat.CodeOf(err), says)
	}
}

func TestPostgresThatCannotBeUsed(t *testing.T) {
	log := slog.New(slog.DiscardHandler)
	open := func(address string) error {
		s, err := Open(t.Context(), address, log)
		if err == nil {
			closeTest(t, s)
		}
		return err
	}
	for _, address := range []string{"postgres://parley:secret@:x/y", "postgres://parley:secret@host/db?sslmode=sometimes"} {
		if err := open(address); chat.CodeOf(err) != chat.Invalid || strings.Contains(err.Error(), "secret") {
			t.Errorf("error %v (%s) of a bad address", err, chat.CodeOf(err))
		}
	}

	address := postgrestest.New(t)
	secret := strings.Replace(address, "user=parley", "user=parley&password=secret", 1)
	nowhere := strings.Replace(secret, "postgres:///", "postgres:///nowhere_", 1)
	if err := open(nowhere); strings.Contains(err.Error(), "secret") {
		t.Errorf("error %v tells the password", err)
	}
	unavailable(t, "a database that is not there", open(nowhere), "check name, user and password")
	unavailable(t, "a server that is not there", open("postgres://parley:secret@127.0.0.1:1/parley"), "check that PostgreSQL runs there")

	if _, err := OpenBeside(t.Context(), address, log); chat.CodeOf(err) != chat.NotFound {
		t.Errorf("error %v beside a database that is empty", err)
	}
	runPostgres(t, address, `CREATE TABLE orders (id TEXT)`)
	unavailable(t, "the database of another program", open(address), "not Parley's")
	runPostgres(t, address, `DROP TABLE orders`)

	if _, err := openMigrated(t.Context(), address, log, with(t, "CREATE TABLE more (id TEXT);\nNONSENSE;")); err != nil {
		unavailable(t, "a migration that fails", err, "does not suit this version")
	}
	s, err := openMigrated(t.Context(), address, log, with(t, "CREATE TABLE more (id TEXT);")) // which would fail if that had been applied in part
	if err != nil {
		t.Fatal(err)
	}
	addSite(t, s, "Shop")
	closeTest(t, s)
	unavailable(t, "a newer database", open(address), "newer")
	if _, err := OpenBeside(t.Context(), address, log); chat.CodeOf(err) != chat.Unavailable {
		t.Errorf("error %v beside a newer database", err)
	}
	runPostgres(t, address, `DROP TABLE more; DELETE FROM goose_db_version WHERE version_id = 99999`)
	if err := open(address); err != nil {
		t.Errorf("error %v of a database that is sound", err)
	}
	unavailable(t, "a copy that only reads", open(address+"&default_transaction_read_only=on"), "primary server")
}

func TestManyOpenOnePostgresAtOnce(t *testing.T) { manyOpenAtOnce(t, postgrestest.New(t)) }

// A hub outlives a restart of its database: meanwhile it says that it cannot, and is not ready.
func TestPostgresRestarted(t *testing.T) {
	server := postgrestest.Start(t)
	var log bytes.Buffer
	s, err := Open(t.Context(), server.Address("postgres"), slog.New(slog.NewTextHandler(&log, nil)))
	if err != nil {
		t.Fatal(err)
	}
	defer closeTest(t, s)
	site, token := addSite(t, s, "Shop"), chat.NewToken()
	if _, err := say(t.Context(), s, site.ID, token, "before", "Hello"); err != nil {
		t.Fatal(err)
	}
	if err := server.Stop(); err != nil {
		t.Fatal(err)
	}
	_, err = say(t.Context(), s, site.ID, token, "meanwhile", "Hello")
	unavailable(t, "a message", err, "PostgreSQL")
	unavailable(t, "readiness", s.Ready(t.Context()), "PostgreSQL")
	if err := server.Run(); err != nil {
		t.Fatal(err)
	}
	if err := s.Ready(t.Context()); err != nil {
		t.Errorf("not ready after the restart: %v", err)
	}
	w, err := say(t.Context(), s, site.ID, token, "meanwhile", "Hello")
	if err != nil || w.Repeated || w.Entry.Seq != 2 {
		t.Errorf("after the restart %+v (%v)", w, err)
	}
	if told := log.String(); strings.Count(told, "changes cannot be stored") != 1 || strings.Count(told, "changes are stored again") != 1 {
		t.Errorf("the log tells\n%s", told)
	}
}

// G1 and G2 where PostgreSQL crashes under load, as with its machine: what was acknowledged is there, once, and the numbers have no gaps. Who heard of no
// success sends again.
func TestPostgresCrashes(t *testing.T) {
	const writers, crashes = 8, 3
	server := postgrestest.Start(t)
	s := openTest(t, server.Address("postgres"))
	defer closeTest(t, s)
	site := addSite(t, s, "Shop")
	ctx, stop := context.WithCancel(t.Context())
	var acknowledged [writers]int
	var total atomic.Int64
	var wg sync.WaitGroup
	tokens := make([]string, writers)
	for i := range tokens {
		tokens[i] = chat.NewToken()
		wg.Go(func() {
			for ctx.Err() == nil {
				w, err := say(context.WithoutCancel(ctx), s, site.ID, tokens[i], fmt.Sprint(acknowledged[i]), "Hello")
				switch {
				case err != nil && chat.CodeOf(err) != chat.Unavailable:
					t.Error(err)
					return
				case err == nil && w.Entry.Seq != int64(acknowledged[i]+1):
					t.Errorf("message %d has the number %d", acknowledged[i], w.Entry.Seq)
					return
				case err == nil:
					acknowledged[i]++
					total.Add(1)
				}
			}
		})
	}
	for range crashes {
		for before := total.Load(); total.Load() < before+50; time.Sleep(time.Millisecond) {
			if t.Failed() {
				break
			}
		}
		if err := server.Crash(); err != nil {
			t.Error(err)
		}
		if err := server.Run(); err != nil {
			t.Error(err)
		}
	}
	stop()
	wg.Wait()
	for i, token := range tokens {
		if acknowledged[i] == 0 {
			continue
		}
		_, c, err := s.VisitorByToken(t.Context(), site.ID, token)
		if err != nil {
			t.Fatal(err)
		}
		entries, err := s.After(t.Context(), c.ID, 0, 1<<20)
		if err != nil {
			t.Fatal(err)
		}
		if n := len(entries); n < acknowledged[i] || n > acknowledged[i]+1 {
			t.Errorf("%d messages are stored, %d were acknowledged", n, acknowledged[i])
		}
		for n, e := range entries {
			if e.Seq != int64(n+1) || e.ClientID != fmt.Sprint(n) {
				t.Fatalf("entry %d is %+v", n+1, e)
			}
		}
	}
	t.Logf("%d messages through %d crashes", total.Load(), crashes)
}
