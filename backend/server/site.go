package server

import (
	"context"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"parley/backend/chat"
	"parley/backend/palette"
	"parley/backend/protocol"
)

type siteOutput struct{ Body protocol.SiteInForce }

type siteInput struct {
	Body struct {
		protocol.SiteSettings
		protocol.Revised
	}
}

func (s *Server) siteRoutes(api huma.API) {
	huma.Register(api, s.operation(api, http.MethodGet, "/site/settings", "get-site-settings", "The settings of the site"),
		func(ctx context.Context, _ *struct{}) (*siteOutput, error) {
			site, err := s.store.Face(ctx, agentOf(ctx).Site)
			return s.site(site, err)
		})
	huma.Register(api, managing(api, s.operation(api, http.MethodPut, "/site/settings", "set-site-settings",
		"Replace the settings of the site, all or none: open widgets follow at once", http.StatusConflict, http.StatusUnprocessableEntity)),
		func(ctx context.Context, in *siteInput) (*siteOutput, error) {
			site, err := s.store.SetSite(ctx, siteOf(agentOf(ctx).Site, in.Body.SiteSettings), in.Body.Revision)
			if err == nil {
				s.hub.Changed(site.ID)
			}
			return s.site(site, err)
		})
}

func (s *Server) site(site chat.Site, err error) (*siteOutput, error) {
	if err != nil {
		return nil, s.problem(err)
	}
	return &siteOutput{Body: protocol.SiteInForce{
		SiteSettings: protocol.SiteSettings{
			Name:        site.Name,
			Origins:     append([]string{}, site.Origins...),
			Quiet:       site.Quiet,
			Contact:     protocol.ContactForm(site.Contact),
			Steps:       protocol.WaitStepsOf(site.Steps),
			Routing:     site.Routing,
			ChooseGroup: site.ChooseGroup,
			Look:        protocol.SiteLook{Colour: site.Look.Colour, Placed: protocol.PlacedOf(site.Look), Team: site.Look.Team},
			Texts:       protocol.TextsOf(site.Texts),
		},
		Colours: palette.Of(site.Look.Colour),
		Revised: protocol.Revised{Revision: chat.RevisionOf(site)},
	}}, nil
}

func siteOf(id string, in protocol.SiteSettings) chat.Site {
	look, texts := in.Look, in.Texts
	return chat.Site{
		ID:          id,
		Name:        in.Name,
		Origins:     in.Origins,
		Quiet:       in.Quiet,
		Contact:     chat.ContactForm(in.Contact),
		Steps:       chat.Steps{T1: seconds(in.Steps.T1), T2: seconds(in.Steps.T2), T3: seconds(in.Steps.T3)},
		Routing:     in.Routing,
		ChooseGroup: in.ChooseGroup,
		Look: chat.Look{
			Colour: look.Colour, Corner: look.Corner, OffsetX: look.OffsetX, OffsetY: look.OffsetY, Radius: look.Radius, Scheme: look.Scheme,
			OwnLauncher: look.OwnLauncher, Team: look.Team,
		},
		Texts: chat.Texts{
			Default: chat.Words(texts.Default), En: chat.Words(texts.En), De: chat.Words(texts.De), Fr: chat.Words(texts.Fr),
		},
	}
}

// seconds is a number of them, as long as a duration can be.
func seconds(n int64) time.Duration {
	const longest = int64(chat.MaxStep/time.Second) + 1
	return time.Duration(max(-1, min(n, longest))) * time.Second
}
