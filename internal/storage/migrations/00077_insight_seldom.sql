-- The lists behind seldom figures are read along indexes of their own. A data folder of a version under development may have
-- them already.
-- +goose Up
CREATE INDEX IF NOT EXISTS insight_application_told ON insight_application (ended_day, id) WHERE told > 0;
CREATE INDEX IF NOT EXISTS insight_application_formal ON insight_application (ended_day, id) WHERE formal > 0;
CREATE INDEX IF NOT EXISTS insight_application_candidates ON insight_application (ended_day, id) WHERE candidates > 0;
CREATE INDEX IF NOT EXISTS insight_application_unexplained ON insight_application (ended_day, id) WHERE unexplained > 0;
CREATE INDEX IF NOT EXISTS insight_application_committed ON insight_application (accepted_day, id) WHERE committed > 0;

-- +goose Down
DROP INDEX IF EXISTS insight_application_committed;
DROP INDEX IF EXISTS insight_application_unexplained;
DROP INDEX IF EXISTS insight_application_candidates;
DROP INDEX IF EXISTS insight_application_formal;
DROP INDEX IF EXISTS insight_application_told;
