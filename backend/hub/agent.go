package hub

import (
	"crypto/sha256"
	"time"

	"golang.org/x/time/rate"

	"parley/backend/chat"
	"parley/backend/presence"
	"parley/backend/protocol"
)

// Agent is the hub's end of one desk's link. Its methods are called one at a time, by the goroutine that reads the link.
type Agent struct {
	hub     *Hub
	link    Link
	address string // of the hub, as the desk reaches it

	site   *site // nil before the hello
	agent  chat.Agent
	device string
	name   string            // of the device
	token  [sha256.Size]byte // the digest of the one this desk is signed in with
	frames *rate.Limiter
}

// Agent takes a new connection of a desk. Every frame it sends goes to Handle, and its end to Ended.
func (h *Hub) Agent(l Link, from Caller) *Agent {
	a := &Agent{hub: h, link: l, address: from.Own}
	h.join(l)
	return a
}

// Ended takes note that the link is over, and whether the desk said that it would be.
func (a *Agent) Ended(goodbye bool) {
	if a.hub.leave(a.link) && a.site != nil {
		a.site.post(deskGone{desk: a, device: a.device, goodbye: goodbye})
	}
}

// Handle deals with a frame of the desk.
func (a *Agent) Handle(f protocol.Frame) {
	hello, greets := f.(*protocol.AgentHello)
	switch {
	case greets && a.site == nil:
		a.hello(hello)
		return
	case greets:
		a.link.Close(Protocol, "a second hello")
		return
	case a.site == nil:
		a.link.Close(Protocol, "the first frame is not a hello")
		return
	case !a.frames.Allow():
		a.link.Close(Overload, "too many frames")
		return
	}
	if !a.presence(f) {
		a.conversation(f)
	}
}

// presence deals with the frames about the agent's presence, and reports whether f is one.
func (a *Agent) presence(f protocol.Frame) bool {
	at := now()
	switch f := f.(type) {
	case *protocol.Pulse:
		a.happened(presence.Heard{At: at, Device: a.device, Hub: a.hub.id, Input: at.Add(-age(f.InputAge))})
		if f.Ref != "" && a.named(f.Ref) {
			send(a.link, &protocol.Ack{Ref: f.Ref, At: protocol.At(at)})
		}
	case *protocol.Goodbye:
		a.happened(presence.Left{At: at, Device: a.device, Hub: a.hub.id})
	case *protocol.Returned:
		a.happened(presence.Returned{At: at, Device: a.device, Hub: a.hub.id})
	case *protocol.SetStatus:
		c, err := choice(f.Status, chat.TimedLength(f.For), f.ToHours)
		c.At, c.Made, c.Device = at, at.Add(-age(f.Age)), a.device
		a.change(f.Ref, err, c)
	case *protocol.Back:
		a.change(f.Ref, nil, presence.CameBack{At: at, Device: a.device})
	case *protocol.SetHours:
		a.setHours(f)
	case *protocol.SetPolicy:
		p, err := policyFrom(f.Policy)
		a.change(f.Ref, err, presence.PolicySet{At: at, Policy: p})
	case *protocol.SetReserve:
		if a.named(f.Ref) {
			a.site.post(reserveSet{agent: a.agent.ID, box: f.On, then: a.answer(f.Ref)})
		}
	default:
		return false
	}
	return true
}

// conversation deals with the frames about conversations.
func (a *Agent) conversation(f protocol.Frame) {
	switch f := f.(type) {
	case *protocol.AgentMessage:
		a.write(f.ClientID, func() (chat.Written, error) { return a.hub.Say(a.agent, f.Conversation, f.ClientID, f.Text) })
	case *protocol.Join:
		a.act(f.Ref, chat.Act{Conversation: f.Conversation, Kind: chat.KindJoined, Take: f.Take})
	case *protocol.Add:
		a.act(f.Ref, chat.Act{Conversation: f.Conversation, Kind: chat.KindAdded, Target: f.Agent})
	case *protocol.Assign:
		a.assign(f)
	case *protocol.Leave:
		a.act(f.Ref, chat.Act{Conversation: f.Conversation, Kind: chat.KindLeft})
	case *protocol.Close:
		a.act(f.Ref, chat.Act{Conversation: f.Conversation, Kind: chat.KindClosed})
	case *protocol.AgentRead:
		a.read(f)
	case *protocol.AgentFetch:
		a.fetch(f)
	default:
		panic("hub: a desk's frame without a handler: " + f.Type())
	}
}

func (a *Agent) hello(f *protocol.AgentHello) {
	if f.Protocol != protocol.Version {
		a.link.Close(Protocol, "this hub speaks another version")
		return
	}
	if err := chat.CheckClientID(f.Device.ID); err != nil {
		a.link.Close(Invalid, "the device's id must be like a client id")
		return
	}
	agent, err := a.hub.store.AgentByToken(a.hub.ctx, f.Token)
	if err != nil {
		a.hub.refuse(a.link, "find agent", err)
		return
	}
	s, err := a.hub.siteOf(agent)
	if err != nil {
		a.hub.refuse(a.link, "open site", err)
		return
	}
	a.site, a.agent, a.device, a.name = s, agent, f.Device.ID, f.Device.Name
	a.token, a.frames = sha256.Sum256([]byte(f.Token)), a.hub.limits.Frames.limiter()
	s.settle(deskCame{desk: a, device: a.device, inputAge: age(f.InputAge), away: f.Away != ""})
	if _, err := a.hub.store.AgentByToken(a.hub.ctx, f.Token); err != nil { // it may have been revoked before there was a link to end
		a.hub.refuse(a.link, "find agent", err)
	}
}

func (a *Agent) happened(e presence.Event) { a.site.post(happened{agent: a.agent.ID, event: e}) }

// change lets something happen to the agent and answers when what came of it is stored.
func (a *Agent) change(ref string, err error, e presence.Event) {
	switch {
	case !a.named(ref):
	case err != nil:
		a.hub.fail(a.link, ref, err)
	default:
		a.site.post(happened{agent: a.agent.ID, event: e, then: a.answer(ref)})
	}
}

// named reports whether an answer can name ref, and complains if not.
func (a *Agent) named(ref string) bool {
	err := checkRef(ref)
	if err != nil {
		a.hub.fail(a.link, "", err)
	}
	return err == nil
}

// answer answers a request once what came of it is stored, or was not.
func (a *Agent) answer(ref string) func(error) {
	return func(err error) {
		if err != nil {
			a.hub.fail(a.link, ref, err)
			return
		}
		send(a.link, &protocol.Ack{Ref: ref, At: protocol.At(now())})
	}
}

// write adds an entry to a conversation and answers.
func (a *Agent) write(ref string, do func() (chat.Written, error)) {
	w, err := do()
	if err != nil {
		a.hub.fail(a.link, ref, err)
		return
	}
	send(a.link, &protocol.Ack{Ref: ref, Seq: w.Entry.Seq, At: protocol.At(w.Entry.At)})
}

// act does something to a conversation and answers.
func (a *Agent) act(ref string, act chat.Act) {
	act.Agent, act.ClientID = a.agent, ref
	a.write(ref, func() (chat.Written, error) { return a.hub.Do(act) })
}

func (a *Agent) assign(f *protocol.Assign) {
	act, err := Assignment(f.Agent, f.Group)
	if err != nil {
		a.hub.fail(a.link, f.Ref, err)
		return
	}
	act.Conversation = f.Conversation
	a.act(f.Ref, act)
}

// Assignment is the act of giving a conversation to an agent or to a group, or invalid unless one of the two is named.
func Assignment(agent, group string) (chat.Act, error) {
	switch {
	case agent != "" && group == "":
		return chat.Act{Kind: chat.KindAssigned, Target: agent}, nil
	case agent == "" && group != "":
		return chat.Act{Kind: chat.KindHandedOver, Target: group}, nil
	}
	return chat.Act{}, chat.Errorf(chat.Invalid, "a conversation is given either to an agent or to a group").At("agent")
}

func (a *Agent) read(f *protocol.AgentRead) {
	var shown bool
	a.site.settle(showsReading{f.Conversation, &shown})
	if _, err := a.hub.store.SeenByAgents(a.hub.ctx, a.site.id, f.Conversation, f.Seq, shown); err != nil {
		a.hub.fail(a.link, "", err)
		return
	}
	a.site.post(seen{conversation: f.Conversation, byAgents: f.Seq, shown: shown})
}

func (a *Agent) fetch(f *protocol.AgentFetch) {
	if err := checkRef(f.Ref); err != nil {
		a.hub.fail(a.link, "", err)
		return
	}
	entries, err := a.hub.Entries(a.agent, f.Conversation, Range{After: f.After, Before: f.Before, Limit: f.Limit})
	if err != nil {
		a.hub.fail(a.link, f.Ref, err)
		return
	}
	send(a.link, &protocol.AgentEntries{Ref: f.Ref, Conversation: f.Conversation, Entries: entries})
}

// maxAge is how far back anything a desk tells may lie.
const maxAge = 30 * 24 * time.Hour

// age reads a number of milliseconds that passed. What cannot be is taken for none, or for very long.
func age(ms int64) time.Duration {
	return time.Duration(min(max(ms, 0), maxAge.Milliseconds())) * time.Millisecond
}

// choice is what somebody asks for, or invalid.
func choice(status chat.Status, length time.Duration, toHours bool) (presence.Chose, error) {
	status, err := chat.ParseStatus(string(status))
	if err == nil {
		err = chat.CheckTimed(length, toHours)
	}
	return presence.Chose{Status: status, For: length, ToHours: toHours}, err
}

// policyFrom reads a policy, or returns invalid.
func policyFrom(f protocol.Policy) (presence.Policy, error) {
	if f.IdleAfter < 0 || f.IdleAfter > int64(maxAge/time.Second) {
		return presence.Policy{}, chat.Errorf(chat.Invalid, "the idle period must be 0 to %d seconds", int64(maxAge/time.Second)).At("idleAfter")
	}
	p := presence.Policy{IdleAfter: time.Duration(f.IdleAfter) * time.Second, OnReturn: presence.OnReturn(f.OnReturn)}
	return p, p.Check()
}

// checkRef returns invalid unless an answer can name ref.
func checkRef(ref string) error {
	if err := chat.CheckClientID(ref); err != nil {
		return chat.Errorf(chat.Invalid, "the ref must be like a client id").At("ref")
	}
	return nil
}
