-- +goose Up
-- Who is here is known to the hub that has the visitor's links. A hub that does not say for long that it lives has none any more.
CREATE TABLE hubs (
    id       TEXT PRIMARY KEY,
    heard_at BIGINT NOT NULL
);

CREATE TABLE visits (
    visitor    TEXT NOT NULL REFERENCES visitors (id),
    hub        TEXT NOT NULL REFERENCES hubs (id),
    url        TEXT NOT NULL,
    title      TEXT NOT NULL,
    attributes TEXT NOT NULL, -- JSON of an object of strings, empty without any
    PRIMARY KEY (visitor, hub)
);
CREATE INDEX visits_hub ON visits (hub);
