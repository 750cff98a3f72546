package secret

import (
	"encoding/json"
	"errors"
	"io/fs"
	"os"
	"path/filepath"

	"parley/backend/config/jsonfile"
)

// file keeps tokens as JSON in a folder. It is read and written whole: it holds a handful.
type file struct{ dir string }

const fileName = "tokens.json"

// errDamaged says no more, because the decoder's own error could quote a token.
var errDamaged = errors.New(fileName + " is damaged")

// entry is one token in the file.
type entry struct {
	Hub   string `json:"hub"`
	Agent string `json:"agent"`
	Token string `json:"token"`
}

func (f file) get(k Key) (string, error) {
	entries, err := f.read()
	if err != nil {
		return "", err
	}
	for _, e := range entries {
		if (Key{e.Hub, e.Agent}) == k {
			return e.Token, nil
		}
	}
	return "", ErrNotFound
}

func (f file) set(k Key, token string) error {
	entries, err := f.others(k)
	if err != nil {
		return err
	}
	return f.write(append(entries, entry{k.Hub, k.Agent, token}))
}

func (f file) remove(k Key) error {
	entries, err := f.others(k)
	if err != nil {
		return err
	}
	if len(entries) > 0 {
		return f.write(entries)
	}
	if err := os.Remove(filepath.Join(f.dir, fileName)); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return nil
}

// others is what is kept under other keys. A damaged file keeps nothing any more, and may be written anew.
func (f file) others(k Key) ([]entry, error) {
	entries, err := f.read()
	if errors.Is(err, errDamaged) {
		return nil, nil
	}
	kept := entries[:0]
	for _, e := range entries {
		if (Key{e.Hub, e.Agent}) != k {
			kept = append(kept, e)
		}
	}
	return kept, err
}

func (f file) read() ([]entry, error) {
	text, err := os.ReadFile(filepath.Join(f.dir, fileName))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	var entries []entry
	if err := json.Unmarshal(text, &entries); err != nil {
		return nil, errDamaged
	}
	return entries, nil
}

// write replaces the file; after a crash there is the old or the new one.
func (f file) write(entries []entry) error {
	if err := os.MkdirAll(f.dir, 0o700); err != nil {
		return err
	}
	text, err := json.Marshal(entries)
	if err != nil {
		return err
	}
	return jsonfile.Replace(filepath.Join(f.dir, fileName), text)
}
