package window

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"testing"

	"parley/backend/chat"
)

func TestLinkLetsOnlyAddressesThrough(t *testing.T) {
	for in, want := range map[string]string{
		"https://shop.example/a?b=c#d": "https://shop.example/a?b=c#d",
		"http://127.0.0.1:8090/demo/x": "http://127.0.0.1:8090/demo/x",
		"mailto:ana@shop.example":      "mailto:ana@shop.example",
		"HTTPS://shop.example":         "https://shop.example",
	} {
		got, err := Link(in)
		if err != nil || got != want {
			t.Errorf("Link(%q) = %q, %v; want %q", in, got, err, want)
		}
	}
	for _, in := range []string{
		"", "shop.example", "javascript:alert(1)", "JaVaScRiPt:alert(1)", " javascript:alert(1)", "java\nscript:alert(1)", "file:///etc/passwd",
		"data:text/html,x", "vbscript:x", "http:", "http:///x", "http://:80", "https://user:secret@shop.example", "mailto:", "mailto:-flag", "-flag",
		"https://shop.example/\x00", "https://shop.example/a b", "wails://wails/", "smb://host/share", "ms-word:x", "\u0085https://shop.example",
	} {
		if got, err := Link(in); err == nil || chat.CodeOf(err) != chat.Invalid {
			t.Errorf("Link(%q) = %q, %v; want invalid", in, got, err)
		}
	}
}

func FuzzLink(f *testing.F) {
	f.Add("https://shop.example")
	f.Add("mailto:a@b.example")
	f.Add("javascript:alert(1)//https://x")
	f.Fuzz(func(t *testing.T, in string) {
		out, err := Link(in)
		if err != nil {
			return
		}
		u, err := url.Parse(out)
		if err != nil {
			t.Fatalf("Link(%q) = %q, which cannot be parsed: %v", in, out, err)
		}
		if u.Scheme != "http" && u.Scheme != "https" && u.Scheme != "mailto" {
			t.Fatalf("Link(%q) = %q", in, out)
		}
		if again, err := Link(out); err != nil || again != out {
			t.Fatalf("Link(%q) = %q, but of that %q, %v", in, out, again, err)
		}
	})
}

func TestGuardSetsThePolicyOnEveryAnswer(t *testing.T) {
	w := httptest.NewRecorder()
	Guard(http.NotFoundHandler()).ServeHTTP(w, httptest.NewRequest("GET", "/anything", nil))
	if got := w.Header().Get("Content-Security-Policy"); got != ContentPolicy {
		t.Errorf("policy = %q", got)
	}
}
