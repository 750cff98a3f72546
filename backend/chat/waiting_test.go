package chat_test

import (
	"errors"
	"testing"
	"time"

	"parley/backend/chat"
)

func TestStepsCheck(t *testing.T) {
	if err := chat.DefaultSteps().Check(); err != nil {
		t.Error(err)
	}
	s := time.Second
	for _, c := range []struct {
		steps chat.Steps
		field string // empty where the steps are right
	}{
		{chat.Steps{T1: s, T2: 2 * s, T3: 3 * s}, ""},
		{chat.Steps{T1: s, T2: 2 * s, T3: chat.MaxStep}, ""},
		{chat.Steps{}, "t1"},
		{chat.Steps{T1: -s, T2: s, T3: 2 * s}, "t1"},
		{chat.Steps{T1: s, T2: s, T3: 2 * s}, "t2"},
		{chat.Steps{T1: s, T2: 3 * s, T3: 2 * s}, "t3"},
		{chat.Steps{T1: s, T2: 2*s + time.Millisecond, T3: 3 * s}, "t2"},
		{chat.Steps{T1: s, T2: 2 * s, T3: chat.MaxStep + s}, "t3"},
	} {
		err := c.steps.Check()
		var known *chat.Error
		switch {
		case c.field == "" && err != nil:
			t.Errorf("%v: %v", c.steps, err)
		case c.field != "" && (!errors.As(err, &known) || known.Code != chat.Invalid || known.Field != c.field):
			t.Errorf("%v: got %v, want invalid at %s", c.steps, err, c.field)
		}
	}
}

func TestRoutingCheck(t *testing.T) {
	for _, r := range []chat.Routing{chat.RoutingEverybody, chat.RoutingFewest} {
		if err := r.Check(); err != nil {
			t.Error(err)
		}
	}
	if err := chat.Routing("random").Check(); chat.CodeOf(err) != chat.Invalid {
		t.Errorf("got %v", err)
	}
}

func TestCountsFrom(t *testing.T) {
	at := time.Date(2026, 10, 20, 8, 0, 0, 0, time.UTC)
	for _, c := range []struct {
		waits chat.Waiting
		want  time.Time
	}{
		{chat.Waiting{}, time.Time{}},
		{chat.Waiting{Since: at}, at},
		{chat.Waiting{Since: at, From: at.Add(time.Second)}, at.Add(time.Second)},
		{chat.Waiting{Since: at, From: at.Add(-time.Second)}, at},
	} {
		if got := c.waits.CountsFrom(); !got.Equal(c.want) {
			t.Errorf("%+v counts from %v, want %v", c.waits, got, c.want)
		}
	}
}
