package hub_test

import (
	"testing"
	"time"

	"parley/backend/chat"
	"parley/backend/protocol"
	"parley/backend/server"
	"parley/backend/server/servertest"
	"parley/backend/store"
)

// colleague is another agent of the shop at a desk, with a status.
func (s *shop) colleague(name string, status chat.Status) (chat.Agent, *servertest.Desk) {
	a, token := s.Agent(name)
	d := s.Desk(token, name)
	d.Choose(status)
	d.Received()
	s.desk.Received()
	return a, d
}

// TestAddingMakesAnInvisibleAgentPresent: who is added is a member, and as such there for this visitor although Invisible; leaving ends it.
func TestAddingMakesAnInvisibleAgentPresent(t *testing.T) {
	bubble(t, func(t *testing.T) {
		s := newShop(t)
		v, _, id := s.conversation(t)
		bob, bobs := s.colleague("Bob", chat.Invisible)
		s.desk.Choose(chat.Offline)
		if got := only[*protocol.VisitorAvailability](t, v.Received()); got.Mode != chat.ModeMessenger {
			t.Fatalf("nobody is there, and the visitor was told %+v", got)
		}
		s.desk.Send(&protocol.Add{Ref: chat.NewID(), Conversation: id, Agent: bob.ID})
		told := v.Received()
		if got := only[*protocol.VisitorAvailability](t, told); got.Mode != chat.ModeLive || got.Agents[0].ID != bob.ID {
			t.Errorf("Bob was added, and the visitor was told %+v", got)
		}
		entries := the[*protocol.VisitorEntries](told)
		if len(entries) != 1 || entries[0].Entries[0].Kind != chat.KindAdded || entries[0].Entries[0].Author+entries[0].Entries[0].Name != "" {
			t.Errorf("an Offline agent added Bob, and the visitor was sent %+v", entries)
		}
		frames := bobs.Received()
		entry := only[*protocol.AgentEntries](t, frames).Entries[0]
		if entry.Kind != chat.KindAdded || entry.Name != "Ann" || entry.Target != bob.ID || entry.About != "Bob" {
			t.Errorf("Bob was told %+v", entry)
		}
		bobs.Send(&protocol.Leave{Ref: chat.NewID(), Conversation: id})
		if got := only[*protocol.VisitorAvailability](t, v.Received()); got.Mode != chat.ModeMessenger {
			t.Errorf("Bob left, and the visitor was told %+v", got)
		}
	})
}

// TestHandingOverAsksTheGroup: the visitor is the group's from then on, in what the visitor is told and in who is asked.
func TestHandingOverAsksTheGroup(t *testing.T) {
	bubble(t, func(t *testing.T) {
		s := newShop(t)
		bob, bobs := s.colleague("Bob", chat.Online)
		sales, err := s.Store().AddGroup(t.Context(), s.Site.ID, "Sales", []string{bob.ID}, false)
		if err != nil {
			t.Fatal(err)
		}
		time.Sleep(time.Second) // the hub looks what changed
		v, _, id := s.conversation(t)
		s.desk.Send(&protocol.AgentMessage{Conversation: id, ClientID: "a", Text: "One moment"})
		s.desk.Received()
		v.Send(&protocol.VisitorMessage{ClientID: "second", Text: "Still there?"})
		s.is(t, "owned by who replied", s.desk, stands{chat.Owned, ""})
		v.Received()
		time.Sleep(10 * time.Minute)
		s.desk.Input()
		bobs.Input()
		s.desk.Send(&protocol.Assign{Ref: chat.NewID(), Conversation: id, Group: sales.ID})
		handed := time.Now()
		s.is(t, "to who handed over", s.desk, stands{chat.Waits, ""})
		c := row(bobs)
		if c.Why != chat.AskedFirst || c.WaitingSince != protocol.At(handed) || c.Visitor.Group != sales.ID || len(c.Members) != 0 {
			t.Errorf("Bob was told %+v", c)
		}
		if got := only[*protocol.VisitorAvailability](t, v.Received()); len(got.Agents) != 1 || got.Agents[0].ID != bob.ID {
			t.Errorf("the visitor was told %+v", got)
		}
		time.Sleep(61 * time.Second)
		if c := s.stored(t, id); !c.Waits.Missed.IsZero() {
			t.Error("it was missed a minute after it was handed over")
		}
	})
}

// TestLeavingCountsFromThen: see without in the store's rules; here with the statuses that the hub knows.
func TestLeavingCountsFromThen(t *testing.T) {
	for name, offline := range map[string]bool{"the one who was there": false, "one who was Offline before": true} {
		t.Run(name, func(t *testing.T) {
			bubble(t, func(t *testing.T) {
				s := newShop(t)
				_, bobs := s.colleague("Bob", chat.Online)
				v, _, id := s.conversation(t)
				s.desk.Send(&protocol.AgentMessage{Conversation: id, ClientID: "a", Text: "One moment"})
				s.desk.Received()
				v.Send(&protocol.VisitorMessage{ClientID: "second", Text: "Still there?"})
				time.Sleep(time.Minute)
				from := time.Now()
				if offline {
					s.desk.Choose(chat.Offline)
					time.Sleep(30 * time.Second)
				}
				s.desk.Send(&protocol.Leave{Ref: chat.NewID(), Conversation: id})
				if c := row(bobs); c.State != chat.Waits || c.WaitingSince != protocol.At(from) || c.Why != chat.AskedFirst {
					t.Errorf("Bob was told %+v, want a wait from %d", c, protocol.At(from))
				}
			})
		})
	}
}

// TestOneOfTwoTakes: the other is told who, and both desks show one member.
func TestOneOfTwoTakes(t *testing.T) {
	bubble(t, func(t *testing.T) {
		s := newShop(t)
		_, bobs := s.colleague("Bob", chat.Online)
		_, _, id := s.conversation(t)
		bobs.Received()
		s.desk.Send(&protocol.Join{Ref: "annstake", Conversation: id, Take: true})
		bobs.Send(&protocol.Join{Ref: "bobstake", Conversation: id, Take: true})
		ann, bob := s.desk.Received(), bobs.Received()
		refused := append(the[*protocol.Failed](ann), the[*protocol.Failed](bob)...)
		if len(refused) != 1 || refused[0].Code != chat.Conflict {
			t.Fatalf("refused were %+v", refused)
		}
		winner, loser, frames := "Ann", "bobstake", ann
		if refused[0].Ref == "annstake" {
			winner, loser, frames = "Bob", "annstake", bob
		}
		if refused[0].Message != winner+" was faster" || refused[0].Ref != loser {
			t.Errorf("the other was told %+v", refused[0])
		}
		rows := the[*protocol.AgentConversation](frames)
		if last := rows[len(rows)-1].Conversation; len(last.Members) != 1 {
			t.Errorf("members are %+v", last.Members)
		}
	})
}

// TestVisitorsChooseAGroup: where the site asks for it, what the visitor is told is the chosen group's before anything is written.
func TestVisitorsChooseAGroup(t *testing.T) {
	bubble(t, func(t *testing.T) {
		s := newShop(t, func(o *server.Options) { o.CheckEvery = time.Second })
		bob, bobs := s.colleague("Bob", chat.Offline)
		sales, err := s.Store().AddGroup(t.Context(), s.Site.ID, "Sales", []string{bob.ID}, false)
		if err != nil {
			t.Fatal(err)
		}
		v, _ := s.writer(t)
		time.Sleep(2 * time.Second) // the hub looks what changed
		v.Send(&protocol.Choose{Group: "nobody"})
		v.Send(&protocol.Choose{Group: sales.ID})
		nothing(t, v.Received()) // the site does not ask
		choose := true
		s.Change(store.SiteChange{ChooseGroup: &choose})
		time.Sleep(2 * time.Second)
		frames := v.Received()
		welcome := only[*protocol.VisitorWelcome](t, frames)
		if got := welcome.Site.Groups; len(got) != 1 || got[0].Name != "Sales" || welcome.Availability.Mode != chat.ModeMessenger {
			t.Errorf("the site asks now, and the visitor was told %+v", welcome)
		}
		v.Send(&protocol.Choose{})
		if got := only[*protocol.VisitorAvailability](t, v.Received()); got.Mode != chat.ModeLive {
			t.Errorf("without a group the visitor was told %+v", got)
		}
		v.Send(&protocol.Choose{Group: sales.ID})
		v.Send(&protocol.VisitorMessage{ClientID: "m", Text: "About my bill", Group: sales.ID})
		v.Received()
		if c := row(bobs); c.Visitor.Group != sales.ID || c.State != chat.OfflineMessage {
			t.Errorf("Bob was told %+v", c)
		}
		bobs.Choose(chat.Online)
		if got := only[*protocol.VisitorAvailability](t, v.Received()); got.Mode != chat.ModeLive || got.Agents[0].ID != bob.ID {
			t.Errorf("Bob is Online, and the visitor was told %+v", got)
		}
	})
}
