package hub_test

import (
	"reflect"
	"testing"

	"pgregory.net/rapid"

	"parley/backend/hub"
)

// nudges are about one site.
var nudges = rapid.Custom(func(t *rapid.T) hub.Nudge {
	names := rapid.SliceOfDistinct(rapid.SampledFrom([]string{"a", "b", "c"}), rapid.ID[string])
	return hub.Nudge{
		Site:          "s",
		Conversations: rapid.MapOf(rapid.SampledFrom([]string{"x", "y"}), rapid.Int64Range(0, 3)).Draw(t, "conversations"),
		Agents:        names.Draw(t, "agents"),
		SignIns:       names.Draw(t, "sign-ins"),
		Settings:      rapid.Bool().Draw(t, "settings"),
	}
})

// Who hears two nudges together reads all that either says, whichever came first and however often.
func TestNudgesTogetherSayWhatEachSays(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a, b := nudges.Draw(t, "a"), nudges.Draw(t, "b")
		both := a.With(b)
		if !reflect.DeepEqual(both, b.With(a)) || !reflect.DeepEqual(both, both.With(a)) {
			t.Fatalf("%+v and %+v are %+v, the other way round %+v, once more %+v", a, b, both, b.With(a), both.With(a))
		}
		for _, n := range []hub.Nudge{a, b} {
			for id, from := range n.Conversations {
				is, told := both.Conversations[id]
				if !told || from > 0 && (is == 0 || is > from) {
					t.Fatalf("of %s %d became %d", id, from, is)
				}
			}
		}
	})
}
