package server

import (
	"log/slog"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"parley/backend/chat"
)

// statuses are the HTTP status of each code.
var statuses = map[chat.Code]int{
	chat.Invalid:      http.StatusUnprocessableEntity,
	chat.NotFound:     http.StatusNotFound,
	chat.Conflict:     http.StatusConflict,
	chat.Unauthorized: http.StatusUnauthorized,
	chat.Forbidden:    http.StatusForbidden,
	chat.Busy:         http.StatusTooManyRequests,
	chat.Unavailable:  http.StatusServiceUnavailable,
	chat.Internal:     http.StatusInternalServerError,
}

func statusOf(code chat.Code) int { return statuses[code] }

// problem is an error as application/problem+json. What went wrong inside is logged and not told.
func problem(log *slog.Logger, err error) error {
	code := chat.CodeOf(err)
	if code == chat.Internal {
		log.Error("answer request", "error", err)
		return huma.NewError(statusOf(code), "the hub made a mistake")
	}
	return huma.NewError(statusOf(code), err.Error())
}

// The library has two habits of its own that are switched for the whole program: an error repeats the value that was wrong, which may be a password,
// and every list may be null.
func init() {
	huma.DefaultArrayNullable = false
	detailed := huma.NewError
	huma.NewError = func(status int, message string, errs ...error) huma.StatusError {
		err := detailed(status, message, errs...)
		if model, ok := err.(*huma.ErrorModel); ok {
			for i, detail := range model.Errors {
				if detail != nil {
					model.Errors[i] = &huma.ErrorDetail{Message: detail.Message, Location: detail.Location}
				}
			}
		}
		return err
	}
}
