package toast

import (
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"pgregory.net/rapid"
)

func TestLine(t *testing.T) {
	long := strings.Repeat("ä", 200)
	cases := []struct{ name, text, want string }{
		{"plain", "Could it still arrive before Friday?", "Could it still arrive before Friday?"},
		{"lines and spaces", "  one\r\n\ttwo\u2028three  ", "one two three"},
		{"control characters", "be\x00l\x07l\x1b[31m\u0085", "bell[31m"},
		{"direction", "a\u202eb\u2066c\u200fd", "abcd"},
		{"joined emoji stay", "👩‍🔧 ok", "👩‍🔧 ok"},
		{"not UTF-8", "a\xffb", "a\uFFFDb"},
		{"markup is text", "<b>1 & 2</b>", "<b>1 & 2</b>"},
		{"exactly as long", long[:2*140], long[:2*140]},
		{"too long", long, long[:2*139] + "…"},
		{"cut at a space", strings.Repeat("a", 138) + " bbb", strings.Repeat("a", 138) + "…"},
	}
	for _, c := range cases {
		if got := line(c.text, maxBody); got != c.want {
			t.Errorf("%s: line(%q) = %q, want %q", c.name, c.text, got, c.want)
		}
	}
}

func TestLineProperties(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := string(rapid.SliceOf(rapid.Byte()).Draw(t, "bytes")) + rapid.String().Draw(t, "text")
		got := line(text, maxBody)
		if !utf8.ValidString(got) || utf8.RuneCountInString(got) > maxBody {
			t.Fatalf("%q: invalid or too long", got)
		}
		if i := strings.IndexFunc(got, unicode.IsControl); i >= 0 {
			t.Fatalf("%q has a control character at %d", got, i)
		}
		if line(got, maxBody) != got {
			t.Fatalf("%q does not stay as it is", got)
		}
		if strings.ContainsAny(escape(got), "<>") {
			t.Fatalf("%q is markup", escape(got))
		}
	})
}

func TestInert(t *testing.T) {
	for _, text := range []string{
		"$(calc)", "`ncalc", "]]><action/>", "<script>", "--icon=/etc/passwd", "-u", "&amp;", `"@`, "a - b", "plain",
	} {
		got := inert(text)
		if strings.ContainsAny(got, "<>&$`") || strings.HasPrefix(got, "-") {
			t.Errorf("inert(%q) = %q means something", text, got)
		}
	}
	if got := inert("a - b: 5 €"); got != "a - b: 5 €" {
		t.Errorf("harmless text became %q", got)
	}
}
