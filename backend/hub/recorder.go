package hub

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"sync"
	"time"

	"parley/backend/chat"
	"parley/backend/presence"
)

// recorder stores what a site's goroutine found out about its agents, in a goroutine of its own and in order. What is newer about an agent takes
// the place of what still waits, so that a slow disk cannot fill the memory. Where several hubs tell of one agent, it also reads what others have stored.
type recorder struct {
	site *site
	hub  *Hub

	mu      sync.Mutex
	kept    map[string]kept   // by agent
	waiting map[string]record // by agent
	order   []string          // of the agents in waiting
	ended   bool
	more    chan struct{} // of size 1: something waits, or ended is set
	storing bool          // something that was taken out of waiting
	refused bool          // by the store, the last time
	resting chan struct{} // closed while nothing waits and nothing is being stored, or the store refuses it
}

// kept is what is stored of an agent, as far as is known here.
type kept struct {
	presence.Kept
	rivals int // how often another hub has stored it
}

// record is what is to be stored about one agent. What is nil has not changed.
type record struct {
	presence *presence.Agent
	upTo     int64 // number of the newest event of the agent that presence knows
	rivals   int   // how often another hub had stored it, as far as presence knows
	tell     bool  // presence is worth telling other hubs of
	reread   bool  // another hub may have stored more
	reserve  *reserve
	visit    *visit               // where a visitor is
	hellos   map[string]hello     // by device
	gone     map[string]time.Time // when devices that are not connected any more last were
	then     []func(error)        // told how the first attempt went
}

// reserve is whether an agent wants to be asked while Invisible, and how often the agent had said so then.
type reserve struct {
	on     bool
	number int64
}

// hello is what a desk told of itself.
type hello struct {
	signIn string
	name   string
	came   time.Time // zero where it was connected already
}

// again is how long the recorder waits after the store refused something.
const again = time.Second

func newRecorder(s *site) *recorder {
	return &recorder{site: s, hub: s.hub, kept: map[string]kept{}, waiting: map[string]record{}, more: make(chan struct{}, 1), resting: closed()}
}

func closed() chan struct{} {
	c := make(chan struct{})
	close(c)
	return c
}

// rest notes whether there is anything left to store. The caller holds the mutex.
func (r *recorder) rest() {
	rests := r.refused || len(r.order) == 0 && !r.storing
	select {
	case <-r.resting:
		if !rests {
			r.resting = make(chan struct{})
		}
	default:
		if rests {
			close(r.resting)
		}
	}
}

// rests is closed when everything is stored that can be.
func (r *recorder) rests() <-chan struct{} {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.resting
}

// keep takes note of what is stored of an agent when its site begins with it.
func (r *recorder) keep(agent string, k presence.Kept) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.kept[agent] = kept{Kept: k}
}

// behind has an agent read again if another version is stored than is known here.
func (r *recorder) behind(agent string, version int64) {
	r.mu.Lock()
	known := r.kept[agent].Version
	r.mu.Unlock()
	if version > known {
		r.record(agent, record{reread: true})
	}
}

// record has what is set in rec stored. It never blocks.
func (r *recorder) record(agent string, rec record) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.wait(agent, func(older record) record { return older.with(rec) })
	r.nudge()
}

// wait changes what waits for an agent. The caller holds the mutex.
func (r *recorder) wait(agent string, change func(record) record) {
	old, found := r.waiting[agent]
	if !found {
		r.order = append(r.order, agent)
	}
	r.waiting[agent] = change(old)
	r.rest()
}

// with is rec followed by a newer record.
func (rec record) with(newer record) record {
	if newer.presence != nil {
		rec.presence, rec.upTo, rec.rivals = newer.presence, newer.upTo, newer.rivals
	}
	rec.reread, rec.tell = rec.reread || newer.reread, rec.tell || newer.tell
	if newer.reserve != nil {
		rec.reserve = newer.reserve
	}
	if newer.visit != nil {
		rec.visit = newer.visit
	}
	rec.hellos, rec.gone = merged(rec.hellos, newer.hellos, hello.followed), merged(rec.gone, newer.gone, later)
	rec.then = append(rec.then, newer.then...)
	return rec
}

// merged are the entries of two maps, and of a key in both what follow makes of the two. Neither map is changed.
func merged[V any](older, newer map[string]V, follow func(older, newer V) V) map[string]V {
	if len(older) == 0 {
		return newer
	}
	out := maps.Clone(older)
	for k, v := range newer {
		if was, both := out[k]; both {
			v = follow(was, v)
		}
		out[k] = v
	}
	return out
}

// followed is a hello that came after h.
func (h hello) followed(by hello) hello {
	by.came = later(h.came, by.came)
	return by
}

func later(a, b time.Time) time.Time {
	if b.After(a) {
		return b
	}
	return a
}

func (r *recorder) nudge() {
	select {
	case r.more <- struct{}{}:
	default:
	}
}

// stop ends run after what waits was stored.
func (r *recorder) stop() {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.ended = true
	r.nudge()
}

// run stores until stop.
func (r *recorder) run() {
	for range r.more {
		if ended := r.drain(); ended {
			return
		}
	}
}

// drain stores what waits until nothing does or the store refuses something, and reports whether run is to end.
func (r *recorder) drain() bool {
	for {
		agent, rec, ended := r.next()
		if agent == "" {
			return ended
		}
		err := r.store(agent, &rec)
		if errors.Is(err, errOutrun) {
			r.stored(false)
			continue // the site has it back
		}
		for _, then := range rec.then {
			then(err)
		}
		if err == nil || chat.CodeOf(err) == chat.NotFound { // who is removed is not told of any more
			r.stored(false)
			continue
		}
		r.stored(true)
		r.hub.log.Error("record presence", "agent", agent, "error", err)
		if ended {
			return true
		}
		r.putBack(agent, rec)
		return false
	}
}

// stored notes that what was taken out is stored, or refused.
func (r *recorder) stored(refused bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.storing, r.refused = false, refused
	r.rest()
}

// next takes out what has waited longest; an empty agent means that nothing waits.
func (r *recorder) next() (agent string, rec record, ended bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if len(r.order) == 0 {
		return "", record{}, r.ended
	}
	agent, r.order = r.order[0], r.order[1:]
	rec = r.waiting[agent]
	delete(r.waiting, agent)
	r.storing = true
	return agent, rec, r.ended
}

// putBack lets a record that was refused wait again for a while.
func (r *recorder) putBack(agent string, refused record) {
	r.mu.Lock()
	defer r.mu.Unlock()
	refused.then = nil
	r.wait(agent, refused.with)
	time.AfterFunc(again, r.nudge)
}

// store stores a record and clears the parts that are.
func (r *recorder) store(agent string, rec *record) error {
	ctx := context.WithoutCancel(r.hub.ctx)
	if rec.presence != nil || rec.reread {
		if err := r.presence(ctx, agent, rec); err != nil {
			return err
		}
	}
	if rec.reserve != nil {
		if err := r.reserve(ctx, agent, *rec.reserve); err != nil {
			return fmt.Errorf("store reserve: %w", err)
		}
		rec.reserve = nil
		r.hub.tell(Nudge{Site: r.site.id, Settings: true})
	}
	if rec.visit != nil {
		if err := r.visit(ctx, agent, *rec.visit); err != nil {
			return fmt.Errorf("store visit: %w", err)
		}
		rec.visit = nil
	}
	for device, h := range rec.hellos {
		if err := r.hub.store.SaveHello(ctx, agent, h.signIn, device, h.name, h.came); err != nil {
			return fmt.Errorf("store hello: %w", err)
		}
	}
	rec.hellos = nil
	for device, at := range rec.gone {
		if err := r.hub.store.SaveGone(ctx, agent, device, at); err != nil {
			return fmt.Errorf("store end of device: %w", err)
		}
	}
	rec.gone = nil
	return nil
}

// reserve stores whether an agent wants to be asked. No reload comes between that and the site's knowing it: what that read would be older.
func (r *recorder) reserve(ctx context.Context, agent string, box reserve) error {
	r.site.reloading.Lock()
	defer r.site.reloading.Unlock()
	err := r.hub.store.SaveReserve(ctx, agent, box.on)
	if err == nil {
		r.site.post(reserveSaved{agent: agent, number: box.number})
	}
	return err
}

// errOutrun says that what is stored of an agent was read, and the site has the record back.
var errOutrun = errors.New("another hub may have been faster")

// presence stores what has become of an agent's presence. Where another hub has told more of it, the site is given that and the record back.
func (r *recorder) presence(ctx context.Context, agent string, rec *record) error {
	r.mu.Lock()
	is := r.kept[agent]
	r.mu.Unlock()
	if rec.presence != nil && rec.rivals != is.rivals { // the site is about to hear of what this does not know
		r.giveBack(agent, rec, learned{is: is})
		return errOutrun
	}
	read := rec.reread
	if !read {
		err := r.save(ctx, agent, rec, is, false)
		if chat.CodeOf(err) != chat.Conflict {
			return err
		}
	}
	stored, err := r.hub.store.PresenceOf(ctx, agent)
	if err != nil {
		return fmt.Errorf("read presence: %w", err)
	}
	rec.reread = false
	if fresh := stored.Version != is.Version; fresh || rec.presence == nil {
		if fresh {
			is = kept{stored, is.rivals + 1}
			r.know(agent, is)
		}
		r.giveBack(agent, rec, learned{is: is, read: true, fresh: fresh})
		return errOutrun
	}
	if err = r.save(ctx, agent, rec, is, true); chat.CodeOf(err) == chat.Conflict {
		rec.reread = true
		return r.presence(ctx, agent, rec)
	}
	return err
}

// save stores what has become of an agent's presence that goes on from what is known of it. It is a conflict if another hub was faster. read says that
// what is known was read just now.
func (r *recorder) save(ctx context.Context, agent string, rec *record, is kept, read bool) error {
	version, err := r.hub.store.SavePresence(ctx, agent, is.Kept, *rec.presence)
	if chat.CodeOf(err) == chat.Conflict {
		return err //nolint:wrapcheck // to be told apart
	}
	if r.hub.shared() {
		r.site.post(saved{agent: agent, upTo: rec.upTo, err: err, read: read})
	}
	if err != nil {
		return fmt.Errorf("store presence: %w", err)
	}
	r.know(agent, kept{presence.Kept{Agent: *rec.presence, Version: version}, is.rivals})
	if rec.tell {
		r.hub.tell(Nudge{Site: r.site.id, Agents: []string{agent}})
	}
	rec.presence, rec.tell = nil, false
	return nil
}

func (r *recorder) know(agent string, k kept) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.kept[agent] = k
}

// giveBack gives a record back to the site, with what is known of the agent's presence now.
func (r *recorder) giveBack(agent string, rec *record, with learned) {
	with.agent, with.rest = agent, *rec
	with.rest.presence, with.rest.tell = nil, false
	r.site.post(with)
}

// empty reports whether there is nothing in a record to store or to tell.
func (rec record) empty() bool {
	return rec.presence == nil && !rec.reread && rec.reserve == nil && rec.visit == nil && len(rec.hellos)+len(rec.gone)+len(rec.then) == 0
}
