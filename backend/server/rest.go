package server

import (
	"context"
	"net/http"
	"strings"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"

	"parley/backend/chat"
	"parley/backend/store"
)

// maxBody is the longest body of a request in bytes: room for a message of chat.MaxText however it is escaped.
const maxBody = 128 << 10

// bearer is the name of the one way to sign in.
const bearer = "bearer"

// api describes and serves REST on a mux.
func (s *Server) api(mux *http.ServeMux) huma.API {
	config := huma.DefaultConfig("Parley", "1")
	config.OpenAPIPath = "/api/openapi"
	config.DocsPath = "" // the page would load a script from elsewhere
	config.SchemasPath = ""
	config.CreateHooks = nil
	config.Info.Description = "What an agent can do from a program. Instants are milliseconds since 1970 UTC."
	config.Components.SecuritySchemes = map[string]*huma.SecurityScheme{
		bearer: {Type: "http", Scheme: "bearer", Description: "The token that login answers with."},
	}
	api := humago.New(mux, config)
	s.loginRoutes(api)
	s.statusRoutes(api)
	s.preferenceRoutes(api)
	s.conversationRoutes(api)
	s.groupRoutes(api)
	s.deviceRoutes(api)
	s.teamRoutes(api)
	s.invitationRoutes(api)
	s.siteRoutes(api)
	s.coverageRoutes(api)
	s.targetingRoutes(api)
	return api
}

// operation is a route that needs the token of an agent.
func (s *Server) operation(api huma.API, method, path, id, summary string, fails ...int) huma.Operation {
	return huma.Operation{
		OperationID:  id,
		Method:       method,
		Path:         "/api/v1" + path,
		Summary:      summary,
		MaxBodyBytes: maxBody,
		Security:     []map[string][]string{{bearer: {}}},
		Middlewares:  huma.Middlewares{s.signedIn(api)},
		Errors: append([]int{http.StatusUnauthorized, http.StatusTooManyRequests, http.StatusServiceUnavailable, http.StatusInternalServerError},
			fails...),
	}
}

// managing makes an operation one for the owners and admins of a site. What it changes in the store is refused to whose role is another by then.
func managing(api huma.API, o huma.Operation) huma.Operation {
	o.Errors = append(o.Errors, http.StatusForbidden)
	o.Middlewares = append(o.Middlewares, func(ctx huma.Context, next func(huma.Context)) {
		who := agentOf(ctx.Context())
		if !who.Role.Manages() {
			refuse(api, ctx, http.StatusForbidden, "only owners and admins of the site may do this")
			return
		}
		next(huma.WithContext(ctx, store.Managing(ctx.Context(), who)))
	})
	return o
}

// session is who sends a request, and with which token.
type session struct {
	agent chat.Agent
	token string
}

type sessionKey struct{}

// signedIn lets only requests with an agent's token pass.
func (s *Server) signedIn(api huma.API) func(huma.Context, func(huma.Context)) {
	return func(ctx huma.Context, next func(huma.Context)) {
		token, ok := strings.CutPrefix(ctx.Header("Authorization"), "Bearer ")
		if !ok {
			refuse(api, ctx, http.StatusUnauthorized, "a bearer token is needed")
			return
		}
		agent, err := s.store.AgentByToken(ctx.Context(), token)
		if err != nil {
			status, message := s.told(err)
			refuse(api, ctx, status, message)
			return
		}
		next(huma.WithValue(ctx, sessionKey{}, session{agent: agent, token: token}))
	}
}

func refuse(api huma.API, ctx huma.Context, status int, message string) {
	if status == http.StatusUnauthorized {
		ctx.SetHeader("WWW-Authenticate", "Bearer")
	}
	if retryAfter[status] != "" {
		ctx.SetHeader("Retry-After", retryAfter[status])
	}
	_ = huma.WriteErr(api, ctx, status, message) // it can only fail because the caller is gone
}

// signedInAs is who sends a request that signedIn let pass.
func signedInAs(ctx context.Context) session {
	who, ok := ctx.Value(sessionKey{}).(session)
	if !ok {
		panic("server: a route that needs an agent lets everybody pass")
	}
	return who
}

func agentOf(ctx context.Context) chat.Agent { return signedInAs(ctx).agent }
