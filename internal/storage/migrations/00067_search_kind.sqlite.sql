-- SQLite finds by the index of words alone.
-- +goose Up
SELECT 1;

-- +goose Down
SELECT 1;
