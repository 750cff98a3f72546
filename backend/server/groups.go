package server

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"parley/backend/chat"
	"parley/backend/protocol"
)

type groupsOutput struct{ Body protocol.Groups }

type groupOutput struct{ Body protocol.GroupInfo }

type newGroupInput struct{ Body protocol.GroupSettings }

type groupInput struct {
	ID   string `path:"id" maxLength:"64"`
	Body struct {
		protocol.GroupSettings
		protocol.Revised
	}
}

type idInput struct {
	ID string `path:"id" maxLength:"64"`
}

func (s *Server) groupRoutes(api huma.API) {
	notFound, conflict, invalid := http.StatusNotFound, http.StatusConflict, http.StatusUnprocessableEntity
	huma.Register(api, s.operation(api, http.MethodGet, "/site/groups", "list-groups", "The groups of agents"), s.groups)
	huma.Register(api, managing(api, s.operation(api, http.MethodPost, "/site/groups", "add-group", "Add a group", conflict, invalid)),
		func(ctx context.Context, in *newGroupInput) (*groupOutput, error) {
			g, err := s.store.AddGroup(ctx, agentOf(ctx).Site, in.Body.Name, in.Body.Agents, in.Body.EveryoneElse)
			return s.group(g, err)
		})
	huma.Register(api, managing(api, s.operation(api, http.MethodPut, "/site/groups/{id}", "set-group", "Replace a group", notFound, conflict, invalid)),
		func(ctx context.Context, in *groupInput) (*groupOutput, error) {
			g, err := s.store.UpdateGroup(ctx, chat.Group{
				ID: in.ID, Site: agentOf(ctx).Site, Name: in.Body.Name, Agents: in.Body.Agents, EveryoneElse: in.Body.EveryoneElse,
			}, in.Body.Revision)
			return s.group(g, err)
		})
	huma.Register(api, managing(api, s.operation(api, http.MethodDelete, "/site/groups/{id}", "delete-group",
		"Delete a group: its visitors are everybody's from now on", notFound)),
		func(ctx context.Context, in *idInput) (*struct{}, error) {
			site := agentOf(ctx).Site
			if err := s.store.DeleteGroup(ctx, site, in.ID); err != nil {
				return nil, s.problem(err)
			}
			s.hub.Changed(site)
			return nil, nil
		})
}

func (s *Server) groups(ctx context.Context, _ *struct{}) (*groupsOutput, error) {
	_, _, groups, err := s.store.Site(ctx, agentOf(ctx).Site)
	if err != nil {
		return nil, s.problem(err)
	}
	out := &groupsOutput{}
	out.Body.Groups = make([]protocol.GroupInfo, 0, len(groups))
	for _, g := range groups {
		out.Body.Groups = append(out.Body.Groups, groupOf(g))
	}
	return out, nil
}

// group answers with a group that was stored.
func (s *Server) group(g chat.Group, err error) (*groupOutput, error) {
	if err != nil {
		return nil, s.problem(err)
	}
	s.hub.Changed(g.Site)
	return &groupOutput{Body: groupOf(g)}, nil
}

func groupOf(g chat.Group) protocol.GroupInfo {
	return protocol.GroupInfo{
		ID:            g.ID,
		GroupSettings: protocol.GroupSettings{Name: g.Name, Agents: append([]string{}, g.Agents...), EveryoneElse: g.EveryoneElse},
		Revised:       protocol.Revised{Revision: chat.RevisionOf(g)},
	}
}
