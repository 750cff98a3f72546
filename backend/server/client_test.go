package server

import (
	"net/http"
	"net/netip"
	"testing"
)

func TestClientIsWhomTheNearestProxyHeard(t *testing.T) {
	trusted := proxies{netip.MustParsePrefix("10.0.0.0/8"), netip.MustParsePrefix("fd00::/8"), netip.MustParsePrefix("127.0.0.1/32")}
	for _, tt := range []struct {
		name, peer, want  string
		proxies           proxies
		header, forwarded []string
	}{
		{"nobody in between", "203.0.113.7:99", "203.0.113.7", trusted, nil, nil},
		{"a stranger's word", "203.0.113.7:99", "203.0.113.7", trusted, []string{"198.51.100.1"}, nil},
		{"a proxy that was not named", "127.0.0.1:99", "127.0.0.1", nil, []string{"198.51.100.1"}, nil},
		{"one proxy", "10.0.0.1:99", "198.51.100.1", trusted, []string{"198.51.100.1"}, nil},
		{"one proxy, and what its client wrote", "10.0.0.1:99", "198.51.100.1", trusted, []string{"192.0.2.66, 198.51.100.1"}, nil},
		{"the same in two lines", "10.0.0.1:99", "198.51.100.1", trusted, []string{"192.0.2.66", "198.51.100.1"}, nil},
		{"two proxies", "[fd00::1]:99", "198.51.100.1", trusted, []string{"192.0.2.66, 198.51.100.1 ,10.9.9.9"}, nil},
		{"proxies only", "10.0.0.1:99", "10.0.0.3", trusted, []string{"10.0.0.3, 10.0.0.2"}, nil},
		{"with a port", "10.0.0.1:99", "198.51.100.1", trusted, []string{"198.51.100.1:4711"}, nil},
		{"IPv6", "10.0.0.1:99", "2001:db8::1", trusted, []string{"2001:db8::1"}, nil},
		{"IPv6 with a port", "10.0.0.1:99", "2001:db8::1", trusted, []string{"[2001:db8::1]:4711"}, nil},
		{"IPv4 as IPv6", "[::ffff:10.0.0.1]:99", "198.51.100.1", trusted, []string{"::ffff:198.51.100.1"}, nil},
		{"a proxy that says nothing", "10.0.0.1:99", "10.0.0.1", trusted, nil, nil},
		{"a proxy that hides", "10.0.0.1:99", "10.0.0.1", trusted, []string{"unknown"}, nil},
		{"Forwarded", "10.0.0.1:99", "198.51.100.1", trusted, nil, []string{`for=192.0.2.66;proto=http, proto=https;For="198.51.100.1"`}},
		{"Forwarded with IPv6", "10.0.0.1:99", "2001:db8::1", trusted, nil, []string{`for="[2001:db8::1]:4711"`}},
		{"Forwarded of a proxy that hides", "10.0.0.1:99", "10.0.0.1", trusted, nil, []string{`for=198.51.100.1, for=_hidden`}},
		{"both", "10.0.0.1:99", "198.51.100.1", trusted, []string{"198.51.100.1"}, []string{"for=192.0.2.66"}},
		{"a pipe", "pipe", "invalid IP", trusted, []string{"198.51.100.1"}, nil},
	} {
		r := &http.Request{RemoteAddr: tt.peer, Header: http.Header{"X-Forwarded-For": tt.header, "Forwarded": tt.forwarded}}
		if got := tt.proxies.client(r).String(); got != tt.want {
			t.Errorf("%s: %s, want %s", tt.name, got, tt.want)
		}
	}
}
