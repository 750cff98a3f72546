// Package targetingtest has rules of targeted chats for tests.
package targetingtest

import "parley/backend/targeting"

// Prices is a rule that fires after 20 seconds on pages about prices, with changes.
func Prices(change ...func(*targeting.RuleSettings)) targeting.RuleSettings {
	r := targeting.RuleSettings{
		Name: "Prices", On: true, Once: targeting.OncePerVisit, Text: "Can I help?",
		Conditions: []targeting.Condition{
			{Kind: targeting.ByPage, How: targeting.Contains, Value: "/prices"}, {Kind: targeting.ByTime, Number: 20},
		},
		Texts: []targeting.Text{{Language: "de", Text: "Kann ich helfen?"}},
	}
	for _, c := range change {
		c(&r)
	}
	return r
}
