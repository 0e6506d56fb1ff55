-- +goose Up
CREATE TABLE cases (
  id         TEXT   PRIMARY KEY,
  number     TEXT   NOT NULL,
  parent     TEXT   NOT NULL DEFAULT '',
  flow       TEXT   NOT NULL,
  state      TEXT   NOT NULL,
  version    BIGINT NOT NULL,
  head       TEXT   NOT NULL,
  title      TEXT   NOT NULL,
  region     TEXT   NOT NULL,
  dept       TEXT   NOT NULL,
  assignee   TEXT   NOT NULL DEFAULT '',
  opened_at  BIGINT NOT NULL,
  changed_at BIGINT NOT NULL,
  closed_at  BIGINT,
  due_at     BIGINT NOT NULL
);
CREATE UNIQUE INDEX cases_number ON cases (number);
CREATE INDEX cases_opened ON cases (flow, opened_at, id);
CREATE INDEX cases_changed ON cases (flow, changed_at, id);
CREATE INDEX cases_dept_opened ON cases (dept, opened_at, id);
CREATE INDEX cases_todo ON cases (flow, due_at, id) WHERE closed_at IS NULL;
CREATE INDEX cases_todo_dept ON cases (dept, due_at, id) WHERE closed_at IS NULL;
CREATE INDEX cases_parent ON cases (parent) WHERE parent <> '';

CREATE TABLE meters (
  case_id    TEXT   NOT NULL,
  name       TEXT   NOT NULL,
  round      BIGINT NOT NULL,
  unit       TEXT   NOT NULL,
  amount     BIGINT NOT NULL,
  rule       TEXT   NOT NULL,
  calendar   BIGINT NOT NULL,
  region     TEXT   NOT NULL,
  alarms     TEXT   NOT NULL,
  started_at BIGINT NOT NULL,
  due_at     BIGINT NOT NULL,
  stopped_at BIGINT,
  paused     BIGINT NOT NULL,
  extended   BIGINT NOT NULL,
  PRIMARY KEY (case_id, name, round)
);
CREATE INDEX meters_running ON meters (due_at, case_id) WHERE stopped_at IS NULL;

CREATE TABLE alarms (
  case_id TEXT   NOT NULL,
  meter   TEXT   NOT NULL,
  kind    TEXT   NOT NULL,
  at      BIGINT NOT NULL,
  PRIMARY KEY (case_id, meter, kind)
);
CREATE INDEX alarms_at ON alarms (at, case_id);

CREATE TABLE serials (
  series TEXT   PRIMARY KEY,
  last   BIGINT NOT NULL
);

CREATE TABLE case_keys (
  actor   TEXT   NOT NULL,
  key     TEXT   NOT NULL,
  content TEXT   NOT NULL,
  case_id TEXT   NOT NULL,
  at      BIGINT NOT NULL,
  PRIMARY KEY (actor, key)
);
CREATE INDEX case_keys_at ON case_keys (at);

-- +goose Down
DROP TABLE case_keys;
DROP TABLE serials;
DROP TABLE alarms;
DROP TABLE meters;
DROP TABLE cases;
