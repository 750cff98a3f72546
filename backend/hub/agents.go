package hub

import (
	"reflect"
	"slices"
	"time"

	"parley/backend/chat"
	"parley/backend/presence"
	"parley/backend/protocol"
)

// agentState is what is live of one agent. It belongs to the site's goroutine.
type agentState struct {
	id       string
	presence presence.Agent
	view     presence.View
	next     time.Time // when time alone changes the view, zero if never
	told     protocol.AgentView
	desks    map[string]*Agent // the newest link of each device
}

// addAgent makes an agent live, without telling anybody.
func (s *site) addAgent(id string, p presence.Agent) *agentState {
	a := &agentState{id: id, presence: p, desks: map[string]*Agent{}}
	s.agents[id] = a
	a.view, a.next = p.View(now())
	s.note(a)
	a.told = s.agentView(a)
	return a
}

// note has everything that depends on an agent's status know it.
func (s *site) note(a *agentState) {
	s.presence.Status[a.id] = a.view.Status
	known := s.known[a.id]
	known.Left = a.presence.Log.Left()
	s.known[a.id] = known
}

// dismiss ends the links of an agent who is one no longer.
func (a *agentState) dismiss() {
	for _, d := range a.desks {
		d.link.Close(Unauthorized, "this agent was removed")
	}
}

// happen lets an event happen to an agent: the facts and their log change and are recorded, and the view follows. It reports whether the status
// changed.
func (s *site) happen(a *agentState, e presence.Event) bool {
	before, was := a.presence, a.view.Status
	next, changes := before.After(e)
	a.presence = next
	s.recordDifference(a.id, before, next, changes)
	a.view, a.next = next.View(now())
	s.note(a)
	return a.view.Status != was
}

// recordDifference has stored what an agent's next start would have to know.
func (s *site) recordDifference(agent string, before, after presence.Agent, changes []presence.Change) {
	r := record{changes: changes}
	if after.Facts.Choice != before.Facts.Choice || after.Facts.Timed != before.Facts.Timed {
		r.choices = &choices{last: after.Facts.Choice, timed: after.Facts.Timed}
	}
	if after.Facts.Hours != before.Facts.Hours {
		hours := after.Facts.Hours.Hours()
		r.hours = &hours
	}
	if after.Policy != before.Policy {
		r.policy = &after.Policy
	}
	if len(changes) > 0 || !sameDevices(before.Facts, after.Facts) {
		r.devices = &devices{all: after.Facts.Devices, idled: after.Facts.Idled}
	}
	r.gone = goneSince(before.Facts, after.Facts)
	if r.choices != nil || r.hours != nil || r.policy != nil || r.devices != nil {
		s.recorder.record(agent, r)
	}
}

// goneSince are the devices that are not among the facts any more, with when each was last connected.
func goneSince(before, after presence.Facts) map[string]time.Time {
	var out map[string]time.Time
	for _, d := range before.Devices {
		if !slices.ContainsFunc(after.Devices, func(x presence.Device) bool { return x.ID == d.ID }) {
			if out == nil {
				out = map[string]time.Time{}
			}
			out[d.ID] = earlier(d.Gone(), after.At)
		}
	}
	return out
}

// sameDevices reports whether a restart would find the same devices. When one was last heard and used need not be recorded: after a restart that
// time does not count.
func sameDevices(a, b presence.Facts) bool {
	return a.Idled.Equal(b.Idled) && slices.EqualFunc(a.Devices, b.Devices, func(x, y presence.Device) bool {
		return x.ID == y.ID && x.Left.Equal(y.Left) && x.Closed.Equal(y.Closed)
	})
}

// update lets an event happen and tells whom it concerns.
func (s *site) update(a *agentState, e presence.Event) {
	hours := a.presence.Facts.Hours
	turned := s.happen(a, e)
	s.sleep()
	s.tellView(a)
	if hours != a.presence.Facts.Hours {
		a.send(&protocol.AgentHours{Hours: hoursOf(a.presence.Facts.Hours)})
		s.tellSite() // coverage is another one
	}
	if turned {
		s.tellStatus(a)
		s.statusChanged()
	}
}

// sleep sets the alarm to the next instant at which time alone changes a view, a wait or what a tab is to be sent.
func (s *site) sleep() {
	next := sooner(s.due, s.tabs.next())
	for _, a := range s.agents {
		next = sooner(next, a.next)
	}
	s.alarm.Set(next)
}

// sooner is the first of two instants that may never come, which is what the zero one means.
func sooner(a, b time.Time) time.Time {
	if a.IsZero() || !b.IsZero() && b.Before(a) {
		return b
	}
	return a
}

// wake lets time pass for the agents, the waits and the tabs it changes; time that was skipped for every agent.
func (s *site) wake(skipped bool) {
	at, turned := now(), false
	var e presence.Event = presence.Passed{At: at}
	if skipped {
		e = presence.Skipped{At: at}
	}
	for _, a := range s.agents {
		if !skipped && (a.next.IsZero() || at.Before(a.next)) {
			continue
		}
		if s.happen(a, e) {
			turned = true
			s.tellStatus(a)
		}
		s.tellView(a)
	}
	if turned {
		s.statusChanged()
	}
	s.pass(at)
	s.passTabs(at)
	s.sleep()
}

// tellView tells an agent's desks a view they have not been told.
func (s *site) tellView(a *agentState) {
	v := s.agentView(a)
	if reflect.DeepEqual(v, a.told) {
		return
	}
	a.told = v
	a.send(&v)
}

// tellStatus tells every desk of the site another status of an agent.
func (s *site) tellStatus(a *agentState) {
	p := pack(&protocol.AgentStatus{Agent: a.id, Status: a.view.Status})
	for _, each := range s.agents {
		for _, d := range each.desks {
			d.link.Send(p)
		}
	}
}

// send sends a frame to every desk of the agent.
func (a *agentState) send(f protocol.Frame) {
	p := pack(f)
	for _, d := range a.desks {
		d.link.Send(p)
	}
}

// agentView is what an agent's own desks are told of the view.
func (s *site) agentView(a *agentState) protocol.AgentView {
	v := protocol.View{
		Status: a.view.Status,
		Cause:  a.view.Cause,
		Since:  protocol.At(a.presence.Log.Since()),
		Base:   a.view.Base,
		Asks:   a.view.Asks,
	}
	if p, ok := s.directory.Load().person[a.view.By]; ok {
		v.By = &p
	}
	if t := a.view.Timed; t != (presence.Running{}) {
		v.Timed = &protocol.Timed{From: protocol.At(t.From), Until: protocol.At(t.Until), ToHours: t.ToHours}
	}
	if n := a.view.Next; n != (presence.Next{}) {
		v.Next = &protocol.NextChange{At: protocol.At(n.At), Status: n.Status, Cause: n.Cause}
	}
	return protocol.AgentView{View: v, Policy: policyOf(a.presence.Policy), Reserve: s.known[a.id].Reserve}
}

func policyOf(p presence.Policy) protocol.Policy {
	return protocol.Policy{IdleAfter: int64(p.IdleAfter / time.Second), OnReturn: protocol.OnReturn(p.OnReturn)}
}

// happened is an event of one agent's presence.
type happened struct {
	agent string
	event presence.Event
	then  func(error) // unless nil, told when what came of it is stored, or why not
}

func (e happened) on(s *site) {
	a := s.agents[e.agent]
	switch {
	case a != nil:
		s.update(a, e.event)
		if e.then != nil {
			s.recorder.record(a.id, record{then: []func(error){e.then}})
		}
	case e.then != nil:
		e.then(errRemoved())
	}
}

// deskCame is a desk that has said hello.
type deskCame struct {
	desk     *Agent
	device   string
	inputAge time.Duration
	away     bool
}

func (e deskCame) on(s *site) {
	a := s.agents[e.desk.agent.ID]
	if a == nil {
		e.desk.link.Close(Unauthorized, "this agent was removed")
		return
	}
	if old := a.desks[e.device]; old != nil {
		old.link.Close(Replaced, "the same device has connected again")
	}
	delete(a.desks, e.device) // until it is welcomed, it is told nothing
	at := now()
	said := hello{signIn: signInOf(e.desk.token), name: e.desk.name}
	if d, known := a.device(e.device); !known || !at.Before(d.Gone()) {
		said.came = at
	}
	s.recorder.record(a.id, record{hellos: map[string]hello{e.device: said}})
	s.update(a, presence.Connected{At: at, Device: e.device, Input: at.Add(-e.inputAge), Away: e.away})
	a.desks[e.device] = e.desk
	send(e.desk.link, s.welcome(a, e.desk))
}

// device is what is known of the presence of a device.
func (a *agentState) device(id string) (presence.Device, bool) {
	i := slices.IndexFunc(a.presence.Facts.Devices, func(d presence.Device) bool { return d.ID == id })
	if i < 0 {
		return presence.Device{}, false
	}
	return a.presence.Facts.Devices[i], true
}

// welcome is the state of everything as it is now.
func (s *site) welcome(a *agentState, d *Agent) *protocol.AgentWelcome {
	dir := s.directory.Load()
	w := &protocol.AgentWelcome{
		Protocol:      protocol.Version,
		Now:           protocol.At(now()),
		Agent:         s.account(a.id),
		Site:          s.info(d.address),
		View:          a.told.View,
		Policy:        a.told.Policy,
		Hours:         hoursOf(a.presence.Facts.Hours),
		Reserve:       a.told.Reserve,
		Agents:        s.colleagues(),
		Groups:        dir.names,
		Conversations: fitting(s.openFor(a.id)),
	}
	return w
}

// account is what a desk is told of the agent it is signed in as.
func (s *site) account(agent string) protocol.Account {
	a, _ := s.directory.Load().agent(agent)
	return protocol.Account{ID: a.ID, Name: a.Name, Email: a.Email, Role: a.Role}
}

// colleagues are all agents as desks are told of them, never nil.
func (s *site) colleagues() []protocol.Colleague {
	dir := s.directory.Load()
	out := make([]protocol.Colleague, 0, len(dir.agents))
	for _, a := range dir.agents {
		out = append(out, protocol.Colleague{ID: a.ID, Name: a.Name, Role: a.Role, Status: s.presence.Status[a.ID]})
	}
	return out
}

// deskGone is a desk whose link has ended, by a goodbye or not.
type deskGone struct {
	desk    *Agent
	device  string
	goodbye bool
}

func (e deskGone) on(s *site) {
	a := s.agents[e.desk.agent.ID]
	if a == nil || a.desks[e.device] != e.desk {
		return // the device has another link
	}
	delete(a.desks, e.device)
	at := now()
	if e.goodbye {
		s.update(a, presence.Left{At: at, Device: e.device})
	}
	s.update(a, presence.Closed{At: at, Device: e.device})
}

// presenceOf asks for what is known of an agent's presence.
type presenceOf struct {
	agent string
	out   *presence.Agent
}

func (e presenceOf) on(s *site) {
	if a := s.agents[e.agent]; a != nil {
		*e.out = a.presence
	}
}

// thereOf asks which agents are not Offline.
type thereOf struct{ out *[]string }

func (e thereOf) on(s *site) {
	for id, a := range s.agents {
		if a.view.Status != chat.Offline {
			*e.out = append(*e.out, id)
		}
	}
}

// viewOf asks for an agent's view.
type viewOf struct {
	agent string
	out   *protocol.AgentView
}

func (e viewOf) on(s *site) {
	if a := s.agents[e.agent]; a != nil {
		*e.out = s.agentView(a)
	}
}
