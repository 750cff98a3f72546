// Package texts is what the desk says outside of its window: tray, toasts and terminal. It reads the catalogues that window and widget use, of which
// each program has a section.
package texts

import (
	"embed"
	"encoding/json"
	"fmt"
	"strings"
)

//go:embed en.json de.json fr.json
var catalogues embed.FS

// Languages are the languages there is a catalogue of, the first being spoken to everybody else.
var Languages = []string{"en", "de", "fr"}

// Texts are the desk's texts in one language.
type Texts struct {
	Language string
	texts    map[string]string // by key; of a text with plural forms, key.one and key.other
}

// In returns the desk's texts in a language, or in the first one if there is no catalogue of it.
func In(language string) Texts {
	data, err := catalogues.ReadFile(language + ".json")
	if err != nil {
		return In(Languages[0])
	}
	var catalogue struct {
		Desk map[string]any `json:"desk"`
	}
	if err := json.Unmarshal(data, &catalogue); err != nil {
		panic(fmt.Sprintf("texts: the catalogue of %s is damaged: %v", language, err)) // it is part of the program
	}
	t := Texts{Language: language, texts: map[string]string{}}
	t.flatten("", catalogue.Desk)
	return t
}

func (t Texts) flatten(prefix string, section map[string]any) {
	for key, value := range section {
		switch value := value.(type) {
		case string:
			t.texts[prefix+key] = value
		case map[string]any:
			t.flatten(prefix+key+".", value)
		}
	}
}

// Text returns a text with its {parameters} filled in, which follow as pairs of name and value. A key nobody wrote a text for is returned itself.
func (t Texts) Text(key string, pairs ...string) string {
	text, ok := t.texts[key]
	if !ok {
		return key
	}
	if len(pairs) == 0 {
		return text
	}
	old := make([]string, len(pairs))
	for i := range pairs {
		old[i] = pairs[i]
		if i%2 == 0 {
			old[i] = "{" + pairs[i] + "}"
		}
	}
	return strings.NewReplacer(old...).Replace(text)
}

// Count returns the form of a text that goes with a number, its {count} filled in.
func (t Texts) Count(key string, n int) string {
	return t.Text(key+"."+plural(t.Language, n), "count", fmt.Sprint(n))
}

// plural returns the CLDR category of a whole number, as far as the texts of a desk tell them apart.
func plural(language string, n int) string {
	if n == 1 || n == 0 && language == "fr" {
		return "one"
	}
	return "other"
}
