// Command parley-desk is the desk: what of Parley stays while no window is open. Started without a verb it becomes the desk of a data folder, or hands
// over to the one that runs; with a verb it speaks to the running one.
package main

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"os/signal"
	"runtime/debug"
	"syscall"
	"time"

	"github.com/alecthomas/kong"

	"parley/backend/chat"
	"parley/backend/config"
	"parley/backend/desk"
	"parley/backend/desklog"
	"parley/backend/local"
)

// version is set when Parley is built for others.
var version = "dev"

// Exit codes.
const (
	exitFailed = 1
	exitUsage  = 2
	exitNoDesk = 3 // the verb speaks to a running desk, and there is none
)

// cli is the command line.
type cli struct {
	Data string `help:"Folder that holds everything this desk keeps. Each folder has its own desk." placeholder:"DIR" type:"path"`

	Run    runCommand    `cmd:"" default:"withargs" help:"Become the desk; this is what happens without a verb. Takes --hub URL, --hidden and --demo."`
	Status statusCommand `cmd:"" help:"Print the status, or choose one: online, invisible or offline."`
	Open   openCommand   `cmd:"" help:"Open the window or bring it to the front."`
	Quit   quitCommand   `cmd:"" help:"Say goodbye and end."`
}

type runCommand struct {
	Hub    string `help:"Address of a team's hub to belong to, instead of the built-in one." placeholder:"URL"`
	Hidden bool   `help:"Do not open the window."`
	Demo   bool   `help:"Set up a demo shop with an agent, without asking."`
}

type statusCommand struct {
	Status     string        `arg:"" optional:"" help:"The status to choose."`
	For        time.Duration `help:"How long it shall hold, as in 30m or 2h." placeholder:"TIME" xor:"length"`
	Until      string        `help:"When it shall end, as in 14:00; a time that is over today is tomorrow's." placeholder:"CLOCK" xor:"length"`
	UntilHours bool          `help:"It shall end when your hours begin next." xor:"length"`
}

// params reads what is asked for, or returns invalid. The clock is that of now's zone.
func (s statusCommand) params(now time.Time) (local.StatusParams, error) {
	status, err := chat.ParseStatus(s.Status)
	if err != nil {
		return local.StatusParams{}, err
	}
	p := local.StatusParams{Status: status, For: s.For.Milliseconds(), ToHours: s.UntilHours}
	if s.Until != "" {
		clock, err := time.Parse("15:04", s.Until)
		if err != nil {
			return local.StatusParams{}, chat.Errorf(chat.Invalid, "%q is not a time such as 14:00", s.Until).At("until")
		}
		end := time.Date(now.Year(), now.Month(), now.Day(), clock.Hour(), clock.Minute(), 0, 0, now.Location())
		if !end.After(now) {
			end = end.AddDate(0, 0, 1)
		}
		p.EndAt(end, now)
	}
	if s.For < 0 || s.For > 0 && s.For < time.Second {
		return local.StatusParams{}, chat.Errorf(chat.Invalid, "a status holds for a second or more, not for %v", s.For).At("for")
	}
	return p, nil
}

type openCommand struct{}

type quitCommand struct{}

func main() {
	var c cli
	parser := kong.Must(&c, kong.Name("parley-desk"), kong.Description("The desk of Parley, the live chat."), kong.Exit(func(code int) {
		if code != 0 {
			code = exitUsage
		}
		os.Exit(code)
	}))
	command, err := parser.Parse(os.Args[1:])
	parser.FatalIfErrorf(err)
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM, syscall.SIGHUP)
	command.BindTo(ctx, (*context.Context)(nil))
	err = command.Run(&c)
	stop()
	if err != nil {
		fmt.Fprintln(os.Stderr, "parley-desk:", err)
		os.Exit(exitCode(err))
	}
}

// folder is the data folder of the desk that is meant.
func (c *cli) folder() (string, error) {
	if c.Data != "" {
		return c.Data, nil
	}
	return config.DataFolder()
}

// exitCode tells scripts what went wrong.
func exitCode(err error) int {
	switch chat.CodeOf(err) {
	case chat.NotFound:
		return exitNoDesk
	case chat.Invalid:
		return exitUsage
	default:
		return exitFailed
	}
}

// Run becomes the desk, or has the running one open its window.
func (r runCommand) Run(ctx context.Context, c *cli) error {
	dir, err := c.folder()
	if err != nil {
		return err
	}
	release, running, err := desk.Claim(ctx, dir)
	if err != nil {
		return err
	}
	options := desk.Options{Data: dir, Hub: r.Hub, Demo: r.Demo, Ready: printDemo, Hidden: r.Hidden, Version: version}
	if running != nil {
		defer disconnect(running)
		return handOver(ctx, running, options)
	}
	defer func() { _ = release() }() // the system releases it with the process anyway
	debug.SetGCPercent(gcPercent)
	log, file := desklog.Open(dir, os.Stderr)
	defer file.Close()
	options.Log = log
	if err := become(ctx, options); err != nil {
		log.Error("the desk ends", "err", err)
		return err
	}
	return nil
}

// become becomes the desk until that ends.
func become(ctx context.Context, o desk.Options) error {
	d, err := desk.New(o)
	if err != nil {
		return err
	}
	return d.Run(ctx)
}

// handOver leaves what was asked for to the desk that runs.
func handOver(ctx context.Context, running *local.Client, o desk.Options) error {
	ctx, cancel := local.Promptly(ctx, o.Data)
	defer cancel()
	if err := desk.Agree(ctx, running, o); err != nil || o.Hidden {
		return err
	}
	return running.Open(ctx)
}

// printDemo tells who started the demo, in one line of JSON, that visitors can come and where its page is.
func printDemo(page string) {
	_ = json.NewEncoder(os.Stdout).Encode(map[string]string{"demo": page}) // who closed stdout does not want to know
}

// gcPercent lets the heap grow by less than usual between two collections: the desk is there all day, does little, and shall be small.
const gcPercent = 40

// confirmLimit is how long a chosen status is waited for before what is known is printed.
const confirmLimit = 3 * time.Second

// Run prints the status, after choosing one if asked to.
func (s statusCommand) Run(ctx context.Context, c *cli) error {
	limited := s.For != 0 || s.Until != "" || s.UntilHours
	if s.Status == "" && limited {
		return chat.Errorf(chat.Invalid, "say which status shall end")
	}
	var wanted local.StatusParams
	if s.Status != "" {
		var err error
		if wanted, err = s.params(time.Now()); err != nil {
			return err
		}
	}
	return speak(ctx, c, func(ctx context.Context, client *local.Client) error {
		if wanted.Status != "" {
			if _, err := client.SetStatus(ctx, wanted); err != nil {
				return err
			}
			if err := confirmed(ctx, client); err != nil {
				return err
			}
		}
		result, err := client.Status(ctx)
		if err != nil {
			return err
		}
		fmt.Println(result.Sentence)
		return nil
	})
}

// confirmed waits until the hub has confirmed what was chosen, for a moment: without a link that may take its time.
func confirmed(ctx context.Context, client *local.Client) error {
	limited, cancel := context.WithTimeout(ctx, confirmLimit)
	defer cancel()
	for rev := int64(0); ; {
		state, err := client.After(limited, rev)
		if limited.Err() != nil {
			return ctx.Err()
		}
		if err != nil {
			return err
		}
		if state.Session == nil || state.Session.Pending == "" {
			return nil
		}
		rev = state.Rev
	}
}

// Run opens the window.
func (openCommand) Run(ctx context.Context, c *cli) error {
	return speak(ctx, c, func(ctx context.Context, client *local.Client) error { return client.Open(ctx) })
}

// Run ends the desk.
func (quitCommand) Run(ctx context.Context, c *cli) error {
	return speak(ctx, c, func(ctx context.Context, client *local.Client) error { return client.Quit(ctx) })
}

// speak says something to the running desk, which answers soon or not at all.
func speak(ctx context.Context, c *cli, say func(context.Context, *local.Client) error) error {
	dir, err := c.folder()
	if err != nil {
		return err
	}
	client, err := local.Dial(ctx, dir)
	if err != nil {
		return err
	}
	defer disconnect(client)
	ctx, cancel := local.Promptly(ctx, dir)
	defer cancel()
	return say(ctx, client)
}

// disconnect ends a connection to the desk, which may have ended it already.
func disconnect(client *local.Client) { _ = client.Disconnect() }
