package desk

import (
	"strconv"
	"time"

	"parley/backend/agent"
	"parley/backend/chat"
	"parley/backend/local"
	"parley/backend/protocol"
	"parley/frontend/shared/texts"
)

// sentence explains the status of a session to its agent. Times are told in the zone of now, and as seen from now.
func sentence(t texts.Texts, s *agent.State, now time.Time) local.Sentence {
	switch {
	case s.Link.Phase == agent.Refused:
		return local.Sentence{Head: noLink(t, s, now), Why: t.Text("sentence." + refusals[s.Link.Reason])}
	case s.Pending != "":
		why := t.Text("sentence.waitsHub")
		if s.Link.Phase != agent.Linked {
			why = t.Text("sentence.waitsLink")
		}
		return local.Sentence{Head: t.Text("sentence.switching", "status", statusName(t, s.Pending)), Why: why}
	case s.Link.Phase == agent.Lost:
		return local.Sentence{Head: noLink(t, s, now), Why: t.Text("sentence.trying")}
	case s.View == nil:
		return local.Sentence{Head: t.Text("sentence.starting"), Why: t.Text("sentence.moment")}
	}
	return local.Sentence{
		Head: t.Text("sentence.since", "status", statusName(t, s.View.Status), "time", moment(t, s.View.Since.Time(), now)),
		Why:  cause(t, s.View, s.Policy, now),
		Next: nextChange(t, s.View.Next, now),
	}
}

// refusals names the words for each reason of a hub to take no link.
var refusals = map[agent.Refusal]string{
	agent.RefusedToken: "refused", agent.RefusedOutdated: "outdated", agent.RefusedReplaced: "replaced",
}

func noLink(t texts.Texts, s *agent.State, now time.Time) string {
	return t.Text("sentence.nolink", "time", moment(t, s.Link.Since.Time(), now))
}

func statusName(t texts.Texts, s chat.Status) string { return t.Text("status." + string(s)) }

func cause(t texts.Texts, v *protocol.View, p protocol.Policy, now time.Time) string {
	if v.Cause == chat.CauseChoice && v.By != nil && v.Timed != nil {
		return t.Text("cause.choiceByUntil", "name", v.By.Name, "time", moment(t, v.Timed.Until.Time(), now))
	}
	if v.Cause == chat.CauseChoice && v.By != nil {
		return t.Text("cause.choiceBy", "name", v.By.Name)
	}
	if v.Cause == chat.CauseChoice && v.Timed != nil {
		return timed(t, v.Timed, now)
	}
	return t.Text("cause."+string(v.Cause), "duration", duration(t, time.Duration(p.IdleAfter)*time.Second))
}

// longest is up to which length a timed choice is told by it, and not by its end.
const longest = 2 * time.Hour

// timed tells how long a choice runs.
func timed(t texts.Texts, c *protocol.Timed, now time.Time) string {
	until := c.Until.Time()
	switch length := until.Sub(c.From.Time()); {
	case c.ToHours:
		return t.Text("cause.choiceToHours")
	case length <= longest && length%time.Minute == 0:
		return t.Text("cause.choiceFor", "duration", duration(t, length))
	default:
		return t.Text("cause.choiceUntil", "time", moment(t, until, now))
	}
}

// nextChange tells what comes next, empty if nothing is known to.
func nextChange(t texts.Texts, n *protocol.NextChange, now time.Time) string {
	if n == nil {
		return ""
	}
	at := moment(t, n.At.Time(), now)
	if n.Cause == chat.CauseHours {
		return t.Text("sentence.nextHours", "time", at)
	}
	return t.Text("sentence.nextBack", "time", at, "status", statusName(t, n.Status))
}

// duration tells a period in the largest unit that tells it whole.
func duration(t texts.Texts, d time.Duration) string {
	switch {
	case d > 0 && d%time.Hour == 0:
		return t.Count("hours", int(d/time.Hour))
	case d > 0 && d%time.Minute == 0:
		return t.Count("minutes", int(d/time.Minute))
	default:
		return t.Count("seconds", int(d/time.Second))
	}
}

// moment tells an instant near now: today has no date.
func moment(t texts.Texts, at, now time.Time) string {
	at = at.In(now.Location())
	clock := at.Format("15:04")
	switch days := daysBetween(at, now); {
	case days == 0:
		return clock
	case days == 1:
		return t.Text("time.yesterday", "time", clock)
	case days == -1:
		return t.Text("time.tomorrow", "time", clock)
	case -7 < days && days < 7:
		return t.Text("time.weekday", "time", clock, "weekday", t.Text("time.weekdays."+strconv.Itoa(int(at.Weekday()))))
	default:
		return t.Text("time.date", "time", clock, "day", strconv.Itoa(at.Day()), "month", t.Text("time.months."+strconv.Itoa(int(at.Month()))))
	}
}

// daysBetween counts the midnights between two instants of one zone.
func daysBetween(from, to time.Time) int {
	date := func(t time.Time) time.Time { return time.Date(t.Year(), t.Month(), t.Day(), 0, 0, 0, 0, time.UTC) }
	return int(date(to).Sub(date(from)) / (24 * time.Hour))
}
