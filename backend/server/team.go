package server

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"parley/backend/chat"
	"parley/backend/hub"
	"parley/backend/protocol"
	"parley/backend/store"
)

type teamOutput struct{ Body protocol.Team }

type teammateOutput struct{ Body protocol.Teammate }

type teammateInput struct {
	ID   string `path:"id" maxLength:"64"`
	Body protocol.TeammateSettings
}

type teammateStatusInput struct {
	ID   string `path:"id" maxLength:"64"`
	Body choice
}

func (s *Server) teamRoutes(api huma.API) {
	notFound, conflict, invalid := http.StatusNotFound, http.StatusConflict, http.StatusUnprocessableEntity
	huma.Register(api, s.operation(api, http.MethodGet, "/site/agents", "list-agents",
		"Everybody of your site. Addresses and views are told to owners and admins"), s.team)
	huma.Register(api, managing(api, s.operation(api, http.MethodPut, "/site/agents/{id}", "set-agent", "Change an agent's role or name. Only owners decide who is owner",
		notFound, conflict, invalid)), s.setTeammate)
	huma.Register(api, managing(api, s.operation(api, http.MethodDelete, "/site/agents/{id}", "remove-agent",
		"Remove an agent. What was written stays, with the name; sign-ins and the e-mail address do not", notFound, conflict)), s.removeTeammate)
	huma.Register(api, managing(api, s.operation(api, http.MethodPut, "/site/agents/{id}/status", "set-agent-status", "Choose an agent's status", notFound, invalid)),
		func(ctx context.Context, in *teammateStatusInput) (*statusOutput, error) {
			agent, err := s.store.Agent(ctx, agentOf(ctx).Site, in.ID)
			if err == nil {
				err = s.store.MayStill(ctx)
			}
			if err != nil {
				return nil, s.problem(err)
			}
			return s.choose(ctx, agent, in.Body)
		})
	huma.Register(api, managing(api, s.operation(api, http.MethodGet, "/site/agents/{id}/changes", "list-agent-changes",
		"The last 50 changes of an agent's status", notFound)),
		func(ctx context.Context, in *idInput) (*changesOutput, error) {
			agent, err := s.store.Agent(ctx, agentOf(ctx).Site, in.ID)
			if err != nil {
				return nil, s.problem(err)
			}
			return s.changes(ctx, agent)
		})
}

func (s *Server) team(ctx context.Context, _ *struct{}) (*teamOutput, error) {
	who := agentOf(ctx)
	members, err := s.hub.Team(who)
	if err != nil {
		return nil, s.problem(err)
	}
	out := &teamOutput{Body: protocol.Team{Agents: make([]protocol.Teammate, 0, len(members))}}
	for _, m := range members {
		out.Body.Agents = append(out.Body.Agents, teammateOf(m, who.Role.Manages()))
	}
	return out, nil
}

// teammateOf is an agent as others are told of one: all of it, or what concerns every colleague.
func teammateOf(m hub.Member, all bool) protocol.Teammate {
	t := protocol.Teammate{ID: m.Agent.ID, Name: m.Agent.Name, Role: m.Agent.Role, Status: m.View.View.Status}
	if all {
		view := statusViewOf(m.View)
		t.Email, t.View = m.Agent.Email, &view
	}
	return t
}

func (s *Server) setTeammate(ctx context.Context, in *teammateInput) (*teammateOutput, error) {
	who := agentOf(ctx)
	if in.Body == (protocol.TeammateSettings{}) {
		return nil, s.problem(chat.Errorf(chat.Invalid, "a role or a name is needed").At("role"))
	}
	a, err := s.store.UpdateAgent(ctx, who.Site, in.ID, store.AgentChange{Name: in.Body.Name, Role: in.Body.Role}, who.Role)
	if err != nil {
		return nil, s.problem(err)
	}
	s.hub.Changed(a.Site)
	v, err := s.hub.Status(a)
	if err != nil {
		return nil, s.problem(err)
	}
	return &teammateOutput{Body: teammateOf(hub.Member{Agent: a, View: v}, true)}, nil
}

func (s *Server) removeTeammate(ctx context.Context, in *idInput) (*struct{}, error) {
	who := agentOf(ctx)
	agent, err := s.store.Agent(ctx, who.Site, in.ID)
	if err == nil && agent.ID == who.ID {
		err = chat.Errorf(chat.Conflict, "nobody can remove oneself")
	}
	if err == nil {
		err = s.hub.Remove(ctx, who.Role, agent)
	}
	if err != nil {
		return nil, s.problem(err)
	}
	return nil, nil
}
