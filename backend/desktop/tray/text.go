package tray

import (
	"strings"
	"unicode"
)

// plain takes out what must not stand in a menu or a tooltip: names of visitors do, and may hold anything.
func plain(text string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case unicode.IsSpace(r):
			return ' '
		case unicode.IsControl(r), unicode.Is(unicode.Bidi_Control, r):
			return -1
		}
		return r
	}, strings.ToValidUTF8(text, "\uFFFD"))
}
