//go:build linux

// Command parley-bench measures what Parley costs the computer it runs on, beside the least that is possible there, and prints a table. It is what
// build/bench runs: desk and window on a display and a message bus of their own, as they are built for people, and hubs under crowds of widgets.
package main

import (
	"context"
	"fmt"
	"os"
	"os/signal"
	"path/filepath"
	"syscall"

	"github.com/alecthomas/kong"
)

// commands are what can be measured, and the other processes that takes.
type commands struct {
	Desk  bench    `cmd:"" help:"Measure desk and window."`
	Hub   hubBench `cmd:"" help:"Measure a hub."`
	Serve serve    `cmd:"" hidden:""`
	Floor floor    `cmd:"" hidden:""`
}

// bench measures desk and window.
type bench struct {
	Bin    string `required:"" type:"existingdir" help:"Folder of the programs to measure."`
	Bare   string `required:"" type:"existingfile" help:"The bare window to measure beside."`
	Rounds int    `default:"5" help:"How often each thing is measured."`
	Stored int    `default:"10000" help:"How many conversations are stored."`
	JSON   string `type:"path" help:"File for the figures."`
}

func main() {
	var c commands
	command := kong.Parse(&c, kong.Name("parley-bench"), kong.Description("Measures what Parley costs this computer."))
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	command.BindTo(ctx, (*context.Context)(nil))
	err := command.Run()
	stop()
	command.FatalIfErrorf(err)
}

// Run measures everything and prints it.
func (b bench) Run(ctx context.Context) (err error) {
	data, err := os.MkdirTemp("", "parley-bench")
	if err != nil {
		return fmt.Errorf("make a data folder: %w", err)
	}
	defer func() { err = firstOf(err, os.RemoveAll(data)) }()
	p := programs{bin: b.Bin, data: filepath.Join(data, "desk")}

	var figures []figure
	for _, measure := range []func(context.Context, programs) ([]figure, error){b.start, b.tray, b.window} {
		found, err := measure(ctx, p)
		if err != nil {
			return err
		}
		figures = append(figures, found...)
	}
	return report(figures, b.JSON)
}

func firstOf(errs ...error) error {
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}
