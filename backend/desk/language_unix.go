//go:build unix && !darwin

package desk

import (
	"os"
	"strings"
)

// Specification: https://www.gnu.org/software/gettext/manual/html_node/Locale-Environment-Variables.html

// systemLocales returns the locales the person wants, best first.
func systemLocales() []string { return environmentLocales(os.Getenv) }

func environmentLocales(env func(string) string) []string {
	locale := ""
	for _, name := range []string{"LC_ALL", "LC_MESSAGES", "LANG"} { // the first that is set counts
		if locale = env(name); locale != "" {
			break
		}
	}
	if locale == "C" || locale == "POSIX" {
		return nil
	}
	return append(strings.Split(env("LANGUAGE"), ":"), locale)
}
