package presence_test

import (
	"slices"
	"time"

	"parley/backend/chat"
	"parley/backend/presence"
	"parley/backend/schedule"
)

// model is the same rules told a second time, slowly: it lives through every second, remembers what it was in the one before, and knows no instants.
type model struct {
	policy  presence.Policy
	devices map[string]*modelDevice
	status  chat.Status
	made    time.Time
	by      string
	timed   presence.Chose // the zero one is none
	hours   *schedule.Schedule
	edges   []modelEdge // of the hours, some days around
	idled   time.Time
	ping    time.Time
	there   bool // as of the last step
	idle    bool
}

type modelEdge struct {
	at   time.Time
	open bool
}

// setHours finds the edges by looking at every minute of some days.
func (m *model) setHours(s *schedule.Schedule) {
	m.hours, m.edges = s, nil
	was := false
	for at := zero.Add(-26 * time.Hour).Truncate(time.Hour); at.Before(zero.Add(49 * time.Hour)); at = at.Add(time.Minute) {
		is := openAt(s.Hours(), at)
		if is != was && at.After(zero.Add(-25*time.Hour)) {
			m.edges = append(m.edges, modelEdge{at, is})
		}
		was = is
	}
}

// openAt reports whether hours, which are in UTC and the same on every day, run in a minute.
func openAt(h schedule.Hours, at time.Time) bool {
	minute := at.Hour()*60 + at.Minute()
	for _, s := range h.Week[0] {
		if s.Start < s.End && s.Start <= minute && minute < s.End || s.Start >= s.End && (minute >= s.Start || minute < s.End) {
			return true
		}
	}
	return false
}

// base is what gives the status while somebody is there: the choices and edges so far, and the latest of them counts.
func (m *model) base(now time.Time) (status chat.Status, cause chat.Cause, by string, at time.Time) {
	status, cause, by, at = m.status, chat.CauseChoice, m.by, m.made
	if m.made.IsZero() {
		cause = chat.CauseNew
	}
	for _, e := range m.edges {
		if !e.at.After(now) && e.at.After(m.made) {
			status, cause, by, at = chat.Offline, chat.CauseHours, "", e.at
			if e.open {
				status = chat.Online
			}
		}
	}
	if m.timed.Status == "" {
		return status, cause, by, at
	}
	end, ends := m.timedEnd()
	switch {
	case !ends || now.Before(end):
		return m.timed.Status, chat.CauseChoice, m.timed.By, m.timed.Made
	case end.After(at):
		at = end
	}
	return status, cause, by, at
}

// timedEnd is when the timed choice ends, if it does.
func (m *model) timedEnd() (time.Time, bool) {
	if !m.timed.ToHours {
		return m.timed.Made.Add(m.timed.For), true
	}
	for _, e := range m.edges {
		if e.open && e.at.After(m.timed.Made) {
			return e.at, true
		}
	}
	return time.Time{}, false
}

// next tries what the base is at every edge and end to come.
func (m *model) next(now time.Time, status chat.Status) presence.Next {
	instants := make([]time.Time, 0, len(m.edges)+1)
	for _, e := range m.edges {
		instants = append(instants, e.at)
	}
	if end, ends := m.timedEnd(); ends && m.timed.Status != "" {
		instants = append(instants, end)
	}
	slices.SortFunc(instants, time.Time.Compare)
	for _, at := range instants {
		if s, cause, _, _ := m.base(at); at.After(now) && s != status && !m.runs(at) {
			return presence.Next{At: at, Status: s, Cause: cause}
		}
	}
	return presence.Next{}
}

// runs reports whether a timed choice runs.
func (m *model) runs(now time.Time) bool {
	end, ends := m.timedEnd()
	return m.timed.Status != "" && (!ends || now.Before(end))
}

type modelDevice struct {
	linked bool
	away   bool
	heard  time.Time
	input  time.Time
	closed time.Time
}

func newModel(p presence.Policy) *model {
	return &model{policy: p, devices: map[string]*modelDevice{}, status: chat.Offline}
}

// step lives through one instant, with the event that happens at it or nil.
func (m *model) step(now time.Time, e presence.Event) {
	if e != nil {
		m.happen(e)
	}
	wasThere, wasIdle := m.there, m.idle
	m.there, m.idle = false, m.policy.IdleAfter > 0
	var active time.Time
	for _, d := range m.devices {
		if !d.counts(now) {
			continue
		}
		m.there = true
		m.idle = m.idle && now.Sub(d.input) >= m.policy.IdleAfter
		if d.input.After(active) {
			active = d.input
		}
	}
	m.idle = m.idle && m.there
	if m.idle && !wasIdle {
		since := now
		if !wasThere { // nobody was active until now: somebody's computer came back as it was
			since = active.Add(m.policy.IdleAfter)
		}
		if since.After(m.idled) {
			m.idled = since
		}
	}
	if m.there && !m.idle && m.policy.OnReturn == presence.Auto {
		m.idled = time.Time{}
	}
}

func (d *modelDevice) counts(now time.Time) bool {
	return !d.away && now.Sub(d.heard) < 50*time.Second && (d.linked || now.Sub(d.closed) < 20*time.Second)
}

func (m *model) happen(e presence.Event) {
	switch e := e.(type) {
	case presence.Chose:
		m.choose(e)
		if d := m.devices[e.Device]; d != nil && e.Made.After(d.input) {
			d.input = e.Made
		}
	case presence.Connected:
		m.devices[e.Device] = &modelDevice{linked: true, away: e.Away, heard: e.At, input: e.Input}
	case presence.Heard:
		if d := m.devices[e.Device]; d != nil && d.linked {
			d.heard = e.At
			if e.Input.After(d.input) {
				d.input = e.Input
			}
		}
	case presence.Left:
		if d := m.devices[e.Device]; d != nil {
			d.away = true
		}
	case presence.Returned:
		if d := m.devices[e.Device]; d != nil && d.linked {
			d.away, d.heard, d.input = false, e.At, e.At
		}
	case presence.Closed:
		if d := m.devices[e.Device]; d != nil && d.linked {
			d.linked, d.closed = false, e.At
		}
	case presence.CameBack:
		m.idled = time.Time{}
	case presence.Pinged:
		m.ping = e.At
	case presence.PolicySet:
		m.policy = e.Policy
	case presence.HoursSet:
		m.setHours(e.Hours)
	}
}

func (m *model) choose(e presence.Chose) {
	timed := e.For > 0
	if e.ToHours {
		for _, edge := range m.edges {
			timed = timed || edge.open && edge.at.After(e.Made)
		}
	}
	switch {
	case e.Made.Before(m.made):
	case timed:
		if !e.Made.Before(m.timed.Made) {
			m.timed = e
		}
	default:
		m.status, m.made, m.by = e.Status, e.Made, e.By
		if !e.Made.Before(m.timed.Made) {
			m.timed = presence.Chose{}
		}
	}
}

func (m *model) view(now time.Time) presence.View {
	status, cause, by, at := m.base(now)
	v := presence.View{Status: chat.Offline, Base: status}
	asked := m.policy.OnReturn == presence.Ask && m.idled.After(at)
	switch {
	case !m.there && !m.ping.IsZero() && now.Sub(m.ping) < 150*time.Second:
		v.Status, v.Cause = chat.Online, chat.CauseAPI
	case status == chat.Offline:
		v.Cause, v.By = cause, by
	case asked:
		v.Cause, v.Asks = chat.CauseIdle, m.there && !m.idle
	case !m.there:
		v.Cause = chat.CauseDisconnected
	case m.idle:
		v.Cause = chat.CauseIdle
	default:
		v.Status, v.Cause, v.By = status, cause, by
	}
	if end, ends := m.timedEnd(); ends && m.runs(now) {
		v.Timed = presence.Running{From: m.timed.Made, Until: end, ToHours: m.timed.ToHours}
	}
	v.Next = m.next(now, v.Status)
	return v
}
