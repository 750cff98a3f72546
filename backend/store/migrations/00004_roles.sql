-- +goose Up
-- The agent of a built-in hub owns its site; on a team's hub nobody can be guessed, so that an owner is made with parley-hub agent set.
ALTER TABLE agents ADD COLUMN role TEXT NOT NULL DEFAULT 'agent';
UPDATE agents SET role = 'owner' WHERE email IS NULL;
