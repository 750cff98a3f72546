package window

import (
	"net/url"
	"strings"
	"unicode"

	"parley/backend/chat"
)

// Link returns the address a browser or mail program may be asked to open for s: http, https or mailto, written out again after parsing. It returns
// invalid for anything else, whoever supplied it.
func Link(s string) (string, error) {
	refuse := func() (string, error) {
		return "", chat.Errorf(chat.Invalid, "this link cannot be opened: only http, https and mailto can")
	}
	if strings.ContainsFunc(s, func(r rune) bool { return unicode.IsControl(r) || unicode.IsSpace(r) }) {
		return refuse()
	}
	u, err := url.Parse(s)
	if err != nil {
		return refuse()
	}
	switch {
	case (u.Scheme == "http" || u.Scheme == "https") && u.Hostname() != "" && u.User == nil:
	case u.Scheme == "mailto" && u.Opaque != "" && !strings.HasPrefix(u.Opaque, "-"):
	default:
		return refuse()
	}
	return u.String(), nil
}
