package window

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"testing"

	"parley/backend/chat"
)

func TestLinkLetsOnlyAddressesThrough(t *testing.T) {
	for in, want := range map[string]string{
		"https://shop.example/a?b=c#d": "https://shop.example/a?b=c#d",
		"http://127.0.0.1:8090/demo/x": "http://127.0.0.1:8090/demo/x",
		"mailto:ana@shop.example":      "mailto:ana@shop.example",
		"HTTPS://shop.example":         "https://shop.example",

		"https://wiki.example/Fjell_(bike)":                "https://wiki.example/Fjell_%28bike%29",
		"https://host.example/~user":                       "https://host.example/%7Euser",
		"https://shop.example/a!;b*?q=[1]{2}|$3;x=`~#(!)":  "https://shop.example/a%21%3Bb%2A?q=%5B1%5D%7B2%7D%7C%243%3Bx=%60%7E#%28%21%29",
		"https://shop.example/?q=\u200bcaf\u00e9\\":        "https://shop.example/?q=%E2%80%8Bcaf%C3%A9%5C",
		"https://shop.example/a%28b%20c?d=%7E":             "https://shop.example/a%28b%20c?d=%7E",
		"mailto:kim!~x@post.example?subject=(no%20answer)": "mailto:kim%21%7Ex@post.example?subject=%28no%20answer%29",
	} {
		got, err := Link(in)
		if err != nil || got != want {
			t.Errorf("Link(%q) = %q, %v; want %q", in, got, err, want)
		}
		if !opened(got) {
			t.Errorf("Link(%q) = %q, which Wails does not open", in, got)
		}
		if asked, opens := meaning(t, in), meaning(t, got); asked != opens {
			t.Errorf("Link(%q) = %q, which is another page", in, got)
		}
	}
	for _, in := range []string{
		"", "shop.example", "javascript:alert(1)", "JaVaScRiPt:alert(1)", " javascript:alert(1)", "java\nscript:alert(1)", "file:///etc/passwd",
		"data:text/html,x", "vbscript:x", "http:", "http:///x", "http://:80", "https://user:secret@shop.example", "mailto:", "mailto:-flag", "-flag",
		"https://shop.example/\x00", "https://shop.example/a b", "wails://wails/", "smb://host/share", "ms-word:x", "\u0085https://shop.example",
		"http://[::1]:8090/", "https://shop(1).example/",
	} {
		if got, err := Link(in); err == nil || chat.CodeOf(err) != chat.Invalid {
			t.Errorf("Link(%q) = %q, %v; want invalid", in, got, err)
		}
	}
}

// refused is what ValidateAndSanitizeURL of Wails 2.16 looks for before it opens an address, in internal/frontend/utils/urlValidator.go.
var refused = regexp.MustCompile("[;\\|`$\\\\<>*{}\\[\\]()~! \\t\\n\\r]|" +
	"[\u0000-\u001F\u007F\u00A0\u1680\u2000-\u200F\u2028-\u202F\u205F\u2060\u3000\uFEFF]")

// opened reports whether Wails opens an address.
func opened(address string) bool {
	u, err := url.Parse(address)
	return err == nil && !refused.MatchString(u.String())
}

// meaning is an address with nothing encoded any more.
func meaning(t *testing.T, address string) string {
	t.Helper()
	u, err := url.Parse(address)
	if err != nil {
		t.Fatal(err)
	}
	plain, err := url.PathUnescape(u.String())
	if err != nil {
		t.Fatal(err)
	}
	return plain
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
		if !opened(out) {
			t.Fatalf("Link(%q) = %q, which Wails does not open", in, out)
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
