package chat_test

import (
	"errors"
	"net/url"
	"strings"
	"testing"
	"unicode"

	"parley/backend/chat"
)

// refuses fails unless err is invalid and names the field.
func refuses(t *testing.T, err error, field string) {
	t.Helper()
	var e *chat.Error
	if !errors.As(err, &e) || e.Code != chat.Invalid || e.Field != field {
		t.Errorf("got %#v, want invalid at %s", err, field)
	}
}

func TestChecks(t *testing.T) {
	for _, c := range []struct {
		name  string
		check func(string) error
		field string
		good  []string
		bad   []string
	}{
		{
			"CheckText", chat.CheckText, "text",
			[]string{"a", " a ", "two\nlines", "Grüße 🙂", "<script>alert(1)</script>", strings.Repeat("x", chat.MaxText)},
			[]string{"", " ", "\n\t\u00a0\u3000", "a\x00b", "\xff", "a\xed\xa0\x80", strings.Repeat("x", chat.MaxText+1), strings.Repeat("ü", chat.MaxText/2+1)},
		},
		{
			"CheckClientID", chat.CheckClientID, "clientId",
			[]string{"a", "0", "A-b_9", strings.Repeat("x", 64)},
			[]string{"", " ", "a b", "a.b", "ä", "a\n", "a\x00", strings.Repeat("x", 65)},
		},
		{
			"CheckVisitorToken", chat.CheckVisitorToken, "token",
			[]string{strings.Repeat("a", 43), strings.Repeat("Z9", 21) + "x"},
			[]string{"", strings.Repeat("a", 42), strings.Repeat("a", 44), strings.Repeat("a", 42) + "-", "a" + strings.Repeat("-", 41) + "a", strings.Repeat("a", 41) + "ä"},
		},
		{
			"CheckName", chat.CheckName, "name",
			[]string{"Ann", "Ann-Sophie Müller", "李", "O'Brien <3", strings.Repeat("ü", 200)},
			[]string{"", "  ", "a\nb", "a\tb", "a\x00", "\xff", "a\u0085b", strings.Repeat("ü", 201)},
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			for _, s := range c.good {
				if err := c.check(s); err != nil {
					t.Errorf("%q: %v", s, err)
				}
			}
			for _, s := range c.bad {
				t.Run(c.name, func(t *testing.T) { refuses(t, c.check(s), c.field) })
			}
		})
	}
}

func TestParseOrigin(t *testing.T) {
	for in, want := range map[string]string{
		"https://shop.example":        "https://shop.example",
		" https://Shop.Example/ ":     "https://shop.example",
		"HTTPS://shop.example":        "https://shop.example",
		"https://shop.example:443":    "https://shop.example",
		"https://shop.example:8443":   "https://shop.example:8443",
		"http://shop.example:80/":     "http://shop.example",
		"http://shop.example:443":     "http://shop.example:443",
		"http://localhost:5173":       "http://localhost:5173",
		"http://127.0.0.1:8090":       "http://127.0.0.1:8090",
		"http://[::1]:8090":           "http://[::1]:8090",
		"http://[::1]:80":             "http://[::1]",
		"https://xn--mnchen-3ya.test": "https://xn--mnchen-3ya.test",
	} {
		got, err := chat.ParseOrigin(in)
		if err != nil || got != want {
			t.Errorf("ParseOrigin(%q) = %q, %v, want %q", in, got, err, want)
		}
	}
	for _, in := range []string{
		"", "shop.example", "//shop.example", "ftp://shop.example", "file:///etc/passwd", "javascript:alert(1)", "null", "*",
		"https://", "https:///", "http://:80", "https://:443", "https://:8443", "https://ann@shop.example", "https://shop.example/shop",
		"https://shop.example?x=1", "https://shop.example#top", "https://shop example", "https://shop.example:port", "https:shop.example",
		"https://shop.example; script-src *", "https://shop.example;x", "https://shop.example,https://evil.example", "https://*.example", "https://shop.example:99999",
	} {
		got, err := chat.ParseOrigin(in)
		if err == nil {
			t.Errorf("ParseOrigin(%q) = %q, want invalid", in, got)
			continue
		}
		refuses(t, err, "origin")
	}
}

func TestParseEmail(t *testing.T) {
	for in, want := range map[string]string{
		"eva@example.com":            "eva@example.com",
		"  Eva.Maria@Example.COM \n": "eva.maria@example.com",
		"eva+shop@sub.example.com":   "eva+shop@sub.example.com",
		"o'brien@example.com":        "o'brien@example.com",
	} {
		got, err := chat.ParseEmail(in)
		if err != nil || got != want {
			t.Errorf("ParseEmail(%q) = %q, %v, want %q", in, got, err, want)
		}
	}
	for _, in := range []string{
		"", "eva", "eva@", "@example.com", "eva@example.com, bob@example.com", "Eva <eva@example.com>", "<eva@example.com>", "eva@exa mple.com",
		"eva@example.com\r\nBcc: bob@example.com", "eva\x00@example.com", "eva@@example.com", strings.Repeat("x", 243) + "@example.com",
	} {
		got, err := chat.ParseEmail(in)
		if err == nil {
			t.Errorf("ParseEmail(%q) = %q, want invalid", in, got)
			continue
		}
		refuses(t, err, "email")
	}
}

// An origin is what a browser would send: parsing it again changes nothing, and nothing else can hide in it.
func FuzzParseOrigin(f *testing.F) {
	for _, s := range []string{"https://shop.example", "http://[::1]:80/", "HTTP://A:80", "https://ann@b", "http://:80", "https://a?", "https://a%20b"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		origin, err := chat.ParseOrigin(s)
		if err != nil {
			if origin != "" || chat.CodeOf(err) != chat.Invalid {
				t.Fatalf("ParseOrigin(%q) = %q, %v", s, origin, err)
			}
			return
		}
		if again, err := chat.ParseOrigin(origin); err != nil || again != origin {
			t.Fatalf("%q becomes %q becomes %q, %v", s, origin, again, err)
		}
		u, err := url.Parse(origin)
		if err != nil || u.Hostname() == "" || u.Scheme+"://"+u.Host != origin {
			t.Fatalf("%q becomes %q, which is no origin: %+v, %v", s, origin, u, err)
		}
		if strings.ContainsFunc(origin, func(r rune) bool { return r > unicode.MaxASCII || unicode.IsSpace(r) || unicode.IsControl(r) }) || strings.ContainsAny(origin, `;,'"*<>\`) {
			t.Fatalf("%q becomes %q, which a header cannot carry", s, origin)
		}
	})
}

// An address stays itself, and cannot break out of a mail's header.
func FuzzParseEmail(f *testing.F) {
	for _, s := range []string{"eva@example.com", "Eva <eva@example.com>", `"a b"@example.com`, "a@[127.0.0.1]", "İ@example.com", "a@b\r\nBcc: c@d"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		email, err := chat.ParseEmail(s)
		if err != nil {
			if email != "" || chat.CodeOf(err) != chat.Invalid {
				t.Fatalf("ParseEmail(%q) = %q, %v", s, email, err)
			}
			return
		}
		if again, err := chat.ParseEmail(email); err != nil || again != email {
			t.Fatalf("%q becomes %q becomes %q, %v", s, email, again, err)
		}
		if strings.ContainsFunc(email, unicode.IsControl) || !strings.Contains(email, "@") || len(email) > 254 {
			t.Fatalf("%q becomes %q", s, email)
		}
	})
}
