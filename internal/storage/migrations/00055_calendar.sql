-- +goose Up
CREATE TABLE calendar_versions (
  version     BIGINT PRIMARY KEY,
  region      TEXT   NOT NULL,
  year        BIGINT NOT NULL,
  body        TEXT   NOT NULL,
  reason      TEXT   NOT NULL,
  proposed_by TEXT   NOT NULL,
  proposed_at BIGINT NOT NULL,
  approved_by TEXT   NOT NULL DEFAULT '',
  approved_at BIGINT
);

-- +goose Down
DROP TABLE calendar_versions;
