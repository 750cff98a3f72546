package desk

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"net/http"
	"net/url"
	"time"

	"parley/backend/chat"
)

// Where a hub takes sign-ins, and takes tokens back.
const (
	loginPath  = "/api/v1/login"
	logoutPath = "/api/v1/logout"
)

// How long a hub may take: it makes guessing passwords slow.
const (
	loginLimit  = 30 * time.Second
	logoutLimit = 5 * time.Second
)

// login signs a device in at a hub and returns the token: unauthorized for a wrong e-mail address or password, unavailable when the hub cannot be
// reached.
func login(ctx context.Context, base *url.URL, email, password, device string) (string, error) {
	body, err := json.Marshal(map[string]string{"email": email, "password": password, "device": device})
	if err != nil {
		return "", chat.Errorf(chat.Internal, "write sign-in: %w", err)
	}
	ctx, cancel := context.WithTimeout(ctx, loginLimit)
	defer cancel()
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, base.JoinPath(loginPath).String(), bytes.NewReader(body))
	if err != nil {
		return "", chat.Errorf(chat.Invalid, "write sign-in: %w", err)
	}
	request.Header.Set("Content-Type", "application/json")
	client := newClient()
	defer client.CloseIdleConnections()
	response, err := client.Do(request)
	if err != nil {
		return "", chat.Errorf(chat.Unavailable, "the hub cannot be reached: %w", err)
	}
	defer response.Body.Close()
	data, err := io.ReadAll(io.LimitReader(response.Body, 64<<10))
	if err != nil {
		return "", chat.Errorf(chat.Unavailable, "read the hub's answer: %w", err)
	}
	var answer struct {
		Token  string `json:"token"`
		Detail string `json:"detail"`
	}
	parseErr := json.Unmarshal(data, &answer)
	switch {
	case response.StatusCode == http.StatusUnauthorized:
		return "", chat.Errorf(chat.Unauthorized, "e-mail address or password is wrong")
	case response.StatusCode == http.StatusTooManyRequests:
		return "", chat.Errorf(chat.Busy, "too many attempts; wait a little")
	case response.StatusCode == http.StatusUnprocessableEntity, response.StatusCode == http.StatusBadRequest:
		return "", chat.Errorf(chat.Invalid, "the hub does not take this: %s", answer.Detail)
	case response.StatusCode != http.StatusOK || parseErr != nil || answer.Token == "":
		return "", chat.Errorf(chat.Unavailable, "there is no Parley hub at %s (it answered %s)", base, response.Status)
	}
	return answer.Token, nil
}

// logout makes a token worthless at its hub.
func logout(ctx context.Context, base *url.URL, token string) error {
	ctx, cancel := context.WithTimeout(ctx, logoutLimit)
	defer cancel()
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, base.JoinPath(logoutPath).String(), nil)
	if err != nil {
		return chat.Errorf(chat.Invalid, "write sign-out: %w", err)
	}
	request.Header.Set("Authorization", "Bearer "+token)
	client := newClient()
	defer client.CloseIdleConnections()
	response, err := client.Do(request)
	if err != nil {
		return chat.Errorf(chat.Unavailable, "the hub cannot be reached: %w", err)
	}
	defer response.Body.Close()
	if response.StatusCode != http.StatusNoContent && response.StatusCode != http.StatusUnauthorized { // it may be worthless already
		return chat.Errorf(chat.Unavailable, "the hub answered %s", response.Status)
	}
	return nil
}

// newClient returns a client that follows nobody elsewhere: passwords and tokens go where they were meant to.
func newClient() *http.Client {
	return &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
}
