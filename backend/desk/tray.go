package desk

import (
	"context"
	"slices"
	"strconv"
	"strings"
	"time"

	"parley/backend/agent"
	"parley/backend/chat"
	"parley/backend/desktop/tray"
	"parley/backend/local"
	"parley/backend/protocol"
	"parley/backend/tick"
	"parley/frontend/shared/texts"
)

// Ids of the tray's menu.
const (
	itemSentence = "sentence"
	itemBack     = "back"
	itemOpen     = "open"
	itemQuit     = "quit"
	itemWaiting  = "waiting" // followed by a number
	itemHowLong  = "for"
	itemUntil    = "until" // followed by a number
)

// length is how long a status chosen in the menu can hold. Checked is how long the current choice does.
type length struct {
	item    string
	text    string
	runs    time.Duration // 0 for a choice that holds
	toHours bool
}

var lengths = []length{
	{item: "for-all", text: "noLimit"}, {item: "for-30m", text: "halfHour", runs: 30 * time.Minute}, {item: "for-1h", text: "hour", runs: time.Hour},
	{item: "for-hours", text: "toHours", toHours: true},
}

// maxEnds is how many times of day the menu offers as the end of a status: the next full and half hours.
const maxEnds = 6

// is reports whether a view's choice holds for so long.
func (l length) is(v *protocol.View) bool {
	if v.Timed == nil {
		return l.runs == 0 && !l.toHours
	}
	return l.toHours == v.Timed.ToHours && (l.toHours || l.runs == v.Timed.Until.Time().Sub(v.Timed.From.Time()))
}

// maxWaiting is how many waiting conversations the menu names.
const maxWaiting = 5

// maxLine is how long a waiting conversation's line in the menu may be, in characters.
const maxLine = 48

var statuses = []chat.Status{chat.Online, chat.Invisible, chat.Offline}

var trayLayout = layout()

func layout() []tray.Slot {
	slots := []tray.Slot{{ID: itemSentence}, {ID: itemBack}, {}}
	for _, s := range statuses {
		slots = append(slots, tray.Slot{ID: string(s), Checkable: true})
	}
	slots = append(slots, tray.Slot{ID: itemHowLong})
	for _, l := range lengths {
		slots = append(slots, tray.Slot{ID: l.item, Under: itemHowLong, Checkable: true})
	}
	for i := range maxEnds {
		slots = append(slots, tray.Slot{ID: itemUntil + strconv.Itoa(i), Under: itemHowLong, Checkable: true})
	}
	slots = append(slots, tray.Slot{})
	for i := range maxWaiting {
		slots = append(slots, tray.Slot{ID: itemWaiting + strconv.Itoa(i)})
	}
	return append(slots, tray.Slot{}, tray.Slot{ID: itemOpen}, tray.Slot{ID: itemQuit})
}

// trayState draws up the tray: shape and checks show what the hub last confirmed. Times are told in the zone of now, and as seen from now.
func trayState(t texts.Texts, s *local.State, now time.Time) tray.State {
	said := s.Sentence.String()
	state := tray.State{Shape: shape(s.Session), Tooltip: said, Menu: []tray.Item{{ID: itemSentence, Label: said, Disabled: true}}}
	if s.Stage == local.StageInbox {
		state.Unread = s.Session.Unread > 0
		state.Menu = append(state.Menu, sessionItems(t, s.Session, now)...)
	}
	state.Menu = append(state.Menu,
		tray.Item{ID: itemOpen, Label: t.Text("tray.open")},
		tray.Item{ID: itemQuit, Label: t.Text("tray.quit")})
	return state
}

func sessionItems(t texts.Texts, s *agent.State, now time.Time) []tray.Item {
	var items []tray.Item
	if s.View != nil && s.View.Asks {
		items = append(items, tray.Item{ID: itemBack, Label: t.Text("tray.back")})
	}
	for _, status := range statuses {
		items = append(items, tray.Item{
			ID: string(status), Label: statusName(t, status), Checked: s.View != nil && s.View.Status == status,
		})
	}
	if s.View != nil {
		items = append(items, lengthItems(t, s, now)...)
	}
	for i, c := range waiting(s) {
		line := t.Text("tray.waiting", "visitor", visitorName(t, c.Visitor), "text", lastText(c))
		items = append(items, tray.Item{ID: itemWaiting + strconv.Itoa(i), About: c.ID, Label: shorten(line)})
	}
	return items
}

// lengthItems offer to limit the status that is shown. Until the next hours is for those who have hours.
func lengthItems(t texts.Texts, s *agent.State, now time.Time) []tray.Item {
	items := []tray.Item{{ID: itemHowLong, Label: t.Text("tray.howLong")}}
	for _, l := range lengths {
		text := "tray." + l.text
		switch hours := !s.Hours.None(); {
		case l.toHours && !hours:
			continue
		case hours && l.runs == 0 && !l.toHours:
			text = "tray.myHours"
		}
		items = append(items, tray.Item{ID: l.item, Label: t.Text(text), Checked: l.is(s.View)})
	}
	timed := s.View.Timed
	if slices.ContainsFunc(items, func(i tray.Item) bool { return i.Checked }) {
		timed = nil // one check says enough
	}
	return append(items, endItems(t, timed, now)...)
}

// endItems offer to limit the status until a time of day. The hub counts from when a choice reached it, so its end is that time to the minute.
func endItems(t texts.Texts, timed *protocol.Timed, now time.Time) []tray.Item {
	var items []tray.Item
	_, end := halfHourOf(now)
	for i := range maxEnds {
		items = append(items, tray.Item{
			ID: itemUntil + strconv.Itoa(i), About: end.Format(time.RFC3339), Label: t.Text("tray.until", "time", moment(t, end, now)),
			Checked: timed != nil && timed.Until.Time().Round(time.Minute).Equal(end),
		})
		end = end.Add(halfHour)
	}
	return items
}

// waiting returns the conversations that need an answer, the longest wait first, as many as the menu names.
func waiting(s *agent.State) []agent.Item {
	var list []agent.Item
	for _, c := range s.Conversations {
		if c.Group == agent.Needs {
			list = append(list, c)
		}
	}
	slices.SortStableFunc(list, func(a, b agent.Item) int { return int(a.WaitingSince - b.WaitingSince) })
	return list[:min(len(list), maxWaiting)]
}

func lastText(c agent.Item) string {
	if c.Last == nil {
		return ""
	}
	return strings.Join(strings.Fields(c.Last.Text), " ")
}

func shorten(line string) string {
	if runes := []rune(line); len(runes) > maxLine {
		return string(runes[:maxLine-1]) + "…"
	}
	return line
}

func shape(s *agent.State) tray.Shape {
	switch {
	case s == nil:
		return tray.Offline
	case s.Link.Phase == agent.Lost, s.Link.Phase == agent.Refused:
		return tray.NoLink
	case s.View == nil:
		return tray.Offline
	case s.View.Status == chat.Offline && s.View.Cause == chat.CauseIdle:
		return tray.Idle
	}
	return map[chat.Status]tray.Shape{chat.Online: tray.Online, chat.Invisible: tray.Invisible, chat.Offline: tray.Offline}[s.View.Status]
}

// trayClicked does what an item of the menu says.
func (d *Desk) trayClicked(item tray.Item) {
	ctx, cancel := context.WithTimeout(context.Background(), clickLimit)
	defer cancel()
	switch {
	case item.ID == itemOpen:
		d.logged("open the window", d.openWindow(""))
	case item.ID == itemQuit && d.askToPart(local.PartQuit), item.ID == string(chat.Offline) && d.askToPart(local.PartOffline):
	case item.ID == itemQuit:
		d.quit(errQuit)
	case item.ID == itemBack:
		d.logged("say I'm back", d.Back(ctx))
	case strings.HasPrefix(item.ID, itemWaiting):
		d.logged("show a conversation", d.Focus(ctx, local.ConversationParams{Conversation: item.About}))
		d.logged("open the window", d.openWindow(""))
	case slices.ContainsFunc(lengths, func(l length) bool { return l.item == item.ID }):
		d.logged("limit a status", d.limitFor(ctx, item.ID))
	case strings.HasPrefix(item.ID, itemUntil):
		d.logged("limit a status", d.limitUntil(ctx, item.About))
	default:
		_, err := d.SetStatus(ctx, local.StatusParams{Status: chat.Status(item.ID)})
		d.logged("choose a status", err)
	}
}

// limitFor limits the current status for as long as an item says.
func (d *Desk) limitFor(ctx context.Context, item string) error {
	l := lengths[slices.IndexFunc(lengths, func(l length) bool { return l.item == item })]
	return d.limit(ctx, local.StatusParams{For: l.runs.Milliseconds(), ToHours: l.toHours})
}

// limitUntil limits the current status until an instant, which is over where the menu stayed open for long.
func (d *Desk) limitUntil(ctx context.Context, instant string) error {
	end, err := time.Parse(time.RFC3339, instant)
	if err != nil {
		return err
	}
	var p local.StatusParams
	if p.EndAt(end, tick.Now()); p.For <= 0 {
		return chat.Errorf(chat.Invalid, "%s is over", instant)
	}
	return d.limit(ctx, p)
}

// limit chooses the current status once more, with a limit.
func (d *Desk) limit(ctx context.Context, p local.StatusParams) error {
	now, err := d.Status(ctx)
	if err == nil {
		p.Status = now.Status
		_, err = d.SetStatus(ctx, p)
	}
	return err
}

func (d *Desk) trayTapped() { d.logged("open the window", d.openWindow("")) }

func (d *Desk) trayHostChanged(hosted bool) {
	d.change(func() { d.state.System.TrayHost = hosted })
}
