-- +goose Up
-- The departments of a bundle or project: the one that leads it (APP-20) and those that handle its parts. Each has a part in
-- the case from its opening on, also before its own application is there.
CREATE TABLE application_members (
  id        TEXT   NOT NULL,
  dept_path TEXT   NOT NULL,
  leads     BIGINT NOT NULL,
  PRIMARY KEY (id, leads, dept_path)
);
CREATE INDEX application_members_dept ON application_members (dept_path, leads, id);
INSERT INTO application_members (id, dept_path, leads) SELECT b.id, d.path, 1 FROM application_bundles b JOIN catalog_bundles k ON k.id = b.bundle AND k.n = b.n JOIN org_department d ON d.id = k.lead;
INSERT INTO application_members (id, dept_path, leads) SELECT DISTINCT b.id, a.dept_path, 0 FROM application_bundles b JOIN cases c ON c.parent = b.id JOIN applications a ON a.id = c.id;

-- +goose Down
DROP TABLE application_members;
