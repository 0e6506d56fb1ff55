package demo

import (
	"context"
	"encoding/hex"
	"io"
	"math/rand/v2"
	"slices"
	"strings"
	"time"

	"github.com/emmansun/gmsm/sm3"

	"huying/internal/approval"
	"huying/internal/audit"
	"huying/internal/calendar"
	"huying/internal/hotline"
	"huying/internal/org"
	"huying/internal/page"
	"huying/internal/storage"
)

// Count is one line of a tally.
type Count struct {
	Label string `json:"label"`
	N     int    `json:"n"`
}

// Outcome is what a simulated stretch of time led to. Digest is the SM3 hash over the hashes of all events in their
// order: two runs that differ in anything that was recorded differ in it.
type Outcome struct {
	Digest       string         `json:"digest"`
	Events       int            `json:"events"`
	Orders       int            `json:"orders"`
	Applications int            `json:"applications"`
	Verbs        int            `json:"verbs"`
	Refused      map[string]int `json:"refused"`
	Kinds        []Count        `json:"kinds"`
	States       []Count        `json:"states"`
	Answered     int            `json:"answered"`    // orders that a department has answered
	OnTime       int            `json:"onTime"`      // of these, within the limit
	Overdue      int            `json:"overdue"`     // not answered, and the limit has passed
	Called       int            `json:"called"`      // citizens who told their satisfaction when called back
	Content      int            `json:"content"`     // of these, at least fairly satisfied
	Filings      []Count        `json:"filings"`     // applications, by where they stand
	LateFilings  int            `json:"lateFilings"` // of these, deemed or found overdue
}

// Entropy is where the ids of a simulation come from: the database must be opened with it, on a clock at Begin.
func Entropy(seed uint64) io.Reader {
	var key [32]byte
	for i := range 8 {
		key[i] = byte(seed >> (8 * i))
	}
	copy(key[8:], "huying simulate")
	return rand.NewChaCha8(key)
}

// Simulate lives whole days from the first on and tells what came of it; Until and Password of the options do not count. On
// either engine, and every time, the same first day and options lead to the same outcome.
func Simulate(ctx context.Context, s Services, first calendar.Date, o Options) (Outcome, error) {
	o.Until, o.Password = first.Add(o.Days).Start().Add(-time.Millisecond), ""
	report, err := Seed(ctx, s, o)
	if err != nil {
		return Outcome{}, err
	}
	out := Outcome{Orders: report.Orders, Applications: report.Applications, Verbs: report.Verbs, Refused: report.Refused, Called: report.Called, Content: report.Content}
	if err := out.seal(ctx, s.DB); err != nil {
		return Outcome{}, err
	}
	if err := out.tally(ctx, s); err != nil {
		return Outcome{}, err
	}
	return out, out.tallyFilings(ctx, s)
}

// seal computes the digest.
func (o *Outcome) seal(ctx context.Context, db *storage.DB) error {
	horizon, err := db.Horizon(ctx, "audit_event", "pos")
	if err != nil {
		return err
	}
	sum, last := sm3.New(), int64(0)
	for {
		var events []audit.Event
		err := db.View(ctx, func(tx *storage.Tx) (err error) {
			events, err = audit.Feed(tx, last, horizon, 2000)
			return err
		})
		if err != nil {
			return err
		}
		if len(events) == 0 {
			o.Digest = hex.EncodeToString(sum.Sum(nil))
			return nil
		}
		for _, e := range events {
			io.WriteString(sum, e.Hash)
		}
		o.Events += len(events)
		last = events[len(events)-1].Pos
	}
}

// tally counts the orders as the lists show them.
func (o *Outcome) tally(ctx context.Context, s Services) error {
	kinds, states := map[string]int{}, map[string]int{}
	all := func(f hotline.Filter, each func(r hotline.Row)) error {
		req := page.Request{Size: page.MaxSize}
		for {
			rows, err := s.Hotline.List(ctx, org.System(), f, req)
			if err != nil {
				return err
			}
			for _, r := range rows.Items {
				each(r)
			}
			if req.After = rows.Next; rows.Next == "" {
				return nil
			}
		}
	}
	late := 0
	err := all(hotline.Filter{Late: true}, func(r hotline.Row) {
		if slices.Contains(withDepartment, r.State) {
			o.Overdue++
		} else {
			late++
		}
	})
	if err != nil {
		return err
	}
	err = all(hotline.Filter{}, func(r hotline.Row) {
		kinds[r.KindLabel]++
		states[r.StateLabel]++
		if slices.Contains(afterAnswer, r.State) {
			o.Answered++
		}
	})
	o.OnTime, o.Kinds, o.States = o.Answered-late, sorted(kinds), sorted(states)
	return err
}

// tallyFilings counts the applications as the lists show them.
func (o *Outcome) tallyFilings(ctx context.Context, s Services) error {
	states := map[string]int{}
	req := page.Request{Size: page.MaxSize}
	for {
		rows, err := s.Approval.List(ctx, org.System(), approval.Filter{}, req)
		if err != nil {
			return err
		}
		for _, r := range rows.Items {
			states[r.StateLabel]++
			if r.Overdue {
				o.LateFilings++
			}
		}
		if req.After = rows.Next; rows.Next == "" {
			o.Filings = sorted(states)
			return nil
		}
	}
}

var (
	withDepartment = []string{hotline.Dispatched, hotline.Handling, hotline.Returning, hotline.Reviewing, hotline.SigningOff}
	afterAnswer    = []string{hotline.Replied, hotline.GivenBack, hotline.Concluded, hotline.Disputed, hotline.Escalated, hotline.Closable, hotline.Archived}
)

// sorted puts the largest first.
func sorted(counts map[string]int) []Count {
	out := make([]Count, 0, len(counts))
	for label, n := range counts {
		out = append(out, Count{label, n})
	}
	slices.SortFunc(out, func(a, b Count) int {
		if a.N != b.N {
			return b.N - a.N
		}
		return strings.Compare(a.Label, b.Label)
	})
	return out
}
