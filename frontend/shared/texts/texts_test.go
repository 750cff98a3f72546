package texts

import (
	"encoding/json"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// catalogue returns every text of a language by its key, all sections.
func catalogue(t *testing.T, language string) map[string]string {
	t.Helper()
	data, err := catalogues.ReadFile(language + ".json")
	if err != nil {
		t.Fatal(err)
	}
	var sections map[string]any
	if err := json.Unmarshal(data, &sections); err != nil {
		t.Fatal(err)
	}
	c := Texts{texts: map[string]string{}}
	c.flatten("", sections)
	return c.texts
}

var (
	parameter = regexp.MustCompile(`\{\w*\}`)
	forms     = []string{"zero", "one", "two", "few", "many", "other"}
)

// shape returns what all languages must have in common: keys without their plural form, and the parameters of each. A form may leave out {count}.
func shape(texts map[string]string) map[string][]string {
	shape := map[string][]string{}
	for key, text := range texts {
		parameters := parameter.FindAllString(text, -1)
		if i := strings.LastIndex(key, "."); slices.Contains(forms, key[i+1:]) {
			key = key[:i]
			parameters = append(parameters, "{count}")
		}
		shape[key] = append(shape[key], parameters...)
		slices.Sort(shape[key])
		shape[key] = slices.Compact(shape[key])
	}
	return shape
}

func TestAllLanguagesSayTheSame(t *testing.T) {
	want := shape(catalogue(t, Languages[0]))
	if len(want) < 20 {
		t.Fatalf("only %d texts", len(want))
	}
	for _, language := range Languages[1:] {
		if diff := cmp.Diff(want, shape(catalogue(t, language))); diff != "" {
			t.Errorf("%s differs from %s (-want +got):\n%s", language, Languages[0], diff)
		}
	}
}

func TestNoTextIsEmptyOrUntidy(t *testing.T) {
	for _, language := range Languages {
		for key, text := range catalogue(t, language) {
			if strings.TrimSpace(text) != text || text == "" || strings.Contains(text, "  ") {
				t.Errorf("%s: %s is %q", language, key, text)
			}
		}
	}
}

func TestPluralTextsHaveTheFormsOfTheirLanguage(t *testing.T) {
	for _, language := range Languages {
		texts := catalogue(t, language)
		for key := range texts {
			if base, ok := strings.CutSuffix(key, ".other"); ok {
				for _, n := range []int{0, 1, 2, 5, 21} {
					if _, ok := texts[base+"."+plural(language, n)]; !ok {
						t.Errorf("%s: %s has no form for %d", language, base, n)
					}
				}
			}
		}
	}
}

// TestEveryTextOfTheDeskIsUsed looks for each key, or for the beginning a program puts the rest to, among the strings of the Go sources.
func TestEveryTextOfTheDeskIsUsed(t *testing.T) {
	var sources strings.Builder
	err := filepath.WalkDir(filepath.Join("..", "..", "..", "backend"), func(path string, entry fs.DirEntry, err error) error {
		if err != nil || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return err
		}
		data, err := os.ReadFile(path)
		sources.Write(data)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	used := func(text string) bool { return strings.Contains(sources.String(), `"`+text+`"`) }
	for _, key := range slices.Sorted(maps.Keys(In(Languages[0]).texts)) {
		base := key
		if i := strings.LastIndex(key, "."); slices.Contains(forms, key[i+1:]) {
			base = key[:i]
		}
		if !used(base) && !used(base[:strings.LastIndex(base, ".")+1]) {
			t.Errorf("desk.%s is used nowhere", key)
		}
	}
}

func TestTextsAreFilledIn(t *testing.T) {
	en := In("en")
	if got := en.Text("sentence.since", "status", "Online", "time", "14:02"); got != "Online since 14:02" {
		t.Errorf("got %q", got)
	}
	if got := en.Text("tray.waiting", "visitor", "{text}", "text", "{visitor}"); got != "{text}: {visitor}" {
		t.Errorf("what is filled in was read again: %q", got)
	}
	if got := en.Text("no.such.key"); got != "no.such.key" {
		t.Errorf("got %q", got)
	}
	if got := In("de").Count("minutes", 1) + ", " + In("de").Count("minutes", 2); got != "1 Minute, 2 Minuten" {
		t.Errorf("got %q", got)
	}
	if got := In("it"); got.Language != "en" {
		t.Errorf("Italian is answered in %q", got.Language)
	}
}
