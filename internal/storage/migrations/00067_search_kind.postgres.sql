-- The texts of one kind are found newest first by their key: those of others between them are passed over.
-- +goose Up
ALTER TABLE search_doc DROP CONSTRAINT search_doc_pkey, ADD PRIMARY KEY (kind, n);

-- +goose Down
ALTER TABLE search_doc DROP CONSTRAINT search_doc_pkey, ADD PRIMARY KEY (n);
