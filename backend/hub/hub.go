// Package hub is the conversation server behind its connections: it takes what visitors and agents send, has it stored, and tells everybody whom it
// concerns. One goroutine per site owns what is live there; connections validate and store in goroutines of their own and then post what happened.
package hub

import (
	"cmp"
	"context"
	"fmt"
	"log/slog"
	"maps"
	"slices"
	"sync"
	"time"

	"golang.org/x/time/rate"

	"parley/backend/chat"
	"parley/backend/tick"
)

// checkEvery is how often a hub asks whether another program changed a site, unless its options say otherwise.
const checkEvery = 500 * time.Millisecond

// Options are what a hub is told besides its store.
type Options struct {
	Log      *slog.Logger
	DemoPath string // of the test page below the hub's address, in front of a site's id; empty without one
	Limits   Limits // zero values stand for the defaults

	CheckEvery time.Duration // how often to ask whether another program changed a site; 0 stands for half a second

	Bus   Bus           // to the other hubs on the store; nil for a hub that stands alone
	Count time.Duration // how often a hub among others says that it lives, and counts what nudges may not have told; 0 stands for what suits people
	Drain time.Duration // over how long a hub among others ends its links when it stops, so that not everybody comes to another one at once
}

// Hub serves every site of a store. Its methods may be called from any goroutine.
type Hub struct {
	store  Store
	bus    Bus    // nil for a hub that stands alone
	id     string // among the hubs on the store, empty for one that stands alone
	log    *slog.Logger
	demo   string
	limits Limits
	drain  time.Duration
	living time.Duration // how often it says that it lives

	hellos     *addresses       // of visitors
	messages   *addresses       // of visitors
	visitors   *buckets[string] // messages of one visitor, by token
	agents     *buckets[string] // messages and acts of one agent
	complaints rate.Sometimes

	ctx    context.Context // of everything that reads or writes; ends after the last link
	cancel context.CancelFunc
	tasks  sync.WaitGroup // the goroutines of the hub and its sites

	serves struct { // this hub, or those it found when it started
		sync.Mutex // held while it says that it lives
		known      bool
		since      time.Time
	}

	mu       sync.Mutex
	sites    map[string]*opening
	links    map[Link]struct{}
	stopping bool
	adrift   bool          // the store that it shares has been out of reach for long
	others   bool          // while stopping: other hubs serve the same sites
	empty    chan struct{} // closed when the hub is stopping and the last link is gone
}

// opening is a site that is being loaded, or was.
type opening struct {
	ready chan struct{}
	site  *site
	err   error
}

// New starts a hub on a store. Devices that were connected when an earlier one ended count as closed now, unless others have served them since.
func New(store Store, o Options) *Hub {
	ctx, cancel := context.WithCancel(context.Background())
	h := &Hub{
		store:  store,
		log:    o.Log,
		demo:   o.DemoPath,
		limits: o.Limits.orDefaults(),
		drain:  o.Drain,
		living: cmp.Or(o.Count, living),
		ctx:    ctx,
		cancel: cancel,
		sites:  map[string]*opening{},
		links:  map[Link]struct{}{},
		empty:  make(chan struct{}),

		complaints: rate.Sometimes{Interval: time.Second},
	}
	if o.Bus == nil {
		h.serves.since, h.serves.known = now(), true
	} else {
		h.store, h.bus, h.id = telling{Store: store, bus: o.Bus}, o.Bus, chat.NewID()
		deaf := o.Bus.Hear(h.hear)
		h.tasks.Go(func() {
			<-ctx.Done()
			deaf()
		})
		h.tasks.Go(func() { h.count(o.Count) })
		h.tasks.Go(h.live)
	}
	h.hellos, h.messages = newAddresses(h.limits.Address), newAddresses(h.limits.AddressMessages)
	h.visitors, h.agents = newBuckets[string](h.limits.Messages), newBuckets[string](h.limits.Messages)
	h.tasks.Go(func() { h.watch(cmp.Or(o.CheckEvery, checkEvery)) })
	h.tasks.Go(h.resume)
	return h
}

// Stop closes every link, ends all goroutines of the hub and waits for what they were about until ctx ends. Devices are not taken for
// closed by it.
func (h *Hub) Stop(ctx context.Context) {
	others := h.shared() && !h.alone(ctx)
	h.mu.Lock()
	h.stopping, h.others = true, others
	h.mu.Unlock()
	for _, s := range h.running() {
		s.settle(lastWords{})
	}
	h.endLinks(ctx)
	select {
	case <-h.empty:
	case <-ctx.Done():
	}
	if h.shared() {
		for _, s := range h.running() {
			s.rest(ctx)
		}
	}
	h.mu.Lock()
	for _, o := range h.sites {
		if o.site != nil {
			o.site.stop()
		}
	}
	h.mu.Unlock()
	h.cancel()
	done := make(chan struct{})
	go func() {
		defer close(done)
		h.tasks.Wait()
	}()
	select {
	case <-done:
	case <-ctx.Done():
		h.log.Error("stop before everything is stored", "error", context.Cause(ctx))
	}
}

// endLinks tells every link that the hub stops, in no order: those of a hub among others one after the other over the time there is for that.
func (h *Hub) endLinks(ctx context.Context) {
	h.mu.Lock()
	if len(h.links) == 0 {
		h.closeEmpty()
	}
	links := slices.Collect(maps.Keys(h.links))
	h.mu.Unlock()
	if len(links) == 0 {
		return
	}
	began := time.Now()
	for i, l := range links {
		if ahead := time.Until(began.Add(h.drain * time.Duration(i) / time.Duration(len(links)))); ahead > time.Millisecond {
			select {
			case <-time.After(ahead):
			case <-ctx.Done():
			}
		}
		h.sayStop(l)
	}
}

// sayStop ends a link because the hub stops.
func (h *Hub) sayStop(l Link) {
	if h.others {
		l.Close(Elsewhere, "this hub stops, others do not")
	} else {
		l.Close(Restart, "the hub stops")
	}
}

// lastWords stand behind what was said before a hub stops: a goodbye still reaches the visitors, who otherwise take the agent for live until the hub has
// been silent for long.
type lastWords struct{}

func (lastWords) on(*site) {}

func (h *Hub) closeEmpty() {
	select {
	case <-h.empty:
	default:
		close(h.empty)
	}
}

// join registers a link, or closes it when the hub is stopping.
func (h *Hub) join(l Link) {
	h.mu.Lock()
	defer h.mu.Unlock()
	switch {
	case h.stopping:
		h.sayStop(l)
	case h.adrift:
		l.Close(Elsewhere, adrift)
	}
	h.links[l] = struct{}{}
}

// leave forgets a link and reports whether its end means anything: during Stop it does not.
func (h *Hub) leave(l Link) bool {
	h.mu.Lock()
	defer h.mu.Unlock()
	delete(h.links, l)
	if h.stopping && len(h.links) == 0 {
		h.closeEmpty()
	}
	return !h.stopping || h.others // who cannot know which devices will come to them
}

// site returns a running site, which the first call loads.
func (h *Hub) site(id string) (*site, error) {
	h.mu.Lock()
	o, found := h.sites[id]
	if !found {
		if h.stopping {
			h.mu.Unlock()
			return nil, errStops()
		}
		o = &opening{ready: make(chan struct{})}
		h.sites[id] = o
	}
	h.mu.Unlock()
	if found {
		<-o.ready
		return o.site, o.err
	}

	s, err := h.open(id)
	h.mu.Lock()
	defer h.mu.Unlock()
	if err != nil { // the next call may be luckier
		delete(h.sites, id)
	}
	if err == nil && h.stopping {
		s, err = nil, errStops()
	}
	if err == nil {
		h.tasks.Go(s.run)
		h.tasks.Go(s.recorder.run)
	}
	o.site, o.err = s, err
	close(o.ready)
	return s, err
}

// watch has sites loaded again that another program changed.
func (h *Hub) watch(every time.Duration) {
	ticker := time.NewTicker(every)
	defer ticker.Stop()
	seen := map[string]int64{}
	for {
		select {
		case <-ticker.C:
		case <-h.ctx.Done():
			return
		}
		revisions, err := h.store.Revisions(h.ctx)
		if err != nil {
			h.log.Error("ask for changed sites", "error", err)
			continue
		}
		for _, s := range h.running() {
			if seen[s.id] == 0 {
				seen[s.id] = s.revision
			}
			if revisions[s.id] == seen[s.id] {
				continue
			}
			if err := h.reload(s); err != nil {
				h.log.Error("reload site", "site", s.id, "error", err)
				continue
			}
			seen[s.id] = revisions[s.id]
		}
	}
}

func (h *Hub) running() []*site {
	h.mu.Lock()
	defer h.mu.Unlock()
	var out []*site
	for _, o := range h.sites {
		if o.site != nil {
			out = append(out, o.site)
		}
	}
	return out
}

// open loads a site as it stands.
func (h *Hub) open(id string) (*site, error) {
	revisions, err := h.store.Revisions(h.ctx)
	if err != nil {
		return nil, fmt.Errorf("load site: %w", err)
	}
	dir, err := h.directory(id)
	if err != nil {
		return nil, err
	}
	s := newSite(h, dir, revisions[id])
	agents, err := h.presences(id, dir.agents)
	if err != nil {
		return nil, err
	}
	threads, err := h.store.Open(h.ctx, id)
	if err != nil {
		return nil, fmt.Errorf("load open conversations: %w", err)
	}
	known, err := h.store.EscalationAgents(h.ctx, id)
	if err != nil {
		return nil, fmt.Errorf("load agents: %w", err)
	}
	since, err := h.servedSince()
	if err != nil {
		return nil, fmt.Errorf("look for other hubs: %w", err)
	}
	s.begin(agents, known, threads, since)
	return s, nil
}

// Changed has what was stored of a site's settings, agents or groups in force when it returns, which watch alone would see to a little later.
func (h *Hub) Changed(site string) {
	h.tell(Nudge{Site: site, Settings: true})
	h.mu.Lock()
	o := h.sites[site]
	h.mu.Unlock()
	if o == nil {
		return // it will be loaded as it is
	}
	<-o.ready
	if o.site == nil {
		return
	}
	if err := h.reload(o.site); err != nil {
		h.log.Error("reload site", "site", site, "error", err) // watch tries again
	}
}

// shared reports whether other hubs may serve the same sites.
func (h *Hub) shared() bool { return h.bus != nil }

// tell tells other hubs, if there are any.
func (h *Hub) tell(n Nudge) {
	if h.shared() {
		h.bus.Tell(n)
	}
}

// siteOf returns the site of an agent, who may have been added or removed a moment ago.
func (h *Hub) siteOf(agent chat.Agent) (*site, error) {
	s, err := h.site(agent.Site)
	if err != nil {
		return nil, err
	}
	if _, known := s.directory.Load().agent(agent.ID); known {
		return s, nil
	}
	if err := h.reload(s); err != nil {
		return nil, err
	}
	if _, known := s.directory.Load().agent(agent.ID); !known {
		return nil, errRemoved()
	}
	h.tell(Nudge{Site: s.id, Settings: true}) // so that others know the agent before they are told a status
	return s, nil
}

// errStops is what is answered while the hub stops.
func errStops() *chat.Error { return chat.Errorf(chat.Unavailable, "the hub stops") }

// errRemoved is what an agent is told who was removed and has not noticed yet.
func errRemoved() *chat.Error { return chat.Errorf(chat.Unauthorized, "this agent was removed") }

// reload reads a site that may have changed and returns when its goroutine knows it.
func (h *Hub) reload(s *site) error {
	s.reloading.Lock()
	defer s.reloading.Unlock()
	dir, err := h.directory(s.id)
	if err != nil {
		return err
	}
	known := s.directory.Load()
	var fresh []chat.Agent
	for _, a := range dir.agents {
		if _, ok := known.agent(a.ID); !ok {
			fresh = append(fresh, a)
		}
	}
	agents, err := h.presences(s.id, fresh)
	if err != nil {
		return err
	}
	e := changed{dir: dir, fresh: agents}
	if h.shared() {
		if e.known, err = h.store.EscalationAgents(h.ctx, s.id); err != nil {
			return fmt.Errorf("load agents: %w", err)
		}
	}
	s.settle(e)
	return nil
}

// now is the wall clock in the unit that is stored, so that a restart finds the very instants it left.
func now() time.Time { return tick.Now().Truncate(time.Millisecond) }
