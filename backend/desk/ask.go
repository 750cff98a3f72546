package desk

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"io"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"time"

	"parley/backend/chat"
	"parley/backend/local"
)

// askLimit is how long a hub may take for what the window asks it.
const askLimit = 15 * time.Second

// askable are the parts of a hub's REST that the window gets at through the desk: what lists and settings show and change. Statuses, messages and the
// sign-in are the session's, which also keeps them while there is no link.
var askable = regexp.MustCompile(`^/(site|me/devices|me/changes)(/[A-Za-z0-9_-]+)*(\?[A-Za-z0-9_=&%.-]*)?$`)

// Ask asks the hub on the window's behalf, with the token of who is signed in, and returns what it answered.
func (d *Desk) Ask(ctx context.Context, p local.AskParams) (json.RawMessage, error) {
	if !askable.MatchString(p.Path) {
		return nil, chat.Errorf(chat.Invalid, "a window does not ask a hub for %q", p.Path).At("path")
	}
	switch p.Method {
	case http.MethodGet, http.MethodPost, http.MethodPut, http.MethodDelete:
	default:
		return nil, chat.Errorf(chat.Invalid, "a window does not ask a hub to %q", p.Method).At("method")
	}
	d.mu.Lock()
	m := d.member
	d.mu.Unlock()
	if m == nil {
		return nil, errSignedOut
	}
	path, query, _ := strings.Cut(p.Path, "?")
	to := m.hub.JoinPath("/api/v1", path)
	to.RawQuery = query
	ctx, cancel := context.WithTimeout(ctx, askLimit)
	defer cancel()
	answer, err := request(ctx, p.Method, to, m.token, p.Body)
	if err != nil {
		return nil, err
	}
	if answer.code < http.StatusOK || answer.code >= http.StatusMultipleChoices {
		return nil, answer.refusal()
	}
	if len(answer.body) == 0 {
		return json.RawMessage("null"), nil
	}
	if !json.Valid(answer.body) {
		return nil, chat.Errorf(chat.Unavailable, "the hub's answer cannot be read")
	}
	return answer.body, nil
}

// answered is what a hub answered.
type answered struct {
	code   int
	status string // the code in words
	body   []byte
}

// codes are what the statuses of refusals mean.
var codes = map[int]chat.Code{
	http.StatusBadRequest:          chat.Invalid,
	http.StatusUnprocessableEntity: chat.Invalid,
	http.StatusNotFound:            chat.NotFound,
	http.StatusConflict:            chat.Conflict,
	http.StatusUnauthorized:        chat.Unauthorized,
	http.StatusForbidden:           chat.Forbidden,
	http.StatusTooManyRequests:     chat.Busy,
}

// refusal is the error that a hub's answer stands for.
func (a answered) refusal() error {
	var problem struct {
		Detail string `json:"detail"`
		Errors []struct {
			Message  string `json:"message"`
			Location string `json:"location"`
		} `json:"errors"`
	}
	if json.Unmarshal(a.body, &problem) != nil {
		problem.Detail = ""
	}
	err := chat.Errorf(cmp.Or(codes[a.code], chat.Unavailable), "%s", cmp.Or(problem.Detail, "the hub answered "+a.status))
	if len(problem.Errors) > 0 {
		err.Message = problem.Errors[0].Message
		err.Field = strings.TrimPrefix(problem.Errors[0].Location, "body.")
	}
	return err
}

// maxAnswer is how many bytes of an answer are read.
const maxAnswer = 4 << 20

// request asks a hub and returns what it answered, read to its end. It follows nobody elsewhere: passwords and tokens go where they were meant to.
func request(ctx context.Context, method string, to *url.URL, token string, body []byte) (answered, error) {
	r, err := http.NewRequestWithContext(ctx, method, to.String(), bytes.NewReader(body))
	if err != nil {
		return answered{}, chat.Errorf(chat.Invalid, "write request: %w", err)
	}
	if len(body) > 0 {
		r.Header.Set("Content-Type", "application/json")
	}
	if token != "" {
		r.Header.Set("Authorization", "Bearer "+token)
	}
	client := &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	defer client.CloseIdleConnections()
	response, err := client.Do(r)
	if err != nil {
		return answered{}, chat.Errorf(chat.Unavailable, "the hub cannot be reached: %w", err)
	}
	defer response.Body.Close()
	data, err := io.ReadAll(io.LimitReader(response.Body, maxAnswer))
	if err != nil {
		return answered{}, chat.Errorf(chat.Unavailable, "read the hub's answer: %w", err)
	}
	return answered{response.StatusCode, response.Status, data}, nil
}
