-- +goose Up
-- Where an application comes from that an older system finished. mark is a keyed digest of its row, so that the same row is
-- known again and a changed one told; it holds nothing of the applicant.
ALTER TABLE applications ADD COLUMN source TEXT NOT NULL DEFAULT '';
ALTER TABLE applications ADD COLUMN source_id TEXT NOT NULL DEFAULT '';
ALTER TABLE applications ADD COLUMN source_mark TEXT NOT NULL DEFAULT '';
CREATE UNIQUE INDEX applications_source ON applications (source, source_id) WHERE source <> '';

-- +goose Down
DROP INDEX applications_source;
ALTER TABLE applications DROP COLUMN source_mark;
ALTER TABLE applications DROP COLUMN source_id;
ALTER TABLE applications DROP COLUMN source;
