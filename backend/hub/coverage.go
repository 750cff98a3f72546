package hub

import (
	"slices"

	"parley/backend/chat"
	"parley/backend/coverage"
	"parley/backend/protocol"
	"parley/backend/schedule"
)

// Coverage returns how a span of time is covered by the hours of the agents of an agent's site: for visitors of a group, or for those without one if
// group is empty. An unknown group is not_found.
func (h *Hub) Coverage(agent chat.Agent, group string, in schedule.Span) (protocol.Coverage, error) {
	s, err := h.siteOf(agent)
	if err != nil {
		return protocol.Coverage{}, err
	}
	var of *chat.Group
	if group != "" {
		if of = s.directory.Load().groups[group]; of == nil {
			return protocol.Coverage{}, chat.Errorf(chat.NotFound, "there is no group %q", group)
		}
	}
	planned, err := askSite(h, agent, func(out *coverage.Site) event { return hoursOfAll{out: out} })
	if err != nil {
		return protocol.Coverage{}, err
	}
	p := planned.Plan(of, in)
	return protocol.Coverage{
		From: protocol.At(in.From), To: protocol.At(in.To), Bands: bandsOf(p.Bands), Gaps: bandsOf(p.Gaps()), Lanes: lanesOf(p.Lanes),
	}, nil
}

// Colleague returns an agent of an agent's site, or not_found.
func (h *Hub) Colleague(agent chat.Agent, id string) (chat.Agent, error) {
	s, err := h.siteOf(agent)
	if err != nil {
		return chat.Agent{}, err
	}
	c, ok := s.directory.Load().agent(id)
	if !ok {
		return c, chat.Errorf(chat.NotFound, "there is no agent %q", id)
	}
	return c, nil
}

// hoursOfAll asks for what a plan depends on.
type hoursOfAll struct{ out *coverage.Site }

func (e hoursOfAll) on(s *site) {
	hours := map[string]*schedule.Schedule{}
	for id, a := range s.agents {
		hours[id] = a.presence.Facts.Hours
	}
	*e.out = coverage.Site{Quiet: s.presence.Quiet, Agents: slices.Clone(s.presence.Agents), Hours: hours}
}

func bandsOf(bands []coverage.Band) []protocol.Band {
	out := make([]protocol.Band, 0, len(bands))
	for _, b := range bands {
		out = append(out, protocol.Band{From: protocol.At(b.From), To: protocol.At(b.To), Mode: b.Mode, Agents: append([]string{}, b.Agents...)})
	}
	return out
}

func lanesOf(lanes []coverage.Lane) []protocol.Lane {
	out := make([]protocol.Lane, 0, len(lanes))
	for _, l := range lanes {
		lane := protocol.Lane{Agent: l.Agent, Zone: l.Schedule.Hours().Zone, Runs: make([]protocol.Run, 0, len(l.Runs))}
		for _, r := range l.Runs {
			lane.Runs = append(lane.Runs, protocol.Run{From: protocol.At(r.From), To: protocol.At(r.To)})
		}
		out = append(out, lane)
	}
	return out
}
