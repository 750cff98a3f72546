-- +goose Up
-- Both engines run this text. Instants are milliseconds since 1970, 0 where there is none; secrets are kept as hexadecimal SHA-256 only.

CREATE TABLE sites (
    id           TEXT PRIMARY KEY,
    name         TEXT NOT NULL,
    quiet        TEXT NOT NULL,
    email_policy TEXT NOT NULL,
    revision     BIGINT NOT NULL -- grows with every change of the site, its agents, groups or keys
);

CREATE TABLE site_origins (
    site   TEXT NOT NULL REFERENCES sites (id),
    origin TEXT NOT NULL,
    PRIMARY KEY (site, origin)
);

CREATE TABLE agents (
    id            TEXT PRIMARY KEY,
    site          TEXT NOT NULL REFERENCES sites (id),
    name          TEXT NOT NULL,
    email         TEXT UNIQUE, -- NULL for the agent of a built-in hub
    password_hash TEXT NOT NULL,
    idle_after    BIGINT, -- milliseconds; NULL, like on_return, until the agent sets a policy
    on_return     TEXT
);
CREATE INDEX agents_site ON agents (site);

CREATE TABLE site_keys (
    hash TEXT PRIMARY KEY,
    site TEXT NOT NULL REFERENCES sites (id)
);

CREATE TABLE tokens (
    hash   TEXT PRIMARY KEY,
    agent  TEXT NOT NULL REFERENCES agents (id),
    device TEXT NOT NULL
);
CREATE INDEX tokens_agent ON tokens (agent);

CREATE TABLE agent_groups (
    id            TEXT PRIMARY KEY,
    site          TEXT NOT NULL REFERENCES sites (id),
    name          TEXT NOT NULL,
    everyone_else BOOLEAN NOT NULL,
    UNIQUE (site, name)
);

CREATE TABLE group_agents (
    agent_group TEXT NOT NULL REFERENCES agent_groups (id),
    agent       TEXT NOT NULL REFERENCES agents (id),
    PRIMARY KEY (agent_group, agent)
);

CREATE TABLE presence (
    agent         TEXT PRIMARY KEY REFERENCES agents (id),
    choice_status TEXT NOT NULL DEFAULT '',
    choice_at     BIGINT NOT NULL DEFAULT 0,
    choice_by     TEXT NOT NULL DEFAULT '',
    choice_device TEXT NOT NULL DEFAULT '',
    idled_at      BIGINT NOT NULL DEFAULT 0,
    ping_at       BIGINT NOT NULL DEFAULT 0
);

CREATE TABLE devices (
    agent     TEXT NOT NULL REFERENCES agents (id),
    id        TEXT NOT NULL,
    heard_at  BIGINT NOT NULL,
    input_at  BIGINT NOT NULL,
    left_at   BIGINT NOT NULL,
    closed_at BIGINT NOT NULL,
    PRIMARY KEY (agent, id)
);

CREATE TABLE view_changes (
    agent   TEXT NOT NULL REFERENCES agents (id),
    n       BIGINT NOT NULL, -- counts an agent's changes; only the newest are kept
    at      BIGINT NOT NULL,
    status  TEXT NOT NULL,
    cause   TEXT NOT NULL,
    made_by TEXT NOT NULL,
    device  TEXT NOT NULL,
    PRIMARY KEY (agent, n)
);

CREATE TABLE visitors (
    id          TEXT PRIMARY KEY,
    site        TEXT NOT NULL REFERENCES sites (id),
    token_hash  TEXT NOT NULL,
    email       TEXT NOT NULL,
    language    TEXT NOT NULL,
    agent_group TEXT REFERENCES agent_groups (id),
    since       BIGINT NOT NULL,
    UNIQUE (site, token_hash)
);

CREATE TABLE conversations (
    id              TEXT PRIMARY KEY,
    site            TEXT NOT NULL REFERENCES sites (id),
    visitor         TEXT NOT NULL UNIQUE REFERENCES visitors (id),
    open            BOOLEAN NOT NULL,
    opened_at       BIGINT NOT NULL,
    assigned        TEXT REFERENCES agents (id),
    last_seq        BIGINT NOT NULL,
    last_message    BIGINT NOT NULL, -- number of the newest message, 0 before one
    waiting_since   BIGINT NOT NULL,
    waiting_offline BOOLEAN NOT NULL,
    seen_by_visitor BIGINT NOT NULL,
    seen_by_agents  BIGINT NOT NULL
);
CREATE INDEX conversations_open ON conversations (site) WHERE open;

CREATE TABLE members (
    conversation TEXT NOT NULL REFERENCES conversations (id),
    agent        TEXT NOT NULL REFERENCES agents (id),
    replied      BOOLEAN NOT NULL,
    position     BIGINT NOT NULL, -- order of becoming one
    PRIMARY KEY (conversation, agent)
);

CREATE TABLE entries (
    conversation TEXT NOT NULL REFERENCES conversations (id),
    seq          BIGINT NOT NULL,
    id           TEXT NOT NULL UNIQUE,
    kind         TEXT NOT NULL,
    author_kind  TEXT NOT NULL,
    author       TEXT NOT NULL,
    client_id    TEXT NOT NULL,
    text         TEXT NOT NULL,
    offline      BOOLEAN NOT NULL,
    at           BIGINT NOT NULL,
    PRIMARY KEY (conversation, seq),
    UNIQUE (conversation, author, client_id)
);
