package desk

import (
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"testing"

	"parley/backend/chat"
)

func TestLogin(t *testing.T) {
	for name, c := range map[string]struct {
		status int
		body   string
		code   chat.Code // empty when the token is expected
	}{
		"right":            {200, `{"$schema":"x","token":"T"}`, ""},
		"wrong password":   {401, `{"detail":"no"}`, chat.Unauthorized},
		"too often":        {429, `{}`, chat.Busy},
		"not an address":   {422, `{"detail":"email"}`, chat.Invalid},
		"not a hub":        {404, `<html>`, chat.Unavailable},
		"another page":     {200, `<html>`, chat.Unavailable},
		"no token":         {200, `{}`, chat.Unavailable},
		"sent elsewhere":   {302, ``, chat.Unavailable},
		"a hub in trouble": {500, `{"detail":"x"}`, chat.Unavailable},
	} {
		t.Run(name, func(t *testing.T) {
			asked := ""
			hub := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				body, _ := io.ReadAll(r.Body)
				asked = r.Method + " " + r.URL.Path + " " + string(body)
				w.Header().Set("Location", "/elsewhere")
				w.WriteHeader(c.status)
				io.WriteString(w, c.body)
			}))
			defer hub.Close()
			base, err := url.Parse(hub.URL)
			if err != nil {
				t.Fatal(err)
			}
			token, err := login(t.Context(), base, "ana@shop.example", "secret", "desk")
			if asked != `POST /api/v1/login {"device":"desk","email":"ana@shop.example","password":"secret"}` {
				t.Errorf("asked %s", asked)
			}
			if c.code == "" {
				if token != "T" || err != nil {
					t.Errorf("token %q, %v", token, err)
				}
			} else if token != "" || chat.CodeOf(err) != c.code {
				t.Errorf("token %q, %v; want %s", token, err, c.code)
			}
		})
	}
	gone := &url.URL{Scheme: "http", Host: "127.0.0.1:1"}
	if _, err := login(t.Context(), gone, "a@b.example", "x", "desk"); chat.CodeOf(err) != chat.Unavailable {
		t.Errorf("no hub: %v, want unavailable", err)
	}
}

func TestLogout(t *testing.T) {
	for status, taken := range map[int]bool{204: true, 401: true, 404: false, 503: false, 302: false} {
		asked := ""
		hub := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			asked = r.Method + " " + r.URL.Path + " " + r.Header.Get("Authorization")
			w.Header().Set("Location", "/elsewhere")
			w.WriteHeader(status)
		}))
		base, err := url.Parse(hub.URL)
		if err != nil {
			t.Fatal(err)
		}
		if err := logout(t.Context(), base, "T"); (err == nil) != taken || asked != "POST /api/v1/logout Bearer T" {
			t.Errorf("%d: asked %s, %v", status, asked, err)
		}
		hub.Close()
	}
}

func TestHubAddress(t *testing.T) {
	for in, want := range map[string]string{
		"https://hub.example":       "https://hub.example",
		" https://HUB.example:443/": "https://hub.example",
		"http://127.0.0.1:8090":     "http://127.0.0.1:8090",
		"http://localhost:8090":     "http://localhost:8090",
		"http://[::1]:8090":         "http://[::1]:8090",
	} {
		if got, err := hubAddress(in); err != nil || got.String() != want {
			t.Errorf("%q is %v, %v; want %s", in, got, err, want)
		}
	}
	for _, in := range []string{"", "hub.example", "http://hub.example", "http://192.168.1.5:8090", "ftp://hub.example", "https://hub.example/path", "https://u:p@hub.example"} {
		if got, err := hubAddress(in); chat.CodeOf(err) != chat.Invalid || err == nil {
			t.Errorf("%q is %v, %v; want invalid", in, got, err)
		}
	}
}
