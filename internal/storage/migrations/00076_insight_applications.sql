-- What figures of applications follow from the event log. Nothing here is a source: huying rebuilds all of it from nothing.
-- +goose Up
-- One row for each application: what its events say of it. The measures from received on are what figures add up.
CREATE TABLE insight_application (
  id           TEXT   PRIMARY KEY,
  seq          BIGINT NOT NULL,      -- the last event that is in the row
  item         TEXT   NOT NULL,
  dept         TEXT   NOT NULL,      -- path of the implementing department
  hall         TEXT   NOT NULL,      -- path of the office whose windows accept it
  region       TEXT   NOT NULL,
  model        TEXT   NOT NULL,
  received_day TEXT   NOT NULL,      -- days are '' when there is none
  accepted_day TEXT   NOT NULL,
  ended_day    TEXT   NOT NULL,
  visit_days   TEXT   NOT NULL,      -- days on which the applicant came to a window
  received     BIGINT NOT NULL,
  online       BIGINT NOT NULL,
  accepted     BIGINT NOT NULL,
  committed    BIGINT NOT NULL,
  completed    BIGINT NOT NULL,
  told         BIGINT NOT NULL,
  steps        BIGINT NOT NULL,
  trips        BIGINT NOT NULL,
  once         BIGINT NOT NULL,
  timely       BIGINT NOT NULL,
  candidates   BIGINT NOT NULL,
  unexplained  BIGINT NOT NULL,
  taken        BIGINT NOT NULL,
  statutory    BIGINT NOT NULL,
  formal       BIGINT NOT NULL,
  spot         BIGINT NOT NULL,
  spot_all     BIGINT NOT NULL,
  visits       BIGINT NOT NULL
);
CREATE INDEX insight_application_received ON insight_application (received_day, id);
CREATE INDEX insight_application_accepted ON insight_application (accepted_day, id) WHERE accepted_day <> '';
CREATE INDEX insight_application_ended ON insight_application (ended_day, id) WHERE ended_day <> '';
CREATE INDEX insight_application_item ON insight_application (item, accepted_day, id) WHERE accepted_day <> '';

-- The days on which applicants came to a window, each once for each application.
CREATE TABLE insight_visit (
  day    TEXT NOT NULL,
  id     TEXT NOT NULL,              -- of the application
  PRIMARY KEY (day, id)
);

-- The measures of the applications, summed by the day on which each counts, and by the month of that day.
CREATE TABLE insight_application_sum (
  step         TEXT   NOT NULL,      -- day or month
  day          TEXT   NOT NULL,      -- the day, or the month as 2026-03
  item         TEXT   NOT NULL,
  dept         TEXT   NOT NULL,
  hall         TEXT   NOT NULL,
  region       TEXT   NOT NULL,
  received     BIGINT NOT NULL,
  online       BIGINT NOT NULL,
  accepted     BIGINT NOT NULL,
  committed    BIGINT NOT NULL,
  completed    BIGINT NOT NULL,
  told         BIGINT NOT NULL,
  steps        BIGINT NOT NULL,
  trips        BIGINT NOT NULL,
  once         BIGINT NOT NULL,
  timely       BIGINT NOT NULL,
  candidates   BIGINT NOT NULL,
  unexplained  BIGINT NOT NULL,
  taken        BIGINT NOT NULL,
  statutory    BIGINT NOT NULL,
  formal       BIGINT NOT NULL,
  spot         BIGINT NOT NULL,
  spot_all     BIGINT NOT NULL,
  visits       BIGINT NOT NULL,
  PRIMARY KEY (step, day, item, dept, hall, region)
);

-- +goose Down
DROP TABLE insight_application_sum;
DROP TABLE insight_visit;
DROP TABLE insight_application;
