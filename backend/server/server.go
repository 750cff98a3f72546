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
	Data      string         // folder of the hub, made when missing; empty for one that has nothing but Store
	Store     string         // where the database is, as store.Open reads it; empty stands for SQLite in Data
	URL       string         // the hub's public address, as in "https://hub.example"; empty means the one each request was sent to
	Widget    fs.FS          // widget.js, and the chat below chat/; nil stands for those the program was built with
	Proxies   []netip.Prefix // addresses that are believed when they say from where a request comes
	Demo      bool           // serve the test page at /demo/SITE
	AnyOrigin bool           // pages of any origin may carry the widget: for a hub that only this computer reaches
	Bus       hub.Bus        // to the other hubs on the database; nil for a hub that stands alone, or asks that
	Log       *slog.Logger
	Limits    hub.Limits // zero values stand for the defaults

	CountEvery time.Duration // how often a hub among others looks for what it was not told; 0 stands for every two seconds
	Drain      time.Duration // over how long a hub among others ends its links when it shuts down
	CheckEvery time.Duration // how often to ask whether another program changed a site; 0 stands for half a second
}

// Server is a running hub. Its methods may be called from any goroutine.
type Server struct {
	options Options
	store   *store.Store
	lock    FolderLock
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
	lock, err := LockFolder(o.Data)
	if err != nil {
		return nil, err
	}
	if o.Bus == nil && store.IsPostgres(o.Store) {
		o.Bus = hub.NoBus{}
	}
	db, err := store.Open(ctx, cmp.Or(o.Store, o.Data), o.Log)
	if err != nil {
		return nil, errors.Join(fmt.Errorf("open the database: %w", err), lock.Unlock())
	}
	hubOptions := hub.Options{Log: o.Log, Limits: o.Limits, CheckEvery: o.CheckEvery, Bus: o.Bus, Count: o.CountEvery, Drain: o.Drain}
	if o.Demo {
		hubOptions.DemoPath = demo.Path
	}
	s := &Server{
		options: o, store: db, lock: lock, hub: hub.New(db, hubOptions), //nolint:contextcheck // the hub outlives the opening
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

// Shutdown takes no more connections, closes every link, lets what is under way finish until ctx ends, and closes the store.
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
	return errors.Join(stopped, s.lock.Unlock())
}

// FolderLock keeps hubs off a data folder.
type FolderLock struct{ file *flock.Flock } // nil for no folder

// Unlock lets another hub have the folder.
func (l FolderLock) Unlock() error {
	if l.file == nil {
		return nil
	}
	if err := l.file.Unlock(); err != nil {
		return fmt.Errorf("release data folder: %w", err)
	}
	return nil
}

// LockFolder keeps a second hub off a data folder, which it makes when missing: each would know only its own connections, and a newer one would
// change the database under the other. The lock ends with the process. Programs that only change what is stored need none. What is in no folder, which
// is an empty one, needs no lock. It returns unavailable while a hub has the folder.
func LockFolder(dir string) (FolderLock, error) {
	if dir == "" {
		return FolderLock{}, nil
	}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return FolderLock{}, chat.Errorf(chat.Unavailable, "make data folder: %w", err)
	}
	lock := flock.New(filepath.Join(dir, "hub.lock"), flock.SetPermissions(0o600))
	locked, err := lock.TryLock()
	if err != nil {
		return FolderLock{}, chat.Errorf(chat.Unavailable, "lock data folder: %w", err)
	}
	if !locked {
		return FolderLock{}, chat.Errorf(chat.Unavailable, "another hub is running on the data folder %s", dir)
	}
	return FolderLock{lock}, nil
}
