-- What few applications have is found by an index of its own, so that a list of them costs no walk through history. Subtrees
-- are compared byte by byte under every collation (see org.Under); the indexes of offices are of that order.
-- +goose Up
CREATE INDEX applications_channel ON applications (channel);
CREATE INDEX applications_overdue ON applications (id) WHERE overdue = 1;
DROP INDEX applications_dept;
DROP INDEX applications_window;
CREATE INDEX applications_dept ON applications (dept_path text_pattern_ops, received_at, id);
CREATE INDEX applications_window ON applications (window_path text_pattern_ops, received_at, id);

-- +goose Down
DROP INDEX applications_window;
DROP INDEX applications_dept;
CREATE INDEX applications_window ON applications (window_path, received_at, id);
CREATE INDEX applications_dept ON applications (dept_path, received_at, id);
DROP INDEX applications_overdue;
DROP INDEX applications_channel;
