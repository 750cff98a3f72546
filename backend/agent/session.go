package agent

import (
	"context"
	"log/slog"
	"maps"
	"slices"
	"sync"
	"time"

	"github.com/cenkalti/backoff/v5"

	"parley/backend/chat"
	"parley/backend/protocol"
)

// Options are what a session is made of.
type Options struct {
	Hub    Dialer
	Token  string // of the agent, for the hub's hello
	Device protocol.Device
	Idle   Idler
	Notify Notifier
	Keep   Journal
	Kept   Kept    // what Keep held when the session before ended
	Absent Absence // why nobody can be at the computer as the session starts
	Log    *slog.Logger
}

// Session is the agent's presence at one hub from this desk. Run owns everything below published; the methods of other goroutines hand it work.
type Session struct {
	o         Options
	calls     chan func()
	ended     chan struct{}
	published *latest
	changed   bool // published is not current

	running sync.WaitGroup // goroutines of connections
	link    Link
	attempt int  // numbers connections, so that what an old one still says is ignored
	conn    Conn // nil while unlinked
	greeted bool // the welcome came on conn
	backoff *backoff.ExponentialBackOff
	redial  *time.Timer

	refs     int
	requests map[protocol.Ref]chan<- error // who waits for the ack of a request

	input     time.Time // last input to the computer, or inside the window
	told      bool      // the system tells when that was
	pulsed    time.Time // when the last pulse was sent
	pulseRef  protocol.Ref
	skew      time.Duration // by how much the hub's clock is ahead of this computer's
	absence   Absence
	away      protocol.Away // what the last hello said of it
	agent     protocol.Account
	site      protocol.SiteInfo
	view      *protocol.View
	policy    protocol.Policy
	hours     protocol.Hours
	reserve   bool
	siteRev   int64
	agents    []protocol.Colleague
	groups    []protocol.GroupName
	choice    *Choice
	choiceRef protocol.Ref // of the choice while the hub works on it
	back      bool         // I'm back was said and not confirmed
	backRef   protocol.Ref
	notice    *protocol.Failed

	conversations map[string]*conversation
	focus         string   // id of the conversation the window shows
	recent        []string // ids of the last few that were, whose logs are kept
	windowOpen    bool
	windowFocused bool
	asking        bool // the idle question stands as a toast

	outbox  []*unsent
	drafts  map[string]string
	unsaved bool
	saving  *time.Timer // runs while drafts or acknowledgements wait to be saved
	again   *time.Timer // runs while something refused for the moment waits to be sent again
}

// Timing of the session.
const (
	inputEvery  = time.Second      // how often the system is asked for the last input
	stable      = 10 * time.Second // a link that held so long ended for a new reason: start over with short delays
	dialTimeout = 10 * time.Second
	saveDelay   = 400 * time.Millisecond
	againDelay  = 2 * time.Second
	firstDelay  = 250 * time.Millisecond // the mean of the first delay before dialling again; delays are drawn from zero to twice their mean
	maxDelay    = 8 * time.Second

	// refusedDelay is the mean delay after a refusal that a new hub may undo without anybody here.
	refusedDelay = 3 * time.Minute
)

// New returns a session that Run starts.
func New(o Options) *Session {
	now := time.Now()
	delays := backoff.NewExponentialBackOff()
	delays.InitialInterval, delays.MaxInterval, delays.Multiplier = firstDelay, maxDelay, 2
	delays.RandomizationFactor = 1 // full jitter: desks that lost the same hub do not come back together
	s := &Session{
		o: o, calls: make(chan func()), ended: make(chan struct{}),
		link: Link{Phase: Connecting, Since: protocol.At(now)}, backoff: delays,
		redial: stopped(), saving: stopped(), again: stopped(),
		requests: map[protocol.Ref]chan<- error{}, conversations: map[string]*conversation{},
		input: now, absence: o.Absent, choice: o.Kept.Choice, drafts: maps.Clone(o.Kept.Drafts),
	}
	if s.drafts == nil {
		s.drafts = map[string]string{}
	}
	for _, u := range o.Kept.Outbox {
		s.outbox = append(s.outbox, &unsent{Unsent: u})
	}
	s.published = newLatest(s.state())
	return s
}

func stopped() *time.Timer {
	t := time.NewTimer(time.Hour)
	t.Stop()
	return t
}

// errEnded is what methods of a session return after its end.
var errEnded = chat.Errorf(chat.Unavailable, "the session has ended")

// Run keeps the link and owns the state until ctx ends; then it closes the link, saves and returns. It is called once.
func (s *Session) Run(ctx context.Context) {
	defer s.running.Wait()
	defer close(s.ended)
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	s.running.Go(func() { s.watchInput(ctx) })
	s.dial(ctx)
	for {
		if s.changed {
			s.changed = false
			s.published.set(s.state())
		}
		select {
		case call := <-s.calls:
			call()
		case <-s.redial.C:
			s.changed = true
			s.dial(ctx)
		case <-s.again.C:
			s.pump()
		case <-s.saving.C:
			s.saveNow()
		case <-ctx.Done():
			s.end()
			return
		}
	}
}

func (s *Session) end() {
	if s.conn != nil {
		s.conn.Close()
	}
	if s.unsaved {
		s.saveNow()
	}
	for ref := range s.requests {
		s.answer(ref, errEnded)
	}
	s.redial.Stop()
	s.saving.Stop()
	s.again.Stop()
}

// post hands work to Run, from the goroutines it started. It reports whether the session still does any.
func (s *Session) post(call func()) bool {
	select {
	case s.calls <- call:
		return true
	case <-s.ended:
		return false
	}
}

// do has Run do something and returns what came of it. Once begun it is not abandoned.
func (s *Session) do(ctx context.Context, work func() error) error {
	done := make(chan error, 1)
	select {
	case s.calls <- func() { s.changed = true; done <- work() }:
		return <-done
	case <-s.ended:
		return errEnded
	case <-ctx.Done():
		return context.Cause(ctx)
	}
}

// ask sends a request and waits for the hub's answer. Without a link, or when the link is lost meanwhile, it is unavailable.
func (s *Session) ask(ctx context.Context, request func(protocol.Ref) protocol.Frame) error {
	return s.askAs(ctx, "", request)
}

// askAs sends a request under a name, or one that is made for it, and waits as ask does.
func (s *Session) askAs(ctx context.Context, name protocol.Ref, request func(protocol.Ref) protocol.Frame) error {
	answer := make(chan error, 1)
	if err := s.do(ctx, func() error {
		s.touch()
		if !s.greeted {
			return errUnlinked
		}
		ref := name
		if ref == "" {
			ref = s.newRef()
		}
		s.requests[ref] = answer
		s.notice = nil
		s.conn.Send(request(ref))
		return nil
	}); err != nil {
		return err
	}
	select {
	case err := <-answer:
		return err
	case <-ctx.Done():
		return context.Cause(ctx)
	}
}

var errUnlinked = chat.Errorf(chat.Unavailable, "there is no link to the hub")

func (s *Session) answer(ref protocol.Ref, err error) {
	if waiting, ok := s.requests[ref]; ok {
		delete(s.requests, ref)
		waiting <- err
	}
}

// state draws up what window and tray show.
func (s *Session) state() *State {
	st := &State{
		Link: s.link, Agent: s.agent, Site: s.site, View: s.view, Policy: s.policy, Hours: s.hours, Reserve: s.reserve, Skew: s.skew.Milliseconds(),
		SiteRev: s.siteRev, Agents: slices.Clone(s.agents), Groups: s.groups,
		Notice:        s.notice,
		Conversations: make([]Item, 0, len(s.conversations)),
	}
	if st.Hours.Week == nil {
		st.Hours = protocol.NoHours()
	}
	if st.Agents == nil {
		st.Agents = []protocol.Colleague{}
	}
	if st.Groups == nil {
		st.Groups = []protocol.GroupName{}
	}
	if s.choice != nil {
		st.Pending = s.choice.Status
	}
	for id, c := range s.conversations {
		if !c.Open {
			continue
		}
		item := Item{
			Conversation: c.Conversation, Group: groupOf(c.Conversation, s.agent.ID), Unread: c.unread(), Draft: s.drafts[id] != "",
			Unsent: slices.ContainsFunc(s.outbox, func(u *unsent) bool { return u.Conversation == id }),
		}
		if (item.Unread || escalated(c.Conversation)) && s.decide(c).Badge {
			st.Unread++
		}
		st.Conversations = append(st.Conversations, item)
	}
	slices.SortFunc(st.Conversations, newestFirst)
	st.Focus = s.focusState()
	return st
}
