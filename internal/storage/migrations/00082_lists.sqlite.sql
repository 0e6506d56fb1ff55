-- What few cases or orders have is found by an index of its own, so that a list of them costs no walk through history.
-- +goose Up
CREATE INDEX cases_region ON cases (region);
CREATE INDEX cases_assignee ON cases (assignee) WHERE assignee <> '';
CREATE INDEX cases_ended ON cases (state) WHERE closed_at IS NOT NULL;
CREATE INDEX meters_late ON meters (case_id) WHERE name = 'handling' AND stopped_at >= due_at;
CREATE INDEX orders_kind ON orders (kind);
CREATE INDEX orders_channel ON orders (channel);
CREATE INDEX orders_tracked ON orders (id) WHERE tracked <> '';
CREATE INDEX orders_major ON orders (id) WHERE major = 1;

-- A person's unread notices come in order, however many he has read since.
DROP INDEX exchange_notice_unread;
CREATE INDEX exchange_notice_unread ON exchange_notice (person_id, at, id) WHERE read_at IS NULL;

-- +goose Down
DROP INDEX exchange_notice_unread;
CREATE INDEX exchange_notice_unread ON exchange_notice (person_id) WHERE read_at IS NULL;
DROP INDEX orders_major;
DROP INDEX orders_tracked;
DROP INDEX orders_channel;
DROP INDEX orders_kind;
DROP INDEX meters_late;
DROP INDEX cases_ended;
DROP INDEX cases_assignee;
DROP INDEX cases_region;
