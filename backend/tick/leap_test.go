package tick

import (
	"testing"
	"time"
)

func TestLeap(t *testing.T) {
	l := NewLeap()
	if l.Over() {
		t.Error("a clock that goes on as time does has leapt")
	}
	wall, passed := l.began.Round(0), time.Duration(0)
	for _, c := range []struct {
		name         string
		passes, leap time.Duration
		want         bool
	}{
		{"time passes", time.Hour, 0, false},
		{"corrected by a little", time.Second, 9 * time.Second, false},
		{"by a little more, which is no leap of more", time.Second, 9 * time.Second, false},
		{"set forward", time.Minute, 10 * time.Second, true},
		{"it stays so", time.Minute, 0, false},
		{"slept while nothing passed", 0, 8 * time.Hour, true},
		{"set back", time.Second, -8 * time.Hour, false},
		{"put right again", time.Second, 8 * time.Hour, true},
	} {
		wall, passed = wall.Add(c.passes+c.leap), passed+c.passes
		if got := l.over(wall, passed); got != c.want {
			t.Errorf("%s: leapt %v, want %v", c.name, got, c.want)
		}
	}
}
