package store

import (
	"cmp"
	"context"
	"slices"
	"time"

	"parley/backend/chat"
)

// An invitation that has ended is remembered, so that its link can still say what became of it: for some time, and only the newest of a site, since who
// makes and revokes one after the other must not fill the disk. These are twice what may be open at once: more than a team makes in that time.
const (
	keepInvitations  = 30 * 24 * time.Hour
	EndedInvitations = 2 * chat.MaxInvitations
)

// Invite makes an invitation of a role by an agent, good for one e-mail address unless that is empty, and returns its secret. The address of an agent
// of the site is a conflict, as is one invitation more than may be open. Whether an agent of another site has the address is told only to who accepts.
// It is forbidden to who has another role by now: nothing would withdraw that one any more.
func (s *Store) Invite(ctx context.Context, by chat.Agent, role chat.Role, email string, at time.Time) (i chat.Invitation, secret string, err error) {
	if err := role.Check(); err != nil {
		return i, "", err
	}
	if email != "" {
		if email, err = chat.ParseEmail(email); err != nil {
			return i, "", err
		}
	}
	secret = chat.NewToken()
	i = chat.Invitation{
		ID: chat.NewID(), Site: by.Site, By: by.ID, Role: role, Email: email, At: stored(at), Expires: stored(at.Add(chat.InvitationTime)),
		State: chat.InvitationOpen,
	}
	err = s.change(Managing(ctx, by), func(tx *tx) error {
		if err := newcomer(tx, i.Site, email); err != nil {
			return err
		}
		if err := anotherInvitation(tx, i.Site, at); err != nil {
			return err
		}
		if err := forgetInvitations(tx, i.Site, at); err != nil {
			return err
		}
		_, err := tx.exec(`INSERT INTO invitations (id, hash, site, made_by, role, email, made_at, expires_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
			i.ID, hashed(secret), i.Site, i.By, i.Role, i.Email, millis(i.At), millis(i.Expires))
		return err
	})
	return i, secret, err
}

// newcomer returns a conflict if an address is that of an agent of a site.
func newcomer(tx *tx, site, email string) error {
	_, known, err := first(tx.querier, value[string], `SELECT id FROM agents WHERE email = $1 AND site = $2`, email, site)
	if err == nil && known {
		err = chat.Errorf(chat.Conflict, "the e-mail address %s belongs to an agent of the site", email).At("email")
	}
	return err
}

// anotherInvitation returns a conflict if a site has as many open invitations as it may.
func anotherInvitation(tx *tx, site string, at time.Time) error {
	open, _, err := first(tx.querier, value[int], `SELECT COUNT(*) FROM invitations WHERE site = $1 AND ended = '' AND expires_at > $2`, site, millis(at))
	if err == nil && open >= chat.MaxInvitations {
		err = chat.Errorf(chat.Conflict, "the site has %d open invitations: revoke one before you make another", open)
	}
	return err
}

// forgetInvitations deletes those that have ended long ago, and those of a site that have ended before many others.
func forgetInvitations(tx *tx, site string, at time.Time) error {
	if _, err := tx.exec(`DELETE FROM invitations WHERE expires_at < $1`, millis(at.Add(-keepInvitations))); err != nil {
		return err
	}
	_, err := tx.exec(`DELETE FROM invitations WHERE site = $1 AND (ended <> '' OR expires_at <= $2) AND id NOT IN (
		SELECT id FROM invitations WHERE site = $1 AND (ended <> '' OR expires_at <= $2) ORDER BY made_at DESC, id LIMIT $3)`,
		site, millis(at), EndedInvitations)
	return err
}

const invitationColumns = `id, site, made_by, role, email, made_at, expires_at, ended`

// invitationRow reads an invitation as it stands at an instant.
func invitationRow(at time.Time) func(scan) (chat.Invitation, error) {
	return func(row scan) (i chat.Invitation, err error) {
		err = row(&i.ID, &i.Site, &i.By, &i.Role, &i.Email, asInstant(&i.At), asInstant(&i.Expires), &i.State)
		switch {
		case i.State != "":
		case at.Before(i.Expires):
			i.State = chat.InvitationOpen
		default:
			i.State = chat.InvitationExpired
		}
		return i, err
	}
}

// Invitations returns those of a site that are open, the newest first.
func (s *Store) Invitations(ctx context.Context, site string, at time.Time) ([]chat.Invitation, error) {
	found, err := all(s.read(ctx), invitationRow(at), `SELECT `+invitationColumns+` FROM invitations WHERE site = $1 AND ended = '' AND expires_at > $2`,
		site, millis(at))
	slices.SortFunc(found, func(a, b chat.Invitation) int { return cmp.Or(b.At.Compare(a.At), cmp.Compare(a.ID, b.ID)) })
	return found, s.explain(err)
}

// Invitation returns what has become of the invitation with a secret, or not_found.
func (s *Store) Invitation(ctx context.Context, secret string, at time.Time) (chat.Invitation, error) {
	i, err := invitation(s.read(ctx), secret, at)
	return i, s.explain(err)
}

func invitation(q querier, secret string, at time.Time) (chat.Invitation, error) {
	i, found, err := first(q, invitationRow(at), `SELECT `+invitationColumns+` FROM invitations WHERE hash = $1`, hashed(secret))
	if err == nil && !found {
		err = chat.Errorf(chat.NotFound, "there is no such invitation")
	}
	return i, err
}

// RevokeInvitation makes an open invitation of a site worthless. One that is not open is not_found.
func (s *Store) RevokeInvitation(ctx context.Context, site, id string, at time.Time) error {
	return s.change(ctx, func(tx *tx) error {
		n, err := tx.exec(`UPDATE invitations SET ended = $4 WHERE site = $1 AND id = $2 AND ended = '' AND expires_at > $3`,
			site, id, millis(at), chat.InvitationRevoked)
		if err == nil && n == 0 {
			return missing("open invitation", id)
		}
		return err
	})
}

// Accept makes an agent of who has the secret of an open invitation. Of several at once one does; one that is not open any more is a conflict.
func (s *Store) Accept(ctx context.Context, secret, name, email, passwordHash string, at time.Time) (chat.Agent, error) {
	if err := chat.CheckName(name); err != nil {
		return chat.Agent{}, err
	}
	address, err := chat.ParseEmail(email)
	if err != nil {
		return chat.Agent{}, err
	}
	a := chat.Agent{ID: chat.NewID(), Name: name, Email: address}
	return changed(ctx, s, func(tx *tx) (chat.Agent, error) {
		i, err := invitation(tx.querier, secret, at)
		switch {
		case err != nil:
			return chat.Agent{}, err
		case i.State != chat.InvitationOpen:
			return chat.Agent{}, chat.Errorf(chat.Conflict, "the invitation is %s", i.State)
		case i.Email != "" && i.Email != address:
			return chat.Agent{}, chat.Errorf(chat.Invalid, "the invitation is for %s", i.Email).At("email")
		}
		a := a
		a.Site, a.Role = i.Site, i.Role
		if a, err = storeAgent(tx, a, passwordHash); err != nil {
			return chat.Agent{}, err
		}
		_, err = tx.exec(`UPDATE invitations SET ended = $2 WHERE id = $1`, i.ID, chat.InvitationUsed)
		return a, err
	})
}

// withdraw revokes the open invitations of an agent who could not make them any more: all, or those to be an owner.
func withdraw(tx *tx, agent string, role chat.Role) error {
	_, err := tx.exec(`UPDATE invitations SET ended = $3 WHERE made_by = $1 AND ended = '' AND ($2 = 'agent' OR $2 = 'admin' AND role = 'owner')`,
		agent, role, chat.InvitationRevoked)
	return err
}
