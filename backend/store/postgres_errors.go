package store

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"io"
	"net"

	"github.com/jackc/pgx/v5/pgconn"

	"parley/backend/chat"
)

// The errors of PostgreSQL that mean something here, as its manual lists them.
const (
	pgForeignKey    = "23503"
	pgUnique        = "23505"
	pgSerialization = "40001"
	pgDeadlock      = "40P01"
	pgLockTimeout   = "55P03"
	pgReadOnly      = "25006"
	pgCanceled      = "57014"
	pgDiskFull      = "53100"
	pgCorrupted     = "XX001"
	pgIndexCorrupt  = "XX002"
)

// Classes of errors, the first two characters of their codes.
const (
	pgConnection = "08"
	pgLogin      = "28"
	pgNoDatabase = "3D"
	pgForbidden  = "42501"
	pgResources  = "53"
	pgOperator   = "57" // it is being shut down, or starts
	pgSystem     = "58" // its files
)

// isPassing reports whether a change that failed as often as tries may be made if it is tried again: because it met another one, or a connection that had
// broken before it. What two insert at once is a duplicate for the slower one, as is what was there before.
func isPassing(err error, tries int) bool {
	var e *pgconn.PgError
	if !errors.As(err, &e) {
		return pgconn.SafeToRetry(err) && tries < maxTries
	}
	return e.Code == pgSerialization || e.Code == pgDeadlock || e.Code == pgUnique && tries < maxTries
}

// maxTries is how often something is tried that may well not pass.
const maxTries = 5

// isBroken reports whether an error is that of the way to the database.
func isBroken(err error) bool {
	var connect *pgconn.ConnectError
	var network net.Error
	return pgconn.SafeToRetry(err) || errors.As(err, &connect) || errors.As(err, &network) || errors.Is(err, io.EOF) ||
		errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, driver.ErrBadConn) || errors.Is(err, sql.ErrConnDone) || errors.Is(err, net.ErrClosed)
}

// explain gives an error of PostgreSQL or of the way there a code, and says what a person can do about it.
func (p *postgres) explain(err error) error {
	if err == nil || isRule(err) {
		return err
	}
	var e *pgconn.PgError
	switch {
	case errors.As(err, &e):
		return p.explainCode(e.Code, err)
	case errors.Is(err, context.Canceled), errors.Is(err, context.DeadlineExceeded):
		return chat.Errorf(chat.Unavailable, "wait for the database: %w", err)
	case isBroken(err):
		return chat.Errorf(chat.Unavailable, "the database %s cannot be reached: check that PostgreSQL runs there: %w", p.name, err)
	}
	return chat.Errorf(chat.Internal, "use the database %s: %w", p.name, err)
}

func (p *postgres) explainCode(code string, err error) error {
	switch code {
	case pgForeignKey:
		return chat.Errorf(chat.NotFound, "what this belongs to is not there: %w", err)
	case pgUnique:
		return chat.Errorf(chat.Conflict, "this is stored already: %w", err)
	case pgSerialization, pgDeadlock, pgLockTimeout:
		return chat.Errorf(chat.Busy, "others keep the database %s busy: %w", p.name, err)
	case pgReadOnly:
		return chat.Errorf(chat.Unavailable, "the database %s takes no changes: give Parley the address of the primary server: %w", p.name, err)
	case pgForbidden:
		return chat.Errorf(chat.Unavailable, "Parley may not use the database %s: let its user own that: %w", p.name, err)
	case pgCanceled:
		return chat.Errorf(chat.Unavailable, "the database %s did not answer in time: %w", p.name, err)
	case pgDiskFull:
		return chat.Errorf(chat.Unavailable, "the disk with the database %s is full: free some space on it: %w", p.name, err)
	case pgCorrupted, pgIndexCorrupt:
		return chat.Errorf(chat.Unavailable, "the database %s is damaged: put a copy from a backup in its place: %w", p.name, err)
	}
	switch code[:2] {
	case pgLogin, pgNoDatabase:
		return chat.Errorf(chat.Unavailable, "the database %s refuses Parley: check name, user and password in its address: %w", p.name, err)
	case pgConnection, pgResources, pgOperator, pgSystem:
		return chat.Errorf(chat.Unavailable, "the database %s cannot do this now: %w", p.name, err)
	}
	return chat.Errorf(chat.Internal, "use the database %s: %w", p.name, err)
}
