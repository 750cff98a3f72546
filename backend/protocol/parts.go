//go:generate sh -c "cd ../.. && go run ./backend/protocol/generate"

package protocol

import (
	"slices"
	"time"

	"parley/backend/chat"
)

// Millis is an instant in milliseconds since 1970 UTC; 0 means none.
type Millis int64

// At returns t as Millis.
func At(t time.Time) Millis {
	if t.IsZero() {
		return 0
	}
	return Millis(t.UnixMilli())
}

// Time returns the instant, the zero time for 0.
func (m Millis) Time() time.Time {
	if m == 0 {
		return time.Time{}
	}
	return time.UnixMilli(int64(m)).UTC()
}

// Person is an agent as others see one.
type Person struct {
	ID   string `json:"id"`
	Name string `json:"name"`
}

// Page is where a visitor is on the website.
type Page struct {
	URL   string `json:"url"`
	Title string `json:"title"`
}

// Entry is one numbered line of a conversation. Conversation is left out towards the visitor, who has only one.
type Entry struct {
	Seq      int64           `json:"seq"`
	ID       string          `json:"id"`
	Kind     chat.EntryKind  `json:"kind"`
	From     chat.AuthorKind `json:"from"`
	Author   string          `json:"author"`             // agent, visitor or site id
	Name     string          `json:"name,omitempty"`     // of an agent or the site
	ClientID string          `json:"clientId,omitempty"` // only towards the author
	Text     string          `json:"text,omitempty"`
	Target   string          `json:"target,omitempty"`     // agent or group a system line is about besides its author; only towards agents
	About    string          `json:"targetName,omitempty"` // its name
	Offline  bool            `json:"offline,omitempty"`    // written while the visitor was not told live; only towards agents
	At       Millis          `json:"at"`
}

// View is what an agent's status is now.
type View struct {
	Status chat.Status `json:"status"`
	Cause  chat.Cause  `json:"cause"`
	By     *Person     `json:"by,omitempty"` // who chose it, when that was somebody else
	Since  Millis      `json:"since"`        // when status or cause last changed
	Base   chat.Status `json:"base"`         // what the status is while somebody is at a device
	Asks   bool        `json:"asks"`         // somebody is back after idling and has not said so: show I'm back
	Timed  *Timed      `json:"timed,omitempty"`
	Next   *NextChange `json:"next,omitempty"`
}

// Timed is the timed choice that gives the base, while it runs.
type Timed struct {
	From    Millis `json:"from"`
	Until   Millis `json:"until"`
	ToHours bool   `json:"toHours,omitempty"` // it was chosen until the agent's next hours
}

// NextChange is the next end of a timed choice or edge of the agent's hours with another status than now.
type NextChange struct {
	At     Millis      `json:"at"`
	Status chat.Status `json:"status"`
	Cause  chat.Cause  `json:"cause"` // hours, or that of what a timed choice stood in front of
}

// Hours are an agent's working hours. No slots at all and no dates stand for none.
type Hours struct {
	Zone  string      `json:"zone"`  // IANA name, as in "Europe/Berlin"
	Week  [][]Slot    `json:"week"`  // seven lists, Monday's first, each slot on the day it starts
	Dates []DateHours `json:"dates"` // those that differ from the week, in order
	Revised
}

// NoHours are those of an agent who has none.
func NoHours() Hours {
	week := make([][]Slot, 7)
	for i := range week {
		week[i] = []Slot{}
	}
	return Hours{Week: week, Dates: []DateHours{}}
}

// None reports whether an agent has no hours, also where slots were taken away one by one and a time zone is left.
func (h Hours) None() bool {
	return len(h.Dates) == 0 && !slices.ContainsFunc(h.Week, func(day []Slot) bool { return len(day) > 0 })
}

// Slot is a part of a day in minutes since its midnight. An end that is not after the start is on the next day.
type Slot struct {
	Start int `json:"start"`
	End   int `json:"end"`
}

// DateHours are the slots that one date has instead of those of its weekday; none for a day off.
type DateHours struct {
	Date  string `json:"date"` // as in "2026-12-24"
	Slots []Slot `json:"slots"`
}

// Policy is how an agent wants idling treated.
type Policy struct {
	IdleAfter int64    `json:"idleAfter"` // seconds without input; 0 means never
	OnReturn  OnReturn `json:"onReturn"`
}

// OnReturn is what happens when an idle agent is back.
type OnReturn string

// The two ways back.
const (
	ReturnAsk  OnReturn = "ask"
	ReturnAuto OnReturn = "auto"
)

// Availability is what one visitor is told.
type Availability struct {
	Mode   chat.Mode `json:"mode"`
	Agents []Person  `json:"agents"` // who is there; empty unless live
}

// Ref is a client's own name for a request, echoed by the ack or error that answers it.
type Ref = string

// ContactForm says what a visitor is asked for before writing.
type ContactForm struct {
	Live      chat.EmailPolicy `json:"live" enum:"off,optional,required"`
	Messenger chat.EmailPolicy `json:"messenger" enum:"off,optional,required"`
}

// Colours are those of a widget, made of the one colour its site chose.
type Colours struct {
	Light Colour `json:"light"`
	Dark  Colour `json:"dark"`
}

// Colour is a colour to fill with, and one for text on it.
type Colour struct {
	Fill string `json:"fill"` // as in "#14607a"
	On   string `json:"on"`
}

// Placed is where a widget is on a page, and its shape.
type Placed struct {
	Corner      chat.Corner `json:"corner" enum:"right,left"`
	OffsetX     int         `json:"offsetX" minimum:"0" maximum:"100" doc:"pixels between the launcher and the side of the page"`
	OffsetY     int         `json:"offsetY" minimum:"0" maximum:"200" doc:"and its lower edge"`
	Radius      chat.Radius `json:"radius" enum:"none,small,round"`
	Scheme      chat.Scheme `json:"scheme" enum:"auto,light,dark"`
	OwnLauncher bool        `json:"ownLauncher" doc:"the page has a button of its own, and ours is not shown"`
}

// PlacedOf is where a widget with a look is.
func PlacedOf(l chat.Look) Placed {
	return Placed{Corner: l.Corner, OffsetX: l.OffsetX, OffsetY: l.OffsetY, Radius: l.Radius, Scheme: l.Scheme, OwnLauncher: l.OwnLauncher}
}

// Texts are a site's own words: those of a language, and those for every language that has none of its own.
type Texts struct {
	Default Words `json:"default"`
	En      Words `json:"en"`
	De      Words `json:"de"`
	Fr      Words `json:"fr"`
}

// TextsOf are the words of a site.
func TextsOf(t chat.Texts) Texts {
	return Texts{Default: Words(t.Default), En: Words(t.En), De: Words(t.De), Fr: Words(t.Fr)}
}

// Words are texts of the widget; what is left out is in our words.
type Words struct {
	LiveTitle string `json:"liveTitle,omitempty" doc:"above the chat while somebody is there, where otherwise the names are"`
	Greeting  string `json:"greeting,omitempty" doc:"invites to chat"`
	Title     string `json:"title,omitempty" doc:"of the messenger"`
	Lead      string `json:"lead,omitempty" doc:"says what happens while nobody is there"`
	Sent      string `json:"sent,omitempty" doc:"confirms a message while nobody is there"`
	Launcher  string `json:"launcher,omitempty" doc:"on the launcher"`
}
