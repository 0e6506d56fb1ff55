package insight

import (
	"context"
	"slices"

	"huying/internal/catalog"
	"huying/internal/fault"
	"huying/internal/org"
	"huying/internal/page"
	"huying/internal/storage"
)

// OpenedApplications says what a list of applications is behind: the key of a figure, whether only those are wanted that add to
// its numerator, and of which item, "" being all.
type OpenedApplications struct {
	Figure string
	Hits   bool
	Item   string
}

// DrillApplications opens a figure of applications: one page of the ids of those that it counts, latest first.
func (s *Service) DrillApplications(ctx context.Context, actor org.Actor, q Query, of OpenedApplications, req page.Request) (out page.Page[string], err error) {
	i := slices.IndexFunc(applicationFormulas, func(f applicationFormula) bool { return f.key == of.Figure })
	if i < 0 {
		return out, fault.New(fault.NotFound, "insight.figure", "没有这项指标。")
	}
	p, err := s.plan(ctx, actor, org.ApplicationView, Query{From: q.From, To: q.To, Dept: q.Dept})
	if err != nil {
		return out, err
	}
	err = s.see(ctx, &p, func(tx *storage.Tx) error {
		out, err = p.openApplications(tx, applicationFormulas[i], of, req)
		return err
	})
	return out, err
}

func (p *plan) openApplications(tx *storage.Tx, f applicationFormula, of OpenedApplications, req page.Request) (page.Page[string], error) {
	w := &where{}
	from, on := "insight_application a", "a."+f.den.counted()+"_day"
	if f.den == sVisits {
		from, on = "insight_visit v JOIN insight_application a ON a.id = v.id", "v.day"
	}
	if f.items {
		latest := p.latest(tx, w)
		w.add("a.id IN (SELECT (" + latest + ") FROM (SELECT DISTINCT item FROM insight_application_sum WHERE " + p.spans(w, p.from, p.to) + " AND accepted > 0) i)")
	}
	w.add(on + " <> ''") // as the indexes have it
	w.add(on + " >= " + w.bind(p.from.String()))
	w.add(on + " <= " + w.bind(p.to.String()))
	p.confineApplications(tx, w, "a.")
	w.add("a." + shareColumns[f.den] + " > 0")
	if of.Hits {
		w.add("a." + shareColumns[f.num] + " > 0")
	}
	if of.Hits && f.items {
		w.add("a.model = " + w.bind(string(catalog.SoleReview)))
	}
	if of.Item != "" {
		w.add("a.item = " + w.bind(of.Item))
	}
	var key drillKey
	more, err := page.Decode(req.After, &key)
	if err != nil {
		return page.Page[string]{}, err
	}
	if more {
		w.add("(" + on + ", a.id) < (" + w.bind(key.Day) + ", " + w.bind(key.ID) + ")")
	}
	limit := req.Limit()
	var rows []drillKey
	err = tx.All(`SELECT `+on+`, a.id FROM `+from+` WHERE `+w.String()+` ORDER BY `+on+` DESC, a.id DESC LIMIT `+w.bind(limit+1), w.args, func(scan func(...any) error) error {
		var k drillKey
		err := scan(&k.Day, &k.ID)
		rows = append(rows, k)
		return err
	})
	return idsOf(rows, limit), err
}
