//go:build linux

package main

import (
	"context"
	"fmt"
	"path/filepath"
	"slices"
	"time"

	"parley/backend/chat"
	"parley/backend/protocol"
)

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
