// Package jsonfile keeps a value in a versioned JSON file that is replaced whole: after a crash or power cut there is the old content or the new. A
// damaged file is put aside, and one written by a newer Parley is refused untouched.
package jsonfile

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"

	"parley/backend/chat"
)

// File is one such file.
type File[T any] struct {
	Path    string
	Version int                   // of the content's layout, from 1; a program that changes the layout raises it and converts in Load
	Check   func(content T) error // says what makes a content impossible; may be nil
}

type envelope struct {
	Version int             `json:"version"`
	Content json.RawMessage `json:"content"`
}

// Load returns the content; without a file it is nil. A file that cannot be understood is renamed to PATH.damaged, and damaged says so in words for
// the person. The error is a conflict for a file of a newer version, which stays as it is, and unavailable if the file cannot be read.
func (f File[T]) Load() (content *T, damaged, err error) {
	data, err := os.ReadFile(f.Path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil, nil
	}
	if err != nil {
		return nil, nil, chat.Errorf(chat.Unavailable, "read file: %w", err)
	}
	content, err = f.parse(data)
	if err == nil || chat.CodeOf(err) == chat.Conflict {
		return content, nil, err
	}
	aside := f.Path + ".damaged"
	if renameErr := os.Rename(f.Path, aside); renameErr != nil {
		return nil, nil, chat.Errorf(chat.Unavailable, "put damaged file aside: %w", renameErr)
	}
	return nil, fmt.Errorf("%s was damaged and is set aside as %s: %w", f.Path, aside, err), nil
}

// Save replaces the content. It returns after the change would survive a power cut; unavailable means that the old content stands.
func (f File[T]) Save(content T) error {
	inner, err := json.Marshal(content)
	if err != nil {
		return fmt.Errorf("encode file: %w", err)
	}
	data, err := json.MarshalIndent(envelope{f.Version, inner}, "", "\t")
	if err != nil {
		return fmt.Errorf("encode file: %w", err)
	}
	if err := Replace(f.Path, append(data, '\n')); err != nil {
		return chat.Errorf(chat.Unavailable, "%w", err)
	}
	return nil
}

func (f File[T]) parse(data []byte) (*T, error) {
	var e envelope
	if err := json.Unmarshal(data, &e); err != nil {
		return nil, err
	}
	if e.Version > f.Version {
		return nil, chat.Errorf(chat.Conflict, "%s was written by a newer Parley (layout %d, this one knows %d)", f.Path, e.Version, f.Version)
	}
	if e.Version < 1 {
		return nil, errors.New("it has no version")
	}
	content := new(T)
	decoder := json.NewDecoder(bytes.NewReader(e.Content))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(content); err != nil {
		return nil, err
	}
	if f.Check != nil {
		if err := f.Check(*content); err != nil {
			return nil, err
		}
	}
	return content, nil
}
