package server

import (
	"context"
	"net/http"
	"net/netip"
	"strings"
)

// proxies are the addresses that are believed when they say for whom they ask.
type proxies []netip.Prefix

func (p proxies) contain(a netip.Addr) bool {
	for _, prefix := range p {
		if prefix.Contains(a) {
			return true
		}
	}
	return false
}

// client is where a request comes from. Each proxy adds whom it heard at the end of what it was told, so the last of them that is no proxy of ours
// is whom ours heard. What stands before it anybody may have written. The address is not valid where it cannot be told.
func (p proxies) client(r *http.Request) netip.Addr {
	peer, err := netip.ParseAddrPort(r.RemoteAddr)
	if err != nil {
		return netip.Addr{}
	}
	from := peer.Addr().Unmap()
	for told := hops(r.Header); p.contain(from) && len(told) > 0; told = told[:len(told)-1] {
		hop, ok := parseHop(told[len(told)-1])
		if !ok {
			break
		}
		from = hop
	}
	return from
}

// hops are what proxies wrote, in their order: in X-Forwarded-For, or in Forwarded where there is none.
func hops(h http.Header) []string {
	if told := h.Values("X-Forwarded-For"); len(told) > 0 {
		return strings.Split(strings.Join(told, ","), ",")
	}
	told := h.Values("Forwarded")
	if len(told) == 0 {
		return nil
	}
	var out []string
	for hop := range strings.SplitSeq(strings.Join(told, ","), ",") {
		node := ""
		for pair := range strings.SplitSeq(hop, ";") {
			if name, value, _ := strings.Cut(pair, "="); strings.EqualFold(strings.TrimSpace(name), "for") {
				node = strings.Trim(strings.TrimSpace(value), `"`)
			}
		}
		out = append(out, node)
	}
	return out
}

// parseHop reads an address with or without a port, which IPv6 has brackets for.
func parseHop(s string) (netip.Addr, bool) {
	s = strings.TrimSpace(s)
	if at, err := netip.ParseAddrPort(s); err == nil {
		return at.Addr().Unmap(), true
	}
	a, err := netip.ParseAddr(strings.TrimSuffix(strings.TrimPrefix(s, "["), "]"))
	return a.Unmap(), err == nil
}

type addressKey struct{}

// addressOf is where the request of a context comes from, as limited found out.
func addressOf(ctx context.Context) netip.Addr {
	a, _ := ctx.Value(addressKey{}).(netip.Addr) // none is not valid either
	return a
}

type ownKey struct{}

// ownOf is the hub's address as the request of a context reached it, as limited found out.
func ownOf(ctx context.Context) string {
	own, _ := ctx.Value(ownKey{}).(string)
	return own
}
