package server

import (
	"net/http"
	"regexp"
	"strings"

	"parley/backend/chat"
	"parley/backend/server/demo"
)

// How long browsers keep what they were sent.
const (
	cacheScript = "public, max-age=300"                 // what runs in customers' pages has one name for ever
	cacheAsset  = "public, max-age=31536000, immutable" // the name changes with the content
	cachePage   = "no-cache"
)

// pageScript serves a script that runs in customers' pages, also to pages that isolate themselves from other origins, and to be imported.
func pageScript(files map[string]file, name string) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		f, ok := files[name]
		if !ok {
			http.NotFound(w, r)
			return
		}
		w.Header().Set("Cross-Origin-Resource-Policy", "cross-origin")
		w.Header().Set("Access-Control-Allow-Origin", "*")
		f.serve(w, r, cacheScript)
	}
}

// chatPolicy is what the chat inside the widget's iframe may do. The loader gives it everything; it asks the hub only whether its page is still the same.
const chatPolicy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; base-uri 'none'; " +
	"form-action 'none'; require-trusted-types-for 'script'; frame-ancestors "

// chatPage serves /chat/ and what lies below. The page itself names its site, whose origins may frame it.
func (s *Server) chatPage(files map[string]file) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		name := strings.TrimPrefix(r.URL.Path, "/")
		if strings.HasSuffix(name, "/") {
			name += "index.html"
		}
		f, ok := files[name]
		if !ok {
			http.NotFound(w, r)
			return
		}
		h := w.Header()
		h.Set("Cross-Origin-Resource-Policy", "cross-origin")
		if !strings.HasSuffix(name, ".html") {
			f.serve(w, r, cacheAsset)
			return
		}
		site, err := s.store.Face(r.Context(), r.URL.Query().Get("site"))
		if err != nil {
			s.page(w, err)
			return
		}
		h.Set("Content-Security-Policy", chatPolicy+s.ancestors(site))
		f.serve(w, r, cachePage)
	}
}

// ancestors are the origins whose pages may frame the chat of a site.
func (s *Server) ancestors(site chat.Site) string {
	if s.options.AnyOrigin {
		return "*"
	}
	return strings.Join(append([]string{"'self'"}, site.Origins...), " ")
}

// plainHost is a host that may stand in a policy as it is.
var plainHost = regexp.MustCompile(`^[A-Za-z0-9.:\[\]-]+$`)

// demoPage serves the test page of a site that exists.
func (s *Server) demoPage(pages *demo.Pages) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		site, err := s.store.Face(r.Context(), r.PathValue("site"))
		if err != nil {
			s.page(w, err)
			return
		}
		if !plainHost.MatchString(r.Host) {
			http.Error(w, "The host is not valid.", http.StatusBadRequest)
			return
		}
		pages.Serve(w, r, site)
	}
}

// secured adds to every answer what none needs to be without.
func secured(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Referrer-Policy", "no-referrer")
		h.Set("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'") // pages replace it
		next.ServeHTTP(w, r)
	})
}
