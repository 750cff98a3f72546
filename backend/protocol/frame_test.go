package protocol_test

import (
	"bytes"
	"encoding/json"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"parley/backend/chat"
	"parley/backend/protocol"
)

// sets are the directions frames travel in, by the name of their golden file.
var sets = map[string]protocol.Set{
	"from-visitor": protocol.FromVisitor,
	"to-visitor":   protocol.ToVisitor,
	"from-agent":   protocol.FromAgent,
	"to-agent":     protocol.ToAgent,
}

func golden(t testing.TB, name string) []json.RawMessage {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("testdata", name+".json"))
	if err != nil {
		t.Fatal(err)
	}
	var frames []json.RawMessage
	if err := json.Unmarshal(data, &frames); err != nil {
		t.Fatal(err)
	}
	return frames
}

func TestGoldenFramesComeBackAsTheyAre(t *testing.T) {
	for name, set := range sets {
		t.Run(name, func(t *testing.T) {
			for _, data := range golden(t, name) {
				f, err := set.Decode(data)
				if err != nil {
					t.Fatalf("%s: %v", data, err)
				}
				out, err := protocol.Encode(f)
				if err != nil {
					t.Fatal(err)
				}
				if diff := cmp.Diff(generic(t, data), generic(t, out)); diff != "" {
					t.Errorf("%s: %s", f.Type(), diff)
				}
			}
		})
	}
}

func TestEveryFrameHasAGoldenOne(t *testing.T) {
	for name, set := range sets {
		seen := map[string]bool{}
		for _, data := range golden(t, name) {
			seen[generic(t, data)["type"].(string)] = true
		}
		want := slices.Sorted(maps.Keys(set))
		if diff := cmp.Diff(want, slices.Sorted(maps.Keys(seen))); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
}

func generic(t testing.TB, data []byte) map[string]any {
	t.Helper()
	var out map[string]any
	if err := json.Unmarshal(data, &out); err != nil {
		t.Fatal(err)
	}
	return out
}

func TestDecodeRefuses(t *testing.T) {
	deep := `{"type":"page","page":` + strings.Repeat(`{"url":`, 20) + `""` + strings.Repeat(`}`, 20) + `}`
	tests := map[string]string{
		"nothing":              ``,
		"null":                 `null`,
		"a list":               `[]`,
		"no type":              `{}`,
		"a type of another":    `{"type":"pulse","inputAge":1}`,
		"a type in capitals":   `{"TYPE":"fetch","after":1}`,
		"a field too many":     `{"type":"fetch","after":1,"more":2}`,
		"a field of another":   `{"type":"fetch","after":"1"}`,
		"two objects":          `{"type":"fetch","after":1}{"type":"fetch","after":1}`,
		"half an object":       `{"type":"fetch","after":1`,
		"what is deep":         deep,
		"a fraction as number": `{"type":"fetch","after":1.5}`,
	}
	for name, data := range tests {
		t.Run(name, func(t *testing.T) {
			f, err := protocol.FromVisitor.Decode([]byte(data))
			if chat.CodeOf(err) != chat.Invalid {
				t.Errorf("got %#v, %v; want invalid", f, err)
			}
		})
	}
}

func TestTypeComesFirst(t *testing.T) {
	for frame, want := range map[protocol.Frame]string{
		&protocol.Beat{}:                 `{"type":"beat"}`,
		&protocol.VisitorFetch{After: 7}: `{"type":"fetch","after":7}`,
	} {
		got, err := protocol.Encode(frame)
		if err != nil || string(got) != want {
			t.Errorf("got %s, %v; want %s", got, err, want)
		}
	}
}

// fuzz checks that what a set decodes can be encoded and decoded again to the same.
func fuzz(f *testing.F, name string) {
	for _, data := range golden(f, name) {
		f.Add([]byte(data))
	}
	f.Add([]byte(`{"type":"hello","protocol":1e400}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		frame, err := sets[name].Decode(data)
		if err != nil {
			if chat.CodeOf(err) != chat.Invalid {
				t.Fatalf("refused with %v", err)
			}
			return
		}
		once, err := protocol.Encode(frame)
		if err != nil {
			t.Fatal(err)
		}
		again, err := sets[name].Decode(once)
		if err != nil {
			t.Fatalf("%s: %v", once, err)
		}
		twice, err := protocol.Encode(again)
		if err != nil || !bytes.Equal(once, twice) {
			t.Fatalf("%s became %s, %v", once, twice, err)
		}
	})
}

func FuzzFromVisitor(f *testing.F) { fuzz(f, "from-visitor") }
func FuzzToVisitor(f *testing.F)   { fuzz(f, "to-visitor") }
func FuzzFromAgent(f *testing.F)   { fuzz(f, "from-agent") }
func FuzzToAgent(f *testing.F)     { fuzz(f, "to-agent") }
