package attention_test

import (
	"testing"

	"parley/backend/attention"
	"parley/backend/chat"
)

// row names the inputs of the table; what a row does not name is every value.
type row struct {
	status   chat.Status
	relation attention.Relation
	kind     attention.Kind
}

// conversation is the table for what happens in a conversation: who is reached at all.
var conversation = map[row]bool{
	{chat.Online, attention.Member, attention.NewChat}:    true,
	{chat.Online, attention.Member, attention.Message}:    true,
	{chat.Online, attention.Member, attention.Added}:      true,
	{chat.Online, attention.Member, attention.Escalation}: true,
	{chat.Online, attention.Asked, attention.NewChat}:     true,
	{chat.Online, attention.Asked, attention.Message}:     true,
	{chat.Online, attention.Asked, attention.Added}:       true,
	{chat.Online, attention.Asked, attention.Escalation}:  true,
	{chat.Online, attention.Other, attention.NewChat}:     false,
	{chat.Online, attention.Other, attention.Message}:     false,
	{chat.Online, attention.Other, attention.Added}:       true,
	{chat.Online, attention.Other, attention.Escalation}:  false,

	{chat.Invisible, attention.Member, attention.NewChat}:    true,
	{chat.Invisible, attention.Member, attention.Message}:    true,
	{chat.Invisible, attention.Member, attention.Added}:      true,
	{chat.Invisible, attention.Member, attention.Escalation}: true,
	{chat.Invisible, attention.Asked, attention.NewChat}:     false,
	{chat.Invisible, attention.Asked, attention.Message}:     false,
	{chat.Invisible, attention.Asked, attention.Added}:       true,
	{chat.Invisible, attention.Asked, attention.Escalation}:  true,
	{chat.Invisible, attention.Other, attention.NewChat}:     false,
	{chat.Invisible, attention.Other, attention.Message}:     false,
	{chat.Invisible, attention.Other, attention.Added}:       true,
	{chat.Invisible, attention.Other, attention.Escalation}:  false,

	{chat.Offline, attention.Member, attention.NewChat}:    false,
	{chat.Offline, attention.Member, attention.Message}:    false,
	{chat.Offline, attention.Member, attention.Added}:      false,
	{chat.Offline, attention.Member, attention.Escalation}: false,
	{chat.Offline, attention.Asked, attention.NewChat}:     false,
	{chat.Offline, attention.Asked, attention.Message}:     false,
	{chat.Offline, attention.Asked, attention.Added}:       false,
	{chat.Offline, attention.Asked, attention.Escalation}:  false,
	{chat.Offline, attention.Other, attention.NewChat}:     false,
	{chat.Offline, attention.Other, attention.Message}:     false,
	{chat.Offline, attention.Other, attention.Added}:       false,
	{chat.Offline, attention.Other, attention.Escalation}:  false,
}

var (
	statuses  = []chat.Status{chat.Online, chat.Invisible, chat.Offline}
	relations = []attention.Relation{attention.Member, attention.Asked, attention.Other}
	kinds     = []attention.Kind{attention.NewChat, attention.Message, attention.Added, attention.Escalation, attention.IdleQuestion}
)

// every calls do with the whole product of the inputs.
func every(do func(attention.Event)) {
	for _, status := range statuses {
		for _, relation := range relations {
			for _, kind := range kinds {
				for _, window := range []bool{false, true} {
					for _, focused := range []bool{false, true} {
						do(attention.Event{Status: status, Relation: relation, Kind: kind, Window: window, Focused: focused})
					}
				}
			}
		}
	}
}

func TestDecide(t *testing.T) {
	seen := 0
	every(func(e attention.Event) {
		seen++
		var want attention.Notice
		reached, listed := conversation[row{e.Status, e.Relation, e.Kind}]
		switch {
		case e.Kind == attention.IdleQuestion:
			want.Toast = !e.Window
		case !listed:
			t.Fatalf("the table has no row for %+v", e)
		case reached:
			want = attention.Notice{Toast: !e.Focused, Sound: true, Badge: !e.Focused}
		}
		if got := attention.Decide(e); got != want {
			t.Errorf("Decide(%+v) = %+v, want %+v", e, got, want)
		}
	})
	if seen != 3*3*5*2*2 {
		t.Errorf("%d of the inputs were tried", seen)
	}
}

// The rules in words, each for the whole product.
func TestDecideNever(t *testing.T) {
	every(func(e attention.Event) {
		got := attention.Decide(e)
		if e.Status == chat.Offline && e.Kind != attention.IdleQuestion && got != (attention.Notice{}) {
			t.Errorf("an Offline agent is told of %+v by %+v", e, got)
		}
		if e.Focused && e.Kind != attention.IdleQuestion && got.Toast {
			t.Errorf("a focused conversation gets a toast of %+v", e)
		}
		if e.Kind == attention.NewChat && e.Status == chat.Invisible && e.Relation != attention.Member && got != (attention.Notice{}) {
			t.Errorf("an Invisible agent is told of a new chat %+v by %+v", e, got)
		}
	})
}

func TestDecideUnknown(t *testing.T) {
	for _, e := range []attention.Event{
		{},
		{Status: "away", Relation: attention.Member, Kind: attention.Message},
		{Status: chat.Online, Relation: "fan", Kind: attention.Message},
	} {
		if got := attention.Decide(e); got != (attention.Notice{}) {
			t.Errorf("Decide(%+v) = %+v, want silence", e, got)
		}
	}
}
