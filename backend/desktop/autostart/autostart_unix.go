//go:build unix

package autostart

import (
	"errors"
	"fmt"
	"io/fs"

	"github.com/emersion/go-autostart"
)

// enable has the library write the words, each escaped for the file it makes.
func (e Entry) enable(escape func(string) string) error {
	words := make([]string, len(e.Command)) // the library changes its words in place
	for i, word := range e.Command {
		words[i] = escape(word)
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
