package store

import (
	"context"
	"time"

	"parley/backend/chat"
)

// Census returns how far everything is that hubs tell each other, by site, as it concerns one of them. Visits count where their hub has lived since an
// instant.
func (s *Store) Census(ctx context.Context, hub string, since time.Time) (map[string]chat.Census, error) {
	out := make(map[string]chat.Census)
	of := func(site string) chat.Census {
		c, known := out[site]
		if !known {
			c = chat.Census{Conversations: make(map[string]chat.Standing), Agents: make(map[string]chat.AgentStanding), Visits: make(map[string]chat.Visit)}
			out[site] = c
		}
		return c
	}
	q := s.read(ctx)
	if err := q.each(func(row scan) error {
		var site, id string
		var is chat.Standing
		err := row(&site, &id, &is.Version, &is.LastSeq, &is.SeenByVisitor, &is.SeenByAgents, &is.SeenShown)
		of(site).Conversations[id] = is
		return err
	}, `SELECT site, id, version, last_seq, seen_by_visitor, seen_by_agents, seen_shown FROM conversations
		WHERE open OR visitor IN (SELECT visitor FROM visits WHERE hub = $1)`, hub); err != nil {
		return nil, s.explain(err)
	}
	if err := q.each(func(row scan) error {
		var site, conversation string
		v, err := visitRow(func(dest ...any) error { return row(append([]any{&site, &conversation}, dest...)...) })
		of(site).Visits[conversation] = v
		return err
	}, `SELECT c.site, c.id, `+visitColumns+` FROM visits w JOIN hubs h ON h.id = w.hub JOIN conversations c ON c.visitor = w.visitor
		WHERE c.open AND w.hub <> $1 AND h.heard_at >= $2 ORDER BY h.id DESC`, hub, millis(since)); err != nil { // as VisitElsewhere: that of the first counts
		return nil, s.explain(err)
	}
	err := q.each(func(row scan) error {
		var site, agent string
		var is chat.AgentStanding
		err := row(&site, &agent, &is.SignedOut, &is.Reserve, orZero(&is.Presence))
		of(site).Agents[agent] = is
		return err
	}, `SELECT a.site, a.id, a.signed_out, a.reserve, p.version FROM agents a LEFT JOIN presence p ON p.agent = a.id WHERE a.removed_at = 0`)
	return out, s.explain(err)
}
