-- +goose Up
-- The built-in register of an upper body: what it would have received over the wire (HOT-65).
CREATE TABLE exchange_filing (
  body        TEXT   NOT NULL,
  key         TEXT   NOT NULL,
  receipt     TEXT   NOT NULL,
  order_id    TEXT   NOT NULL,
  received_at BIGINT NOT NULL,
  PRIMARY KEY (body, key)
);

-- What a person is told inside the system. id is made of the message and the person, so that a repeated delivery tells once.
CREATE TABLE exchange_notice (
  id        TEXT   PRIMARY KEY,
  person_id TEXT   NOT NULL,
  kind      TEXT   NOT NULL,
  case_id   TEXT   NOT NULL,
  at        BIGINT NOT NULL,
  read_at   BIGINT
);
CREATE INDEX exchange_notice_person ON exchange_notice (person_id, at, id);
CREATE INDEX exchange_notice_unread ON exchange_notice (person_id) WHERE read_at IS NULL;

-- +goose Down
DROP TABLE exchange_notice;
DROP TABLE exchange_filing;
