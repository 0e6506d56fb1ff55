package casework

import (
	"encoding/json"
	"fmt"

	"huying/internal/audit"
	"huying/internal/storage"
)

// Recompute derives a case from its events and compares it with what the database remembers: state, version, owner,
// every meter and its due date. It hands each difference to found. The stream of a thing that is not a case is passed
// over; a stream of a case whose row is gone is a difference.
func (k *Kernel) Recompute(tx *storage.Tx, stream string, events []audit.Event, found func(audit.Difference)) (isCase bool, err error) {
	var last Body
	dept, region, title := "", "", ""
	for i, e := range events {
		var b Body
		if json.Unmarshal(e.Data, &b) != nil || b.To == "" || i == 0 && b.Flow == "" { // a roster's turns have a "to" as well
			return false, nil
		}
		last = b
		if b.Dept != "" {
			dept = b.Dept
		}
		if b.Region != "" {
			region = b.Region
		}
		if b.Title != "" {
			title = b.Title
		}
	}
	differ := func(what string, args ...any) {
		found(audit.Difference{Where: stream, What: fmt.Sprintf(what, args...)})
	}
	c, err := k.Get(tx, stream)
	if err != nil {
		differ("有办理记录而无此件")
		return true, nil
	}
	end := events[len(events)-1]
	switch {
	case c.Version != end.Seq || c.head != end.Hash:
		differ("件的版本%d与记录%d不符", c.Version, end.Seq)
	case c.State != last.To:
		differ("件的状态%q与记录%q不符", c.State, last.To)
	case c.Dept != dept || c.Region != region:
		differ("件的承办单位或区域与记录不符")
	case (c.Title != "" || title != "") && audit.Digest(c.Title) != title:
		differ("件的标题与记录不符")
	}
	return true, k.recomputeMeters(tx, stream, events, differ)
}

func (k *Kernel) recomputeMeters(tx *storage.Tx, caseID string, events []audit.Event, differ func(string, ...any)) error {
	derived, err := k.History(tx, events)
	if err != nil {
		differ("计时记录不能重算：%v", err)
		return nil
	}
	want := map[string]*Meter{}
	for _, m := range derived {
		want[fmt.Sprint(m.Name, m.Round)] = m
	}
	err = tx.All(`SELECT name, round, unit, amount, rule, calendar, region, alarms, started_at, due_at, stopped_at, paused, extended FROM meters WHERE case_id = $1 ORDER BY name, round`,
		[]any{caseID}, func(scan func(...any) error) error {
			got, _, err := scanMeter(scan)
			if err != nil {
				return err
			}
			key := fmt.Sprint(got.Name, got.Round)
			m := want[key]
			delete(want, key)
			switch {
			case m == nil:
				differ("计时%q没有记录依据", got.Name)
			case !m.Due.Equal(got.Due):
				differ("计时%q的期限为%s，按记录重算为%s", got.Name, got.Due.In(zone).Format("2006-01-02 15:04"), m.Due.In(zone).Format("2006-01-02 15:04"))
			case !m.Stop.Equal(got.Stop) || !m.Start.Equal(got.Start) || m.Calendar != got.Calendar:
				differ("计时%q的起止与记录不符", got.Name)
			}
			return nil
		})
	for _, m := range want {
		differ("计时%q有记录而未保存", m.Name)
	}
	return err
}

// Unrecorded reports cases that stand in the database without a record: rows that no verb wrote.
func (k *Kernel) Unrecorded(tx *storage.Tx, found func(audit.Difference)) error {
	return tx.All(`SELECT c.id, c.number FROM cases c WHERE NOT EXISTS (SELECT 1 FROM audit_event e WHERE e.stream = c.id AND e.seq = 1) ORDER BY c.id LIMIT 1000`, nil,
		func(scan func(...any) error) error {
			var id, number string
			err := scan(&id, &number)
			found(audit.Difference{Where: id, What: "件" + number + "没有办理记录，不是由系统登记的"})
			return err
		})
}
