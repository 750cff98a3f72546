package hub

import (
	"context"
	"fmt"
	"maps"
	"sync"
	"time"

	"parley/backend/presence"
	"parley/backend/schedule"
)

// recorder stores what a site's goroutine found out about its agents, in a goroutine of its own and in order. What is newer about an agent takes
// the place of what still waits, so that a slow disk cannot fill the memory.
type recorder struct {
	hub *Hub

	mu      sync.Mutex
	waiting map[string]record // by agent
	order   []string          // of the agents in waiting
	ended   bool
	more    chan struct{} // of size 1: something waits, or ended is set
}

// record is what is to be stored about one agent. What is nil has not changed.
type record struct {
	choices *choices
	policy  *presence.Policy
	hours   *schedule.Hours
	reserve *bool
	devices *devices
	hellos  map[string]hello     // by device
	gone    map[string]time.Time // when devices that are not connected any more last were
	changes []presence.Change
	then    []func(error) // told how the first attempt went
}

// choices are stored together, as one may end the other.
type choices struct {
	last  presence.Choice
	timed presence.Timed
}

// devices are stored together.
type devices struct {
	all   []presence.Device
	idled time.Time
}

// hello is what a desk told of itself.
type hello struct {
	signIn string
	name   string
	came   time.Time // zero where it was connected already
}

// again is how long the recorder waits after the store refused something.
const again = time.Second

func newRecorder(h *Hub) *recorder {
	return &recorder{hub: h, waiting: map[string]record{}, more: make(chan struct{}, 1)}
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
}

// with is rec followed by a newer record.
func (rec record) with(newer record) record {
	if newer.choices != nil {
		rec.choices = newer.choices
	}
	if newer.hours != nil {
		rec.hours = newer.hours
	}
	if newer.policy != nil {
		rec.policy = newer.policy
	}
	if newer.reserve != nil {
		rec.reserve = newer.reserve
	}
	if newer.devices != nil {
		rec.devices = newer.devices
	}
	rec.hellos, rec.gone = merged(rec.hellos, newer.hellos, hello.followed), merged(rec.gone, newer.gone, later)
	rec.changes = append(rec.changes, newer.changes...)
	rec.changes = rec.changes[max(0, len(rec.changes)-presence.LogSize):]
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
		for _, then := range rec.then {
			then(err)
		}
		if err == nil {
			continue
		}
		r.hub.log.Error("record presence", "agent", agent, "error", err)
		if ended {
			return true
		}
		r.putBack(agent, rec)
		return false
	}
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
	if rec.choices != nil {
		if err := r.hub.store.SaveChoices(ctx, agent, rec.choices.last, rec.choices.timed); err != nil {
			return fmt.Errorf("store choice: %w", err)
		}
		rec.choices = nil
	}
	if rec.hours != nil {
		if err := r.hub.store.SaveHours(ctx, agent, *rec.hours); err != nil {
			return fmt.Errorf("store hours: %w", err)
		}
		rec.hours = nil
	}
	if rec.policy != nil {
		if err := r.hub.store.SavePolicy(ctx, agent, *rec.policy); err != nil {
			return fmt.Errorf("store idle policy: %w", err)
		}
		rec.policy = nil
	}
	if rec.reserve != nil {
		if err := r.hub.store.SaveReserve(ctx, agent, *rec.reserve); err != nil {
			return fmt.Errorf("store reserve: %w", err)
		}
		rec.reserve = nil
	}
	if rec.devices != nil {
		if err := r.hub.store.SaveDevices(ctx, agent, rec.devices.all, rec.devices.idled); err != nil {
			return fmt.Errorf("store devices: %w", err)
		}
		rec.devices = nil
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
	if len(rec.changes) > 0 {
		if err := r.hub.store.AddChanges(ctx, agent, rec.changes); err != nil {
			return fmt.Errorf("store changes: %w", err)
		}
		rec.changes = nil
	}
	return nil
}
