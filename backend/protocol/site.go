package protocol

import "parley/backend/chat"

// What REST says of a site, and the settings of a window with it.

// Revised is part of what is read and replaced whole.
type Revised struct {
	Revision chat.Revision `json:"revision,omitempty" maxLength:"64" doc:"of what is stored. Said when it is replaced, that is a conflict if another is stored by then"`
}

// GroupInfo is a part of a site's agents that a visitor can belong to.
type GroupInfo struct {
	ID string `json:"id"`
	GroupSettings
	Revised
}

// GroupSettings are what can be chosen of a group.
type GroupSettings struct {
	Name         string   `json:"name" doc:"unique on the site"`
	Agents       []string `json:"agents" doc:"ids"`
	EveryoneElse bool     `json:"everyoneElse" doc:"the other agents stand in while none of the group is Online"`
}

// Groups are all of a site.
type Groups struct {
	Groups []GroupInfo `json:"groups" doc:"by name"`
}

// SiteSettings are what can be chosen of a site.
type SiteSettings struct {
	Name        string       `json:"name"`
	Origins     []string     `json:"origins" doc:"whose pages may carry the widget, as in https://shop.example; the hub's own always may"`
	Quiet       chat.Mode    `json:"quiet" enum:"messenger,hidden" doc:"what visitors see while nobody is there"`
	Contact     ContactForm  `json:"contact" doc:"whether visitors are asked for an e-mail address before they write"`
	Steps       WaitSteps    `json:"steps" doc:"seconds until more agents are asked, and until a conversation is missed"`
	Routing     chat.Routing `json:"routing" enum:"everybody,fewest" doc:"who is asked about a new chat"`
	ChooseGroup bool         `json:"chooseGroup" doc:"visitors who write for the first time are asked for a group"`
	Look        SiteLook     `json:"look"`
	Texts       Texts        `json:"texts"`
}

// SiteLook is how a site's widget looks.
type SiteLook struct {
	Colour string `json:"colour" doc:"as in #14607a"`
	Placed
	Team bool `json:"team" doc:"the team answers as one: visitors are told no names"`
}

// SiteInForce are the settings of a site, and what follows from them.
type SiteInForce struct {
	SiteSettings
	Colours Colours `json:"colours" doc:"made of the one that was chosen, so that text on them can be read"`
	Revised
}
