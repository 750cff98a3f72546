package server

import (
	"errors"
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

// retryAfter is when to come back, in seconds, of the statuses that shall be tried again.
var retryAfter = map[int]string{
	http.StatusTooManyRequests:    "1",
	http.StatusServiceUnavailable: "5",
}

// told is what a caller is told of an error. What went wrong inside is logged and not told: it speaks of the hub's disk and database.
func (s *Server) told(err error) (status int, message string) {
	var known *chat.Error
	switch {
	case !errors.As(err, &known), known.Code == chat.Internal:
		s.complain(err)
		return http.StatusInternalServerError, "the hub made a mistake"
	case known.Unwrap() != nil && (known.Code == chat.Unavailable || known.Code == chat.Busy):
		s.complain(err)
		return http.StatusServiceUnavailable, "the hub cannot do this now"
	}
	return statuses[known.Code], err.Error()
}

// complain logs what a caller is not told. A disk that is full fails every request: one line a second tells enough.
func (s *Server) complain(err error) {
	s.complaints.Do(func() { s.options.Log.Error("answer request", "error", err) })
}

// problem is an error as application/problem+json.
func (s *Server) problem(err error) error {
	status, message := s.told(err)
	var details []error
	var known *chat.Error
	if errors.As(err, &known) && known.Field != "" && status < http.StatusInternalServerError {
		details = append(details, &huma.ErrorDetail{Message: known.Message, Location: "body." + known.Field})
	}
	p := huma.NewError(status, message, details...)
	if retryAfter[status] != "" {
		return huma.ErrorWithHeaders(p, http.Header{"Retry-After": {retryAfter[status]}})
	}
	return p
}

// page answers the request of a page that cannot be shown.
func (s *Server) page(w http.ResponseWriter, err error) {
	status, message := s.told(err)
	if status == http.StatusNotFound {
		message = "There is no such site."
	}
	if retryAfter[status] != "" {
		w.Header().Set("Retry-After", retryAfter[status])
	}
	http.Error(w, message, status)
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
