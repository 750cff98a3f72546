// Package demo is a small shop whose pages carry the widget, to try it out: several pages, one that changes its address without loading, and the
// strict policy a careful shop would have.
package demo

import (
	"bytes"
	"embed"
	"html/template"
	"net/http"
	"path"

	"golang.org/x/text/language"

	"parley/backend/chat"
)

// Path is where the pages of a site begin, in front of its id.
const Path = "/demo/"

//go:embed page.html assets
var files embed.FS

// Pages are the pages of the shop.
type Pages struct{ page *template.Template }

// New prepares the pages.
func New() *Pages { return &Pages{page: template.Must(template.ParseFS(files, "page.html"))} }

// view is what a page is filled with.
type view struct {
	Language string
	Site     chat.Site
	Page     string // empty for the first
	Text     texts
}

// Serve answers with a page of the shop, in the language of the browser, that carries the widget of a site.
func (p *Pages) Serve(w http.ResponseWriter, r *http.Request, site chat.Site) {
	name := r.PathValue("page")
	if _, ok := english.Pages[name]; !ok {
		http.NotFound(w, r)
		return
	}
	tag, i := language.MatchStrings(matcher, r.Header.Get("Accept-Language"))
	base, _ := tag.Base()
	var b bytes.Buffer
	if err := p.page.Execute(&b, view{Language: base.String(), Site: site, Page: name, Text: catalogue[i]}); err != nil {
		http.Error(w, "The page cannot be drawn.", http.StatusInternalServerError)
		return
	}
	h := w.Header()
	h.Set("Content-Security-Policy", "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; frame-src 'self'; connect-src 'self' ws://"+
		r.Host+" wss://"+r.Host+"; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'")
	h.Set("Content-Type", "text/html; charset=utf-8")
	h.Set("Cache-Control", "no-cache")
	h.Set("Vary", "Accept-Language")
	_, _ = w.Write(b.Bytes()) // a caller who is gone needs no answer
}

// Asset answers with a file of the pages.
func (p *Pages) Asset(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Cache-Control", "no-cache")
	http.ServeFileFS(w, r, files, path.Join("assets", path.Base(r.PathValue("file"))))
}
