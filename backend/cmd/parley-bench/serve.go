//go:build linux

package main

import (
	"cmp"
	"context"
	"fmt"
	"log/slog"
	"net"
	"os"

	"parley/backend/bus"
	"parley/backend/hub"
	"parley/backend/server"
)

// serve is a hub to be measured: that of parley-hub, but that nobody is told to slow down.
type serve struct {
	Data  string `help:"Folder of the hub with its database."`
	Store string `help:"Database, instead of the folder."`
	Bus   string `help:"NATS, for one of several hubs."`
}

// limitless lets everybody do everything.
var limitless = hub.Bucket{PerSecond: 1e9, Burst: 1e9}

// Run prints its address and serves until the process is ended.
func (s serve) Run(ctx context.Context) error {
	o := server.Options{
		Data: s.Data, Store: cmp.Or(s.Store, s.Data), Log: slog.New(slog.NewTextHandler(os.Stderr, nil)),
		Limits: hub.Limits{Messages: limitless, AddressMessages: limitless, Frames: limitless, Address: limitless, Site: limitless},
	}
	if s.Bus != "" {
		carrier, err := bus.Dial(s.Bus, "parley", o.Log)
		if err != nil {
			return err
		}
		defer carrier.Close()
		o.Bus = carrier
	}
	is, err := server.Open(ctx, o)
	if err != nil {
		return err
	}
	l, err := new(net.ListenConfig).Listen(ctx, "tcp", "127.0.0.1:0")
	if err != nil {
		return fmt.Errorf("listen: %w", err)
	}
	go server.GiveMemoryBack(ctx)
	fmt.Println("http://" + l.Addr().String())
	return is.Serve(l)
}
