// Package targeting says which targeted chat a visitor is sent: the first rule of the site whose conditions hold on the visitor's page while an agent of
// the team is Online, and when time alone changes that. It is pure: the rules, the statuses, what one tab reports and an instant go in.
package targeting

import (
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"parley/backend/chat"
)

// Rule sends one text. Of several that could, the first in the order of the site does.
type Rule struct {
	ID string
	RuleSettings
}

// RuleSettings are what can be chosen of a rule.
type RuleSettings struct {
	Name       string      `json:"name" doc:"for agents only"`
	On         bool        `json:"on"`
	Conditions []Condition `json:"conditions" doc:"all of them must hold; without any it fires on every page"`
	Once       Frequency   `json:"once" doc:"per what it is sent once: visitor, visit or day"`
	Group      string      `json:"group,omitempty" doc:"of a visitor who has none, and of that visitor once he answers"`
	Text       string      `json:"text" doc:"where there is none in the visitor's language"`
	Texts      []Text      `json:"texts" doc:"in other languages"`
}

// Text is what is sent to visitors of one language.
type Text struct {
	Language string `json:"language" doc:"as in de or de-CH"`
	Text     string `json:"text"`
}

// Frequency says per what a rule fires once.
type Frequency string

// Every frequency.
const (
	OncePerVisitor Frequency = "visitor"
	OncePerVisit   Frequency = "visit" // ends with half an hour without another page
	OncePerDay     Frequency = "day"   // 24 hours from when it was shown
)

// ConditionKind says what a condition is about.
type ConditionKind string

// Every kind of condition.
const (
	ByPage      ConditionKind = "page"      // the address of the page
	ByTime      ConditionKind = "time"      // seconds on the page, at least
	ByPages     ConditionKind = "pages"     // pages of this visit, at least
	ByVisits    ConditionKind = "visits"    // visits, this one included, at least
	ByReferrer  ConditionKind = "referrer"  // the address the visitor came from
	ByLanguage  ConditionKind = "language"  // of the browser: de holds for de-CH too
	ByAttribute ConditionKind = "attribute" // something the page says of the visitor
)

// Comparison says how a condition on an address or an attribute compares. Capitals do not count.
type Comparison string

// Every comparison.
const (
	Contains Comparison = "contains"
	Equals   Comparison = "equals"
	Starts   Comparison = "starts"
	Matches  Comparison = "matches" // where * stands for anything
	Exists   Comparison = "exists"
)

// Condition is one of those a rule has. Which fields it has depends on the kind.
type Condition struct {
	Kind   ConditionKind `json:"kind"`
	How    Comparison    `json:"how,omitempty" doc:"of page: contains, equals, starts or matches; of attribute: contains, equals or exists"`
	Name   string        `json:"name,omitempty" doc:"of the attribute"`
	Value  string        `json:"value,omitempty" doc:"of page, referrer, language and attribute"`
	Number int64         `json:"number,omitempty" doc:"of time in seconds, of pages and visits"`
}

// What a rule can hold at most. Lengths are in characters.
const (
	MaxRules      = 50 // of a site
	MaxConditions = 10
	MaxTexts      = 20
	MaxText       = 1000
	MaxValue      = 500
	MaxNumber     = 86_400
)

// What a page can say of its visitor at most: so many attributes with names and values of so many characters.
const (
	MaxAttributes     = 20
	MaxAttributeName  = 50
	MaxAttributeValue = 200
)

// Check returns invalid unless a rule can have the settings. It names the field.
func (r RuleSettings) Check() error {
	if err := chat.CheckName(r.Name); err != nil {
		return err
	}
	if r.Once != OncePerVisitor && r.Once != OncePerVisit && r.Once != OncePerDay {
		return chat.Errorf(chat.Invalid, "a rule fires once per visitor, visit or day, not %q", r.Once).At("once")
	}
	if len(r.Conditions) > MaxConditions {
		return chat.Errorf(chat.Invalid, "a rule has at most %d conditions", MaxConditions).At("conditions")
	}
	for i, c := range r.Conditions {
		if field, wrong := c.wrong(); wrong != "" {
			return chat.Errorf(chat.Invalid, "condition %d: %s", i+1, wrong).At("conditions[" + strconv.Itoa(i) + "]." + field)
		}
	}
	if wrong := wrongText(r.Text); wrong != "" {
		return chat.Errorf(chat.Invalid, "%s", wrong).At("text")
	}
	if len(r.Texts) > MaxTexts {
		return chat.Errorf(chat.Invalid, "a rule has texts in at most %d languages", MaxTexts).At("texts")
	}
	known := map[string]bool{}
	for i, t := range r.Texts {
		at := "texts[" + strconv.Itoa(i) + "]."
		language := strings.ToLower(t.Language)
		switch wrong := wrongText(t.Text); {
		case !isLanguage(language):
			return chat.Errorf(chat.Invalid, "%q is not a language such as de or de-CH", t.Language).At(at + "language")
		case known[language]:
			return chat.Errorf(chat.Invalid, "there are two texts in %s", t.Language).At(at + "language")
		case wrong != "":
			return chat.Errorf(chat.Invalid, "%s", wrong).At(at + "text")
		}
		known[language] = true
	}
	return nil
}

// hows are the comparisons a kind of condition can choose from; kinds that are not here have none.
var hows = map[ConditionKind][]Comparison{
	ByPage:      {Contains, Equals, Starts, Matches},
	ByAttribute: {Equals, Contains, Exists},
}

// wrong says which field of a condition cannot be, and why; nothing of one that can.
func (c Condition) wrong() (field, why string) {
	switch c.Kind {
	case ByTime, ByPages, ByVisits:
		if c.Number < 1 || c.Number > MaxNumber {
			return "number", "the number must be 1 to " + strconv.Itoa(MaxNumber)
		}
	case ByPage, ByReferrer, ByLanguage, ByAttribute:
		if n := utf8.RuneCountInString(c.Value); c.How != Exists && (strings.TrimSpace(c.Value) == "" || n > MaxValue) || !utf8.ValidString(c.Value) {
			return "value", "the text must have 1 to " + strconv.Itoa(MaxValue) + " characters"
		}
	default:
		return "kind", "there is no condition on " + string(c.Kind)
	}
	if c.Kind == ByLanguage && !isLanguage(strings.ToLower(c.Value)) {
		return "value", c.Value + " is not a language such as de or de-CH"
	}
	if n := utf8.RuneCountInString(c.Name); c.Kind == ByAttribute && (strings.TrimSpace(c.Name) == "" || n > MaxAttributeName || !utf8.ValidString(c.Name)) {
		return "name", "the name of the attribute must have 1 to " + strconv.Itoa(MaxAttributeName) + " characters"
	}
	if may := hows[c.Kind]; may != nil && !slices.Contains(may, c.How) || may == nil && c.How != "" {
		return "how", "a condition on " + string(c.Kind) + " does not compare by " + string(c.How)
	}
	return "", ""
}

// wrongText says why a text cannot be sent; nothing of one that can.
func wrongText(text string) string {
	if err := chat.CheckText(text); err != nil {
		return err.Error()
	}
	if utf8.RuneCountInString(text) > MaxText {
		return "a text must have at most " + strconv.Itoa(MaxText) + " characters"
	}
	return ""
}

// isLanguage reports whether a text in small letters is the tag of a language, as far as it matters here.
func isLanguage(tag string) bool {
	head, _, _ := strings.Cut(tag, "-")
	if len(head) < 2 || len(head) > 3 || len(tag) > 35 || strings.HasSuffix(tag, "-") {
		return false
	}
	return strings.Trim(head, "abcdefghijklmnopqrstuvwxyz") == "" && strings.Trim(tag, "abcdefghijklmnopqrstuvwxyz0123456789-") == ""
}

// In returns the text for a visitor whose browser speaks a language: the most exact there is.
func (r RuleSettings) In(language string) string {
	for tag := strings.ToLower(language); tag != ""; {
		for _, t := range r.Texts {
			if strings.ToLower(t.Language) == tag {
				return t.Text
			}
		}
		cut := strings.LastIndexByte(tag, '-')
		tag = tag[:max(cut, 0)]
	}
	return r.Text
}
