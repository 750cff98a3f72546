BEGIN TRANSACTION;
CREATE TABLE agent_groups (
    id            TEXT PRIMARY KEY,
    site          TEXT NOT NULL REFERENCES sites (id),
    name          TEXT NOT NULL,
    everyone_else BOOLEAN NOT NULL,
    UNIQUE (site, name)
);
INSERT INTO "agent_groups" VALUES('UyqKscyyifAU4sFK8','thRQRPWaAMtYYUhNU','Sales',1);
CREATE TABLE agents (
    id            TEXT PRIMARY KEY,
    site          TEXT NOT NULL REFERENCES sites (id),
    name          TEXT NOT NULL,
    email         TEXT UNIQUE, -- NULL for the agent of a built-in hub
    password_hash TEXT NOT NULL,
    idle_after    BIGINT, -- milliseconds; NULL, like on_return, until the agent sets a policy
    on_return     TEXT
);
INSERT INTO "agents" VALUES('WXTtGR6IkmczwpXRd','thRQRPWaAMtYYUhNU','Ann','ann@shop.example','hash',300000,'auto');
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
INSERT INTO "conversations" VALUES('YASoldzW6F9h3W28Y','thRQRPWaAMtYYUhNU','x01hFdp3eCTZq1iw5kKnUCDxljdjNcM1',1,1772625600000,NULL,3,3,0,0,2,0);
CREATE TABLE devices (
    agent     TEXT NOT NULL REFERENCES agents (id),
    id        TEXT NOT NULL,
    heard_at  BIGINT NOT NULL,
    input_at  BIGINT NOT NULL,
    left_at   BIGINT NOT NULL,
    closed_at BIGINT NOT NULL,
    PRIMARY KEY (agent, id)
);
INSERT INTO "devices" VALUES('WXTtGR6IkmczwpXRd','desk',1772625600000,1772625600000,0,0);
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
INSERT INTO "entries" VALUES('YASoldzW6F9h3W28Y',1,'j5ATr4aizeZWDp9dy','message','visitor','x01hFdp3eCTZq1iw5kKnUCDxljdjNcM1','m1','Do you have it in blue?',0,1772625600000);
INSERT INTO "entries" VALUES('YASoldzW6F9h3W28Y',2,'r5rNQ8wCgX6WnaPkA','joined','agent','WXTtGR6IkmczwpXRd','j1','',0,1772625600000);
INSERT INTO "entries" VALUES('YASoldzW6F9h3W28Y',3,'gmrTG4l5htaBfmQQ2','message','agent','WXTtGR6IkmczwpXRd','a1','We have it in blue.',0,1772625600000);
CREATE TABLE goose_db_version (
		id INTEGER PRIMARY KEY AUTOINCREMENT,
		version_id INTEGER NOT NULL,
		is_applied INTEGER NOT NULL,
		tstamp TIMESTAMP DEFAULT (datetime('now'))
	);
INSERT INTO "goose_db_version" VALUES(1,0,1,'2026-11-23 06:44:16');
INSERT INTO "goose_db_version" VALUES(2,1,1,'2026-11-23 06:44:16');
CREATE TABLE group_agents (
    agent_group TEXT NOT NULL REFERENCES agent_groups (id),
    agent       TEXT NOT NULL REFERENCES agents (id),
    PRIMARY KEY (agent_group, agent)
);
INSERT INTO "group_agents" VALUES('UyqKscyyifAU4sFK8','WXTtGR6IkmczwpXRd');
CREATE TABLE members (
    conversation TEXT NOT NULL REFERENCES conversations (id),
    agent        TEXT NOT NULL REFERENCES agents (id),
    replied      BOOLEAN NOT NULL,
    position     BIGINT NOT NULL, -- order of becoming one
    PRIMARY KEY (conversation, agent)
);
INSERT INTO "members" VALUES('YASoldzW6F9h3W28Y','WXTtGR6IkmczwpXRd',1,0);
CREATE TABLE presence (
    agent         TEXT PRIMARY KEY REFERENCES agents (id),
    choice_status TEXT NOT NULL DEFAULT '',
    choice_at     BIGINT NOT NULL DEFAULT 0,
    choice_by     TEXT NOT NULL DEFAULT '',
    choice_device TEXT NOT NULL DEFAULT '',
    idled_at      BIGINT NOT NULL DEFAULT 0,
    ping_at       BIGINT NOT NULL DEFAULT 0
);
INSERT INTO "presence" VALUES('WXTtGR6IkmczwpXRd','online',1772625600000,'','',0,0);
CREATE TABLE site_keys (
    hash TEXT PRIMARY KEY,
    site TEXT NOT NULL REFERENCES sites (id)
);
INSERT INTO "site_keys" VALUES('75e344e144dd0e04829f89de43736f13833de877eb9b9bc79eb0324c726cd3f5','thRQRPWaAMtYYUhNU');
CREATE TABLE site_origins (
    site   TEXT NOT NULL REFERENCES sites (id),
    origin TEXT NOT NULL,
    PRIMARY KEY (site, origin)
);
INSERT INTO "site_origins" VALUES('thRQRPWaAMtYYUhNU','https://shop.example');
CREATE TABLE sites (
    id           TEXT PRIMARY KEY,
    name         TEXT NOT NULL,
    quiet        TEXT NOT NULL,
    email_policy TEXT NOT NULL,
    revision     BIGINT NOT NULL -- grows with every change of the site, its agents, groups or keys
);
INSERT INTO "sites" VALUES('thRQRPWaAMtYYUhNU','Shop','messenger','optional',4);
CREATE TABLE tokens (
    hash   TEXT PRIMARY KEY,
    agent  TEXT NOT NULL REFERENCES agents (id),
    device TEXT NOT NULL
);
INSERT INTO "tokens" VALUES('0f007385b6f9d4b7eeb2748605afe1a984a0a3bfa3f014d09e2a784ce9e5cd1a','WXTtGR6IkmczwpXRd','desk');
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
INSERT INTO "view_changes" VALUES('WXTtGR6IkmczwpXRd',1,1772625600000,'online','choice','','desk');
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
INSERT INTO "visitors" VALUES('x01hFdp3eCTZq1iw5kKnUCDxljdjNcM1','thRQRPWaAMtYYUhNU','412dc46cc9e3cb26f29f7c1415c556349af62904c5d15b0a2d8cfdc5cfa22b34','v@example.org','en',NULL,1772625600000);
CREATE INDEX agents_site ON agents (site);
CREATE INDEX tokens_agent ON tokens (agent);
CREATE INDEX conversations_open ON conversations (site) WHERE open;
DELETE FROM "sqlite_sequence";
INSERT INTO "sqlite_sequence" VALUES('goose_db_version',2);
COMMIT;
