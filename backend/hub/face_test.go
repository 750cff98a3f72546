package hub_test

import (
	"bytes"
	"encoding/json"
	"net/http"
	"testing"
	"time"

	"parley/backend/chat"
	"parley/backend/palette"
	"parley/backend/protocol"
	"parley/backend/server/servertest"
	"parley/backend/store"
)

func TestWidgetsAreToldOfAnotherSiteFace(t *testing.T) {
	bubble(t, func(t *testing.T) {
		s := newShop(t)
		talking, _, _ := s.conversation(t)
		browsing := s.Visitor("", 0)
		browsing.Received()
		if err := s.Store().UpdateSite(t.Context(), s.Site.ID, store.SiteChange{Email: chat.EmailRequired}); err != nil {
			t.Fatal(err)
		}
		time.Sleep(time.Second)
		w := only[*protocol.VisitorWelcome](t, talking.Received())
		if w.Site.Contact.Messenger != chat.EmailRequired || w.Visitor == nil || w.Conversation.Seq != 1 || len(w.Entries) != 0 {
			t.Errorf("who talks is told %+v", w)
		}
		if w := only[*protocol.VisitorWelcome](t, browsing.Received()); w.Site.Contact.Messenger != chat.EmailRequired || w.Visitor != nil || w.Conversation != nil {
			t.Errorf("who browses is told %+v", w)
		}
	})
}

// What a site chooses of its widget reaches every open one at once, and only what a widget must know.
func TestWidgetsFollowTheSettingsAtOnce(t *testing.T) {
	for _, c := range []struct {
		name   string
		change func(*protocol.SiteSettings)
		told   func(protocol.SiteFace) bool // nil where a widget need not know
	}{
		{"colour", func(s *protocol.SiteSettings) { s.Look.Colour = "#ffcc00" }, func(f protocol.SiteFace) bool {
			return f.Look.Colours.Light.Fill == "#ffcc00" && palette.Contrast(f.Look.Colours.Light.Fill, f.Look.Colours.Light.On) >= palette.Readable
		}},
		{"corner", func(s *protocol.SiteSettings) { s.Look.Corner = chat.CornerLeft }, func(f protocol.SiteFace) bool { return f.Look.Corner == chat.CornerLeft }},
		{"launcher", func(s *protocol.SiteSettings) { s.Look.OwnLauncher = true }, func(f protocol.SiteFace) bool { return f.Look.OwnLauncher }},
		{"text", func(s *protocol.SiteSettings) { s.Texts.De.Greeting = "Moin" }, func(f protocol.SiteFace) bool { return f.Texts.De.Greeting == "Moin" }},
		{"contact form", func(s *protocol.SiteSettings) { s.Contact.Live = chat.EmailRequired }, func(f protocol.SiteFace) bool {
			return f.Contact.Live == chat.EmailRequired
		}},
		{"steps", func(s *protocol.SiteSettings) { s.Steps.T3 = 600 }, nil},
		{"routing", func(s *protocol.SiteSettings) { s.Routing = chat.RoutingFewest }, nil},
		{"origins", func(s *protocol.SiteSettings) { s.Origins = append(s.Origins, "https://other.example") }, nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			bubble(t, func(t *testing.T) {
				s := newShop(t)
				talking, _, _ := s.conversation(t)
				browsing := s.Visitor("", 0)
				browsing.Received()
				s.set(t, c.change)
				for _, v := range []*servertest.Peer{talking, browsing} {
					frames := v.Received()
					if c.told == nil {
						nothing(t, frames)
					} else if w := only[*protocol.VisitorWelcome](t, frames); !c.told(w.Site) || len(w.Entries) != 0 {
						t.Errorf("a widget is told %+v", w)
					}
				}
			})
		})
	}
}

// set changes settings of the shop through REST.
func (s *shop) set(t *testing.T, change func(*protocol.SiteSettings)) {
	t.Helper()
	var settings protocol.SiteInForce
	_, data := s.Do("GET", "/api/v1/site/settings", s.token, nil)
	if err := json.Unmarshal(data, &settings); err != nil {
		t.Fatal(err)
	}
	change(&settings.SiteSettings)
	if answer, data := s.Do("PUT", "/api/v1/site/settings", s.token, settings.SiteSettings); answer.StatusCode != http.StatusOK {
		t.Fatalf("answered %d %s", answer.StatusCode, data)
	}
}

// Where the team answers as one, nothing a visitor is told names an agent or tells two of them apart; agents are told as ever.
func TestATeamThatAnswersAsOneHidesItsAgents(t *testing.T) {
	bubble(t, func(t *testing.T) {
		s := newShop(t)
		v, token, id := s.conversation(t)
		s.set(t, func(site *protocol.SiteSettings) { site.Look.Team = true })
		frames := v.Received()
		if w := only[*protocol.VisitorWelcome](t, frames); !w.Site.Look.Team || w.Availability.Mode != chat.ModeLive || len(w.Availability.Agents) != 0 {
			t.Errorf("the visitor is told %+v", w)
		}
		s.desk.Send(&protocol.Join{Ref: "j", Conversation: id}, &protocol.AgentMessage{Conversation: id, ClientID: "a", Text: "It does."})
		frames = append(frames, v.Received()...)
		frames = append(frames, s.Visitor(token, 0).Received()...)
		v.Send(&protocol.VisitorFetch{})
		frames = append(frames, v.Received()...)
		for _, f := range frames {
			data, err := protocol.Encode(f)
			if err != nil {
				t.Fatal(err)
			}
			if bytes.Contains(data, []byte("Ann")) || bytes.Contains(data, []byte(s.agent.ID)) {
				t.Errorf("the visitor is told of Ann in %s", data)
			}
		}
		told := the[*protocol.AgentEntries](s.desk.Received())
		if last := told[len(told)-1].Entries[0]; last.Name != "Ann" || last.Author != s.agent.ID {
			t.Errorf("agents are told %+v", last)
		}
		s.set(t, func(site *protocol.SiteSettings) { site.Look.Team = false })
		if w := the[*protocol.VisitorWelcome](v.Received()); len(w) == 0 || len(w[0].Availability.Agents) != 1 {
			t.Errorf("with names again the visitor is told %+v", w)
		}
	})
}

func TestAnAddressGivenInOneTabIsKnownInTheOthers(t *testing.T) {
	bubble(t, func(t *testing.T) {
		s := newShop(t)
		one, token, _ := s.conversation(t)
		two := s.Visitor(token, 1)
		two.Received()
		one.Received()
		one.Send(&protocol.VisitorEmail{Ref: "e", Email: "sophie@shop.example"})
		only[*protocol.Ack](t, one.Received())
		if w := only[*protocol.VisitorWelcome](t, two.Received()); w.Visitor.Email != "sophie@shop.example" || len(w.Entries) != 0 {
			t.Errorf("the other tab is told %+v", w)
		}
	})
}

// An agent who is Invisible or Offline reads unseen; what was read shows once the visitor is told of somebody again.
func TestReadMarksDoNotGiveAnAbsentAgentAway(t *testing.T) {
	for _, status := range []chat.Status{chat.Invisible, chat.Offline} {
		t.Run(string(status), func(t *testing.T) {
			bubble(t, func(t *testing.T) {
				s := newShop(t)
				v, token, id := s.conversation(t)
				s.desk.Choose(status)
				v.Received()
				s.desk.Received()
				s.desk.Send(&protocol.AgentRead{Conversation: id, Seq: 1})
				nothing(t, v.Received())
				other := s.Visitor(token, 0)
				if w := only[*protocol.VisitorWelcome](t, other.Received()); w.Conversation.Seen != 0 {
					t.Errorf("a tab that comes is told %+v", w.Conversation)
				}
				s.desk.Choose(chat.Online)
				if got := only[*protocol.VisitorState](t, v.Received()); got.Seen != 1 {
					t.Errorf("with somebody there the visitor is told %+v", got)
				}
			})
		})
	}
}

// A visitor who comes back to what an agent has said meanwhile still sees what was read before.
func TestReadMarksOutliveAVisitorWhoIsAway(t *testing.T) {
	bubble(t, func(t *testing.T) {
		s := newShop(t)
		v, token, id := s.conversation(t)
		s.desk.Send(&protocol.AgentRead{Conversation: id, Seq: 1})
		v.Received()
		s.desk.Send(&protocol.Close{Ref: "c", Conversation: id})
		s.desk.Received()
		v.Goodbye()
		time.Sleep(time.Minute)
		s.desk.Send(&protocol.AgentMessage{Conversation: id, ClientID: "m", Text: "One more thing"})
		s.desk.Received()
		s.desk.Choose(chat.Offline)
		w := only[*protocol.VisitorWelcome](t, s.Visitor(token, 0).Received())
		if w.Conversation.Seen != 1 {
			t.Errorf("the visitor is told %+v", w.Conversation)
		}
	})
}
