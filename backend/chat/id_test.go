package chat_test

import (
	"regexp"
	"testing"

	"parley/backend/chat"
)

func TestIDs(t *testing.T) {
	for _, c := range []struct {
		name  string
		fresh func() string
		shape string
	}{
		{"NewID", chat.NewID, `^[A-Za-z0-9]{17}$`},
		{"NewVisitorID", chat.NewVisitorID, `^[A-Za-z0-9]{32}$`},
		{"NewToken", chat.NewToken, `^[A-Za-z0-9]{43}$`},
	} {
		t.Run(c.name, func(t *testing.T) {
			shape, seen, letters := regexp.MustCompile(c.shape), map[string]bool{}, map[rune]bool{}
			for range 2000 {
				id := c.fresh()
				if !shape.MatchString(id) {
					t.Fatalf("%q is not %s", id, c.shape)
				}
				if seen[id] {
					t.Fatalf("%q came twice", id)
				}
				seen[id] = true
				for _, r := range id {
					letters[r] = true
				}
			}
			if len(letters) != 62 {
				t.Errorf("%d different characters were used, want all 62", len(letters))
			}
		})
	}
}

func TestNewTokenIsAVisitorToken(t *testing.T) {
	if err := chat.CheckVisitorToken(chat.NewToken()); err != nil {
		t.Error(err)
	}
}
