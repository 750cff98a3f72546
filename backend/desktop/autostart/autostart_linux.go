package autostart

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/emersion/go-autostart"
)

// Specification: https://specifications.freedesktop.org/autostart-spec/latest/

// Enable has the program started at every sign-in from now on.
func (e Entry) Enable() error {
	// The library quotes the words in place: it gets its own copy. It leaves the percent sign alone, which begins a field code.
	words := make([]string, len(e.Command))
	for i, word := range e.Command {
		words[i] = strings.ReplaceAll(word, "%", "%%")
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

// Enabled says whether the program will be started: there is a file, and neither the person nor the desktop's settings switched it off in there.
func (e Entry) Enabled() (bool, error) {
	text, err := os.ReadFile(e.file())
	if errors.Is(err, fs.ErrNotExist) {
		return false, nil
	}
	if err != nil {
		return false, fmt.Errorf("read start at sign-in: %w", err)
	}
	for line := range strings.Lines(string(text)) {
		key, value, _ := strings.Cut(line, "=")
		switch strings.TrimSpace(key) {
		case "Hidden":
			if strings.TrimSpace(value) == "true" {
				return false, nil
			}
		case "X-GNOME-Autostart-enabled":
			if strings.TrimSpace(value) == "false" {
				return false, nil
			}
		}
	}
	return true, nil
}

// file is where the library writes.
func (e Entry) file() string {
	dir := os.Getenv("XDG_CONFIG_HOME")
	if dir == "" {
		dir = filepath.Join(os.Getenv("HOME"), ".config")
	}
	return filepath.Join(dir, "autostart", e.Name+".desktop")
}
