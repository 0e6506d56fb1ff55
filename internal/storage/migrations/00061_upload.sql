-- +goose Up
-- Files that were sent and that nothing may hold yet: who sent each, and until when it is waited for. What no attachment holds
-- by then is removed.
CREATE TABLE upload (
  id       TEXT   PRIMARY KEY,
  hash     TEXT   NOT NULL,
  size     BIGINT NOT NULL,
  sent_by  TEXT   NOT NULL,
  sent_at  BIGINT NOT NULL,
  until_at BIGINT NOT NULL
);
CREATE INDEX upload_until ON upload (until_at, id);
CREATE INDEX upload_hash ON upload (hash, until_at);
CREATE INDEX attachment_hash ON attachment (hash);

-- +goose Down
DROP INDEX attachment_hash;
DROP TABLE upload;
