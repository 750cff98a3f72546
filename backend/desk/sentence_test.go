package desk

import (
	"testing"
	"time"

	"parley/backend/agent"
	"parley/backend/chat"
	"parley/backend/protocol"
	"parley/frontend/shared/texts"
)

var (
	zurich = time.FixedZone("CET", 3600)
	now    = time.Date(2026, 11, 23, 14, 30, 0, 0, zurich) // a Monday
)

func clock(day, hour, minute int) protocol.Millis {
	return protocol.At(time.Date(2026, 11, day, hour, minute, 0, 0, zurich))
}

func linkedWith(v protocol.View) *agent.State {
	return &agent.State{Link: agent.Link{Phase: agent.Linked, Since: 1}, View: &v, Policy: protocol.Policy{IdleAfter: 900}}
}

func TestSentence(t *testing.T) {
	chosen := protocol.View{Status: chat.Online, Cause: chat.CauseChoice, Since: clock(23, 14, 2)}
	lost := linkedWith(chosen)
	lost.Link = agent.Link{Phase: agent.Lost, Since: clock(23, 14, 25)}
	refused := linkedWith(chosen)
	refused.Link = agent.Link{Phase: agent.Refused, Since: clock(23, 14, 25), Reason: agent.RefusedToken}
	outdated := linkedWith(chosen)
	outdated.Link = agent.Link{Phase: agent.Refused, Since: clock(23, 14, 25), Reason: agent.RefusedOutdated}
	replaced := linkedWith(chosen)
	replaced.Link = agent.Link{Phase: agent.Refused, Since: clock(23, 14, 25), Reason: agent.RefusedReplaced}
	switching := linkedWith(chosen)
	switching.Pending = chat.Invisible
	waiting := linkedWith(chosen)
	waiting.Pending, waiting.Link = chat.Offline, lost.Link
	for name, c := range map[string]struct {
		state    *agent.State
		language string
		want     string
	}{
		"chosen":     {linkedWith(chosen), "en", "Online since 14:02: by you."},
		"chosen, de": {linkedWith(chosen), "de", "Online seit 14:02: von dir gewählt."},
		"chosen, fr": {linkedWith(chosen), "fr", "En ligne depuis 14:02: choisi par vous."},
		"by another": {linkedWith(protocol.View{Status: chat.Offline, Cause: chat.CauseChoice, By: &protocol.Person{Name: "Jonas"}, Since: clock(23, 0, 0)}), "en", "Offline since 00:00: by Jonas."},
		"by another for a while": {linkedWith(protocol.View{
			Status: chat.Offline, Cause: chat.CauseChoice, By: &protocol.Person{Name: "Jonas"}, Since: clock(23, 14, 26),
			Timed: &protocol.Timed{From: clock(23, 14, 26), Until: clock(23, 18, 0)},
		}), "en", "Offline since 14:26: by Jonas, until 18:00."},
		"yesterday":     {linkedWith(protocol.View{Status: chat.Invisible, Cause: chat.CauseChoice, Since: clock(22, 23, 59)}), "en", "Invisible since 23:59 yesterday: by you."},
		"this week, de": {linkedWith(protocol.View{Status: chat.Invisible, Cause: chat.CauseChoice, Since: clock(17, 9, 5)}), "de", "Unsichtbar seit Dienstag 09:05: von dir gewählt."},
		"long ago":      {linkedWith(protocol.View{Status: chat.Invisible, Cause: chat.CauseChoice, Since: clock(2, 9, 5)}), "en", "Invisible since 09:05 on 2 November: by you."},
		"idle":          {linkedWith(protocol.View{Status: chat.Offline, Cause: chat.CauseIdle, Since: clock(23, 14, 2)}), "en", "Offline since 14:02: no activity for 15 minutes."},
		"idle, de":      {linkedWith(protocol.View{Status: chat.Offline, Cause: chat.CauseIdle, Since: clock(23, 14, 2)}), "de", "Offline seit 14:02: keine Aktivität seit 15 Minuten."},
		"disconnected":  {linkedWith(protocol.View{Status: chat.Offline, Cause: chat.CauseDisconnected, Since: clock(23, 14, 2)}), "en", "Offline since 14:02: no link to the hub."},
		"new":           {linkedWith(protocol.View{Status: chat.Offline, Cause: chat.CauseNew, Since: clock(23, 14, 2)}), "en", "Offline since 14:02: nothing chosen yet."},
		"api":           {linkedWith(protocol.View{Status: chat.Online, Cause: chat.CauseAPI, Since: clock(23, 14, 2)}), "en", "Online since 14:02: kept Online by a program."},
		"hours": {linkedWith(protocol.View{
			Status: chat.Online, Cause: chat.CauseHours, Since: clock(23, 9, 0), Next: &protocol.NextChange{At: clock(23, 17, 0), Status: chat.Offline, Cause: chat.CauseHours},
		}), "en", "Online since 09:00: your hours. Next change 17:00, your hours."},
		"idle before the night": {linkedWith(protocol.View{
			Status: chat.Offline, Cause: chat.CauseIdle, Since: clock(23, 14, 2), Next: &protocol.NextChange{At: clock(24, 9, 0), Status: chat.Online, Cause: chat.CauseHours},
		}), "en", "Offline since 14:02: no activity for 15 minutes. Next change 09:00 tomorrow, your hours."},
		"hours after a weekend, de": {linkedWith(protocol.View{
			Status: chat.Offline, Cause: chat.CauseHours, Since: clock(20, 17, 0), Next: &protocol.NextChange{At: clock(26, 9, 0), Status: chat.Online, Cause: chat.CauseHours},
		}), "de", "Offline seit Freitag 17:00: deine Zeiten. Nächste Änderung Donnerstag 09:00, deine Zeiten."},
		"for half an hour": {linkedWith(protocol.View{
			Status: chat.Invisible, Cause: chat.CauseChoice, Since: clock(23, 14, 26), Timed: &protocol.Timed{From: clock(23, 14, 26), Until: clock(23, 14, 56)},
			Next: &protocol.NextChange{At: clock(23, 14, 56), Status: chat.Online, Cause: chat.CauseChoice},
		}), "en", "Invisible since 14:26: by you, for 30 minutes. Next change 14:56, back to Online."},
		"until a time": {linkedWith(protocol.View{
			Status: chat.Offline, Cause: chat.CauseChoice, Since: clock(23, 14, 26), Timed: &protocol.Timed{From: clock(23, 14, 26), Until: clock(23, 18, 0)},
		}), "en", "Offline since 14:26: by you, until 18:00."},
		"until the next hours, fr": {linkedWith(protocol.View{
			Status: chat.Offline, Cause: chat.CauseChoice, Since: clock(23, 14, 26), Timed: &protocol.Timed{From: clock(23, 14, 26), Until: clock(24, 9, 0), ToHours: true},
			Next: &protocol.NextChange{At: clock(24, 9, 0), Status: chat.Online, Cause: chat.CauseHours},
		}), "fr", "Hors ligne depuis 14:26: choisi par vous, jusqu’à vos prochains horaires. Prochain changement 09:00 demain, vos horaires."},
		"no link":      {lost, "en", "No link to the hub since 14:25: trying again."},
		"refused":      {refused, "en", "No link to the hub since 14:25: sign in again."},
		"outdated":     {outdated, "en", "No link to the hub since 14:25: this Parley and the hub do not understand each other. Update the older one."},
		"replaced":     {replaced, "en", "No link to the hub since 14:25: a copy of this Parley is connected in its place. Quit that one."},
		"switching":    {switching, "en", "Switching to Invisible: the hub has not confirmed it yet."},
		"waiting":      {waiting, "de", "Wechsel zu Offline: sobald es eine Verbindung zum Hub gibt."},
		"first moment": {&agent.State{Link: agent.Link{Phase: agent.Connecting}}, "en", "Parley is starting: one moment."},
	} {
		t.Run(name, func(t *testing.T) {
			if got := sentence(texts.In(c.language), c.state, now).String(); got != c.want {
				t.Errorf("got  %s\nwant %s", got, c.want)
			}
		})
	}
}

func TestDuration(t *testing.T) {
	for d, want := range map[time.Duration]string{
		0: "0 seconds", time.Second: "1 second", 45 * time.Second: "45 seconds", 90 * time.Second: "90 seconds",
		time.Minute: "1 minute", 15 * time.Minute: "15 minutes", time.Hour: "1 hour", 90 * time.Minute: "90 minutes", 2 * time.Hour: "2 hours",
	} {
		if got := duration(texts.In("en"), d); got != want {
			t.Errorf("%v is %q, want %q", d, got, want)
		}
	}
	if got := duration(texts.In("fr"), 0); got != "0 seconde" {
		t.Errorf("0 s in French is %q", got)
	}
}

func TestEveryCauseHasWords(t *testing.T) {
	for _, language := range texts.Languages {
		for _, c := range []chat.Cause{chat.CauseNew, chat.CauseChoice, chat.CauseIdle, chat.CauseDisconnected, chat.CauseAPI} {
			got := sentence(texts.In(language), linkedWith(protocol.View{Status: chat.Online, Cause: c, Since: clock(23, 1, 1)}), now)
			if got.Why == "cause."+string(c) || got.Why == "" || got.Why[len(got.Why)-1] != '.' {
				t.Errorf("%s in %s is %q", c, language, got.Why)
			}
		}
	}
}
