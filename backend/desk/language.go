package desk

import (
	"os"
	"slices"
	"strings"

	"parley/frontend/shared/texts"
)

// languageOf returns the language to speak: the chosen one, otherwise the first that the system's settings name and there is a catalogue of.
func languageOf(chosen string, env func(string) string) string {
	if slices.Contains(texts.Languages, chosen) {
		return chosen
	}
	locale := ""
	for _, name := range []string{"LC_ALL", "LC_MESSAGES", "LANG"} { // the first that is set counts
		if locale = env(name); locale != "" {
			break
		}
	}
	if locale == "C" || locale == "POSIX" {
		return texts.Languages[0]
	}
	for wanted := range strings.SplitSeq(env("LANGUAGE")+":"+locale, ":") {
		language, _, _ := strings.Cut(strings.ToLower(wanted), "_")
		language, _, _ = strings.Cut(language, ".")
		if slices.Contains(texts.Languages, language) {
			return language
		}
	}
	return texts.Languages[0]
}

func systemLanguage(chosen string) string { return languageOf(chosen, os.Getenv) }
