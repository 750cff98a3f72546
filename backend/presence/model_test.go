package presence_test

import (
	"time"

	"parley/backend/chat"
	"parley/backend/presence"
)

// model is the same rules told a second time, slowly: it lives through every second, remembers what it was in the one before, and knows no instants.
type model struct {
	policy  presence.Policy
	devices map[string]*modelDevice
	status  chat.Status
	made    time.Time
	by      string
	idled   time.Time
	ping    time.Time
	there   bool // as of the last step
	idle    bool
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
		if !e.Made.Before(m.made) {
			m.status, m.made, m.by = e.Status, e.Made, e.By
		}
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
	}
}

func (m *model) view(now time.Time) presence.View {
	v := presence.View{Status: chat.Offline, Base: m.status}
	chosen := chat.CauseChoice
	if m.made.IsZero() {
		chosen = chat.CauseNew
	}
	asked := m.policy.OnReturn == presence.Ask && m.idled.After(m.made)
	switch {
	case !m.there && !m.ping.IsZero() && now.Sub(m.ping) < 150*time.Second:
		v.Status, v.Cause = chat.Online, chat.CauseAPI
	case m.status == chat.Offline:
		v.Cause, v.By = chosen, m.by
	case asked:
		v.Cause, v.Asks = chat.CauseIdle, m.there && !m.idle
	case !m.there:
		v.Cause = chat.CauseDisconnected
	case m.idle:
		v.Cause = chat.CauseIdle
	default:
		v.Status, v.Cause, v.By = m.status, chosen, m.by
	}
	return v
}
