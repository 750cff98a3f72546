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
	answer, err := post(ctx, base.JoinPath(loginPath), "Content-Type", "application/json", body)
	if err != nil {
		return "", err
	}
	var said struct {
		Token  string `json:"token"`
		Detail string `json:"detail"`
	}
	parseErr := json.Unmarshal(answer.body, &said)
	switch {
	case answer.code == http.StatusUnauthorized:
		return "", chat.Errorf(chat.Unauthorized, "e-mail address or password is wrong")
	case answer.code == http.StatusTooManyRequests:
		return "", chat.Errorf(chat.Busy, "too many attempts; wait a little")
	case answer.code == http.StatusUnprocessableEntity, answer.code == http.StatusBadRequest:
		return "", chat.Errorf(chat.Invalid, "the hub does not take this: %s", said.Detail)
	case answer.code != http.StatusOK || parseErr != nil || said.Token == "":
		return "", chat.Errorf(chat.Unavailable, "there is no Parley hub at %s (it answered %s)", base, answer.status)
	}
	return said.Token, nil
}

// logout makes a token worthless at its hub.
func logout(ctx context.Context, base *url.URL, token string) error {
	ctx, cancel := context.WithTimeout(ctx, logoutLimit)
	defer cancel()
	answer, err := post(ctx, base.JoinPath(logoutPath), "Authorization", "Bearer "+token, nil)
	if err != nil {
		return err
	}
	if answer.code != http.StatusNoContent && answer.code != http.StatusUnauthorized { // it may be worthless already
		return chat.Errorf(chat.Unavailable, "the hub answered %s", answer.status)
	}
	return nil
}

// post asks a hub with one header and returns what it answered, read to its end. It follows nobody elsewhere: passwords and tokens go where they were
// meant to.
func post(ctx context.Context, to *url.URL, header, value string, body []byte) (answered, error) {
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, to.String(), bytes.NewReader(body))
	if err != nil {
		return answered{}, chat.Errorf(chat.Invalid, "write request: %w", err)
	}
	request.Header.Set(header, value)
	client := &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	defer client.CloseIdleConnections()
	response, err := client.Do(request)
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

// answered is what a hub answered.
type answered struct {
	code   int
	status string // the code in words
	body   []byte
}

// maxAnswer is how many bytes of an answer are read.
const maxAnswer = 64 << 10
