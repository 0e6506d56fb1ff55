package insight

import (
	"strings"

	"huying/internal/satisfaction"
	"huying/internal/storage"
)

// order is one row of the projection: a hotline order as its events tell it. Instants are milliseconds, 0 when there is
// none. It is a plain value, so that two can be compared.
type order struct {
	ID           string
	Seq          int64
	Day          string
	Dept         string
	Region       string
	Kind         string
	Channel      string
	Category     string
	State        string
	Disposition  string
	Working      int64
	Dispatched   int64
	SignDue      int64
	Signed       int64
	HandlingDue  int64
	Handled      int64
	Concluded    int64
	ConcludedDay string
	RevisitDue   int64
	Archived     int64
	First        satisfaction.Grade
	Second       satisfaction.Grade
	Mark         string
	Returns      int64
	Redos        int64
	Urges        int64
	Notices      int64
	Revisits     int64
	Overdue      int64
	Counts
}

const orderFacts = `id, seq, day, dept, region, kind, channel, category, state, disposition, working, dispatched_at, sign_due, signed_at,
	handling_due, handled_at, concluded_at, concluded_day, revisit_due, archived_at, first_grade, second_grade, closing_mark,
	return_count, redo_count, urge_count, notice_count, revisit_count, overdue`

func (o *order) dest() []any {
	return append([]any{&o.ID, &o.Seq, &o.Day, &o.Dept, &o.Region, &o.Kind, &o.Channel, &o.Category, &o.State, &o.Disposition, &o.Working,
		&o.Dispatched, &o.SignDue, &o.Signed, &o.HandlingDue, &o.Handled, &o.Concluded, &o.ConcludedDay, &o.RevisitDue, &o.Archived,
		&o.First, &o.Second, &o.Mark, &o.Returns, &o.Redos, &o.Urges, &o.Notices, &o.Revisits, &o.Overdue}, o.Counts.dest()...)
}

func (o *order) values() []any {
	return append([]any{o.ID, o.Seq, o.Day, o.Dept, o.Region, o.Kind, o.Channel, o.Category, o.State, o.Disposition, o.Working,
		o.Dispatched, o.SignDue, o.Signed, o.HandlingDue, o.Handled, o.Concluded, o.ConcludedDay, o.RevisitDue, o.Archived,
		o.First, o.Second, o.Mark, o.Returns, o.Redos, o.Urges, o.Notices, o.Revisits, o.Overdue}, o.Counts.values()...)
}

// answer answers the measures from the order's own facts.
func (o *order) answer() Counts {
	reading := o.First
	if o.Second != "" {
		reading = o.Second
	}
	var c Counts
	for m, yes := range map[measure]bool{
		mOrders:       true,
		mAnswered:     o.Disposition == "answer",
		mRefused:      o.Disposition == "refuse",
		mRedirected:   o.Disposition == "redirect",
		mDispatched:   o.Dispatched != 0,
		mSigned:       o.Signed != 0,
		mSignedInTime: o.Signed != 0 && o.Signed < o.SignDue,
		mConcluded:    o.Concluded != 0,
		mOnTime:       o.Concluded != 0 && o.Overdue == 0,
		mRated:        reading != "",
		mSatisfied:    reading.Good() && o.Mark != "explained",
		mRevisited:    o.Concluded != 0 && o.Revisits > 0,
		mReturned:     o.Returns > 0,
		mRedone:       o.Redos > 0,
		mExplained:    o.Mark == "explained",
		mArchived:     o.Archived != 0,
	} {
		c[m] = flag(yes)
	}
	return c
}

// cell is one place in the sums by day.
type cell struct{ axis, day, place, kind string }

// The axes of the sums.
const (
	axisDept    = "dept"
	axisRegion  = "region"
	axisChannel = "channel"
	axisDone    = "done" // by department and the day of conclusion
)

// cells are the places in which the order counts.
func (o *order) cells() []cell {
	out := []cell{{axisDept, o.Day, o.Dept, o.Kind}, {axisRegion, o.Day, o.Region, o.Kind}, {axisChannel, o.Day, o.Channel, o.Kind}}
	if o.ConcludedDay != "" {
		out = append(out, cell{axisDone, o.ConcludedDay, o.Dept, o.Kind})
	}
	return out
}

// sums are what a set of orders adds up to, or by how much they change.
type sums map[cell]Counts

func (s sums) add(o *order) {
	for _, c := range o.cells() {
		s[c] = s[c].plus(o.Counts)
	}
}

func (s sums) remove(o *order) {
	for _, c := range o.cells() {
		s[c] = s[c].minus(o.Counts)
	}
}

var upsertOrder = `INSERT INTO insight_order (` + orderFacts + `, ` + measureColumns + `) VALUES (` + storage.Placeholders(1, 29+int(measures)) + `)
	ON CONFLICT (id) DO UPDATE SET ` + taken(orderFacts+", "+measureColumns)

var addCell = `INSERT INTO insight_day (axis, day, place, kind, ` + measureColumns + `) VALUES (` + storage.Placeholders(1, 4+int(measures)) + `)
	ON CONFLICT (axis, day, place, kind) DO UPDATE SET ` + added("insight_day", columns[:])

// taken writes "a = excluded.a, ..." for a list of columns.
func taken(list string) string {
	var parts []string
	for _, c := range strings.Split(list, ",") {
		c = strings.TrimSpace(c)
		parts = append(parts, c+" = excluded."+c)
	}
	return strings.Join(parts, ", ")
}

func added(table string, list []string) string {
	parts := make([]string, len(list))
	for i, c := range list {
		parts[i] = c + " = " + table + "." + c + " + excluded." + c
	}
	return strings.Join(parts, ", ")
}

// ordersByID reads the rows as they stand.
func ordersByID(tx *storage.Tx, ids []string) (map[string]*order, error) {
	out := make(map[string]*order, len(ids))
	if len(ids) == 0 {
		return out, nil
	}
	args := make([]any, len(ids))
	for i, id := range ids {
		args[i] = id
	}
	return out, eachOrder(tx, `WHERE id IN (`+storage.Placeholders(1, len(ids))+`)`, args, func(o *order) { out[o.ID] = o })
}

func eachOrder(tx *storage.Tx, where string, args []any, keep func(*order)) error {
	return tx.All(`SELECT `+orderFacts+`, `+measureColumns+` FROM insight_order `+where, args, func(scan func(...any) error) error {
		var o order
		err := scan(o.dest()...)
		keep(&o)
		return err
	})
}
