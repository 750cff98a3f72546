-- +goose Up
-- How much of what agents have read the visitor may know: an agent who is not there for the visitor reads unseen, on whatever hub that is asked.
ALTER TABLE conversations ADD COLUMN seen_shown BIGINT NOT NULL DEFAULT 0;
UPDATE conversations SET seen_shown = seen_by_agents;

-- Since when a hub, or those it found living when it came, have served without a pause: devices that were heard before that were heard by none of them.
ALTER TABLE hubs ADD COLUMN since BIGINT NOT NULL DEFAULT 0;
