// Package server puts a hub together behind HTTP: the sockets of desks and widgets, the widget's files, the test page, REST and health, on one
// store. The program parley-hub and the desk's built-in hub both serve this.
package server

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"net"
	"net/http"
	"net/netip"
	"os"
	"path/filepath"
	"sync"
	"time"

	"github.com/gofrs/flock"
	"golang.org/x/time/rate"

	"parley/backend/chat"
	"parley/backend/hub"
	"parley/backend/server/demo"
	"parley/backend/store"
	"parley/frontend"
)

// Options say what a hub serves and where it keeps its data.
type Options struct {
	Data      string         // folder of the hub, made when missing
	Store     string         // where the database is, as store.Open reads it; empty stands for SQLite in Data
	URL       string         // the hub's public address, as in "https://hub.example"; empty means the one each request was sent to
	Widget    fs.FS          // widget.js, and the chat below chat/; nil stands for those the program was built with
	Proxies   []netip.Prefix // addresses that are believed when they say from where a request comes
	Demo      bool           // serve the test page at /demo/SITE
	AnyOrigin bool           // pages of any origin may carry the widget: for a hub that only this computer reaches
	Log       *slog.Logger
	Limits    hub.Limits // zero values stand for the defaults

	CheckEvery time.Duration // how often to ask whether another program changed a site; 0 stands for half a second
}

// Server is a running hub. Its methods may be called from any goroutine.
type Server struct {
	options Options
	store   *store.Store
	lock    *flock.Flock
	hub     *hub.Hub
	http    *http.Server
	sockets sync.WaitGroup
	logins  *guard

	addresses  *addresses
	complaints rate.Sometimes

	mu    sync.Mutex
	local string // the token of the last SignIn
}

// Time limits of requests; sockets have their own.
const (
	headerTimeout = 10 * time.Second
	idleTimeout   = time.Minute
	maxHeader     = 16 << 10
)

// Open opens the store and starts the hub on it, without listening yet. It returns unavailable when the data cannot be used, and invalid for options
// that cannot be meant.
func Open(ctx context.Context, o Options) (*Server, error) {
	if o.URL != "" {
		origin, err := chat.ParseOrigin(o.URL)
		if err != nil {
			return nil, fmt.Errorf("read the hub's address: %w", err)
		}
		o.URL = origin
	}
	if o.Widget == nil {
		o.Widget = frontend.Widget()
	}
	widget, err := loadFiles(o.Widget)
	if err != nil {
		return nil, err
	}
	lock, err := lockFolder(o.Data)
	if err != nil {
		return nil, err
	}
	db, err := store.Open(ctx, cmp.Or(o.Store, o.Data), o.Log)
	if err != nil {
		return nil, errors.Join(fmt.Errorf("open the database: %w", err), lock.Unlock())
	}
	hubOptions := hub.Options{Log: o.Log, Limits: o.Limits, CheckEvery: o.CheckEvery}
	if o.Demo {
		hubOptions.DemoPath = demo.Path
	}
	s := &Server{
		options: o, store: db, lock: lock, hub: hub.New(db, hubOptions),
		logins: newGuard(), addresses: newAddresses(), complaints: rate.Sometimes{Interval: time.Second},
	}
	s.http = &http.Server{
		Handler:           s.handler(widget), //nolint:contextcheck // each request has a context of its own
		ReadHeaderTimeout: headerTimeout,
		IdleTimeout:       idleTimeout,
		MaxHeaderBytes:    maxHeader,
		ErrorLog:          slog.NewLogLogger(o.Log.Handler(), slog.LevelWarn),
	}
	return s, nil
}

// Serve answers on a listener until Shutdown, after which it returns nil. It closes the listener.
func (s *Server) Serve(l net.Listener) error {
	if err := s.http.Serve(l); !errors.Is(err, http.ErrServerClosed) {
		return fmt.Errorf("serve: %w", err)
	}
	return nil
}

// Shutdown takes no more connections, closes every link as Restart, lets what is under way finish until ctx ends, and closes the store.
func (s *Server) Shutdown(ctx context.Context) error {
	var requests sync.WaitGroup
	var stopped error
	requests.Go(func() { stopped = s.http.Shutdown(ctx) })
	s.hub.Stop(ctx)
	requests.Wait()
	if stopped != nil {
		stopped = errors.Join(fmt.Errorf("end requests: %w", stopped), s.http.Close())
	}
	s.sockets.Wait()
	s.endLocal(ctx)
	if err := s.store.Close(); err != nil {
		stopped = errors.Join(stopped, fmt.Errorf("close store: %w", err))
	}
	if err := s.lock.Unlock(); err != nil {
		stopped = errors.Join(stopped, fmt.Errorf("release data folder: %w", err))
	}
	return stopped
}

// lockFolder keeps a second hub off a data folder, which it makes when missing: each would know only its own connections, and a newer one would
// change the database under the other. The lock ends with the process. Programs that only change what is stored need none.
func lockFolder(dir string) (*flock.Flock, error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, chat.Errorf(chat.Unavailable, "make data folder: %w", err)
	}
	lock := flock.New(filepath.Join(dir, "hub.lock"), flock.SetPermissions(0o600))
	locked, err := lock.TryLock()
	if err != nil {
		return nil, chat.Errorf(chat.Unavailable, "lock data folder: %w", err)
	}
	if !locked {
		return nil, chat.Errorf(chat.Unavailable, "another hub is running on the data folder %s", dir)
	}
	return lock, nil
}
