package hub

import (
	"context"
	"reflect"
	"sync"
	"sync/atomic"
	"time"

	"golang.org/x/time/rate"

	"parley/backend/chat"
	"parley/backend/escalation"
	"parley/backend/presence"
	"parley/backend/protocol"
	"parley/backend/targeting"
	"parley/backend/tick"
)

// site is what is live of one site. Everything here is touched by the goroutine of run alone, unless it says otherwise.
type site struct {
	hub      *Hub // read by any goroutine
	id       string
	revision int64 // of what was loaded first
	recorder *recorder
	hellos   *rate.Limiter // of visitors; used by any goroutine

	events chan event
	done   chan struct{} // closed by stop

	directory atomic.Pointer[directory] // read by any goroutine
	reloading sync.Mutex                // held from reading the site until it is in force
	presence  presence.Site

	agents   map[string]*agentState
	known    map[string]escalation.Agent // what else a wait depends on
	alarm    *tick.Alarm                 // for the next instant at which time alone changes an agent's view or a wait
	leapt    func() bool                 // the clock was set forward since it was asked last
	due      time.Time                   // the next instant at which time may change a wait, zero if never
	visitors roster
	guests   map[string]*guest  // by token
	silent   map[string]*guest  // those who have not written, by the key of the token
	guestOf  map[string]*guest  // by visitor, of those who have written
	threads  map[string]*thread // by conversation: the open ones and those of visitors who are here
	answers  map[string]*answer
	common   *answer // to those who are with no group and have no conversation, nil until it is worked out

	targeting targeting.Site
	tabs      tabs
	shown     map[string]int64 // by rule: what has not been counted in the store yet
}

// queueSize is how many events wait for the site before who posts one waits too.
const queueSize = 1024

func newSite(h *Hub, dir *directory, revision int64) *site {
	s := &site{
		hub:      h,
		id:       dir.site.ID,
		revision: revision,
		hellos:   h.limits.Site.limiter(),
		events:   make(chan event, queueSize),
		done:     make(chan struct{}),
		agents:   map[string]*agentState{},
		known:    map[string]escalation.Agent{},
		alarm:    tick.NewAlarm(),
		leapt:    tick.NewLeap().Over,
		guests:   map[string]*guest{},
		silent:   map[string]*guest{},
		guestOf:  map[string]*guest{},
		threads:  map[string]*thread{},
		answers:  map[string]*answer{},
		shown:    map[string]int64{},
	}
	s.recorder = newRecorder(s)
	s.use(dir)
	return s
}

// begin takes over what is stored, before the site runs. Since is when hubs began to serve, after a time in which none did.
func (s *site) begin(agents map[string]presence.Kept, known map[string]escalation.Agent, threads []chat.Thread, since time.Time) {
	at := now()
	s.known = known
	for id, a := range agents {
		state := s.addAgent(id, a)
		if !s.hub.shared() || a.Facts.At.Before(since) { // otherwise others have heard the devices, or one of them has seen to this
			s.happen(state, presence.Restarted{At: since})
		}
		s.happen(state, presence.Passed{At: at})
		state.told = s.agentView(state)
	}
	for _, t := range threads {
		s.threads[t.Conversation.ID] = newThread(t)
	}
	for _, t := range s.threads {
		s.judge(t)
		t.asked = askedOf(t.answer)
		t.told = s.row(t)
	}
}

// event is something posted to a site.
type event interface {
	// on changes what is live and tells whom it concerns. It runs in the goroutine of the site.
	on(*site)
}

// post hands over an event. After stop it is dropped.
func (s *site) post(e event) {
	select {
	case s.events <- e:
	case <-s.done:
	}
}

// settle posts an event and waits until it has been dealt with. It reports false when the site stopped before that.
func (s *site) settle(e event) bool {
	w := settled{event: e, done: make(chan struct{})}
	s.post(w)
	select {
	case <-w.done:
		return true
	case <-s.done:
		return false
	}
}

// rest waits until everything that was found out is stored, on top of what another hub was faster with, as far as the store takes it, or until ctx ends.
func (s *site) rest(ctx context.Context) {
	for s.settle(lastWords{}) { // and with that whatever the recorder has given back
		rests := s.recorder.rests()
		select {
		case <-rests:
			return
		default:
		}
		select {
		case <-rests:
		case <-ctx.Done():
			return
		}
	}
}

// settled is an event somebody waits for.
type settled struct {
	event
	done chan struct{}
}

func (e settled) on(s *site) {
	e.event.on(s)
	close(e.done)
}

// stop ends run. It is called once.
func (s *site) stop() { close(s.done) }

// run deals with events, one at a time, and with what time alone changes, until stop.
func (s *site) run() {
	defer s.recorder.stop()
	defer func() { _ = s.storeCounts(s.shown) }() // which has complained
	defer s.alarm.Stop()
	beats := time.NewTicker(beatStep)
	defer beats.Stop()
	beating := true
	s.sleep()
	for _, t := range s.threads {
		s.step(t) // what came while the hub was away
	}
	for {
		select {
		case e := <-s.events:
			if s.leapt() { // and not every device but the one that says something is silent
				s.wake(true)
			}
			e.on(s)
		case <-s.alarm.C():
			s.wake(s.leapt())
		case <-beats.C:
			s.visitors.beat()
		case <-s.done:
			return
		}
		if beating == s.visitors.empty() { // nobody to beat for costs nothing
			if beating = !beating; beating {
				beats.Reset(beatStep)
			} else {
				beats.Stop()
			}
		}
	}
}

// use takes a directory for the one in force.
func (s *site) use(dir *directory) {
	s.directory.Store(dir)
	s.presence.Quiet = dir.site.Quiet
	s.presence.Agents = s.presence.Agents[:0:0]
	status := map[string]chat.Status{}
	for _, a := range dir.agents {
		s.presence.Agents = append(s.presence.Agents, a.ID)
		status[a.ID] = s.presence.Status[a.ID]
	}
	s.presence.Status = status
	clear(s.answers) // they carry names
	s.common = nil
	s.aim(dir)
}

// changed brings a site that another program changed, and what is known of agents who are new.
type changed struct {
	dir   *directory
	fresh map[string]presence.Kept
	known map[string]escalation.Agent // what other hubs may have stored of agents, nil where there are none
}

func (e changed) on(s *site) {
	was := s.directory.Load().face
	s.use(e.dir)
	s.dropGroups(e.dir)
	for id, a := range e.fresh {
		if s.agents[id] == nil {
			s.addAgent(id, a)
			if s.hub.shared() { // what others told of an agent who was not known went by
				s.recorder.record(id, record{reread: true})
			}
		}
	}
	for id, a := range s.agents {
		if _, ok := e.dir.agent(id); !ok {
			a.dismiss()
			delete(s.agents, id)
			left := s.known[id].Left
			if left.IsZero() {
				left = now()
			}
			s.known[id] = escalation.Agent{Left: left}
		}
	}
	for id, k := range e.known {
		s.learnOf(id, k)
	}
	s.tellSite()
	s.sleep()
	s.statusChanged()
	if !reflect.DeepEqual(e.dir.face, was) {
		s.visitors.each(s.welcomeAgain)
	}
}

// learnOf takes over what another hub may have stored of an agent, of what a wait depends on.
func (s *site) learnOf(agent string, is escalation.Agent) {
	a, known := s.agents[agent], s.known[agent]
	known.LastChat = later(known.LastChat, is.LastChat)
	if a != nil && a.reserving {
		is.Reserve = known.Reserve // what is stored is older
	}
	turned := known.Reserve != is.Reserve
	known.Reserve = is.Reserve
	s.known[agent] = known
	if a != nil && turned {
		s.tellView(a)
	}
}

// tellSite tells every desk that what its agent may have asked of the site is to be asked again.
func (s *site) tellSite() {
	everybody, groups := s.colleagues(), s.directory.Load().names
	for _, a := range s.agents {
		for _, d := range a.desks {
			send(d.link, &protocol.Agents{Site: s.info(d.address), Agents: everybody, Groups: groups})
		}
	}
}

// dropGroups forgets the groups of visitors that are gone.
func (s *site) dropGroups(dir *directory) {
	for _, t := range s.threads {
		if dir.groups[t.visitor.Group] == nil {
			t.visitor.Group = ""
		}
	}
	for _, g := range s.guests {
		if dir.groups[g.group] == nil {
			g.group = ""
		}
	}
}

// info is what a desk is told of its site.
func (s *site) info(address string) protocol.SiteInfo {
	site := s.directory.Load().site
	i := protocol.SiteInfo{ID: s.id, Name: site.Name, Widget: address, Steps: protocol.WaitStepsOf(site.Steps)}
	if s.hub.demo != "" {
		i.Demo = address + s.hub.demo + s.id
	}
	return i
}

// statusChanged tells everybody what follows from another status of an agent: visitors who is there, agents who is asked.
func (s *site) statusChanged() {
	for _, t := range s.threads {
		s.tellThread(t)
	}
	s.visitors.each(s.tell)
	s.targetAll()
}
