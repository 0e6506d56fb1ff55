-- The register of who was held to account for an application past its limit (TIME-42).
-- +goose Up
CREATE TABLE application_accounts (
  id             TEXT   PRIMARY KEY,
  application_id TEXT   NOT NULL,
  number         TEXT   NOT NULL,
  measure        TEXT   NOT NULL,
  dept           TEXT   NOT NULL,
  handler        TEXT   NOT NULL,
  head           TEXT   NOT NULL,
  finding        TEXT   NOT NULL,
  by_person      TEXT   NOT NULL,
  at             BIGINT NOT NULL
);
CREATE UNIQUE INDEX application_accounts_number ON application_accounts (number);
CREATE INDEX application_accounts_application ON application_accounts (application_id, at, id);
CREATE INDEX application_accounts_at ON application_accounts (at, id);

-- +goose Down
DROP TABLE application_accounts;
