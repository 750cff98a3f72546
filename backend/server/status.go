package server

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"parley/backend/chat"
	"parley/backend/protocol"
)

// statusView is an agent's status with the reason.
type statusView struct {
	Status chat.Status     `json:"status" enum:"online,invisible,offline"`
	Cause  chat.Cause      `json:"cause" enum:"new,choice,idle,disconnected,api" doc:"why the status is what it is"`
	Since  protocol.Millis `json:"since" doc:"when status or cause last changed; 0 if never"`
	Next   *nextChange     `json:"next,omitempty" doc:"the next planned change; absent where none is, which is always so until agents have hours"`
}

// nextChange is a change that is certain to come unless somebody acts.
type nextChange struct {
	At     protocol.Millis `json:"at"`
	Status chat.Status     `json:"status" enum:"online,invisible,offline"`
}

type statusOutput struct{ Body statusView }

type statusInput struct {
	Body struct {
		Status chat.Status `json:"status" enum:"online,invisible,offline"`
	}
}

func (s *Server) statusRoutes(api huma.API) {
	huma.Register(api, s.operation(api, http.MethodGet, "/me/status", "get-status", "Your status"),
		func(ctx context.Context, _ *struct{}) (*statusOutput, error) { return s.status(agentOf(ctx)) })
	huma.Register(api, s.operation(api, http.MethodPut, "/me/status", "set-status", "Choose your status", http.StatusUnprocessableEntity),
		func(ctx context.Context, in *statusInput) (*statusOutput, error) {
			if err := s.hub.SetStatus(ctx, agentOf(ctx), in.Body.Status); err != nil {
				return nil, s.problem(err)
			}
			return s.status(agentOf(ctx))
		})
}

func (s *Server) status(agent chat.Agent) (*statusOutput, error) {
	v, err := s.hub.Status(agent)
	if err != nil {
		return nil, s.problem(err)
	}
	return &statusOutput{Body: statusView{Status: v.View.Status, Cause: v.View.Cause, Since: v.View.Since}}, nil
}
