-- +goose Up
-- What a circular names as a problem, the tasks that follow from it, and who answers for each (HOT-08).
CREATE TABLE circular_problems (
  id        TEXT   PRIMARY KEY,
  circular  TEXT   NOT NULL,               -- its number or title
  text      TEXT   NOT NULL,
  dept      TEXT   NOT NULL,
  by_person TEXT   NOT NULL,
  at        BIGINT NOT NULL
);
CREATE INDEX circular_problems_at ON circular_problems (at, id);

CREATE TABLE circular_tasks (
  id         TEXT    PRIMARY KEY,
  problem_id TEXT    NOT NULL REFERENCES circular_problems (id),
  position   INTEGER NOT NULL,
  text       TEXT    NOT NULL,
  person     TEXT    NOT NULL,
  due        TEXT    NOT NULL,             -- the last day
  done_at    BIGINT  NOT NULL DEFAULT 0,
  note       TEXT    NOT NULL DEFAULT ''   -- how it was done
);
CREATE INDEX circular_tasks_problem ON circular_tasks (problem_id, position);

-- +goose Down
DROP TABLE circular_tasks;
DROP TABLE circular_problems;
