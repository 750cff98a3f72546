package server

import (
	"context"
	"net/http"
	"net/netip"
	"strconv"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"parley/backend/chat"
	"parley/backend/hub"
	"parley/backend/protocol"
	"parley/backend/server/invite"
	"parley/backend/server/password"
)

type invitationsOutput struct{ Body protocol.Invitations }

type invitationInput struct{ Body protocol.InvitationSettings }

type newInvitationOutput struct {
	CacheControl string `header:"Cache-Control"`
	Body         protocol.NewInvitation
}

// The secret is sent in the body, as addresses get into logs.
type openInvitationInput struct {
	Body struct {
		Secret string `json:"secret" maxLength:"64" doc:"from the link"`
	}
}

// invitationView is what the page of an invitation shows.
type invitationView struct {
	Site  string               `json:"site"`
	State chat.InvitationState `json:"state" enum:"open,used,revoked,expired"`
	Email string               `json:"email,omitempty" doc:"the only address it is good for"`
}

type invitationOutput struct {
	CacheControl string `header:"Cache-Control"`
	Body         invitationView
}

type acceptInput struct {
	Body struct {
		Secret   string `json:"secret" maxLength:"64" doc:"from the link"`
		Name     string `json:"name" maxLength:"200" doc:"as visitors see it"`
		Email    string `json:"email" maxLength:"254" doc:"to sign in with"`
		Password string `json:"password" maxLength:"1024"`
	}
}

func (s *Server) invitationRoutes(api huma.API) {
	notFound, conflict, invalid := http.StatusNotFound, http.StatusConflict, http.StatusUnprocessableEntity
	huma.Register(api, managing(api, s.operation(api, http.MethodGet, "/site/invitations", "list-invitations", "The open invitations")), s.invitations)
	huma.Register(api, managing(api, s.operation(api, http.MethodPost, "/site/invitations", "invite",
		"Make an invitation: a link that is good for one person and seven days", conflict, invalid)), s.invite)
	huma.Register(api, managing(api, s.operation(api, http.MethodDelete, "/site/invitations/{id}", "revoke-invitation", "Revoke an open invitation", notFound)),
		func(ctx context.Context, in *idInput) (*struct{}, error) {
			if err := s.store.RevokeInvitation(ctx, agentOf(ctx).Site, in.ID, time.Now()); err != nil {
				return nil, s.problem(err)
			}
			return nil, nil
		})
	open := func(path, id, summary string, fails ...int) huma.Operation {
		return huma.Operation{
			OperationID: id, Method: http.MethodPost, Path: "/api/v1" + path, Summary: summary, MaxBodyBytes: maxBody,
			Errors: append([]int{notFound, invalid, http.StatusTooManyRequests, http.StatusServiceUnavailable, http.StatusInternalServerError}, fails...),
		}
	}
	huma.Register(api, open("/invitation", "get-invitation", "What an invitation is for"), s.invitation)
	huma.Register(api, open("/invitation/accept", "accept-invitation", "Become an agent", conflict), s.becomeAgent)
}

func (s *Server) invitations(ctx context.Context, _ *struct{}) (*invitationsOutput, error) {
	who := agentOf(ctx)
	found, err := s.store.Invitations(ctx, who.Site, time.Now())
	if err != nil {
		return nil, s.problem(err)
	}
	_, agents, _, err := s.store.Site(ctx, who.Site)
	if err != nil {
		return nil, s.problem(err)
	}
	names := map[string]string{}
	for _, a := range agents {
		names[a.ID] = a.Name
	}
	out := &invitationsOutput{Body: protocol.Invitations{
		Invitations: make([]protocol.InvitationInfo, 0, len(found)), Full: len(found) >= chat.MaxInvitations,
	}}
	for _, i := range found {
		out.Body.Invitations = append(out.Body.Invitations, invitationInfo(i, names[i.By]))
	}
	return out, nil
}

func invitationInfo(i chat.Invitation, by string) protocol.InvitationInfo {
	return protocol.InvitationInfo{
		ID: i.ID, Role: i.Role, Email: i.Email, By: protocol.Person{ID: i.By, Name: by}, At: protocol.At(i.At), Expires: protocol.At(i.Expires),
	}
}

func (s *Server) invite(ctx context.Context, in *invitationInput) (*newInvitationOutput, error) {
	who := agentOf(ctx)
	if !who.Role.Appoints(in.Body.Role) {
		return nil, s.problem(chat.Errorf(chat.Forbidden, "only owners decide who is owner").At("role"))
	}
	i, secret, err := s.store.Invite(ctx, who, in.Body.Role, in.Body.Email, time.Now())
	if err != nil {
		return nil, s.problem(err)
	}
	return &newInvitationOutput{CacheControl: "no-store", Body: protocol.NewInvitation{
		Invitation: invitationInfo(i, who.Name), Link: ownOf(ctx) + invite.Path + "#" + secret,
	}}, nil
}

func (s *Server) invitation(ctx context.Context, in *openInvitationInput) (*invitationOutput, error) {
	i, noGuess, err := s.known(ctx, in.Body.Secret)
	if err != nil {
		return nil, err
	}
	noGuess()
	site, err := s.store.Face(ctx, i.Site)
	if err != nil {
		return nil, s.problem(err)
	}
	return &invitationOutput{CacheControl: "no-store", Body: invitationView{Site: site.Name, State: i.State, Email: i.Email}}, nil
}

func (s *Server) becomeAgent(ctx context.Context, in *acceptInput) (*invitationOutput, error) {
	i, noGuess, err := s.known(ctx, in.Body.Secret)
	if err != nil {
		return nil, err
	}
	agent, err := s.acceptInvitation(ctx, in)
	if !isTaken(err) { // otherwise a link would tell whose addresses the hub knows, as fast as one asks
		noGuess()
	}
	if err != nil {
		return nil, s.problem(err)
	}
	s.hub.Changed(agent.Site)
	site, err := s.store.Face(ctx, i.Site)
	if err != nil {
		return nil, s.problem(err)
	}
	return &invitationOutput{CacheControl: "no-store", Body: invitationView{Site: site.Name, State: chat.InvitationUsed, Email: agent.Email}}, nil
}

func (s *Server) acceptInvitation(ctx context.Context, in *acceptInput) (chat.Agent, error) {
	hash, err := s.hash(ctx, in.Body.Password)
	if err != nil {
		return chat.Agent{}, err
	}
	return s.store.Accept(ctx, in.Body.Secret, in.Body.Name, in.Body.Email, hash, time.Now())
}

// isTaken reports whether an error says that an e-mail address belongs to an agent.
func isTaken(err error) bool {
	return chat.CodeOf(err) == chat.Conflict && chat.FieldOf(err) == "email"
}

// hash hashes a password, which may wait for its turn as long as a sign-in.
func (s *Server) hash(ctx context.Context, secret string) (string, error) {
	ctx, cancel := context.WithTimeout(ctx, loginWait)
	defer cancel()
	return password.Hash(ctx, secret)
}

// known returns the invitation with a secret, and what to call once it is clear that nothing was guessed. Who guesses waits longer and longer.
func (s *Server) known(ctx context.Context, secret string) (i chat.Invitation, noGuess func(), err error) {
	attempt := strangers(addressOf(ctx))
	if wait := s.logins.begin(attempt, time.Now()); wait > 0 {
		seconds := strconv.Itoa(int((wait + time.Second - 1) / time.Second))
		return i, nil, huma.ErrorWithHeaders(huma.Error429TooManyRequests("too many attempts; try again in "+seconds+" seconds"),
			http.Header{"Retry-After": {seconds}})
	}
	noGuess = func() { s.logins.takeBack(attempt) }
	i, err = s.store.Invitation(ctx, secret, time.Now())
	if err != nil {
		if chat.CodeOf(err) != chat.NotFound {
			noGuess()
		}
		return i, nil, s.problem(err)
	}
	return i, noGuess, nil
}

// strangers are those an attempt counts for that names no agent: all from one address.
func strangers(from netip.Addr) []guesser {
	household, limited := hub.Counted(from)
	if !limited {
		return nil
	}
	return []guesser{{perAddress, "", household}}
}
