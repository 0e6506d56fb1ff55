// Package audit keeps the record that everything else is proved from: events that are only ever appended. Each stream
// (a case, a person's account, the policy book) is its own SM3 chain, so writers of different cases never queue behind
// one another; a sealer gathers new events every few seconds into signed Merkle checkpoints. A changed byte, a removed
// event or a removed stream all show. Events hold no personal data: they hold the hash of it. (AUD-01, AUD-10)
package audit

import (
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"github.com/emmansun/gmsm/sm3"

	"huying/internal/storage"
)

// System is the actor of what the program does by itself: alarms, reminders, deliveries.
const System = "system"

// Head is the end of a stream: the number and the hash of its last event. The zero Seq and Hash begin a new stream.
type Head struct {
	Stream string
	Seq    int64
	Hash   string
}

// Entry is what a caller wants recorded. Data is written as JSON and must not contain personal data.
type Entry struct {
	Action    string   // the verb, e.g. "dispatch"
	Actor     string   // id of the person who acts, or System
	OnBehalf  string   // id of the absent person whose deputy acts, else ""
	Authority string   // the rule, article or approval it rests on
	Data      any      // what changed
	Evidence  []string // hashes of attachments, call ids
}

// Event is one recorded fact. At is UTC, in milliseconds.
type Event struct {
	Pos       int64           `json:"pos"`
	Stream    string          `json:"stream"`
	Seq       int64           `json:"seq"`
	At        time.Time       `json:"at"`
	Actor     string          `json:"actor"`
	OnBehalf  string          `json:"onBehalf,omitempty"`
	Authority string          `json:"authority,omitempty"`
	Action    string          `json:"action"`
	Data      json.RawMessage `json:"data"`
	Evidence  []string        `json:"evidence,omitempty"`
	Hash      string          `json:"hash"`
}

// Append writes e as the next event of the stream and advances head. The write is queued: it is sent with the rest of
// the transaction and fails the commit if another transaction extended the stream first. The event's Pos is not known.
func Append(tx *storage.Tx, head *Head, e Entry) (Event, error) {
	data, err := json.Marshal(e.Data)
	if err != nil {
		return Event{}, fmt.Errorf("audit: data of %s: %w", e.Action, err)
	}
	ev := Event{
		Stream: head.Stream, Seq: head.Seq + 1, At: tx.Now, Actor: e.Actor, OnBehalf: e.OnBehalf,
		Authority: e.Authority, Action: e.Action, Data: data, Evidence: e.Evidence,
	}
	ev.Hash = ev.digest(head.Hash)
	tx.LockFeed()
	tx.Queue(`INSERT INTO audit_event (stream, seq, at, actor, on_behalf, authority, action, data, evidence, hash)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
		ev.Stream, ev.Seq, storage.Millis(ev.At), ev.Actor, ev.OnBehalf, ev.Authority, ev.Action,
		string(ev.Data), strings.Join(ev.Evidence, " "), ev.Hash)
	head.Seq, head.Hash = ev.Seq, ev.Hash
	return ev, nil
}

// streamLock is the class of PostgreSQL's advisory locks on streams, "huyi".
const streamLock = 0x68757969

// Record appends to a stream whose head the caller does not hold. It reads the head first; use it off the hot path.
// On PostgreSQL a transaction that records on a stream waits for another that does; on SQLite they come in turn anyway.
func Record(tx *storage.Tx, stream string, e Entry) error {
	if tx.Engine == storage.Postgres {
		tx.LockFeed()
		tx.Queue(`SELECT pg_advisory_xact_lock($1::int, hashtext($2))`, streamLock, stream)
	}
	head := Head{Stream: stream}
	if _, err := tx.One(`SELECT seq, hash FROM audit_event WHERE stream = $1 ORDER BY seq DESC LIMIT 1`,
		[]any{stream}, &head.Seq, &head.Hash); err != nil {
		return err
	}
	_, err := Append(tx, &head, e)
	return err
}

// Events gives a stream from its beginning, in order.
func Events(tx *storage.Tx, stream string) ([]Event, error) {
	return read(tx, `WHERE stream = $1 ORDER BY seq`, stream)
}

// AskEvents is Events, answered with whatever else was asked for.
func AskEvents(tx *storage.Tx, stream string, into *[]Event) {
	tx.Ask(eventColumns+`WHERE stream = $1 ORDER BY seq`, []any{stream}, eventsTo(into))
}

// EventsOf gives several streams at once, up to a position: every stream whole and in order, one after another.
func EventsOf(tx *storage.Tx, streams []string, upTo int64) ([]Event, error) {
	args := make([]any, 0, len(streams)+1)
	args = append(args, upTo)
	for _, s := range streams {
		args = append(args, s)
	}
	if len(streams) == 0 {
		return nil, nil
	}
	return read(tx, `WHERE pos <= $1 AND stream IN (`+storage.Placeholders(2, len(streams))+`) ORDER BY stream, seq`, args...)
}

// Feed gives up to limit events with positions in (after, upTo], in order. upTo must come from storage's Horizon, so
// that no event can still appear below it. Projections read by it.
func Feed(tx *storage.Tx, after, upTo int64, limit int) ([]Event, error) {
	return read(tx, `WHERE pos > $1 AND pos <= $2 ORDER BY pos LIMIT $3`, after, upTo, limit)
}

const eventColumns = `SELECT pos, stream, seq, at, actor, on_behalf, authority, action, data, evidence, hash FROM audit_event `

func read(tx *storage.Tx, where string, args ...any) ([]Event, error) {
	var out []Event
	err := tx.All(eventColumns+where, args, eventsTo(&out))
	return out, err
}

// eventsTo takes rows of eventColumns.
func eventsTo(into *[]Event) func(scan func(...any) error) error {
	return func(scan func(...any) error) error {
		var e Event
		var at int64
		var data, evidence string
		err := scan(&e.Pos, &e.Stream, &e.Seq, &at, &e.Actor, &e.OnBehalf, &e.Authority, &e.Action, &data, &evidence, &e.Hash)
		e.At, e.Data, e.Evidence = storage.Time(at), json.RawMessage(data), strings.Fields(evidence)
		*into = append(*into, e)
		return err
	}
}

// digest is the SM3 hash that chains the event to the one before. Every field is written with its length, so that no
// two different events are the same bytes.
func (e Event) digest(prev string) string {
	h := sm3.New()
	field := func(s string) {
		var n [8]byte
		binary.BigEndian.PutUint64(n[:], uint64(len(s)))
		h.Write(n[:])
		h.Write([]byte(s))
	}
	field(prev)
	field(e.Stream)
	field(fmt.Sprint(e.Seq, " ", storage.Millis(e.At)))
	field(e.Actor)
	field(e.OnBehalf)
	field(e.Authority)
	field(e.Action)
	field(string(e.Data))
	field(strings.Join(e.Evidence, " "))
	return hex.EncodeToString(h.Sum(nil))
}

// Digest is the SM3 hash of a text that an event refers to but does not hold, in hexadecimal.
func Digest(text string) string {
	sum := sm3.Sum([]byte(text))
	return hex.EncodeToString(sum[:])
}
