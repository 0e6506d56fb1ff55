package insight

import (
	"bytes"
	"encoding/json"
	"testing"

	"huying/internal/audit"
	"huying/internal/org"
	"huying/internal/storage"
)

// STA-12, AUD-07: the tables of units leave as the pages show them, within what may be exported, on record.
func TestAUD07TheTablesOfUnitsLeaveAsTheyAreShown(t *testing.T) {
	eachWorld(t, "2026-03-02 09:30", func(w *world) {
		w.attend("water")
		ref := w.dispatched("water") // to be signed by the end of the 3rd
		_, err := w.hotline.Urge(w.ctx, w.people["caller"], ref.ID, 0, "phone", "")
		w.must(err)
		w.to("2026-03-05 09:00")
		w.follow()
		q := march
		q.Dept = "water"
		line := func(who org.Actor, table, unit string) []string {
			t.Helper()
			var out bytes.Buffer
			n, err := w.ExportUnits(w.ctx, Export{Actor: who, Query: q, To: &out}, w.hotline, table)
			w.must(err)
			lines := w.open(&out, UnitTableName(table))
			if len(lines) != n+1 {
				t.Errorf("%s: %d rows are said to be in %q", table, n, lines)
			}
			for _, l := range lines[1:] {
				if l[0] == unit {
					return l
				}
			}
			return nil
		}
		leader := w.people["leader"]
		if l := line(leader, ConductTable, "供水局"); len(l) < 2 || l[1] != "1" {
			t.Errorf("conducts %q", l)
		}
		if l := line(leader, ConductTable, "道路局"); l != nil {
			t.Errorf("a unit to which nothing happened: %q", l)
		}
		if l := line(leader, WarningTable, "供水局"); len(l) < 5 || l[1] != "1" || l[2] != "1" || l[4] != "2026-03-02" {
			t.Errorf("warnings %q", l)
		}
		q.From = q.From.Add(2) // the 3rd, when it was late
		if l := line(leader, DayTable, "供水局"); len(l) < 6 || l[1] != "2026-03-03" || l[3] != "1" || l[4] != ref.Number || l[5] != "未上线" {
			t.Errorf("days %q", l)
		}
		var said exported
		w.must(w.db.View(w.ctx, func(tx *storage.Tx) error {
			events, err := audit.Events(tx, "insight")
			if err == nil {
				err = json.Unmarshal(events[len(events)-1].Data, &said)
			}
			if len(events) != 4 {
				t.Errorf("%d exports are on record", len(events))
			}
			return err
		}))
		if said.Figure != DayTable || said.Dept != "water" || said.Rows == 0 {
			t.Errorf("recorded %+v", said)
		}
		roads := leader
		roads.Grants = []org.Grant{{Role: org.Leader, DeptPath: "/roads/"}, {Role: org.Dispatcher}}
		q.Dept = ""
		if l := line(roads, WarningTable, "供水局"); l != nil {
			t.Errorf("what may be seen and not exported left: %q", l)
		}
		_, err = w.ExportUnits(w.ctx, Export{Actor: w.people["waterhead"], Query: q, To: &bytes.Buffer{}}, w.hotline, ConductTable)
		w.refused(err, "insight.export")
	})
}
