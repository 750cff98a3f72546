package hub

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"time"

	"parley/backend/chat"
	"parley/backend/presence"
	"parley/backend/protocol"
)

// signInOf is the id of the sign-in whose token has a digest.
func signInOf(token [sha256.Size]byte) string { return hex.EncodeToString(token[:]) }

// Devices returns where an agent is signed in, what asks first and then the connected ones. token is that of who asks.
func (h *Hub) Devices(ctx context.Context, agent chat.Agent, token string) ([]protocol.DeviceInfo, error) {
	s, err := h.siteOf(agent)
	if err != nil {
		return nil, err
	}
	var p presence.Agent
	// What the desks have told on their way in is stored first.
	if err := s.stored(ctx, "store devices", func(then func(error)) event { return devicesOf{agent: agent.ID, out: &p, then: then} }); err != nil {
		return nil, err
	}
	signIns, err := h.store.SignIns(ctx, agent.ID)
	if err != nil {
		return nil, err
	}
	out, at := make([]protocol.DeviceInfo, 0, len(signIns)), now()
	for _, in := range signIns {
		d := deviceInfo(in, p, at)
		d.This = in.ID == signInOf(sha256.Sum256([]byte(token)))
		out = append(out, d)
	}
	slices.SortStableFunc(out, func(a, b protocol.DeviceInfo) int { return rank(a) - rank(b) })
	return out, nil
}

// rank is where a device stands in the list: the one that asks, those that are connected, those that are not, then programs.
func rank(d protocol.DeviceInfo) int {
	switch {
	case d.This:
		return 0
	case d.Connected:
		return 1
	case !d.Program:
		return 2
	default:
		return 3
	}
}

// deviceInfo is a sign-in as its agent is told of it.
func deviceInfo(in chat.SignIn, p presence.Agent, at time.Time) protocol.DeviceInfo {
	out := protocol.DeviceInfo{
		ID: in.ID, Device: in.Device, Name: in.Name, Program: in.Device == "", Since: protocol.At(in.Gone), SignedIn: protocol.At(in.At), Own: in.Own,
	}
	i := slices.IndexFunc(p.Facts.Devices, func(d presence.Device) bool { return d.ID == in.Device })
	if i < 0 {
		return out
	}
	d := p.Facts.Devices[i]
	if !at.Before(d.Gone()) {
		out.Since = protocol.At(d.Gone())
		return out
	}
	out.Connected, out.Since, out.LastInput = true, protocol.At(in.Connected), protocol.At(d.Input)
	out.Idle = p.Policy.IdleAfter > 0 && !at.Before(d.Input.Add(p.Policy.IdleAfter))
	return out
}

// devicesOf asks for what is known of an agent's presence, once what the desks told is stored.
type devicesOf struct {
	agent string
	out   *presence.Agent
	then  func(error)
}

func (e devicesOf) on(s *site) {
	a := s.agents[e.agent]
	if a == nil {
		e.then(errRemoved())
		return
	}
	*e.out = a.presence
	s.recorder.record(a.id, record{then: []func(error){e.then}})
}

// SignOut signs an agent out where a sign-in stands: its token is worthless, its link ends, and the device is gone at once. One that is not the
// agent's is not_found, and that of the desk a built-in hub runs in a conflict.
func (h *Hub) SignOut(ctx context.Context, agent chat.Agent, signIn string) error {
	was, err := h.store.SignOut(ctx, agent.ID, signIn)
	if err != nil {
		return err
	}
	h.revoked(agent, was)
	return nil
}

// Revoked ends the links of those desks of an agent that are signed in with a token. The store must have forgotten it before.
func (h *Hub) Revoked(agent chat.Agent, token string) {
	h.revoked(agent, chat.SignIn{ID: signInOf(sha256.Sum256([]byte(token)))})
}

func (h *Hub) revoked(agent chat.Agent, was chat.SignIn) {
	h.tell(Nudge{Site: agent.Site, SignIns: []string{agent.ID}})
	h.mu.Lock()
	var s *site
	if o := h.sites[agent.Site]; o != nil {
		s = o.site
	}
	h.mu.Unlock()
	if s != nil {
		s.settle(revoked{agent: agent.ID, signIn: was})
	}
}

// revoked is a sign-in that was taken back.
type revoked struct {
	agent  string
	signIn chat.SignIn
}

func (e revoked) on(s *site) {
	a := s.agents[e.agent]
	if a == nil {
		return
	}
	gone := []string{}
	for device, d := range a.desks {
		if signInOf(d.token) == e.signIn.ID {
			d.link.Close(Unauthorized, "this desk was signed out")
			delete(a.desks, device)
			gone = append(gone, device)
		}
	}
	if d := e.signIn.Device; d != "" && a.desks[d] == nil && !slices.Contains(gone, d) {
		gone = append(gone, d) // it lost its link a moment ago
	}
	for _, device := range gone {
		d, _ := deviceOf(a.presence, device) // wherever it has its link
		s.update(a, presence.Left{At: now(), Device: device, Hub: d.Hub})
		s.update(a, presence.Closed{At: now(), Device: device, Hub: d.Hub})
	}
}

// StatusChanges returns the last changes of an agent's status, the newest first.
func (h *Hub) StatusChanges(ctx context.Context, agent chat.Agent) ([]protocol.StatusChange, error) {
	s, err := h.siteOf(agent)
	if err != nil {
		return nil, err
	}
	p, err := h.presenceOf(agent)
	if err != nil {
		return nil, err
	}
	names, err := h.store.DeviceNames(ctx, agent.ID)
	if err != nil {
		return nil, err
	}
	dir := s.directory.Load()
	out := make([]protocol.StatusChange, 0, len(p.Log))
	for _, c := range slices.Backward(p.Log) {
		change := protocol.StatusChange{At: protocol.At(c.At), Status: c.Status, Cause: c.Cause}
		if by, ok := dir.person[c.By]; ok {
			change.By = &by
		}
		if c.Device != "" {
			change.Device = &protocol.DeviceName{ID: c.Device, Name: names[c.Device]}
		}
		out = append(out, change)
	}
	return out, nil
}

// Member is an agent of a site, and the status.
type Member struct {
	Agent chat.Agent
	View  protocol.AgentView
}

// Team returns every agent of an agent's site, in the order they are shown.
func (h *Hub) Team(agent chat.Agent) ([]Member, error) {
	return askSite(h, agent, func(out *[]Member) event { return teamOf{out: out} })
}

// teamOf asks for every agent of the site.
type teamOf struct{ out *[]Member }

func (e teamOf) on(s *site) {
	for _, agent := range s.directory.Load().agents {
		if a := s.agents[agent.ID]; a != nil {
			*e.out = append(*e.out, Member{Agent: agent, View: s.agentView(a)})
		}
	}
}

// Remove removes an agent, for somebody with a role, and has it in force when it returns: the agent's links end, and conversations go on without. The
// last owner of a site stays: a conflict.
func (h *Hub) Remove(ctx context.Context, by chat.Role, agent chat.Agent) error {
	s, err := h.siteOf(agent)
	if err != nil {
		return err
	}
	p, err := h.presenceOf(agent)
	if err != nil {
		return err
	}
	at, left := now(), p.Log.Left()
	if v, _ := p.View(at); v.Status != chat.Offline {
		left = at
	}
	written, err := h.store.RemoveAgent(ctx, agent.Site, agent.ID, by, left, at)
	if err != nil {
		return err
	}
	for _, w := range written {
		s.post(arrived{conversation: w.Conversation, visitor: w.Visitor, entries: []chat.Entry{w.Entry}})
	}
	h.Changed(agent.Site)
	return nil
}
