package agent_test

import (
	"context"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"net"
	"net/url"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"parley/backend/agent"
	"parley/backend/chat"
	"parley/backend/hubdial"
	"parley/backend/presence/cases"
	"parley/backend/protocol"
	"parley/backend/server"
	"parley/backend/server/servertest"
	"parley/backend/wire/wiretest"
)

// house is a real hub and real sessions on cables that can be cut.
type house struct {
	*servertest.Hub
	t        *testing.T
	mu       sync.Mutex
	listener *wiretest.Listener
}

func newHouse(t *testing.T) *house {
	h := &house{t: t, Hub: servertest.Start(t, func(o *server.Options) { o.CheckEvery = time.Hour })}
	h.listen()
	return h
}

// listen has the hub serve sessions too. After a restart it is called again.
func (h *house) listen() {
	l := wiretest.Listen()
	h.mu.Lock()
	h.listener = l
	h.mu.Unlock()
	s := h.Server
	go s.Serve(l)
}

func (h *house) dial(ctx context.Context) (net.Conn, error) {
	h.mu.Lock()
	l := h.listener
	h.mu.Unlock()
	return l.Dial(ctx, "", "")
}

// desk is a real session at the real hub.
type desk struct {
	*agent.Session
	stop  func()
	idle  *idler
	kept  *journal
	cable *cable
}

func (h *house) desk(token, device string) *desk {
	d := &desk{idle: &idler{}, kept: &journal{}, cable: &cable{house: h}}
	d.idle.touch()
	d.start(token, device, agent.Kept{})
	h.t.Cleanup(func() {
		d.cable.mend()
		d.stop()
	})
	return d
}

func (d *desk) start(token, device string, kept agent.Kept) {
	d.Session = agent.New(agent.Options{
		Hub: hubdial.To(&url.URL{Scheme: "http", Host: "hub.example"}, d.cable.dial), Token: token,
		Device: protocol.Device{ID: device, Name: device}, Idle: d.idle, Notify: &toasts{shown: map[string]agent.Notice{}}, Keep: d.kept, Kept: kept,
		Log: slog.New(slog.DiscardHandler),
	})
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan struct{})
	go func() {
		defer close(done)
		d.Run(ctx)
	}()
	d.stop = sync.OnceFunc(func() {
		cancel()
		<-done
	})
}

// cable is what a session's connections run over.
type cable struct {
	house *house
	mu    sync.Mutex
	conns []*wiretest.Cable
	state fault
}

// fault is what is wrong with a cable.
type fault string

const (
	whole     fault = ""
	cut       fault = "cut"       // connections end
	unplugged fault = "unplugged" // connections stay, and nothing passes
)

func (c *cable) dial(ctx context.Context, _, _ string) (net.Conn, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.state != whole {
		return nil, fmt.Errorf("the cable is %s", c.state)
	}
	conn, err := c.house.dial(ctx)
	if err != nil {
		return nil, err
	}
	s := wiretest.Plug(conn)
	c.conns = append(c.conns, s)
	return s, nil
}

func (c *cable) breaks(how fault) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.state = how
	for _, s := range c.conns {
		if how == cut {
			s.Close()
		} else {
			s.Unplug()
		}
	}
	c.conns = nil
}

func (c *cable) mend() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.state = whole
}

// slack is how much later than at once a session tells of an input: it asks the system once a second.
const slack = 1500 * time.Millisecond

// TestCasesWithSessions plays every case of idling and of devices with real sessions at the real hub, and compares what a visitor is told.
func TestCasesWithSessions(t *testing.T) {
	played := 0
	agents, _ := cases.Load()
	for _, c := range agents {
		if !strings.Contains(c.Rule, "2.4") && !strings.Contains(c.Rule, "2.5") || slices.ContainsFunc(c.Events, foreign) {
			continue
		}
		played++
		t.Run(c.ID+" "+c.Title, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) { play(t, c) })
		})
	}
	if played < 10 {
		t.Errorf("only %d cases were played", played)
	}
}

// foreign is what an agent's own desk does not do.
func foreign(e cases.Event) bool { return e.By != "" || e.What == cases.Ping }

type player struct {
	t     *testing.T
	house *house
	token string
	desks map[string]*desk
	mode  chat.Mode
}

func play(t *testing.T, c cases.Agent) {
	time.Sleep(time.Until(c.Events[0].At.AddDate(0, 0, -14)))
	h := newHouse(t)
	_, token := h.Agent("Ana")
	p := &player{t: t, house: h, token: token, desks: map[string]*desk{}}
	first := h.desk(token, "set-policy")
	settled(t, first)
	must(t, first.SetPolicy(t.Context(), protocol.Policy{IdleAfter: int64(c.Policy.IdleAfter / time.Second), OnReturn: protocol.OnReturn(c.Policy.OnReturn)}))
	must(t, first.SetStatus(t.Context(), agent.Choice{Status: chat.Offline}))
	if c.Hours != nil {
		must(t, first.SetHours(t.Context(), servertest.Hours(c.Hours)))
	}
	synctest.Wait()
	must(t, first.Leave(t.Context(), protocol.AwayQuit))
	first.stop()
	p.until(c.Events[0].At.Add(-time.Second))
	visitor := h.Visitor("", 0)

	events := c.Events
	for _, want := range c.Expect {
		for len(events) > 0 && !events[0].At.After(want.At) {
			p.until(events[0].At)
			p.event(events[0])
			events = events[1:]
		}
		p.until(want.At)
		if calm(want, c, slack) {
			time.Sleep(slack)
		}
		p.listen(visitor)
		mode := chat.ModeMessenger
		if want.Status == chat.Online {
			mode = chat.ModeLive
		}
		if p.mode != mode {
			t.Errorf("%s: the visitor was told %s, want %s", want.At, p.mode, mode)
		}
		for name, d := range p.desks {
			if s := d.State(); s.Link.Phase == agent.Linked && (s.View.Status != want.Status || s.View.Cause != want.Cause || s.View.Asks != want.Asks) {
				t.Errorf("%s: %s shows %+v, want %s, %s, asks %v", want.At, name, s.View, want.Status, want.Cause, want.Asks)
			}
		}
	}
}

// calm reports whether nothing else happens in a case so soon after an expectation.
func calm(want cases.Expect, c cases.Agent, span time.Duration) bool {
	soon := func(at time.Time) bool { return at.After(want.At) && at.Before(want.At.Add(span)) }
	return !soon(want.Wake) && !slices.ContainsFunc(c.Events, func(e cases.Event) bool { return soon(e.At) })
}

// settled waits until a session is linked.
func settled(t *testing.T, d *desk) {
	t.Helper()
	for range 600 {
		synctest.Wait()
		if d.State().Link.Phase == agent.Linked {
			return
		}
		time.Sleep(100 * time.Millisecond)
	}
	t.Fatalf("no link in a minute: %+v", d.State().Link)
}

func (p *player) until(at time.Time) { time.Sleep(time.Until(at)) }

func (p *player) listen(visitor *servertest.Peer) {
	for _, f := range visitor.Received() {
		switch f := f.(type) {
		case *protocol.VisitorWelcome:
			p.mode = f.Availability.Mode
		case *protocol.VisitorAvailability:
			if f.Mode == p.mode {
				p.t.Errorf("the visitor was told %s again", f.Mode)
			}
			p.mode = f.Mode
		}
	}
}

func (p *player) event(e cases.Event) {
	p.t.Helper()
	ctx := p.t.Context()
	d := p.desks[e.Device]
	switch e.What {
	case cases.Connect:
		if d == nil {
			p.desks[e.Device] = p.house.desk(p.token, e.Device)
		} else {
			d.cable.mend()
			d.idle.touch()
			must(p.t, d.TryNow(ctx))
		}
	case cases.Choose:
		if d == nil {
			p.house.Do("PUT", "/api/v1/me/status", p.token, map[string]string{"status": string(e.Status)})
		} else {
			must(p.t, d.SetStatus(ctx, agent.Choice{Status: e.Status, For: e.Length().Milliseconds(), ToHours: e.ToHours}))
		}
	case cases.Input:
		d.idle.touch()
	case cases.Lock:
		must(p.t, d.Leave(ctx, protocol.AwayLock))
	case cases.Unlock:
		must(p.t, d.Return(ctx))
	case cases.Goodbye:
		must(p.t, d.Leave(ctx, protocol.AwayQuit))
		d.stop()
		delete(p.desks, e.Device)
	case cases.Close:
		d.cable.breaks(cut)
	case cases.Silent:
		must(p.t, d.SetPolicy(ctx, d.State().Policy)) // the last frame heard, which says nothing
		d.cable.breaks(unplugged)
	case cases.Back:
		for _, d := range p.desks {
			if d.State().Link.Phase == agent.Linked {
				must(p.t, d.Back(ctx))
				break
			}
		}
	default:
		p.t.Fatalf("a session cannot play %q", e.What)
	}
	synctest.Wait()
}

// TestNothingIsLostOrSaidTwice has visitor and agent talk over a cable that breaks and a hub that restarts, at random instants, and compares what
// both of them and the log have in the end.
func TestNothingIsLostOrSaidTwice(t *testing.T) {
	for seed := range uint64(6) {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) { talk(t, rand.New(rand.NewPCG(seed, 1))) })
		})
	}
}

func talk(t *testing.T, random *rand.Rand) {
	h := newHouse(t)
	_, token := h.Agent("Ana")
	d := h.desk(token, "D")
	settled(t, d)
	must(t, d.SetStatus(t.Context(), agent.Choice{Status: chat.Online}))
	secret := chat.NewToken()
	visitor := h.Visitor("", 0)
	visitor.Send(&protocol.Adopt{Token: secret}, &protocol.VisitorMessage{ClientID: "v0", Text: "visitor 0"})
	synctest.Wait()
	id := d.State().Conversations[0].ID
	must(t, d.Focus(t.Context(), id))

	said := map[string]int{"visitor 0": 1}
	for i := 1; i <= 40; i++ {
		time.Sleep(time.Duration(random.IntN(2000)) * time.Millisecond)
		switch random.IntN(7) {
		case 0:
			d.cable.breaks(cut)
		case 1:
			d.cable.breaks(unplugged)
		case 2:
			d.cable.mend()
			must(t, d.TryNow(t.Context()))
		case 3:
			if random.IntN(3) == 0 {
				h.Restart(time.Duration(random.IntN(3000)) * time.Millisecond)
				h.listen()
				visitor = h.Visitor(secret, 0)
				synctest.Wait()
			}
		case 4:
			text := fmt.Sprintf("visitor %d", i)
			visitor.Send(&protocol.VisitorMessage{ClientID: fmt.Sprintf("v%d", i), Text: text})
			synctest.Wait()
			said[text] = 1
		case 5: // kill -9 and start again
			synctest.Wait()
			kept := d.kept.holds()
			d.cable.breaks(cut)
			d.stop()
			d.cable.mend()
			d.start(token, "D", kept)
			settled(t, d)
			must(t, d.Focus(t.Context(), id))
		default:
			text := fmt.Sprintf("agent %d", i)
			must(t, d.Send(t.Context(), id, text))
			said[text] = 1
		}
	}
	d.cable.mend()
	must(t, d.TryNow(t.Context()))
	time.Sleep(2 * time.Minute)
	synctest.Wait()

	focus := d.State().Focus
	if len(focus.Outbox) != 0 {
		t.Errorf("still in the outbox: %+v", focus.Outbox)
	}
	got := map[string]int{}
	previous := 0
	for i, e := range focus.Entries {
		if e.Seq != int64(i+1) {
			t.Fatalf("entry %d has number %d", i, e.Seq)
		}
		if e.Kind == chat.KindMessage {
			got[e.Text]++
		}
		var n int
		if _, err := fmt.Sscanf(e.Text, "agent %d", &n); err == nil {
			if n < previous {
				t.Errorf("agent %d came after agent %d", n, previous)
			}
			previous = n
		}
	}
	if diff := cmp.Diff(said, got); diff != "" {
		t.Errorf("the agent has (-said +got):\n%s", diff)
	}
}

// Where the system cannot tell idle time, activity in the window is a return like any other: the idle question is asked.
func TestActivityInTheWindowIsAReturn(t *testing.T) {
	for name, act := range map[string]func(context.Context, *desk) error{
		"active": func(ctx context.Context, d *desk) error { return d.Active(ctx) },
		"focus":  func(ctx context.Context, d *desk) error { return d.Window(ctx, true, true) },
		"writes": func(ctx context.Context, d *desk) error { return d.Draft(ctx, "", "") },
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				h := newHouse(t)
				_, token := h.Agent("Ana")
				d := h.desk(token, "laptop")
				d.idle.cannotTell()
				settled(t, d)
				must(t, d.SetStatus(t.Context(), agent.Choice{Status: chat.Online}))
				must(t, d.Window(t.Context(), true, false))
				for range 60 {
					time.Sleep(time.Minute / 2)
					must(t, act(t.Context(), d))
					must(t, d.Window(t.Context(), true, false))
				}
				synctest.Wait()
				if v := d.State().View; v.Status != chat.Online {
					t.Fatalf("view %+v after half an hour of activity, want Online", v)
				}
				time.Sleep(time.Hour)
				synctest.Wait()
				if v := d.State().View; v.Cause != chat.CauseIdle || v.Asks {
					t.Fatalf("view %+v after an hour of nothing, want idle and no question", v)
				}
				must(t, act(t.Context(), d))
				synctest.Wait()
				if v := d.State().View; v.Status != chat.Offline || !v.Asks {
					t.Errorf("view %+v after coming back, want the idle question", v)
				}
			})
		})
	}
}

// Pulses come often enough for a period that is shorter than they usually are apart.
func TestWhoTypesIsNotIdleByAShortPeriod(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := newHouse(t)
		_, token := h.Agent("Ana")
		d := h.desk(token, "laptop")
		settled(t, d)
		must(t, d.SetPolicy(t.Context(), protocol.Policy{IdleAfter: 4, OnReturn: protocol.ReturnAuto}))
		must(t, d.SetStatus(t.Context(), agent.Choice{Status: chat.Online}))
		visitor := h.Visitor("", 0)
		synctest.Wait()
		visitor.Received()
		for range 60 {
			d.idle.touch()
			time.Sleep(time.Second)
		}
		synctest.Wait()
		for _, f := range visitor.Received() {
			if told, ok := f.(*protocol.VisitorAvailability); ok {
				t.Errorf("the visitor was told %s while the agent typed", told.Mode)
			}
		}
	})
}
