package agent_test

import (
	"testing"
	"time"

	"parley/backend/agent"
	"parley/backend/protocol"
)

// at is what a clock shows that is ahead of this computer's.
func at(ahead time.Duration) protocol.Millis { return protocol.At(time.Now().Add(ahead)) }

// Either clock may be set while the two are linked: each pulse asks anew. The difference is shown where it is another one, and nothing is shown again
// because it was asked for.
func TestTheHubsClock(t *testing.T) {
	in(t, agent.Kept{}, func(t *testing.T, b *bench) {
		l := b.linked(func(w *protocol.AgentWelcome) { w.Now = at(-3 * time.Minute) })
		if got := b.state().Skew; got != -180_000 {
			t.Errorf("the hub's clock is ahead by %d ms, want three minutes behind", got)
		}
		for _, c := range []struct {
			name  string
			took  time.Duration
			hub   time.Duration
			want  int64
			shown bool
		}{
			{"as before", 0, -3 * time.Minute, -180_000, false},
			{"an answer that was under way", 400 * time.Millisecond, -3*time.Minute - 200*time.Millisecond, -180_000, false},
			{"this computer's clock was put right", 0, 0, 0, true},
			{"a little", 0, 900 * time.Millisecond, 0, false},
			{"the hub's was set forward", 0, time.Hour, 3_600_000, true},
			{"back", 0, -time.Hour, -3_600_000, true},
		} {
			l.frames()
			var pulse *protocol.Pulse
			for pulse == nil {
				time.Sleep(10 * time.Millisecond)
				for _, f := range l.frames() {
					pulse, _ = f.(*protocol.Pulse)
				}
			}
			time.Sleep(c.took)
			before := b.state()
			l.say(&protocol.Ack{Ref: pulse.Ref, At: at(c.hub)})
			after := b.state()
			if after.Skew != c.want || (after != before) != c.shown {
				t.Errorf("%s: ahead by %d ms, want %d; shown anew: %v, want %v", c.name, after.Skew, c.want, after != before, c.shown)
			}
		}
	})
}

func TestAHubThatDoesNotTellTheTime(t *testing.T) {
	in(t, agent.Kept{}, func(t *testing.T, b *bench) {
		b.linked()
		if got := b.state().Skew; got != 0 {
			t.Errorf("its clock is ahead by %d ms", got)
		}
	})
}
