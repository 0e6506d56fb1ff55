-- +goose Up
-- What a list shows of an application stands in columns, so that a page of it opens no record.
ALTER TABLE applications ADD COLUMN green BIGINT NOT NULL DEFAULT 0;
UPDATE applications SET green = 1 WHERE record LIKE '%"green":true%';

-- +goose Down
ALTER TABLE applications DROP COLUMN green;
