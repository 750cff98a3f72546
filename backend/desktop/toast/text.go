package toast

import (
	"strings"
	"unicode"
)

// The longest texts, in runes. A toast is a line to notice, not a place to read.
const (
	maxTitle = 80
	maxBody  = 140
)

// line makes text fit for a toast: valid, on one line, without control characters and signs that turn the direction of what follows, and at most
// limit runes long.
func line(text string, limit int) string {
	var b strings.Builder
	gap := false
	for _, r := range strings.ToValidUTF8(text, "\uFFFD") {
		switch {
		case unicode.IsSpace(r):
			gap = b.Len() > 0
			continue
		case unicode.IsControl(r), unicode.Is(unicode.Bidi_Control, r):
			continue
		}
		if gap {
			b.WriteByte(' ')
			gap = false
		}
		b.WriteRune(r)
	}
	runes := []rune(b.String())
	if len(runes) <= limit {
		return string(runes)
	}
	return strings.TrimRight(string(runes[:limit-1]), " ") + "…"
}

// escape writes text so that a service which reads its body as markup shows just that text.
var escape = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;").Replace

var withoutMeaning = strings.NewReplacer("<", "‹", ">", "›", "&", "＆", "$", "＄", "`", "ˋ").Replace

// inert takes every special meaning out of text that goes on to programs which do not escape it: beeep puts it unescaped into XML inside a
// PowerShell string that runs $(…), and into arguments of notify-send, where a leading dash is an option. Look-alikes are the price.
func inert(text string) string {
	text = withoutMeaning(text)
	if rest, ok := strings.CutPrefix(text, "-"); ok {
		return "‐" + rest
	}
	return text
}
