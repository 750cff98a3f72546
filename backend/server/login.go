package server

import (
	"context"
	"net/http"
	"net/netip"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"parley/backend/chat"
	"parley/backend/server/password"
)

type loginInput struct {
	Body struct {
		Email    string `json:"email" maxLength:"254" example:"ann@shop.example"`
		Password string `json:"password" maxLength:"1024"`
	}
	from netip.Addr
}

// Resolve notes where the request comes from.
func (i *loginInput) Resolve(ctx huma.Context) []error {
	i.from = addressOf(ctx)
	return nil
}

type loginOutput struct {
	CacheControl string `header:"Cache-Control"`
	Body         struct {
		Token string `json:"token" doc:"for the Authorization header, as a bearer token"`
	}
}

// loginWait is how long a sign-in may wait for its turn.
const loginWait = 5 * time.Second

func (s *Server) loginRoute(api huma.API) {
	huma.Register(api, huma.Operation{
		OperationID:  "login",
		Method:       http.MethodPost,
		Path:         "/api/v1/login",
		Summary:      "Sign in",
		MaxBodyBytes: maxBody,
		Errors: []int{http.StatusUnauthorized, http.StatusTooManyRequests, http.StatusUnprocessableEntity, http.StatusServiceUnavailable,
			http.StatusInternalServerError},
	}, s.login)
}

func (s *Server) login(ctx context.Context, in *loginInput) (*loginOutput, error) {
	email := strings.ToLower(strings.TrimSpace(in.Body.Email))
	who := email + " " + in.from.String()
	if wait := s.logins.wait(who, time.Now()); wait > 0 {
		seconds := strconv.Itoa(int(wait/time.Second) + 1)
		return nil, huma.ErrorWithHeaders(huma.Error429TooManyRequests("too many attempts; try again in "+seconds+" seconds"),
			http.Header{"Retry-After": {seconds}})
	}
	agent, err := s.checkPassword(ctx, email, in.Body.Password)
	if err != nil {
		if chat.CodeOf(err) == chat.Unauthorized {
			s.logins.failed(who, time.Now())
		}
		return nil, problem(s.options.Log, err)
	}
	s.logins.passed(who)
	token, err := s.store.NewToken(ctx, agent.ID, "login")
	if err != nil {
		return nil, problem(s.options.Log, err)
	}
	out := &loginOutput{CacheControl: "no-store"}
	out.Body.Token = token
	return out, nil
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

// guard makes who guesses passwords wait longer and longer.
type guard struct {
	mu    sync.Mutex
	known map[string]attempts
	swept time.Time
}

// attempts are the failed ones since the last that passed.
type attempts struct {
	failed int
	last   time.Time
}

const (
	freeAttempts = 3
	longestWait  = time.Minute
	forgetAfter  = 15 * time.Minute
)

func newGuard() *guard { return &guard{known: map[string]attempts{}} }

// wait is how long somebody has to wait before the next attempt.
func (g *guard) wait(who string, now time.Time) time.Duration {
	g.mu.Lock()
	defer g.mu.Unlock()
	a := g.known[who]
	if a.failed < freeAttempts {
		return 0
	}
	delay := min(time.Second<<min(a.failed-freeAttempts, 10), longestWait)
	return max(0, a.last.Add(delay).Sub(now))
}

func (g *guard) failed(who string, now time.Time) {
	g.mu.Lock()
	defer g.mu.Unlock()
	if now.Sub(g.swept) >= forgetAfter {
		for k, a := range g.known {
			if now.Sub(a.last) >= forgetAfter {
				delete(g.known, k)
			}
		}
		g.swept = now
	}
	g.known[who] = attempts{failed: g.known[who].failed + 1, last: now}
}

func (g *guard) passed(who string) {
	g.mu.Lock()
	defer g.mu.Unlock()
	delete(g.known, who)
}
