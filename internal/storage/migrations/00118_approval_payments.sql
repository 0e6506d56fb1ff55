-- A payment is declared, then confirmed against the central account or refused (ORG-23, GAP-48). What was refused stays in
-- the register, and the fee may be declared anew; nothing else is charged twice, and no slip pays twice (ORG-25). What was
-- registered before nobody has confirmed yet.
-- +goose Up
CREATE TABLE application_payments (
  id             TEXT   PRIMARY KEY,
  application_id TEXT   NOT NULL,
  fee            TEXT   NOT NULL,
  name           TEXT   NOT NULL,
  amount         BIGINT NOT NULL,
  slip           TEXT   NOT NULL,
  relief         TEXT   NOT NULL DEFAULT '',
  dept           TEXT   NOT NULL,
  account        TEXT   NOT NULL,
  by_person      TEXT   NOT NULL,
  at             BIGINT NOT NULL,
  state          TEXT   NOT NULL,
  checked_by     TEXT   NOT NULL DEFAULT '',
  checked_at     BIGINT,
  why            TEXT   NOT NULL DEFAULT ''
);
INSERT INTO application_payments (id, application_id, fee, name, amount, slip, relief, dept, account, by_person, at, state)
  SELECT application_id || '/' || fee, application_id, fee, name, amount, slip, relief, dept, account, by_person, at, 'declared' FROM application_fees;
DROP TABLE application_fees;
CREATE UNIQUE INDEX application_payments_fee ON application_payments (application_id, fee) WHERE state <> 'refused';
CREATE UNIQUE INDEX application_payments_slip ON application_payments (slip) WHERE slip <> '' AND state <> 'refused';
CREATE INDEX application_payments_application ON application_payments (application_id, at, id);
CREATE INDEX application_payments_at ON application_payments (at, id);
CREATE INDEX application_payments_declared ON application_payments (at, id) WHERE state = 'declared';

-- +goose Down
CREATE TABLE application_fees (
  application_id TEXT   NOT NULL,
  fee            TEXT   NOT NULL,
  name           TEXT   NOT NULL,
  amount         BIGINT NOT NULL,
  slip           TEXT   NOT NULL,
  relief         TEXT   NOT NULL DEFAULT '',
  dept           TEXT   NOT NULL,
  account        TEXT   NOT NULL,
  by_person      TEXT   NOT NULL,
  at             BIGINT NOT NULL,
  PRIMARY KEY (application_id, fee)
);
CREATE UNIQUE INDEX application_fees_slip ON application_fees (slip) WHERE slip <> '';
CREATE INDEX application_fees_at ON application_fees (at, application_id, fee);
INSERT INTO application_fees (application_id, fee, name, amount, slip, relief, dept, account, by_person, at)
  SELECT application_id, fee, name, amount, slip, relief, dept, account, by_person, at FROM application_payments WHERE state <> 'refused';
DROP TABLE application_payments;
