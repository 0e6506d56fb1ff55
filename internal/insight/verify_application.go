package insight

import (
	"huying/internal/audit"
	"huying/internal/storage"
)

// verifyApplication compares one application's row with its events.
func verifyApplication(tx *storage.Tx, want *application, found func(audit.Difference)) error {
	if want == nil {
		return nil
	}
	rows, err := applicationsByID(tx, []string{want.ID})
	if err != nil {
		return err
	}
	switch got := rows[want.ID]; {
	case got == nil:
		found(audit.Difference{Where: "统计 " + want.ID, What: "办件有办理记录而未计入统计"})
	case *got != *want:
		found(audit.Difference{Where: "统计 " + want.ID, What: "统计所记的办件情况与办理记录不符"})
	}
	return nil
}

// verifyApplicationSums adds all applications up again, with the days of their visits.
func verifyApplicationSums(tx *storage.Tx, found func(audit.Difference)) error {
	want, visits := applicationSums{}, int64(0)
	err := eachApplication(tx, "", nil, func(a *application) {
		want.add(a, 1)
		visits += a.Shares[sVisits]
	})
	if err != nil {
		return err
	}
	differ := func(at applicationCell, what string) {
		found(audit.Difference{Where: "统计 " + at.day + " " + at.item + " " + at.dept, What: what})
	}
	err = tx.All(`SELECT step, day, item, dept, hall, region, `+shareList+` FROM insight_application_sum ORDER BY step, day, item, dept, hall, region`, nil, func(scan func(...any) error) error {
		var at applicationCell
		var got Shares
		err := scan(append([]any{&at.step, &at.day, &at.item, &at.dept, &at.hall, &at.region}, got.dest()...)...)
		if got != want[at] {
			differ(at, "办件合计与重算不符")
		}
		delete(want, at)
		return err
	})
	if err != nil {
		return err
	}
	for at, n := range want {
		if n != (Shares{}) {
			differ(at, "有办件而没有合计")
		}
	}
	var kept int64
	if _, err := tx.One(`SELECT COUNT(*) FROM insight_visit`, nil, &kept); err != nil {
		return err
	}
	if kept != visits {
		found(audit.Difference{Where: "统计 到窗口", What: "逐日的到窗口记录与办件不符"})
	}
	return nil
}
