-- What few applications have is found by an index of its own, so that a list of them costs no walk through history.
-- +goose Up
CREATE INDEX applications_channel ON applications (channel);
CREATE INDEX applications_overdue ON applications (id) WHERE overdue = 1;

-- +goose Down
DROP INDEX applications_overdue;
DROP INDEX applications_channel;
