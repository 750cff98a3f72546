package store

import (
	"cmp"
	"context"
	"math"
	"slices"

	"parley/backend/chat"
)

// The columns of the types below, in the order in which their rows are read.
const (
	visitorColumns      = `v.id, v.token_hash, v.site, v.email, v.language, v.agent_group, v.since`
	conversationColumns = `c.id, c.site, c.visitor, c.open, c.opened_at, c.assigned, c.last_seq, c.version, ` +
		`c.waiting_since, c.waiting_offline, c.waiting_from, c.missed_at, c.seen_by_visitor, c.seen_by_agents, c.seen_shown`
	memberColumns = `m.agent, m.replied`
	entryColumns  = `e.conversation, e.seq, e.id, e.kind, e.author_kind, e.author, e.client_id, e.text, e.target, e.offline, e.at`

	// threadsFrom is one query for a thread's four parts, so that they are of one moment. It has a row for each member.
	threadsFrom = `SELECT ` + visitorColumns + `, ` + conversationColumns + `, ` + entryColumns + `, ` + memberColumns + `
		FROM conversations c JOIN visitors v ON v.id = c.visitor
		LEFT JOIN entries e ON e.conversation = c.id AND e.seq = c.last_message
		LEFT JOIN members m ON m.conversation = c.id `
)

// VisitorByToken returns the visitor who made a token for a site and the visitor's conversation, or not_found.
func (s *Store) VisitorByToken(ctx context.Context, site, token string) (chat.Visitor, chat.Conversation, error) {
	found, err := threads(s.read(ctx), threadsFrom+`WHERE v.site = $1 AND v.token_hash = $2 ORDER BY m.position`, site, chat.VisitorKey(token))
	if err != nil {
		return chat.Visitor{}, chat.Conversation{}, s.explain(err)
	}
	if len(found) == 0 {
		return chat.Visitor{}, chat.Conversation{}, chat.Errorf(chat.NotFound, "the visitor has not written yet")
	}
	return found[0].Visitor, found[0].Conversation, nil
}

// Open returns the open conversations of a site, in the order in which they opened.
func (s *Store) Open(ctx context.Context, site string) ([]chat.Thread, error) {
	open, err := threads(s.read(ctx), threadsFrom+`WHERE c.site = $1 AND c.open ORDER BY m.position`, site)
	slices.SortFunc(open, func(a, b chat.Thread) int {
		return cmp.Or(a.Conversation.OpenedAt.Compare(b.Conversation.OpenedAt), cmp.Compare(a.Conversation.ID, b.Conversation.ID))
	})
	return open, s.explain(err)
}

// Thread returns one conversation of a site, or not_found.
func (s *Store) Thread(ctx context.Context, site, conversation string) (chat.Thread, error) {
	found, err := threads(s.read(ctx), threadsFrom+`WHERE c.site = $1 AND c.id = $2 ORDER BY m.position`, site, conversation)
	if err != nil {
		return chat.Thread{}, s.explain(err)
	}
	if len(found) == 0 {
		return chat.Thread{}, missing("conversation", conversation)
	}
	return found[0], nil
}

// After returns at most limit entries after a number, oldest first.
func (s *Store) After(ctx context.Context, conversation string, seq int64, limit int) ([]chat.Entry, error) {
	entries, err := all(s.read(ctx), entryRow,
		`SELECT `+entryColumns+` FROM entries e WHERE e.conversation = $1 AND e.seq > $2 ORDER BY e.seq LIMIT $3`, conversation, seq, limit)
	return entries, s.explain(err)
}

// Before returns the newest at most limit entries before a number, oldest first; 0 means the end.
func (s *Store) Before(ctx context.Context, conversation string, seq int64, limit int) ([]chat.Entry, error) {
	if seq == 0 {
		seq = math.MaxInt64
	}
	entries, err := all(s.read(ctx), entryRow,
		`SELECT `+entryColumns+` FROM entries e WHERE e.conversation = $1 AND e.seq < $2 ORDER BY e.seq DESC LIMIT $3`, conversation, seq, limit)
	slices.Reverse(entries)
	return entries, s.explain(err)
}

// threads folds the rows of a query that starts with threadsFrom.
func threads(q querier, text string, args ...any) ([]chat.Thread, error) {
	var out []chat.Thread
	index := make(map[string]int)
	err := q.each(func(row scan) error {
		var t chat.Thread
		var m chat.Member
		v, c, e := &t.Visitor, &t.Conversation, &t.Last
		if err := row(slices.Concat(visitorFields(v), conversationFields(c), entryFields(e), memberFields(&m))...); err != nil {
			return err
		}
		i, known := index[c.ID]
		if !known {
			i = len(out)
			index[c.ID] = i
			out = append(out, t)
		}
		if m.Agent != "" {
			out[i].Conversation.Members = append(out[i].Conversation.Members, m)
		}
		return nil
	}, text, args...)
	return out, err
}

func visitorFields(v *chat.Visitor) []any {
	return []any{&v.ID, &v.Key, &v.Site, &v.Email, &v.Language, orZero(&v.Group), asInstant(&v.Since)}
}

func conversationFields(c *chat.Conversation) []any {
	return []any{&c.ID, &c.Site, &c.Visitor, &c.Open, asInstant(&c.OpenedAt), orZero(&c.Assigned), &c.LastSeq, &c.Version,
		asInstant(&c.Waits.Since), &c.Waits.Offline, asInstant(&c.Waits.From), asInstant(&c.Waits.Missed), &c.SeenByVisitor, &c.SeenByAgents,
		&c.SeenShown}
}

func memberFields(m *chat.Member) []any { return []any{orZero(&m.Agent), orZero(&m.Replied)} }

func entryFields(e *chat.Entry) []any {
	return []any{orZero(&e.Conversation), orZero(&e.Seq), orZero(&e.ID), orZero(&e.Kind), orZero(&e.From), orZero(&e.Author),
		orZero(&e.ClientID), orZero(&e.Text), orZero(&e.Target), orZero(&e.Offline), asInstant(&e.At)}
}

var (
	memberRow = rowOf(memberFields)
	entryRow  = rowOf(entryFields)
)
