-- +goose Up
-- What a copy of another database left here: as long as it is unchanged, a newer copy may take its place.
CREATE TABLE copies (
    at       BIGINT NOT NULL,
    checksum TEXT NOT NULL
);
