package store_test

import (
	"database/sql"
	"fmt"
	"log/slog"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"parley/backend/chat"
	"parley/backend/presence"
	"parley/backend/store"
	"parley/backend/store/postgrestest"
	"parley/backend/targeting"
	"parley/backend/targeting/targetingtest"
)

// places are those of an empty database on each engine.
var places = map[string]func(*testing.T) string{
	"sqlite":   func(t *testing.T) string { return "sqlite:" + t.TempDir() },
	"postgres": func(t *testing.T) string { return postgrestest.New(t) },
}

// rowsAt reads every row of a database that a copy must have, by table, without the store.
func rowsAt(t *testing.T, place string) map[string][]string {
	t.Helper()
	driver, source, list := "sqlite", strings.TrimPrefix(place, "sqlite:")+"/"+store.FileName, `SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'entries_text%'`
	if store.IsPostgres(place) {
		driver, source, list = "pgx", place, `SELECT tablename FROM pg_tables WHERE schemaname = current_schema()`
	}
	db, err := sql.Open(driver, source)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	out := map[string][]string{}
	for _, row := range query(t, db, list) {
		table := strings.SplitN(row, "=", 2)[1]
		if slices.Contains([]string{"goose_db_version", "sqlite_sequence", "hubs", "visits", "copies"}, table) {
			continue
		}
		out[table] = query(t, db, "SELECT * FROM "+table)
		slices.Sort(out[table])
	}
	return out
}

func query(t *testing.T, db *sql.DB, text string) (out []string) {
	t.Helper()
	rows, err := db.QueryContext(t.Context(), text)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	columns, err := rows.Columns()
	if err != nil {
		t.Fatal(err)
	}
	for rows.Next() {
		row, into := make([]any, len(columns)), make([]any, len(columns))
		for i := range row {
			into[i] = &row[i]
		}
		if err := rows.Scan(into...); err != nil {
			t.Fatal(err)
		}
		var fields []string
		for i, v := range row {
			if is, yes := v.(bool); yes { // SQLite has 0 and 1
				v = map[bool]int64{true: 1}[is]
			}
			if columns[i] != "n" { // which is SQLite's own
				fields = append(fields, fmt.Sprint(columns[i], "=", v))
			}
		}
		slices.Sort(fields)
		out = append(out, strings.Join(fields, " "))
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	return out
}

// talk is how many entries one conversation has that fill leaves besides the messages it is asked for.
const talk = 3

// fill has things happen that leave rows in every table, and so many messages.
func fill(t *testing.T, s *store.Store, messages int) {
	t.Helper()
	site, err := s.AddSite(t.Context(), "Shöp", []string{"https://shop.example"})
	check(t, err)
	ann, err := s.AddAgent(t.Context(), site.ID, "Ann", site.ID+"@shop.example", "hash")
	check(t, err)
	_, err = s.NewToken(t.Context(), ann.ID, "laptop", "Ann's laptop", time.Now())
	check(t, err)
	kept, err := s.PresenceOf(t.Context(), ann.ID)
	check(t, err)
	at := time.Now().Truncate(time.Millisecond)
	after, _ := kept.After(presence.Connected{At: at, Device: "laptop", Input: at})
	after, _ = after.After(presence.Chose{At: at, Status: chat.Online})
	_, err = s.SavePresence(t.Context(), ann.ID, kept, after)
	check(t, err)
	check(t, s.SaveHello(t.Context(), ann.ID, "", "laptop", "Ann's laptop", at))
	group, err := s.AddGroup(t.Context(), site.ID, "Vertrieb", []string{ann.ID}, false)
	check(t, err)
	_, err = s.AddRule(t.Context(), site.ID, targetingtest.Prices(func(r *targeting.RuleSettings) { r.Group = group.ID }))
	check(t, err)
	_, err = s.AddKey(t.Context(), site.ID)
	check(t, err)
	_, _, err = s.Invite(t.Context(), ann, chat.RoleAgent, "new@"+strings.ToLower(site.ID)+".example", at)
	check(t, err)
	token := chat.NewToken()
	ask := func(id string, at time.Time) chat.Conversation {
		w, err := s.SayAsVisitor(t.Context(), chat.VisitorMessage{Site: site.ID, Token: token, ClientID: id, Text: "Nummer?", Email: "v@mail.example", At: at})
		check(t, err)
		return w.Conversation
	}
	_, err = s.SayAsAgent(t.Context(), chat.AgentMessage{Agent: ann, Conversation: ask("1", at).ID, ClientID: "a", Text: "Ja", At: at})
	check(t, err)
	_, err = s.Miss(t.Context(), ask("2", at.Add(time.Second)), at.Add(time.Minute))
	check(t, err)
	const writers = 50
	var all sync.WaitGroup
	for w := range writers {
		all.Go(func() {
			token := chat.NewToken()
			for n := w; n < messages; n += writers {
				_, err := s.SayAsVisitor(t.Context(), chat.VisitorMessage{
					Site: site.ID, Token: token, ClientID: fmt.Sprint(n), Text: fmt.Sprint("Nummer ", n, ": ä 🚲 'x'"), At: time.Now(),
				})
				if err != nil {
					t.Error(err)
				}
			}
		})
	}
	all.Wait()
}

func check(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// found are the ids of the messages that hold a word.
func found(t *testing.T, place string) []string {
	t.Helper()
	s, err := store.Open(t.Context(), place, slog.New(slog.DiscardHandler))
	check(t, err)
	defer func() { check(t, s.Close()) }()
	sites, err := s.Sites(t.Context())
	check(t, err)
	var ids []string
	for _, site := range sites {
		entries, err := s.Search(t.Context(), site.ID, "nummer", 1_000_000)
		check(t, err)
		for _, e := range entries {
			ids = append(ids, e.ID)
		}
	}
	slices.Sort(ids)
	return ids
}

// furnish opens a database, has things happen in it, and closes it.
func furnish(t *testing.T, place string, messages int) {
	t.Helper()
	s, err := store.Open(t.Context(), place, slog.New(slog.DiscardHandler))
	check(t, err)
	fill(t, s, messages)
	check(t, s.Close())
}

// Moving house loses nothing, can be rehearsed, and never overwrites what somebody has written into the new house.
func TestCopy(t *testing.T) {
	messages := 1000
	if os.Getenv("PARLEY_LONG") != "" {
		messages = 100_000
	}
	for _, way := range [][2]string{{"sqlite", "postgres"}, {"postgres", "sqlite"}} {
		t.Run(way[0]+" to "+way[1], func(t *testing.T) {
			from, to := places[way[0]](t), places[way[1]](t)
			furnish(t, from, messages)
			began := time.Now()
			is, err := store.Copy(t.Context(), from, to)
			check(t, err)
			t.Logf("%d rows in %v", is.Total(), time.Since(began))
			want := rowsAt(t, from)
			if is.Rows["entries"] != int64(messages+talk) || is.Rows["entries"] != int64(len(want["entries"])) {
				t.Errorf("%d of %d entries were copied", is.Rows["entries"], messages)
			}
			same(t, "the copy", rowsAt(t, to), want)
			if got, there := found(t, to), found(t, from); len(got) == 0 || !slices.Equal(got, there) {
				t.Errorf("in the copy %d messages are found, want %d", len(got), len(there))
			}
			for table := range want {
				if len(want[table]) == 0 {
					t.Errorf("the test leaves %s empty", table)
				}
				if rows, told := is.Rows[table]; !told || rows != int64(len(want[table])) {
					t.Errorf("it says that %d rows of %s were copied (%t), not %d", rows, table, told, len(want[table]))
				}
			}

			furnish(t, from, 10)
			again, err := store.Copy(t.Context(), from, to)
			check(t, err)
			if again.Checksum == is.Checksum {
				t.Error("the checksum does not tell that there is more")
			}
			same(t, "the second copy", rowsAt(t, to), rowsAt(t, from))
			back := places[way[0]](t)
			returned, err := store.Copy(t.Context(), to, back)
			check(t, err)
			same(t, "what is copied back", rowsAt(t, back), rowsAt(t, from))
			same(t, "what is said of it", returned, again)

			furnish(t, to, 1) // a hub begins to work there
			before := rowsAt(t, to)
			if _, err := store.Copy(t.Context(), from, to); chat.CodeOf(err) != chat.Conflict {
				t.Errorf("a copy over what was written since: %v", err)
			}
			same(t, "what was written since", rowsAt(t, to), before)
		})
	}
}

func same(t *testing.T, what string, got, want any) {
	t.Helper()
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("%s differs:\n%s", what, d)
	}
}

func TestCopyOverAnotherDatabase(t *testing.T) {
	from, to := places["sqlite"](t), places["sqlite"](t)
	furnish(t, from, 1)
	furnish(t, to, 1)
	before := rowsAt(t, to)
	if _, err := store.Copy(t.Context(), from, to); chat.CodeOf(err) != chat.Conflict {
		t.Errorf("answered %v", err)
	}
	same(t, "the other database", rowsAt(t, to), before)
	if _, err := store.Copy(t.Context(), from, from); chat.CodeOf(err) != chat.Invalid {
		t.Errorf("to itself: %v", err)
	}
	if _, err := store.Copy(t.Context(), places["sqlite"](t), to); chat.CodeOf(err) != chat.NotFound {
		t.Errorf("from nothing: %v", err)
	}
}
