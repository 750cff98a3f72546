package storetest

import (
	"strings"
	"testing"

	"parley/backend/chat"
	"parley/backend/store"
	"parley/backend/targeting/targetingtest"
)

// Words with marks of their own.
const (
	hindi      = "क्या आप हिन्दी बोलते हैं?"
	decomposed = "My re\u0301sume\u0301 is below"
)

func searching(t *testing.T, open func(*testing.T) *store.Store) {
	s := newShop(t, open)
	token := chat.NewToken()
	c := s.says(t, token, "m1", "Do you repair e-bikes? See shop.example/e-bikes, or write to vera@mail.example").Conversation
	s.answers(t, s.ann, c.ID, "a1", "We do. Bring the E-Bike on Monday.")
	s.does(t, s.bob, c.ID, "j1", chat.KindJoined)
	s.says(t, chat.NewToken(), "m1", "Größe 42, bitte")
	s.says(t, chat.NewToken(), "m1", hindi)
	s.says(t, chat.NewToken(), "m1", decomposed)
	r := must(s.AddRule(t.Context(), s.site.ID, targetingtest.Prices()))(t)
	must(s.SayAsVisitor(t.Context(), chat.VisitorMessage{Site: s.site.ID, Token: chat.NewToken(), ClientID: "m1", Text: "Yes, a quote please", At: noon,
		Answers: chat.Targeted{Rule: r.ID, Text: "Would a quote for twenty bikes help?"}}))(t)
	other := must(s.AddSite(t.Context(), "Other", nil))(t)
	must(s.SayAsVisitor(t.Context(), chat.VisitorMessage{Site: other.ID, Token: token, ClientID: "m1", Text: "An e-bike", At: noon}))(t)

	const question, answer, size = "Do you repair e-bikes? See shop.example/e-bikes, or write to vera@mail.example", "We do. Bring the E-Bike on Monday.",
		"Größe 42, bitte"
	for text, want := range map[string][]string{
		"bike":                       {answer, question},
		"BIKE do":                    {answer, question}, // in any order
		"e-bikes":                    {question},
		"mon":                        {answer}, // the beginning of a word is enough
		"onday":                      nil,      // its end is not
		"shop":                       {question},
		"mail.example vera@":         {question},
		"größe":                      {size},
		"42":                         {size},
		"हिन्दी":                     {hindi}, // whose vowels are marks
		"re\u0301sume\u0301":         {decomposed},
		"quote":                      {"Yes, a quote please"}, // and not what the site asked everybody
		"twenty":                     nil,
		"bike 42":                    nil,
		strings.Repeat("bike", 1000): nil,
		`"bike" OR (x* & 'y`:         nil, // words, and nothing else
		"bike:* | NOT":               nil,
	} {
		found := must(s.Search(t.Context(), s.site.ID, text, 10))(t)
		var got []string
		for _, e := range found {
			got = append(got, e.Text)
		}
		same(t, "found for "+text, got, want)
	}
	found := must(s.Search(t.Context(), s.site.ID, "bike", 1))(t)
	same(t, "the newest", found, must(s.After(t.Context(), c.ID, 1, 1))(t))
	for _, text := range []string{"", " ", "?!"} {
		_, err := s.Search(t.Context(), s.site.ID, text, 10)
		fails(t, err, chat.Invalid)
	}
}
