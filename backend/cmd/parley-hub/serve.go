package main

import (
	"context"
	"fmt"
	"net"
	"net/netip"
	"time"

	"parley/backend/chat"
	"parley/backend/server"
)

type serve struct {
	Listen string         `default:"127.0.0.1:8090" help:"Address to listen on; port 0 picks a free one."`
	Data   string         `required:"" type:"path" help:"Folder of the database."`
	Proxy  []netip.Prefix `placeholder:"CIDR" help:"Addresses of proxies, as in 127.0.0.1/32, which are believed when they say for whom they ask, in X-Forwarded-For or Forwarded. Can be repeated."`
	URL    string         `name:"url" help:"Public address of the hub, as in https://hub.example, where a proxy stands in front of it."`
	Demo   bool           `help:"Serve a test page with the widget at /demo/SITE."`
}

// farewell is how long a hub that ends gives what is under way.
const farewell = 10 * time.Second

// Run serves until ctx ends.
func (c serve) Run(ctx context.Context, m *Main) error {
	s, err := server.Open(ctx, server.Options{Data: c.Data, URL: c.URL, Proxies: c.Proxy, Demo: c.Demo, Log: m.log()})
	if err != nil {
		return err
	}
	listener, err := new(net.ListenConfig).Listen(ctx, "tcp", c.Listen)
	if err != nil {
		end(ctx, s, m)
		return chat.Errorf(chat.Unavailable, "listen: %w", err)
	}
	served := make(chan error, 1)
	go func() { served <- s.Serve(listener) }()
	if err := m.print(map[string]string{"listening": "http://" + listener.Addr().String()}); err != nil {
		end(ctx, s, m)
		return err
	}
	select {
	case <-ctx.Done():
		end(ctx, s, m)
		return <-served
	case err := <-served:
		end(ctx, s, m)
		return err
	}
}

func end(ctx context.Context, s *server.Server, m *Main) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), farewell)
	defer cancel()
	if err := s.Shutdown(ctx); err != nil {
		fmt.Fprintf(m.Stderr, "parley-hub: end: %v\n", err)
	}
}
