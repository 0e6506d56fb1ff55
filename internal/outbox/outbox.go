// Package outbox makes things happen outside the database (a message, a webhook, a push) exactly for the transactions that
// were committed. A verb puts a message into its own transaction; a worker delivers it afterwards, again and again until
// it is taken, so a receiver may see it twice and tells by the key.
package outbox

import (
	"encoding/json"
	"time"

	"huying/internal/storage"
)

// bell wakes the workers of this process.
const bell = "outbox"

// Message is something to deliver. Topic says to whom; Key is the idempotency key: a topic takes each key once, a second
// Put with it changes nothing. An empty key means that every Put is a message of its own.
type Message struct {
	Topic     string
	Key       string
	Body      any       // kept as JSON
	NotBefore time.Time // deliver no earlier; zero means at once
}

// Put adds m to the transaction. It is delivered after the commit and not at all when the transaction fails.
func Put(tx *storage.Tx, m Message) {
	body, err := json.Marshal(m.Body)
	if err != nil {
		tx.Fail(err)
		return
	}
	id := tx.NewID()
	if m.Key == "" {
		m.Key = id
	}
	due := tx.Now
	if m.NotBefore.After(due) {
		due = m.NotBefore
	}
	tx.Queue(`INSERT INTO outbox (id, topic, key, body, created_at, next_at) VALUES ($1, $2, $3, $4, $5, $6)
		ON CONFLICT (topic, key) DO NOTHING`, id, m.Topic, m.Key, string(body), tx.Now, due)
	tx.Ring(bell)
}

// Delivery is a message that is being handed over. Attempt counts from 1.
type Delivery struct {
	ID        string
	Topic     string
	Key       string // the receiver's means to see that it has had this one
	Body      json.RawMessage
	CreatedAt time.Time
	Attempt   int

	due   time.Time
	lease time.Time // the claim that this delivery is made under
}

// Decode reads the body into v.
func (d Delivery) Decode(v any) error { return json.Unmarshal(d.Body, v) }
