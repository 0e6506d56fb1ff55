package demo

import (
	"huying/internal/approval"
	"huying/internal/hotline"
	"huying/internal/org"
	"huying/internal/page"
)

// Ticket is what an applicant or a caller of the city holds: with it the public page shows how his application or his order
// stands.
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

// orderStandings are the same of orders of the hotline.
var orderStandings = []struct{ what, state string }{{"热线工单，办理中", hotline.Handling}, {"热线工单，已办结，可以评价", hotline.Concluded}}

// tickets finds an application and an order of each standing. A young city may lack some.
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
	for _, s := range orderStandings {
		rows, err := p.Hotline.List(p.ctx, org.System(), hotline.Filter{States: []string{s.state}}, page.Request{Size: 1})
		if err != nil {
			return err
		}
		for _, r := range rows.Items {
			code, err := p.Hotline.QueryCode(p.ctx, hotline.Ref{ID: r.ID})
			if err != nil {
				return err
			}
			p.report.Tickets = append(p.report.Tickets, Ticket{What: s.what, Number: r.Number, Code: code})
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
