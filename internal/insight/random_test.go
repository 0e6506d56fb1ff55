package insight

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"huying/internal/calendar"
	"huying/internal/fault"
	"huying/internal/hotline"
	"huying/internal/org"
	"huying/internal/page"
	"huying/internal/storage"
)

// live lets the town live for a number of steps: whoever may do something does it, well or badly, and days pass. What the
// hotline refuses is simply not done. between is called after every step.
func (w *world) live(r *rand.Rand, steps int, between func()) {
	w.Helper()
	var ids []string
	for range steps {
		switch {
		case len(ids) < 4 || r.IntN(6) == 0:
			in := appeal(pick(r, "help", "consult", "complain", "suggest"), pick(r, "9901", "990101", "9902"))
			in.Channel = pick(r, "phone", "web", "letter")
			if in.Disposition = pick(r, "order", "order", "order", "answer", "refuse", "redirect"); in.Disposition == "answer" {
				in.Grade = pick(r, "", "satisfied", "dissatisfied")
			}
			in.Outcome, in.Refusal = "已答复。", "vague"
			if in.Channel == "letter" {
				in.Received = w.clk.Now().Add(-26 * time.Hour)
			}
			ref, err := w.hotline.Register(w.ctx, w.people["operator"], in)
			w.must(err)
			ids = append(ids, ref.ID)
		case r.IntN(5) == 0:
			w.clk.Advance(time.Duration(r.IntN(60)) * time.Hour)
			_, err := w.kernel.RingDue(w.ctx)
			w.must(err)
			w.must(w.outbox.Drain(w.ctx))
		case r.IntN(5) == 0:
			w.attend(pick(r, "water", "pipes", "roads", "parks", "operator"))
		default:
			w.tolerate(w.do(r, pick(r, ids...)))
		}
		between()
	}
}

func pick(r *rand.Rand, from ...string) string { return from[r.IntN(len(from))] }

// tolerate lets refusals pass and nothing else.
func (w *world) tolerate(err error) {
	w.Helper()
	var refusal *fault.Error
	if err != nil && !errors.As(err, &refusal) {
		w.Fatal(err)
	}
}

// do tries one verb on an order, by somebody who might.
func (w *world) do(r *rand.Rand, id string) (err error) {
	dept, grade := pick(r, "water", "roads", "parks"), pick(r, "very_satisfied", "satisfied", "fair", "dissatisfied", "very_dissatisfied")
	hand, verb := w.people[dept], r.IntN(20)
	if r.IntN(4) > 0 { // mostly the next step, by who has it
		hand, verb = w.next(r, id)
	}
	h := w.hotline
	switch verb {
	case 0:
		_, err = h.Dispatch(w.ctx, w.people["dispatcher"], id, 0, hotline.Assignment{Lead: dept})
	case 1:
		_, err = h.Sign(w.ctx, hand, id, 0)
	case 2:
		_, err = h.Reply(w.ctx, hand, id, 0, hotline.ReplyForm{Text: "已办。", Result: "solved", Contact: "phone", Grade: grade})
	case 3:
		_, err = h.GiveBack(w.ctx, hand, id, 0)
	case 4:
		_, err = h.Conclude(w.ctx, w.people["caller"], id, 0)
	case 13:
		_, err = h.Revisit(w.ctx, w.people["caller"], id, 0, hotline.RevisitForm{How: "phone", Reached: r.IntN(3) > 0, Grade: grade, Cause: pick(r, "subjective", "objective")})
	case 14:
		_, err = h.Redo(w.ctx, w.people["arbiter"], id, 0, "重办")
	case 15:
		_, err = h.CloseExplained(w.ctx, w.people["arbiter"], id, 0, "解释")
	case 16:
		_, err = h.Return(w.ctx, hand, id, 0, hotline.ReturnForm{Ground: "other_lead", Reason: "非本部门", Basis: "清单"})
	case 17:
		_, err = h.RuleReturn(w.ctx, w.people["arbiter"], id, 0, hotline.Ruling{Uphold: r.IntN(2) == 0, Lead: dept, Why: "裁定"})
	case 18:
		_, err = h.Urge(w.ctx, w.people["operator"], id, 0, "phone", "请尽快")
	case 19:
		w.must(w.outbox.Drain(w.ctx))
		_, err = h.Archive(w.ctx, w.people["caller"], id, 0)
	}
	return err
}

// next is a step that the order's state calls for.
func (w *world) next(r *rand.Rand, id string) (hand org.Actor, verb int) {
	w.must(w.db.View(w.ctx, func(tx *storage.Tx) error {
		c, err := w.kernel.Get(tx, id)
		if err != nil {
			return err
		}
		hand = w.people[strings.Trim(c.Dept, "/")]
		verbs := map[string][]int{hotline.Registered: {0}, hotline.Dispatched: {1, 1, 1, 16, 18}, hotline.Handling: {2, 2, 2, 18}, hotline.Replied: {3}, hotline.GivenBack: {4},
			hotline.Returning: {17}, hotline.Concluded: {13}, hotline.Disputed: {14, 15}, hotline.Closable: {19}}[c.State]
		if verb = 19; len(verbs) > 0 {
			verb = verbs[r.IntN(len(verbs))]
		}
		return nil
	}))
	return hand, verb
}

// dump is the whole projection as text, table by table.
func (w *world) dump() string {
	w.Helper()
	out := ""
	w.must(w.db.View(w.ctx, func(tx *storage.Tx) error {
		err := eachOrder(tx, "ORDER BY id", nil, func(o *order) { out += fmt.Sprintf("%+v\n", *o) })
		if err != nil {
			return err
		}
		for _, sql := range []string{
			`SELECT axis || ' ' || day || ' ' || place || ' ' || kind || ' ' || orders || ' ' || dispatched || ' ' || concluded || ' ' || timely || ' ' || rated || ' ' || satisfied || ' ' || revisited FROM insight_day ORDER BY axis, day, place, kind`,
			`SELECT order_id || ' ' || n || ' ' || what || ' ' || day || ' ' || hour || ' ' || dept || ' ' || who FROM insight_mark ORDER BY order_id, n`,
			`SELECT case_id || ' ' || n || ' ' || dept || ' ' || from_day || ' ' || COALESCE(to_day, '-') FROM insight_unsigned ORDER BY case_id, n`,
			`SELECT id || ' ' || path || ' ' || since FROM insight_unit ORDER BY id`,
			`SELECT id || ' ' || unit FROM insight_person ORDER BY id`,
			`SELECT day || ' ' || unit || ' ' || person FROM insight_presence ORDER BY day, unit, person`,
		} {
			err := tx.All(sql, nil, func(scan func(...any) error) error {
				var line string
				err := scan(&line)
				out += line + "\n"
				return err
			})
			if err != nil {
				return err
			}
		}
		return nil
	}))
	return out
}

// Whatever happens, in whatever order and batches: following the log and rebuilding from nothing give the same rows, the
// verification finds nothing, the figures equal a count from the hotline's own tables, and each figure opens as many
// orders as it counts.
func TestFiguresFollowWhateverHappens(t *testing.T) {
	for seed := range uint64(4) {
		eachWorld(t, "2026-03-02 09:30", func(w *world) {
			r := rand.New(rand.NewPCG(seed, 5))
			w.live(r, 350, func() {
				if r.IntN(10) == 0 {
					w.must(w.CatchUp(w.ctx))
				}
			})
			w.follow()
			followed := w.dump()
			w.sound()
			w.must(w.Rebuild(w.ctx, nil))
			if rebuilt := w.dump(); rebuilt != followed {
				t.Fatalf("seed %d: rebuilt\n%s\nfollowed\n%s", seed, rebuilt, followed)
			}
			w.countsAgree()
			w.sourcesAgree()
			w.listsAgree()
		})
	}
}

// A whole year, so that everything the town did lies in it.
var year = Query{From: calendar.Of(2026, 1, 1), To: calendar.Of(2026, 12, 31)}

// countsAgree counts the orders from the hotline's tables, with none of this package's code.
func (w *world) countsAgree() {
	w.Helper()
	table, err := w.Rates(w.ctx, w.people["leader"], year, ByDept, "")
	w.must(err)
	type ratio struct{ n, d int64 }
	want := map[string]map[string]ratio{}
	add := func(dept, key string, n, d bool) {
		if want[dept] == nil {
			want[dept] = map[string]ratio{}
		}
		x := want[dept][key]
		want[dept][key] = ratio{x.n + flag(n && d), x.d + flag(d)}
	}
	now := storage.Millis(w.db.Now())
	w.must(w.db.View(w.ctx, func(tx *storage.Tx) error {
		return tx.All(`SELECT o.lead, c.state, o.first_grade, o.second_grade, o.closing_mark, o.signed_at IS NOT NULL AND o.signed_at < s.due_at, o.signed_at IS NOT NULL OR s.due_at <= $1,
			h.due_at <= $1, EXISTS (SELECT 1 FROM meters l WHERE l.case_id = c.id AND l.name = 'handling' AND l.started_at >= o.dispatched_at AND l.stopped_at >= l.due_at)
			FROM orders o JOIN cases c ON c.id = o.id
			JOIN meters s ON s.case_id = c.id AND s.name = 'sign' AND s.round = (SELECT MAX(round) FROM meters x WHERE x.case_id = c.id AND x.name = 'sign')
			JOIN meters h ON h.case_id = c.id AND h.name = 'handling' AND h.round = (SELECT MAX(round) FROM meters x WHERE x.case_id = c.id AND x.name = 'handling')
			WHERE o.lead <> ''`, []any{now}, func(scan func(...any) error) error {
			var lead, state, first, second, mark string
			var inTime, toSign, due, late bool
			if err := scan(&lead, &state, &first, &second, &mark, &inTime, &toSign, &due, &late); err != nil {
				return err
			}
			concluded := slices.Contains([]string{"concluded", "disputed", "escalated", "closable", "archived"}, state)
			if second != "" {
				first = second
			}
			good := slices.Contains([]string{"very_satisfied", "satisfied", "fair"}, first) && mark != "explained"
			add(lead, "closing", concluded, concluded || due)
			add(lead, "on_time", concluded && !late, concluded || due)
			add(lead, "satisfaction", good, first != "")
			add(lead, "signing", inTime, toSign)
			return nil
		})
	}))
	for dept, figures := range want {
		for key, x := range figures {
			w.wants(table.row(dept), key, x.n, x.d)
		}
	}
}

// sourcesAgree compares the sums by day with the sums over the orders, along every axis.
func (w *world) sourcesAgree() {
	w.Helper()
	p, err := w.plan(w.ctx, w.people["leader"], "stats.view", year)
	w.must(err)
	whole := p
	p.region = "/99/" // every order lies there, but only the orders can tell
	narrow := p
	for _, axis := range []string{axisDept, axisChannel} {
		w.must(w.see(w.ctx, &whole, func(tx *storage.Tx) error {
			narrow.asOf, narrow.state = whole.asOf, whole.state
			a, err := whole.by(tx, axis, "place")
			w.must(err)
			b, err := narrow.by(tx, axis, "place")
			w.must(err)
			if len(a) == 0 || fmt.Sprint(flat(a)) != fmt.Sprint(flat(b)) {
				w.Errorf("along %s the sums by day give %v, the orders %v", axis, flat(a), flat(b))
			}
			x, err := whole.done(tx)
			w.must(err)
			y, err := narrow.done(tx)
			w.must(err)
			if len(x) == 0 || fmt.Sprint(x) != fmt.Sprint(y) {
				w.Errorf("conclusions by day: %v and %v", x, y)
			}
			return nil
		}))
	}
}

func flat(g groups) (out []string) {
	for _, key := range g.keys() {
		out = append(out, fmt.Sprint(key, *g[key]))
	}
	return out
}

// listsAgree opens every figure of every department and counts.
func (w *world) listsAgree() {
	w.Helper()
	leader := w.people["leader"]
	table, err := w.Rates(w.ctx, leader, year, ByDept, "")
	w.must(err)
	for _, row := range table.Rows {
		q := year
		q.Dept = row.Key
		for _, f := range row.Figures[1:] {
			for part, want := range map[string]int64{Numerator: f.Numerator, Denominator: f.Denominator, Rest: f.Denominator - f.Numerator} {
				if got := w.length(q, f.Key, part); got != want {
					w.Errorf("%s %s of %s is %d and opens %d", f.Key, part, row.Key, want, got)
				}
			}
		}
		for m, want := range row.Counts {
			if got := w.length(q, m, ""); got != want {
				w.Errorf("%s of %s is %d and opens %d", m, row.Key, want, got)
			}
		}
	}
}

// length reads a figure's list page by page.
func (w *world) length(q Query, figure, part string) (n int64) {
	w.Helper()
	for after := ""; ; {
		got, err := w.Drill(w.ctx, w.people["leader"], q, Opened{Figure: figure, Part: part}, page.Request{Size: 3, After: after})
		w.must(err)
		n += int64(len(got.Items))
		if after = got.Next; after == "" {
			return n
		}
	}
}
