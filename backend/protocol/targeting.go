package protocol

import "parley/backend/targeting"

// TargetedChat is a rule that sends a targeted chat, as REST has it.
type TargetedChat struct {
	ID string `json:"id"`
	targeting.RuleSettings
	Shown    int64 `json:"shown" doc:"how often it was shown"`
	Answered int64 `json:"answered" doc:"how often a visitor answered"`
	Revised
}

// TargetedChats are all of a site.
type TargetedChats struct {
	Chats []TargetedChat `json:"chats" doc:"in the order in which they are tried"`
	Revised
}

// TargetedOrder is the order in which the targeted chats of a site are tried.
type TargetedOrder struct {
	Order []string `json:"order" doc:"ids of all of them"`
	Revised
}

// TargetedTrial asks whether a rule would fire for a visitor.
type TargetedTrial struct {
	Chat    targeting.RuleSettings `json:"chat"`
	Visitor TriedVisitor           `json:"visitor"`
}

// TriedVisitor is what is supposed of a visitor.
type TriedVisitor struct {
	URL        string            `json:"url,omitempty" maxLength:"2048"`
	Seconds    int64             `json:"seconds,omitempty" minimum:"0" maximum:"100000000" doc:"on the page"`
	Pages      int64             `json:"pages,omitempty"`
	Visits     int64             `json:"visits,omitempty"`
	Referrer   string            `json:"referrer,omitempty" maxLength:"2048"`
	Language   string            `json:"language,omitempty" maxLength:"35"`
	Attributes map[string]string `json:"attributes,omitempty"`
}

// TargetedTry says what would come of it, whoever is Online.
type TargetedTry struct {
	Holds []bool `json:"holds" doc:"each condition"`
	Text  string `json:"text" doc:"for the visitor's language"`
}
