-- +goose Up
-- A bundle (一件事) or an investment project: the case above several applications. record is the whole as a JSON text.
CREATE TABLE application_bundles (
  id     TEXT   PRIMARY KEY,
  bundle TEXT   NOT NULL,
  n      BIGINT NOT NULL,
  kind   TEXT   NOT NULL,
  record TEXT   NOT NULL
);
CREATE INDEX application_bundles_bundle ON application_bundles (bundle, id);

-- What figures are folded from, so that no record need be parsed for them. Limits and what was taken are counted days.
ALTER TABLE applications ADD COLUMN steps BIGINT NOT NULL DEFAULT 0;
ALTER TABLE applications ADD COLUMN trips BIGINT NOT NULL DEFAULT 0;
ALTER TABLE applications ADD COLUMN statutory BIGINT NOT NULL DEFAULT 0;
ALTER TABLE applications ADD COLUMN taken BIGINT NOT NULL DEFAULT 0;
ALTER TABLE applications ADD COLUMN formal BIGINT NOT NULL DEFAULT 0;
ALTER TABLE applications ADD COLUMN on_spot BIGINT NOT NULL DEFAULT 0;

-- +goose Down
ALTER TABLE applications DROP COLUMN on_spot;
ALTER TABLE applications DROP COLUMN formal;
ALTER TABLE applications DROP COLUMN taken;
ALTER TABLE applications DROP COLUMN statutory;
ALTER TABLE applications DROP COLUMN trips;
ALTER TABLE applications DROP COLUMN steps;
DROP TABLE application_bundles;
