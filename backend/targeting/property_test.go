package targeting_test

import (
	"path"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"parley/backend/chat"
	"parley/backend/presence"
	"parley/backend/targeting"
)

var (
	agents = []string{"ann", "bob", "cem"}
	words  = []string{"a", "b", "ab", "ba"}
	ids    = []string{"r0", "r1", "r2", "r3"}
)

func drawCondition(t *rapid.T) targeting.Condition {
	word := rapid.SampledFrom(words).Draw(t, "word")
	switch rapid.IntRange(0, 6).Draw(t, "kind") {
	case 0:
		how := rapid.SampledFrom([]targeting.Comparison{targeting.Contains, targeting.Equals, targeting.Starts}).Draw(t, "how")
		return targeting.Condition{Kind: targeting.ByPage, How: how, Value: "/" + word}
	case 1, 2:
		return targeting.Condition{Kind: targeting.ByTime, Number: rapid.Int64Range(1, 20).Draw(t, "seconds")}
	case 3:
		return targeting.Condition{Kind: targeting.ByPages, Number: rapid.Int64Range(1, 3).Draw(t, "pages")}
	case 4:
		return targeting.Condition{Kind: targeting.ByVisits, Number: rapid.Int64Range(1, 3).Draw(t, "visits")}
	case 5:
		return targeting.Condition{Kind: targeting.ByReferrer, Value: word}
	default:
		how := rapid.SampledFrom([]targeting.Comparison{targeting.Contains, targeting.Equals, targeting.Exists}).Draw(t, "how")
		return targeting.Condition{Kind: targeting.ByAttribute, How: how, Name: rapid.SampledFrom(words).Draw(t, "name"), Value: word}
	}
}

func drawSite(t *rapid.T) targeting.Site {
	s := targeting.Site{
		Presence: presence.Site{Agents: agents, Status: map[string]chat.Status{}},
		Groups:   map[string]*chat.Group{},
	}
	for _, a := range agents {
		s.Presence.Status[a] = rapid.SampledFrom([]chat.Status{chat.Online, chat.Invisible, chat.Offline}).Draw(t, a)
	}
	for _, g := range []string{"g0", "g1"} {
		s.Groups[g] = &chat.Group{
			ID: g, Agents: rapid.SliceOfDistinct(rapid.SampledFrom(agents), rapid.ID[string]).Draw(t, g), EveryoneElse: rapid.Bool().Draw(t, "else"),
		}
	}
	for _, id := range ids[:rapid.IntRange(0, len(ids)).Draw(t, "rules")] {
		s.Rules = append(s.Rules, targeting.Rule{ID: id, RuleSettings: targeting.RuleSettings{
			On:         rapid.IntRange(0, 4).Draw(t, "on") > 0,
			Conditions: rapid.SliceOfN(rapid.Custom(drawCondition), 0, 2).Draw(t, "conditions"),
			Once:       rapid.SampledFrom([]targeting.Frequency{targeting.OncePerVisitor, targeting.OncePerVisit, targeting.OncePerDay}).Draw(t, "once"),
			Group:      rapid.SampledFrom([]string{"", "g0", "g1"}).Draw(t, "group"),
		}})
	}
	return s
}

func drawFacts(t *rapid.T) targeting.Facts {
	word := rapid.SampledFrom(append(words, ""))
	f := targeting.Facts{
		URL:        "https://shop.example/" + word.Draw(t, "page"),
		Since:      second(rapid.IntRange(-10, 5).Draw(t, "since")),
		Pages:      rapid.Int64Range(0, 3).Draw(t, "pages"),
		Visits:     rapid.Int64Range(0, 3).Draw(t, "visits"),
		Referrer:   word.Draw(t, "referrer"),
		Attributes: rapid.MapOfN(rapid.SampledFrom(words), word, 0, 2).Draw(t, "attributes"),
		Group:      rapid.SampledFrom([]string{"", "", "g0", "g1"}).Draw(t, "group"),
		Open:       rapid.IntRange(0, 9).Draw(t, "open") == 0,
		Shown:      map[string]targeting.Shown{},
	}
	for _, id := range ids {
		if rapid.IntRange(0, 3).Draw(t, "shown") == 0 {
			at := second(rapid.IntRange(-15, 0).Draw(t, "when")).Add(-24 * time.Hour * time.Duration(rapid.IntRange(0, 1).Draw(t, "days")))
			f.Shown[id] = targeting.Shown{At: at, Visit: rapid.Int64Range(1, 3).Draw(t, "visit")}
		}
	}
	return f
}

// reference decides by the words of the rules, one after the other, without a thought for what comes later.
func reference(s targeting.Site, f targeting.Facts, now time.Time) string {
	online := func(a string) bool { return s.Presence.Status[a] == chat.Online }
	for _, r := range s.Rules {
		group := s.Groups[r.Group]
		if f.Group != "" {
			group = s.Groups[f.Group]
		}
		there := slices.ContainsFunc(agents, online)
		if group != nil && !group.EveryoneElse {
			there = slices.ContainsFunc(group.Agents, online)
		}
		shown, was := f.Shown[r.ID]
		visits, pages := max(f.Visits, 1), max(f.Pages, 1)
		again := !was || r.Once == targeting.OncePerVisit && visits > shown.Visit || r.Once == targeting.OncePerDay && now.Sub(shown.At) >= 24*time.Hour
		all := !slices.ContainsFunc(r.Conditions, func(c targeting.Condition) bool {
			value, has := f.Attributes[c.Name]
			switch {
			case c.Kind == targeting.ByTime:
				return now.Sub(f.Since) < time.Duration(c.Number)*time.Second
			case c.Kind == targeting.ByPages:
				return pages < c.Number
			case c.Kind == targeting.ByVisits:
				return visits < c.Number
			case c.Kind == targeting.ByReferrer:
				return !strings.Contains(f.Referrer, c.Value)
			case c.Kind == targeting.ByAttribute:
				return !has || c.How == targeting.Equals && value != c.Value || c.How == targeting.Contains && !strings.Contains(value, c.Value)
			case c.How == targeting.Contains:
				return !strings.Contains(f.URL, c.Value)
			case c.How == targeting.Equals:
				return "/"+path.Base(f.URL) != c.Value
			default:
				return !strings.HasPrefix("/"+path.Base(f.URL), c.Value)
			}
		})
		// A page that is about to be shown is not there yet, which only a clock that was set back makes.
		if !f.Open && r.On && there && again && all && !now.Before(f.Since) {
			return r.ID
		}
	}
	return ""
}

// Every answer is the reference's, and holds until the instant it names and no longer.
func TestDecideIsTheReferenceAtEverySecond(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s, f := drawSite(t), drawFacts(t)
		var due time.Time // when the answer before said that it changes
		before, first := "", true
		for n := range 40 {
			now := second(n)
			fires, next := targeting.Decide(s, f, now)
			got := ""
			if fires != nil {
				got = fires.Rule.ID
				if s.Presence.Status[fires.Agent] != chat.Online {
					t.Fatalf("second %d: %s is sent in the name of %s", n, got, fires.Agent)
				}
			}
			if want := reference(s, f, now); got != want {
				t.Fatalf("second %d: %q, want %q", n, got, want)
			}
			if !next.IsZero() && !next.After(now) {
				t.Fatalf("second %d: the next instant is %v", n, next)
			}
			if !first && (got != before) != (!due.IsZero() && !now.Before(due)) {
				t.Fatalf("second %d: %q after %q, which was to change at %v", n, got, before, due)
			}
			before, due, first = got, next, false
		}
	})
}

// A pattern is what the same one for files says, as long as no slash is in the way.
func TestPatterns(t *testing.T) {
	letters := rapid.StringOfN(rapid.SampledFrom([]rune("ab")), 0, 8, -1)
	rapid.Check(t, func(t *rapid.T) {
		text, pattern := letters.Draw(t, "text"), rapid.StringOfN(rapid.SampledFrom([]rune("ab*")), 1, 6, -1).Draw(t, "pattern")
		want, err := path.Match(pattern, text)
		if err != nil {
			t.Fatal(err)
		}
		r := settings(when(targeting.Condition{Kind: targeting.ByPage, How: targeting.Matches, Value: pattern}))
		if got := r.Holding(targeting.Facts{URL: text}, zero); got[0] != want {
			t.Fatalf("%q matches %q: %v, want %t", text, pattern, got, want)
		}
	})
}
