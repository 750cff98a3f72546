package server

import (
	"net/http"
	"net/url"

	"parley/backend/hub"
	"parley/backend/protocol"
	"parley/backend/wire"
)

// endings are the close codes of what a hub says when it ends a link.
var endings = map[hub.End]wire.CloseCode{
	hub.Restart:      wire.Restart,
	hub.Elsewhere:    wire.Elsewhere,
	hub.Overload:     wire.Overload,
	hub.Unauthorized: wire.Unauthorized,
	hub.Protocol:     wire.Protocol,
	hub.Origin:       wire.Origin,
	hub.Invalid:      wire.Invalid,
	hub.Replaced:     wire.Replaced,
	hub.UnknownSite:  wire.UnknownSite,
}

// link is a websocket as the hub uses it.
type link struct{ conn *wire.Conn }

func (l link) Send(p *hub.Packet) {
	if m, ok := p.Prepared(message).(*wire.Message); ok {
		l.conn.Send(m)
	}
}

func (l link) Close(end hub.End, reason string) { l.conn.Close(endings[end], reason) }

func message(data []byte) any { return wire.Text(data) }

// visitorWire leaves the origin to the hello, which names the site.
var visitorWire = withOrigin(func(*http.Request) bool { return true })

// agentWire refuses whatever a browser sends for a page: desks send no origin.
var agentWire = withOrigin(func(r *http.Request) bool { return len(r.Header["Origin"]) == 0 })

func withOrigin(check func(*http.Request) bool) *wire.Options {
	o := wire.Defaults()
	o.CheckOrigin = check
	return o
}

// visitor serves /v1/visitor. The handler returns once the socket stands, which frees what the HTTP server held for it.
func (s *Server) visitor(w http.ResponseWriter, r *http.Request) {
	conn, place, ok := s.accept(w, r, visitorWire)
	if !ok {
		return
	}
	v := s.hub.Visitor(link{conn}, s.caller(r))
	s.sockets.Go(func() {
		defer place.leave()
		wire.Run(conn, protocol.FromVisitor.Decode, place.greeting(v.Handle))
		v.Ended()
	})
}

// agent serves /v1/agent.
func (s *Server) agent(w http.ResponseWriter, r *http.Request) {
	conn, place, ok := s.accept(w, r, agentWire)
	if !ok {
		return
	}
	a := s.hub.Agent(link{conn}, s.caller(r))
	s.sockets.Go(func() {
		defer place.leave()
		end := wire.Run(conn, protocol.FromAgent.Decode, place.greeting(a.Handle))
		a.Ended(end.Peer && end.Code == wire.Normal)
	})
}

// accept makes a socket of a request and gives it a place among those of its address. Where it cannot it has answered the request.
func (s *Server) accept(w http.ResponseWriter, r *http.Request, o *wire.Options) (*wire.Conn, *seat, bool) {
	if !s.hub.Serves() {
		plain(w, http.StatusServiceUnavailable, "this hub takes no connections now\n")
		return nil, nil, false
	}
	place, ok := s.addresses.sit(addressOf(r.Context()))
	if !ok {
		refuseAddress(w)
		return nil, nil, false
	}
	conn, err := wire.Accept(w, r, o)
	if err != nil {
		place.leave()
		return nil, nil, false
	}
	return conn, place, true
}

// caller is where a request comes from.
func (s *Server) caller(r *http.Request) hub.Caller {
	c := hub.Caller{Address: addressOf(r.Context()), Origin: r.Header.Get("Origin"), Own: s.own(r)}
	// Behind a proxy that speaks TLS, only the page's origin tells how the hub is reached.
	same := false
	if u, err := url.Parse(c.Origin); err == nil {
		same = s.options.URL == "" && u.Host == r.Host
	}
	if c.Origin != "" && (same || s.options.AnyOrigin) {
		c.Own = c.Origin
	}
	return c
}

// own is the hub's address as a request reached it.
func (s *Server) own(r *http.Request) string {
	switch {
	case s.options.URL != "":
		return s.options.URL
	case r.TLS != nil:
		return "https://" + r.Host
	default:
		return "http://" + r.Host
	}
}
