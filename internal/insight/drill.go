package insight

import (
	"context"
	"slices"

	"huying/internal/calendar"
	"huying/internal/fault"
	"huying/internal/org"
	"huying/internal/page"
	"huying/internal/storage"
)

// Parts of a figure that can be opened.
const (
	Numerator   = "numerator"
	Denominator = "denominator"
	Rest        = "rest" // in the denominator and not in the numerator: what lowers the rate
)

// Undispatched is the figure of the orders that lie with no department of a ranking (see Table).
const Undispatched = "undispatched"

type drillKey struct {
	Day string `json:"day"`
	ID  string `json:"id"`
}

// Opened says what a list is behind. Figure is the key of a formula of orders, of a measure ("concluded" and the like), Undispatched, of
// an act that Conducts counts ("urge" and the like), or of the early warning ("unsigned", "unsigned_late", "late"; the
// period does not narrow these); Part is Numerator, Denominator or Rest, for formulas only. Or it is a topic: Topic says of
// which sort, Word which.
type Opened struct {
	Figure, Part string
	Topic, Word  string
}

// Drill opens a figure: one page of the ids of the orders that it counts, latest first. An act lists its order as often as
// it happened to it. The online rate counts days; Days opens it.
func (s *Service) Drill(ctx context.Context, actor org.Actor, q Query, of Opened, req page.Request) (page.Page[string], error) {
	return s.drill(ctx, actor, org.StatsView, q, of, req)
}

// drill is Drill in the part of the trees where the person has the permission.
func (s *Service) drill(ctx context.Context, actor org.Actor, permission org.Permission, q Query, of Opened, req page.Request) (out page.Page[string], err error) {
	p, err := s.plan(ctx, actor, permission, q)
	if err != nil {
		return out, err
	}
	err = s.see(ctx, &p, func(tx *storage.Tx) error {
		if slices.Contains(conductMarks, of.Figure) {
			out, err = p.drillMarks(tx, of.Figure, req)
			return err
		}
		if warnings[of.Figure] != nil {
			p.from, p.to = 0, calendar.DateOf(tx.Now) // a warning is of this moment and of orders of any age
		}
		w := p.orders(tx, "day")
		if of.Topic != "" {
			narrowTopic(w, of)
		} else if err := p.narrow(tx, w, of.Figure, of.Part); err != nil {
			return err
		}
		out, err = onePage(tx, w, req)
		return err
	})
	return out, err
}

// narrow adds the conditions of a part of a figure.
func (p *plan) narrow(tx *storage.Tx, w *where, figure, part string) error {
	if figure == Undispatched {
		return p.narrowUndispatched(tx, w)
	}
	for _, c := range columns {
		if c == figure {
			w.add(c + " = 1")
			return nil
		}
	}
	if cond, ok := warnings[figure]; ok {
		w.add(cond(w.bind(storage.Millis(tx.Now))))
		return nil
	}
	f, ok := formula(figure)
	if !ok || f.Key == KeyOnline {
		return fault.New(fault.Invalid, "insight.figure", "没有这项指标，或者它不由工单计算。").On("figure", "不正确")
	}
	w.add(f.den.column() + " = 1")
	if f.wait != nil {
		w.add("NOT (" + f.waitingCond(w.bind(p.asOf)) + ")")
	}
	switch part {
	case Numerator:
		w.add(f.num.column() + " = 1")
	case Rest:
		w.add(f.num.column() + " = 0")
	case Denominator:
	default:
		return fault.New(fault.Invalid, "insight.part", "请选择分子、分母或者未达到的部分。").On("part", "不正确")
	}
	return nil
}

func onePage(tx *storage.Tx, w *where, req page.Request) (page.Page[string], error) {
	var key drillKey
	more, err := page.Decode(req.After, &key)
	if err != nil {
		return page.Page[string]{}, err
	}
	if more {
		w.add("(day, id) < (" + w.bind(key.Day) + ", " + w.bind(key.ID) + ")")
	}
	limit := req.Limit()
	var rows []drillKey
	err = tx.All(`SELECT day, id FROM insight_order WHERE `+w.String()+` ORDER BY day DESC, id DESC LIMIT `+w.bind(limit+1), w.args, func(scan func(...any) error) error {
		var k drillKey
		err := scan(&k.Day, &k.ID)
		rows = append(rows, k)
		return err
	})
	return idsOf(rows, limit), err
}

func idsOf(rows []drillKey, limit int) page.Page[string] {
	keys := page.Of(rows, limit, func(k drillKey) drillKey { return k })
	out := page.Page[string]{Items: make([]string, len(keys.Items)), Next: keys.Next}
	for i, k := range keys.Items {
		out.Items[i] = k.ID
	}
	return out
}
