-- +goose Up
-- record is the whole application as a JSON text; what lists, figures and search need stands in columns of its own.
CREATE TABLE applications (
  id           TEXT   PRIMARY KEY,
  item         TEXT   NOT NULL,
  item_version BIGINT NOT NULL,
  dept_path    TEXT   NOT NULL,
  window_path  TEXT   NOT NULL,
  region_path  TEXT   NOT NULL,
  class        TEXT   NOT NULL,
  model        TEXT   NOT NULL,
  channel      TEXT   NOT NULL,
  step         TEXT   NOT NULL DEFAULT '',
  step_kind    TEXT   NOT NULL DEFAULT '',
  arrived      BIGINT NOT NULL DEFAULT 0,
  outcome      TEXT   NOT NULL DEFAULT '',
  committed    BIGINT NOT NULL DEFAULT 0,
  overdue      BIGINT NOT NULL DEFAULT 0,
  candidate    BIGINT NOT NULL DEFAULT 0,
  plea         TEXT   NOT NULL DEFAULT '',
  received_at  BIGINT NOT NULL,
  accepted_at  BIGINT,
  ended_at     BIGINT,
  record       TEXT   NOT NULL
);
CREATE INDEX applications_dept ON applications (dept_path, received_at, id);
CREATE INDEX applications_window ON applications (window_path, received_at, id);
CREATE INDEX applications_item ON applications (item, received_at, id);
CREATE INDEX applications_received ON applications (received_at, id);
CREATE INDEX applications_ended ON applications (ended_at, id) WHERE ended_at IS NOT NULL;

-- Personal data stands apart, sealed: who applies, who files it for him, and what he answered in the form.
CREATE TABLE application_parties (
  application_id TEXT PRIMARY KEY,
  party          TEXT NOT NULL,
  form           TEXT NOT NULL,
  phone_index    TEXT NOT NULL,
  id_index       TEXT NOT NULL,
  agent_index    TEXT NOT NULL DEFAULT ''
);
CREATE INDEX application_parties_phone ON application_parties (phone_index, application_id) WHERE phone_index <> '';
CREATE INDEX application_parties_id ON application_parties (id_index, application_id) WHERE id_index <> '';

CREATE TABLE application_documents (
  id             TEXT   PRIMARY KEY,
  application_id TEXT   NOT NULL,
  kind           TEXT   NOT NULL,
  number         TEXT   NOT NULL,
  facts          TEXT   NOT NULL,
  issued_by      TEXT   NOT NULL,
  issued_at      BIGINT NOT NULL
);
CREATE UNIQUE INDEX application_documents_number ON application_documents (number);
CREATE INDEX application_documents_application ON application_documents (application_id, issued_at, id);

-- One row per fee item of an application: nothing is charged twice (ORG-25). Amounts are in fen.
CREATE TABLE application_fees (
  application_id TEXT   NOT NULL,
  fee            TEXT   NOT NULL,
  name           TEXT   NOT NULL,
  amount         BIGINT NOT NULL,
  slip           TEXT   NOT NULL,
  relief         TEXT   NOT NULL DEFAULT '',
  dept           TEXT   NOT NULL,
  account        TEXT   NOT NULL,
  by_person      TEXT   NOT NULL,
  at             BIGINT NOT NULL,
  PRIMARY KEY (application_id, fee)
);
CREATE UNIQUE INDEX application_fees_slip ON application_fees (slip) WHERE slip <> '';
CREATE INDEX application_fees_at ON application_fees (at, application_id, fee);

CREATE TABLE certificates (
  number         TEXT   PRIMARY KEY,
  application_id TEXT   NOT NULL,
  item           TEXT   NOT NULL,
  name           TEXT   NOT NULL,
  holder         TEXT   NOT NULL,
  firm           BIGINT NOT NULL,
  text           TEXT   NOT NULL,
  issuer         TEXT   NOT NULL,
  dept_path      TEXT   NOT NULL,
  region_path    TEXT   NOT NULL,
  issued_at      BIGINT NOT NULL,
  until_day      TEXT   NOT NULL DEFAULT '',
  handed_at      BIGINT,
  revoked_at     BIGINT,
  revoked_by     TEXT   NOT NULL DEFAULT '',
  revoked_why    TEXT   NOT NULL DEFAULT '',
  reminded_at    BIGINT
);
CREATE UNIQUE INDEX certificates_application ON certificates (application_id);
CREATE INDEX certificates_until ON certificates (until_day, number) WHERE until_day <> '' AND revoked_at IS NULL;

-- What a department was asked, and what it said. record is the opinion as a JSON text.
CREATE TABLE application_opinions (
  id             TEXT   PRIMARY KEY,
  application_id TEXT   NOT NULL,
  step           TEXT   NOT NULL,
  dept           TEXT   NOT NULL,
  missed         TEXT   NOT NULL DEFAULT '',
  record         TEXT   NOT NULL
);
CREATE INDEX application_opinions_application ON application_opinions (application_id, id);

-- A citizen's unfinished application: no case yet. body is sealed; the draft goes when its time is over.
CREATE TABLE application_drafts (
  id       TEXT   PRIMARY KEY,
  item     TEXT   NOT NULL,
  body     TEXT   NOT NULL,
  saved_at BIGINT NOT NULL,
  until_at BIGINT NOT NULL
);
CREATE INDEX application_drafts_until ON application_drafts (until_at, id);

-- +goose Down
DROP TABLE application_drafts;
DROP TABLE application_opinions;
DROP TABLE certificates;
DROP TABLE application_fees;
DROP TABLE application_documents;
DROP TABLE application_parties;
DROP TABLE applications;
