package server

import (
	"net/http"

	"parley/backend/server/demo"
	"parley/backend/server/invite"
)

// route is one thing a hub serves besides REST.
type route struct {
	pattern string
	handle  http.HandlerFunc
}

// routes are all but those of REST, which the api describes itself.
func (s *Server) routes(widget map[string]file) []route {
	invitation := invite.New()
	all := []route{
		{"GET /v1/visitor", s.visitor},
		{"GET /v1/agent", s.agent},
		{"GET /widget.js", pageScript(widget, "widget.js")},
		{"GET /talk.js", pageScript(widget, "talk.js")},
		{"GET /target.js", pageScript(widget, "target.js")},
		{"GET /chat/", s.chatPage(widget)},
		{"GET " + invite.Path + "{$}", invitation.Page},
		{"GET " + invite.Path + "assets/{file}", invitation.Asset},
		{"GET /livez", alive},
		{"GET /readyz", s.ready},
	}
	if s.options.Demo {
		pages := demo.New()
		all = append(all,
			route{"GET " + demo.Path + "assets/{file}", pages.Asset},
			route{"GET " + demo.Path + "{site}", s.demoPage(pages)},
			route{"GET " + demo.Path + "{site}/{page}", s.demoPage(pages)},
		)
	}
	return all
}

// handler puts everything a hub serves together.
func (s *Server) handler(widget map[string]file) http.Handler {
	mux := http.NewServeMux()
	for _, r := range s.routes(widget) {
		mux.HandleFunc(r.pattern, r.handle)
	}
	s.api(mux)
	return secured(s.limited(mux))
}

// alive answers as long as the program runs.
func alive(w http.ResponseWriter, _ *http.Request) { plain(w, http.StatusOK, "alive\n") }

// ready answers whether the hub can do its work: take connections, read what is stored, and store more.
func (s *Server) ready(w http.ResponseWriter, r *http.Request) {
	if !s.hub.Serves() {
		plain(w, http.StatusServiceUnavailable, "this hub takes no connections now\n")
		return
	}
	if err := s.store.Ready(r.Context()); err != nil {
		s.complain(err)
		plain(w, http.StatusServiceUnavailable, "the store cannot be used\n")
		return
	}
	plain(w, http.StatusOK, "ready\n")
}

func plain(w http.ResponseWriter, status int, text string) {
	h := w.Header()
	h.Set("Content-Type", "text/plain; charset=utf-8")
	h.Set("Cache-Control", "no-store")
	w.WriteHeader(status)
	_, _ = w.Write([]byte(text)) // a caller who is gone needs no answer
}
