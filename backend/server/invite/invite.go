// Package invite is the page where somebody with the link of an invitation becomes an agent. The link's secret stands in its fragment, which browsers
// keep to themselves: the page sends it in the body of its questions.
package invite

import (
	"bytes"
	"embed"
	"html/template"
	"net/http"
	"path"

	"golang.org/x/text/language"
)

// Path is where the page is; the secret follows as the fragment.
const Path = "/invite/"

//go:embed page.html assets
var files embed.FS

// policy is what the page may do: ask its own hub, and nothing else.
const policy = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; " +
	"frame-ancestors 'none'; require-trusted-types-for 'script'"

// Pages are the page in every language.
type Pages struct{ byLanguage [][]byte }

// New prepares the page.
func New() *Pages {
	page := template.Must(template.ParseFS(files, "page.html"))
	p := &Pages{}
	for _, t := range catalogue {
		var b bytes.Buffer
		if err := page.Execute(&b, t); err != nil {
			panic("invite: the page cannot be drawn: " + err.Error())
		}
		p.byLanguage = append(p.byLanguage, b.Bytes())
	}
	return p
}

// Page answers with the page in the language of the browser.
func (p *Pages) Page(w http.ResponseWriter, r *http.Request) {
	_, i := language.MatchStrings(matcher, r.Header.Get("Accept-Language"))
	h := w.Header()
	h.Set("Content-Security-Policy", policy)
	h.Set("Content-Type", "text/html; charset=utf-8")
	h.Set("Cache-Control", "no-cache")
	h.Set("Vary", "Accept-Language")
	_, _ = w.Write(p.byLanguage[i]) // a caller who is gone needs no answer
}

// Asset answers with a file of the page.
func (p *Pages) Asset(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Cache-Control", "no-cache")
	http.ServeFileFS(w, r, files, path.Join("assets", path.Base(r.PathValue("file"))))
}
