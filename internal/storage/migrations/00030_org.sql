-- +goose Up
-- The organisation: two trees (regions, departments), people, what they may do, who stands in for whom, and the roster.
-- A path is "/" + the ids from the root + "/", so a subtree is a prefix. Ids in a path never change.
CREATE TABLE org_region (
    id        TEXT PRIMARY KEY,              -- 行政区划代码
    name      TEXT NOT NULL,
    level     TEXT NOT NULL,
    parent_id TEXT REFERENCES org_region (id),
    path      TEXT NOT NULL UNIQUE,
    active    INTEGER NOT NULL DEFAULT 1
);

CREATE TABLE org_department (
    id          TEXT PRIMARY KEY,
    name        TEXT NOT NULL,
    short       TEXT NOT NULL,
    kind        TEXT NOT NULL,
    parent_id   TEXT REFERENCES org_department (id),
    path        TEXT NOT NULL UNIQUE,
    region_id   TEXT NOT NULL REFERENCES org_region (id),
    region_path TEXT NOT NULL,
    phone       TEXT NOT NULL,               -- the office's published telephone, not personal data
    active      INTEGER NOT NULL DEFAULT 1
);

CREATE TABLE org_person (
    id                 TEXT PRIMARY KEY,
    login              TEXT NOT NULL UNIQUE, -- lower case
    name               TEXT NOT NULL,
    post               TEXT NOT NULL,
    department_id      TEXT NOT NULL REFERENCES org_department (id),
    phone              TEXT NOT NULL,        -- sealed; '' when there is none
    phone_index        TEXT NOT NULL,        -- keyed blind index of the phone; '' when there is none
    active             INTEGER NOT NULL DEFAULT 1,
    password           TEXT NOT NULL,        -- argon2id PHC string; '' means that nobody can sign in
    must_change        INTEGER NOT NULL,
    credential_version BIGINT NOT NULL,
    created_at         BIGINT NOT NULL
);
CREATE INDEX org_person_department ON org_person (department_id);
CREATE INDEX org_person_phone ON org_person (phone_index);

-- "" as a path means the whole tree.
CREATE TABLE org_grant (
    person_id   TEXT NOT NULL REFERENCES org_person (id),
    role        TEXT NOT NULL,
    dept_path   TEXT NOT NULL,
    region_path TEXT NOT NULL,
    granted_by  TEXT NOT NULL,
    granted_at  BIGINT NOT NULL,
    PRIMARY KEY (person_id, role, dept_path, region_path)
);
CREATE INDEX org_grant_role ON org_grant (role);

CREATE TABLE org_deputy (
    id         TEXT PRIMARY KEY,
    absent_id  TEXT NOT NULL REFERENCES org_person (id),
    deputy_id  TEXT NOT NULL REFERENCES org_person (id),
    from_at    BIGINT NOT NULL,
    to_at      BIGINT NOT NULL,              -- the first instant at which the deputy no longer acts
    reason     TEXT NOT NULL,
    created_by TEXT NOT NULL,
    created_at BIGINT NOT NULL
);
CREATE INDEX org_deputy_absent ON org_deputy (absent_id, to_at);
CREATE INDEX org_deputy_deputy ON org_deputy (deputy_id, to_at);

-- One row: it moves with every change of the tables above, so that every node knows when its copy is old.
CREATE TABLE org_version (
    id      INTEGER PRIMARY KEY,
    version BIGINT NOT NULL
);
INSERT INTO org_version (id, version) VALUES (1, 1);

-- Attempts to sign in, by login name and by source address. The key is a digest, so the table tells nobody's address.
CREATE TABLE org_attempt (
    id            TEXT PRIMARY KEY,
    failures      INTEGER NOT NULL,
    first_at      BIGINT NOT NULL,
    last_at       BIGINT NOT NULL,
    blocked_until BIGINT NOT NULL
);
CREATE INDEX org_attempt_last ON org_attempt (last_at);

-- The days on which a person was signed in (HOT-48, HOT-05).
CREATE TABLE org_presence (
    person_id TEXT NOT NULL REFERENCES org_person (id),
    day       TEXT NOT NULL,
    first_at  BIGINT NOT NULL,
    PRIMARY KEY (person_id, day)
);
CREATE INDEX org_presence_day ON org_presence (day);

CREATE TABLE org_shift (
    id            TEXT PRIMARY KEY,
    department_id TEXT NOT NULL REFERENCES org_department (id),
    kind          TEXT NOT NULL,
    from_at       BIGINT NOT NULL,
    to_at         BIGINT NOT NULL,
    person_id     TEXT NOT NULL REFERENCES org_person (id),
    leader_id     TEXT NOT NULL REFERENCES org_person (id),
    cancelled     INTEGER NOT NULL DEFAULT 0
);
CREATE INDEX org_shift_time ON org_shift (department_id, to_at);

CREATE TABLE org_shift_standby (
    shift_id  TEXT NOT NULL REFERENCES org_shift (id),
    person_id TEXT NOT NULL REFERENCES org_person (id),
    PRIMARY KEY (shift_id, person_id)
);

CREATE TABLE org_handover (
    id            TEXT PRIMARY KEY,
    department_id TEXT NOT NULL REFERENCES org_department (id),
    from_id       TEXT NOT NULL REFERENCES org_person (id),
    to_id         TEXT NOT NULL,             -- the next duty person; '' means the service hall
    at            BIGINT NOT NULL,
    note          TEXT NOT NULL,
    taken_by      TEXT NOT NULL,             -- '' until somebody has taken it over
    taken_at      BIGINT NOT NULL
);
CREATE INDEX org_handover_department ON org_handover (department_id, id);

CREATE TABLE org_handover_order (
    handover_id TEXT NOT NULL REFERENCES org_handover (id),
    position    INTEGER NOT NULL,
    order_id    TEXT NOT NULL,
    PRIMARY KEY (handover_id, order_id)
);
CREATE INDEX org_handover_order_order ON org_handover_order (order_id);

-- Looks at the network during a night duty (DUTY-03).
CREATE TABLE org_check (
    id        TEXT PRIMARY KEY,
    shift_id  TEXT NOT NULL REFERENCES org_shift (id),
    person_id TEXT NOT NULL REFERENCES org_person (id),
    at        BIGINT NOT NULL,
    waiting   INTEGER NOT NULL,              -- orders found that were not signed for
    note      TEXT NOT NULL
);
CREATE INDEX org_check_shift ON org_check (shift_id, at);

-- +goose Down
DROP TABLE org_check;
DROP TABLE org_handover_order;
DROP TABLE org_handover;
DROP TABLE org_shift_standby;
DROP TABLE org_shift;
DROP TABLE org_presence;
DROP TABLE org_attempt;
DROP TABLE org_version;
DROP TABLE org_deputy;
DROP TABLE org_grant;
DROP TABLE org_person;
DROP TABLE org_department;
DROP TABLE org_region;
