-- +goose Up
-- How often a citizen was given another query code: the code is derived from it, so the codes before have ended.
ALTER TABLE orders ADD COLUMN code_renewals BIGINT NOT NULL DEFAULT 0;

-- +goose Down
ALTER TABLE orders DROP COLUMN code_renewals;
