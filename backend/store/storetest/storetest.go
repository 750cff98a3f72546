// Package storetest is what every engine of the store must pass. It knows no engine.
package storetest

import (
	"context"
	"fmt"
	"log/slog"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"parley/backend/chat"
	"parley/backend/store"
)

// Run runs the suite. open returns an empty store each time it is called, and closes it when the test that it is given ends.
func Run(t *testing.T, open func(*testing.T) *store.Store) {
	for _, part := range []struct {
		name string
		test func(*testing.T, func(*testing.T) *store.Store)
	}{
		{"sites", sites}, {"setup", setup}, {"agents", agents}, {"roles", agentRoles}, {"groups", groups}, {"secrets", secrets}, {"revisions", revisions},
		{"devices", devices}, {"removing", removing}, {"invitations", invitations},
		{"invitations of agents elsewhere", invitationsOfAgentsElsewhere}, {"too many invitations", tooManyInvitations}, {"ended invitations", endedInvitations},
		{"presence", facts}, {"versions of a presence", versions}, {"visits", visits}, {"census", census}, {"hours", hours}, {"changes", changes},
		{"visitors", visitors}, {"waiting", waiting}, {"members", members}, {"acts", acts}, {"seen", seen}, {"lists", lists}, {"pages", pages},
		{"searching", searching}, {"assignment", assignment}, {"leaving", leavingWaits}, {"taking", taking}, {"choosing a group", choosing},
		{"targeted chats", targetedChats}, {"answers to targeted chats", targetedAnswers},
		{"reserve", reserve}, {"steps", steps}, {"assigning", assigning}, {"steps taken at once", stepsAtOnce},
		{"once", once}, {"conflicts", conflicts}, {"first messages at once", firstMessages}, {"numbers", numbers},
		{"what is returned is what is stored", roundTrip}, {"given up", givenUp},
	} {
		t.Run(part.name, func(t *testing.T) { part.test(t, open) })
	}
}

// Fresh makes the tables of a database at a place, as a hub that opens it does.
func Fresh(ctx context.Context, place string) error {
	s, err := store.Open(ctx, place, slog.New(slog.DiscardHandler))
	if err != nil {
		return fmt.Errorf("make tables: %w", err)
	}
	return s.Close()
}

// noon is when things happen in these tests.
var noon = time.Date(2026, time.March, 4, 12, 0, 0, 0, time.UTC)

// shop is a store with one site and two agents of it.
type shop struct {
	*store.Store
	site     chat.Site
	ann, bob chat.Agent
}

func newShop(t *testing.T, open func(*testing.T) *store.Store) shop {
	t.Helper()
	s := shop{Store: open(t)}
	s.site = must(s.AddSite(t.Context(), "Shop", []string{"https://shop.example"}))(t)
	s.ann = must(s.AddAgent(t.Context(), s.site.ID, "Ann", "ann@shop.example", "hash of ann"))(t)
	s.bob = must(s.AddAgent(t.Context(), s.site.ID, "Bob", "", ""))(t)
	return s
}

// visitor stores a visitor's message.
func (s shop) visitor(t *testing.T, token, clientID, text string) (chat.Written, error) {
	return s.SayAsVisitor(t.Context(), chat.VisitorMessage{Site: s.site.ID, Token: token, ClientID: clientID, Text: text, At: noon})
}

// agent stores an agent's message.
func (s shop) agent(t *testing.T, a chat.Agent, conversation, clientID, text string) (chat.Written, error) {
	return s.SayAsAgent(t.Context(), chat.AgentMessage{Agent: a, Conversation: conversation, ClientID: clientID, Text: text, At: noon})
}

// act stores an act.
func (s shop) act(t *testing.T, a chat.Agent, conversation, clientID string, kind chat.EntryKind) (chat.Written, error) {
	return s.Do(t.Context(), chat.Act{Agent: a, Conversation: conversation, ClientID: clientID, Kind: kind, At: noon})
}

// says stores a visitor's message that must be stored, as answers does an agent's and does an act.
func (s shop) says(t *testing.T, token, clientID, text string) chat.Written {
	t.Helper()
	return must(s.visitor(t, token, clientID, text))(t)
}

func (s shop) answers(t *testing.T, a chat.Agent, conversation, clientID, text string) chat.Written {
	t.Helper()
	return must(s.agent(t, a, conversation, clientID, text))(t)
}

func (s shop) does(t *testing.T, a chat.Agent, conversation, clientID string, kind chat.EntryKind) chat.Written {
	t.Helper()
	return must(s.act(t, a, conversation, clientID, kind))(t)
}

// must returns a result that comes without an error.
func must[T any](v T, err error) func(*testing.T) T {
	return func(t *testing.T) T {
		t.Helper()
		if err != nil {
			t.Fatalf("error %v (%s)", err, chat.CodeOf(err))
		}
		return v
	}
}

// ok demands that there is no error.
func ok(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatalf("error %v (%s)", err, chat.CodeOf(err))
	}
}

// fails demands an error with a code.
func fails(t *testing.T, err error, code chat.Code) {
	t.Helper()
	if err == nil || chat.CodeOf(err) != code {
		t.Fatalf("error %v, want one that is %s", err, code)
	}
}

// same demands that two values are equal.
func same(t *testing.T, what string, got, want any) {
	t.Helper()
	if diff := cmp.Diff(want, got); diff != "" {
		t.Fatalf("%s (-want +got):\n%s", what, diff)
	}
}
