package server

import (
	"context"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"parley/backend/chat"
	"parley/backend/protocol"
	"parley/backend/store"
	"parley/backend/targeting"
	"parley/backend/tick"
)

type targetedChatsOutput struct{ Body protocol.TargetedChats }

type targetedChatOutput struct{ Body protocol.TargetedChat }

type newTargetedChatInput struct{ Body targeting.RuleSettings }

type targetedChatInput struct {
	ID   string `path:"id" maxLength:"64"`
	Body struct {
		targeting.RuleSettings
		protocol.Revised
	}
}

type targetedOrderInput struct{ Body protocol.TargetedOrder }

type targetedTrialInput struct{ Body protocol.TargetedTrial }

type targetedTryOutput struct{ Body protocol.TargetedTry }

func (s *Server) targetingRoutes(api huma.API) {
	const path = "/site/targeting"
	notFound, conflict, invalid := http.StatusNotFound, http.StatusConflict, http.StatusUnprocessableEntity
	huma.Register(api, s.operation(api, http.MethodGet, path, "list-targeted-chats", "The targeted chats"),
		func(ctx context.Context, _ *struct{}) (*targetedChatsOutput, error) {
			return s.targetedChats(ctx, agentOf(ctx).Site)
		})
	huma.Register(api, managing(api, s.operation(api, http.MethodPost, path, "add-targeted-chat",
		"Add a targeted chat, after the others", notFound, conflict, invalid)),
		func(ctx context.Context, in *newTargetedChatInput) (*targetedChatOutput, error) {
			site := agentOf(ctx).Site
			c, err := s.store.AddRule(ctx, site, in.Body)
			return s.targetedChat(site, c, err)
		})
	huma.Register(api, managing(api, s.operation(api, http.MethodPut, path, "order-targeted-chats",
		"Put the targeted chats in an order: the first whose conditions hold is sent", conflict, invalid)),
		func(ctx context.Context, in *targetedOrderInput) (*targetedChatsOutput, error) {
			site := agentOf(ctx).Site
			if err := s.store.OrderRules(ctx, site, in.Body.Order, in.Body.Revision); err != nil {
				return nil, s.problem(err)
			}
			s.hub.Changed(site)
			return s.targetedChats(ctx, site)
		})
	huma.Register(api, managing(api, s.operation(api, http.MethodPut, path+"/{id}", "set-targeted-chat",
		"Replace a targeted chat; its counts stay", notFound, conflict, invalid)),
		func(ctx context.Context, in *targetedChatInput) (*targetedChatOutput, error) {
			site := agentOf(ctx).Site
			c, err := s.store.UpdateRule(ctx, site, in.ID, in.Body.RuleSettings, in.Body.Revision)
			return s.targetedChat(site, c, err)
		})
	huma.Register(api, managing(api, s.operation(api, http.MethodDelete, path+"/{id}", "delete-targeted-chat", "Delete a targeted chat", notFound)),
		func(ctx context.Context, in *idInput) (*struct{}, error) {
			site := agentOf(ctx).Site
			if err := s.store.DeleteRule(ctx, site, in.ID); err != nil {
				return nil, s.problem(err)
			}
			s.hub.Changed(site)
			return nil, nil
		})
	huma.Register(api, managing(api, s.operation(api, http.MethodPost, path+"/preview", "try-targeted-chat",
		"Say whether a targeted chat that need not be stored would be sent to a visitor", invalid)), s.tryTargetedChat)
}

func (s *Server) targetedChats(ctx context.Context, site string) (*targetedChatsOutput, error) {
	all, err := s.store.TargetedChats(ctx, site)
	if err != nil {
		return nil, s.problem(err)
	}
	out := &targetedChatsOutput{}
	out.Body.Chats = make([]protocol.TargetedChat, 0, len(all))
	var order []string
	for _, c := range all {
		out.Body.Chats = append(out.Body.Chats, targetedChatOf(c))
		order = append(order, c.ID)
	}
	out.Body.Revision = chat.RevisionOf(order)
	return out, nil
}

// targetedChat answers with a targeted chat that was stored.
func (s *Server) targetedChat(site string, c store.TargetedChat, err error) (*targetedChatOutput, error) {
	if err != nil {
		return nil, s.problem(err)
	}
	s.hub.Changed(site)
	return &targetedChatOutput{Body: targetedChatOf(c)}, nil
}

func targetedChatOf(c store.TargetedChat) protocol.TargetedChat {
	revised := protocol.Revised{Revision: chat.RevisionOf(c.RuleSettings)}
	c.Conditions = append([]targeting.Condition{}, c.Conditions...)
	c.Texts = append([]targeting.Text{}, c.Texts...)
	return protocol.TargetedChat{ID: c.ID, RuleSettings: c.RuleSettings, Shown: c.Shown, Answered: c.Answered, Revised: revised}
}

func (s *Server) tryTargetedChat(_ context.Context, in *targetedTrialInput) (*targetedTryOutput, error) {
	if err := in.Body.Chat.Check(); err != nil {
		return nil, s.problem(err)
	}
	v, at := in.Body.Visitor, tick.Now()
	out := &targetedTryOutput{}
	out.Body.Holds = in.Body.Chat.Holding(targeting.Facts{
		URL: v.URL, Since: at.Add(-time.Duration(v.Seconds) * time.Second), Pages: v.Pages, Visits: v.Visits, Referrer: v.Referrer, Language: v.Language,
		Attributes: v.Attributes,
	}, at)
	out.Body.Text = in.Body.Chat.In(v.Language)
	return out, nil
}
