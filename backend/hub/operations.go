package hub

import (
	"context"
	"errors"
	"time"

	"parley/backend/chat"
	"parley/backend/presence"
	"parley/backend/protocol"
)

// askSite has the site of an agent answer a question, and returns the answer.
func askSite[T any](h *Hub, agent chat.Agent, question func(out *T) event) (answer T, err error) {
	s, err := h.siteOf(agent)
	if err == nil && !s.settle(question(&answer)) {
		err = errStops()
	}
	return answer, err
}

// Status returns an agent's view and policy.
func (h *Hub) Status(agent chat.Agent) (protocol.AgentView, error) {
	return askSite(h, agent, func(out *protocol.AgentView) event { return viewOf{agent: agent.ID, out: out} })
}

// SetStatus chooses a status for an agent, for some time if length is not 0 or until the agent's next hours, and returns when it is stored. It is in
// force at once: a disk that is full keeps nobody Online. After an error the hub goes on trying to store it, and a restart may have forgotten it.
func (h *Hub) SetStatus(ctx context.Context, agent chat.Agent, status chat.Status, length time.Duration, toHours bool) error {
	return h.SetStatusOf(ctx, agent, agent, status, length, toHours)
}

// SetStatusOf is SetStatus by somebody for an agent of the same site. The choice is the agent's all the same: it ends as any other does.
func (h *Hub) SetStatusOf(ctx context.Context, by, agent chat.Agent, status chat.Status, length time.Duration, toHours bool) error {
	c, err := choice(status, length, toHours)
	if err != nil {
		return err
	}
	c.At = now()
	if by.ID != agent.ID {
		c.By = by.ID
	}
	return h.happen(ctx, agent, c)
}

// happen lets something happen to an agent and returns when it is stored.
func (h *Hub) happen(ctx context.Context, agent chat.Agent, e presence.Event) error {
	s, err := h.siteOf(agent)
	if err != nil {
		return err
	}
	return s.stored(ctx, "store presence", func(then func(error)) event { return happened{agent: agent.ID, event: e, then: then} })
}

// SetReserve sets whether an agent is asked while Invisible, if online agents are too slow to answer. It counts and returns as SetStatus does.
func (h *Hub) SetReserve(ctx context.Context, agent chat.Agent, on bool) error {
	s, err := h.siteOf(agent)
	if err != nil {
		return err
	}
	return s.stored(ctx, "store preference", func(then func(error)) event { return reserveSet{agent: agent.ID, box: on, then: then} })
}

// stored posts an event and returns when what came of it is stored, or why not.
func (s *site) stored(ctx context.Context, doing string, eventOf func(then func(error)) event) error {
	result := make(chan error, 1)
	s.post(eventOf(func(err error) { result <- err }))
	select {
	case err := <-result:
		return err
	case <-s.done:
		return errStops()
	case <-ctx.Done():
		return chat.Errorf(chat.Unavailable, "%s: %w", doing, ctx.Err())
	}
}

// Hours returns an agent's hours.
func (h *Hub) Hours(agent chat.Agent) (protocol.Hours, error) {
	p, err := h.presenceOf(agent)
	return hoursOf(p.Facts.Hours), err
}

// SetHours replaces an agent's hours and returns when they are stored, or invalid, or conflict if they are not those of the revision. They are in force
// at once.
func (h *Hub) SetHours(ctx context.Context, agent chat.Agent, hours protocol.Hours) error {
	set, err := hoursFrom(hours)
	if err != nil {
		return err
	}
	s, err := h.siteOf(agent)
	if err != nil {
		return err
	}
	return s.stored(ctx, "store hours", func(then func(error)) event {
		return hoursSet{agent: agent.ID, of: hours.Revision, hours: set, then: then}
	})
}

func (h *Hub) presenceOf(agent chat.Agent) (presence.Agent, error) {
	return askSite(h, agent, func(out *presence.Agent) event { return presenceOf{agent: agent.ID, out: out} })
}

// Open returns the open conversations of an agent's site, as the agent's lists show them.
func (h *Hub) Open(agent chat.Agent) ([]protocol.Conversation, error) {
	return askSite(h, agent, func(out *[]protocol.Conversation) event { return openOf{agent: agent.ID, out: out} })
}

// Range is a part of a conversation's log: at most Limit entries after After, oldest first; with Before > 0 instead the newest before it. Of long
// entries there may be fewer.
type Range struct {
	After, Before int64
	Limit         int
}

// Entries returns a part of the log of a conversation of the agent's site, or not_found.
func (h *Hub) Entries(agent chat.Agent, conversation string, part Range) ([]protocol.Entry, error) {
	s, err := h.siteOf(agent)
	if err != nil {
		return nil, err
	}
	if _, err := h.store.Thread(h.ctx, agent.Site, conversation); err != nil {
		return nil, err
	}
	limit := min(max(part.Limit, 1), maxEntries)
	var entries []chat.Entry
	if part.Before > 0 {
		entries, err = h.store.Before(h.ctx, conversation, part.Before, limit)
		entries = newestOf(entries)
	} else {
		entries, err = h.store.After(h.ctx, conversation, max(part.After, 0), limit)
		entries = oldestOf(entries)
	}
	if err != nil {
		return nil, err
	}
	return entriesOf(entries, s.directory.Load(), forAgent(agent.ID)), nil
}

// Say stores an agent's message and has it announced. The same client id again is the same message.
func (h *Hub) Say(agent chat.Agent, conversation, clientID, text string) (chat.Written, error) {
	if err := chat.CheckClientID(clientID); err != nil {
		return chat.Written{}, err
	}
	if err := chat.CheckText(text); err != nil {
		return chat.Written{}, err
	}
	return h.write(agent, func() (chat.Written, error) {
		return h.store.SayAsAgent(h.ctx, chat.AgentMessage{Agent: agent, Conversation: conversation, ClientID: clientID, Text: text, At: now()})
	})
}

// Do stores what an agent does to a conversation and has it announced. The same client id again is the same act.
func (h *Hub) Do(act chat.Act) (chat.Written, error) {
	if err := chat.CheckClientID(act.ClientID); err != nil {
		return chat.Written{}, err
	}
	return h.write(act.Agent, func() (chat.Written, error) {
		if act.Kind == chat.KindLeft || act.Kind == chat.KindHandedOver {
			there, err := h.there(act.Agent)
			if err != nil {
				return chat.Written{}, err
			}
			act.There = there
		}
		act.At = now()
		return h.store.Do(h.ctx, act)
	})
}

// there are the agents of an agent's site who are not Offline.
func (h *Hub) there(agent chat.Agent) ([]string, error) {
	return askSite(h, agent, func(out *[]string) event { return thereOf{out} })
}

// write stores an entry and posts it to the site.
func (h *Hub) write(agent chat.Agent, do func() (chat.Written, error)) (chat.Written, error) {
	if !h.agents.allow(agent.ID, now()) {
		return chat.Written{}, errTooMany
	}
	s, err := h.siteOf(agent)
	if err != nil {
		return chat.Written{}, err
	}
	w, err := do()
	if err != nil {
		return w, err
	}
	s.post(arrived{conversation: w.Conversation, visitor: w.Visitor, entries: []chat.Entry{w.Entry}, repeated: w.Repeated})
	return w, nil
}

// fail answers a request that was refused. What went wrong inside is logged and not told: it speaks of the hub's disk and database.
func (h *Hub) fail(l Link, ref string, err error) {
	f := &protocol.Failed{Ref: ref, Code: chat.CodeOf(err), Message: err.Error()}
	var known *chat.Error
	switch {
	case !errors.As(err, &known), known.Code == chat.Internal:
		h.complain("handle frame", err)
		f.Message = "the hub made a mistake"
	case known.Unwrap() != nil && (known.Code == chat.Unavailable || known.Code == chat.Busy):
		h.complain("handle frame", err)
		f.Message = "the hub cannot do this now"
	default:
		f.Field = known.Field
	}
	send(l, f)
}

// complain logs what went wrong inside. A disk that is full fails every request: one line a second tells enough.
func (h *Hub) complain(doing string, err error) {
	h.complaints.Do(func() { h.log.Error(doing, "error", err) })
}

// refuse ends a link whose hello came to an error.
func (h *Hub) refuse(l Link, doing string, err error) {
	end := endOf(err)
	reason := err.Error()
	if end == Overload {
		h.complain(doing, err)
		reason = "the hub cannot take it now"
	}
	l.Close(end, reason)
}
