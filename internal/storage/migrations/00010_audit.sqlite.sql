-- +goose Up
CREATE TABLE audit_event (
  pos       INTEGER PRIMARY KEY AUTOINCREMENT,
  stream    TEXT   NOT NULL,
  seq       BIGINT NOT NULL,
  at        BIGINT NOT NULL,
  actor     TEXT   NOT NULL,
  on_behalf TEXT   NOT NULL DEFAULT '',
  authority TEXT   NOT NULL DEFAULT '',
  action    TEXT   NOT NULL,
  data      TEXT   NOT NULL,
  evidence  TEXT   NOT NULL DEFAULT '',
  hash      TEXT   NOT NULL
);
CREATE UNIQUE INDEX audit_event_stream ON audit_event (stream, seq);

CREATE TABLE audit_checkpoint (
  n         BIGINT PRIMARY KEY,
  from_pos  BIGINT NOT NULL,
  to_pos    BIGINT NOT NULL,
  events    BIGINT NOT NULL,
  root      TEXT   NOT NULL,
  hash      TEXT   NOT NULL,
  signature TEXT   NOT NULL,
  at        BIGINT NOT NULL
);

-- +goose Down
DROP TABLE audit_checkpoint;
DROP TABLE audit_event;
