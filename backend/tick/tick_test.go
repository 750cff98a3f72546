package tick_test

import (
	"context"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"
	"go.uber.org/goleak"

	"parley/backend/tick"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// loop uses an alarm as the goroutines do that own one: it runs one decision whenever its answer may have changed.
type loop struct{ nudged chan struct{} }

func newLoop() *loop { return &loop{nudged: make(chan struct{}, 1)} }

// nudge says that the facts may have changed. It never blocks. A decision that starts after the call sees them; nudges that come while one is
// being made cause one more together.
func (l *loop) nudge() {
	select {
	case l.nudged <- struct{}{}:
	default:
	}
}

// run calls decide now, after every nudge and at the instant decide asked for, until ctx ends. An instant must lie after the now it was worked out
// from; the zero time asks for none.
func (l *loop) run(ctx context.Context, decide func(now time.Time) (next time.Time)) {
	alarm := tick.NewAlarm()
	defer alarm.Stop()
	for ctx.Err() == nil {
		alarm.Set(decide(tick.Now()))
		select {
		case <-l.nudged:
		case <-alarm.C():
		case <-ctx.Done():
		}
	}
}

// script plays a decision that asks for the instants it is given, one after the other, and keeps how far from the start each call came.
type script struct {
	start time.Time
	asks  []time.Duration // after the start; 0 asks for none
	calls []time.Duration
}

func (s *script) decide(now time.Time) time.Time {
	s.calls = append(s.calls, now.Sub(s.start))
	for _, ask := range s.asks {
		if ask > now.Sub(s.start) {
			return s.start.Add(ask)
		}
	}
	return time.Time{}
}

func TestLoopDecidesAtTheInstantsItWasAskedFor(t *testing.T) {
	const s = time.Second
	tests := []struct {
		name string
		asks []time.Duration
		want []time.Duration
	}{
		{"none", nil, []time.Duration{0}},
		{"one", []time.Duration{30 * s}, []time.Duration{0, 30 * s}},
		{"several", []time.Duration{s, 2 * s, 50 * s}, []time.Duration{0, s, 2 * s, 50 * s}},
		{"one far ahead is looked at every minute", []time.Duration{150 * s}, []time.Duration{0, 60 * s, 120 * s, 150 * s}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				script := &script{start: tick.Now(), asks: tt.asks}
				ctx, cancel := context.WithTimeout(t.Context(), time.Hour)
				defer cancel()
				newLoop().run(ctx, script.decide)
				if diff := cmp.Diff(tt.want, script.calls); diff != "" {
					t.Errorf("calls (-want +got):\n%s", diff)
				}
			})
		})
	}
}

func TestLoopDecidesAfterEveryNudge(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := newLoop()
		script := &script{start: tick.Now(), asks: []time.Duration{40 * time.Second}}
		ctx, cancel := context.WithCancel(t.Context())
		go l.run(ctx, script.decide)
		for range 2 {
			<-time.After(10 * time.Second)
			l.nudge()
		}
		<-time.After(time.Minute)
		cancel()
		synctest.Wait()
		want := []time.Duration{0, 10 * time.Second, 20 * time.Second, 40 * time.Second}
		if diff := cmp.Diff(want, script.calls); diff != "" {
			t.Errorf("calls (-want +got):\n%s", diff)
		}
	})
}

func TestNudgesDuringADecisionCauseOneMore(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := newLoop()
		entered, leave := make(chan struct{}), make(chan struct{})
		ctx, cancel := context.WithCancel(t.Context())
		defer cancel()
		calls := 0
		go l.run(ctx, func(time.Time) time.Time {
			if calls++; calls == 1 {
				close(entered)
				<-leave
			}
			return time.Time{}
		})
		<-entered
		for range 1000 {
			l.nudge() // would hang the test if it blocked: nobody receives
		}
		close(leave)
		synctest.Wait()
		if calls != 2 {
			t.Errorf("%d decisions, want 2", calls)
		}
	})
}

func TestLoopThatIsOverDecidesNothing(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	newLoop().run(ctx, func(time.Time) time.Time {
		t.Error("decided after the end")
		return time.Time{}
	})
}

func TestAlarm(t *testing.T) {
	tests := []struct {
		name string
		set  func(a *tick.Alarm, start time.Time)
		want time.Duration // -1: does not wake
	}{
		{"not set", func(*tick.Alarm, time.Time) {}, -1},
		{"set", func(a *tick.Alarm, start time.Time) { a.Set(start.Add(time.Second)) }, time.Second},
		{"set to now", func(a *tick.Alarm, start time.Time) { a.Set(start) }, 0},
		{"set to the past", func(a *tick.Alarm, start time.Time) { a.Set(start.Add(-time.Hour)) }, 0},
		{"an earlier instant replaces a later one", func(a *tick.Alarm, start time.Time) {
			a.Set(start.Add(time.Hour))
			a.Set(start.Add(time.Second))
		}, time.Second},
		{"a later instant replaces one that has passed unseen", func(a *tick.Alarm, start time.Time) {
			a.Set(start)
			synctest.Wait()
			a.Set(start.Add(time.Second))
		}, time.Second},
		{"none replaces one that has passed unseen", func(a *tick.Alarm, start time.Time) {
			a.Set(start)
			synctest.Wait()
			a.Set(time.Time{})
		}, -1},
		{"stopped", func(a *tick.Alarm, start time.Time) {
			a.Set(start.Add(time.Second))
			a.Stop()
		}, -1},
		{"set again after a stop", func(a *tick.Alarm, start time.Time) {
			a.Stop()
			a.Set(start.Add(time.Second))
		}, time.Second},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				start, alarm := tick.Now(), tick.NewAlarm()
				defer alarm.Stop()
				tt.set(alarm, start)
				got := time.Duration(-1)
				select {
				case <-alarm.C():
					got = tick.Now().Sub(start)
				case <-time.After(24 * time.Hour):
				}
				if got != tt.want {
					t.Errorf("woke after %v, want %v", got, tt.want)
				}
			})
		})
	}
}

// A monotonic reading would make an instant of before a sleep of the computer seem as far ahead as it was then.
func TestNowIsTheWallClock(t *testing.T) {
	now := time.Now()
	if now == now.Round(0) {
		t.Fatal("this system has no monotonic clock to leave out")
	}
	if got := tick.Now(); got != got.Round(0) {
		t.Errorf("Now() = %v has a monotonic reading", got)
	}
}
