package agent_test

import (
	"testing"
	"testing/synctest"
	"time"

	"parley/backend/agent"
	"parley/backend/chat"
	"parley/backend/protocol"
)

// The whole way at a real hub: an Invisible agent with the box is called at T2, and is left in peace when somebody answers.
func TestAnInvisibleAgentIsCalledAtT2(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := newHouse(t)
		_, annToken := h.Agent("Ann")
		_, cemToken := h.Agent("Cem")
		ann, cem := h.desk(annToken, "anns"), h.desk(cemToken, "cems")
		synctest.Wait()
		must(t, ann.SetStatus(t.Context(), agent.Choice{Status: chat.Online}))
		must(t, cem.SetStatus(t.Context(), agent.Choice{Status: chat.Invisible}))
		must(t, cem.SetReserve(t.Context(), true))
		synctest.Wait()
		v := h.Visitor(chat.NewToken(), 0)
		v.Received()
		v.Send(&protocol.VisitorMessage{ClientID: "m", Text: "Is anybody there?"})
		badges := func(what string, wantAnn, wantCem int, state chat.WaitState) {
			t.Helper()
			synctest.Wait()
			a, c := ann.State(), cem.State()
			if a.Unread != wantAnn || c.Unread != wantCem || c.Conversations[0].State != state {
				t.Errorf("%s: Ann's badge counts %d, Cem's %d, and the conversation is %s", what, a.Unread, c.Unread, c.Conversations[0].State)
			}
		}
		badges("written", 1, 0, chat.Waits)
		time.Sleep(2*time.Minute - time.Second)
		badges("before T2", 1, 0, chat.Waits)
		time.Sleep(time.Second)
		badges("at T2", 1, 1, chat.Waits)
		id := cem.State().Conversations[0].ID
		if got := cem.State().Conversations[0]; got.Why != chat.AskedLate || got.Group != agent.Needs {
			t.Errorf("Cem is asked %q, and it stands under %s", got.Why, got.Group)
		}
		must(t, ann.Send(t.Context(), id, "I am."))
		badges("answered", 0, 0, chat.Quiet)
	})
}
