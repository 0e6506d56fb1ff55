package outbox

import (
	"encoding/json"
	"time"

	"huying/internal/fault"
	"huying/internal/page"
	"huying/internal/storage"
)

// State is where a message stands.
type State string

// The states of a message.
const (
	Open State = "open" // waits for its delivery, or for the next attempt
	Done State = "done" // delivered
	Dead State = "dead" // given up after too many attempts; a person has to look
)

// Item is a message as the administrator sees it. The body stays out of what is shown: it may hold personal data.
type Item struct {
	ID        string    `json:"id"`
	Topic     string    `json:"topic"`
	Key       string    `json:"key"`
	State     State     `json:"state"`
	Attempts  int       `json:"attempts"`
	CreatedAt time.Time `json:"createdAt"`
	NextAt    time.Time `json:"nextAt"`
	LastError string    `json:"lastError"`

	body string
}

// Decode reads the body into v, for who knows what of it may be told.
func (i Item) Decode(v any) error { return json.Unmarshal([]byte(i.body), v) }

// condition gives the SQL of a state.
var condition = map[State]string{
	Open: "done_at IS NULL AND dead_at IS NULL",
	Done: "done_at IS NOT NULL",
	Dead: "dead_at IS NOT NULL",
}

// List gives the messages in a state, newest first.
func List(tx *storage.Tx, state State, r page.Request) (page.Page[Item], error) {
	where, known := condition[state]
	if !known {
		return page.Page[Item]{}, fault.New(fault.Invalid, "outbox.state", "没有这种投递状态。")
	}
	var before string
	later, err := page.Decode(r.After, &before)
	if err != nil {
		return page.Page[Item]{}, err
	}
	args := []any{r.Limit() + 1}
	if later {
		where += " AND id < $2"
		args = append(args, before)
	}
	var items []Item
	err = tx.All(`SELECT id, topic, key, body, attempts, created_at, next_at, last_error FROM outbox
		WHERE `+where+` ORDER BY id DESC LIMIT $1`, args, func(scan func(...any) error) error {
		i := Item{State: state}
		err := scan(&i.ID, &i.Topic, &i.Key, &i.body, &i.Attempts, &i.CreatedAt, &i.NextAt, &i.LastError)
		items = append(items, i)
		return err
	})
	return page.Of(items, r.Limit(), func(i Item) string { return i.ID }), err
}

// Retry gives a dead message all its attempts again, beginning now.
func Retry(tx *storage.Tx, id string) error {
	n, err := tx.Exec(`UPDATE outbox SET dead_at = NULL, attempts = 0, claimed_until = 0, next_at = $2
		WHERE id = $1 AND dead_at IS NOT NULL`, id, tx.Now)
	if err != nil {
		return err
	}
	if n == 0 {
		return fault.New(fault.Conflict, "outbox.retry", "该消息不存在，或不处于“投递失败”状态，不能重投。")
	}
	tx.Ring(bell)
	return nil
}

// Prune removes delivered messages that were done before this instant and tells how many. After that their keys are free
// again, so keep them for as long as anybody may repeat a Put.
func Prune(tx *storage.Tx, before time.Time) (int64, error) {
	return tx.Exec("DELETE FROM outbox WHERE done_at < $1", before)
}
