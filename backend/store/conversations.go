package store

import (
	"context"
	"errors"

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
		if err != nil || w.Repeated {
			return w, err
		}
		if m.Group != "" && t.visitor.Group == "" {
			if w.Visitor.Group, err = chooseGroup(tx, t.visitor, m.Group); err != nil {
				return w, err
			}
		}
		if m.Email == "" || m.Email == t.visitor.Email {
			return w, nil
		}
		w.Visitor.Email = m.Email
		return w, setVisitorEmail(tx, t.visitor.ID, m.Email)
	})
}

// chooseGroup gives a visitor a group and returns it, or none where it is not one of the site: it may have been deleted since the page was loaded,
// which must not cost the message.
func chooseGroup(tx *tx, v chat.Visitor, group string) (string, error) {
	n, err := tx.exec(`UPDATE visitors SET agent_group = $2 WHERE id = $1 AND EXISTS (SELECT 1 FROM agent_groups g WHERE g.id = $2 AND g.site = $3)`,
		v.ID, group, v.Site)
	if n == 0 {
		group = ""
	}
	return group, err
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

// Do appends the system line of an act. An act that changes nothing, as closing what is closed, is a conflict unless its client id is repeated; so is
// taking what somebody has taken. A target that is not of the site is not_found.
func (s *Store) Do(ctx context.Context, a chat.Act) (chat.Written, error) {
	if err := a.Check(); err != nil {
		return chat.Written{}, err
	}
	return changed(ctx, s, func(tx *tx) (chat.Written, error) {
		t, err := siteThread(tx, a.Agent.Site, a.Conversation)
		if err == nil {
			err = checkTarget(tx, a)
		}
		if err != nil {
			return chat.Written{}, err
		}
		e := chat.Entry{Kind: a.Kind, From: chat.FromAgent, Author: a.Agent.ID, ClientID: a.ClientID, Target: a.Target, At: stored(a.At)}
		w, err := t.append(tx, e, func(c chat.Conversation) (chat.Conversation, error) {
			if a.Kind == chat.KindHandedOver && c.Open && t.visitor.Group == a.Target && len(c.Members) == 0 {
				return c, chat.Errorf(chat.Conflict, "the visitor is this group's already")
			}
			return afterAct(c, a)
		})
		switch {
		case errors.Is(err, errTaken):
			return w, taken(tx, t.conversation.Members[0].Agent)
		case err == nil && !w.Repeated && a.Kind == chat.KindHandedOver:
			w.Visitor.Group = a.Target
			_, err = tx.exec(`UPDATE visitors SET agent_group = $2 WHERE id = $1`, t.visitor.ID, a.Target)
		}
		return w, err
	})
}

// checkTarget returns not_found unless the target of an act is of the site.
func checkTarget(tx *tx, a chat.Act) error {
	what, text := "agent", `SELECT id FROM agents WHERE id = $1 AND site = $2 AND removed_at = 0`
	switch {
	case a.Target == "":
		return nil
	case a.Kind == chat.KindHandedOver:
		what, text = "group", `SELECT id FROM agent_groups WHERE id = $1 AND site = $2`
	}
	_, found, err := first(tx.querier, value[string], text, a.Target, a.Agent.Site)
	if err == nil && !found {
		return chat.Errorf(chat.NotFound, "there is no %s %q", what, a.Target).At(what)
	}
	return err
}

// taken says who was faster.
func taken(tx *tx, agent string) error {
	name, _, err := first(tx.querier, value[string], `SELECT name FROM agents WHERE id = $1`, agent)
	if err != nil {
		return err
	}
	return chat.Errorf(chat.Conflict, "%s was faster", name)
}

// SetVisitorEmail makes a visitor identified and returns visitor and conversation as they are then, or not_found.
func (s *Store) SetVisitorEmail(ctx context.Context, visitor, email string) (chat.Visitor, chat.Conversation, error) {
	t, err := changed(ctx, s, func(tx *tx) (thread, error) {
		n, err := tx.exec(`UPDATE conversations SET version = version + 1 WHERE visitor = $1`, visitor)
		if err == nil && n == 0 {
			err = missing("visitor", visitor)
		}
		if err == nil {
			err = setVisitorEmail(tx, visitor, email)
		}
		if err != nil {
			return thread{}, err
		}
		t, _, err := findThread(tx, threadFrom+`WHERE v.id = $1`, visitor)
		return t, err
	})
	return t.visitor, t.conversation, err
}

func setVisitorEmail(tx *tx, visitor, email string) error {
	_, err := tx.exec(`UPDATE visitors SET email = $2 WHERE id = $1`, visitor, email)
	return err
}

// SeenByVisitor raises how far the visitor has read, to the newest entry at most, and reports whether that was news. A conversation that is not of the
// site is not_found.
func (s *Store) SeenByVisitor(ctx context.Context, site, conversation string, seq int64) (bool, error) {
	return s.seen(ctx, site, conversation, seq, `UPDATE conversations SET seen_by_visitor = $2 WHERE id = $1 AND seen_by_visitor < $2`)
}

// SeenByAgents raises how far the agents of a site have read, as SeenByVisitor does, and how much of that the visitor may know, if it is shown.
func (s *Store) SeenByAgents(ctx context.Context, site, conversation string, seq int64, shown bool) (bool, error) {
	texts := []string{`UPDATE conversations SET seen_by_agents = $2 WHERE id = $1 AND seen_by_agents < $2`}
	if shown {
		texts = append(texts, `UPDATE conversations SET seen_shown = $2 WHERE id = $1 AND seen_shown < $2`)
	}
	return s.seen(ctx, site, conversation, seq, texts...)
}

// seen raises by SQL texts how far one side has read, and reports whether one of them did.
func (s *Store) seen(ctx context.Context, site, conversation string, seq int64, texts ...string) (bool, error) {
	return changed(ctx, s, func(tx *tx) (raised bool, err error) {
		newest, found, err := first(tx.querier, value[int64], `SELECT last_seq FROM conversations WHERE id = $1 AND site = $2`, conversation, site)
		if err == nil && !found {
			err = missing("conversation", conversation)
		}
		for _, text := range texts {
			if err != nil {
				break
			}
			var rows int64
			rows, err = tx.exec(text, conversation, min(seq, newest))
			raised = raised || rows > 0
		}
		return raised, err
	})
}
