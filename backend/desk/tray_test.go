package desk

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"parley/backend/agent"
	"parley/backend/chat"
	"parley/backend/desktop/tray"
	"parley/backend/local"
	"parley/backend/protocol"
	"parley/frontend/shared/texts"
)

var twentyPastTwo = clock(23, 14, 20).Time().In(zurich)

func inbox(s *agent.State) *local.State {
	return &local.State{Stage: local.StageInbox, Session: s, Sentence: local.Sentence{Head: "Online since 14:02", Why: "by you."}}
}

func TestTheTrayShowsTheConfirmedStatus(t *testing.T) {
	for name, c := range map[string]struct {
		state   *agent.State
		shape   tray.Shape
		checked string
	}{
		"Online":       {linkedWith(protocol.View{Status: chat.Online}), tray.Online, "online"},
		"Invisible":    {linkedWith(protocol.View{Status: chat.Invisible}), tray.Invisible, "invisible"},
		"Offline":      {linkedWith(protocol.View{Status: chat.Offline}), tray.Offline, "offline"},
		"idle":         {linkedWith(protocol.View{Status: chat.Offline, Cause: chat.CauseIdle}), tray.Idle, "offline"},
		"not yet":      {&agent.State{Link: agent.Link{Phase: agent.Connecting}}, tray.Offline, ""},
		"link lost":    {&agent.State{Link: agent.Link{Phase: agent.Lost}, View: &protocol.View{Status: chat.Online}}, tray.NoLink, "online"},
		"link refused": {&agent.State{Link: agent.Link{Phase: agent.Refused}, View: &protocol.View{Status: chat.Online}}, tray.NoLink, "online"},
		"not confirmed": {&agent.State{
			Link: agent.Link{Phase: agent.Linked}, View: &protocol.View{Status: chat.Online}, Pending: chat.Offline,
		}, tray.Online, "online"},
	} {
		t.Run(name, func(t *testing.T) {
			s := trayState(texts.In("en"), inbox(c.state), twentyPastTwo)
			if s.Shape != c.shape {
				t.Errorf("shape %s, want %s", s.Shape, c.shape)
			}
			checked := ""
			for _, i := range s.Menu {
				if i.Checked && i.ID != "for-all" {
					checked += i.ID
				}
			}
			if checked != c.checked {
				t.Errorf("checked %q, want %q", checked, c.checked)
			}
		})
	}
}

func TestTheTrayMenu(t *testing.T) {
	state := linkedWith(protocol.View{Status: chat.Offline, Cause: chat.CauseIdle, Asks: true})
	state.Unread = 2
	for i := range 7 {
		state.Conversations = append(state.Conversations, agent.Item{Group: agent.Needs, Conversation: protocol.Conversation{
			ID: fmt.Sprint("c", i), WaitingSince: protocol.Millis(100 - i), Visitor: protocol.VisitorInfo{ID: "abcdefgh"},
			Last: &protocol.Entry{Text: "line one\nline two, and so much more that it does not fit into any menu"},
		}})
	}
	state.Conversations[6].Visitor.Email = "sophie@shop.example"
	state.Conversations[6].Last = nil
	state.Conversations = append(state.Conversations, agent.Item{Group: agent.Mine})
	s := trayState(texts.In("en"), inbox(state), twentyPastTwo)
	if !s.Unread || s.Tooltip != "Online since 14:02: by you." {
		t.Errorf("unread %v, tooltip %q", s.Unread, s.Tooltip)
	}
	want := []tray.Item{
		{ID: "sentence", Label: "Online since 14:02: by you.", Disabled: true},
		{ID: "back", Label: "I'm back"},
		{ID: "online", Label: "Online"}, {ID: "invisible", Label: "Invisible"}, {ID: "offline", Label: "Offline", Checked: true},
		{ID: "for", Label: "For how long"}, {ID: "for-all", Label: "No limit", Checked: true}, {ID: "for-30m", Label: "30 minutes"}, {ID: "for-1h", Label: "1 hour"},
		{ID: "until0", About: "2026-11-23T14:30:00+01:00", Label: "Until 14:30"}, {ID: "until1", About: "2026-11-23T15:00:00+01:00", Label: "Until 15:00"},
		{ID: "until2", About: "2026-11-23T15:30:00+01:00", Label: "Until 15:30"}, {ID: "until3", About: "2026-11-23T16:00:00+01:00", Label: "Until 16:00"},
		{ID: "until4", About: "2026-11-23T16:30:00+01:00", Label: "Until 16:30"}, {ID: "until5", About: "2026-11-23T17:00:00+01:00", Label: "Until 17:00"},
		{ID: "waiting0", About: "c6", Label: "sophie@shop.example: "},
	}
	for i := 1; i < 5; i++ {
		want = append(want, tray.Item{ID: fmt.Sprint("waiting", i), About: fmt.Sprint("c", 6-i), Label: "Visitor abcd: line one line two, and so much mo…"})
	}
	want = append(want, tray.Item{ID: "open", Label: "Open Parley"}, tray.Item{ID: "quit", Label: "Quit"})
	if diff := cmp.Diff(want, s.Menu); diff != "" {
		t.Errorf("menu (-want +got):\n%s", diff)
	}
	for _, item := range s.Menu {
		if !slices.ContainsFunc(trayLayout, func(slot tray.Slot) bool { return slot.ID == item.ID }) {
			t.Errorf("%s has no place in the layout", item.ID)
		}
	}
}

func TestBeforeTheInboxTheTrayOffersNoStatus(t *testing.T) {
	for _, stage := range []local.Stage{local.StageStarting, local.StageWelcome, local.StageSignIn} {
		s := trayState(texts.In("en"), &local.State{Stage: stage}, twentyPastTwo)
		var ids []string
		for _, i := range s.Menu {
			ids = append(ids, i.ID)
		}
		if diff := cmp.Diff([]string{"sentence", "open", "quit"}, ids); diff != "" || s.Shape != tray.Offline {
			t.Errorf("%s: shape %s, menu (-want +got):\n%s", stage, s.Shape, diff)
		}
	}
}

func TestToastTexts(t *testing.T) {
	toasts := &toaster{texts: func() texts.Texts { return texts.In("en") }}
	got := toasts.draw("c", &agent.Notice{Conversation: "c", Visitor: protocol.VisitorInfo{ID: "abcdefgh"}, Text: "<b>hi</b>", Take: true, Sound: true})
	if got.Title != "Visitor abcd" || got.Body != "<b>hi</b>" || !got.Sound || len(got.Actions) != 1 || got.Actions[0].Label != "Take it" {
		t.Errorf("a new chat: %+v", got)
	}
	got = toasts.draw("c", &agent.Notice{Conversation: "c", Visitor: protocol.VisitorInfo{ID: "a", Email: "sophie@shop.example"}})
	if got.Title != "sophie@shop.example" || len(got.Actions) != 0 {
		t.Errorf("a message: %+v", got)
	}
	sophie := protocol.VisitorInfo{ID: "a", Email: "sophie@shop.example"}
	got = toasts.draw("c", &agent.Notice{Conversation: "c", Visitor: sophie, Text: "hi", Why: chat.AskedFirst})
	if got.Title != "sophie@shop.example" || got.Body != "hi" {
		t.Errorf("asked as one of the first: %+v", got)
	}
	got = toasts.draw("c", &agent.Notice{Conversation: "c", Visitor: sophie, Text: "hi", Why: chat.AskedToo, Waits: time.Minute})
	if got.Title != "sophie@shop.example is waiting" || got.Body != "1 minute, nobody has answered." {
		t.Errorf("asked too: %+v", got)
	}
	got = toasts.draw("c", &agent.Notice{Conversation: "c", Visitor: sophie, Text: "hi", Why: chat.AskedLate, Waits: 2 * time.Minute, Take: true})
	if got.Title != "Online agents are busy" || got.Body != "sophie@shop.example has waited 2 minutes." || len(got.Actions) != 1 {
		t.Errorf("asked late: %+v", got)
	}
	got = toasts.draw(idleKey, &agent.Notice{IdleAfter: 900e9})
	if got.Title != "You are Offline" || got.Body != "No activity for 15 minutes." || got.Actions[0].Label != "I'm back" {
		t.Errorf("the idle question: %+v", got)
	}
}

func TestTheTrayTellsHowLongAChoiceHolds(t *testing.T) {
	at := clock(23, 14, 0)
	half := &protocol.Timed{From: at, Until: at + 30*60_000}
	none, emptied, some := protocol.NoHours(), protocol.NoHours(), protocol.NoHours()
	emptied.Zone, some.Zone = "Europe/Berlin", "Europe/Berlin"
	some.Week[0] = []protocol.Slot{{Start: 9 * 60, End: 17 * 60}}
	for name, c := range map[string]struct {
		timed   *protocol.Timed
		hours   protocol.Hours
		checked string
		labels  string
	}{
		"it holds":             {nil, none, "for-all", "No limit, 30 minutes, 1 hour"},
		"hours without slots":  {nil, emptied, "for-all", "No limit, 30 minutes, 1 hour"},
		"until the next edge":  {nil, some, "for-all", "My hours, 30 minutes, 1 hour, Until my next hours"},
		"half an hour":         {half, none, "for-30m", "No limit, 30 minutes, 1 hour"},
		"until the next hours": {&protocol.Timed{From: at, Until: at + 30*60_000, ToHours: true}, some, "for-hours", "My hours, 30 minutes, 1 hour, Until my next hours"},
		"another time":         {&protocol.Timed{From: at, Until: at + 31*60_000}, none, "", "No limit, 30 minutes, 1 hour"},
	} {
		t.Run(name, func(t *testing.T) {
			s := linkedWith(protocol.View{Status: chat.Invisible, Timed: c.timed})
			s.Hours = c.hours
			var checked string
			var labels []string
			for _, i := range trayState(texts.In("en"), inbox(s), twentyPastTwo).Menu {
				if strings.HasPrefix(i.ID, "for-") {
					labels = append(labels, i.Label)
					if i.Checked {
						checked += i.ID
					}
				}
			}
			if got := strings.Join(labels, ", "); got != c.labels || checked != c.checked {
				t.Errorf("%s, of which %q is checked; want %s, %q", got, checked, c.labels, c.checked)
			}
		})
	}
}

// checkedEnd is the label of the end that is checked in the menu.
func checkedEnd(timed *protocol.Timed, now time.Time) string {
	checked := ""
	for _, i := range trayState(texts.In("en"), inbox(linkedWith(protocol.View{Status: chat.Invisible, Timed: timed})), now).Menu {
		if strings.HasPrefix(i.ID, itemUntil) && i.Checked {
			checked += i.Label
		}
	}
	return checked
}

func TestTheTrayTellsUntilWhenAChoiceHolds(t *testing.T) {
	at := clock(23, 14, 2)
	for name, c := range map[string]struct {
		timed *protocol.Timed
		want  string
	}{
		"it holds":                          {nil, ""},
		"until a time that is offered":      {&protocol.Timed{From: at, Until: clock(23, 16, 0)}, "Until 16:00"},
		"told by the hub a moment later":    {&protocol.Timed{From: at, Until: clock(23, 16, 0) + 40}, "Until 16:00"},
		"told by the hub a moment before":   {&protocol.Timed{From: at, Until: clock(23, 16, 0) - 40}, "Until 16:00"},
		"until another time":                {&protocol.Timed{From: at, Until: clock(23, 16, 2)}, ""},
		"for half an hour, which is an end": {&protocol.Timed{From: clock(23, 14, 0), Until: clock(23, 14, 30)}, ""},
	} {
		t.Run(name, func(t *testing.T) {
			if got := checkedEnd(c.timed, twentyPastTwo); got != c.want {
				t.Errorf("%q is checked, want %q", got, c.want)
			}
		})
	}
}

func TestTheTrayOffersTimesOfTheNextDay(t *testing.T) {
	var labels []string
	for _, i := range endItems(texts.In("en"), nil, clock(23, 22, 30).Time().In(zurich)) {
		labels = append(labels, i.Label)
	}
	want := "Until 23:00, Until 23:30, Until 00:00 tomorrow, Until 00:30 tomorrow, Until 01:00 tomorrow, Until 01:30 tomorrow"
	if got := strings.Join(labels, ", "); got != want {
		t.Errorf("offers %s, want %s", got, want)
	}
}
