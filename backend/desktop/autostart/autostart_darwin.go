package autostart

import (
	"errors"
	"fmt"
	"html"
	"io/fs"

	"github.com/emersion/go-autostart"
)

// Specification: https://developer.apple.com/library/archive/documentation/MacOSX/Conceptual/BPSystemStartup/Chapters/CreatingLaunchdJobs.html

// Enable has the program started at every sign-in from now on.
func (e Entry) Enable() error {
	// The library writes the words into XML as they are.
	words := make([]string, len(e.Command))
	for i, word := range e.Command {
		words[i] = html.EscapeString(word)
	}
	app := autostart.App{Name: e.Name, DisplayName: e.Title, Exec: words}
	if err := app.Enable(); err != nil {
		return fmt.Errorf("enable start at sign-in: %w", err)
	}
	return nil
}

// Disable ends that. It is no error if it was not so.
func (e Entry) Disable() error {
	app := autostart.App{Name: e.Name}
	if err := app.Disable(); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("disable start at sign-in: %w", err)
	}
	return nil
}

// Enabled says whether the program will be started. What the person switched off in the system's settings macOS does not tell.
func (e Entry) Enabled() (bool, error) {
	app := autostart.App{Name: e.Name}
	return app.IsEnabled(), nil
}
