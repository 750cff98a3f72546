package chat

import (
	"net/mail"
	"net/url"
	"strings"
	"unicode"
	"unicode/utf8"
)

// CheckText returns invalid unless s can be the text of a message: not blank, not longer than MaxText, valid UTF-8 without NUL.
func CheckText(s string) error {
	switch {
	case !utf8.ValidString(s) || strings.ContainsRune(s, 0):
		return Errorf(Invalid, "the text is not valid UTF-8").At("text")
	case strings.TrimSpace(s) == "":
		return Errorf(Invalid, "the text is empty").At("text")
	case len(s) > MaxText:
		return Errorf(Invalid, "the text has %d bytes, %d are allowed", len(s), MaxText).At("text")
	}
	return nil
}

// CheckClientID returns invalid unless s can be a client's own id of a message: 1 to 64 letters, digits, '-' or '_'.
func CheckClientID(s string) error {
	if len(s) < minClientID || len(s) > maxClientID || strings.ContainsFunc(s, func(r rune) bool {
		return !(r == '-' || r == '_' || r >= '0' && r <= '9' || r >= 'A' && r <= 'Z' || r >= 'a' && r <= 'z')
	}) {
		return Errorf(Invalid, "the client id must be 1 to %d letters, digits, - or _", maxClientID).At("clientId")
	}
	return nil
}

// CheckVisitorToken returns invalid unless s can be the secret a visitor's browser made for itself: 43 letters or digits.
func CheckVisitorToken(s string) error {
	if len(s) != visitorTokenSize || strings.Trim(s, idAlphabet) != "" {
		return Errorf(Invalid, "the visitor's token must be %d letters or digits", visitorTokenSize).At("token")
	}
	return nil
}

// ParseEmail returns the bare address of s in the form it is compared and stored in, or invalid.
func ParseEmail(s string) (string, error) {
	s = strings.TrimSpace(s)
	a, err := mail.ParseAddress(s)
	if err != nil || a.Address != s || len(s) > maxEmail {
		return "", Errorf(Invalid, "%q is not an e-mail address", s).At("email")
	}
	return strings.ToLower(s), nil
}

// CheckName returns invalid unless s can be the name of a site or agent.
func CheckName(s string) error {
	if strings.TrimSpace(s) == "" || utf8.RuneCountInString(s) > maxName || !utf8.ValidString(s) || strings.ContainsFunc(s, unicode.IsControl) {
		return Errorf(Invalid, "a name must have 1 to %d characters", maxName).At("name")
	}
	return nil
}

// ParseOrigin returns the origin of a website as browsers send it, or invalid when s is not scheme, host and optional port.
func ParseOrigin(s string) (string, error) {
	u, err := url.Parse(strings.TrimSpace(s))
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Hostname() == "" || u.User != nil || strings.Trim(u.Path, "/") != "" || u.RawQuery != "" || u.Fragment != "" {
		return "", Errorf(Invalid, "%q is not an origin such as https://shop.example", s).At("origin")
	}
	host := strings.ToLower(u.Host)
	if u.Scheme == "http" {
		host = strings.TrimSuffix(host, ":80")
	} else {
		host = strings.TrimSuffix(host, ":443")
	}
	return u.Scheme + "://" + host, nil
}
