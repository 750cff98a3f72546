package store

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"slices"

	"parley/backend/chat"
	"parley/backend/targeting"
)

// TargetedChat is a rule of a site with what became of it.
type TargetedChat struct {
	targeting.Rule
	Shown    int64 // how often it was
	Answered int64
}

const targetedColumns = `id, rule, agent_group, shown, answered`

func targetedRow(row scan) (c TargetedChat, err error) {
	var text, group string
	if err = row(&c.ID, &text, orZero(&group), &c.Shown, &c.Answered); err != nil {
		return c, err
	}
	if err = json.Unmarshal([]byte(text), &c.RuleSettings); err != nil {
		return c, fmt.Errorf("read rule %s: %w", c.ID, err)
	}
	c.Group = group
	return c, nil
}

// TargetedChats returns the rules of a site in their order, with what became of them.
func (s *Store) TargetedChats(ctx context.Context, site string) ([]TargetedChat, error) {
	out, err := all(s.read(ctx), targetedRow, `SELECT `+targetedColumns+` FROM targeting_rules WHERE site = $1 ORDER BY position, id`, site)
	return out, s.explain(err)
}

// Rules returns the rules of a site in their order.
func (s *Store) Rules(ctx context.Context, site string) ([]targeting.Rule, error) {
	stored, err := s.TargetedChats(ctx, site)
	rules := make([]targeting.Rule, 0, len(stored))
	for _, c := range stored {
		rules = append(rules, c.Rule)
	}
	return rules, err
}

// AddRule adds a rule to a site, after those there are. It returns invalid unless a rule can be so, conflict where there are too many, and not_found
// for a site or group that is not there.
func (s *Store) AddRule(ctx context.Context, site string, r targeting.RuleSettings) (TargetedChat, error) {
	return s.changeRule(ctx, site, chat.NewID(), r, func(tx *tx) error {
		count, _, err := first(tx.querier, value[int64], `SELECT COUNT(*) FROM targeting_rules WHERE site = $1`, site)
		if err == nil && count >= targeting.MaxRules {
			err = chat.Errorf(chat.Conflict, "a site has at most %d targeted chats", targeting.MaxRules)
		}
		return err
	}, `INSERT INTO targeting_rules (id, site, position, rule, agent_group)
		SELECT $1, $2, COALESCE(MAX(position), 0) + 1, $3, NULLIF($4, '') FROM targeting_rules WHERE site = $2`)
}

// UpdateRule replaces the settings of a rule, whose counts stay. It fails as AddRule does; a rule that is not there is not_found, and one whose settings
// are not those of the revision a conflict.
func (s *Store) UpdateRule(ctx context.Context, site, id string, r targeting.RuleSettings, of chat.Revision) (TargetedChat, error) {
	return s.changeRule(ctx, site, id, r, func(tx *tx) error {
		was, found, err := first(tx.querier, targetedRow, `SELECT `+targetedColumns+` FROM targeting_rules WHERE id = $1 AND site = $2`, id, site)
		switch {
		case err != nil:
			return err
		case !found:
			return missing("targeted chat", id)
		}
		return of.Check(was.RuleSettings)
	}, `UPDATE targeting_rules SET rule = $3, agent_group = NULLIF($4, '') WHERE id = $1 AND site = $2`)
}

// changeRule stores a rule by an SQL text, if it may, and returns it as stored.
func (s *Store) changeRule(ctx context.Context, site, id string, r targeting.RuleSettings, may func(*tx) error, text string) (TargetedChat, error) {
	if err := r.Check(); err != nil {
		return TargetedChat{}, err
	}
	kept := r
	kept.Group = ""
	rule, err := json.Marshal(kept)
	if err != nil {
		return TargetedChat{}, fmt.Errorf("store rule: %w", err)
	}
	return changed(ctx, s, func(tx *tx) (TargetedChat, error) {
		err := may(tx)
		if err == nil {
			err = groupIsThere(tx, site, r.Group)
		}
		if err == nil {
			err = touch(tx, site)
		}
		if err != nil {
			return TargetedChat{}, err
		}
		if _, err := tx.exec(text, id, site, string(rule), r.Group); err != nil {
			return TargetedChat{}, err
		}
		is, _, err := first(tx.querier, targetedRow, `SELECT `+targetedColumns+` FROM targeting_rules WHERE id = $1`, id)
		return is, err
	})
}

// groupIsThere returns not_found if a rule is of a group that the site does not have.
func groupIsThere(tx *tx, site, group string) error {
	if group == "" {
		return nil
	}
	_, found, err := first(tx.querier, value[string], `SELECT id FROM agent_groups WHERE id = $1 AND site = $2`, group, site)
	if err == nil && !found {
		err = chat.Errorf(chat.NotFound, "there is no group %q", group).At("group")
	}
	return err
}

// DeleteRule deletes a rule of a site, or returns not_found.
func (s *Store) DeleteRule(ctx context.Context, site, id string) error {
	return s.change(ctx, func(tx *tx) error {
		if err := touch(tx, site); err != nil {
			return err
		}
		n, err := tx.exec(`DELETE FROM targeting_rules WHERE id = $1 AND site = $2`, id, site)
		if err == nil && n == 0 {
			return missing("targeted chat", id)
		}
		return err
	})
}

// OrderRules puts the rules of a site in an order. It is a conflict unless that names each of them once and they stand in the order of the revision:
// somebody else may have added one, or moved one.
func (s *Store) OrderRules(ctx context.Context, site string, order []string, of chat.Revision) error {
	return s.change(ctx, func(tx *tx) error {
		are, err := all(tx.querier, value[string], `SELECT id FROM targeting_rules WHERE site = $1 ORDER BY position, id`, site)
		if err != nil {
			return err
		}
		if err := of.Check(are); err != nil {
			return err
		}
		wanted := slices.Sorted(slices.Values(order))
		slices.Sort(are)
		if !slices.Equal(wanted, are) {
			return chat.Errorf(chat.Conflict, "the order must name each targeted chat of the site once").At("order")
		}
		if err := touch(tx, site); err != nil {
			return err
		}
		for i, id := range order {
			if _, err := tx.exec(`UPDATE targeting_rules SET position = $3 WHERE id = $1 AND site = $2`, id, site, i+1); err != nil {
				return err
			}
		}
		return nil
	})
}

// CountShown adds to how often rules were shown. Those that are not there any more do not count.
func (s *Store) CountShown(ctx context.Context, shown map[string]int64) error {
	return s.change(ctx, func(tx *tx) error {
		for _, rule := range slices.Sorted(maps.Keys(shown)) {
			if _, err := tx.exec(`UPDATE targeting_rules SET shown = shown + $2 WHERE id = $1`, rule, shown[rule]); err != nil {
				return err
			}
		}
		return nil
	})
}

// answer stores the targeted chat that a visitor is about to answer, in a conversation that is not open, and gives a visitor who has none the group of
// the rule. A rule that is gone still has been shown.
func (t *thread) answer(tx *tx, m chat.VisitorMessage) ([]chat.Entry, error) {
	if m.Answers == (chat.Targeted{}) || t.conversation.Open {
		return nil, nil
	}
	_, repeated, err := first(tx.querier, value[int64], `SELECT seq FROM entries WHERE conversation = $1 AND author = $2 AND client_id = $3`,
		t.conversation.ID, t.visitor.ID, m.ClientID)
	if err != nil || repeated {
		return nil, err
	}
	e := chat.Entry{Kind: chat.KindTargeted, From: chat.FromSite, Author: m.Site, ClientID: m.ClientID, Text: m.Answers.Text, At: stored(m.At)}
	w, err := t.append(tx, e, func(c chat.Conversation) (chat.Conversation, error) { return c, nil })
	if err != nil {
		return nil, err
	}
	t.conversation = w.Conversation
	n, err := tx.exec(`UPDATE targeting_rules SET answered = answered + 1 WHERE id = $1 AND site = $2`, m.Answers.Rule, m.Site)
	if err != nil || n == 0 || t.visitor.Group != "" || m.Group != "" { // what the visitor chose counts more
		return []chat.Entry{w.Entry}, err
	}
	r, _, err := first(tx.querier, targetedRow, `SELECT `+targetedColumns+` FROM targeting_rules WHERE id = $1`, m.Answers.Rule)
	if err == nil && r.Group != "" {
		t.visitor.Group = r.Group
		_, err = tx.exec(`UPDATE visitors SET agent_group = $2 WHERE id = $1`, t.visitor.ID, r.Group)
	}
	return []chat.Entry{w.Entry}, err
}
