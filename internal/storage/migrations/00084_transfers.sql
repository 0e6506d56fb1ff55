-- +goose Up
-- Live hand-overs of the call that an order came from: from another desk to ours (in), or from ours to another (out).
CREATE TABLE order_transfers (
  order_id  TEXT   NOT NULL,
  direction TEXT   NOT NULL,
  party     TEXT   NOT NULL,
  way       TEXT   NOT NULL,
  result    TEXT   NOT NULL DEFAULT '',
  by_person TEXT   NOT NULL,
  at        BIGINT NOT NULL,
  PRIMARY KEY (order_id, direction)
);

-- +goose Down
DROP TABLE order_transfers;
