package approval

import (
	"encoding/json"
	"fmt"

	"huying/internal/casework"
	"huying/internal/storage"
)

func load(tx *storage.Tx, id string) (*Application, error) {
	var text string
	found, err := tx.One(`SELECT record FROM applications WHERE id = $1`, []any{id}, &text)
	if err != nil {
		return nil, err
	}
	if !found {
		return nil, casework.NoSuchCase()
	}
	return parse(text)
}

func parse(text string) (*Application, error) {
	var o Application
	if err := json.Unmarshal([]byte(text), &o); err != nil {
		return nil, fmt.Errorf("approval: record: %w", err)
	}
	return &o, nil
}

// columns are what lists and figures read of an application, in the order of its table, the record last.
func (o *Application) columns() ([]any, error) {
	record, err := json.Marshal(o)
	if err != nil {
		return nil, fmt.Errorf("approval: record of %s: %w", o.ID, err)
	}
	outcome := ""
	if o.Decision != nil {
		outcome = o.Decision.Outcome
	}
	return []any{o.Step, o.StepKind, !o.Arrived.IsZero(), outcome, o.Commitment != nil, o.Overdue(), o.candidate() != nil, o.pleaState(), o.Accepted, o.Ended, len(o.Visits), len(o.Trips), o.Statutory, o.Taken, o.Formal,
		o.Decision != nil && o.Decision.OnSpot, string(record)}, nil
}

func insert(tx *storage.Tx, o *Application, region string) error {
	columns, err := o.columns()
	if err != nil {
		return err
	}
	tx.Queue(`INSERT INTO applications (id, item, item_version, dept_path, window_path, region_path, class, model, channel, received_at, source, source_id, source_mark,
		step, step_kind, arrived, outcome, committed, overdue, candidate, plea, accepted_at, ended_at, steps, trips, statutory, taken, formal, on_spot, record) VALUES (`+storage.Placeholders(1, 30)+`)`,
		append([]any{o.ID, o.Item, o.ItemVersion, o.DeptPath, o.WindowPath, region, o.Class, o.Model, o.Channel, o.Received, o.Source, o.SourceID, o.sourceMark}, columns...)...)
	return nil
}

// update writes what a verb may have changed. Item, version, department and channel never change.
func update(tx *storage.Tx, o *Application) error {
	columns, err := o.columns()
	if err != nil {
		return err
	}
	tx.Queue(`UPDATE applications SET step = $2, step_kind = $3, arrived = $4, outcome = $5, committed = $6, overdue = $7, candidate = $8, plea = $9,
		accepted_at = $10, ended_at = $11, steps = $12, trips = $13, statutory = $14, taken = $15, formal = $16, on_spot = $17, record = $18 WHERE id = $1`, append([]any{o.ID}, columns...)...)
	return nil
}

// byIDs reads the applications of one page of a list.
func byIDs(tx *storage.Tx, cases []*casework.Case) (map[string]*Application, error) {
	out := make(map[string]*Application, len(cases))
	if len(cases) == 0 {
		return out, nil
	}
	ids := make([]any, len(cases))
	for i, c := range cases {
		ids[i] = c.ID
	}
	err := tx.All(`SELECT record FROM applications WHERE id IN (`+storage.Placeholders(1, len(ids))+`)`, ids, func(scan func(...any) error) error {
		var text string
		if err := scan(&text); err != nil {
			return err
		}
		o, err := parse(text)
		if err == nil {
			out[o.ID] = o
		}
		return err
	})
	return out, err
}
