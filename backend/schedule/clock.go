package schedule

import "time"

// clock is one on a wall of a zone. It remembers between which changes it was read last, since zones are slow to ask.
type clock struct {
	zone        *time.Location
	from, until time.Time     // two changes of the clock
	ahead       time.Duration // of UTC, between them
}

// set makes the clock show the time of an instant.
func (c *clock) set(t time.Time) {
	if !t.Before(c.from) && t.Before(c.until) {
		return
	}
	at := t.In(c.zone)
	_, offset := at.Zone()
	c.ahead = time.Duration(offset) * time.Second
	c.from, c.until = at.ZoneBounds()
	if !c.until.IsZero() && !c.until.After(t) { // time.ZoneBounds is wrong on the last day of leap years after 2037, when no clock changes
		c.from, c.until = t, t.Truncate(24*time.Hour).Add(24*time.Hour)
	}
	if c.until.IsZero() {
		c.until = never
	}
}

// never is later than anything.
var never = time.Date(100_000, time.January, 1, 0, 0, 0, 0, time.UTC)

// instant is the first at which the clock shows so many minutes after the beginning of a date, or later than that.
func (c *clock) instant(d Date, minutes int) time.Time {
	shows := d.midnight().Add(time.Duration(minutes) * time.Minute)
	for t := shows.Add(-2 * 24 * time.Hour); ; t = c.until { // so far back no clock shows it yet
		c.set(t)
		switch at := shows.Add(-c.ahead); {
		case at.Before(t): // the clock has just jumped over it
			return t.UTC()
		case at.Before(c.until):
			return at
		}
	}
}
