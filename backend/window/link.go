package window

import (
	"fmt"
	"net/url"
	"strings"
	"unicode"
	"unicode/utf8"

	"parley/backend/chat"
)

// unopenable is what Wails does not pass on to the system: it opens no address with one of these characters, and tells only its log.
const unopenable = ";|`$\\<>*{}[]()~!"

// Link returns the address a browser or mail program may be asked to open for s: http, https or mailto, written out again after parsing, with whatever
// Wails would refuse percent-encoded. It returns invalid for anything else, whoever supplied it.
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
	if strings.ContainsAny(u.Host, unopenable) {
		return "", chat.Errorf(chat.Invalid, "this link cannot be opened: its host %s has characters that are not passed on", u.Host)
	}
	return encode(u.String()), nil
}

// encode percent-encodes what Wails would refuse, and every byte beyond ASCII.
func encode(address string) string {
	var out strings.Builder
	for _, b := range []byte(address) {
		if b >= utf8.RuneSelf || strings.IndexByte(unopenable, b) >= 0 {
			fmt.Fprintf(&out, "%%%02X", b)
		} else {
			out.WriteByte(b)
		}
	}
	return out.String()
}
