package main

import (
	"context"
	"fmt"
	"net"
	"net/netip"
	"time"

	"parley/backend/bus"
	"parley/backend/chat"
	"parley/backend/server"
)

type serve struct {
	Listen string `default:"127.0.0.1:8090" help:"Address to listen on; port 0 picks a free one."`
	place
	Bus   string         `placeholder:"nats://HOST" help:"Address of NATS, over which hubs on one --store hear of each other at once. Without it they ask the database twice a second. Several addresses are separated by commas."`
	Topic string         `default:"parley" help:"What the hubs of one database call their part of NATS; those of another database need another one."`
	Drain time.Duration  `default:"5s" help:"Over how long a hub that shares a --store ends its connections when it stops, so that not everybody comes to another one at once."`
	Proxy []netip.Prefix `placeholder:"CIDR" help:"Addresses of proxies, as in 127.0.0.1/32, which are believed when they say for whom they ask, in X-Forwarded-For or Forwarded. Can be repeated."`
	URL   string         `name:"url" help:"Public address of the hub, as in https://hub.example, where a proxy stands in front of it."`
	Demo  bool           `help:"Serve a test page with the widget at /demo/SITE."`
}

// farewell is how long a hub that ends gives what is under way.
const farewell = 10 * time.Second

// Run serves until ctx ends.
func (c serve) Run(ctx context.Context, m *Main) error {
	database, err := c.database()
	if err != nil {
		return err
	}
	o := server.Options{Data: c.Data, Store: database, URL: c.URL, Proxies: c.Proxy, Demo: c.Demo, Log: m.log()}
	if c.Store != "" {
		o.Drain = c.Drain
	}
	if c.Bus != "" {
		if c.Store == "" {
			return chat.Errorf(chat.Invalid, "--bus is for hubs that share a --store")
		}
		nats, err := bus.Dial(c.Bus, c.Topic, o.Log)
		if err != nil {
			return err
		}
		defer nats.Close()
		o.Bus = nats
	}
	s, err := server.Open(ctx, o)
	if err != nil {
		return err
	}
	listener, err := new(net.ListenConfig).Listen(ctx, "tcp", c.Listen)
	if err != nil {
		c.end(ctx, s, m)
		return chat.Errorf(chat.Unavailable, "listen: %w", err)
	}
	if c.Store != "" {
		go s.WatchClock(ctx)
	}
	go server.GiveMemoryBack(ctx)
	served := make(chan error, 1)
	go func() { served <- s.Serve(listener) }()
	if err := m.print(map[string]string{"listening": "http://" + listener.Addr().String()}); err != nil {
		c.end(ctx, s, m)
		return err
	}
	select {
	case <-ctx.Done():
		c.end(ctx, s, m)
		return <-served
	case err := <-served:
		c.end(ctx, s, m)
		return err
	}
}

// end ends a hub, and lets what is under way finish.
func (c serve) end(ctx context.Context, s *server.Server, m *Main) {
	within := farewell
	if c.Store != "" {
		within += c.Drain
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), within)
	defer cancel()
	if err := s.Shutdown(ctx); err != nil {
		fmt.Fprintf(m.Stderr, "parley-hub: end: %v\n", err)
	}
}
