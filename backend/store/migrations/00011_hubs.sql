-- +goose Up
-- Several hubs may tell of one agent's presence: which of them has the link of a device, and a number that grows with everything that is stored of it, so
-- that none overwrites what it has not read.
ALTER TABLE presence ADD COLUMN version BIGINT NOT NULL DEFAULT 0;
ALTER TABLE devices ADD COLUMN hub TEXT NOT NULL DEFAULT '';
-- How often a sign-in of the agent was taken back: hubs that have a link of one must end it.
ALTER TABLE agents ADD COLUMN signed_out BIGINT NOT NULL DEFAULT 0;
