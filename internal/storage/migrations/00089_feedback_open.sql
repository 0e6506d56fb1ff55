-- What nobody has answered is few among what citizens ever said.
-- +goose Up
CREATE INDEX feedback_open ON feedback (at, id) WHERE answer = '';

-- +goose Down
DROP INDEX feedback_open;
