package server_test

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"parley/backend/server/servertest"
	"parley/backend/wire"
)

func TestWrongPasswordsWaitLongerAndLonger(t *testing.T) {
	servertest.OneHub(t) // each counts what comes to it
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

// tryAll sends sign-ins with a wrong password at once and returns how often each status answered them.
func tryAll(h *servertest.Hub, emails ...string) map[int]int {
	statuses := make([]int, len(emails))
	var all sync.WaitGroup
	for i, email := range emails {
		all.Go(func() {
			answer, _ := h.Do("POST", "/api/v1/login", "", map[string]string{"email": email, "password": "a wrong one"})
			statuses[i] = answer.StatusCode
		})
	}
	all.Wait()
	count := map[int]int{}
	for _, s := range statuses {
		count[s]++
	}
	return count
}

func TestGuessesAtOnceAreNoMoreThanOneAfterTheOther(t *testing.T) {
	servertest.OneHub(t) // each counts what comes to it
	synctest.Test(t, func(t *testing.T) {
		h := servertest.Start(t)
		addAgent(t, h, "ann@shop.example")
		if diff := cmp.Diff(map[int]int{401: 3, 429: 9}, tryAll(h, slices.Repeat([]string{"ann@shop.example"}, 12)...)); diff != "" {
			t.Error(diff)
		}
	})
}

func TestGuessesSpreadOverAgentsOrAddressesWaitToo(t *testing.T) {
	servertest.OneHub(t) // each counts what comes to it
	synctest.Test(t, func(t *testing.T) {
		h := servertest.Start(t)
		addAgent(t, h, "ann@shop.example")
		h.From("203.0.113.7")
		var emails []string
		for i := range 25 {
			emails = append(emails, fmt.Sprintf("agent%d@shop.example", i))
		}
		if diff := cmp.Diff(map[int]int{401: 20, 429: 5}, tryAll(h, emails...)); diff != "" {
			t.Errorf("many agents from one address: %s", diff)
		}
		guesses := map[int]int{}
		for i := range 25 {
			h.From(fmt.Sprintf("198.51.100.%d", i))
			for status, n := range tryAll(h, "ann@shop.example") {
				guesses[status] += n
			}
		}
		if diff := cmp.Diff(map[int]int{401: 20, 429: 5}, guesses); diff != "" {
			t.Errorf("one agent from many addresses: %s", diff)
		}
		time.Sleep(10 * time.Second)
		h.From("203.0.113.9")
		if answer, _ := h.Do("POST", "/api/v1/login", "", map[string]string{"email": "ann@shop.example", "password": secret}); answer.StatusCode != 200 {
			t.Errorf("the agent is answered %d after a while", answer.StatusCode)
		}
	})
}

func TestDevicesHaveOneTokenEach(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := servertest.Start(t)
		addAgent(t, h, "ann@shop.example")
		c := newContract(t, h)
		login := func(device string) string {
			var out struct{ Token string }
			body := map[string]string{"email": "ann@shop.example", "password": secret}
			if device != "" {
				body["device"] = device
			}
			c.want(200, c.do("POST", "/api/v1/login", "", body, &out))
			return out.Token
		}
		laptop, script, phone := login("laptop"), login(""), login("phone")
		again := login("laptop")
		login("")
		for token, want := range map[string]int{laptop: 401, again: 200, script: 200, phone: 200} {
			c.want(want, c.do("GET", "/api/v1/me/status", token, nil, nil))
		}
		body := map[string]string{"email": "ann@shop.example", "password": secret, "device": "no id"}
		c.want(422, c.do("POST", "/api/v1/login", "", body, nil))
	})
}

func TestLogoutEndsTheTokenAndItsLinks(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := servertest.Start(t)
		ann, token := h.Agent("Ann")
		other := h.Token(ann)
		c := newContract(t, h)
		desk, stays := h.Desk(token, "laptop"), h.Desk(other, "phone")
		desk.Received()
		c.want(204, c.do("POST", "/api/v1/logout", token, nil, nil))
		if end := desk.Ending(); end == nil || end.Code != wire.Unauthorized {
			t.Errorf("the desk's link ended with %v", end)
		}
		if end := stays.Ending(); end != nil {
			t.Errorf("another desk's link ended with %v", end)
		}
		c.want(401, c.do("GET", "/api/v1/me/status", token, nil, nil))
		c.want(401, c.do("POST", "/api/v1/logout", token, nil, nil))
		c.want(200, c.do("GET", "/api/v1/me/status", other, nil, nil))
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
			map[string]any{"email": "ann@shop.example", "password": "hunter2" + strings.Repeat("ß", 1000)},
			map[string]any{"email": strings.Repeat("ß", 200), "password": "hunter2"},
		} {
			answer, data := h.Do("POST", "/api/v1/login", "", body)
			if answer.StatusCode != 422 || bytes.Contains(data, []byte(`"hunter2`)) {
				t.Errorf("answered %d %s", answer.StatusCode, data)
			}
		}
	})
}
