package server

import (
	"context"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"parley/backend/chat"
	"parley/backend/protocol"
	"parley/backend/schedule"
)

// coverageInput asks for a span of time within this century.
type coverageInput struct {
	From  protocol.Millis `query:"from" required:"true" minimum:"946684800000" maximum:"4102444800000" doc:"when the span begins"`
	Days  int             `query:"days" minimum:"1" maximum:"31" default:"7" doc:"of 24 hours each"`
	Group string          `query:"group" maxLength:"64" doc:"what visitors of this group will be told; without one, what those of no group will"`
}

type coverageOutput struct{ Body protocol.Coverage }

type hoursInput struct {
	ID   string `path:"id" maxLength:"64"`
	Body protocol.Hours
}

func (s *Server) coverageRoutes(api huma.API) {
	notFound, conflict, invalid := http.StatusNotFound, http.StatusConflict, http.StatusUnprocessableEntity
	huma.Register(api, s.operation(api, http.MethodGet, "/site/coverage", "get-coverage",
		"What visitors will be told if every agent keeps to the hours: choices by hand, timed ones too, do not count", notFound, invalid), s.coverage)
	huma.Register(api, managing(api, s.operation(api, http.MethodGet, "/site/agents/{id}/hours", "get-agent-hours", "The hours of an agent", notFound)),
		func(ctx context.Context, in *idInput) (*hoursBody, error) {
			agent, err := s.hub.Colleague(agentOf(ctx), in.ID)
			if err != nil {
				return nil, s.problem(err)
			}
			return s.hours(agent)
		})
	huma.Register(api, managing(api, s.operation(api, http.MethodPut, "/site/agents/{id}/hours", "set-agent-hours", "Replace the hours of an agent",
		notFound, conflict, invalid)), s.setHours)
}

func (s *Server) coverage(ctx context.Context, in *coverageInput) (*coverageOutput, error) {
	from := in.From.Time()
	c, err := s.hub.Coverage(agentOf(ctx), in.Group, schedule.Span{From: from, To: from.Add(time.Duration(in.Days) * 24 * time.Hour)})
	if err != nil {
		return nil, s.problem(err)
	}
	return &coverageOutput{Body: c}, nil
}

func (s *Server) setHours(ctx context.Context, in *hoursInput) (*hoursBody, error) {
	agent, err := s.hub.Colleague(agentOf(ctx), in.ID)
	if err == nil {
		err = s.store.MayStill(ctx)
	}
	if err == nil {
		err = s.hub.SetHours(ctx, agent, in.Body)
	}
	if chat.CodeOf(err) == chat.Unauthorized { // the agent was removed in between; it is not the caller who is unknown
		err = chat.Errorf(chat.NotFound, "there is no agent %q", in.ID)
	}
	if err != nil {
		return nil, s.problem(err)
	}
	return s.hours(agent)
}
