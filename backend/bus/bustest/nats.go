// Package bustest runs a NATS server for tests, inside their process, which can be stopped and started again at the same address.
package bustest

import (
	"net/url"
	"strconv"
	"testing"
	"time"

	"github.com/nats-io/nats-server/v2/server"
)

// patience is how long a server may take to start.
const patience = 10 * time.Second

// Server is a NATS server.
type Server struct {
	t    testing.TB
	port int
	runs *server.Server
}

// Start starts a server on this computer until the test ends.
func Start(t testing.TB) *Server {
	t.Helper()
	s := &Server{t: t, port: server.RANDOM_PORT}
	s.Start()
	t.Cleanup(s.Stop)
	return s
}

// Address is where the server is, or was.
func (s *Server) Address() string { return "nats://127.0.0.1:" + strconv.Itoa(s.port) }

// Start starts a server that was stopped.
func (s *Server) Start() {
	s.t.Helper()
	runs, err := server.NewServer(&server.Options{Host: "127.0.0.1", Port: s.port, NoLog: true, NoSigs: true})
	if err != nil {
		s.t.Fatal(err)
	}
	runs.Start()
	if !runs.ReadyForConnections(patience) {
		s.t.Fatal("NATS does not start")
	}
	at, err := url.Parse(runs.ClientURL())
	if err != nil {
		s.t.Fatal(err)
	}
	if s.port, err = strconv.Atoi(at.Port()); err != nil {
		s.t.Fatal(err)
	}
	s.runs = runs
}

// Stop ends the server, if it runs.
func (s *Server) Stop() {
	if s.runs == nil {
		return
	}
	s.runs.Shutdown()
	s.runs.WaitForShutdown()
	s.runs = nil
}
