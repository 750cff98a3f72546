package store

import (
	"context"

	"parley/backend/chat"
)

// SayAsVisitor appends a visitor's message. The first one makes the visitor, which is one per site and token, and the one conversation. If it answers a
// targeted chat and the conversation is not open, that is appended in front of it.
func (s *Store) SayAsVisitor(ctx context.Context, m chat.VisitorMessage) (chat.Written, error) {
	at := stored(m.At)
	return changed(ctx, s, func(tx *tx) (chat.Written, error) {
		t, err := visitorThread(tx, m)
		if err != nil {
			return chat.Written{}, err
		}
		before, err := t.answer(tx, m)
		if err != nil {
			return chat.Written{}, err
		}
		e := chat.Entry{Kind: chat.KindMessage, From: chat.FromVisitor, Author: t.visitor.ID, ClientID: m.ClientID,
			Text: m.Text, Offline: m.Offline, At: at}
		w, err := t.append(tx, e, func(c chat.Conversation) (chat.Conversation, error) { return afterVisitor(c, at, m.Offline), nil })
		w.Before = before
		if err != nil || w.Repeated || m.Email == "" || m.Email == t.visitor.Email {
			return w, err
		}
		w.Visitor.Email = m.Email
		return w, setVisitorEmail(tx, t.visitor.ID, m.Email)
	})
}

// SayAsAgent appends an agent's message. A conversation that is not there, or of another site, is not_found.
func (s *Store) SayAsAgent(ctx context.Context, m chat.AgentMessage) (chat.Written, error) {
	at := stored(m.At)
	return changed(ctx, s, func(tx *tx) (chat.Written, error) {
		t, err := siteThread(tx, m.Agent.Site, m.Conversation)
		if err != nil {
			return chat.Written{}, err
		}
		e := chat.Entry{Kind: chat.KindMessage, From: chat.FromAgent, Author: m.Agent.ID, ClientID: m.ClientID, Text: m.Text, At: at}
		return t.append(tx, e, func(c chat.Conversation) (chat.Conversation, error) { return afterAgent(c, m.Agent.ID, at), nil })
	})
}

// Do appends the system line of an act. An act that changes nothing, as closing what is closed, is a conflict unless its client id is repeated.
func (s *Store) Do(ctx context.Context, a chat.Act) (chat.Written, error) {
	if a.Kind != chat.KindJoined && a.Kind != chat.KindClosed {
		return chat.Written{}, chat.Errorf(chat.Invalid, "%q is nothing an agent does to a conversation", a.Kind).At("kind")
	}
	return changed(ctx, s, func(tx *tx) (chat.Written, error) {
		t, err := siteThread(tx, a.Agent.Site, a.Conversation)
		if err != nil {
			return chat.Written{}, err
		}
		e := chat.Entry{Kind: a.Kind, From: chat.FromAgent, Author: a.Agent.ID, ClientID: a.ClientID, At: stored(a.At)}
		return t.append(tx, e, func(c chat.Conversation) (chat.Conversation, error) { return afterAct(c, a.Agent.ID, a.Kind) })
	})
}

// SetVisitorEmail makes a visitor identified, or returns not_found.
func (s *Store) SetVisitorEmail(ctx context.Context, visitor, email string) error {
	return s.change(ctx, func(tx *tx) error { return setVisitorEmail(tx, visitor, email) })
}

func setVisitorEmail(tx *tx, visitor, email string) error {
	n, err := tx.exec(`UPDATE visitors SET email = $2 WHERE id = $1`, visitor, email)
	if err == nil && n == 0 {
		return missing("visitor", visitor)
	}
	return err
}

// SeenByVisitor raises how far the visitor has read, to the newest entry at most. A conversation that is not there is not_found.
func (s *Store) SeenByVisitor(ctx context.Context, conversation string, seq int64) error {
	return s.change(ctx, func(tx *tx) error {
		newest, found, err := first(tx.querier, value[int64], `SELECT last_seq FROM conversations WHERE id = $1`, conversation)
		if err == nil && !found {
			return missing("conversation", conversation)
		}
		if err != nil {
			return err
		}
		_, err = tx.exec(`UPDATE conversations SET seen_by_visitor = $2 WHERE id = $1 AND seen_by_visitor < $2`, conversation, min(seq, newest))
		return err
	})
}

// SeenByAgents raises how far the agents of a site have read, to the newest entry at most. A conversation that is not theirs is not_found.
func (s *Store) SeenByAgents(ctx context.Context, site, conversation string, seq int64) error {
	return s.change(ctx, func(tx *tx) error {
		newest, found, err := first(tx.querier, value[int64], `SELECT last_seq FROM conversations WHERE id = $1 AND site = $2`, conversation, site)
		if err == nil && !found {
			return missing("conversation", conversation)
		}
		if err != nil {
			return err
		}
		_, err = tx.exec(`UPDATE conversations SET seen_by_agents = $2 WHERE id = $1 AND seen_by_agents < $2`, conversation, min(seq, newest))
		return err
	})
}
