package desk

import "testing"

func TestLanguage(t *testing.T) {
	for name, c := range map[string]struct {
		chosen string
		wanted []string
		want   string
	}{
		"nothing":                  {"", nil, "en"},
		"chosen":                   {"fr", []string{"de_DE.UTF-8"}, "fr"},
		"chosen, but unknown":      {"xx", []string{"de_DE.UTF-8"}, "de"},
		"of Unix":                  {"", []string{"de_CH.UTF-8@euro"}, "de"},
		"of Unix, short":           {"", []string{"fr"}, "fr"},
		"of Windows":               {"", []string{"de-DE", "en-US"}, "de"},
		"of macOS":                 {"", []string{"zh-Hans-CH", "fr-CH", "de-CH"}, "fr"},
		"a language without texts": {"", []string{"", "it_IT.UTF-8"}, "en"},
		"another that begins so":   {"", []string{"den-CA"}, "en"},
	} {
		t.Run(name, func(t *testing.T) {
			if got := languageOf(c.chosen, c.wanted); got != c.want {
				t.Errorf("language %q, want %q", got, c.want)
			}
		})
	}
}
