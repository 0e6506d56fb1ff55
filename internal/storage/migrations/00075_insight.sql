-- +goose Up
-- What statistics follow from the event log. Nothing here is a source: huying rebuilds all of it from nothing.
CREATE TABLE insight_offset (
  name     TEXT   PRIMARY KEY,
  version  BIGINT NOT NULL,             -- of the way events are read; another one wants a rebuild
  pos      BIGINT NOT NULL,             -- events up to here are counted, each exactly once
  building BIGINT NOT NULL,             -- while a rebuild is under way: the position it goes up to, else 0
  at       BIGINT NOT NULL
);
INSERT INTO insight_offset (name, version, pos, building, at) VALUES ('hotline', 0, 0, 0, 0);

-- One row for each hotline order: what its events say of it. The measures from orders on are 0 or 1.
CREATE TABLE insight_order (
  id              TEXT   PRIMARY KEY,
  seq             BIGINT NOT NULL,      -- the last event that is in the row
  day             TEXT   NOT NULL,      -- when the appeal was received
  dept            TEXT   NOT NULL,      -- path of the department whose order it is
  region          TEXT   NOT NULL,
  kind            TEXT   NOT NULL,
  channel         TEXT   NOT NULL,
  category        TEXT   NOT NULL,
  state           TEXT   NOT NULL,
  disposition     TEXT   NOT NULL,
  working         BIGINT NOT NULL,      -- 1 while it still wants work
  dispatched_at   BIGINT NOT NULL,      -- instants are 0 when there is none
  sign_due        BIGINT NOT NULL,
  signed_at       BIGINT NOT NULL,
  handling_due    BIGINT NOT NULL,
  handled_at      BIGINT NOT NULL,
  concluded_at    BIGINT NOT NULL,
  concluded_day   TEXT   NOT NULL,
  revisit_due     BIGINT NOT NULL,
  archived_at     BIGINT NOT NULL,
  first_grade     TEXT   NOT NULL,
  second_grade    TEXT   NOT NULL,
  closing_mark    TEXT   NOT NULL,
  return_count    BIGINT NOT NULL,
  redo_count      BIGINT NOT NULL,
  urge_count      BIGINT NOT NULL,
  notice_count    BIGINT NOT NULL,
  revisit_count   BIGINT NOT NULL,
  overdue         BIGINT NOT NULL,      -- 1 when it was answered after its limit, or is deemed overdue
  orders          BIGINT NOT NULL,
  answered        BIGINT NOT NULL,
  refused         BIGINT NOT NULL,
  redirected      BIGINT NOT NULL,
  dispatched      BIGINT NOT NULL,
  signed          BIGINT NOT NULL,
  signed_in_time  BIGINT NOT NULL,
  concluded       BIGINT NOT NULL,
  timely          BIGINT NOT NULL,
  rated           BIGINT NOT NULL,
  satisfied       BIGINT NOT NULL,
  revisited       BIGINT NOT NULL,
  returned        BIGINT NOT NULL,
  redone          BIGINT NOT NULL,
  explained       BIGINT NOT NULL,
  archived        BIGINT NOT NULL
);
CREATE INDEX insight_order_day ON insight_order (day, id);
CREATE INDEX insight_order_dept ON insight_order (dept, day, id);
CREATE INDEX insight_order_region ON insight_order (region, day, id);
CREATE INDEX insight_order_concluded ON insight_order (concluded_day, id) WHERE concluded = 1;
CREATE INDEX insight_order_working ON insight_order (day, dept) WHERE working = 1;

-- The measures of the orders, summed: along the axes dept, region and channel by the day of receipt, along the axis done
-- (department) by the day of conclusion.
CREATE TABLE insight_day (
  axis            TEXT   NOT NULL,
  day             TEXT   NOT NULL,
  place           TEXT   NOT NULL,      -- department path, region path or channel
  kind            TEXT   NOT NULL,
  orders          BIGINT NOT NULL,
  answered        BIGINT NOT NULL,
  refused         BIGINT NOT NULL,
  redirected      BIGINT NOT NULL,
  dispatched      BIGINT NOT NULL,
  signed          BIGINT NOT NULL,
  signed_in_time  BIGINT NOT NULL,
  concluded       BIGINT NOT NULL,
  timely          BIGINT NOT NULL,
  rated           BIGINT NOT NULL,
  satisfied       BIGINT NOT NULL,
  revisited       BIGINT NOT NULL,
  returned        BIGINT NOT NULL,
  redone          BIGINT NOT NULL,
  explained       BIGINT NOT NULL,
  archived        BIGINT NOT NULL,
  PRIMARY KEY (axis, day, place, kind)
);

-- Single acts that are counted by the day and the department at which they happened: urges, notices, calls taken ...
CREATE TABLE insight_mark (
  order_id TEXT   NOT NULL,
  n        BIGINT NOT NULL,
  what     TEXT   NOT NULL,
  day      TEXT   NOT NULL,
  hour     BIGINT NOT NULL,             -- China time
  dept     TEXT   NOT NULL,
  region   TEXT   NOT NULL,
  kind     TEXT   NOT NULL,
  who      TEXT   NOT NULL,             -- id of the person
  PRIMARY KEY (order_id, n)
);
CREATE INDEX insight_mark_day ON insight_mark (what, day, order_id, n);

-- Stretches of days at whose end an order or an assisting task stood unsigned beyond its limit (HOT-48). A stretch that
-- is still open has no last day.
CREATE TABLE insight_unsigned (
  case_id  TEXT   NOT NULL,
  n        BIGINT NOT NULL,
  order_id TEXT   NOT NULL,
  dept     TEXT   NOT NULL,
  region   TEXT   NOT NULL,
  from_day TEXT   NOT NULL,
  to_day   TEXT,                        -- the day it was signed for, no longer one of them
  PRIMARY KEY (case_id, n)
);
CREATE INDEX insight_unsigned_day ON insight_unsigned (from_day, case_id);

CREATE TABLE insight_unit (
  id     TEXT PRIMARY KEY,
  path   TEXT NOT NULL,
  since  TEXT NOT NULL                  -- the day the department was set up
);
CREATE TABLE insight_person (
  id   TEXT PRIMARY KEY,
  unit TEXT NOT NULL                    -- id of the department
);
CREATE TABLE insight_presence (
  day    TEXT NOT NULL,
  unit   TEXT NOT NULL,
  person TEXT NOT NULL,
  PRIMARY KEY (day, unit, person)
);

-- +goose Down
DROP TABLE insight_presence;
DROP TABLE insight_person;
DROP TABLE insight_unit;
DROP TABLE insight_unsigned;
DROP TABLE insight_mark;
DROP TABLE insight_day;
DROP TABLE insight_order;
DROP TABLE insight_offset;
