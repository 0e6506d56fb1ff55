-- +goose Up
-- Rounds: who was where, when, what was found and what became of it (DUTY-09 to DUTY-13, DUTY-18). Those of a roster name
-- their turn.
CREATE TABLE org_round (
    id            TEXT PRIMARY KEY,
    department_id TEXT NOT NULL REFERENCES org_department (id), -- the hall
    kind          TEXT NOT NULL,
    unit_id       TEXT NOT NULL REFERENCES org_department (id), -- whom the person came for
    person_id     TEXT NOT NULL REFERENCES org_person (id),
    shift_id      TEXT REFERENCES org_shift (id),
    at            BIGINT NOT NULL,
    place         TEXT NOT NULL,
    found         TEXT NOT NULL,
    outcome       TEXT NOT NULL,                                -- '' until something came of it
    settled_by    TEXT NOT NULL,
    settled_at    BIGINT NOT NULL
);
CREATE INDEX org_round_department ON org_round (department_id, at, id);
CREATE UNIQUE INDEX org_round_shift ON org_round (shift_id, person_id);

-- +goose Down
DROP TABLE org_round;
