package main

import (
	"reflect"

	"parley/backend/local"
	"parley/backend/protocol"
)

// output is one TypeScript file. A type that an earlier output holds is imported from there.
type output struct {
	file   string
	module string // how other outputs import it
	title  string // of the union of all roots
	doc    string
	types  []any               // plain roots
	unions map[string]frameSet // roots told apart by their "type"
}

type frameSet struct {
	doc    string
	frames protocol.Set
}

// sources are the packages whose comments and constants the outputs carry over.
var sources = []string{"backend/chat", "backend/targeting", "backend/protocol", "backend/agent", "backend/local"}

var outputs = []output{{
	file:   "frontend/shared/protocol.ts",
	module: "../shared/protocol",
	title:  "AnyFrame",
	doc:    "Any frame of the protocol.",
	unions: map[string]frameSet{
		"FromVisitor": {"What a widget may send.", protocol.FromVisitor},
		"ToVisitor":   {"What a hub may send to a widget.", protocol.ToVisitor},
		"FromAgent":   {"What a desk may send.", protocol.FromAgent},
		"ToAgent":     {"What a hub may send to a desk.", protocol.ToAgent},
	},
}, {
	file:   "frontend/shared/state.ts",
	module: "../shared/state",
	title:  "AnyLocal",
	doc:    "Anything that travels between desk and window.",
	types: []any{
		local.State{}, local.StartParams{}, local.SignInParams{}, local.StatusParams{}, local.StatusResult{}, local.AskParams{},
		local.AgentParams{}, local.AssignParams{},
		// Of REST, which a window asks for.
		protocol.Groups{}, protocol.SiteInForce{}, protocol.Coverage{}, protocol.Devices{}, protocol.StatusChanges{}, protocol.Team{},
		protocol.Invitations{}, protocol.NewInvitation{},
		protocol.TargetedChats{}, protocol.TargetedOrder{}, protocol.TargetedTrial{}, protocol.TargetedTry{},
	},
}}

func typeOf(v any) reflect.Type {
	t := reflect.TypeOf(v)
	if t.Kind() == reflect.Pointer {
		return t.Elem()
	}
	return t
}
