package server_test

import (
	"bytes"
	"testing"
	"testing/synctest"
	"time"

	"parley/backend/server/servertest"
)

func TestWrongPasswordsWaitLongerAndLonger(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := servertest.Start(t)
		addAgent(t, h, "ann@shop.example")
		addAgent(t, h, "bob@shop.example")
		try := func(email, password string) int {
			answer, data := h.Do("POST", "/api/v1/login", "", map[string]string{"email": email, "password": password})
			if bytes.Contains(data, []byte(password)) {
				t.Errorf("the answer repeats the password: %s", data)
			}
			return answer.StatusCode
		}
		for range 3 {
			if got := try("ann@shop.example", "a wrong one"); got != 401 {
				t.Errorf("a wrong password answers %d", got)
			}
		}
		for wait := time.Second; wait <= 4*time.Second; wait *= 2 {
			if got := try("ann@shop.example", secret); got != 429 {
				t.Errorf("before %v have passed: %d", wait, got)
			}
			time.Sleep(wait)
			if got := try("ann@shop.example", "a wrong one"); got != 401 {
				t.Errorf("after %v: %d", wait, got)
			}
		}
		if got := try("bob@shop.example", secret); got != 200 {
			t.Errorf("another agent: %d", got)
		}
		time.Sleep(time.Minute)
		if got := try("ann@shop.example", secret); got != 200 {
			t.Errorf("the right password in the end: %d", got)
		}
		if got := try("ann@shop.example", "a wrong one"); got != 401 {
			t.Errorf("after signing in the count begins anew: %d", got)
		}
	})
}

func TestUnknownAgentsAnswerLikeWrongPasswords(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := servertest.Start(t)
		addAgent(t, h, "ann@shop.example")
		if _, err := h.Setup(t.Context(), "Second", "Ann"); err == nil {
			t.Fatal("a hub with a site was set up")
		}
		var bodies [][]byte
		for _, email := range []string{"ann@shop.example", "nobody@shop.example", "no address", ""} {
			answer, data := h.Do("POST", "/api/v1/login", "", map[string]string{"email": email, "password": "a wrong one"})
			if answer.StatusCode != 401 {
				t.Errorf("%q answers %d", email, answer.StatusCode)
			}
			bodies = append(bodies, data)
		}
		for _, body := range bodies[1:] {
			if !bytes.Equal(body, bodies[0]) {
				t.Errorf("answers differ: %s and %s", bodies[0], body)
			}
		}
	})
}

func TestBodyThatIsWrongIsNotRepeated(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := servertest.Start(t)
		for _, body := range []any{
			map[string]any{"email": "ann@shop.example", "password": []string{"hunter2"}},
			map[string]any{"email": "ann@shop.example", "password": "hunter2", "hunter2": "hunter2"},
			map[string]any{"email": "ann@shop.example", "password": "hunter2" + string(bytes.Repeat([]byte("x"), 2000))},
		} {
			answer, data := h.Do("POST", "/api/v1/login", "", body)
			if answer.StatusCode != 422 || bytes.Contains(data, []byte(`"hunter2`)) {
				t.Errorf("answered %d %s", answer.StatusCode, data)
			}
		}
	})
}
