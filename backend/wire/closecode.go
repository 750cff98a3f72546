package wire

import (
	"strconv"
	"strings"
)

// CloseCode says why a connection ended. The range of a code decides what the peer does about it, so that a peer can obey a code it has never
// heard of: below 4500 it connects again, after a delay that grows with every failure; from 4500 on, not before something has changed, such as the
// sign-in, the page or the program.
//
//	code  name          meaning                                                              connect again
//	1000  normal        a goodbye: the desk quits or signs out                               yes, whoever receives it
//	1001  going away    a goodbye: the page with the widget is left                          yes
//	1002  -             what came was no websocket (said by the library)                     yes
//	1005  no status     closed without a code                                                yes
//	1006  lost          never sent: the link broke or fell silent                            yes
//	4001  slow          the peer read too slowly, or did not say hello in time               yes, and ask for what was missed
//	4002  restart       the hub stops or restarts                                            yes
//	4003  elsewhere     this hub stops or is of no use now; others serve the site            yes
//	4004  overload      the hub takes no more at the moment                                  yes
//	4500  unauthorized  the token is not known, or no longer                                 after signing in
//	4501  protocol      the peer speaks another version, or out of turn                      after an update
//	4502  origin        pages of this origin may not carry the site's widget                 after the site's settings change
//	4503  invalid       a message was too large, not text, not UTF-8 or not a known frame    after an update
//	4504  replaced      the same device or tab has connected again                           no: its other link is in use
//	4505  unknown site  there is no such site                                                after the snippet changes
type CloseCode int

// Every code that Parley uses.
const (
	Normal    CloseCode = 1000
	GoingAway CloseCode = 1001
	NoStatus  CloseCode = 1005
	Lost      CloseCode = 1006

	Slow      CloseCode = 4001
	Restart   CloseCode = 4002
	Elsewhere CloseCode = 4003
	Overload  CloseCode = 4004

	Unauthorized CloseCode = 4500
	Protocol     CloseCode = 4501
	Origin       CloseCode = 4502
	Invalid      CloseCode = 4503
	Replaced     CloseCode = 4504
	UnknownSite  CloseCode = 4505
)

var codeNames = map[CloseCode]string{
	Normal:    "normal",
	GoingAway: "going away",
	NoStatus:  "no status",
	Lost:      "lost",

	Slow:      "slow",
	Restart:   "restart",
	Elsewhere: "elsewhere",
	Overload:  "overload",

	Unauthorized: "unauthorized",
	Protocol:     "protocol",
	Origin:       "origin",
	Invalid:      "invalid",
	Replaced:     "replaced",
	UnknownSite:  "unknown site",
}

// Reconnect reports whether the peer that was told the code should connect again by itself.
func (c CloseCode) Reconnect() bool { return c < 4500 }

// String returns the name of the code, or its number where it has none.
func (c CloseCode) String() string {
	if name, ok := codeNames[c]; ok {
		return name
	}
	return strconv.Itoa(int(c))
}

// Ending says how a connection ended.
type Ending struct {
	Code   CloseCode
	Reason string // for logs, not for people
	Peer   bool   // the peer said so; false with Lost, where nobody said anything, and with what this end said itself
}

func (e Ending) String() string {
	if e.Reason == "" {
		return e.Code.String()
	}
	return e.Code.String() + ": " + e.Reason
}

// maxReason is what a close frame has room for beside its code.
const maxReason = 123

// cutReason shortens a reason to what a close frame can carry.
func cutReason(reason string) string {
	return strings.ToValidUTF8(reason[:min(len(reason), maxReason)], "")
}
