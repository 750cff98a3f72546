package store

import (
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"parley/backend/chat"
)

// TestAStepTellsTheGroupOfTheHandoverBeforeIt has a conversation handed over and its wait missed in one transaction. Whoever learns of the step first
// must not take the visitor for one of the group that was.
func TestAStepTellsTheGroupOfTheHandoverBeforeIt(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := openTest(t, t.TempDir())
		defer closeTest(t, s)
		site := addSite(t, s, "Shop")
		ann, err := s.AddAgent(t.Context(), site.ID, "Ann", "", "")
		if err != nil {
			t.Fatal(err)
		}
		sales, err := s.AddGroup(t.Context(), site.ID, "Sales", []string{ann.ID}, false)
		if err != nil {
			t.Fatal(err)
		}
		w, err := say(t.Context(), s, site.ID, chat.NewToken(), "m", "Hello")
		if err != nil {
			t.Fatal(err)
		}
		commits := countCommits(s)
		release := hold(t, s)
		var handed chat.Written
		var missed chat.Stepped
		var errs [2]error
		var both sync.WaitGroup
		both.Go(func() {
			handed, errs[0] = s.Do(t.Context(), chat.Act{Agent: ann, Conversation: w.Conversation.ID, ClientID: "h", Kind: chat.KindHandedOver,
				Target: sales.ID, At: noon.Add(time.Minute)})
		})
		synctest.Wait()
		both.Go(func() { missed, errs[1] = s.Miss(t.Context(), w.Conversation, noon.Add(3*time.Minute)) })
		synctest.Wait()
		release()
		both.Wait()
		if errs[0] != nil || errs[1] != nil || *commits != 2 {
			t.Fatalf("handed over: %v, missed: %v, in %d commits after the one that was held", errs[0], errs[1], *commits-1)
		}
		if !missed.Won || missed.Conversation.Version <= handed.Conversation.Version {
			t.Fatalf("the step came to %+v", missed)
		}
		if missed.Visitor != handed.Visitor || missed.Visitor.Group != sales.ID {
			t.Errorf("the step tells the visitor %+v, and the handover made it %+v", missed.Visitor, handed.Visitor)
		}
	})
}
