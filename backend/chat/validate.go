package chat

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"net/mail"
	"net/netip"
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"time"
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
	if len(s) != tokenLength || strings.Trim(s, idAlphabet) != "" {
		return Errorf(Invalid, "the visitor's token must be %d letters or digits", tokenLength).At("token")
	}
	return nil
}

// VisitorKey is what a visitor's token is known by to whoever shall not be able to use it.
func VisitorKey(token string) string {
	sum := sha256.Sum256([]byte(token))
	return hex.EncodeToString(sum[:])
}

// MaxTimed is the longest a timed choice may run.
const MaxTimed = 30 * 24 * time.Hour

// TimedLength reads a number of milliseconds as CheckTimed takes it, also one that is no Duration any more.
func TimedLength(ms int64) time.Duration {
	return time.Duration(min(max(ms, -1), MaxTimed.Milliseconds()+1)) * time.Millisecond
}

// CheckTimed returns invalid unless a choice can run for so long, or until the agent's next hours; zero and false stand for an ordinary choice.
func CheckTimed(length time.Duration, toHours bool) error {
	switch {
	case length < 0 || length > MaxTimed:
		return Errorf(Invalid, "a timed choice runs for up to %d days, not for %v", MaxTimed/(24*time.Hour), length).At("for")
	case length > 0 && toHours:
		return Errorf(Invalid, "a choice runs for some time or until the next hours, not both").At("for")
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
	switch {
	case !utf8.ValidString(s), strings.ContainsFunc(s, unicode.IsControl):
		return Errorf(Invalid, "a name must be one line of text").At("name")
	case strings.TrimSpace(s) == "", utf8.RuneCountInString(s) > maxName:
		return Errorf(Invalid, "a name must have 1 to %d characters", maxName).At("name")
	}
	return nil
}

// hostName is a name as browsers send it, with other scripts in punycode. Nothing else may stand in an origin: it goes into response headers.
var hostName = regexp.MustCompile(`^[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?(\.[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?)*$`)

// ParseOrigin returns the origin of a website as browsers send it, or invalid when s is not scheme, host and optional port.
func ParseOrigin(s string) (string, error) {
	invalid := Errorf(Invalid, "%q is not an origin such as https://shop.example", s).At("origin")
	u, err := url.Parse(strings.ToLower(strings.TrimSpace(s)))
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.User != nil || strings.Trim(u.Path, "/") != "" || u.RawQuery != "" || u.ForceQuery || u.Fragment != "" {
		return "", invalid
	}
	host := u.Hostname()
	if ip, err := netip.ParseAddr(host); err == nil && ip.Is6() && ip.Zone() == "" {
		host = "[" + ip.String() + "]"
	} else if !hostName.MatchString(host) {
		return "", invalid
	}
	if u.Port() == "" {
		return u.Scheme + "://" + host, nil
	}
	port, err := strconv.ParseUint(u.Port(), 10, 16)
	if err != nil || port == 0 {
		return "", invalid
	}
	if u.Scheme == "http" && port == 80 || u.Scheme == "https" && port == 443 {
		return u.Scheme + "://" + host, nil
	}
	return fmt.Sprintf("%s://%s:%d", u.Scheme, host, port), nil
}
