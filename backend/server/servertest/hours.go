package servertest

import (
	"parley/backend/protocol"
	"parley/backend/schedule"
)

// Hours is a schedule as frames have it.
func Hours(s *schedule.Schedule) protocol.Hours {
	h := s.Hours()
	out := protocol.Hours{Zone: h.Zone, Week: make([][]protocol.Slot, len(h.Week)), Dates: []protocol.DateHours{}}
	slots := func(in []schedule.Slot) []protocol.Slot {
		out := make([]protocol.Slot, 0, len(in))
		for _, slot := range in {
			out = append(out, protocol.Slot(slot))
		}
		return out
	}
	for i := range out.Week {
		out.Week[i] = slots(h.Week[(i+1)%len(h.Week)]) // a frame's week begins on Monday
	}
	for _, d := range h.Dates {
		out.Dates = append(out.Dates, protocol.DateHours{Date: d.Date.String(), Slots: slots(d.Slots)})
	}
	return out
}
