-- +goose Up
CREATE TABLE orders (
  id            TEXT   PRIMARY KEY,
  kind          TEXT   NOT NULL,
  channel       TEXT   NOT NULL,
  body          TEXT   NOT NULL,
  place         TEXT   NOT NULL DEFAULT '',
  category      TEXT   NOT NULL DEFAULT '',
  disposition   TEXT   NOT NULL DEFAULT '',
  outcome       TEXT   NOT NULL DEFAULT '',
  refusal       TEXT   NOT NULL DEFAULT '',
  important     BIGINT NOT NULL DEFAULT 0,
  major         BIGINT NOT NULL DEFAULT 0,
  tracked       TEXT   NOT NULL DEFAULT '',
  notice_due    BIGINT NOT NULL DEFAULT 0,
  overdue_mark  TEXT   NOT NULL DEFAULT '',
  lead          TEXT   NOT NULL DEFAULT '',
  dispatched_at BIGINT,
  signed_at     BIGINT,
  signed_by     TEXT   NOT NULL DEFAULT '',
  replied_at    BIGINT,
  replied_by    TEXT   NOT NULL DEFAULT '',
  first_grade   TEXT   NOT NULL DEFAULT '',
  second_grade  TEXT   NOT NULL DEFAULT '',
  returns       BIGINT NOT NULL DEFAULT 0,
  redos         BIGINT NOT NULL DEFAULT 0,
  urges         BIGINT NOT NULL DEFAULT 0,
  closing_mark  TEXT   NOT NULL DEFAULT '',
  group_id      TEXT   NOT NULL DEFAULT '',
  registered_by TEXT   NOT NULL DEFAULT '',
  source        TEXT   NOT NULL DEFAULT '',
  source_id     TEXT   NOT NULL DEFAULT ''
);
CREATE UNIQUE INDEX orders_source ON orders (source, source_id) WHERE source <> '';
CREATE INDEX orders_group ON orders (group_id) WHERE group_id <> '';

-- Personal data stands apart, sealed. phone_index is a keyed hash: it finds a caller without opening anything.
CREATE TABLE order_callers (
  order_id     TEXT   PRIMARY KEY,
  name         TEXT   NOT NULL,
  phone        TEXT   NOT NULL,
  phone_index  TEXT   NOT NULL,
  id_number    TEXT   NOT NULL DEFAULT '',
  id_index     TEXT   NOT NULL DEFAULT '',
  address      TEXT   NOT NULL DEFAULT '',
  confidential BIGINT NOT NULL DEFAULT 0
);
CREATE INDEX order_callers_phone ON order_callers (phone_index, order_id) WHERE phone_index <> '';

CREATE TABLE order_replies (
  id        TEXT   PRIMARY KEY,
  order_id  TEXT   NOT NULL,
  round     BIGINT NOT NULL,
  dept      TEXT   NOT NULL,
  text      TEXT   NOT NULL,
  result    TEXT   NOT NULL,
  grade     TEXT   NOT NULL DEFAULT '',
  contact   TEXT   NOT NULL DEFAULT '',
  draft     BIGINT NOT NULL DEFAULT 0,
  legal_by  TEXT   NOT NULL DEFAULT '',
  signed_by TEXT   NOT NULL DEFAULT '',
  by_person TEXT   NOT NULL,
  at        BIGINT NOT NULL
);
CREATE INDEX order_replies_order ON order_replies (order_id, at);

CREATE TABLE order_returns (
  id        TEXT   PRIMARY KEY,
  order_id  TEXT   NOT NULL,
  dept      TEXT   NOT NULL,
  ground    TEXT   NOT NULL,
  reason    TEXT   NOT NULL,
  basis     TEXT   NOT NULL,
  proposed  TEXT   NOT NULL DEFAULT '',
  by_person TEXT   NOT NULL,
  at        BIGINT NOT NULL,
  ruling    TEXT   NOT NULL DEFAULT '',
  ruled_to  TEXT   NOT NULL DEFAULT '',
  ruled_why TEXT   NOT NULL DEFAULT '',
  ruled_by  TEXT   NOT NULL DEFAULT '',
  ruled_at  BIGINT
);
CREATE INDEX order_returns_order ON order_returns (order_id, at);

CREATE TABLE order_extensions (
  id        TEXT   PRIMARY KEY,
  order_id  TEXT   NOT NULL,
  round     BIGINT NOT NULL,
  amount    BIGINT NOT NULL,
  promised  TEXT   NOT NULL,
  statutory TEXT   NOT NULL,
  basis     TEXT   NOT NULL,
  reason    TEXT   NOT NULL,
  by_person TEXT   NOT NULL,
  at        BIGINT NOT NULL,
  ruling    TEXT   NOT NULL DEFAULT '',
  ruled_why TEXT   NOT NULL DEFAULT '',
  ruled_by  TEXT   NOT NULL DEFAULT '',
  ruled_at  BIGINT,
  told_at   BIGINT,
  told_how  TEXT   NOT NULL DEFAULT '',
  told_by   TEXT   NOT NULL DEFAULT ''
);
CREATE INDEX order_extensions_order ON order_extensions (order_id, at);

CREATE TABLE order_urges (
  id        TEXT   PRIMARY KEY,
  order_id  TEXT   NOT NULL,
  dept      TEXT   NOT NULL,
  round     BIGINT NOT NULL,
  how       TEXT   NOT NULL,
  late      BIGINT NOT NULL,
  note      TEXT   NOT NULL DEFAULT '',
  by_person TEXT   NOT NULL,
  at        BIGINT NOT NULL
);
CREATE INDEX order_urges_order ON order_urges (order_id, at);

CREATE TABLE order_explanations (
  id        TEXT   PRIMARY KEY,
  order_id  TEXT   NOT NULL,
  round     BIGINT NOT NULL,
  dept      TEXT   NOT NULL,
  text      TEXT   NOT NULL,
  by_person TEXT   NOT NULL,
  at        BIGINT NOT NULL
);
CREATE INDEX order_explanations_order ON order_explanations (order_id, at);

CREATE TABLE order_documents (
  id         TEXT   PRIMARY KEY,
  order_id   TEXT   NOT NULL,
  kind       TEXT   NOT NULL,
  number     TEXT   NOT NULL,
  dept       TEXT   NOT NULL,
  facts      TEXT   NOT NULL,
  issued_by  TEXT   NOT NULL,
  issued_at  BIGINT NOT NULL
);
CREATE UNIQUE INDEX order_documents_number ON order_documents (number);
CREATE INDEX order_documents_order ON order_documents (order_id, issued_at);
CREATE INDEX order_documents_issued ON order_documents (kind, issued_at, id);

CREATE TABLE order_revisits (
  id        TEXT   PRIMARY KEY,
  order_id  TEXT   NOT NULL,
  round     BIGINT NOT NULL,
  how       TEXT   NOT NULL,
  reached   BIGINT NOT NULL,
  grade     TEXT   NOT NULL DEFAULT '',
  timely    BIGINT NOT NULL DEFAULT 0,
  cause     TEXT   NOT NULL DEFAULT '',
  note      TEXT   NOT NULL DEFAULT '',
  by_person TEXT   NOT NULL,
  at        BIGINT NOT NULL
);
CREATE INDEX order_revisits_order ON order_revisits (order_id, at);

CREATE TABLE order_filings (
  order_id TEXT   NOT NULL,
  round    BIGINT NOT NULL,
  body     TEXT   NOT NULL,
  sent_at  BIGINT NOT NULL,
  receipt  TEXT   NOT NULL DEFAULT '',
  filed_at BIGINT,
  PRIMARY KEY (order_id, round, body)
);

CREATE TABLE order_emergencies (
  id        TEXT   PRIMARY KEY,
  order_id  TEXT   NOT NULL,
  step      TEXT   NOT NULL,
  happened  BIGINT NOT NULL,
  note      TEXT   NOT NULL DEFAULT '',
  by_person TEXT   NOT NULL,
  at        BIGINT NOT NULL
);
CREATE INDEX order_emergencies_order ON order_emergencies (order_id, at);

CREATE TABLE order_notes (
  id        TEXT   PRIMARY KEY,
  order_id  TEXT   NOT NULL,
  public    BIGINT NOT NULL,
  text      TEXT   NOT NULL,
  by_person TEXT   NOT NULL,
  at        BIGINT NOT NULL
);
CREATE INDEX order_notes_order ON order_notes (order_id, at);

CREATE TABLE order_copies (
  order_id TEXT   NOT NULL,
  to_dept  TEXT   NOT NULL,
  reason   TEXT   NOT NULL,
  at       BIGINT NOT NULL,
  read_at  BIGINT,
  read_by  TEXT   NOT NULL DEFAULT '',
  PRIMARY KEY (order_id, to_dept, reason)
);
CREATE INDEX order_copies_unread ON order_copies (to_dept, at, order_id) WHERE read_at IS NULL;

CREATE TABLE routing_rules (
  id        TEXT   PRIMARY KEY,
  keywords  TEXT   NOT NULL,
  category  TEXT   NOT NULL DEFAULT '',
  region    TEXT   NOT NULL DEFAULT '',
  dept      TEXT   NOT NULL,
  level     TEXT   NOT NULL DEFAULT '',
  advice    TEXT   NOT NULL DEFAULT '',
  origin    TEXT   NOT NULL DEFAULT '',
  made_by   TEXT   NOT NULL,
  made_at   BIGINT NOT NULL,
  active    BIGINT NOT NULL DEFAULT 1
);

-- +goose Down
DROP TABLE routing_rules;
DROP TABLE order_copies;
DROP TABLE order_notes;
DROP TABLE order_emergencies;
DROP TABLE order_filings;
DROP TABLE order_revisits;
DROP TABLE order_documents;
DROP TABLE order_explanations;
DROP TABLE order_urges;
DROP TABLE order_extensions;
DROP TABLE order_returns;
DROP TABLE order_replies;
DROP TABLE order_callers;
DROP TABLE orders;
