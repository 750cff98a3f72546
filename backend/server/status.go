package server

import (
	"context"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"parley/backend/chat"
	"parley/backend/protocol"
)

type statusOutput struct{ Body protocol.StatusView }

// choice is a status that is asked for.
type choice struct {
	Status  chat.Status `json:"status" enum:"online,invisible,offline"`
	For     int64       `json:"for,omitempty" minimum:"0" maximum:"2592000" doc:"seconds after which it ends; 0 for a choice that holds"`
	ToHours bool        `json:"toHours,omitempty" doc:"it ends when the agent's hours begin next; without any it holds"`
}

type statusInput struct{ Body choice }

type hoursBody struct{ Body protocol.Hours }

func (s *Server) statusRoutes(api huma.API) {
	huma.Register(api, s.operation(api, http.MethodGet, "/me/status", "get-status", "Your status"),
		func(ctx context.Context, _ *struct{}) (*statusOutput, error) { return s.status(agentOf(ctx)) })
	huma.Register(api, s.operation(api, http.MethodPut, "/me/status", "set-status", "Choose your status", http.StatusUnprocessableEntity),
		func(ctx context.Context, in *statusInput) (*statusOutput, error) {
			return s.choose(ctx, agentOf(ctx), in.Body)
		})
	huma.Register(api, s.operation(api, http.MethodGet, "/me/hours", "get-hours", "Your hours"),
		func(ctx context.Context, _ *struct{}) (*hoursBody, error) { return s.hours(agentOf(ctx)) })
	huma.Register(api, s.operation(api, http.MethodPut, "/me/hours", "set-hours", "Replace your hours", http.StatusConflict, http.StatusUnprocessableEntity),
		func(ctx context.Context, in *hoursBody) (*hoursBody, error) {
			if err := s.hub.SetHours(ctx, agentOf(ctx), in.Body); err != nil {
				return nil, s.problem(err)
			}
			return s.hours(agentOf(ctx))
		})
}

// choose sets the status of an agent on behalf of who asks.
func (s *Server) choose(ctx context.Context, agent chat.Agent, c choice) (*statusOutput, error) {
	length := time.Duration(c.For) * time.Second
	if err := s.hub.SetStatusOf(ctx, agentOf(ctx), agent, c.Status, length, c.ToHours); err != nil {
		return nil, s.problem(err)
	}
	return s.status(agent)
}

func (s *Server) status(agent chat.Agent) (*statusOutput, error) {
	v, err := s.hub.Status(agent)
	if err != nil {
		return nil, s.problem(err)
	}
	return &statusOutput{Body: statusViewOf(v)}, nil
}

// statusViewOf is a view with what its sentence needs.
func statusViewOf(v protocol.AgentView) protocol.StatusView {
	out := protocol.StatusView{
		Status: v.View.Status, Cause: v.View.Cause, By: v.View.By, Since: v.View.Since, Timed: v.View.Timed, Next: v.View.Next,
	}
	if out.Cause == chat.CauseIdle {
		out.IdleAfter = v.Policy.IdleAfter
	}
	return out
}

func (s *Server) hours(agent chat.Agent) (*hoursBody, error) {
	h, err := s.hub.Hours(agent)
	if err != nil {
		return nil, s.problem(err)
	}
	return &hoursBody{Body: h}, nil
}
