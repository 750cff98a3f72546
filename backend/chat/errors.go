package chat

import (
	"errors"
	"fmt"
)

// Code classifies an error for whoever must react to it; each surface (REST, frames, exit codes) has one table from it.
type Code string

// Every code. Whatever carries none is Internal.
const (
	Invalid      Code = "invalid"      // what was sent cannot be meant; sending it again will not help
	NotFound     Code = "not_found"    // it is not there, or the asker may not see it
	Conflict     Code = "conflict"     // it contradicts what is stored
	Unauthorized Code = "unauthorized" // who asks is not known, or no longer
	Forbidden    Code = "forbidden"    // who asks is known and may not
	Busy         Code = "busy"         // too much at once; later it may work
	Unavailable  Code = "unavailable"  // the hub or its disk cannot take it now
	Internal     Code = "internal"     // a fault of ours
)

// Error is an error with a code, and the name of what was wrong when that can be said.
type Error struct {
	Code    Code
	Message string
	Field   string // the field of the request that was wrong, if one was
	cause   error
}

// Errorf makes an error with a code. A %w operand is kept as its cause.
func Errorf(code Code, format string, args ...any) *Error {
	err := fmt.Errorf(format, args...)
	return &Error{Code: code, Message: err.Error(), cause: errors.Unwrap(err)}
}

// At names the field that was wrong and returns the error.
func (e *Error) At(field string) *Error {
	e.Field = field
	return e
}

func (e *Error) Error() string { return e.Message }

// Unwrap returns the cause.
func (e *Error) Unwrap() error { return e.cause }

// CodeOf returns the code of an error: that of the outermost Error it wraps, otherwise Internal.
func CodeOf(err error) Code {
	var e *Error
	if errors.As(err, &e) {
		return e.Code
	}
	return Internal
}

// FieldOf returns the field an error says is wrong: that of the outermost Error it wraps, otherwise none.
func FieldOf(err error) string {
	var e *Error
	if errors.As(err, &e) {
		return e.Field
	}
	return ""
}
