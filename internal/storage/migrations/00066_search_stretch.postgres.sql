-- Each text also has a token of the stretch of n that it lies in, so that the index finds the newest hits without giving all.
-- +goose Up
UPDATE search_doc SET grams = grams || ('''#' || n / 16384 || '''')::tsvector;

-- +goose Down
UPDATE search_doc SET grams = ts_delete(grams, '#' || n / 16384);
