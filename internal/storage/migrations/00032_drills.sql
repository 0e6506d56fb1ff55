-- +goose Up
-- Unannounced drills: when each station was called out and when it was there (DUTY-15).
CREATE TABLE org_drill (
    id            TEXT PRIMARY KEY,
    department_id TEXT NOT NULL REFERENCES org_department (id), -- who called
    title         TEXT NOT NULL,
    place         TEXT NOT NULL,
    called_by     TEXT NOT NULL REFERENCES org_person (id),
    at            BIGINT NOT NULL
);
CREATE INDEX org_drill_department ON org_drill (department_id, id);

CREATE TABLE org_drill_station (
    drill_id   TEXT NOT NULL REFERENCES org_drill (id),
    station_id TEXT NOT NULL REFERENCES org_department (id),
    called_at  BIGINT NOT NULL,
    arrived_at BIGINT NOT NULL,                                 -- 0 until it is there
    PRIMARY KEY (drill_id, station_id)
);

-- +goose Down
DROP TABLE org_drill_station;
DROP TABLE org_drill;
