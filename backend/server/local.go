package server

import (
	"context"
	"fmt"
	"time"

	"parley/backend/store"
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
	if _, err := s.store.Setup(ctx, site, agent); err != nil {
		return Local{}, fmt.Errorf("set up hub: %w", err)
	}
	return s.SignIn(ctx)
}

// SignIn signs in the agent made by Setup, without a password, or returns not_found before Setup. There is one such token at a time, so that a hub which
// was killed leaves none that stays valid.
func (s *Server) SignIn(ctx context.Context) (Local, error) {
	agent, err := s.store.LocalAgent(ctx)
	if err != nil {
		return Local{}, fmt.Errorf("sign in: %w", err)
	}
	token, err := s.store.NewToken(ctx, agent.ID, store.LocalDevice, "", time.Now())
	if err != nil {
		return Local{}, fmt.Errorf("sign in: %w", err)
	}
	s.mu.Lock()
	before := s.local
	s.local = token
	s.mu.Unlock()
	if before != "" {
		s.hub.Revoked(agent, before)
	}
	return Local{Site: agent.Site, Agent: agent.ID, Token: token}, nil
}

// endLocal ends the token of the last SignIn.
func (s *Server) endLocal(ctx context.Context) {
	s.mu.Lock()
	token := s.local
	s.mu.Unlock()
	if token == "" {
		return
	}
	if err := s.store.RevokeToken(ctx, token); err != nil {
		s.options.Log.Warn("end token", "error", err)
	}
}
