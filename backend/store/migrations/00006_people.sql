-- +goose Up
-- An agent who was removed has neither address nor password, and is named where something was written.
ALTER TABLE agents ADD COLUMN removed_at BIGINT NOT NULL DEFAULT 0;

CREATE TABLE invitations (
    id         TEXT PRIMARY KEY,
    hash       TEXT NOT NULL UNIQUE, -- of the secret
    site       TEXT NOT NULL REFERENCES sites (id),
    made_by    TEXT NOT NULL REFERENCES agents (id),
    role       TEXT NOT NULL,
    email      TEXT NOT NULL, -- empty where any will do
    made_at    BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    ended      TEXT NOT NULL DEFAULT '' -- used or revoked
);
CREATE INDEX invitations_site ON invitations (site);
