//go:build unix && !darwin

package desk

import "testing"

func TestTheEnvironmentNamesTheLanguage(t *testing.T) {
	for name, c := range map[string]struct {
		env  map[string]string
		want string
	}{
		"nothing":                   {nil, "en"},
		"LANG":                      {map[string]string{"LANG": "de_CH.UTF-8"}, "de"},
		"LC_MESSAGES before LANG":   {map[string]string{"LC_MESSAGES": "fr_FR", "LANG": "de_DE"}, "fr"},
		"LC_ALL before all":         {map[string]string{"LC_ALL": "en_GB", "LC_MESSAGES": "fr_FR", "LANG": "de_DE"}, "en"},
		"LANGUAGE has a list":       {map[string]string{"LANGUAGE": "it:fr:de", "LANG": "it_IT.UTF-8"}, "fr"},
		"LANGUAGE counts not for C": {map[string]string{"LANGUAGE": "fr", "LC_ALL": "C"}, "en"},
	} {
		t.Run(name, func(t *testing.T) {
			if got := languageOf("", environmentLocales(func(key string) string { return c.env[key] })); got != c.want {
				t.Errorf("language %q, want %q", got, c.want)
			}
		})
	}
}
