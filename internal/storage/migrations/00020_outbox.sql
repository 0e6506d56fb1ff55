-- What is to happen outside the database once the transaction that asked for it is committed.
-- A row is open while done_at and dead_at are NULL; claimed_until is the lease of the worker that is delivering it.

-- +goose Up
CREATE TABLE outbox (
    id            TEXT    NOT NULL PRIMARY KEY,
    topic         TEXT    NOT NULL,
    key           TEXT    NOT NULL,
    body          TEXT    NOT NULL,
    created_at    BIGINT  NOT NULL,
    next_at       BIGINT  NOT NULL,
    claimed_until BIGINT  NOT NULL DEFAULT 0,
    attempts      INTEGER NOT NULL DEFAULT 0,
    done_at       BIGINT,
    dead_at       BIGINT,
    last_error    TEXT    NOT NULL DEFAULT '',
    UNIQUE (topic, key)
);
CREATE INDEX outbox_due ON outbox (topic, next_at, id) WHERE done_at IS NULL AND dead_at IS NULL;
CREATE INDEX outbox_done ON outbox (done_at) WHERE done_at IS NOT NULL;
CREATE INDEX outbox_dead ON outbox (id) WHERE dead_at IS NOT NULL;

-- +goose Down
DROP TABLE outbox;
