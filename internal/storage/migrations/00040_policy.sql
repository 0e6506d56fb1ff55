-- +goose Up
-- Every value a setting has ever had. The one in force for a region is the newest version at the nearest region on the
-- way up; "" is the whole city. A cleared version gives the question back to the level above.
CREATE TABLE policy_value (
    key         TEXT NOT NULL,
    region_path TEXT NOT NULL,
    version     BIGINT NOT NULL,
    value       TEXT NOT NULL,
    cleared     INTEGER NOT NULL,
    reason      TEXT NOT NULL,
    by_id       TEXT NOT NULL,
    at          BIGINT NOT NULL,
    PRIMARY KEY (key, region_path, version)
);

-- One row: it moves with every change, so that every node knows when its copy is old.
CREATE TABLE policy_version (
    id      INTEGER PRIMARY KEY,
    version BIGINT NOT NULL
);
INSERT INTO policy_version (id, version) VALUES (1, 0);

-- +goose Down
DROP TABLE policy_version;
DROP TABLE policy_value;
