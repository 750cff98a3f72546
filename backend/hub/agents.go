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
	number   int64             // of the newest event
	pending  []pending         // events that are not stored yet, where another hub may be faster with others
	recorded presence.Agent    // what was given to be stored last
	rivals   int               // how often another hub was faster
	checking bool              // what is stored is being read, before time changes anything

	signedOut  int64 // how often sign-ins were taken back, as far as is known here
	checkedOut int64 // and up to which of these the links here were looked at

	reserves  int64 // how often the box was ticked or cleared here
	reserving bool  // what was said last about it is not stored yet
}

// addAgent makes an agent live, without telling anybody.
func (s *site) addAgent(id string, p presence.Kept) *agentState {
	a := &agentState{id: id, presence: p.Agent, recorded: p.Agent, desks: map[string]*Agent{}}
	s.agents[id] = a
	s.recorder.keep(id, p)
	a.view, a.next = p.View(now())
	s.note(a)
	a.told = s.agentView(a)
	return a
}

// note has everything that depends on an agent's status know it.
func (s *site) note(a *agentState) {
	s.presence.Status[a.id] = a.view.Status
	s.common = nil
	known := s.known[a.id]
	known.Left = a.presence.Log.Left()
	s.known[a.id] = known
}

// dismiss ends the links of an agent who is one no longer.
func (a *agentState) dismiss() {
	for _, d := range a.desks {
		d.link.Close(Unauthorized, "this agent was removed")
	}
	a.settle(a.number, errRemoved())
}

// happen lets an event happen to an agent: the facts and their log change and are recorded, and the view follows. It reports whether the status
// changed.
func (s *site) happen(a *agentState, e presence.Event) bool { return s.happenIf(a, happened{event: e}) }

// happenIf is happen for an event that somebody may ask about.
func (s *site) happenIf(a *agentState, h happened) bool {
	before, was := a.presence, a.view.Status
	next, changes := s.after(before, h.event)
	a.number++
	a.presence = next
	rec := s.toStore(a, before, changes)
	p, stores := pending{event: h.event, number: a.number, still: h.still, then: h.then}, rec.presence != nil
	if h.then != nil && !(stores && s.hub.shared()) {
		rec.then, p.then = []func(error){h.then}, nil
	}
	if s.hub.shared() && (stores || !slices.Equal(before.Facts.Devices, next.Facts.Devices)) {
		a.pend(p)
	}
	if !rec.empty() {
		s.recorder.record(a.id, rec)
	}
	a.view, a.next = next.View(now())
	s.note(a)
	return a.view.Status != was
}

// after is an agent after an event, and the changes that came with it.
func (s *site) after(a presence.Agent, e presence.Event) (presence.Agent, []presence.Change) {
	if s.hub.shared() {
		return a.Among(e)
	}
	return a.After(e)
}

// toStore is what is to be stored of what an agent was before and the changes since, empty if nothing needs to be.
func (s *site) toStore(a *agentState, before presence.Agent, changes []presence.Change) record {
	tell := worthTelling(before, a.presence, changes)
	if !tell && !(s.hub.shared() && a.unheard()) {
		return record{}
	}
	next := a.presence
	a.recorded = next
	return record{presence: &next, upTo: a.number, rivals: a.rivals, tell: tell, gone: goneSince(before.Facts, next.Facts)}
}

// unheardFor is how old a stored sign of life may become before the next one is stored: every second one of a desk is.
const unheardFor = protocol.PulseEvery * 3 / 2

// unheard reports whether other hubs would have to know when a device was last heard and used: they let time pass for the agent too. After a start that time
// does not count, so a hub that stands alone keeps it to itself.
func (a *agentState) unheard() bool {
	is, at := a.presence.Facts, a.presence.Facts.At
	if slices.Equal(a.recorded.Facts.Devices, is.Devices) {
		return false
	}
	view, _ := a.presence.View(at)
	known, next := a.recorded.View(at)
	if known.Asks != view.Asks || !next.IsZero() && next.Before(at.Add(unheardFor)) {
		return true
	}
	return slices.ContainsFunc(is.Devices, func(d presence.Device) bool {
		known, _ := deviceOf(a.recorded, d.ID)
		return d.Heard.Sub(known.Heard) >= unheardFor
	})
}

// worthTelling reports whether more has changed than when a device was last heard and used, which other hubs read before time changes anything.
func worthTelling(before, after presence.Agent, changes []presence.Change) bool {
	was, is := before.Facts, after.Facts
	return len(changes) > 0 || is.Choice != was.Choice || is.Timed != was.Timed || is.Hours != was.Hours || !is.Ping.Equal(was.Ping) ||
		after.Policy != before.Policy || !sameDevices(was, is)
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

// sameDevices reports whether two facts have the same devices, but for when these were last heard and used.
func sameDevices(a, b presence.Facts) bool {
	return a.Idled.Equal(b.Idled) && slices.EqualFunc(a.Devices, b.Devices, func(x, y presence.Device) bool {
		return x.ID == y.ID && x.Hub == y.Hub && x.Left.Equal(y.Left) && x.Closed.Equal(y.Closed)
	})
}

// update lets an event happen and tells whom it concerns.
func (s *site) update(a *agentState, e presence.Event) { s.turn(a, func() { s.happen(a, e) }) }

// turn lets something change an agent and tells whom it concerns.
func (s *site) turn(a *agentState, change func()) {
	hours, status := a.presence.Facts.Hours, a.view.Status
	change()
	turned := a.view.Status != status
	s.sleep()
	s.tellView(a)
	if !reflect.DeepEqual(hours.Hours(), a.presence.Facts.Hours.Hours()) {
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
		if !a.checking {
			next = sooner(next, a.next)
		}
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
		if !skipped && (a.next.IsZero() || at.Before(a.next) || a.checking) {
			continue
		}
		if s.hub.shared() { // others may have heard of the agent meanwhile
			s.check(a)
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
	then  func(error)                // unless nil, told when what came of it is stored, or why not
	still func(presence.Agent) error // unless nil, why it cannot be after what another hub has stored
}

func (e happened) on(s *site) {
	a := s.agents[e.agent]
	switch {
	case a != nil:
		s.turn(a, func() { s.happenIf(a, e) })
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
	if d, known := deviceOf(a.presence, e.device); !known || !at.Before(d.Gone()) {
		said.came = at
	}
	s.recorder.record(a.id, record{hellos: map[string]hello{e.device: said}})
	s.update(a, presence.Connected{At: at, Device: e.device, Hub: s.hub.id, Input: at.Add(-e.inputAge), Away: e.away})
	a.desks[e.device] = e.desk
	send(e.desk.link, s.welcome(a, e.desk))
}

// deviceOf is what is known of a device.
func deviceOf(p presence.Agent, id string) (presence.Device, bool) {
	i := slices.IndexFunc(p.Facts.Devices, func(d presence.Device) bool { return d.ID == id })
	if i < 0 {
		return presence.Device{}, false
	}
	return p.Facts.Devices[i], true
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
		s.update(a, presence.Left{At: at, Device: e.device, Hub: s.hub.id})
	}
	s.update(a, presence.Closed{At: at, Device: e.device, Hub: s.hub.id})
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
