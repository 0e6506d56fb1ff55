package approval

import (
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

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

// listed are the columns that lists and figures read of an application and that a verb may change.
var listed = []string{"step", "step_kind", "arrived", "outcome", "committed", "overdue", "candidate", "unexplained", "plea", "accepted_at", "ended_at", "steps", "trips", "statutory", "taken", "formal", "on_spot", "green"}

// fixed are those that never change.
var fixed = []string{"item", "item_version", "dept_path", "window_path", "class", "model", "channel", "received_at", "source", "source_id"}

// columns are the values of listed.
func (o *Application) columns() []any {
	outcome := ""
	if o.Decision != nil {
		outcome = o.Decision.Outcome
	}
	return []any{o.Step, o.StepKind, !o.Arrived.IsZero(), outcome, o.Commitment != nil, o.Overdue(), o.candidate() != nil, o.unexplained(), o.pleaState(), o.Accepted, o.Ended, len(o.Visits), len(o.Trips), o.Statutory, o.Taken, o.Formal,
		o.Decision != nil && o.Decision.OnSpot, o.Green}
}

// origin are the values of fixed.
func (o *Application) origin() []any {
	return []any{o.Item, o.ItemVersion, o.DeptPath, o.WindowPath, o.Class, o.Model, o.Channel, o.Received, o.Source, o.SourceID}
}

func (o *Application) text() (string, error) {
	record, err := json.Marshal(o)
	if err != nil {
		return "", fmt.Errorf("approval: record of %s: %w", o.ID, err)
	}
	return string(record), nil
}

func insert(tx *storage.Tx, o *Application, region string) error {
	record, err := o.text()
	if err != nil {
		return err
	}
	tx.Queue(insertSQL, slices.Concat([]any{o.ID, region, o.sourceMark, record}, o.origin(), o.columns())...)
	return nil
}

var insertSQL = `INSERT INTO applications (id, region_path, source_mark, record, ` + strings.Join(slices.Concat(fixed, listed), ", ") + `) VALUES (` + storage.Placeholders(1, 4+len(fixed)+len(listed)) + `)`

// update writes what a verb may have changed.
func update(tx *storage.Tx, o *Application) error {
	record, err := o.text()
	if err != nil {
		return err
	}
	tx.Queue(updateSQL, append([]any{o.ID, record}, o.columns()...)...)
	return nil
}

var updateSQL = func() string {
	sets := make([]string, len(listed))
	for i, column := range listed {
		sets[i] = column + " = $" + strconv.Itoa(i+3)
	}
	return `UPDATE applications SET record = $2, ` + strings.Join(sets, ", ") + ` WHERE id = $1`
}()

// strayed names the columns of an application's row that do not say what its record says.
func (o *Application) strayed(tx *storage.Tx) ([]string, error) {
	columns, values := slices.Concat(fixed, listed), slices.Concat(o.origin(), o.columns())
	args, cases := []any{o.ID}, make([]string, len(columns))
	names, dest := make([]string, len(columns)), make([]any, len(columns))
	for i, column := range columns {
		same := column + " IS NULL"
		if at, isTime := values[i].(time.Time); !isTime || !at.IsZero() {
			args = append(args, values[i])
			same = column + " = " + storage.Placeholders(len(args), 1)
		}
		cases[i], dest[i] = "CASE WHEN "+same+" THEN '' ELSE '"+column+"' END", &names[i]
	}
	_, err := tx.One(`SELECT `+strings.Join(cases, ", ")+` FROM applications WHERE id = $1`, args, dest...)
	return slices.DeleteFunc(names, func(name string) bool { return name == "" }), err
}

// askApplications asks for the applications of one page of a list, answered with whatever else was asked for.
func askApplications(tx *storage.Tx, ids []string, into map[string]*Application) {
	if len(ids) == 0 {
		return
	}
	args := make([]any, len(ids))
	for i, id := range ids {
		args[i] = id
	}
	tx.Ask(`SELECT record FROM applications WHERE id IN (`+storage.Placeholders(1, len(ids))+`)`, args, func(scan func(...any) error) error {
		var text string
		if err := scan(&text); err != nil {
			return err
		}
		o, err := parse(text)
		if err == nil {
			into[o.ID] = o
		}
		return err
	})
}

const opinionColumns = `SELECT record FROM application_opinions `

// opinions reads what was asked of an application, in the order it was asked.
func opinions(tx *storage.Tx, where string, args ...any) ([]Opinion, error) {
	out := []Opinion{}
	err := tx.All(opinionColumns+where+` ORDER BY id`, args, opinionsTo(&out))
	return out, err
}

// opinionsTo takes rows of opinionColumns.
func opinionsTo(into *[]Opinion) func(scan func(...any) error) error {
	return func(scan func(...any) error) error {
		var text string
		if err := scan(&text); err != nil {
			return err
		}
		var op Opinion
		err := json.Unmarshal([]byte(text), &op)
		*into = append(*into, op)
		return err
	}
}
