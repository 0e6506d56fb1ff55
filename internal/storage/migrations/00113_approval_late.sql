-- +goose Up
-- unexplained marks an application past its limit whose applicant nobody told why (TIME-43). Candidates are found whether
-- they are under way or ended: each waits for a ruling (TIME-12).
ALTER TABLE applications ADD COLUMN unexplained BIGINT NOT NULL DEFAULT 0;
UPDATE applications SET unexplained = 1 WHERE source = '' AND (record LIKE '%"rule":"TIME-12"%' OR record LIKE '%"rule":"TIME-16"%') AND record NOT LIKE '%"delays":%' AND record NOT LIKE '%在时限内申请延期，经批准%';
CREATE INDEX applications_candidate ON applications (id) WHERE candidate = 1;
CREATE INDEX applications_unexplained ON applications (id) WHERE unexplained = 1;

-- +goose Down
DROP INDEX applications_unexplained;
DROP INDEX applications_candidate;
ALTER TABLE applications DROP COLUMN unexplained;
