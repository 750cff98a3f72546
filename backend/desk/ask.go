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

// askable is what the window gets at of a hub's REST through the desk: what its lists and settings show and change, and nothing else. Statuses, messages
// and the sign-in are the session's, which also keeps them while there is no link. {id} stands for an id.
var askable = map[string][]string{
	http.MethodGet: {
		"/me/devices", "/me/changes", "/site/agents", "/site/agents/{id}/changes", "/site/agents/{id}/hours", "/site/coverage", "/site/groups",
		"/site/invitations", "/site/settings", "/site/targeting",
	},
	http.MethodPost: {"/site/groups", "/site/invitations", "/site/targeting", "/site/targeting/preview"},
	http.MethodPut: {
		"/site/agents/{id}", "/site/agents/{id}/hours", "/site/agents/{id}/status", "/site/groups/{id}", "/site/settings", "/site/targeting",
		"/site/targeting/{id}",
	},
	http.MethodDelete: {"/me/devices/{id}", "/site/agents/{id}", "/site/groups/{id}", "/site/invitations/{id}", "/site/targeting/{id}"},
}

var aQuery = regexp.MustCompile(`^[A-Za-z0-9_=&.-]*$`)

// mayAsk reports whether a window may ask this.
func mayAsk(method, path, query string) bool {
	for _, allowed := range askable[method] {
		before, after, hasID := strings.Cut(allowed, "{id}")
		id, fits := strings.CutPrefix(path, before)
		id, ends := strings.CutSuffix(id, after)
		if path == allowed || hasID && fits && ends && chat.CheckClientID(id) == nil {
			return aQuery.MatchString(query)
		}
	}
	return false
}

// Ask asks the hub on the window's behalf, with the token of who is signed in, and returns what it answered.
func (d *Desk) Ask(ctx context.Context, p local.AskParams) (json.RawMessage, error) {
	path, query, _ := strings.Cut(p.Path, "?")
	if !mayAsk(p.Method, path, query) {
		return nil, chat.Errorf(chat.Invalid, "a window does not ask a hub to %s %q", p.Method, p.Path).At("path")
	}
	d.mu.Lock()
	m := d.member
	d.mu.Unlock()
	if m == nil {
		return nil, errSignedOut
	}
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
