package insight

import (
	"context"
	"errors"
	"fmt"

	"huying/internal/audit"
	"huying/internal/storage"
)

// Verify recomputes the projection from the event log, case by case, and the sums from the orders, and hands each
// difference to found. It changes nothing, and the follower may go on meanwhile: every comparison is made at one moment, of
// what is counted by then. A projection that waits for its rebuild holds nothing to verify. Memory grows with the number of
// days and departments, not with the record.
func (s *Service) Verify(ctx context.Context, found func(audit.Difference)) error {
	var st state
	err := s.db.View(ctx, func(tx *storage.Tx) (err error) {
		st, err = readState(tx, "")
		return err
	})
	if err != nil || !st.fresh() {
		return err
	}
	_, err = audit.Chains(ctx, s.db, func(audit.Difference) {}, func(stream string, events []audit.Event) error {
		if ofPeople(stream) {
			return nil
		}
		return s.db.View(ctx, func(tx *storage.Tx) error { return s.verifyCase(tx, stream, events, found) })
	})
	if err != nil {
		return err
	}
	return s.db.View(ctx, func(tx *storage.Tx) error {
		for _, verify := range []func(*storage.Tx, func(audit.Difference)) error{verifySums, verifyApplicationSums, verifyGrounds, verifyPresence} {
			if err := verify(tx, found); err != nil {
				return err
			}
		}
		return nil
	})
}

// verifyCase compares one case's row, marks and spans with its events as far as they are counted at this moment.
func (s *Service) verifyCase(tx *storage.Tx, stream string, events []audit.Event, found func(audit.Difference)) error {
	st, err := readState(tx, "")
	if err != nil {
		return err
	}
	if last := events[len(events)-1]; last.Pos < st.pos {
		// Later events may have been recorded, and counted, since the walk read the stream.
		if events, err = audit.EventsOf(tx, []string{stream}, st.pos); err != nil {
			return err
		}
	}
	for len(events) > 0 && events[len(events)-1].Pos > st.pos {
		events = events[:len(events)-1]
	}
	if len(events) == 0 {
		return nil
	}
	if a, err := tellApplication(events); err != nil || a != nil {
		return errors.Join(err, verifyApplication(tx, a, found))
	}
	want, err := s.tell(tx, events)
	if err != nil || want == nil {
		return err
	}
	differ := func(what string) { found(audit.Difference{Where: "统计 " + stream, What: what}) }
	if err := verifyOrder(tx, stream, want.order, differ); err != nil {
		return err
	}
	return verifyParts(tx, stream, want, differ)
}

func verifyOrder(tx *storage.Tx, stream string, want *order, differ func(string)) error {
	if want == nil {
		return nil
	}
	rows, err := ordersByID(tx, []string{stream})
	if err != nil {
		return err
	}
	switch got := rows[stream]; {
	case got == nil:
		differ("有办理记录而未计入统计")
	case *got != *want:
		differ("统计所记“" + firstDifference(*got, *want) + "”与办理记录不符")
	}
	return nil
}

// firstDifference names the first measure on which two rows differ.
func firstDifference(a, b order) string {
	for m, n := range a.Counts {
		if n != b.Counts[m] {
			return measureNames[m]
		}
	}
	return "办理情况"
}

func verifyParts(tx *storage.Tx, stream string, want *story, differ func(string)) error {
	marks := map[mark]bool{}
	for _, m := range want.marks {
		marks[m] = true
	}
	err := tx.All(`SELECT n, what, day, hour, dept, region, kind, who FROM insight_mark WHERE order_id = $1`, []any{stream}, func(scan func(...any) error) error {
		var m mark
		err := scan(&m.n, &m.what, &m.day, &m.hour, &m.dept, &m.region, &m.kind, &m.who)
		if !marks[m] {
			differ("统计所记的一次“" + m.what + "”没有记录依据")
		}
		delete(marks, m)
		return err
	})
	if err != nil {
		return err
	}
	for m := range marks {
		differ("一次“" + m.what + "”未计入统计")
	}
	spans := map[span]bool{}
	for _, sp := range want.spans {
		if sp.late {
			sp.seq = 0
			spans[sp] = true
		}
	}
	err = tx.All(`SELECT n, dept, region, from_day, COALESCE(to_day, '') FROM insight_unsigned WHERE case_id = $1`, []any{stream}, func(scan func(...any) error) error {
		sp := span{late: true}
		err := scan(&sp.n, &sp.dept, &sp.region, &sp.from, &sp.to)
		if !spans[sp] {
			differ("统计所记的逾期未签收没有记录依据")
		}
		delete(spans, sp)
		return err
	})
	if len(spans) > 0 {
		differ("一段逾期未签收未计入统计")
	}
	return err
}

// verifySums adds all orders up again.
func verifySums(tx *storage.Tx, found func(audit.Difference)) error {
	want := sums{}
	if err := eachOrder(tx, "", nil, want.add); err != nil {
		return err
	}
	err := tx.All(`SELECT axis, day, place, kind, `+measureColumns+` FROM insight_day ORDER BY axis, day, place, kind`, nil, func(scan func(...any) error) error {
		var at cell
		var got Counts
		err := scan(append([]any{&at.axis, &at.day, &at.place, &at.kind}, got.dest()...)...)
		for m, n := range got {
			if n != want[at][m] {
				found(audit.Difference{Where: "统计 " + at.String(), What: fmt.Sprintf("“%s”为%d，重算为%d", measureNames[m], n, want[at][m])})
				break
			}
		}
		delete(want, at)
		return err
	})
	for at := range want {
		found(audit.Difference{Where: "统计 " + at.String(), What: "有工单而没有合计"})
	}
	return err
}

func (c cell) String() string { return c.axis + " " + c.day + " " + c.place + " " + c.kind }

// verifyGrounds names what is counted without any record of it.
func verifyGrounds(tx *storage.Tx, found func(audit.Difference)) error {
	return tx.All(`SELECT id FROM insight_order WHERE NOT EXISTS (SELECT 1 FROM audit_event e WHERE e.stream = insight_order.id)
		UNION SELECT order_id FROM insight_mark WHERE NOT EXISTS (SELECT 1 FROM audit_event e WHERE e.stream = insight_mark.order_id)
		UNION SELECT id FROM insight_application WHERE NOT EXISTS (SELECT 1 FROM audit_event e WHERE e.stream = insight_application.id)
		UNION SELECT case_id FROM insight_unsigned WHERE NOT EXISTS (SELECT 1 FROM audit_event e WHERE e.stream = insight_unsigned.case_id)`, nil,
		func(scan func(...any) error) error {
			var id string
			err := scan(&id)
			found(audit.Difference{Where: "统计 " + id, What: "计入统计而没有办理记录"})
			return err
		})
}

// verifyPresence counts the days on which somebody was signed in, from the record, and compares their number.
func verifyPresence(tx *storage.Tx, found func(audit.Difference)) error {
	st, err := readState(tx, "")
	if err != nil {
		return err
	}
	var recorded, kept int64
	err = tx.All(`SELECT DISTINCT stream, at FROM audit_event WHERE stream LIKE 'person:%' AND action IN ('login', 'attend') AND pos <= $1 ORDER BY stream, at`,
		[]any{st.pos}, countDays(&recorded))
	if err != nil {
		return err
	}
	if _, err := tx.One(`SELECT COUNT(*) FROM (SELECT DISTINCT day, person FROM insight_presence) t`, nil, &kept); err != nil {
		return err
	}
	if recorded != kept {
		found(audit.Difference{Where: "统计 上线", What: fmt.Sprintf("人员上线天数为%d，按记录重算为%d", kept, recorded)})
	}
	return nil
}

// countDays counts the person-days of a list of instants, sorted by person and time.
func countDays(n *int64) func(scan func(...any) error) error {
	var person, last string
	return func(scan func(...any) error) error {
		var stream string
		var at int64
		err := scan(&stream, &at)
		if d := day(storage.Time(at)); stream != person || d != last {
			*n++
			person, last = stream, d
		}
		return err
	}
}
