-- +goose Up
-- What is attached to a case. The content lies in a file that its hash names; rows are added, never changed.
CREATE TABLE attachment (
  id         TEXT   PRIMARY KEY,
  case_id    TEXT   NOT NULL,
  hash       TEXT   NOT NULL,
  name       TEXT   NOT NULL,
  type       TEXT   NOT NULL,
  size       BIGINT NOT NULL,
  added_by   TEXT   NOT NULL,
  added_at   BIGINT NOT NULL,
  visibility TEXT   NOT NULL
);
CREATE INDEX attachment_case ON attachment (case_id, id);

-- +goose Down
DROP TABLE attachment;
