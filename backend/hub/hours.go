package hub

import (
	"time"

	"parley/backend/chat"
	"parley/backend/presence"
	"parley/backend/protocol"
	"parley/backend/schedule"
)

// weekdays are the days of a week as frames have them.
var weekdays = [7]time.Weekday{time.Monday, time.Tuesday, time.Wednesday, time.Thursday, time.Friday, time.Saturday, time.Sunday}

// hoursOf is a schedule as frames have it.
func hoursOf(s *schedule.Schedule) protocol.Hours {
	h, out := s.Hours(), protocol.NoHours()
	out.Zone = h.Zone
	for i, d := range weekdays {
		out.Week[i] = slotsOf(h.Week[d])
	}
	for _, d := range h.Dates {
		out.Dates = append(out.Dates, protocol.DateHours{Date: d.Date.String(), Slots: slotsOf(d.Slots)})
	}
	out.Revision = chat.RevisionOf(h)
	return out
}

func slotsOf(slots []schedule.Slot) []protocol.Slot {
	out := make([]protocol.Slot, 0, len(slots))
	for _, s := range slots {
		out = append(out, protocol.Slot(s))
	}
	return out
}

// hoursFrom reads hours of a frame, or returns invalid.
func hoursFrom(f protocol.Hours) (*schedule.Schedule, error) {
	h := schedule.Hours{Zone: f.Zone}
	if len(f.Week) != len(weekdays) {
		return nil, chat.Errorf(chat.Invalid, "a week has %d days, not %d", len(weekdays), len(f.Week)).At("week")
	}
	for i, d := range weekdays {
		h.Week[d] = slotsFrom(f.Week[i])
	}
	for _, d := range f.Dates {
		date, err := schedule.ParseDate(d.Date)
		if err != nil {
			return nil, err
		}
		h.Dates = append(h.Dates, schedule.DateSlots{Date: date, Slots: slotsFrom(d.Slots)})
	}
	return schedule.Of(h)
}

func slotsFrom(slots []protocol.Slot) []schedule.Slot {
	var out []schedule.Slot
	for _, s := range slots {
		out = append(out, schedule.Slot(s))
	}
	return out
}

// setHours has a desk replace the agent's hours.
func (a *Agent) setHours(f *protocol.SetHours) {
	hours, err := hoursFrom(f.Hours)
	switch {
	case !a.named(f.Ref):
	case err != nil:
		a.hub.fail(a.link, f.Ref, err)
	default:
		a.site.post(hoursSet{agent: a.agent.ID, of: f.Revision, hours: hours, then: a.answer(f.Ref)})
	}
}

// hoursSet replaces an agent's hours, unless somebody else has done so since a revision was read.
type hoursSet struct {
	agent string
	of    chat.Revision
	hours *schedule.Schedule
	then  func(error)
}

func (e hoursSet) on(s *site) {
	still := func(is presence.Agent) error { return e.of.Check(is.Facts.Hours.Hours()) }
	if a := s.agents[e.agent]; a != nil {
		if err := still(a.presence); err != nil {
			e.then(err)
			return
		}
	}
	happened{agent: e.agent, event: presence.HoursSet{At: now(), Hours: e.hours}, then: e.then, still: still}.on(s)
}
