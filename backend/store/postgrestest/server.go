package postgrestest

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"syscall"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
)

// patience is how long a server may take to start or to end.
const patience = 30 * time.Second

// Server is a PostgreSQL that runs.
type Server struct {
	folder   string
	programs string // folder of its programs
	settings []string
	as       *syscall.SysProcAttr
	cmd      *exec.Cmd
}

// Start starts a server that keeps what it acknowledged, as in production, until the test ends.
func Start(t testing.TB, settings ...string) *Server {
	t.Helper()
	s, err := start(settings...)
	if err != nil {
		t.Fatalf("there is no PostgreSQL for this test (Debian: apt-get install postgresql): %v", err)
	}
	t.Cleanup(s.end)
	return s
}

// start starts a server on an empty folder, with settings as in "fsync=off".
func start(settings ...string) (*Server, error) {
	programs, err := programs()
	if err != nil {
		return nil, err
	}
	folder, err := os.MkdirTemp("", "parley-pg-") // short, as the path of its socket must be
	if err != nil {
		return nil, fmt.Errorf("make a folder: %w", err)
	}
	s := &Server{folder: folder, programs: programs, settings: settings}
	if err := errors.Join(s.drop(), s.initialize()); err != nil {
		return nil, errors.Join(err, os.RemoveAll(folder))
	}
	if err := s.Run(); err != nil {
		return nil, errors.Join(err, os.RemoveAll(folder))
	}
	return s, nil
}

// programs finds the folder of PostgreSQL's programs, which Debian keeps out of the PATH.
func programs() (string, error) {
	if found, err := filepath.Glob("/usr/lib/postgresql/*/bin"); err == nil && len(found) > 0 {
		slices.Sort(found)
		return found[len(found)-1], nil
	}
	initdb, err := exec.LookPath("initdb")
	if err != nil {
		return "", fmt.Errorf("find PostgreSQL: %w", err)
	}
	return filepath.Dir(initdb), nil
}

func (s *Server) initialize() error {
	cmd := s.command("initdb", "--pgdata", s.data(), "--username", "parley", "--auth", "trust", "--encoding", "UTF8", "--no-sync", "--locale", "C.UTF-8")
	if out, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("make a database: %w\n%s", err, out)
	}
	return nil
}

func (s *Server) data() string { return filepath.Join(s.folder, "data") }

func (s *Server) command(program string, args ...string) *exec.Cmd {
	cmd := exec.CommandContext(context.Background(), filepath.Join(s.programs, program), args...) //nolint:gosec // of PostgreSQL
	cmd.Dir, cmd.SysProcAttr = s.folder, s.as
	return cmd
}

// Run starts a server that does not run, and waits until it answers.
func (s *Server) Run() error {
	args := []string{"-D", s.data(), "-k", s.folder, "-c", "listen_addresses=", "-c", "max_connections=200"}
	for _, setting := range s.settings {
		args = append(args, "-c", setting)
	}
	log, err := os.OpenFile(filepath.Join(s.folder, "log"), os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
	if err != nil {
		return fmt.Errorf("make a log: %w", err)
	}
	defer log.Close()
	s.cmd = s.command("postgres", args...)
	s.cmd.Stdout, s.cmd.Stderr = log, log
	if err := s.cmd.Start(); err != nil {
		return fmt.Errorf("start PostgreSQL: %w", err)
	}
	for start := time.Now(); ; time.Sleep(10 * time.Millisecond) {
		if err = s.exec(context.Background(), "SELECT 1"); err == nil {
			return nil
		}
		if time.Since(start) > patience {
			said, _ := os.ReadFile(log.Name())
			return fmt.Errorf("PostgreSQL does not answer: %w\n%s", err, said)
		}
	}
}

// Stop ends a server as its administrator does who does not wait for anybody: links break, what was committed stays.
func (s *Server) Stop() error { return s.halt(syscall.SIGINT) }

// Crash ends a server without letting it put anything in order.
func (s *Server) Crash() error { return s.halt(syscall.SIGQUIT) }

func (s *Server) halt(how syscall.Signal) error {
	if err := s.cmd.Process.Signal(how); err != nil {
		return fmt.Errorf("stop PostgreSQL: %w", err)
	}
	var exit *exec.ExitError
	if err := s.cmd.Wait(); err != nil && !errors.As(err, &exit) {
		return fmt.Errorf("stop PostgreSQL: %w", err)
	}
	s.cmd = nil
	return nil
}

// end stops the server for good.
func (s *Server) end() {
	if s.cmd != nil {
		_ = s.cmd.Process.Signal(syscall.SIGQUIT) // nothing of it is needed any more
		_ = s.cmd.Wait()
	}
	_ = os.RemoveAll(s.folder)
}

// Address is that of one of its databases.
func (s *Server) Address(database string) string {
	q := url.Values{"host": {s.folder}, "user": {"parley"}}
	return "postgres:///" + database + "?" + q.Encode()
}

// exec runs a statement in the database that is always there.
func (s *Server) exec(ctx context.Context, text string) error {
	conn, err := pgx.Connect(ctx, s.Address("postgres"))
	if err != nil {
		return fmt.Errorf("connect: %w", err)
	}
	_, err = conn.Exec(ctx, text)
	return errors.Join(err, conn.Close(ctx))
}
