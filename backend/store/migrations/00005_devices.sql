-- +goose Up
-- Where agents are signed in: what the desk that uses a token told of itself, and when it came and went.

ALTER TABLE tokens ADD COLUMN made_at BIGINT NOT NULL DEFAULT 0;
ALTER TABLE tokens ADD COLUMN name TEXT NOT NULL DEFAULT ''; -- of the computer, as its desk said hello, or of a program
ALTER TABLE tokens ADD COLUMN desk TEXT NOT NULL DEFAULT ''; -- the device's id in the last hello, empty before one
ALTER TABLE tokens ADD COLUMN came_at BIGINT NOT NULL DEFAULT 0; -- when it last became connected
ALTER TABLE tokens ADD COLUMN gone_at BIGINT NOT NULL DEFAULT 0; -- when it last was, unless it is

-- The names outlive the tokens, because changes of a view name devices.
CREATE TABLE device_names (
    agent  TEXT NOT NULL REFERENCES agents (id),
    device TEXT NOT NULL,
    name   TEXT NOT NULL,
    PRIMARY KEY (agent, device)
);
