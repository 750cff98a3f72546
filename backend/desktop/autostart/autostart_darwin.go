package autostart

import (
	"html"

	"github.com/emersion/go-autostart"
)

// Specification: https://developer.apple.com/library/archive/documentation/MacOSX/Conceptual/BPSystemStartup/Chapters/CreatingLaunchdJobs.html

// Enable has the program started at every sign-in from now on. The library writes the words into XML as they are.
func (e Entry) Enable() error { return e.enable(html.EscapeString) }

// Enabled says whether the program will be started. What the person switched off in the system's settings macOS does not tell.
func (e Entry) Enabled() (bool, error) {
	app := autostart.App{Name: e.Name}
	return app.IsEnabled(), nil
}
