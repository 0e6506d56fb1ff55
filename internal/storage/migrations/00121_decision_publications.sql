-- +goose Up
-- Decisions that grant a licence are open to everybody (licensing law, article 40). The certificate says the rest; project is
-- the name of the investment project that the licence belongs to.
CREATE TABLE decision_publications (
  number    TEXT   PRIMARY KEY,
  item_name TEXT   NOT NULL,
  dept_path TEXT   NOT NULL,
  project   TEXT   NOT NULL DEFAULT '',
  issued_at BIGINT NOT NULL
);
CREATE INDEX decision_publications_issued ON decision_publications (issued_at, number);
CREATE INDEX decision_publications_dept ON decision_publications (dept_path, issued_at, number);
CREATE INDEX decision_publications_project ON decision_publications (issued_at, number) WHERE project <> '';
INSERT INTO decision_publications (number, item_name, dept_path, project, issued_at) SELECT d.number, i.name, d.dept_path, '', d.issued_at FROM certificates d JOIN catalog_items i ON i.id = d.item WHERE i.type = 'licence';

-- +goose Down
DROP TABLE decision_publications;
