package hub

import (
	"net/netip"
	"strings"
	"sync/atomic"

	"golang.org/x/time/rate"

	"parley/backend/chat"
	"parley/backend/protocol"
)

// Caller is where a connection comes from.
type Caller struct {
	Address netip.Addr
	Origin  string // of the page, as its browser says; empty without a page
	Own     string // the hub's own origin, as the caller reaches it
}

// Visitor is the hub's end of one widget's link. Its methods are called one at a time, by the goroutine that reads the link.
type Visitor struct {
	hub    *Hub
	link   Link
	caller Caller

	site     *site // nil before the hello
	token    string
	page     protocol.Page
	language string
	frames   *rate.Limiter

	live     atomic.Bool                   // what the visitor was told last is live
	identity atomic.Pointer[identity]      // nil before the visitor has written
	asked    atomic.Pointer[chat.Targeted] // what this tab was sent last, nil before

	// Of the site's goroutine:
	slot   int // in the roster, -1 outside
	place  int // in the slot
	guest  *guest
	group  string  // that a visitor who has none is about to write to
	cursor int64   // the visitor was sent, or has, every entry up to this
	told   *answer // nil before the welcome
	state  protocol.VisitorConversation
	tab    *tab // nil before the page has reported to a site with targeted chats
}

// identity is what a visitor and its conversation are called.
type identity struct{ visitor, conversation string }

// Visitor takes a new connection of a widget. Every frame it sends goes to Handle, and its end to Ended.
func (h *Hub) Visitor(l Link, from Caller) *Visitor {
	v := &Visitor{hub: h, link: l, caller: from, slot: -1}
	h.join(l)
	return v
}

// Ended takes note that the link is over.
func (v *Visitor) Ended() {
	if v.hub.leave(v.link) && v.site != nil {
		v.site.post(visitorGone{v})
	}
}

// Handle deals with a frame of the widget.
func (v *Visitor) Handle(f protocol.Frame) {
	hello, greets := f.(*protocol.VisitorHello)
	switch {
	case greets && v.site == nil:
		v.hello(hello)
		return
	case greets:
		v.link.Close(Protocol, "a second hello")
		return
	case v.site == nil:
		v.link.Close(Protocol, "the first frame is not a hello")
		return
	case !v.frames.Allow():
		v.link.Close(Overload, "too many frames")
		return
	}
	switch f := f.(type) {
	case *protocol.Adopt:
		v.adopt(f)
	case *protocol.VisitorMessage:
		v.message(f)
	case *protocol.Choose:
		v.site.settle(choseGroup{v: v, group: f.Group}) // what is written next was written to the group
	case *protocol.VisitorEmail:
		v.email(f)
	case *protocol.VisitorPage:
		v.page = clipPage(f.Page)
		v.site.post(turnedPage{v: v, page: v.page, visit: clipVisit(f.Visit)})
	case *protocol.VisitorShown:
		v.site.post(targetShown{v: v, rule: f.Rule})
	case *protocol.VisitorRead:
		v.read(f)
	case *protocol.VisitorFetch:
		v.fetch(f)
	default:
		panic("hub: a widget's frame without a handler: " + f.Type())
	}
}

func (v *Visitor) hello(f *protocol.VisitorHello) {
	if f.Protocol != protocol.Version {
		v.link.Close(Protocol, "this hub speaks another version")
		return
	}
	if !v.hub.hellos.allow(v.caller.Address, now()) {
		v.link.Close(Overload, "too many connections from this address")
		return
	}
	s, err := v.hub.site(f.Site)
	if err != nil {
		v.refuse("open site", err)
		return
	}
	switch {
	case !s.directory.Load().allows(v.caller.Origin) && v.caller.Origin != v.caller.Own:
		v.link.Close(Origin, "pages of "+v.caller.Origin+" may not carry this widget")
		return
	case !s.hellos.Allow():
		v.link.Close(Overload, "too many visitors at once")
		return
	}
	v.language, v.page = clip(f.Language, maxLanguage), clipPage(f.Page)
	v.frames = v.hub.limits.Frames.limiter()
	v.enter(s, f.Token, f.After)
}

func (v *Visitor) adopt(f *protocol.Adopt) {
	if f.Token == "" {
		v.fail("", chat.Errorf(chat.Invalid, "there is no token to adopt").At("token"))
		return
	}
	if f.Token != v.token && !v.hub.hellos.allow(v.caller.Address, now()) {
		v.link.Close(Overload, "too many visitors from this address")
		return
	}
	v.enter(v.site, f.Token, f.After)
}

// enter makes the link known to a site, as a visitor with a token or without, and waits until it is welcomed.
func (v *Visitor) enter(s *site, token string, after int64) {
	came := visitorCame{v: v, token: token, page: v.page}
	if token != "" {
		if err := chat.CheckVisitorToken(token); err != nil {
			v.link.Close(Invalid, err.Error())
			return
		}
		visitor, c, err := v.hub.store.VisitorByToken(v.hub.ctx, s.id, token)
		switch {
		case err == nil:
			came.known = &known{visitor: visitor, conversation: c}
			came.entries, err = v.entries(c, after)
		case chat.CodeOf(err) == chat.NotFound:
			err = nil // the first message is still to come
		}
		if err != nil {
			v.refuse("read conversation", err)
			return
		}
	}
	v.token, v.site = token, s
	s.settle(came)
}

// entries are those after a number, or the newest of them.
func (v *Visitor) entries(c chat.Conversation, after int64) ([]chat.Entry, error) {
	if after >= c.LastSeq {
		return nil, nil
	}
	after = max(after, c.LastSeq-maxEntries, 0)
	entries, err := v.hub.store.After(v.hub.ctx, c.ID, after, int(c.LastSeq-after))
	return newestOf(entries), err
}

// message stores what a visitor wrote and has it announced.
func (v *Visitor) message(f *protocol.VisitorMessage) {
	w, err := v.store(f)
	if err != nil {
		v.fail(f.ClientID, err)
		return
	}
	v.site.post(arrived{conversation: w.Conversation, visitor: w.Visitor, entries: append(w.Before, w.Entry), token: v.token})
	send(v.link, &protocol.Ack{Ref: f.ClientID, Seq: w.Entry.Seq, At: protocol.At(w.Entry.At)})
}

func (v *Visitor) store(f *protocol.VisitorMessage) (chat.Written, error) {
	if v.token == "" {
		return chat.Written{}, chat.Errorf(chat.Invalid, "a visitor who writes must have adopted a token")
	}
	if !v.mayWrite() {
		return chat.Written{}, errTooMany
	}
	if err := chat.CheckClientID(f.ClientID); err != nil {
		return chat.Written{}, err
	}
	if err := chat.CheckText(f.Text); err != nil {
		return chat.Written{}, err
	}
	m := chat.VisitorMessage{
		Site:     v.site.id,
		Token:    v.token,
		ClientID: f.ClientID,
		Text:     f.Text,
		Language: v.language,
		Group:    v.chosen(f.Group),
		Offline:  !v.live.Load(),
		Answers:  v.answered(f.Answers),
		At:       now(),
	}
	if f.Email != "" {
		email, err := chat.ParseEmail(f.Email)
		if err != nil {
			return chat.Written{}, err
		}
		m.Email = email
	}
	return v.hub.store.SayAsVisitor(v.hub.ctx, m)
}

// chosen is the group a visitor chose, where the site asks for one.
func (v *Visitor) chosen(group string) string {
	if !v.site.directory.Load().site.ChooseGroup {
		return ""
	}
	return group
}

// mayWrite reports whether this visitor, and whoever else is at its address, has written less than is too much.
func (v *Visitor) mayWrite() bool {
	at := now()
	return v.hub.visitors.allow(v.token, at) && v.hub.messages.allow(v.caller.Address, at)
}

var errTooMany = chat.Errorf(chat.Busy, "too many messages at once")

func (v *Visitor) email(f *protocol.VisitorEmail) {
	if err := checkRef(f.Ref); err != nil {
		v.fail("", err)
		return
	}
	id := v.identity.Load()
	email, err := chat.ParseEmail(f.Email)
	if err == nil && !v.mayWrite() {
		err = errTooMany
	}
	if err == nil && id == nil {
		err = chat.Errorf(chat.Conflict, "nothing is stored of a visitor who has not written")
	}
	e := identified{v: v}
	if err == nil {
		e.visitor, e.conversation, err = v.hub.store.SetVisitorEmail(v.hub.ctx, id.visitor, email)
	}
	if err != nil {
		v.fail(f.Ref, err)
		return
	}
	v.site.post(e)
	send(v.link, &protocol.Ack{Ref: f.Ref, At: protocol.At(now())})
}

func (v *Visitor) read(f *protocol.VisitorRead) {
	id := v.identity.Load()
	if id == nil {
		return
	}
	if _, err := v.hub.store.SeenByVisitor(v.hub.ctx, v.site.id, id.conversation, f.Seq); err != nil {
		v.fail("", err)
		return
	}
	v.site.post(seen{conversation: id.conversation, byVisitor: f.Seq})
}

func (v *Visitor) fetch(f *protocol.VisitorFetch) {
	id := v.identity.Load()
	if id == nil {
		send(v.link, &protocol.VisitorEntries{Entries: []protocol.Entry{}})
		return
	}
	entries, err := v.hub.store.After(v.hub.ctx, id.conversation, max(f.After, 0), maxEntries)
	if err != nil {
		v.fail("", err)
		return
	}
	send(v.link, &protocol.VisitorEntries{Entries: entriesOf(oldestOf(entries), v.site.directory.Load(), forVisitor(id.visitor))})
}

// conversation is that of the visitor, empty before there is one. The site's goroutine calls it.
func (v *Visitor) conversation() string {
	if v.guest == nil {
		return ""
	}
	return v.guest.conversation
}

// hear remembers what the visitor is being told. The site's goroutine calls it.
func (v *Visitor) hear(a *answer) {
	v.told = a
	v.live.Store(a.mode == chat.ModeLive)
}

// fail answers a request that was refused.
func (v *Visitor) fail(ref string, err error) { v.hub.fail(v.link, ref, err) }

// refuse ends a link whose hello came to an error.
func (v *Visitor) refuse(doing string, err error) { v.hub.refuse(v.link, doing, err) }

// What is kept of what a page says of itself.
const (
	maxLanguage = 35
	maxURL      = 2048
	maxTitle    = 300
)

func clipPage(p protocol.Page) protocol.Page {
	return protocol.Page{URL: clip(p.URL, maxURL), Title: clip(p.Title, maxTitle)}
}

// clip shortens a text to a number of bytes.
func clip(s string, n int) string { return clean(strings.ToValidUTF8(s[:min(len(s), n)], "")) }

// clean is a text that every database keeps.
func clean(s string) string { return strings.ReplaceAll(s, "\x00", "") }
