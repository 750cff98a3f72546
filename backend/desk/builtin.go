package desk

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/url"
	"path/filepath"
	"strconv"
	"time"

	"parley/backend/chat"
	"parley/backend/server"
	"parley/frontend"
)

// builtin is the hub a desk brings along: it listens on this computer only and keeps everything in the data folder.
type builtin struct {
	server *server.Server
	base   *url.URL
	port   int
	served chan error
}

// checkEvery is how soon the hub notices what another program changed in its data. That is rare here, and asking all day has its price.
const checkEvery = 2 * time.Second

// openBuiltin starts the hub on the port of last time, or on another one if that is taken; 0 means any.
func openBuiltin(ctx context.Context, dataDir string, port int, log *slog.Logger) (*builtin, error) {
	s, err := server.Open(ctx, server.Options{
		Data: filepath.Join(dataDir, "hub"), Widget: frontend.Widget(), Demo: true, AnyOrigin: true, Log: log, CheckEvery: checkEvery,
	})
	if err != nil {
		return nil, fmt.Errorf("open the built-in hub: %w", err)
	}
	l, err := listenLoopback(ctx, port)
	if err != nil {
		return nil, errors.Join(err, s.Shutdown(ctx))
	}
	address, ok := l.Addr().(*net.TCPAddr)
	if !ok {
		panic(fmt.Sprintf("desk: a TCP listener has the address %v", l.Addr()))
	}
	b := &builtin{
		server: s, port: address.Port, served: make(chan error, 1),
		base: &url.URL{Scheme: "http", Host: address.String()},
	}
	go func() { b.served <- s.Serve(l) }()
	return b, nil
}

func listenLoopback(ctx context.Context, port int) (net.Listener, error) {
	listen := func(port int) (net.Listener, error) {
		return new(net.ListenConfig).Listen(ctx, "tcp", net.JoinHostPort("127.0.0.1", strconv.Itoa(port)))
	}
	l, err := listen(port)
	if err != nil && port != 0 {
		l, err = listen(0)
	}
	if err != nil {
		return nil, chat.Errorf(chat.Unavailable, "listen for the widget: %w", err)
	}
	return l, nil
}

// end ends the hub.
func (b *builtin) end(ctx context.Context) error {
	return errors.Join(b.server.Shutdown(ctx), <-b.served)
}
