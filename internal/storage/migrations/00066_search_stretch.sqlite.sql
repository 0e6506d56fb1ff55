-- SQLite's index gives the newest hits first by itself.
-- +goose Up
SELECT 1;

-- +goose Down
SELECT 1;
