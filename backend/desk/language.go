package desk

import (
	"slices"
	"strings"

	"parley/frontend/shared/texts"
)

// languageOf returns the language to speak: the chosen one, otherwise the first of the wanted locales, such as de_CH.UTF-8 or de-CH, that there is a
// catalogue of.
func languageOf(chosen string, wanted []string) string {
	if slices.Contains(texts.Languages, chosen) {
		return chosen
	}
	for _, locale := range wanted {
		language := strings.ToLower(locale)
		if end := strings.IndexAny(language, "_-.@"); end >= 0 {
			language = language[:end]
		}
		if slices.Contains(texts.Languages, language) {
			return language
		}
	}
	return texts.Languages[0]
}

func systemLanguage(chosen string) string { return languageOf(chosen, systemLocales()) }
