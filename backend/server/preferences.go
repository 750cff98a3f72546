package server

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"parley/backend/chat"
)

// preferences are what an agent has set for oneself.
type preferences struct {
	Reserve bool `json:"reserve" doc:"be asked about new chats while Invisible, if online agents are too slow to answer"`
}

type preferencesOutput struct{ Body preferences }

type preferencesInput struct{ Body preferences }

func (s *Server) preferenceRoutes(api huma.API) {
	huma.Register(api, s.operation(api, http.MethodGet, "/me/preferences", "get-preferences", "Your preferences"),
		func(ctx context.Context, _ *struct{}) (*preferencesOutput, error) { return s.preferences(agentOf(ctx)) })
	huma.Register(api, s.operation(api, http.MethodPut, "/me/preferences", "set-preferences", "Set your preferences", http.StatusUnprocessableEntity),
		func(ctx context.Context, in *preferencesInput) (*preferencesOutput, error) {
			if err := s.hub.SetReserve(ctx, agentOf(ctx), in.Body.Reserve); err != nil {
				return nil, s.problem(err)
			}
			return s.preferences(agentOf(ctx))
		})
}

func (s *Server) preferences(agent chat.Agent) (*preferencesOutput, error) {
	v, err := s.hub.Status(agent)
	if err != nil {
		return nil, s.problem(err)
	}
	return &preferencesOutput{Body: preferences{Reserve: v.Reserve}}, nil
}
