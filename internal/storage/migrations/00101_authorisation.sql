-- +goose Up
-- Letters of authorisation (授权委托书, ORG-06). record is the whole letter; the columns are what is searched for.
CREATE TABLE org_authorisation (
  id         TEXT   PRIMARY KEY,
  number     TEXT   NOT NULL,
  year       BIGINT NOT NULL,
  serial     BIGINT NOT NULL,
  person_id  TEXT   NOT NULL,
  deputy_id  TEXT   NOT NULL DEFAULT '',
  dept_path  TEXT   NOT NULL,
  region_path TEXT  NOT NULL,
  from_day   TEXT   NOT NULL,
  to_day     TEXT   NOT NULL,
  revoked_at BIGINT,
  record     TEXT   NOT NULL
);
CREATE UNIQUE INDEX org_authorisation_serial ON org_authorisation (year, serial);
CREATE INDEX org_authorisation_person ON org_authorisation (person_id, to_day);
CREATE INDEX org_authorisation_deputy ON org_authorisation (deputy_id, to_day) WHERE deputy_id <> '';
CREATE INDEX org_authorisation_dept ON org_authorisation (dept_path, id);

-- +goose Down
DROP TABLE org_authorisation;
