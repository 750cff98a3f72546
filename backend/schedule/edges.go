package schedule

import (
	"slices"
	"time"
)

// Schedule finds the edges of hours that have been checked. It never changes. The nil Schedule is that of an agent without hours: it has no edges.
type Schedule struct {
	hours Hours
	zone  *time.Location
	quiet bool   // the week alone has no edges: there are no slots, or they go round the clock
	few   []Edge // where the week is quiet: all there are, in order
}

// Of returns the schedule of hours, nil without any, or invalid.
func Of(h Hours) (*Schedule, error) {
	if err := h.Check(); err != nil {
		return nil, err
	}
	if h.Empty() {
		return nil, nil
	}
	zone, err := location(h.Zone)
	if err != nil {
		return nil, err
	}
	s := &Schedule{hours: h, zone: zone}
	week := Schedule{hours: Hours{Week: h.Week}, zone: time.UTC}
	if s.quiet = len(week.edges(someMonday, someMonday.add(2*7))) == 0; s.quiet {
		s.few = s.aroundDates()
	}
	return s, nil
}

// aroundDates are the edges that the dates make which differ from a quiet week.
func (s *Schedule) aroundDates() []Edge {
	var out []Edge
	var from Date
	for _, d := range s.hours.Dates {
		if begin := d.Date.add(-reach); begin.Compare(from) > 0 {
			from = begin
		}
		to := d.Date.add(reach + 1)
		out = append(out, s.edges(from, to)...)
		from = to
	}
	return out
}

// someMonday is any.
var someMonday = Date{2024, time.January, 1}

// Hours returns the hours, empty ones for nil.
func (s *Schedule) Hours() Hours {
	if s == nil {
		return Hours{}
	}
	return s.hours
}

// Edge is the instant at which hours begin, or end.
type Edge struct {
	At    time.Time
	Start bool
}

// step is how many dates are looked at together.
const step = 4

// Last returns the last edge that is not after an instant, and whether there is one.
func (s *Schedule) Last(at time.Time) (Edge, bool) {
	switch {
	case s == nil:
		return Edge{}, false
	case s.quiet:
		return lastOf(s.few, at)
	}
	for to := s.date(at).add(2); ; to = to.add(-step) { // a week that is not quiet has an edge beyond all its dates
		if e, ok := lastOf(s.edges(to.add(-step), to), at); ok {
			return e, true
		}
	}
}

// Next returns the first edge after an instant, and whether there is one.
func (s *Schedule) Next(at time.Time) (Edge, bool) {
	switch {
	case s == nil:
		return Edge{}, false
	case s.quiet:
		return nextOf(s.few, at)
	}
	for from := s.date(at).add(-2); ; from = from.add(step) {
		if e, ok := nextOf(s.edges(from, from.add(step)), at); ok {
			return e, true
		}
	}
}

func lastOf(edges []Edge, at time.Time) (Edge, bool) {
	for _, e := range slices.Backward(edges) {
		if !e.At.After(at) {
			return e, true
		}
	}
	return Edge{}, false
}

func nextOf(edges []Edge, at time.Time) (Edge, bool) {
	for _, e := range edges {
		if e.At.After(at) {
			return e, true
		}
	}
	return Edge{}, false
}

// NextStart returns the first beginning of hours after an instant, and whether there is one.
func (s *Schedule) NextStart(at time.Time) (time.Time, bool) {
	e, ok := s.Next(at)
	if ok && !e.Start {
		e, ok = s.Next(e.At)
	}
	return e.At, ok
}

// reach is how far from a date that differs edges may be because of it: a slot ends on the next day, and the wall may jump by one.
const reach = 2

// date is what the wall shows at an instant.
func (s *Schedule) date(at time.Time) Date { return dateOf(at.In(s.zone)) }

// Span is the time from one instant to another, without the latter.
type Span struct{ From, To time.Time }

// Runs returns when hours run in a span, in order and cut to it.
func (s *Schedule) Runs(in Span) []Span {
	if s == nil {
		return nil
	}
	var out []Span
	for _, p := range s.spans(s.date(in.From).add(-reach), s.date(in.To).add(reach)) {
		if p.From.Before(in.From) {
			p.From = in.From
		}
		if p.To.After(in.To) {
			p.To = in.To
		}
		if p.From.Before(p.To) {
			out = append(out, p)
		}
	}
	return out
}

// edges returns the edges that lie from the beginning of one date until that of another, in order.
func (s *Schedule) edges(from, to Date) []Edge {
	wall := clock{zone: s.zone}
	begin, end := wall.instant(from, 0), wall.instant(to, 0)
	var out []Edge
	for _, p := range s.spans(from.add(-reach), to.add(reach)) {
		if !p.From.Before(begin) && p.From.Before(end) {
			out = append(out, Edge{p.From, true})
		}
		if !p.To.Before(begin) && p.To.Before(end) {
			out = append(out, Edge{p.To, false})
		}
	}
	return out
}

// spans returns when hours run that start on dates from one until another, in order. Slots that touch or overlap are one.
func (s *Schedule) spans(from, to Date) []Span {
	wall := clock{zone: s.zone}
	var out []Span
	for d := from; d.Compare(to) < 0; d = d.add(1) {
		for _, slot := range s.hours.slots(d) {
			p := Span{wall.instant(d, slot.Start), wall.instant(d, slot.end())}
			switch n := len(out); {
			case !p.From.Before(p.To): // it lies in an hour that the clock skips
			case n > 0 && !p.From.After(out[n-1].To):
				if p.To.After(out[n-1].To) {
					out[n-1].To = p.To
				}
			default:
				out = append(out, p)
			}
		}
	}
	return out
}
