-- +goose Up
-- record and proposal are JSON texts; what lists and search need stands in columns of its own.
CREATE TABLE catalog_items (
  id         TEXT   PRIMARY KEY,
  key        TEXT   NOT NULL DEFAULT '',
  tier       TEXT   NOT NULL,
  parent     TEXT   NOT NULL DEFAULT '',
  status     TEXT   NOT NULL,
  dept       TEXT   NOT NULL,
  region     TEXT   NOT NULL,
  version    BIGINT NOT NULL DEFAULT 0,
  change_id  TEXT   NOT NULL DEFAULT '',
  name       TEXT   NOT NULL,
  basic_code TEXT   NOT NULL,
  code       TEXT   NOT NULL,
  type       TEXT   NOT NULL DEFAULT '',
  class      TEXT   NOT NULL DEFAULT '',
  level      TEXT   NOT NULL DEFAULT '',
  individual BIGINT NOT NULL DEFAULT 0,
  enterprise BIGINT NOT NULL DEFAULT 0,
  online     BIGINT NOT NULL DEFAULT 0,
  bound      BIGINT NOT NULL DEFAULT 0,
  changed_at BIGINT NOT NULL
);
CREATE UNIQUE INDEX catalog_items_key ON catalog_items (key) WHERE key <> '';
CREATE UNIQUE INDEX catalog_items_code ON catalog_items (code) WHERE code <> '';
CREATE INDEX catalog_items_dept ON catalog_items (dept, name, id);
CREATE INDEX catalog_items_parent ON catalog_items (parent) WHERE parent <> '';
CREATE INDEX catalog_items_name ON catalog_items (name, id);

-- A version is written once and never changed: what was begun under it stays bound to it.
CREATE TABLE catalog_versions (
  item_id   TEXT   NOT NULL,
  n         BIGINT NOT NULL,
  record    TEXT   NOT NULL,
  digest    TEXT   NOT NULL,
  change_id TEXT   NOT NULL,
  by_person TEXT   NOT NULL,
  at        BIGINT NOT NULL,
  PRIMARY KEY (item_id, n)
);

CREATE TABLE catalog_themes (
  item_id TEXT NOT NULL,
  theme   TEXT NOT NULL,
  PRIMARY KEY (theme, item_id)
);
CREATE INDEX catalog_themes_item ON catalog_themes (item_id);

CREATE TABLE catalog_changes (
  id       TEXT   PRIMARY KEY,
  item_id  TEXT   NOT NULL,
  kind     TEXT   NOT NULL,
  reason   TEXT   NOT NULL,
  finding  TEXT   NOT NULL DEFAULT '',
  cites    TEXT   NOT NULL DEFAULT '',
  base     BIGINT NOT NULL,
  proposal TEXT   NOT NULL DEFAULT '',
  targets  TEXT   NOT NULL DEFAULT '',
  origin   TEXT   NOT NULL DEFAULT '',
  keep     BIGINT NOT NULL DEFAULT 0,
  round    BIGINT NOT NULL DEFAULT 0,
  author   TEXT   NOT NULL
);
CREATE INDEX catalog_changes_item ON catalog_changes (item_id, id);

CREATE TABLE catalog_opinions (
  id        TEXT   PRIMARY KEY,
  change_id TEXT   NOT NULL,
  round     BIGINT NOT NULL,
  body      TEXT   NOT NULL,
  outcome   TEXT   NOT NULL,
  text      TEXT   NOT NULL DEFAULT '',
  by_person TEXT   NOT NULL,
  at        BIGINT NOT NULL
);
CREATE INDEX catalog_opinions_change ON catalog_opinions (change_id, id);

-- What was handed down (下放) or taken over (承接), and how far it has come (CAT-15, CAT-17).
CREATE TABLE catalog_transfers (
  id           TEXT   PRIMARY KEY,
  kind         TEXT   NOT NULL,
  item_id      TEXT   NOT NULL,
  origin_item  TEXT   NOT NULL DEFAULT '',
  origin       TEXT   NOT NULL DEFAULT '',
  dept         TEXT   NOT NULL,
  region       TEXT   NOT NULL,
  keep         BIGINT NOT NULL DEFAULT 0,
  granted_at   BIGINT NOT NULL,
  contacted_at BIGINT,
  done_at      BIGINT
);
CREATE INDEX catalog_transfers_item ON catalog_transfers (item_id);
CREATE INDEX catalog_transfers_origin ON catalog_transfers (origin_item) WHERE origin_item <> '';

-- The documents that set fees (CAT-08); fees is a JSON text.
CREATE TABLE catalog_fee_documents (
  number    TEXT   PRIMARY KEY,
  title     TEXT   NOT NULL,
  issued    TEXT   NOT NULL,
  fees      TEXT   NOT NULL,
  by_person TEXT   NOT NULL,
  at        BIGINT NOT NULL
);

-- The code and nature of the implementing bodies (GB/T 39046 table 4, items 12 and 14).
CREATE TABLE catalog_bodies (
  dept_id TEXT PRIMARY KEY,
  credit  TEXT NOT NULL,
  nature  TEXT NOT NULL
);
CREATE UNIQUE INDEX catalog_bodies_credit ON catalog_bodies (credit);

-- Words that mean the same in a search, one group a row.
CREATE TABLE catalog_synonyms (
  id    TEXT PRIMARY KEY,
  words TEXT NOT NULL
);

-- Themes of linked items (一件事) and investment projects; each saving is a new version.
CREATE TABLE catalog_bundles (
  id        TEXT   NOT NULL,
  n         BIGINT NOT NULL,
  current   BIGINT NOT NULL,
  key       TEXT   NOT NULL,
  kind      TEXT   NOT NULL,
  name      TEXT   NOT NULL,
  audience  TEXT   NOT NULL,
  lead      TEXT   NOT NULL,
  region    TEXT   NOT NULL,
  active    BIGINT NOT NULL,
  record    TEXT   NOT NULL,
  by_person TEXT   NOT NULL,
  at        BIGINT NOT NULL,
  PRIMARY KEY (id, n)
);
CREATE UNIQUE INDEX catalog_bundles_key ON catalog_bundles (key) WHERE current = 1;
CREATE INDEX catalog_bundles_name ON catalog_bundles (kind, name, id) WHERE current = 1;

-- +goose Down
DROP TABLE catalog_bundles;
DROP TABLE catalog_synonyms;
DROP TABLE catalog_bodies;
DROP TABLE catalog_fee_documents;
DROP TABLE catalog_transfers;
DROP TABLE catalog_opinions;
DROP TABLE catalog_changes;
DROP TABLE catalog_themes;
DROP TABLE catalog_versions;
DROP TABLE catalog_items;
