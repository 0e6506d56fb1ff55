-- +goose Up
-- The texts that can be searched. n grows with time, so newest first is n descending. body is the text in its normal
-- form, which decides; grams only narrows.
CREATE TABLE search_doc (
  n     BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  kind  TEXT     NOT NULL,
  id    TEXT     NOT NULL,
  body  TEXT     NOT NULL,
  grams TSVECTOR NOT NULL,
  UNIQUE (kind, id)
);
-- New entries wait in a list that every search reads through; it is kept short.
CREATE INDEX search_doc_grams ON search_doc USING gin (grams) WITH (gin_pending_list_limit = 1024);

-- +goose Down
DROP TABLE search_doc;
