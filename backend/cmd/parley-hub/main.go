// Command parley-hub is the hub of a team: the conversation server without a desktop. What it prints on stdout is JSON, one object a line; logs and
// errors go to stderr.
package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"os"
	"os/signal"
	"syscall"

	"github.com/alecthomas/kong"

	"parley/backend/chat"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	context.AfterFunc(ctx, stop) // a second signal ends the program at once
	m := Main{Stdin: os.Stdin, Stdout: os.Stdout, Stderr: os.Stderr}
	code := m.Run(ctx, os.Args[1:])
	stop()
	os.Exit(code)
}

// Main is the program, apart from the process it runs in.
type Main struct {
	Stdin          io.Reader
	Stdout, Stderr io.Writer
}

// commands are what a person can ask for. Every flag can be given as an environment variable PARLEY_... instead.
type commands struct {
	Serve serve `cmd:"" help:"Run the hub until SIGINT or SIGTERM."`
	Site  struct {
		Add  siteAdd  `cmd:"" help:"Add a site."`
		List siteList `cmd:"" help:"List the sites, one a line."`
		Set  siteSet  `cmd:"" help:"Change settings of a site."`
	} `cmd:"" help:"Customers' websites."`
	Agent struct {
		Add  agentAdd  `cmd:"" help:"Add an agent. The password is read from stdin."`
		List agentList `cmd:"" help:"List the agents, one a line."`
		Set  agentSet  `cmd:"" help:"Change an agent's role or name."`
	} `cmd:"" help:"People who answer."`
	Key struct {
		Add keyAdd `cmd:"" help:"Add a key with which programs act for a site. It is shown this once."`
	} `cmd:"" help:"Keys for programs."`
	Copy copyDatabase `cmd:"" help:"Copy everything from one database to another, to move house. Can be repeated."`
}

// Exit codes besides 0.
const (
	exitFailure     = 1
	exitUsage       = 2
	exitUnavailable = 3 // the data folder or the address to listen on cannot be used now
	exitNotFound    = 4
	exitConflict    = 5
)

// exitCodes are those of errors with a code.
var exitCodes = map[chat.Code]int{
	chat.Invalid:     exitUsage,
	chat.Unavailable: exitUnavailable,
	chat.Busy:        exitUnavailable,
	chat.NotFound:    exitNotFound,
	chat.Conflict:    exitConflict,
}

// helped ends parsing after the help was shown.
type helped struct{ code int }

// Run parses a command line, does what it says until ctx ends, and returns the exit code.
func (m Main) Run(ctx context.Context, args []string) (code int) {
	defer func() {
		switch exit := recover().(type) {
		case nil:
		case helped:
			code = exit.code
		default:
			panic(exit)
		}
	}()
	var c commands
	parser, err := kong.New(&c,
		kong.Name("parley-hub"),
		kong.Description("The hub of a team: the conversation server of Parley."),
		kong.UsageOnError(),
		kong.Writers(m.Stdout, m.Stderr),
		kong.Exit(func(code int) { panic(helped{code}) }),
		kong.DefaultEnvars("PARLEY"),
		kong.BindTo(ctx, (*context.Context)(nil)),
		kong.Bind(&m),
	)
	if err != nil {
		return m.fail(fmt.Errorf("read the commands: %w", err))
	}
	command, err := parser.Parse(args)
	if err != nil {
		fmt.Fprintf(m.Stderr, "parley-hub: %v\n", err)
		return exitUsage
	}
	if err := command.Run(); err != nil {
		return m.fail(err)
	}
	return 0
}

func (m Main) fail(err error) int {
	fmt.Fprintf(m.Stderr, "parley-hub: %v\n", err)
	if code, ok := exitCodes[chat.CodeOf(err)]; ok {
		return code
	}
	return exitFailure
}

// print writes one object.
func (m Main) print(object any) error {
	if err := json.NewEncoder(m.Stdout).Encode(object); err != nil {
		return fmt.Errorf("print result: %w", err)
	}
	return nil
}

func (m Main) log() *slog.Logger { return slog.New(slog.NewTextHandler(m.Stderr, nil)) }
