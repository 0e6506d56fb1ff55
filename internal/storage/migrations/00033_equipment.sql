-- +goose Up
-- The equipment that a unit has for the hotline (HOT-25).
CREATE TABLE org_equipment (
    id            TEXT PRIMARY KEY,
    department_id TEXT NOT NULL REFERENCES org_department (id),
    kind          TEXT NOT NULL,
    number        TEXT NOT NULL,
    place         TEXT NOT NULL,
    state         TEXT NOT NULL,
    note          TEXT NOT NULL,
    changed_by    TEXT NOT NULL REFERENCES org_person (id),
    changed_at    BIGINT NOT NULL
);
CREATE UNIQUE INDEX org_equipment_number ON org_equipment (department_id, number);

-- +goose Down
DROP TABLE org_equipment;
