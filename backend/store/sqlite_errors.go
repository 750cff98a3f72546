package store

import (
	"context"
	"errors"
	"io/fs"
	"os"

	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"

	"parley/backend/chat"
)

// explain gives an error of SQLite or of the files around it a code, and says what a person can do about it.
func (f sqliteFile) explain(err error) error {
	if err == nil || isRule(err) {
		return err
	}
	var e *sqlite.Error
	var file *fs.PathError
	var rename *os.LinkError
	switch {
	case errors.As(err, &e):
		return f.explainCode(e.Code(), err)
	case errors.As(err, &file), errors.As(err, &rename):
		return chat.Errorf(chat.Unavailable, "the data folder of %s cannot be used: %w", f, err)
	case errors.Is(err, context.Canceled), errors.Is(err, context.DeadlineExceeded):
		return chat.Errorf(chat.Unavailable, "wait for the database: %w", err)
	}
	return chat.Errorf(chat.Internal, "use the database: %w", err)
}

func (f sqliteFile) explainCode(code int, err error) error {
	switch code {
	case sqlite3.SQLITE_CONSTRAINT_FOREIGNKEY:
		return chat.Errorf(chat.NotFound, "what this belongs to is not there: %w", err)
	case sqlite3.SQLITE_CONSTRAINT_PRIMARYKEY, sqlite3.SQLITE_CONSTRAINT_UNIQUE:
		return chat.Errorf(chat.Conflict, "this is stored already: %w", err)
	}
	switch code & 0xff { // the primary code of an extended one
	case sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB:
		return chat.Errorf(chat.Unavailable, "the database %s is damaged: stop Parley and put a copy from a backup in its place: %w", f, err)
	case sqlite3.SQLITE_FULL:
		return chat.Errorf(chat.Unavailable, "the disk with the database %s is full: free some space on it: %w", f, err)
	case sqlite3.SQLITE_READONLY, sqlite3.SQLITE_PERM, sqlite3.SQLITE_CANTOPEN:
		return chat.Errorf(chat.Unavailable, "the database %s cannot be written: check the permissions of the file, its folder and the disk: %w", f, err)
	case sqlite3.SQLITE_IOERR:
		return chat.Errorf(chat.Unavailable,
			"the disk with the database %s cannot be read or written: check that it is there, sound and not full: %w", f, err)
	case sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED:
		return chat.Errorf(chat.Busy, "another program keeps the database %s busy: %w", f, err)
	case sqlite3.SQLITE_NOMEM, sqlite3.SQLITE_INTERRUPT:
		return chat.Errorf(chat.Unavailable, "the database %s cannot do this now: %w", f, err)
	}
	return chat.Errorf(chat.Internal, "use the database %s: %w", f, err)
}
