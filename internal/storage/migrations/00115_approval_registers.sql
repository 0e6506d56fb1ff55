-- The register of certificates is read by pages, the latest first.
-- +goose Up
CREATE INDEX certificates_issued ON certificates (issued_at, number);

-- +goose Down
DROP INDEX certificates_issued;
