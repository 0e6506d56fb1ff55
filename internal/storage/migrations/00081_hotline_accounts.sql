-- +goose Up
-- The accountability register (HOT-35): what a department and its people were held to account for, order by order.
CREATE TABLE order_accounts (
  id        TEXT   PRIMARY KEY,
  order_id  TEXT   NOT NULL,
  number    TEXT   NOT NULL,
  ground    TEXT   NOT NULL,
  measure   TEXT   NOT NULL,
  dept      TEXT   NOT NULL,
  handler   TEXT   NOT NULL,
  head      TEXT   NOT NULL,
  finding   TEXT   NOT NULL,
  link      TEXT   NOT NULL DEFAULT '',
  by_person TEXT   NOT NULL,
  at        BIGINT NOT NULL
);
CREATE UNIQUE INDEX order_accounts_number ON order_accounts (number);
CREATE INDEX order_accounts_at ON order_accounts (at, id);

-- +goose Down
DROP TABLE order_accounts;
