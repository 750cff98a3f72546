package hub_test

import (
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"parley/backend/chat"
	"parley/backend/presence"
	"parley/backend/protocol"
)

// nine is when the hours of a bubble's first day begin.
var nine = time.Date(2000, time.January, 1, 9, 0, 0, 0, time.UTC)

// daily are hours from nine to half past nine on every day.
func daily() protocol.Hours {
	h := protocol.Hours{Zone: "UTC", Week: make([][]protocol.Slot, 7), Dates: []protocol.DateHours{}}
	for i := range h.Week {
		h.Week[i] = []protocol.Slot{{Start: 9 * 60, End: 9*60 + 30}}
	}
	return h
}

func until(at time.Time) {
	time.Sleep(time.Until(at))
	synctest.Wait()
}

// lastView is the newest view among frames.
func lastView(t *testing.T, frames []protocol.Frame) protocol.View {
	t.Helper()
	views := the[*protocol.AgentView](frames)
	if len(views) == 0 {
		t.Fatalf("no view among %s", types(frames))
	}
	return views[len(views)-1].View
}

func TestHoursAreToldToEveryDeskAndKept(t *testing.T) {
	bubble(t, func(t *testing.T) {
		s := newShop(t)
		other := s.Desk(s.token, "other")
		other.Received()
		s.desk.Send(&protocol.SetHours{Ref: "h", Hours: daily()})
		frames := other.Received()
		if got := only[*protocol.AgentHours](t, frames); got.Hours.Zone != "UTC" || len(got.Hours.Week[6]) != 1 {
			t.Errorf("the other desk is told %+v", got)
		}
		if got := only[*protocol.Ack](t, s.desk.Received()); got.Ref != "h" {
			t.Errorf("answered %+v", got)
		}
		s.Restart(time.Second)
		welcome := only[*protocol.AgentWelcome](t, s.Desk(s.token, "desk").Received())
		if got := welcome.Hours; got.Zone != "UTC" || len(got.Week[0]) != 1 {
			t.Errorf("after a restart the hours are %+v", got)
		}
	})
}

func TestHoursThatCannotBeAreRefused(t *testing.T) {
	bubble(t, func(t *testing.T) {
		s := newShop(t)
		bad := map[string]func(*protocol.Hours){
			"zone":  func(h *protocol.Hours) { h.Zone = "Mars" },
			"week":  func(h *protocol.Hours) { h.Week = h.Week[:6] },
			"dates": func(h *protocol.Hours) { h.Dates = []protocol.DateHours{{Date: "24.12."}} },
		}
		for field, spoil := range bad {
			h := daily()
			spoil(&h)
			s.desk.Send(&protocol.SetHours{Ref: "h", Hours: h})
			if got := only[*protocol.Failed](t, s.desk.Received()); got.Code != chat.Invalid || got.Field != field {
				t.Errorf("a wrong %s is answered %+v", field, got)
			}
		}
		s.desk.Send(&protocol.SetStatus{Ref: "s", Status: chat.Online, For: 1000, ToHours: true})
		if got := only[*protocol.Failed](t, s.desk.Received()); got.Code != chat.Invalid || got.Field != "for" {
			t.Errorf("two ends are answered %+v", got)
		}
	})
}

// Edges turn the widget without anybody's doing, a choice by hand holds until the next one, and edges missed while the hub was down count by the
// last of them, each noted at its own time.
func TestHoursTurnTheWidget(t *testing.T) {
	bubble(t, func(t *testing.T) {
		until(nine.Add(-10 * time.Minute))
		s := newShop(t)
		s.desk.Send(&protocol.SetPolicy{Ref: "p", Policy: protocol.Policy{OnReturn: protocol.ReturnAsk}}) // never idle
		s.desk.Send(&protocol.SetHours{Ref: "h", Hours: daily()})
		s.desk.Choose(chat.Offline)
		v := s.Visitor("", 0)
		v.Received()
		until(nine.Add(-time.Second))
		nothing(t, beatless(v.Received()))
		until(nine)
		if got := mode(t, v); got != chat.ModeLive {
			t.Errorf("at nine the visitor is told %s", got)
		}
		s.desk.Received()
		s.desk.Choose(chat.Invisible)
		view := lastView(t, s.desk.Received())
		if want := (protocol.NextChange{At: protocol.At(nine.Add(30 * time.Minute)), Status: chat.Offline, Cause: chat.CauseHours}); view.Next == nil || *view.Next != want {
			t.Errorf("after a choice the next change is %+v", view.Next)
		}
		v.Received()
		until(nine.Add(30 * time.Minute))
		if got := lastView(t, s.desk.Received()); got.Status != chat.Offline || got.Cause != chat.CauseHours {
			t.Errorf("at half past nine the view is %+v", got)
		}

		s.Restart(47*time.Hour + 40*time.Minute) // until ten past nine, two days later
		d := s.Desk(s.token, "desk")
		if got := only[*protocol.AgentWelcome](t, d.Received()).View; got.Status != chat.Online || got.Cause != chat.CauseHours {
			t.Errorf("after a weekend the view is %+v", got)
		}
	})
}

// beatless are the frames that say something.
func beatless(frames []protocol.Frame) []protocol.Frame {
	var out []protocol.Frame
	for _, f := range frames {
		if _, beat := f.(*protocol.Beat); !beat {
			out = append(out, f)
		}
	}
	return out
}

func TestTimedChoiceEndsByItselfAlsoAfterARestart(t *testing.T) {
	bubble(t, func(t *testing.T) {
		s := newShop(t)
		s.desk.Send(&protocol.SetPolicy{Ref: "p", Policy: protocol.Policy{OnReturn: protocol.ReturnAsk}}) // never idle
		s.desk.Choose(chat.Online)
		s.desk.Received()
		time.Sleep(2 * time.Minute)
		s.desk.Send(&protocol.SetStatus{Ref: "t", Status: chat.Invisible, For: (30 * time.Minute).Milliseconds(), Age: 60_000})
		view := lastView(t, s.desk.Received())
		made := time.Now().Add(-time.Minute)
		if view.Status != chat.Invisible || view.Timed == nil || view.Timed.Until != protocol.At(made.Add(30*time.Minute)) {
			t.Fatalf("the view is %+v, %+v", view, view.Timed)
		}
		s.Restart(time.Second)
		d := s.Desk(s.token, "desk")
		if got := only[*protocol.AgentWelcome](t, d.Received()).View; got.Status != chat.Invisible || got.Timed == nil || *got.Timed != *view.Timed {
			t.Errorf("after a restart the view is %+v", got)
		}
		until(made.Add(30*time.Minute - time.Second))
		if views := the[*protocol.AgentView](d.Received()); len(views) != 0 {
			t.Errorf("before its end the choice gives %+v", views)
		}
		until(made.Add(30 * time.Minute))
		if got := lastView(t, d.Received()); got.Status != chat.Online || got.Timed != nil {
			t.Errorf("after its end the view is %+v", got)
		}
	})
}

// Who sets hours and never chooses leaves nothing behind but these. Restarts find the changes since then once, each at its own time.
func TestRestartsFindChangesOnce(t *testing.T) {
	bubble(t, func(t *testing.T) {
		s := newShop(t)
		bob, token := s.Agent("Bob")
		d := s.Desk(token, "bobs")
		d.Send(&protocol.SetHours{Ref: "h", Hours: daily()})
		d.Received()
		d.Goodbye()
		changes := func() []presence.Change {
			is, err := s.Store().PresenceOf(t.Context(), bob.ID)
			if err != nil {
				t.Fatal(err)
			}
			return is.Log
		}
		s.Restart(50 * time.Hour)
		only[*protocol.AgentWelcome](t, s.Desk(s.token, "desk").Received())
		first := changes()
		for i := range first[1:] {
			if !first[i].At.Before(first[i+1].At) {
				t.Errorf("changes are out of order: %+v", first)
			}
		}
		if n := len(first); n < 4 {
			t.Errorf("two days of hours left %d changes", n)
		}
		s.Restart(time.Second)
		only[*protocol.AgentWelcome](t, s.Desk(s.token, "desk").Received())
		if again := changes(); !slices.Equal(first, again) {
			t.Errorf("a restart turned\n%+v into\n%+v", first, again)
		}
	})
}

// TestAnEdgeMissedWhileTheHubWasDownCountsForAWait: the agent who had replied went with the hours, and what nobody answered then was missed three minutes
// later, although nobody was there to notice either.
func TestAnEdgeMissedWhileTheHubWasDownCountsForAWait(t *testing.T) {
	bubble(t, func(t *testing.T) {
		s := newShop(t, rarely)
		s.desk.Send(&protocol.SetHours{Ref: "h", Hours: daily()})
		until(nine)
		for time.Now().Before(nine.Add(29 * time.Minute)) {
			s.desk.Input()
			time.Sleep(time.Minute)
		}
		v, _, id := s.conversation(t)
		s.desk.Send(&protocol.AgentMessage{Conversation: id, ClientID: "a", Text: "One moment"})
		s.desk.Received()
		v.Send(&protocol.VisitorMessage{ClientID: "second", Text: "Still there?"})
		synctest.Wait()
		asked := s.stored(t, id).Waits.Since
		s.Restart(30 * time.Minute)
		time.Sleep(time.Second)
		synctest.Wait()
		end := nine.Add(30 * time.Minute)
		want := chat.Waiting{Since: asked, From: end, Missed: end.Add(3 * time.Minute)}
		if got := s.stored(t, id).Waits; !got.Since.Equal(want.Since) || !got.From.Equal(want.From) || !got.Missed.Equal(want.Missed) {
			t.Errorf("the wait is stored as %+v, want %+v", got, want)
		}
	})
}
