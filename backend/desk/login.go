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

// loginPath is where a hub takes sign-ins.
const loginPath = "/api/v1/login"

// loginLimit is how long a hub may take: it makes guessing passwords slow.
const loginLimit = 30 * time.Second

// login signs in at a hub and returns the token: unauthorized for a wrong e-mail address or password, unavailable when the hub cannot be reached.
func login(ctx context.Context, base *url.URL, email, password string) (string, error) {
	body, err := json.Marshal(map[string]string{"email": email, "password": password})
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
	client := &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }} // a password goes where it was meant to
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
