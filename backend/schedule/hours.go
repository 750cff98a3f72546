// Package schedule says when an agent's hours begin and end: the last edge before an instant and the next one after it, in the zone the agent lives in.
// It is pure. Hours count as they stand, for the past as for the future.
package schedule

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	_ "time/tzdata" // zones mean the same on every computer, also where the system has none

	"parley/backend/chat"
)

// What hours can hold.
const (
	MaxSlots = 8   // a day
	MaxDates = 200 // that differ from the week
)

// day is how many minutes a day has on the wall.
const day = 24 * 60

// Hours are an agent's working hours as the agent wrote them down. Without a slot and without a date they stand for none.
type Hours struct {
	Zone  string      // IANA name, as in "Europe/Berlin"
	Week  [7][]Slot   // by time.Weekday, each slot on the day it starts
	Dates []DateSlots // those that differ from the week, in order
}

// Slot is a part of a day, in minutes since midnight by the clock on the wall. An end that is not after the start is on the next day.
type Slot struct{ Start, End int }

// DateSlots are the slots one date has instead of those of its weekday; none for a day off.
type DateSlots struct {
	Date  Date
	Slots []Slot
}

// Empty reports whether there are no hours.
func (h Hours) Empty() bool {
	return len(h.Dates) == 0 && !slices.ContainsFunc(h.Week[:], func(s []Slot) bool { return len(s) > 0 })
}

// Check returns invalid unless h can be an agent's hours: a known zone, slots of a day in order and without overlap, dates in order.
func (h Hours) Check() error {
	if h.Empty() && h.Zone == "" {
		return nil
	}
	if _, err := location(h.Zone); err != nil {
		return err
	}
	for weekday, s := range h.Week {
		if err := checkSlots(time.Weekday(weekday).String(), s); err != nil {
			return err.At("week")
		}
	}
	if len(h.Dates) > MaxDates {
		return chat.Errorf(chat.Invalid, "%d dates differ from the week, %d are allowed", len(h.Dates), MaxDates).At("dates")
	}
	for i, d := range h.Dates {
		switch {
		case d.Date.IsZero():
			return chat.Errorf(chat.Invalid, "a date is missing").At("dates")
		case i > 0 && h.Dates[i-1].Date.Compare(d.Date) >= 0:
			return chat.Errorf(chat.Invalid, "the dates must be in order, each once: %v", d.Date).At("dates")
		}
		if err := checkSlots(d.Date.String(), d.Slots); err != nil {
			return err.At("dates")
		}
	}
	return nil
}

// checkSlots returns nil, or why a day cannot have the slots. Slots may touch; one that ends on the next day is the last.
func checkSlots(of string, s []Slot) *chat.Error {
	if len(s) > MaxSlots {
		return chat.Errorf(chat.Invalid, "%s has %d slots, %d are allowed", of, len(s), MaxSlots)
	}
	for i, slot := range s {
		switch {
		case slot.Start < 0 || slot.Start >= day || slot.End < 0 || slot.End >= day:
			return chat.Errorf(chat.Invalid, "%s: a slot starts and ends at a minute from 0 to %d", of, day-1)
		case i > 0 && (s[i-1].overnight() || slot.Start < s[i-1].End):
			return chat.Errorf(chat.Invalid, "%s: the slots %v and %v overlap or are not in order", of, s[i-1], slot)
		}
	}
	return nil
}

func (s Slot) overnight() bool { return s.End <= s.Start }

// end is when the slot ends, in minutes since the midnight before its start.
func (s Slot) end() int {
	if s.overnight() {
		return s.End + day
	}
	return s.End
}

func (s Slot) String() string {
	return fmt.Sprintf("%02d:%02d-%02d:%02d", s.Start/60, s.Start%60, s.End/60, s.End%60)
}

// noZones are names a system may know that are no zone, or another one on another computer.
var noZones = []string{"", "Local", "localtime", "posixrules", "Factory"}

// location returns a zone, or invalid. A name that would be another zone on another computer is none.
func location(zone string) (*time.Location, error) {
	loc, err := time.LoadLocation(zone)
	if err != nil || slices.Contains(noZones, zone) || strings.HasPrefix(zone, "right/") || strings.HasPrefix(zone, "posix/") {
		return nil, chat.Errorf(chat.Invalid, "%q is not the name of a time zone such as Europe/Berlin", zone).At("zone")
	}
	return loc, nil
}

// slots are those that start on a date.
func (h Hours) slots(d Date) []Slot {
	i, found := slices.BinarySearchFunc(h.Dates, d, func(x DateSlots, d Date) int { return x.Date.Compare(d) })
	if found {
		return h.Dates[i].Slots
	}
	return h.Week[d.weekday()]
}

// Date is a day of the calendar. The zero Date is none.
type Date struct {
	Year  int
	Month time.Month
	Day   int
}

// dateForm is how a Date is written.
const dateForm = "2006-01-02"

// ParseDate reads a date such as 2026-12-24, or returns invalid.
func ParseDate(s string) (Date, error) {
	t, err := time.Parse(dateForm, s)
	if err != nil {
		return Date{}, chat.Errorf(chat.Invalid, "%q is not a date such as 2026-12-24", s).At("dates")
	}
	return dateOf(t), nil
}

// dateOf is the date on a wall that shows t.
func dateOf(t time.Time) Date {
	y, m, d := t.Date()
	return Date{y, m, d}
}

// IsZero reports whether d is no date.
func (d Date) IsZero() bool { return d == Date{} }

func (d Date) String() string { return d.midnight().Format(dateForm) }

// MarshalText writes the date, as in 2026-12-24.
func (d Date) MarshalText() ([]byte, error) { return []byte(d.String()), nil }

// UnmarshalText reads what MarshalText wrote, or returns invalid.
func (d *Date) UnmarshalText(text []byte) (err error) {
	*d, err = ParseDate(string(text))
	return err
}

// Compare orders dates by time.
func (d Date) Compare(e Date) int {
	return cmp.Or(cmp.Compare(d.Year, e.Year), cmp.Compare(d.Month, e.Month), cmp.Compare(d.Day, e.Day))
}

// midnight is the beginning of the date on a wall, in UTC.
func (d Date) midnight() time.Time { return time.Date(d.Year, d.Month, d.Day, 0, 0, 0, 0, time.UTC) }

func (d Date) weekday() time.Weekday { return d.midnight().Weekday() }

// add is the date some days later.
func (d Date) add(days int) Date { return dateOf(d.midnight().AddDate(0, 0, days)) }
