package store

import (
	"fmt"
	"path/filepath"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"parley/backend/chat"
)

// In a bubble time stands still while anybody works, so what happens without a sleep happens within the commits.
func TestCheckpointWaitsForLull(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		dir := t.TempDir()
		s := openTest(t, dir)
		defer closeTest(t, s)
		file := filepath.Join(dir, FileName)
		site, token := addSite(t, s, "Shop"), chat.NewToken()
		before := size(t, file)
		const messages = 2000
		for i := range messages {
			if _, err := say(t.Context(), s, site.ID, token, fmt.Sprint(i), strings.Repeat("x", chat.MaxText)); err != nil {
				t.Fatal(err)
			}
		}
		if grown := size(t, file); grown != before {
			t.Errorf("the database grew from %d to %d bytes within the commits", before, grown)
		}
		if wal := size(t, file+"-wal"); wal < keptWAL {
			t.Fatalf("the log has %d bytes only", wal)
		}

		time.Sleep((lull + 2) * glance)
		synctest.Wait()
		if grown := size(t, file); grown < messages*chat.MaxText {
			t.Errorf("the database has %d bytes after a lull", grown)
		}
		for i := range 10 { // which begin the log anew
			if _, err := say(t.Context(), s, site.ID, token, fmt.Sprint("then ", i), strings.Repeat("x", chat.MaxText)); err != nil {
				t.Fatal(err)
			}
			if wal := size(t, file+"-wal"); wal != keptWAL {
				t.Errorf("the log has %d bytes when %d more were written", wal, (i+1)*chat.MaxText)
			}
		}
	})
}

func TestCheckpointWithoutLull(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		dir := t.TempDir()
		s := openTest(t, dir)
		defer closeTest(t, s)
		site, token := addSite(t, s, "Shop"), chat.NewToken()
		const pages, perGlance, glances = 6, 100, 21 // a message of this length touches more pages than that
		for i := range perGlance * glances {
			if _, err := say(t.Context(), s, site.ID, token, fmt.Sprint(i), strings.Repeat("x", chat.MaxText)); err != nil {
				t.Fatal(err)
			}
			if i%perGlance == 0 {
				time.Sleep(glance)
			}
		}
		const page = 4096
		written, wal := int64(pages*perGlance*glances*page), size(t, filepath.Join(dir, FileName+"-wal"))
		if wal > 2*maxFrames*page || written < 3*maxFrames*page {
			t.Errorf("the log has %d bytes after %d were written without a pause", wal, written)
		}
	})
}
