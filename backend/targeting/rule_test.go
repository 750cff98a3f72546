package targeting_test

import (
	"errors"
	"strings"
	"testing"

	"parley/backend/chat"
	"parley/backend/targeting"
)

// settings are those of a rule that is right, with changes.
func settings(change ...func(*targeting.RuleSettings)) targeting.RuleSettings {
	r := targeting.RuleSettings{Name: "Prices", On: true, Once: targeting.OncePerVisit, Text: "Can I help?"}
	for _, c := range change {
		c(&r)
	}
	return r
}

func when(conditions ...targeting.Condition) func(*targeting.RuleSettings) {
	return func(r *targeting.RuleSettings) { r.Conditions = conditions }
}

func once(f targeting.Frequency) func(*targeting.RuleSettings) {
	return func(r *targeting.RuleSettings) { r.Once = f }
}

func in(texts ...targeting.Text) func(*targeting.RuleSettings) {
	return func(r *targeting.RuleSettings) { r.Texts = texts }
}

func TestCheckNamesTheField(t *testing.T) {
	long := strings.Repeat("x", targeting.MaxText+1)
	for name, c := range map[string]struct {
		rule  targeting.RuleSettings
		field string // empty where the rule is right
	}{
		"no conditions": {settings(), ""},
		"every kind": {settings(when(
			targeting.Condition{Kind: targeting.ByPage, How: targeting.Matches, Value: "/p/*"},
			targeting.Condition{Kind: targeting.ByTime, Number: 20},
			targeting.Condition{Kind: targeting.ByPages, Number: 2},
			targeting.Condition{Kind: targeting.ByVisits, Number: 2},
			targeting.Condition{Kind: targeting.ByReferrer, Value: "search"},
			targeting.Condition{Kind: targeting.ByLanguage, Value: "de-CH"},
			targeting.Condition{Kind: targeting.ByAttribute, How: targeting.Exists, Name: "plan"},
		), in(targeting.Text{Language: "de", Text: "Hallo"}, targeting.Text{Language: "de-CH", Text: "Grüezi"})), ""},
		"no name":          {settings(func(r *targeting.RuleSettings) { r.Name = " " }), "name"},
		"no text":          {settings(func(r *targeting.RuleSettings) { r.Text = "\n" }), "text"},
		"a long text":      {settings(func(r *targeting.RuleSettings) { r.Text = long }), "text"},
		"a frequency":      {settings(once("hour")), "once"},
		"a kind":           {settings(when(targeting.Condition{Kind: "moon"})), "conditions[0].kind"},
		"no seconds":       {settings(when(targeting.Condition{Kind: targeting.ByTime})), "conditions[0].number"},
		"too many pages":   {settings(when(targeting.Condition{Kind: targeting.ByPages, Number: targeting.MaxNumber + 1})), "conditions[0].number"},
		"no address":       {settings(when(targeting.Condition{Kind: targeting.ByPage, How: targeting.Equals, Value: " "})), "conditions[0].value"},
		"the second":       {settings(when(targeting.Condition{Kind: targeting.ByTime, Number: 1}, targeting.Condition{Kind: targeting.ByReferrer})), "conditions[1].value"},
		"no comparison":    {settings(when(targeting.Condition{Kind: targeting.ByPage, Value: "/"})), "conditions[0].how"},
		"of another kind":  {settings(when(targeting.Condition{Kind: targeting.ByPage, How: targeting.Exists, Value: "/"})), "conditions[0].how"},
		"one too many":     {settings(when(targeting.Condition{Kind: targeting.ByTime, How: targeting.Equals, Number: 3})), "conditions[0].how"},
		"no language":      {settings(when(targeting.Condition{Kind: targeting.ByLanguage, Value: "german"})), "conditions[0].value"},
		"no attribute":     {settings(when(targeting.Condition{Kind: targeting.ByAttribute, How: targeting.Equals, Value: "x"})), "conditions[0].name"},
		"many conditions":  {settings(when(make([]targeting.Condition, targeting.MaxConditions+1)...)), "conditions"},
		"many texts":       {settings(in(make([]targeting.Text, targeting.MaxTexts+1)...)), "texts"},
		"a text's tongue":  {settings(in(targeting.Text{Language: "D", Text: "x"})), "texts[0].language"},
		"one twice":        {settings(in(targeting.Text{Language: "de", Text: "x"}, targeting.Text{Language: "DE", Text: "y"})), "texts[1].language"},
		"an empty variety": {settings(in(targeting.Text{Language: "de", Text: ""})), "texts[0].text"},
	} {
		err := c.rule.Check()
		var known *chat.Error
		switch {
		case c.field == "" && err != nil:
			t.Errorf("%s: %v", name, err)
		case c.field != "" && (!errors.As(err, &known) || known.Code != chat.Invalid || known.Field != c.field):
			t.Errorf("%s: got %v, want invalid at %s", name, err, c.field)
		}
	}
}

func TestTextOfALanguage(t *testing.T) {
	r := settings(in(targeting.Text{Language: "de", Text: "Hallo"}, targeting.Text{Language: "de-CH", Text: "Grüezi"}))
	for language, want := range map[string]string{
		"de": "Hallo", "DE-at": "Hallo", "de-ch": "Grüezi", "de-CH-1996": "Grüezi", "en": "Can I help?", "": "Can I help?", "deu": "Can I help?",
	} {
		if got := r.In(language); got != want {
			t.Errorf("in %q: %q, want %q", language, got, want)
		}
	}
}
