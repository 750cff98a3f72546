package autostart

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// Specification: https://specifications.freedesktop.org/autostart-spec/latest/

// Enable has the program started at every sign-in from now on. The library quotes the words but for the percent sign, which begins a field code.
func (e Entry) Enable() error {
	return e.enable(func(word string) string { return strings.ReplaceAll(word, "%", "%%") })
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
