package store

import (
	"time"

	"parley/backend/chat"
)

// thread is a conversation and its visitor, as a transaction finds them.
type thread struct {
	visitor      chat.Visitor
	conversation chat.Conversation
}

// append gives e the next number of the thread and stores it with what it changes. If the author used the client id before, it changes nothing and
// returns that entry, or a conflict if that one says something else.
func (t thread) append(tx *tx, e chat.Entry, after func(chat.Conversation) (chat.Conversation, error)) (chat.Written, error) {
	before := t.conversation
	next, refused := after(before)
	if refused == nil {
		next.LastSeq++
		next.Version++
		e.Conversation, e.Seq, e.ID = before.ID, next.LastSeq, chat.NewID()
		added, err := insertEntry(tx, e)
		if err != nil {
			return chat.Written{}, err
		}
		if added {
			err := updateConversation(tx, next, e)
			if err == nil {
				err = updateMembers(tx, before, next, e.At)
			}
			return chat.Written{Entry: e, Conversation: next, Visitor: t.visitor}, err
		}
	}
	old, found, err := first(tx.querier, entryRow,
		`SELECT `+entryColumns+` FROM entries e WHERE e.conversation = $1 AND e.author = $2 AND e.client_id = $3`, before.ID, e.Author, e.ClientID)
	switch {
	case err != nil:
		return chat.Written{}, err
	case !found:
		return chat.Written{}, refused
	case old.Kind != e.Kind || old.Text != e.Text || old.Target != e.Target:
		return chat.Written{}, chat.Errorf(chat.Conflict, "the client id %q is that of another message", e.ClientID).At("clientId")
	}
	return chat.Written{Entry: old, Conversation: before, Visitor: t.visitor, Repeated: true}, nil
}

// insertEntry stores an entry unless its author used the client id before, and reports whether it did.
func insertEntry(tx *tx, e chat.Entry) (bool, error) {
	n, err := tx.exec(`INSERT INTO entries (conversation, seq, id, kind, author_kind, author, client_id, text, target, offline, at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) ON CONFLICT (conversation, author, client_id) DO NOTHING`,
		e.Conversation, e.Seq, e.ID, e.Kind, e.From, e.Author, e.ClientID, e.Text, e.Target, e.Offline, millis(e.At))
	tx.said = tx.said || n > 0
	return n > 0, err
}

// updateConversation stores what entry e changed, but for the members.
func updateConversation(tx *tx, c chat.Conversation, e chat.Entry) error {
	_, err := tx.exec(`UPDATE conversations SET last_seq = $2, last_message = CASE WHEN $3 THEN $2 ELSE last_message END, open = $4, opened_at = $5,
		assigned = NULLIF($6, ''), waiting_since = $7, waiting_offline = $8, waiting_from = $9, missed_at = $10, version = $11 WHERE id = $1`,
		c.ID, c.LastSeq, e.Kind == chat.KindMessage, c.Open, millis(c.OpenedAt), c.Assigned, millis(c.Waits.Since), c.Waits.Offline,
		millis(c.Waits.From), millis(c.Waits.Missed), c.Version)
	return err
}

// updateMembers stores what was changed about the members at an instant. Nobody becomes one who was removed a moment ago: that is unauthorized.
func updateMembers(tx *tx, before, after chat.Conversation, at time.Time) error {
	for _, m := range before.Members {
		if _, stays := after.Member(m.Agent); stays {
			continue
		}
		if _, err := tx.exec(`DELETE FROM members WHERE conversation = $1 AND agent = $2`, before.ID, m.Agent); err != nil {
			return err
		}
	}
	for _, m := range after.Members {
		was, member := before.Member(m.Agent)
		if was == m {
			continue
		}
		n, err := tx.exec(`INSERT INTO members (conversation, agent, replied, position)
			SELECT $1, id, $3, (SELECT COALESCE(MAX(position), 0) + 1 FROM members WHERE conversation = $1) FROM agents WHERE id = $2 AND removed_at = 0
			ON CONFLICT (conversation, agent) DO UPDATE SET replied = excluded.replied`, before.ID, m.Agent, m.Replied)
		if err != nil {
			return err
		}
		if n == 0 {
			return chat.Errorf(chat.Unauthorized, "this agent was removed")
		}
		if member {
			continue
		}
		if _, err := tx.exec(`UPDATE agents SET last_chat = $2 WHERE id = $1 AND last_chat < $2`, m.Agent, millis(at)); err != nil {
			return err
		}
	}
	return nil
}

const threadFrom = `SELECT ` + visitorColumns + `, ` + conversationColumns + ` FROM conversations c JOIN visitors v ON v.id = c.visitor `

// visitorThread returns the thread of the visitor who wrote a message, and makes both if they are not there. A site that is not there is not_found.
func visitorThread(tx *tx, m chat.VisitorMessage) (thread, error) {
	const text = threadFrom + `WHERE v.site = $1 AND v.token_hash = $2`
	hash := chat.VisitorKey(m.Token)
	t, found, err := findThread(tx, text, m.Site, hash)
	if err != nil || found {
		return t, err
	}
	visitor := chat.NewVisitorID()
	n, err := tx.exec(`INSERT INTO visitors (id, site, token_hash, email, language, since) SELECT $1, id, $2, '', $3, $4 FROM sites WHERE id = $5`,
		visitor, hash, m.Language, millis(m.At), m.Site)
	if err != nil {
		return t, err
	}
	if n == 0 {
		return t, missing("site", m.Site)
	}
	if _, err := tx.exec(`INSERT INTO conversations (id, site, visitor, open, opened_at, last_seq, last_message, waiting_since, waiting_offline,
		seen_by_visitor, seen_by_agents, seen_shown) VALUES ($1, $2, $3, FALSE, 0, 0, 0, 0, FALSE, 0, 0, 0)`, chat.NewID(), m.Site, visitor); err != nil {
		return t, err
	}
	t, _, err = findThread(tx, text, m.Site, hash)
	return t, err
}

// siteThread returns the thread of a conversation of a site, or not_found.
func siteThread(tx *tx, site, conversation string) (thread, error) {
	t, found, err := findThread(tx, threadFrom+`WHERE c.site = $1 AND c.id = $2`, site, conversation)
	if err == nil && !found {
		return t, missing("conversation", conversation)
	}
	return t, err
}

func findThread(tx *tx, text string, args ...any) (thread, bool, error) {
	t, found, err := first(tx.querier, func(row scan) (t thread, err error) {
		err = row(append(visitorFields(&t.visitor), conversationFields(&t.conversation)...)...)
		return t, err
	}, text+tx.ofConversation, args...)
	if err != nil || !found || !t.conversation.Open {
		return t, found, err
	}
	c := &t.conversation
	c.Members, err = all(tx.querier, memberRow, `SELECT `+memberColumns+` FROM members m WHERE m.conversation = $1 ORDER BY m.position`, c.ID)
	return t, true, err
}
