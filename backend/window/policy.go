// Package window is what the agent's window needs besides Wails: finding or starting the desk, the content policy its page runs under, and the gate
// every link passes on its way to the browser.
package window

import "net/http"

// ContentPolicy is what the page may do: run and load what came with the program, and nothing else. Without it, markup smuggled into the page could
// call the bound methods; the end-to-end tests try six ways.
const ContentPolicy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob: data:; media-src 'self'; connect-src 'self'; " +
	"font-src 'self'; frame-src 'none'; object-src 'none'; base-uri 'none'; form-action 'none'"

// Guard serves next under ContentPolicy.
func Guard(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("Content-Security-Policy", ContentPolicy)
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Referrer-Policy", "no-referrer")
		next.ServeHTTP(w, r)
	})
}
