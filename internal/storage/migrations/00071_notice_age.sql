-- Old notices are dropped every few minutes: that must not cost a walk through all of them while a write waits.
-- +goose Up
CREATE INDEX exchange_notice_at ON exchange_notice (at, id);

-- +goose Down
DROP INDEX exchange_notice_at;
