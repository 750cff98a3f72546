package desk

import (
	"context"
	"log/slog"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"parley/backend/agent"
	"parley/backend/chat"
	"parley/backend/desktop/toast"
	"parley/backend/desktop/tray"
	"parley/backend/desktop/zone"
	"parley/backend/local"
	"parley/backend/protocol"
	"parley/frontend/shared/texts"
)

// playedHub is a hub that a test plays by hand. It answers nothing by itself.
type playedHub struct {
	says chan protocol.Frame
	got  chan protocol.Frame
	gone chan struct{}
}

func (h *playedHub) Dial(context.Context) (agent.Conn, error) { return h, nil }

func (h *playedHub) Send(f protocol.Frame) { h.got <- f }

func (h *playedHub) Run(handle func(protocol.Frame)) agent.Ending {
	for {
		select {
		case f := <-h.says:
			handle(f)
		case <-h.gone:
			return agent.Ending{}
		}
	}
}

func (h *playedHub) Close() { close(h.gone) }

// nobody is what a session needs of a desktop, where nothing happens.
type nobody struct{}

func (nobody) Since() (time.Duration, bool) { return 0, true }
func (nobody) Show(agent.Notice)            {}
func (nobody) Withdraw(string)              {}
func (nobody) Ring()                        {}
func (nobody) Save(agent.Kept) error        { return nil }

// linkedDesk is a desk with a window and a session at a hub that a test plays, with these conversations in the inbox.
func linkedDesk(t *testing.T, conversations ...protocol.Conversation) (*Desk, *playedHub) {
	t.Helper()
	hub := &playedHub{says: make(chan protocol.Frame), got: make(chan protocol.Frame, 64), gone: make(chan struct{})}
	s := agent.New(agent.Options{Hub: hub, Idle: nobody{}, Notify: nobody{}, Keep: nobody{}, Log: slog.New(slog.DiscardHandler)})
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		s.Run(ctx)
	}()
	t.Cleanup(func() {
		cancel()
		<-ended
	})
	hub.says <- &protocol.AgentWelcome{
		Protocol: protocol.Version, Agent: protocol.Account{ID: "ana"}, View: protocol.View{Status: chat.Online}, Conversations: conversations,
	}
	state := until(t, s, func(s *agent.State) bool { return len(s.Conversations) == len(conversations) })
	d := &Desk{
		o: Options{Log: slog.New(slog.DiscardHandler)}, changed: make(chan struct{}), texts: texts.In("en"), gone: make(chan struct{}),
		zone:   zone.Zone{Location: time.UTC},
		member: &membership{session: s, state: state},
		tray:   tray.New(tray.Options{}, tray.State{}),
	}
	d.change(func() { d.state.Stage = local.StageInbox })
	return d, hub
}

// until waits until the session shows something.
func until(t *testing.T, s *agent.Session, shown func(*agent.State) bool) *agent.State {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
	defer cancel()
	for state := range s.Watch(ctx) {
		if shown(state) {
			return state
		}
	}
	t.Fatal("the session does not show it")
	return nil
}

func waitingSince(id string, at protocol.Millis) protocol.Conversation {
	return protocol.Conversation{ID: id, Open: true, WaitingSince: at, Visitor: protocol.VisitorInfo{ID: "visitor" + id}}
}

func TestTakingOpensTheWindowBeforeTheHubAnswers(t *testing.T) {
	for action, takes := range map[string]bool{actionTake: true, actionJoin: false} {
		t.Run(action, func(t *testing.T) { takesFromToast(t, action, takes) })
	}
}

// takesFromToast clicks on a toast's action, which takes a conversation or joins it.
func takesFromToast(t *testing.T, action string, takes bool) {
	d, hub := linkedDesk(t, waitingSince("c1", 1))
	before := d.state.Raise
	clicked := make(chan struct{})
	go func() {
		defer close(clicked)
		d.toastClicked(toast.Click{Key: "c1", Action: action})
	}()
	for f := range hub.got {
		join, ok := f.(*protocol.Join)
		if !ok {
			continue
		}
		d.mu.Lock()
		raised := d.state.Raise > before
		d.mu.Unlock()
		if join.Take != takes {
			t.Errorf("sent %+v", join)
		}
		if focus := d.member.session.State().Focus; !raised || focus == nil || focus.Conversation.ID != "c1" {
			t.Errorf("raised: %v, with %+v", raised, focus)
		}
		hub.says <- &protocol.Ack{Ref: join.Ref}
		break
	}
	<-clicked
}

func TestAClickInTheTrayShowsWhatItsLineSaid(t *testing.T) {
	d, hub := linkedDesk(t, waitingSince("c1", 1), waitingSince("c2", 2))
	var clicked tray.Item
	for _, item := range trayState(d.texts, &d.state, time.Now()).Menu {
		if item.ID == itemWaiting+"0" {
			clicked = item
		}
	}
	hub.says <- &protocol.AgentConversation{Conversation: waitingSince("c1", 0)} // it was answered
	state := until(t, d.member.session, func(s *agent.State) bool { return len(waiting(s)) == 1 })
	d.change(func() { d.member.state = state })

	d.trayClicked(clicked)
	state = until(t, d.member.session, func(s *agent.State) bool { return s.Focus != nil })
	if shown := state.Focus.Conversation.ID; shown != "c1" {
		t.Errorf("shows %s", shown)
	}
}

func TestAClickInTheTrayLimitsAStatusUntilATime(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d, hub := linkedDesk(t, waitingSince("c1", 1))
		time.Sleep(time.Minute + 100*time.Microsecond) // no whole milliseconds are left
		_, end := halfHourOf(time.Now().Add(time.Hour))
		var want local.StatusParams
		want.EndAt(end, time.Now())
		clicked := make(chan struct{})
		go func() {
			defer close(clicked)
			d.trayClicked(tray.Item{ID: itemUntil + "1", About: end.Format(time.RFC3339)})
		}()
		for f := range hub.got {
			set, ok := f.(*protocol.SetStatus)
			if !ok {
				continue
			}
			if set.Status != chat.Online || set.For != want.For {
				t.Errorf("sent %+v, want one that runs for %d", set, want.For)
			}
			hub.says <- &protocol.Ack{Ref: set.Ref}
			break
		}
		<-clicked
	})
}

func TestATimeThatIsOverLimitsNothing(t *testing.T) {
	d, _ := linkedDesk(t)
	err := d.limitUntil(t.Context(), "2026-11-23T14:00:00+01:00")
	if chat.CodeOf(err) != chat.Invalid || !strings.Contains(err.Error(), "2026-11-23T14:00:00+01:00 is over") {
		t.Errorf("a time that is over: %v", err)
	}
}
