package server

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"parley/backend/chat"
	"parley/backend/hub"
	"parley/backend/protocol"
)

type conversationsOutput struct {
	Body struct {
		Conversations []protocol.Conversation `json:"conversations" doc:"the open ones, the oldest first"`
	}
}

type entriesInput struct {
	ID    string `path:"id" maxLength:"64"`
	After int64  `query:"after" minimum:"0" doc:"entries after this number"`
	Limit int    `query:"limit" minimum:"1" maximum:"200" default:"200"`
}

type entriesOutput struct {
	Body struct {
		Entries []protocol.Entry `json:"entries" doc:"oldest first"`
	}
}

type messageInput struct {
	ID   string `path:"id" maxLength:"64"`
	Body struct {
		Text     string `json:"text" minLength:"1"`
		ClientID string `json:"clientId" doc:"your own id of the message; sent again, it is the same message"`
	}
}

type actInput struct {
	ID string `path:"id" maxLength:"64"`
}

type addInput struct {
	ID   string `path:"id" maxLength:"64"`
	Body struct {
		Agent string `json:"agent" maxLength:"64" doc:"id"`
	}
}

type assignInput struct {
	ID   string `path:"id" maxLength:"64"`
	Body struct {
		Agent string `json:"agent,omitempty" maxLength:"64" doc:"id of who gets it, and becomes a member"`
		Group string `json:"group,omitempty" maxLength:"64" doc:"or id of the group it is handed over to, after which nobody is a member"`
	}
}

type entryOutput struct {
	Body struct {
		Seq int64           `json:"seq" doc:"number of the entry in the conversation"`
		ID  string          `json:"id"`
		At  protocol.Millis `json:"at"`
	}
}

func (s *Server) conversationRoutes(api huma.API) {
	notFound, conflict, invalid := http.StatusNotFound, http.StatusConflict, http.StatusUnprocessableEntity
	huma.Register(api, s.operation(api, http.MethodGet, "/conversations", "list-conversations", "The open conversations"), s.conversations)
	huma.Register(api, s.operation(api, http.MethodGet, "/conversations/{id}/entries", "list-entries", "The log of a conversation", notFound, invalid), s.entries)
	huma.Register(api, s.operation(api, http.MethodPost, "/conversations/{id}/messages", "send-message", "Answer", notFound, conflict, invalid),
		func(ctx context.Context, in *messageInput) (*entryOutput, error) {
			return s.written(s.hub.Say(agentOf(ctx), in.ID, in.Body.ClientID, in.Body.Text))
		})
	huma.Register(api, s.operation(api, http.MethodPost, "/conversations/{id}/join", "join-conversation", "Become a member", notFound, conflict, invalid),
		s.act(chat.Act{Kind: chat.KindJoined}))
	huma.Register(api, s.operation(api, http.MethodPost, "/conversations/{id}/take", "take-conversation",
		"Become a member while nobody else is; refused with the name of who was faster", notFound, conflict, invalid),
		s.act(chat.Act{Kind: chat.KindJoined, Take: true}))
	huma.Register(api, s.operation(api, http.MethodPost, "/conversations/{id}/leave", "leave-conversation", "End being a member", notFound, conflict, invalid),
		s.act(chat.Act{Kind: chat.KindLeft}))
	huma.Register(api, s.operation(api, http.MethodPost, "/conversations/{id}/add", "add-agent", "Make another agent a member", notFound, conflict, invalid),
		func(ctx context.Context, in *addInput) (*entryOutput, error) {
			return s.acted(ctx, in.ID, chat.Act{Kind: chat.KindAdded, Target: in.Body.Agent}, nil)
		})
	huma.Register(api, s.operation(api, http.MethodPost, "/conversations/{id}/assign", "assign-conversation",
		"Give it to an agent or a group", notFound, conflict, invalid),
		func(ctx context.Context, in *assignInput) (*entryOutput, error) {
			act, err := hub.Assignment(in.Body.Agent, in.Body.Group)
			return s.acted(ctx, in.ID, act, err)
		})
	huma.Register(api, s.operation(api, http.MethodPost, "/conversations/{id}/close", "close-conversation", "Close", notFound, conflict, invalid),
		s.act(chat.Act{Kind: chat.KindClosed}))
}

func (s *Server) conversations(ctx context.Context, _ *struct{}) (*conversationsOutput, error) {
	open, err := s.hub.Open(agentOf(ctx))
	if err != nil {
		return nil, s.problem(err)
	}
	out := &conversationsOutput{}
	out.Body.Conversations = open
	return out, nil
}

func (s *Server) entries(ctx context.Context, in *entriesInput) (*entriesOutput, error) {
	entries, err := s.hub.Entries(agentOf(ctx), in.ID, hub.Range{After: in.After, Limit: in.Limit})
	if err != nil {
		return nil, s.problem(err)
	}
	out := &entriesOutput{}
	out.Body.Entries = entries
	return out, nil
}

func (s *Server) act(act chat.Act) func(context.Context, *actInput) (*entryOutput, error) {
	return func(ctx context.Context, in *actInput) (*entryOutput, error) { return s.acted(ctx, in.ID, act, nil) }
}

// acted does something to a conversation, unless it was found to be wrong, and answers with the entry.
func (s *Server) acted(ctx context.Context, conversation string, act chat.Act, wrong error) (*entryOutput, error) {
	if wrong != nil {
		return nil, s.problem(wrong)
	}
	act.Agent, act.Conversation, act.ClientID = agentOf(ctx), conversation, chat.NewID()
	return s.written(s.hub.Do(act))
}

// written answers with an entry that was stored.
func (s *Server) written(w chat.Written, err error) (*entryOutput, error) {
	if err != nil {
		return nil, s.problem(err)
	}
	out := &entryOutput{}
	out.Body.Seq, out.Body.ID, out.Body.At = w.Entry.Seq, w.Entry.ID, protocol.At(w.Entry.At)
	return out, nil
}
