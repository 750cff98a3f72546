//go:build linux

package main

import (
	"context"
	"fmt"
)

// between measures what passes from one hub to another: nothing without a database and a bus that two share.
func (b hubBench) between(ctx context.Context, s shop) ([]figure, error) {
	if s.store == "" || s.bus == "" {
		return nil, nil
	}
	agents, err := s.serve()
	if err != nil {
		return nil, err
	}
	defer agents.kill()
	visitors, err := s.serve()
	if err != nil {
		return nil, err
	}
	defer visitors.kill()

	what := fmt.Sprintf("status to %d widgets at another hub: ", b.Widgets)
	figures := []figure{
		{What: what + "median", Unit: "ms"}, {What: what + "99 of 100", Unit: "ms"},
		{What: "message until the agent at another hub has it: median", Unit: "ms"}, {What: "message until the agent at another hub has it: 99 of 100", Unit: "ms"},
	}
	p50, p99 := &figures[0], &figures[1]
	for range b.Rounds {
		is, err := s.statusFrom(ctx, agents.address, visitors, b.Widgets)
		if err = firstOf(err, is.whole()); err != nil {
			return nil, err
		}
		floor, err := least(b.Widgets)
		if err != nil {
			return nil, err
		}
		p50.against(is.p50, floor.p50)
		p99.against(is.p99, floor.p99)
	}
	return figures, b.messages(ctx, s, visitors.address, agents.address, &figures[2], &figures[3])
}
