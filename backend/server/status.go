package server

import (
	"context"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"parley/backend/chat"
	"parley/backend/protocol"
)

// statusView is an agent's status with the reason.
type statusView struct {
	Status chat.Status     `json:"status" enum:"online,invisible,offline"`
	Cause  chat.Cause      `json:"cause" enum:"new,choice,hours,idle,disconnected,api" doc:"why the status is what it is"`
	Since  protocol.Millis `json:"since" doc:"when status or cause last changed; 0 if never"`
	Timed  *timedChoice    `json:"timed,omitempty" doc:"the timed choice that runs"`
	Next   *nextChange     `json:"next,omitempty" doc:"the next end of a timed choice, or beginning or end of your hours, with another status"`
}

// timedChoice is a choice that runs for a while.
type timedChoice struct {
	From    protocol.Millis `json:"from"`
	Until   protocol.Millis `json:"until"`
	ToHours bool            `json:"toHours,omitempty" doc:"it was chosen until your next hours"`
}

// nextChange is a change that is certain to come unless somebody acts.
type nextChange struct {
	At     protocol.Millis `json:"at"`
	Status chat.Status     `json:"status" enum:"online,invisible,offline"`
	Cause  chat.Cause      `json:"cause" enum:"choice,hours,new"`
}

type statusOutput struct{ Body statusView }

type statusInput struct {
	Body struct {
		Status  chat.Status `json:"status" enum:"online,invisible,offline"`
		For     int64       `json:"for,omitempty" minimum:"0" maximum:"2592000" doc:"seconds after which it ends; 0 for a choice that holds"`
		ToHours bool        `json:"toHours,omitempty" doc:"it ends when your hours begin next; without any it holds"`
	}
}

type hoursBody struct{ Body protocol.Hours }

func (s *Server) statusRoutes(api huma.API) {
	huma.Register(api, s.operation(api, http.MethodGet, "/me/status", "get-status", "Your status"),
		func(ctx context.Context, _ *struct{}) (*statusOutput, error) { return s.status(agentOf(ctx)) })
	huma.Register(api, s.operation(api, http.MethodPut, "/me/status", "set-status", "Choose your status", http.StatusUnprocessableEntity),
		func(ctx context.Context, in *statusInput) (*statusOutput, error) {
			length := time.Duration(in.Body.For) * time.Second
			if err := s.hub.SetStatus(ctx, agentOf(ctx), in.Body.Status, length, in.Body.ToHours); err != nil {
				return nil, s.problem(err)
			}
			return s.status(agentOf(ctx))
		})
	huma.Register(api, s.operation(api, http.MethodGet, "/me/hours", "get-hours", "Your hours"),
		func(ctx context.Context, _ *struct{}) (*hoursBody, error) { return s.hours(agentOf(ctx)) })
	huma.Register(api, s.operation(api, http.MethodPut, "/me/hours", "set-hours", "Replace your hours", http.StatusUnprocessableEntity),
		func(ctx context.Context, in *hoursBody) (*hoursBody, error) {
			if err := s.hub.SetHours(ctx, agentOf(ctx), in.Body); err != nil {
				return nil, s.problem(err)
			}
			return s.hours(agentOf(ctx))
		})
}

func (s *Server) status(agent chat.Agent) (*statusOutput, error) {
	v, err := s.hub.Status(agent)
	if err != nil {
		return nil, s.problem(err)
	}
	out := statusView{Status: v.View.Status, Cause: v.View.Cause, Since: v.View.Since}
	if t := v.View.Timed; t != nil {
		out.Timed = &timedChoice{From: t.From, Until: t.Until, ToHours: t.ToHours}
	}
	if n := v.View.Next; n != nil {
		out.Next = &nextChange{At: n.At, Status: n.Status, Cause: n.Cause}
	}
	return &statusOutput{Body: out}, nil
}

func (s *Server) hours(agent chat.Agent) (*hoursBody, error) {
	h, err := s.hub.Hours(agent)
	if err != nil {
		return nil, s.problem(err)
	}
	return &hoursBody{Body: h}, nil
}
