-- +goose Up
-- token is the SHA-256 of what the browser holds: the table opens nobody's session.
CREATE TABLE web_session (
  token      TEXT   PRIMARY KEY,
  person_id  TEXT   NOT NULL,
  credential BIGINT NOT NULL,
  opened_at  BIGINT NOT NULL,
  seen_at    BIGINT NOT NULL,
  ends_at    BIGINT NOT NULL
);
CREATE INDEX web_session_person ON web_session (person_id);
CREATE INDEX web_session_ends ON web_session (ends_at);

-- What a creation answered, by the key its sender gave it. digest tells another content under the same key apart.
CREATE TABLE web_once (
  person_id TEXT   NOT NULL,
  key       TEXT   NOT NULL,
  digest    TEXT   NOT NULL,
  answer    TEXT   NOT NULL DEFAULT '',
  at        BIGINT NOT NULL,
  PRIMARY KEY (person_id, key)
);
CREATE INDEX web_once_at ON web_once (at);

-- Guesses and submissions of the public pages. id is a digest: the table tells neither addresses nor numbers.
CREATE TABLE web_attempt (
  id       TEXT   PRIMARY KEY,
  n        BIGINT NOT NULL,
  since_at BIGINT NOT NULL
);
CREATE INDEX web_attempt_since ON web_attempt (since_at);

-- +goose Down
DROP TABLE web_attempt;
DROP TABLE web_once;
DROP TABLE web_session;
