package server_test

import (
	"bytes"
	"compress/gzip"
	"io"
	"strings"
	"testing"
	"testing/synctest"

	"parley/backend/server"
	"parley/backend/server/servertest"
	"parley/backend/store"
)

func withDemo(o *server.Options) { o.Demo = true }

func TestEveryAnswerIsSecured(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := servertest.Start(t, withDemo)
		for _, path := range []string{
			"/widget.js", "/talk.js", "/target.js", "/chat/?site=" + h.Site.ID, "/chat/assets/chat-123.js", "/demo/" + h.Site.ID, "/demo/assets/shop.js", "/livez", "/readyz",
			"/api/openapi.json", "/api/v1/me/status", "/v1/visitor", "/v1/agent", "/nothing", "/",
		} {
			answer, _ := h.Do("GET", path, "", nil)
			if got := answer.Header.Get("X-Content-Type-Options"); got != "nosniff" {
				t.Errorf("%s: nosniff is %q", path, got)
			}
			policy := answer.Header.Get("Content-Security-Policy")
			if !strings.Contains(policy, "default-src 'none'") || !strings.Contains(policy, "frame-ancestors ") || strings.Contains(policy, "unsafe") {
				t.Errorf("%s: the policy is %q", path, policy)
			}
		}
	})
}

func TestWidgetFilesAreCachedAsLongAsTheirNameLasts(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := servertest.Start(t)
		for path, want := range map[string]string{
			"/widget.js":                         "public, max-age=300",
			"/talk.js":                           "public, max-age=300",
			"/target.js":                         "public, max-age=300",
			"/chat/assets/chat-123.js":           "public, max-age=31536000, immutable",
			"/chat/?site=" + h.Site.ID:           "no-cache",
			"/chat/index.html?site=" + h.Site.ID: "no-cache",
		} {
			answer, body := h.Do("GET", path, "", nil, "Accept-Encoding", "identity")
			if answer.StatusCode != 200 || answer.Header.Get("Cache-Control") != want || answer.Header.Get("Cross-Origin-Resource-Policy") != "cross-origin" {
				t.Errorf("%s: %d %v", path, answer.StatusCode, answer.Header)
			}
			tag := answer.Header.Get("ETag")
			if again, _ := h.Do("GET", path, "", nil, "Accept-Encoding", "identity", "If-None-Match", tag); tag == "" || again.StatusCode != 304 {
				t.Errorf("%s with the tag %s answers %d", path, tag, again.StatusCode)
			}
			zipped, data := h.Do("GET", path, "", nil, "Accept-Encoding", "br, gzip")
			if strings.HasSuffix(path, ".js") != (zipped.Header.Get("Content-Encoding") == "gzip") {
				t.Errorf("%s is encoded as %q", path, zipped.Header.Get("Content-Encoding"))
			}
			if zipped.Header.Get("Content-Encoding") == "gzip" {
				if zipped.Header.Get("ETag") == tag {
					t.Errorf("%s: both encodings have the tag %s", path, tag)
				}
				z, err := gzip.NewReader(bytes.NewReader(data))
				if err != nil {
					t.Fatal(err)
				}
				if data, err = io.ReadAll(z); err != nil {
					t.Fatal(err)
				}
			}
			if !bytes.Equal(body, data) {
				t.Errorf("%s: compressed it is another", path)
			}
		}
	})
}

// A page imports a module of another origin only if that allows it.
func TestPagesOfEveryOriginMayImportTheTalk(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := servertest.Start(t)
		for path, want := range map[string]string{
			"/talk.js":                 "*",
			"/target.js":               "*",
			"/target.js?0123abcd.0":    "*",
			"/talk.js?0123abcd.1":      "*",
			"/chat/?site=" + h.Site.ID: "",
			"/chat/assets/chat-123.js": "",
		} {
			answer, _ := h.Do("GET", path, "", nil, "Origin", servertest.Origin)
			if got := answer.Header.Get("Access-Control-Allow-Origin"); answer.StatusCode != 200 || got != want {
				t.Errorf("%s: %d, for scripts of %q", path, answer.StatusCode, got)
			}
		}
	})
}

func TestOnlyPagesOfTheSiteMayFrameTheChat(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := servertest.Start(t)
		answer, _ := h.Do("GET", "/chat/?site="+h.Site.ID, "", nil)
		if got := answer.Header.Get("Content-Security-Policy"); !strings.HasSuffix(got, "frame-ancestors 'self' "+servertest.Origin) {
			t.Errorf("the policy is %q", got)
		}
		h.Change(store.SiteChange{Origins: []string{"https://other.example"}})
		answer, _ = h.Do("GET", "/chat/?site="+h.Site.ID, "", nil)
		if got := answer.Header.Get("Content-Security-Policy"); !strings.HasSuffix(got, "frame-ancestors 'self' https://other.example") {
			t.Errorf("for another website the policy is %q", got)
		}
		for _, path := range []string{"/chat/", "/chat/?site=nowhere", "/chat/../server.go", "/chat/assets/"} {
			if answer, _ := h.Do("GET", path, "", nil); answer.StatusCode != 404 {
				t.Errorf("%s answers %d", path, answer.StatusCode)
			}
		}
	})
}

func TestHubOfThisComputerOnlyServesAnyOrigin(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := servertest.Start(t, func(o *server.Options) { o.AnyOrigin = true })
		answer, _ := h.Do("GET", "/chat/?site="+h.Site.ID, "", nil)
		if got := answer.Header.Get("Content-Security-Policy"); !strings.HasSuffix(got, "frame-ancestors *") {
			t.Errorf("the policy is %q", got)
		}
		if !welcomed(h, h.VisitorOf("http://localhost:3000")) {
			t.Error("a page of another origin is refused")
		}
		if welcomed(h, h.VisitorOf("")) {
			t.Error("what is no page is let in")
		}
	})
}

func TestAddressBehindAProxy(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := servertest.Start(t, func(o *server.Options) { o.URL = "https://chat.example/" })
		for origin, want := range map[string]bool{"https://chat.example": true, servertest.Address: false, servertest.Origin: true} {
			if got := welcomed(h, h.VisitorOf(origin)); got != want {
				t.Errorf("a page of %s is let in: %v", origin, got)
			}
		}
	})
	synctest.Test(t, func(t *testing.T) {
		h := servertest.Start(t)
		if !welcomed(h, h.VisitorOf(strings.Replace(servertest.Address, "http", "https", 1))) {
			t.Error("the hub's own page is refused behind a proxy that speaks TLS")
		}
	})
}

func TestDemoSpeaksTheBrowsersLanguage(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := servertest.Start(t, withDemo)
		for accept, want := range map[string]string{"de-CH,de;q=0.9": `lang="de"`, "fr": `lang="fr"`, "ja": `lang="en"`, "": `lang="en"`} {
			answer, body := h.Do("GET", "/demo/"+h.Site.ID, "", nil, "Accept-Language", accept)
			if answer.StatusCode != 200 || !bytes.Contains(body, []byte(want)) {
				t.Errorf("%q: %d %.60s", accept, answer.StatusCode, body)
			}
			if !bytes.Contains(body, []byte(`<script src="/widget.js" data-site="`+h.Site.ID+`" async></script>`)) {
				t.Errorf("%q: there is no widget", accept)
			}
			if bytes.Contains(body, []byte(" style=")) || bytes.Contains(body, []byte("<style")) {
				t.Errorf("%q: there are styles that the page's own policy refuses", accept)
			}
		}
		for path, want := range map[string]int{
			"/workshop": 200, "/fjell-7": 200, "/basket": 200, "/nothing": 404,
		} {
			if answer, _ := h.Do("GET", "/demo/"+h.Site.ID+path, "", nil); answer.StatusCode != want {
				t.Errorf("%s answers %d", path, answer.StatusCode)
			}
		}
		for _, path := range []string{"/demo/nowhere", "/demo/assets/page.html", "/demo/assets/..", "/demo/"} {
			if answer, _ := h.Do("GET", path, "", nil); answer.StatusCode != 404 {
				t.Errorf("%s answers %d", path, answer.StatusCode)
			}
		}
	})
	synctest.Test(t, func(t *testing.T) {
		h := servertest.Start(t)
		if answer, _ := h.Do("GET", "/demo/"+h.Site.ID, "", nil); answer.StatusCode != 404 {
			t.Errorf("a hub without a demo answers %d", answer.StatusCode)
		}
	})
}
