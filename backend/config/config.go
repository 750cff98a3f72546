// Package config is the settings of a desk, kept in its data folder.
package config

import (
	"errors"
	"fmt"
	"path/filepath"

	"parley/backend/chat"
	"parley/backend/config/jsonfile"
)

// Desk is what a desk remembers between two runs. It holds no secret.
type Desk struct {
	Device      string `json:"device"`             // id of this desk towards hubs, made once
	Hub         string `json:"hub,omitempty"`      // address of the team's hub; empty means the built-in one
	Email       string `json:"email,omitempty"`    // of the agent signed in to the team's hub
	Port        int    `json:"port,omitempty"`     // of the built-in hub, the same at every start while it is free
	KeepRunning bool   `json:"keepRunning"`        // without a tray host, the desk outlives its window
	Language    string `json:"language,omitempty"` // en, de or fr; empty means the system's
	Steps       Steps  `json:"steps"`
}

// Steps is how far the person came on the first-run card.
type Steps struct {
	Hidden bool `json:"hidden"`
	Tried  bool `json:"tried"`  // a first message came
	Copied bool `json:"copied"` // the snippet was copied
}

// File is the settings file of one data folder.
type File struct{ file jsonfile.File[Desk] }

// In returns the settings file of a data folder.
func In(dir string) File {
	return File{jsonfile.File[Desk]{Path: filepath.Join(dir, "desk.json"), Version: 1, Check: check}}
}

func check(d Desk) error {
	if d.Device == "" {
		return errors.New("it names no device")
	}
	if d.Port < 0 || d.Port > 65535 {
		return fmt.Errorf("port %d is impossible", d.Port)
	}
	return nil
}

// Load reads the settings. Without a file they are the defaults with a fresh device id, which are saved. So they are for a damaged file, which is put
// aside; damaged says so in words for the person. A file of a newer version is a conflict and stays as it is.
func (f File) Load() (d Desk, damaged, err error) {
	content, damaged, err := f.file.Load()
	if err != nil {
		return Desk{}, nil, fmt.Errorf("load settings: %w", err)
	}
	if content != nil {
		return *content, nil, nil
	}
	d = Desk{Device: chat.NewID()}
	return d, damaged, f.Save(d)
}

// Save replaces the settings; unavailable means that the old ones stand.
func (f File) Save(d Desk) error {
	if err := f.file.Save(d); err != nil {
		return fmt.Errorf("save settings: %w", err)
	}
	return nil
}
