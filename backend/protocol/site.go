package protocol

// What REST says of a site, and the settings of a window with it.

// GroupInfo is a part of a site's agents that a visitor can belong to.
type GroupInfo struct {
	ID string `json:"id"`
	GroupSettings
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
