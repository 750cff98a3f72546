//go:build linux

package main

import (
	"context"
	"fmt"
	"io"
	"time"

	"parley/backend/chat"
)

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

// whole is an error if the status did not reach everybody.
func (s *spread) whole() error {
	if s.lost > 0 {
		return fmt.Errorf("a status did not reach %d widgets", s.lost)
	}
	return nil
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
		p50.against(ours.p50, bare.p50)
		p99.against(ours.p99, bare.p99)
		last.against(ours.last, bare.last)
		cpu.against(ours.cpu, bare.cpu)
		lost.Values = append(lost.Values, float64(ours.lost))
	}
	return []figure{p50, p99, last, lost, cpu}, nil
}
