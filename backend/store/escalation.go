package store

import (
	"cmp"
	"context"
	"slices"
	"time"

	"parley/backend/chat"
	"parley/backend/escalation"
)

// EscalationAgents returns what is known of every agent of a site besides the status.
func (s *Store) EscalationAgents(ctx context.Context, site string) (map[string]escalation.Agent, error) {
	out := make(map[string]escalation.Agent)
	err := s.read(ctx).each(func(row scan) error {
		var id string
		var a escalation.Agent
		err := row(&id, &a.Reserve, asInstant(&a.LastChat))
		out[id] = a
		return err
	}, `SELECT id, reserve, last_chat FROM agents WHERE site = $1 AND removed_at = 0`, site)
	return out, s.explain(err)
}

// SaveReserve stores whether an agent wants to be asked while Invisible, or returns not_found.
func (s *Store) SaveReserve(ctx context.Context, agent string, on bool) error {
	return s.change(ctx, func(tx *tx) error {
		n, err := tx.exec(`UPDATE agents SET reserve = $2 WHERE id = $1`, agent, on)
		if err == nil && n == 0 {
			return missing("agent", agent)
		}
		return err
	})
}

// SitesWaiting returns the sites where a visitor waits whom nobody has answered and who was not missed.
func (s *Store) SitesWaiting(ctx context.Context) ([]string, error) {
	sites, err := all(s.read(ctx), value[string],
		`SELECT DISTINCT site FROM conversations WHERE open AND waiting_since > 0 AND missed_at = 0 AND waiting_offline = FALSE`)
	return sites, s.explain(err)
}

// CountFrom stores that a wait counts from an instant. Of several hubs that decide on the same wait one takes this step, as the following ones: the
// others lose it, and all are told how the conversation stands.
func (s *Store) CountFrom(ctx context.Context, decided chat.Conversation, from time.Time) (chat.Stepped, error) {
	return s.step(ctx, decided, anyVersion, func(_ *tx, c chat.Conversation) (chat.Conversation, error) {
		c.Waits.From = stored(from)
		return c, nil
	})
}

// Miss stores that a wait was missed, and who is owed a mail about it: the agents of the visitor's team and the members.
func (s *Store) Miss(ctx context.Context, decided chat.Conversation, at time.Time) (chat.Stepped, error) {
	return s.step(ctx, decided, anyVersion, func(tx *tx, c chat.Conversation) (chat.Conversation, error) {
		c.Waits.Missed = stored(at)
		_, err := tx.exec(`INSERT INTO missed_mail (conversation, waiting_since, agent)
			SELECT c.id, c.waiting_since, a.id FROM conversations c JOIN visitors v ON v.id = c.visitor JOIN agents a ON a.site = c.site
			WHERE c.id = $1 AND a.removed_at = 0 AND (v.agent_group IS NULL
				OR EXISTS (SELECT 1 FROM group_agents g WHERE g.agent_group = v.agent_group AND g.agent = a.id)
				OR EXISTS (SELECT 1 FROM members m WHERE m.conversation = c.id AND m.agent = a.id))
			ON CONFLICT (conversation, waiting_since, agent) DO NOTHING`, c.ID)
		return c, err
	})
}

// Assign assigns a conversation to an agent, who becomes a member. It is also lost if anything else about the conversation has changed since it was
// decided.
func (s *Store) Assign(ctx context.Context, decided chat.Conversation, agent string, at time.Time) (chat.Stepped, error) {
	return s.step(ctx, decided, decided.Version, func(tx *tx, c chat.Conversation) (chat.Conversation, error) {
		after := assigned(c, agent)
		return after, updateMembers(tx, c, after, stored(at))
	})
}

// anyVersion has a step taken whatever else about the conversation has changed.
const anyVersion = -1

// step takes a step of a wait if that still stands as it was when the step was decided, in this version of the conversation.
func (s *Store) step(
	ctx context.Context, decided chat.Conversation, version int64, take func(*tx, chat.Conversation) (chat.Conversation, error),
) (chat.Stepped, error) {
	return changed(ctx, s, func(tx *tx) (chat.Stepped, error) {
		n, err := tx.exec(`UPDATE conversations SET version = version + 1 WHERE id = $1 AND open AND waiting_since = $2 AND waiting_from = $3
			AND waiting_since > 0 AND waiting_offline = FALSE AND missed_at = 0 AND (version = $4 OR $4 < 0)`,
			decided.ID, millis(decided.Waits.Since), millis(decided.Waits.From), version)
		if err != nil {
			return chat.Stepped{}, err
		}
		t, err := siteThread(tx, decided.Site, decided.ID)
		is := chat.Stepped{Conversation: t.conversation, Visitor: t.visitor, Won: n > 0}
		if err != nil || !is.Won {
			return is, err
		}
		after, err := take(tx, t.conversation)
		if err != nil {
			return is, err
		}
		is.Conversation = after
		_, err = tx.exec(`UPDATE conversations SET assigned = NULLIF($2, ''), waiting_from = $3, missed_at = $4 WHERE id = $1`,
			after.ID, after.Assigned, millis(after.Waits.From), millis(after.Waits.Missed))
		return is, err
	})
}

// MissedMail is a mail that an agent is owed about a wait that was missed.
type MissedMail struct {
	Conversation string
	Since        time.Time // of the wait
	Agent        string
}

// MissedMails returns the mails that agents of a site are owed, oldest wait first. Whether an agent wants any is not asked here.
func (s *Store) MissedMails(ctx context.Context, site string) ([]MissedMail, error) {
	owed, err := all(s.read(ctx), func(row scan) (m MissedMail, err error) {
		err = row(&m.Conversation, asInstant(&m.Since), &m.Agent)
		return m, err
	}, `SELECT m.conversation, m.waiting_since, m.agent FROM missed_mail m JOIN conversations c ON c.id = m.conversation WHERE c.site = $1`, site)
	slices.SortFunc(owed, func(a, b MissedMail) int {
		return cmp.Or(a.Since.Compare(b.Since), cmp.Compare(a.Conversation, b.Conversation), cmp.Compare(a.Agent, b.Agent))
	})
	return owed, s.explain(err)
}
