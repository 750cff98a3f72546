package server_test

import (
	"net/http"
	"net/netip"
	"testing"
	"testing/synctest"
	"time"

	"parley/backend/protocol"
	"parley/backend/server"
	"parley/backend/server/servertest"
)

// upgrade are the headers of a request for a socket.
var upgrade = []string{"Connection", "Upgrade", "Upgrade", "websocket", "Sec-WebSocket-Version", "13", "Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ=="}

func TestSocketsThatSayNothingAreFewFromOneAddress(t *testing.T) {
	servertest.OneHub(t) // each counts what comes to it
	synctest.Test(t, func(t *testing.T) {
		h := servertest.Start(t)
		h.From("203.0.113.7")
		refused := func(path string) bool {
			answer, _ := h.Do("GET", path, "", nil, upgrade...)
			if answer.StatusCode == http.StatusTooManyRequests && answer.Header.Get("Retry-After") == "" {
				t.Errorf("%s does not say when to come back", path)
			}
			return answer.StatusCode == http.StatusTooManyRequests
		}
		var silent []*servertest.Peer
		for i := range 200 {
			if i%2 == 0 {
				silent = append(silent, h.VisitorOf(servertest.Origin))
			} else {
				silent = append(silent, h.SilentDesk())
			}
		}
		if !refused("/v1/visitor") || !refused("/v1/agent") {
			t.Error("one more was let in")
		}
		silent[0].Send(&protocol.VisitorHello{Protocol: protocol.Version, Site: h.Site.ID})
		silent[0].Received()
		h.VisitorOf(servertest.Origin)
		if !refused("/v1/visitor") {
			t.Error("two were let in for one that has said hello")
		}
		h.From("203.0.113.8")
		h.VisitorOf(servertest.Origin)
		time.Sleep(time.Minute) // those who say nothing are sent away
		h.From("203.0.113.7")
		h.VisitorOf(servertest.Origin)
	})
}

func TestRequestsOfOneAddressAreBounded(t *testing.T) {
	servertest.OneHub(t) // each counts what comes to it
	synctest.Test(t, func(t *testing.T) {
		h := servertest.Start(t)
		_, token := h.Agent("Ann")
		c := newContract(t, h)
		h.From("203.0.113.7")
		for range 2000 {
			if answer, _ := h.Do("GET", "/livez", "", nil); answer.StatusCode != 200 {
				t.Fatalf("answered %d", answer.StatusCode)
			}
		}
		c.want(429, c.do("GET", "/api/v1/me/status", token, nil, nil))
		c.want(429, c.do("POST", "/api/v1/login", "", map[string]string{"email": "a", "password": "b"}, nil))
		h.From("203.0.113.8")
		c.want(200, c.do("GET", "/api/v1/me/status", token, nil, nil))
		h.From("203.0.113.7")
		time.Sleep(time.Second)
		c.want(200, c.do("GET", "/api/v1/me/status", token, nil, nil))
	})
}

func TestProxyIsBelievedWhenItIsNamed(t *testing.T) {
	servertest.OneHub(t) // each counts what comes to it
	behind := func(o *server.Options) { o.Proxies = []netip.Prefix{netip.MustParsePrefix("10.0.0.1/32")} }
	for name, tt := range map[string]struct {
		peer string
		want int // what a second client is answered after a first has used up what is its
	}{
		"the proxy":  {"10.0.0.1", 401},
		"a stranger": {"10.0.0.2", 429},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				h := servertest.Start(t, behind)
				h.From(tt.peer)
				try := func(client string) int {
					body := map[string]string{"email": "ann@shop.example", "password": "a wrong one"}
					answer, _ := h.Do("POST", "/api/v1/login", "", body, "X-Forwarded-For", "192.0.2.66, "+client)
					return answer.StatusCode
				}
				for range 3 {
					if got := try("198.51.100.1"); got != 401 {
						t.Errorf("the first client is answered %d", got)
					}
				}
				if got := try("198.51.100.1"); got != 429 {
					t.Errorf("in the end the first client is answered %d", got)
				}
				if got := try("198.51.100.2"); got != tt.want {
					t.Errorf("the second client is answered %d", got)
				}
			})
		})
	}
}
