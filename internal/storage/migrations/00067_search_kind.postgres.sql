-- The texts of one kind, newest first: those of others between them are passed over.
-- +goose Up
CREATE INDEX search_doc_kind ON search_doc (kind, n);

-- +goose Down
DROP INDEX search_doc_kind;
