package store

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"parley/backend/chat"
)

// load is what a child writes until it is killed: two writers for each conversation, its visitor and an agent.
type load struct {
	Dir           string
	Site          string
	Agent         chat.Agent
	Tokens        []string // of the visitors
	Conversations []string
	Next          []int // for each writer the number of the first message that nobody was told is stored
}

// receipt is what a child says of a message that is stored.
type receipt struct {
	Writer, Number int
	Entry          chat.Entry
}

func (l load) send(ctx context.Context, s *Store, writer, number int) (chat.Written, error) {
	clientID, text := fmt.Sprint(number), strings.Repeat("Hello ", 1+number%50)
	if writer%2 == 0 {
		return say(ctx, s, l.Site, l.Tokens[writer/2], clientID, text)
	}
	return s.SayAsAgent(ctx, chat.AgentMessage{Agent: l.Agent, Conversation: l.Conversations[writer/2], ClientID: clientID, Text: text, At: noon})
}

// childSays writes the load that stands in its only argument, and a receipt for each message to its standard output.
func childSays(args []string) error {
	var l load
	if err := json.Unmarshal([]byte(args[0]), &l); err != nil {
		return err
	}
	s, err := Open(context.Background(), l.Dir, slog.New(slog.NewTextHandler(os.Stderr, nil)))
	if err != nil {
		return err
	}
	failed := make(chan error)
	for writer, number := range l.Next {
		go func() {
			for ; ; number++ {
				w, err := l.send(context.Background(), s, writer, number)
				if err != nil {
					failed <- err
					return
				}
				line, err := json.Marshal(receipt{writer, number, w.Entry})
				if err == nil {
					_, err = os.Stdout.Write(append(line, '\n'))
				}
				if err != nil {
					failed <- err
					return
				}
			}
		}()
	}
	return <-failed
}

// G1 and G2: kill -9 at random instants under load. What was acknowledged is there, once, under its number, and the numbers have no gaps.
func TestKilled(t *testing.T) {
	cycles := 50
	if os.Getenv("PARLEY_LONG") != "" {
		cycles = 1000
	}
	const conversations = 4
	l := load{Dir: t.TempDir(), Next: make([]int, 2*conversations)}
	s := openTest(t, l.Dir)
	l.Site = addSite(t, s, "Shop").ID
	var err error
	if l.Agent, err = s.AddAgent(t.Context(), l.Site, "Ann", "", ""); err != nil {
		t.Fatal(err)
	}
	for range conversations {
		token := chat.NewToken()
		w, err := say(t.Context(), s, l.Site, token, "first", "Hello")
		if err != nil {
			t.Fatal(err)
		}
		l.Tokens, l.Conversations = append(l.Tokens, token), append(l.Conversations, w.Conversation.ID)
	}
	closeTest(t, s)

	acknowledged := make(map[string]chat.Entry) // by id
	for cycle := range cycles {
		for _, r := range untilKilled(t, l, 1+rand.IntN(120)) {
			acknowledged[r.Entry.ID] = r.Entry
			l.Next[r.Writer] = max(l.Next[r.Writer], r.Number+1)
		}
		if (cycle+1)%(cycles/5) != 0 {
			continue
		}
		// Of a copy, so that the next child finds the log as the last one left it. What is lost stays lost: an entry that is sent again gets another id.
		audit(t, filepath.Join(copyDatabase(t, l.Dir), FileName), acknowledged)
		if t.Failed() {
			t.Fatalf("after cycle %d", cycle)
		}
	}
	t.Logf("%d cycles, %d messages acknowledged", cycles, len(acknowledged))
}

// untilKilled has a child write until it has acknowledged so many messages, kills it, and returns every receipt it wrote.
func untilKilled(t *testing.T, l load, enough int) (receipts []receipt) {
	t.Helper()
	arg, err := json.Marshal(l)
	if err != nil {
		t.Fatal(err)
	}
	cmd := child(t, "say", string(arg))
	var stderr strings.Builder
	cmd.Stderr = &stderr
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	lines := bufio.NewReader(out)
	for {
		line, err := lines.ReadBytes('\n')
		if errors.Is(err, io.EOF) {
			break // also after part of a line: the rest was not said
		}
		if err != nil {
			t.Fatal(err)
		}
		var r receipt
		if err := json.Unmarshal(line, &r); err != nil {
			t.Fatalf("%v: %s", err, line)
		}
		if receipts = append(receipts, r); len(receipts) == enough {
			if err := cmd.Process.Kill(); err != nil {
				t.Fatal(err)
			}
		}
	}
	err = cmd.Wait()
	if len(receipts) < enough {
		t.Fatalf("the child ended by itself: %v\n%s", err, stderr.String())
	}
	return receipts
}

// audit checks a database file in plain SQL against what was acknowledged.
func audit(t *testing.T, path string, acknowledged map[string]chat.Entry) {
	t.Helper()
	db := plain(t, path)
	defer db.Close()
	rows, err := db.Query(`SELECT e.conversation, e.seq, e.id, e.author, e.client_id, e.text, c.last_seq
		FROM entries e JOIN conversations c ON c.id = e.conversation`)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	type key struct{ conversation, author, clientID string }
	once, numbers, newest := make(map[key]bool), make(map[string][]int64), make(map[string]int64)
	found := 0
	for rows.Next() {
		var e chat.Entry
		var last int64
		if err := rows.Scan(&e.Conversation, &e.Seq, &e.ID, &e.Author, &e.ClientID, &e.Text, &last); err != nil {
			t.Fatal(err)
		}
		k := key{e.Conversation, e.Author, e.ClientID}
		if once[k] {
			t.Errorf("twice: %+v", k)
		}
		once[k] = true
		numbers[e.Conversation] = append(numbers[e.Conversation], e.Seq)
		newest[e.Conversation] = last
		if a, known := acknowledged[e.ID]; known {
			found++
			if a.Conversation != e.Conversation || a.Seq != e.Seq || a.ClientID != e.ClientID || a.Text != e.Text {
				t.Errorf("acknowledged %+v, stored %+v", a, e)
			}
		}
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	if found != len(acknowledged) {
		t.Errorf("%d of %d acknowledged messages are lost", len(acknowledged)-found, len(acknowledged))
	}
	for conversation, got := range numbers {
		slices.Sort(got)
		for i, seq := range got {
			if seq != int64(i+1) {
				t.Fatalf("conversation %s: number %d at place %d", conversation, seq, i+1)
			}
		}
		if newest[conversation] != int64(len(got)) {
			t.Errorf("conversation %s: newest number %d with %d entries", conversation, newest[conversation], len(got))
		}
	}
	var sound string
	if err := db.QueryRow(`PRAGMA integrity_check`).Scan(&sound); err != nil || sound != "ok" {
		t.Errorf("integrity check: %s (%v)", sound, err)
	}
}

// childAdministers adds an agent to the site in its arguments.
func childAdministers(args []string) error {
	s, err := Open(context.Background(), args[0], slog.New(slog.NewTextHandler(os.Stderr, nil)))
	if err != nil {
		return err
	}
	_, err = s.AddAgent(context.Background(), args[1], "Ann", "ann@shop.example", "")
	return errors.Join(err, s.Close())
}

// Another process adds an agent while the hub runs and writes; the hub sees that there is something new.
func TestAnotherProcessAdministers(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "data")
	s := openTest(t, dir)
	defer closeTest(t, s)
	site := addSite(t, s, "Shop")
	before, err := s.Revisions(t.Context())
	if err != nil {
		t.Fatal(err)
	}

	ctx, cancel := context.WithCancel(t.Context())
	var busy sync.WaitGroup
	busy.Go(func() {
		token := chat.NewToken()
		for i := 0; ctx.Err() == nil; i++ {
			if _, err := say(t.Context(), s, site.ID, token, fmt.Sprint(i), "Hello"); err != nil { //nolint:contextcheck // it is about this one step
				t.Error(err)
				return
			}
		}
	})
	out, err := child(t, "administer", dir, site.ID).CombinedOutput()
	cancel()
	busy.Wait()
	if err != nil {
		t.Fatalf("%v: %s", err, out)
	}

	after, err := s.Revisions(t.Context())
	if err != nil || after[site.ID] <= before[site.ID] {
		t.Errorf("revision %d after %d (%v)", after[site.ID], before[site.ID], err)
	}
	_, agents, _, err := s.Site(t.Context(), site.ID)
	if err != nil || len(agents) != 1 || agents[0].Name != "Ann" {
		t.Errorf("agents %+v (%v)", agents, err)
	}
}
