// Command parley is the window of an agent's desk. It finds the desk or starts it, shows what the desk says, and ends without taking anything along.
package main

import (
	"context"
	"flag"
	"fmt"
	"os"

	"github.com/wailsapp/wails/v2"
	"github.com/wailsapp/wails/v2/pkg/options"
	"github.com/wailsapp/wails/v2/pkg/options/assetserver"
	"github.com/wailsapp/wails/v2/pkg/options/linux"

	"parley/backend/window"
	"parley/frontend"
)

func main() {
	if err := run(); err != nil {
		fmt.Fprintln(os.Stderr, "parley:", err)
		os.Exit(1)
	}
}

// run opens the window and returns when it is closed. When another window of this desk is open, that one comes to the front instead.
func run() error {
	data := flag.String("data", "", "data folder of the desk; empty for the person's own")
	flag.Parse()

	desk, err := window.Attach(context.Background(), *data)
	if err != nil {
		return err
	}
	if desk == nil { // another window is open, and came to the front
		return nil
	}
	following, closes := context.WithCancel(context.Background())
	defer closes()
	app := &App{desk: desk, following: following, closes: closes}
	return wails.Run(&options.App{
		Title:            "Parley",
		Width:            1280,
		Height:           800,
		MinWidth:         720,
		MinHeight:        480,
		BackgroundColour: options.NewRGB(245, 244, 241),
		AssetServer:      &assetserver.Options{Assets: frontend.Window(), Middleware: window.Guard},
		OnStartup:        app.startup,
		OnBeforeClose:    app.beforeClose,
		OnShutdown:       app.shutdown,
		ErrorFormatter:   window.Refusal,
		Bind:             []any{app},
		Linux:            &linux.Options{ProgramName: "parley", WebviewGpuPolicy: linux.WebviewGpuPolicyNever},
	})
}
