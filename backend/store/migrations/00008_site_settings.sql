-- +goose Up
-- What a site chooses of its widget, and of what visitors are asked for. email_policy is that of the messenger.

ALTER TABLE sites ADD COLUMN email_live TEXT NOT NULL DEFAULT 'off';
ALTER TABLE sites ADD COLUMN colour TEXT NOT NULL DEFAULT '#14607a';
ALTER TABLE sites ADD COLUMN corner TEXT NOT NULL DEFAULT 'right';
ALTER TABLE sites ADD COLUMN offset_x BIGINT NOT NULL DEFAULT 20; -- pixels
ALTER TABLE sites ADD COLUMN offset_y BIGINT NOT NULL DEFAULT 20;
ALTER TABLE sites ADD COLUMN radius TEXT NOT NULL DEFAULT 'round';
ALTER TABLE sites ADD COLUMN scheme TEXT NOT NULL DEFAULT 'auto';
ALTER TABLE sites ADD COLUMN own_launcher BOOLEAN NOT NULL DEFAULT FALSE;
ALTER TABLE sites ADD COLUMN team BOOLEAN NOT NULL DEFAULT FALSE; -- answers as one, without names
ALTER TABLE sites ADD COLUMN texts TEXT NOT NULL DEFAULT ''; -- JSON of chat.Texts, empty without any
