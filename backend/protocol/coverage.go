package protocol

import "parley/backend/chat"

// Coverage is what visitors will be told in a span of time if every agent keeps to the hours. It is a plan from hours alone: choices by hand, timed ones
// too, do not count in it.
type Coverage struct {
	From  Millis `json:"from"`
	To    Millis `json:"to"`
	Bands []Band `json:"bands" doc:"one after the other, from the beginning to the end"`
	Gaps  []Band `json:"gaps" doc:"the bands that are not live: nobody is planned"`
	Lanes []Lane `json:"lanes" doc:"when each agent is planned; of a group those who may count for it"`
}

// Band is a time in which the same is told.
type Band struct {
	From   Millis    `json:"from"`
	To     Millis    `json:"to"`
	Mode   chat.Mode `json:"mode" enum:"live,messenger,hidden"`
	Agents []string  `json:"agents" doc:"ids of who will be there; none unless live"`
}

// Lane is when one agent is planned.
type Lane struct {
	Agent string `json:"agent"`
	Zone  string `json:"zone" doc:"in which the hours are kept; empty for an agent without hours"`
	Runs  []Run  `json:"runs"`
}

// Run is a time in which an agent's hours run.
type Run struct {
	From Millis `json:"from"`
	To   Millis `json:"to"`
}
