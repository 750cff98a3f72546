package server

import (
	"context"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"parley/backend/chat"
	"parley/backend/server/password"
)

type loginInput struct {
	Body struct {
		Email    string `json:"email" maxLength:"254" example:"ann@shop.example"`
		Password string `json:"password" maxLength:"1024"`
		Device   string `json:"device,omitempty" maxLength:"64" doc:"your own id of this device, as in its hello; signed in again, its older token is worthless"`
		Name     string `json:"name,omitempty" maxLength:"200" doc:"what to call your program in the agent's list of devices; a desk tells its name in its hello"`
	}
}

type loginOutput struct {
	CacheControl string `header:"Cache-Control"`
	Body         struct {
		Token string `json:"token" doc:"for the Authorization header, as a bearer token"`
	}
}

// loginWait is how long a sign-in may wait for its turn.
const loginWait = 5 * time.Second

// maxEmail is how many bytes of an e-mail address are looked at.
const maxEmail = 254

func (s *Server) loginRoutes(api huma.API) {
	huma.Register(api, huma.Operation{
		OperationID:  "login",
		Method:       http.MethodPost,
		Path:         "/api/v1/login",
		Summary:      "Sign in",
		MaxBodyBytes: maxBody,
		Errors: []int{http.StatusUnauthorized, http.StatusTooManyRequests, http.StatusUnprocessableEntity, http.StatusServiceUnavailable,
			http.StatusInternalServerError},
	}, s.login)
	huma.Register(api, s.operation(api, http.MethodPost, "/logout", "logout", "Sign out: from now on the token is worthless"), s.logout)
}

func (s *Server) login(ctx context.Context, in *loginInput) (*loginOutput, error) {
	if err := checkLogin(in); err != nil {
		return nil, s.problem(err)
	}
	email := strings.ToLower(strings.TrimSpace(in.Body.Email))
	attempt := guessers(email, addressOf(ctx))
	if wait := s.logins.begin(attempt, time.Now()); wait > 0 {
		seconds := strconv.Itoa(int((wait + time.Second - 1) / time.Second))
		return nil, huma.ErrorWithHeaders(huma.Error429TooManyRequests("too many attempts; try again in "+seconds+" seconds"),
			http.Header{"Retry-After": {seconds}})
	}
	agent, err := s.checkPassword(ctx, email, in.Body.Password)
	if err != nil {
		if chat.CodeOf(err) != chat.Unauthorized {
			s.logins.takeBack(attempt)
		}
		return nil, s.problem(err)
	}
	s.logins.passed(attempt)
	token, err := s.store.NewToken(ctx, agent.ID, in.Body.Device, in.Body.Name, time.Now())
	if err != nil {
		return nil, s.problem(err)
	}
	out := &loginOutput{CacheControl: "no-store"}
	out.Body.Token = token
	return out, nil
}

// checkLogin returns invalid for what nobody can sign in with. Lengths are in bytes here: nothing longer is remembered, or refused without being
// hashed as every wrong password is.
func checkLogin(in *loginInput) error {
	switch {
	case len(in.Body.Email) > maxEmail:
		return chat.Errorf(chat.Invalid, "an e-mail address has at most %d bytes", maxEmail).At("email")
	case len(in.Body.Password) > password.MaxBytes:
		return chat.Errorf(chat.Invalid, "a password has at most %d bytes", password.MaxBytes).At("password")
	case in.Body.Device != "" && chat.CheckClientID(in.Body.Device) != nil:
		return chat.Errorf(chat.Invalid, "the device's id must be like a client id").At("device")
	}
	return nil
}

// checkPassword returns the agent with the address and password. It takes as long whether or not there is one.
func (s *Server) checkPassword(ctx context.Context, email, secret string) (chat.Agent, error) {
	agent, hash, err := s.store.AgentByEmail(ctx, email)
	if err != nil && chat.CodeOf(err) != chat.NotFound {
		return chat.Agent{}, err
	}
	ctx, cancel := context.WithTimeout(ctx, loginWait)
	defer cancel()
	ok, err := password.Check(ctx, hash, secret)
	if err == nil && !ok {
		err = chat.Errorf(chat.Unauthorized, "the e-mail address or the password is wrong")
	}
	return agent, err
}

func (s *Server) logout(ctx context.Context, _ *struct{}) (*struct{}, error) {
	who := signedInAs(ctx)
	if err := s.store.RevokeToken(ctx, who.token); err != nil {
		return nil, s.problem(err)
	}
	s.hub.Revoked(who.agent, who.token)
	return nil, nil
}
