-- +goose Up
CREATE TABLE targeting_rules (
    id          TEXT PRIMARY KEY,
    site        TEXT NOT NULL REFERENCES sites (id),
    position    BIGINT NOT NULL, -- in the order of the site, not without gaps
    rule        TEXT NOT NULL, -- JSON of targeting.RuleSettings but for the group
    agent_group TEXT REFERENCES agent_groups (id),
    shown       BIGINT NOT NULL DEFAULT 0,
    answered    BIGINT NOT NULL DEFAULT 0
);
CREATE INDEX targeting_rules_site ON targeting_rules (site);
