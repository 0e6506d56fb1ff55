-- What each visit of a later check found: record is the inspection as a JSON text, in the order of the ids (APP-14).
-- +goose Up
CREATE TABLE application_inspections (
  id             TEXT PRIMARY KEY,
  case_id        TEXT NOT NULL,
  application_id TEXT NOT NULL,
  record         TEXT NOT NULL
);
CREATE INDEX application_inspections_case ON application_inspections (case_id, id);
CREATE INDEX application_inspections_application ON application_inspections (application_id, id);

-- +goose Down
DROP TABLE application_inspections;
