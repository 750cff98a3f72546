package main

import (
	"fmt"
	"log/slog"
	"math/rand/v2"
	"os"
	"testing"
	"time"

	"parley/backend/chat"
	"parley/backend/protocol"
	"parley/backend/store"
)

// cycles is how often the hub is killed.
func cycles() int {
	if os.Getenv("PARLEY_LONG") != "" {
		return 1000
	}
	return 50
}

// TestKilledHubLosesNothingAcknowledgedAndRepeatsNothing kills a hub at random instants while a visitor writes, and starts it again. The visitor
// keeps what is not acknowledged, sends it again after every welcome, and folds what it is told.
func TestKilledHubLosesNothingAcknowledgedAndRepeatsNothing(t *testing.T) {
	data := t.TempDir()
	site := object(t, "", "site", "site", "add", "--data", data, "--name", "Shop", "--origin", origin)
	w := &writer{t: t, site: site, token: chat.NewToken(), acknowledged: map[string]int64{}}
	cycles := cycles()
	for cycle := range cycles {
		h := startHub(t, "--data", data)
		w.write(h.address, rand.IntN(20), func() {
			time.AfterFunc(time.Duration(rand.IntN(3000))*time.Microsecond, func() { _ = h.cmd.Process.Kill() }) // it may have ended by itself
		})
		h.kill()
		if t.Failed() {
			t.Fatalf("in cycle %d", cycle)
		}
	}
	if len(w.acknowledged) < cycles {
		t.Errorf("only %d messages were acknowledged in %d cycles", len(w.acknowledged), cycles)
	}

	s, err := store.Open(t.Context(), data, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	stored := checkLog(t, s, w)
	t.Logf("%d messages were acknowledged, %d are stored", len(w.acknowledged), stored)
}

// checkLog demands that everything a visitor was told is stored, once, under its number and without a gap. It returns how many entries are.
func checkLog(t *testing.T, s *store.Store, w *writer) int {
	t.Helper()
	_, conversation, err := s.VisitorByToken(t.Context(), w.site, w.token)
	if err != nil {
		t.Fatal(err)
	}
	log, err := s.After(t.Context(), conversation.ID, 0, int(conversation.LastSeq)+1)
	if err != nil {
		t.Fatal(err)
	}
	stored := map[string]int64{}
	for i, e := range log {
		if e.Seq != int64(i)+1 {
			t.Fatalf("entry %d has the number %d", i+1, e.Seq)
		}
		if stored[e.ClientID] != 0 {
			t.Errorf("%s is stored twice", e.ClientID)
		}
		stored[e.ClientID] = e.Seq
	}
	for id, seq := range w.acknowledged {
		if stored[id] != seq {
			t.Errorf("%s was acknowledged as %d and is stored as %d", id, seq, stored[id])
		}
	}
	return len(log)
}

// writer is a visitor who writes as fast as the hub acknowledges.
type writer struct {
	t            *testing.T
	site, token  string
	next         int              // number of the message that is not acknowledged
	has          int64            // every entry up to this was told
	acknowledged map[string]int64 // client id to number
}

// write writes until the link ends. After some acknowledgements it calls then.
func (w *writer) write(address string, after int, then func()) {
	w.t.Helper()
	p, welcome, err := visit(w.t, address, origin, w.site, w.token, w.has)
	if err != nil {
		w.t.Fatal(err)
	}
	w.fold(welcome.Entries)
	if after == 0 {
		then()
	}
	w.say(p)
	for f := range p.frames {
		switch f := f.(type) {
		case *protocol.VisitorEntries:
			w.fold(f.Entries)
		case *protocol.Ack:
			if f.Ref == w.id() {
				w.acknowledged[f.Ref] = f.Seq
				w.next++
				if after--; after == 0 {
					then()
				}
				w.say(p)
			}
		case *protocol.Failed:
			w.t.Errorf("the hub refused %s: %+v", f.Ref, f)
		}
	}
}

func (w *writer) id() string { return fmt.Sprint("m", w.next) }

func (w *writer) say(p *peer) {
	p.send(&protocol.VisitorMessage{ClientID: w.id(), Text: "This is " + w.id()})
}

// fold takes in entries, which must continue what was told before.
func (w *writer) fold(entries []protocol.Entry) {
	w.t.Helper()
	for _, e := range entries {
		if e.Seq != w.has+1 {
			w.t.Errorf("entry %d came when %d was due", e.Seq, w.has+1)
		}
		w.has = e.Seq
	}
}
