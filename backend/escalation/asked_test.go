package escalation_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"parley/backend/chat"
	"parley/backend/escalation"
	"parley/backend/presence"
)

func TestAsked(t *testing.T) {
	site := presence.Site{
		Quiet:  chat.ModeMessenger,
		Agents: []string{"ann", "bob", "cem", "dan"},
		Status: map[string]chat.Status{"ann": chat.Online, "bob": chat.Online, "cem": chat.Invisible, "dan": chat.Offline},
	}
	waits := chat.Waiting{Since: time.Date(2026, 10, 20, 8, 0, 0, 0, time.UTC)}
	open := func(members ...chat.Member) chat.Conversation {
		return chat.Conversation{Open: true, Waits: waits, Members: members}
	}
	tests := []struct {
		name  string
		group *chat.Group
		c     chat.Conversation
		want  []string
	}{
		{"nobody has joined: the Online agents of the site", nil, open(), []string{"ann", "bob"}},
		{"those of the team where there is a group", &chat.Group{Agents: []string{"bob", "cem"}}, open(), []string{"bob"}},
		{"everybody Online where the group lets them stand in", &chat.Group{Agents: []string{"cem"}, EveryoneElse: true}, open(), []string{"ann", "bob"}},
		{"nobody where it does not", &chat.Group{Agents: []string{"cem"}}, open(), nil},
		{"a present member alone", nil, open(chat.Member{Agent: "bob"}), []string{"bob"}},
		{"an Invisible member too", nil, open(chat.Member{Agent: "cem"}), []string{"cem"}},
		{"the team when the member is Offline", nil, open(chat.Member{Agent: "dan", Replied: true}), []string{"ann", "bob"}},
		{"nobody while a member who replied is present", nil, open(chat.Member{Agent: "bob", Replied: true}, chat.Member{Agent: "ann"}), nil},
		{"nobody about an offline message", nil, chat.Conversation{Open: true, Waits: chat.Waiting{Since: waits.Since, Offline: true}}, nil},
		{"nobody when all is answered", nil, chat.Conversation{Open: true}, nil},
		{"nobody when it is closed", nil, chat.Conversation{Waits: waits}, nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if diff := cmp.Diff(tt.want, escalation.Asked(site, tt.group, tt.c), cmpopts.EquateEmpty()); diff != "" {
				t.Error(diff)
			}
		})
	}
}
