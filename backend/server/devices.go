package server

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"parley/backend/chat"
	"parley/backend/protocol"
)

type devicesOutput struct{ Body protocol.Devices }

type changesOutput struct{ Body protocol.StatusChanges }

func (s *Server) deviceRoutes(api huma.API) {
	notFound, conflict := http.StatusNotFound, http.StatusConflict
	huma.Register(api, s.operation(api, http.MethodGet, "/me/devices", "list-devices", "Where you are signed in"), s.devices)
	huma.Register(api, s.operation(api, http.MethodDelete, "/me/devices/{id}", "sign-out-device",
		"Sign out elsewhere: the token there is worthless and the device gone at once", notFound, conflict),
		func(ctx context.Context, in *idInput) (*struct{}, error) {
			if err := s.hub.SignOut(ctx, agentOf(ctx), in.ID); err != nil {
				return nil, s.problem(err)
			}
			return nil, nil
		})
	huma.Register(api, s.operation(api, http.MethodGet, "/me/changes", "list-changes", "The last 50 changes of your status"),
		func(ctx context.Context, _ *struct{}) (*changesOutput, error) { return s.changes(ctx, agentOf(ctx)) })
}

func (s *Server) devices(ctx context.Context, _ *struct{}) (*devicesOutput, error) {
	who := signedInAs(ctx)
	all, err := s.hub.Devices(ctx, who.agent, who.token)
	if err != nil {
		return nil, s.problem(err)
	}
	return &devicesOutput{Body: protocol.Devices{Devices: all}}, nil
}

func (s *Server) changes(ctx context.Context, agent chat.Agent) (*changesOutput, error) {
	all, err := s.hub.StatusChanges(ctx, agent)
	if err != nil {
		return nil, s.problem(err)
	}
	return &changesOutput{Body: protocol.StatusChanges{Changes: all}}, nil
}
