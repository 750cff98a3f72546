// Package journal keeps what a session must not forget in a file of the desk's data folder: one file for each agent and hub, so that nothing written
// for one hub is ever sent to another.
package journal

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"path/filepath"

	"parley/backend/agent"
	"parley/backend/config/jsonfile"
)

// Journal is the file of one agent at one hub.
type Journal struct{ file jsonfile.File[agent.Kept] }

// In returns the journal of an account in a data folder. The account is any text that names agent and hub.
func In(dir, account string) Journal {
	sum := sha256.Sum256([]byte(account))
	return Journal{jsonfile.File[agent.Kept]{
		Path: filepath.Join(dir, "unsent-"+hex.EncodeToString(sum[:6])+".json"), Version: 1, Check: check,
	}}
}

func check(k agent.Kept) error {
	for _, u := range k.Outbox {
		if u.ClientID == "" || u.Conversation == "" {
			return errors.New("a message in it has no id or no conversation")
		}
	}
	return nil
}

// Load returns what was kept last. A damaged file is put aside, and damaged says so in words for the person. A file of a newer version is a conflict.
func (j Journal) Load() (k agent.Kept, damaged, err error) {
	content, damaged, err := j.file.Load()
	if err != nil {
		return agent.Kept{}, nil, fmt.Errorf("load unsent messages: %w", err)
	}
	if content != nil {
		k = *content
	}
	return k, damaged, nil
}

// Save replaces what is kept; it is agent.Journal's.
func (j Journal) Save(k agent.Kept) error {
	if err := j.file.Save(k); err != nil {
		return fmt.Errorf("save unsent messages: %w", err)
	}
	return nil
}
