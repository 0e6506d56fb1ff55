-- +goose Up
-- What citizens say of the hotline's own service (HOT-96). It is no order: nothing here is counted with the orders.
CREATE TABLE feedback (
  id          TEXT   PRIMARY KEY,
  number      TEXT   NOT NULL,
  channel     TEXT   NOT NULL,
  text        TEXT   NOT NULL,
  by_person   TEXT   NOT NULL,             -- who took it down; '' when the citizen wrote it
  at          BIGINT NOT NULL,
  answer      TEXT   NOT NULL DEFAULT '',
  answered_by TEXT   NOT NULL DEFAULT '',
  answered_at BIGINT NOT NULL DEFAULT 0
);
CREATE UNIQUE INDEX feedback_number ON feedback (number);
CREATE INDEX feedback_at ON feedback (at, id);

-- +goose Down
DROP TABLE feedback;
