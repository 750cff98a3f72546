package server

import (
	"context"
	"fmt"
	"slices"

	"parley/backend/chat"
)

// Local is what the desk's built-in hub is used with.
type Local struct {
	Site  string
	Agent string
	Token string // for the hello and for REST; valid until the next SignIn or Shutdown
}

// Setup makes the first site and its agent, who has no password, and signs the agent in. It returns conflict when there is a site already, and invalid
// for names that are none.
func (s *Server) Setup(ctx context.Context, site, agent string) (Local, error) {
	sites, err := s.store.Sites(ctx)
	if err != nil {
		return Local{}, fmt.Errorf("set up hub: %w", err)
	}
	if len(sites) > 0 {
		return Local{}, chat.Errorf(chat.Conflict, "this hub is set up already")
	}
	if err := chat.CheckName(agent); err != nil { // before anything is stored
		return Local{}, err
	}
	made, err := s.store.AddSite(ctx, site, nil)
	if err != nil {
		return Local{}, fmt.Errorf("set up hub: %w", err)
	}
	if _, err := s.store.AddAgent(ctx, made.ID, agent, "", ""); err != nil {
		return Local{}, fmt.Errorf("set up hub: %w", err)
	}
	return s.SignIn(ctx)
}

// SignIn signs in the agent made by Setup, without a password, or returns not_found before Setup.
func (s *Server) SignIn(ctx context.Context) (Local, error) {
	agent, err := s.localAgent(ctx)
	if err != nil {
		return Local{}, err
	}
	token, err := s.store.NewToken(ctx, agent.ID, "local")
	if err != nil {
		return Local{}, fmt.Errorf("sign in: %w", err)
	}
	s.endLocal(ctx)
	s.mu.Lock()
	defer s.mu.Unlock()
	s.local = token
	return Local{Site: agent.Site, Agent: agent.ID, Token: token}, nil
}

// localAgent is the agent without an e-mail address, which only Setup makes.
func (s *Server) localAgent(ctx context.Context) (chat.Agent, error) {
	sites, err := s.store.Sites(ctx)
	if err != nil {
		return chat.Agent{}, fmt.Errorf("find agent: %w", err)
	}
	for _, site := range sites {
		_, agents, _, err := s.store.Site(ctx, site.ID)
		if err != nil {
			return chat.Agent{}, fmt.Errorf("find agent: %w", err)
		}
		if i := slices.IndexFunc(agents, func(a chat.Agent) bool { return a.Email == "" }); i >= 0 {
			return agents[i], nil
		}
	}
	return chat.Agent{}, chat.Errorf(chat.NotFound, "this hub is not set up yet")
}

// endLocal ends the token of the last SignIn.
func (s *Server) endLocal(ctx context.Context) {
	s.mu.Lock()
	token := s.local
	s.local = ""
	s.mu.Unlock()
	if token == "" {
		return
	}
	if err := s.store.RevokeToken(ctx, token); err != nil {
		s.options.Log.Warn("end token", "error", err)
	}
}
