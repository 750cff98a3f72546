package desk

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"os"
	"path/filepath"
	"slices"

	"parley/backend/chat"
	"parley/backend/config"
	"parley/backend/desktop/autostart"
	"parley/backend/local"
	"parley/frontend/shared/texts"
)

// SetSettings replaces the desk's settings.
func (d *Desk) SetSettings(_ context.Context, s local.Settings) error {
	if s.Language != local.SpeakAsSystem && !slices.Contains(texts.Languages, string(s.Language)) {
		return chat.Errorf(chat.Invalid, "there are no texts in language %q", s.Language).At("language")
	}
	d.mu.Lock()
	starts := d.state.Settings.StartAtLogin
	d.mu.Unlock()
	if s.StartAtLogin != starts {
		if err := startAtLogin(d.o, s.StartAtLogin); err != nil {
			return err
		}
		d.change(func() { d.state.Settings.StartAtLogin = s.StartAtLogin })
	}
	return d.remember(func(c *config.Desk) { c.KeepRunning, c.Language = s.KeepRunning, string(s.Language) })
}

// SetSteps replaces what the first-run card remembers.
func (d *Desk) SetSteps(_ context.Context, s local.Steps) error {
	return d.remember(func(c *config.Desk) { c.Steps = config.Steps(s) })
}

func autostartEntry(o Options) (autostart.Entry, error) {
	self, err := os.Executable()
	if err != nil {
		return autostart.Entry{}, chat.Errorf(chat.Unavailable, "find this program: %w", err)
	}
	return autostart.Entry{Name: entryName(o.Data), Title: "Parley", Command: []string{self, "--hidden", "--data", o.Data}}, nil
}

// entryName names what starts the desk of a data folder at sign-in. Each folder has its own, so that no desk takes another's for its own.
func entryName(folder string) string {
	folder = withoutLinks(folder)
	if own, err := config.DataFolder(); err == nil && folder == withoutLinks(own) {
		return "parley"
	}
	sum := sha256.Sum256([]byte(folder))
	return "parley-" + hex.EncodeToString(sum[:8])
}

// withoutLinks returns the one name of a folder that has several; of one that does not exist the name it got.
func withoutLinks(folder string) string {
	if target, err := filepath.EvalSymlinks(folder); err == nil {
		return target
	}
	return folder
}

// startsAtLogin reports whether the desk is started when the person signs in to the computer.
func startsAtLogin(o Options) bool {
	entry, err := autostartEntry(o)
	if err != nil {
		return false
	}
	enabled, err := entry.Enabled()
	if err != nil {
		o.Log.Warn("start at login", "err", err)
	}
	return enabled
}

func startAtLogin(o Options, on bool) error {
	entry, err := autostartEntry(o)
	if err != nil {
		return err
	}
	change := entry.Disable
	if on {
		change = entry.Enable
	}
	if err := change(); err != nil {
		return chat.Errorf(chat.Unavailable, "%w", err)
	}
	return nil
}
