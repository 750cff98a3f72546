-- +goose Up
-- Conversations are assigned to agents and handed over to groups, and whom an entry is about besides its author is kept with it. Visitors may choose a
-- group where the site asks them to.
ALTER TABLE entries ADD COLUMN target TEXT NOT NULL DEFAULT ''; -- id of an agent or group
ALTER TABLE sites ADD COLUMN choose_group BOOLEAN NOT NULL DEFAULT FALSE;
