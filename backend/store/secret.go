package store

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"time"

	"parley/backend/chat"
)

// hashed is how a secret of 256 random bits is stored. Such a secret needs no salt and no slow hash.
func hashed(secret string) string {
	sum := sha256.Sum256([]byte(secret))
	return hex.EncodeToString(sum[:])
}

// NewToken makes the secret with which one device of an agent signs in. An older one of the device becomes worthless; where device is empty the
// token stands beside others, as that of a program. A name is what to call it. It returns not_found if there is no such agent.
func (s *Store) NewToken(ctx context.Context, agent, device, name string, at time.Time) (string, error) {
	token := chat.NewToken()
	err := s.change(ctx, func(tx *tx) error {
		if device != "" {
			if err := takeBack(tx, `agent = $1 AND device = $2`, agent, device); err != nil {
				return err
			}
		}
		n, err := tx.exec(`INSERT INTO tokens (hash, agent, device, name, made_at) SELECT $1, id, $2, $4, $5 FROM agents
			WHERE id = $3 AND removed_at = 0`, hashed(token), device, agent, chat.DeviceName(name), millis(at))
		if err == nil && n == 0 {
			return missing("agent", agent)
		}
		return err
	})
	if err != nil {
		return "", err
	}
	return token, nil
}

// RevokeToken makes a token worthless. It is no error if it was.
func (s *Store) RevokeToken(ctx context.Context, token string) error {
	return s.change(ctx, func(tx *tx) error {
		return takeBack(tx, `hash = $1`, hashed(token))
	})
}

// takeBack forgets tokens for which a condition holds, and notes so of their agents.
func takeBack(tx *tx, where string, args ...any) error {
	_, err := tx.exec(`UPDATE agents SET signed_out = signed_out + 1 WHERE id IN (SELECT agent FROM tokens WHERE `+where+`)`, args...)
	if err == nil {
		_, err = tx.exec(`DELETE FROM tokens WHERE `+where, args...)
	}
	return err
}

// AgentByToken returns the agent a token was given to, or unauthorized.
func (s *Store) AgentByToken(ctx context.Context, token string) (chat.Agent, error) {
	a, found, err := first(s.read(ctx), agentRow,
		`SELECT `+agentColumns+` FROM tokens t JOIN agents a ON a.id = t.agent WHERE t.hash = $1`, hashed(token))
	if err == nil && !found {
		return a, chat.Errorf(chat.Unauthorized, "the token is not valid, or no longer")
	}
	return a, s.explain(err)
}

// AddKey makes a secret for programs that act for a site, or returns not_found.
func (s *Store) AddKey(ctx context.Context, site string) (string, error) {
	key := chat.NewToken()
	err := s.change(ctx, func(tx *tx) error {
		if err := touch(tx, site); err != nil {
			return err
		}
		_, err := tx.exec(`INSERT INTO site_keys (hash, site) VALUES ($1, $2)`, hashed(key), site)
		return err
	})
	if err != nil {
		return "", err
	}
	return key, nil
}
