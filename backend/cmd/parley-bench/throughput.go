//go:build linux

package main

import (
	"context"
	"fmt"
	"log/slog"
	"slices"
	"time"

	"parley/backend/chat"
	"parley/backend/protocol"
	"parley/backend/store"
)

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
