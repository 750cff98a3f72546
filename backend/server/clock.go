package server

import (
	"context"
	"time"
)

// Hubs on one database judge by their own clocks since when somebody is silent, and must agree about the time.
const (
	clockEvery = time.Minute
	clockSkew  = 2 * time.Second
)

// WatchClock compares the clock of this computer with that of the database until ctx ends, and complains when they begin to differ.
func (s *Server) WatchClock(ctx context.Context) {
	for differ := false; ; {
		before := time.Now()
		at, err := s.store.Clock(ctx)
		if err == nil { // otherwise others complain
			skew := at.Sub(before.Add(time.Since(before) / 2)).Round(time.Millisecond)
			if differs := skew.Abs() > clockSkew; differs != differ {
				differ = differs
				s.tellClock(skew, differs)
			}
		}
		select {
		case <-time.After(clockEvery):
		case <-ctx.Done():
			return
		}
	}
}

func (s *Server) tellClock(skew time.Duration, differs bool) {
	if !differs {
		s.options.Log.Info("this computer's clock agrees with the database's again")
		return
	}
	s.options.Log.Warn("this computer's clock differs from the database's: hubs that do not agree about the time take agents for silent, "+
		"or see too late that they are", "database is ahead by", skew)
}
