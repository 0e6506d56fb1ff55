package demo

import (
	"huying/internal/approval"
	"huying/internal/org"
	"huying/internal/page"
)

// Ticket is what an applicant of the city holds: with it the public page shows how his application stands.
type Ticket struct {
	What   string `json:"what"`
	Number string `json:"number"`
	Code   string `json:"code"`
}

// standings are what somebody who tries the public page out wants to see, each as the first application that stands so.
var standings = []struct {
	what  string
	state string
	fits  func(r approval.Row) bool
}{
	{"待补正材料", approval.Correcting, func(approval.Row) bool { return true }},
	{"特别程序，暂停计时", approval.Reviewing, func(r approval.Row) bool { return r.Standing.Paused }},
	{"已送达证照", approval.Delivered, func(r approval.Row) bool { return r.Outcome == approval.Outcomes[0].Label }},
}

// tickets finds an application of each standing. A young city may lack some.
func (p *play) tickets() error {
	for _, s := range standings {
		found, err := p.firstOf(s.state, s.fits)
		if err != nil {
			return err
		}
		if found.ID != "" {
			p.report.Tickets = append(p.report.Tickets, Ticket{What: s.what, Number: found.Number, Code: p.Approval.QueryCode(found.ID)})
		}
	}
	return nil
}

func (p *play) firstOf(state string, fits func(r approval.Row) bool) (none approval.Row, err error) {
	for after, more := "", true; more; more = after != "" {
		rows, err := p.Approval.List(p.ctx, org.System(), approval.Filter{States: []string{state}}, page.Request{After: after, Size: 200})
		if err != nil {
			return none, err
		}
		for _, r := range rows.Items {
			if fits(r) {
				return r, nil
			}
		}
		after = rows.Next
	}
	return none, nil
}
