package server

import (
	"context"
	"net/http"
	"net/netip"
	"strings"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"

	"parley/backend/chat"
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
	s.loginRoute(api)
	s.statusRoutes(api)
	s.conversationRoutes(api)
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
		Errors:       append([]int{http.StatusUnauthorized, http.StatusServiceUnavailable, http.StatusInternalServerError}, fails...),
	}
}

type agentKey struct{}

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
			if chat.CodeOf(err) != chat.Unauthorized {
				s.options.Log.Error("find agent", "error", err)
			}
			refuse(api, ctx, statusOf(chat.CodeOf(err)), "the token is not valid, or no longer")
			return
		}
		next(huma.WithValue(ctx, agentKey{}, agent))
	}
}

func refuse(api huma.API, ctx huma.Context, status int, message string) {
	if status == http.StatusUnauthorized {
		ctx.SetHeader("WWW-Authenticate", "Bearer")
	}
	_ = huma.WriteErr(api, ctx, status, message) // it can only fail because the caller is gone
}

// agentOf is who a request that signedIn let pass is from.
func agentOf(ctx context.Context) chat.Agent {
	agent, ok := ctx.Value(agentKey{}).(chat.Agent)
	if !ok {
		panic("server: a route that needs an agent lets everybody pass")
	}
	return agent
}

// addressOf is where a request comes from.
func addressOf(ctx huma.Context) netip.Addr {
	at, err := netip.ParseAddrPort(ctx.RemoteAddr())
	if err != nil {
		return netip.Addr{}
	}
	return at.Addr().Unmap()
}
