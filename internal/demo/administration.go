package demo

import (
	"time"

	"huying/internal/calendar"
	"huying/internal/org"
	"huying/internal/storage"
)

// administer is what the administrators do: a setting is changed once, and one of them proposes a day off for a township that
// the other has still to approve (GAP-01).
func (p *play) administer() {
	admin := p.city.byRole[org.Admin][0]
	if days := int(calendar.DateOf(p.until) - p.first); days > wellKnown {
		p.at(p.until.Add(-time.Duration(days/3)*24*time.Hour), func() {
			p.tx(admin, func(tx *storage.Tx, a org.Actor) error {
				_, err := p.Policy.Set(tx, a, "approval.renew.days", "", "90", "窗口反映申请人常来不及准备，提前一个月提醒。")
				return err
			})
		})
	}
	p.at(p.officeBefore(p.until, freshHours*time.Hour), func() {
		day := p.cal.Add(calendar.DateOf(p.until), 4)
		year, known := p.cal.Year(day.Year())
		if !known {
			return
		}
		year.Off = append(year.Off, calendar.Span{From: day, To: day, Name: "防汛避险"})
		where := p.city.places[len(p.city.places)-1]
		p.tx(admin, func(tx *storage.Tx, a org.Actor) error {
			_, err := p.Kernel.ProposeCalendar(tx, a, cityPath+where.id+"/", year, where.name+"转移避险，当日停止办公（示范数据）")
			return err
		})
	})
}
