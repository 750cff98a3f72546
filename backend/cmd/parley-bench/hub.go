//go:build linux

package main

import (
	"cmp"
	"context"
	"fmt"
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
