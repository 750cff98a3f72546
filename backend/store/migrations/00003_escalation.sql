-- +goose Up
-- What waiting and escalation need: the steps of a site and who is asked about its new chats, who wants to be asked while Invisible, and how each
-- wait stands.

ALTER TABLE sites ADD COLUMN t1 BIGINT NOT NULL DEFAULT 60000; -- milliseconds, as are t2 and t3
ALTER TABLE sites ADD COLUMN t2 BIGINT NOT NULL DEFAULT 120000;
ALTER TABLE sites ADD COLUMN t3 BIGINT NOT NULL DEFAULT 180000;
ALTER TABLE sites ADD COLUMN routing TEXT NOT NULL DEFAULT 'everybody';

ALTER TABLE agents ADD COLUMN reserve BOOLEAN NOT NULL DEFAULT FALSE; -- wants to be asked while Invisible
ALTER TABLE agents ADD COLUMN last_chat BIGINT NOT NULL DEFAULT 0; -- when the agent last became member of a conversation

ALTER TABLE conversations ADD COLUMN version BIGINT NOT NULL DEFAULT 0; -- grows with every change but of how far it was read
ALTER TABLE conversations ADD COLUMN waiting_from BIGINT NOT NULL DEFAULT 0; -- when the last present member who had replied went
ALTER TABLE conversations ADD COLUMN missed_at BIGINT NOT NULL DEFAULT 0;

CREATE TABLE missed_mail (
    conversation  TEXT NOT NULL REFERENCES conversations (id),
    waiting_since BIGINT NOT NULL, -- which wait of the conversation was missed
    agent         TEXT NOT NULL REFERENCES agents (id), -- who is owed a mail, unless that agent wants none
    PRIMARY KEY (conversation, waiting_since, agent)
);
