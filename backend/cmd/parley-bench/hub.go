//go:build linux

package main

import (
	"cmp"
	"context"
	"fmt"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"time"

	"parley/backend/chat"
	"parley/backend/protocol"
	"parley/backend/store"
)

// hubBench measures a hub under a crowd of widgets.
type hubBench struct {
	Widgets int      `default:"10000" help:"How many widgets are open."`
	Rounds  int      `default:"5" help:"How often each thing is measured."`
	Senders int      `default:"100" help:"How many visitors write at once."`
	Crowds  []int    `default:"1000,2000,4000,8000,16000" help:"Numbers of widgets for the picture of that."`
	Writers []int    `default:"1,2,3,5,10,20" help:"Numbers of visitors who write at once for the picture of that."`
	Store   string   `help:"Database to measure on, empty; without one SQLite in a folder of its own."`
	Bus     string   `help:"NATS, for what passes between two hubs on the database."`
	Only    []string `help:"What to measure: status, message, memory, throughput, restart, crowds, rates, between; without it everything."`
	JSON    string   `type:"path" help:"File for the figures."`
	Draw    string   `type:"path" help:"Folder for the pictures."`
}

// shop is the site that is measured.
type shop struct {
	data, store string
	bus         string // empty for a hub that stands alone
	site        string
	token       string // of its agent
}

// Run measures everything and prints it.
func (b hubBench) Run(ctx context.Context) (err error) {
	dir, err := os.MkdirTemp("", "parley-bench")
	if err != nil {
		return fmt.Errorf("make a data folder: %w", err)
	}
	defer func() { err = firstOf(err, os.RemoveAll(dir)) }()
	s, err := b.open(ctx, dir)
	if err != nil {
		return err
	}
	var figures []figure
	for _, m := range []struct {
		name    string
		measure func(context.Context, shop) ([]figure, error)
	}{
		{"status", b.status}, {"message", b.message}, {"memory", b.memory}, {"restart", b.restart}, {"throughput", b.throughput}, {"crowds", b.crowds},
		{"rates", b.rates},
		{"between", b.between},
	} {
		if len(b.Only) > 0 && !slices.Contains(b.Only, m.name) {
			continue
		}
		found, err := m.measure(ctx, s)
		if err != nil {
			return fmt.Errorf("%s: %w", m.name, err)
		}
		figures = append(figures, found...)
	}
	for i := range figures {
		if b.Store != "" && figures[i].Unit != "" { // the goals are those of one computer; that nothing is lost is one everywhere
			figures[i].Goal = ""
		}
	}
	return report(figures, b.JSON)
}

// open makes the shop.
func (b hubBench) open(ctx context.Context, dir string) (shop, error) {
	s := shop{data: filepath.Join(dir, "hub"), store: b.Store, bus: b.Bus}
	db, err := store.MakeBeside(ctx, s.place(), slog.New(slog.DiscardHandler))
	if err != nil {
		return s, err
	}
	site, err := db.AddSite(ctx, "Shop", []string{pages})
	if err == nil {
		s.site = site.ID
		var agent chat.Agent
		if agent, err = db.AddAgent(ctx, site.ID, "Ann", "", ""); err == nil {
			s.token, err = db.NewToken(ctx, agent.ID, "", "", time.Now())
		}
	}
	return s, firstOf(err, db.Close())
}

// place is where the database is, as the store reads it.
func (s shop) place() string { return cmp.Or(s.store, s.data) }

// serve starts a hub.
func (s shop) serve() (*child, error) {
	args := []string{"serve", "--data", s.data}
	if s.store != "" {
		args = []string{"serve", "--store", s.store}
	}
	if s.bus != "" {
		args = append(args, "--bus", s.bus)
	}
	return spawn(args...)
}

// desk connects the agent.
func (s shop) desk(ctx context.Context, address string) (*peer, error) {
	return dial(ctx, address, "/v1/agent", protocol.ToAgent, deskHello(s.token))
}

// visitor connects a visitor who writes.
func (s shop) visitor(ctx context.Context, address, token string) (*peer, error) {
	return dial(ctx, address, "/v1/visitor", protocol.ToVisitor, widgetHello(s.site, token))
}

// widgets gathers visitors who have never written.
func (s shop) widgets(address string, n int) (*crowd, error) {
	hello, err := protocol.Encode(widgetHello(s.site, ""))
	if err != nil {
		return nil, err
	}
	all, err := gather(address, n, func(int) []byte { return hello })
	if err != nil {
		return nil, err
	}
	return all.listen(), nil
}

// choose has the agent choose a status, without waiting.
func choose(desk *peer, s chat.Status) func() error {
	return func() error { return desk.send(&protocol.SetStatus{Ref: chat.NewID(), Status: s}) }
}

const ms = float64(time.Millisecond)

// turns are how often the status is changed in one round.
const turns = 4

// spread is what a fan-out cost in one round.
type spread struct {
	p50, p99, last, cpu []time.Duration
	lost                int
}

func (s *spread) add(t told, cpu time.Duration) {
	s.p50, s.p99, s.last, s.cpu = append(s.p50, t.p50), append(s.p99, t.p99), append(s.last, t.last), append(s.cpu, cpu)
	s.lost += t.lost
}

// statusOf measures how a status reaches so many widgets.
func (s shop) statusOf(ctx context.Context, n int) (spread, error) {
	h, err := s.serve()
	if err != nil {
		return spread{}, err
	}
	defer h.kill()
	return s.statusFrom(ctx, h.address, h, n)
}

// statusFrom measures how a status that is chosen at one hub reaches so many widgets at another, or the same.
func (s shop) statusFrom(ctx context.Context, from string, h *child, n int) (spread, error) {
	var out spread
	desk, err := s.desk(ctx, from)
	if err != nil {
		return out, err
	}
	defer desk.leave()
	if err := choose(desk, chat.Invisible)(); err != nil { // whatever the last round ended with
		return out, err
	}
	all, err := s.widgets(h.address, n)
	if err != nil {
		return out, err
	}
	defer all.leave()
	if _, err := all.hear(`"live"`, choose(desk, chat.Online)); err != nil { // the first also makes what all later ones share
		return out, err
	}
	for turn := range turns {
		status, mode := chat.Invisible, `"messenger"`
		if turn%2 == 1 {
			status, mode = chat.Online, `"live"`
		}
		time.Sleep(settled)
		t, cpu, err := h.during(func() (told, error) { return all.hear(mode, choose(desk, status)) })
		if err != nil {
			return out, err
		}
		out.add(t, cpu)
	}
	return out, nil
}

// frameBytes is about how long the frame is that tells another availability.
const frameBytes = 128

// bareCrowd gathers so many sockets at the program that does the least a hub can, and returns how long that took.
func bareCrowd(n int) (f *child, all *crowd, took time.Duration, err error) {
	if f, err = spawn("floor", "--bytes", fmt.Sprint(frameBytes)); err != nil {
		return nil, nil, 0, err
	}
	began := time.Now()
	if all, err = gather(f.address, n, func(int) []byte { return nil }); err != nil {
		f.kill()
		return nil, nil, 0, err
	}
	return f, all.listen(), time.Since(began), nil
}

// least measures the least that writing to so many sockets takes.
func least(n int) (out spread, err error) {
	f, all, _, err := bareCrowd(n)
	if err != nil {
		return out, err
	}
	defer f.kill()
	defer all.leave()
	for turn := range turns + 1 {
		time.Sleep(settled)
		t, cpu, err := f.during(func() (told, error) {
			return all.hear(marker, func() error {
				_, err := io.WriteString(f.in, "\n")
				return err
			})
		})
		if err != nil {
			return out, err
		}
		if turn > 0 {
			out.add(t, cpu)
		}
	}
	return out, nil
}

// leastOpened measures the least that opening so many sockets takes.
func leastOpened(n int) (time.Duration, error) {
	f, all, took, err := bareCrowd(n)
	if err != nil {
		return 0, err
	}
	all.leave()
	f.kill()
	return took, nil
}

// inMs turns durations into milliseconds.
func inMs(all []time.Duration) []float64 {
	out := make([]float64, len(all))
	for i, d := range all {
		out[i] = float64(d) / ms
	}
	return out
}

// status measures how long an agent's status takes to every open widget, and what it costs the hub.
func (b hubBench) status(ctx context.Context, s shop) ([]figure, error) {
	what := fmt.Sprintf("status to %d widgets: ", b.Widgets)
	p50 := figure{What: what + "median", Unit: "ms", Goal: ""}
	p99 := figure{What: what + "99 of 100", Unit: "ms", Goal: "1.1 x"}
	last := figure{What: what + "the last", Unit: "ms", Goal: ""}
	lost := figure{What: what + "lost", Unit: "", Goal: "0"}
	cpu := figure{What: what + "processor of the hub", Unit: "ms", Goal: "1.2 x"}
	for range b.Rounds {
		ours, err := s.statusOf(ctx, b.Widgets)
		if err != nil {
			return nil, err
		}
		bare, err := least(b.Widgets)
		if err != nil {
			return nil, err
		}
		for _, f := range []struct {
			*figure
			ours, bare []time.Duration
		}{{&p50, ours.p50, bare.p50}, {&p99, ours.p99, bare.p99}, {&last, ours.last, bare.last}, {&cpu, ours.cpu, bare.cpu}} {
			f.Values = append(f.Values, median(inMs(f.ours)))
			f.Floor = append(f.Floor, median(inMs(f.bare)))
		}
		lost.Values = append(lost.Values, float64(ours.lost))
	}
	return []figure{p50, p99, last, lost, cpu}, nil
}

// samples is how many messages are timed one after the other in a round.
const samples = 500

// message measures how long a visitor's message takes until it is stored for good and the agent has it, while many widgets are open.
func (b hubBench) message(ctx context.Context, s shop) ([]figure, error) {
	h, err := s.serve()
	if err != nil {
		return nil, err
	}
	defer h.kill()
	all, err := s.widgets(h.address, b.Widgets)
	if err != nil {
		return nil, err
	}
	defer all.leave()
	p50 := figure{What: "message until the agent has it: median", Unit: "ms", Goal: "0.30"}
	p99 := figure{What: "message until the agent has it: 99 of 100", Unit: "ms", Goal: "1.0, or 3 x"}
	err = b.messages(ctx, s, h.address, h.address, &p50, &p99)
	return []figure{p50, p99}, err
}

// messages measures how long a message takes from a visitor at one hub to the agent at another, or the same.
func (b hubBench) messages(ctx context.Context, s shop, from, to string, p50, p99 *figure) error {
	desk, err := s.desk(ctx, to)
	if err != nil {
		return err
	}
	defer desk.leave()
	visitor, err := s.visitor(ctx, from, chat.NewToken())
	if err != nil {
		return err
	}
	defer visitor.leave()
	n := 0
	for round := range b.Rounds + 1 {
		flushed, err := flushes(filepath.Dir(s.data), samples)
		if err != nil {
			return err
		}
		took := make([]time.Duration, samples)
		for i := range took {
			n++
			id := fmt.Sprint("m", n)
			began := time.Now()
			if err := visitor.send(&protocol.VisitorMessage{ClientID: id, Text: question}); err != nil {
				return err
			}
			if err := desk.until(brings(int64(n))); err != nil {
				return err
			}
			took[i] = time.Since(began)
			if err := visitor.until(acknowledges(id)); err != nil {
				return err
			}
		}
		if round == 0 {
			continue // what was slow the first time
		}
		slices.Sort(took)
		p50.Values = append(p50.Values, float64(quantile(took, 0.50))/ms)
		p50.Floor = append(p50.Floor, float64(quantile(flushed, 0.50))/ms)
		p99.Values = append(p99.Values, float64(quantile(took, 0.99))/ms)
		p99.Floor = append(p99.Floor, float64(quantile(flushed, 0.99))/ms)
	}
	return nil
}

// brings reports whether a frame has an entry with a number.
func brings(seq int64) func(protocol.Frame) bool {
	return func(f protocol.Frame) bool {
		e, ok := f.(*protocol.AgentEntries)
		return ok && slices.ContainsFunc(e.Entries, func(e protocol.Entry) bool { return e.Seq == seq })
	}
}

func acknowledges(id string) func(protocol.Frame) bool {
	return func(f protocol.Frame) bool {
		ack, ok := f.(*protocol.Ack)
		return ok && ack.Ref == id
	}
}

// memory measures what an open widget costs the hub.
func (b hubBench) memory(ctx context.Context, s shop) ([]figure, error) {
	f := figure{What: "an open widget: memory of the hub", Unit: "KiB PSS", Goal: "9"}
	for range b.Rounds {
		h, err := s.serve()
		if err != nil {
			return nil, err
		}
		kib, err := s.widgetMemory(ctx, h, b.Widgets)
		h.kill()
		if err != nil {
			return nil, err
		}
		f.Values = append(f.Values, kib)
	}
	return []figure{f}, nil
}

// comeToRest is how long a hub is left alone before its memory is measured.
const comeToRest = 10 * time.Second

func (s shop) widgetMemory(ctx context.Context, h *child, n int) (float64, error) {
	desk, err := s.desk(ctx, h.address)
	if err != nil {
		return 0, err
	}
	defer desk.leave()
	time.Sleep(comeToRest)
	before, err := memory(h.cmd.Process.Pid)
	if err != nil {
		return 0, err
	}
	all, err := s.widgets(h.address, n)
	if err != nil {
		return 0, err
	}
	defer all.leave()
	time.Sleep(comeToRest)
	after, err := memory(h.cmd.Process.Pid)
	return (after - before) * 1024 / float64(n), err
}

// writing is how long visitors write as fast as they can.
const writing = 5 * time.Second

// throughput measures how many messages are stored for good when many write at once, and that none is lost when the hub is killed meanwhile.
func (b hubBench) throughput(ctx context.Context, s shop) ([]figure, error) {
	rate := figure{What: fmt.Sprintf("messages of %d visitors at once", b.Senders), Unit: "/s", Goal: "25000"}
	p99 := figure{What: "until one is acknowledged: 99 of 100", Unit: "ms", Goal: "5"}
	lost := figure{What: "acknowledged and lost by kill -9", Unit: "", Goal: "0"}
	for range b.Rounds {
		took, missing, err := s.write(ctx, b.Senders)
		if err != nil {
			return nil, err
		}
		rate.Values = append(rate.Values, float64(len(took))/writing.Seconds())
		p99.Values = append(p99.Values, float64(quantile(took, 0.99))/ms)
		lost.Values = append(lost.Values, float64(missing))
	}
	return []figure{rate, p99, lost}, nil
}

// write has visitors write, each the next message when the last is acknowledged, and kills the hub in the middle of it.
func (s shop) write(ctx context.Context, senders int) (took []time.Duration, missing int, err error) {
	h, err := s.serve()
	if err != nil {
		return nil, 0, err
	}
	defer h.kill()
	tokens := make([]string, senders)
	hellos := make([][]byte, senders)
	for i := range tokens {
		tokens[i] = chat.NewToken()
		if hellos[i], err = protocol.Encode(widgetHello(s.site, tokens[i])); err != nil {
			return nil, 0, err
		}
	}
	all, err := gather(h.address, senders, func(i int) []byte { return hellos[i] })
	if err != nil {
		return nil, 0, err
	}
	defer all.leave()
	begin := time.Now().Add(time.Second) // what warms up does not count
	time.AfterFunc(time.Until(begin.Add(writing)), h.kill)
	took, acknowledged, err := all.write(begin, func(n int64) ([]byte, error) {
		return protocol.Encode(&protocol.VisitorMessage{ClientID: fmt.Sprint("w", n), Text: question})
	})
	if err != nil {
		return nil, 0, err
	}
	slices.Sort(took)
	missing, err = s.missing(ctx, tokens, acknowledged)
	return took, missing, err
}

// missing counts acknowledged messages that are not stored.
func (s shop) missing(ctx context.Context, tokens []string, acknowledged []int64) (int, error) {
	db, err := store.OpenBeside(ctx, s.place(), slog.New(slog.DiscardHandler))
	if err != nil {
		return 0, err
	}
	n := 0
	for i, token := range tokens {
		if acknowledged[i] == 0 {
			continue
		}
		_, c, err := db.VisitorByToken(ctx, s.site, token)
		if err != nil {
			return 0, firstOf(err, db.Close())
		}
		n += int(max(0, acknowledged[i]-c.LastSeq))
	}
	return n, db.Close()
}

// restart measures how long it takes until all widgets are back after the hub was killed, and how long an agent's messages take meanwhile.
func (b hubBench) restart(ctx context.Context, s shop) ([]figure, error) {
	back := figure{What: fmt.Sprintf("kill -9 under %d widgets: all are back", b.Widgets), Unit: "s", Goal: "2"}
	p99 := figure{What: "an agent's messages meanwhile: 99 of 100", Unit: "ms", Goal: "50"}
	for range b.Rounds {
		took, sent, err := s.comeBack(ctx, b.Widgets)
		if err != nil {
			return nil, err
		}
		opened, err := leastOpened(b.Widgets)
		if err != nil {
			return nil, err
		}
		back.Values, back.Floor = append(back.Values, took.Seconds()), append(back.Floor, opened.Seconds())
		p99.Values = append(p99.Values, float64(quantile(sent, 0.99))/ms)
	}
	return []figure{back, p99}, nil
}

func (s shop) comeBack(ctx context.Context, n int) (took time.Duration, sent []time.Duration, err error) {
	h, err := s.serve()
	if err != nil {
		return 0, nil, err
	}
	defer func() { h.kill() }()
	all, err := s.widgets(h.address, n)
	if err != nil {
		return 0, nil, err
	}
	h.kill()
	all.leave()
	if h, err = s.serve(); err != nil {
		return 0, nil, err
	}
	began := time.Now()
	visitor, err := s.visitor(ctx, h.address, chat.NewToken())
	if err != nil {
		return 0, nil, err
	}
	defer visitor.leave()
	desk, err := s.desk(ctx, h.address)
	if err != nil {
		return 0, nil, err
	}
	defer desk.leave()
	if err := visitor.send(&protocol.VisitorMessage{ClientID: "q", Text: question}); err != nil {
		return 0, nil, err
	}
	conversation := ""
	if err := desk.until(func(f protocol.Frame) bool {
		e, ok := f.(*protocol.AgentEntries)
		if ok {
			conversation = e.Conversation
		}
		return ok
	}); err != nil {
		return 0, nil, err
	}
	done, sending := make(chan struct{}), make(chan error, 1)
	go func() {
		for i := 0; ; i++ {
			select {
			case <-done:
				sending <- nil
				return
			case <-time.After(5 * time.Millisecond):
			}
			id, at := fmt.Sprint("a", i), time.Now()
			err := desk.send(&protocol.AgentMessage{Conversation: conversation, ClientID: id, Text: answer})
			if err = firstOf(err, desk.until(acknowledges(id))); err != nil {
				sending <- err
				return
			}
			sent = append(sent, time.Since(at))
		}
	}()
	again, err := s.widgets(h.address, n)
	took = time.Since(began)
	close(done)
	err = firstOf(err, <-sending)
	if again != nil {
		again.leave()
	}
	slices.Sort(sent)
	return took, sent, err
}
