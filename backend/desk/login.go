package desk

import (
	"context"
	"encoding/json"
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
	answer, err := request(ctx, http.MethodPost, base.JoinPath(loginPath), "", body)
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
	answer, err := request(ctx, http.MethodPost, base.JoinPath(logoutPath), token, nil)
	if err != nil {
		return err
	}
	if answer.code != http.StatusNoContent && answer.code != http.StatusUnauthorized { // it may be worthless already
		return chat.Errorf(chat.Unavailable, "the hub answered %s", answer.status)
	}
	return nil
}
