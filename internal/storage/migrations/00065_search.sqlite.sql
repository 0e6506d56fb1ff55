-- +goose Up
-- The texts that can be searched. n grows with time, so newest first is n descending; the index finds n.
CREATE TABLE search_doc (
  n    INTEGER PRIMARY KEY,
  kind TEXT NOT NULL,
  id   TEXT NOT NULL,
  UNIQUE (kind, id)
);

-- Words are made by the program and separated by spaces; "ascii" takes every other character for part of a word, so no
-- table of Unicode stands between the two engines. prefix=1 serves one-character queries.
CREATE VIRTUAL TABLE search_text USING fts5 (grams, content='', contentless_delete=1, tokenize='ascii', prefix='1');

-- +goose Down
DROP TABLE search_text;
DROP TABLE search_doc;
