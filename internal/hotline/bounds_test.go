package hotline

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"huying/internal/audit"
	"huying/internal/calendar"
	"huying/internal/fault"
	"huying/internal/org"
	"huying/internal/page"
	"huying/internal/storage"
)

// within is a person of a role whose right ends at a part of the trees.
func (w *world) within(login string, role org.Role, dept, region string) org.Actor {
	a := w.people[login]
	a.Grants = []org.Grant{{Role: role, DeptPath: dept, RegionPath: region}}
	return a
}

func (w *world) region(id string) string {
	w.t.Helper()
	dir, err := w.org.Directory(w.ctx)
	w.must(err)
	r, _ := dir.Region(id)
	return r.Path
}

// What a person may not supervise stands in neither register (HOT-35, HOT-55).
func TestRegistersShowWhatOneMaySupervise(t *testing.T) {
	eachWorld(t, "2026-03-02 09:00", func(w *world) {
		ref := w.signed("help")
		_, err := w.HoldToAccount(w.ctx, w.people["inspector"], ref.ID, 0, AccountForm{Ground: "delay", Measure: "circular", Finding: "逾期未办"})
		w.must(err)
		w.to("2026-03-12 09:00") // past the limit: the urging notice is out
		from, to := calendar.Of(2026, 3, 1), calendar.Of(2026, 3, 31)
		for name, who := range map[string]struct {
			org.Actor
			sees int
		}{
			"whole": {w.people["inspector"], 1}, "his bureau": {w.within("leader", org.Leader, "/water/", ""), 1}, "another bureau": {w.within("leader", org.Leader, "/roads/", ""), 0},
			"his place": {w.within("leader", org.Inspector, "", w.region("9901")), 1}, "another place": {w.within("leader", org.Inspector, "", w.region("9902")), 0},
		} {
			accounts, err := w.Accounts(w.ctx, who.Actor, Span{From: from, To: to}, page.Request{})
			w.must(err)
			papers, err := w.Documents(w.ctx, who.Actor, "urge", Span{From: from, To: to}, page.Request{})
			w.must(err)
			if len(accounts.Items) != who.sees || len(papers.Items) != who.sees {
				t.Errorf("%s: %d entries and %d papers, want %d", name, len(accounts.Items), len(papers.Items), who.sees)
			}
		}
	})
}

// HOT-55: papers of one instant stand in the register in the order of their numbers, the latest first, also across pages;
// each names its order, and who issued it in words. The register is read for a bounded period.
func TestHOT55RegisterRunsByNumber(t *testing.T) {
	eachWorld(t, "2026-03-02 09:00", func(w *world) {
		orders := map[string]bool{}
		for range 12 {
			orders[w.signed("help").ID] = true
		}
		w.to("2026-03-12 09:00")
		span, next, n := Span{From: calendar.Of(2026, 3, 1), To: calendar.Of(2026, 3, 31)}, "", 12
		for range 4 {
			papers, err := w.Documents(w.ctx, w.people["inspector"], "urge", span, page.Request{Size: 5, After: next})
			w.must(err)
			for _, p := range papers.Items {
				if want := fmt.Sprintf("呼应催〔2026〕%d号", n); p.Number != want || !orders[p.Order] || p.OrderNumber == "" || p.Title == "" || p.IssuedBy != "系统自动" {
					t.Errorf("got %+v, want %s", p, want)
				}
				delete(orders, p.Order)
				n--
			}
			if next = papers.Next; next == "" {
				break
			}
		}
		if n != 0 {
			t.Errorf("%d papers are missing", n)
		}
		span.To = calendar.Of(2027, 3, 2)
		_, err := w.Documents(w.ctx, w.people["inspector"], "urge", span, page.Request{})
		w.refused(err, "hotline.period", "HOT-55")
	})
}

// HOT-09: an order is grouped only with one that the person may see and group; both have it in their records.
func TestHOT09GroupingWantsTheRightToBoth(t *testing.T) {
	eachWorld(t, "2026-03-02 09:00", func(w *world) {
		first, in := w.register("help"), appeal("help")
		in.Region = "9902"
		second, err := w.Register(w.ctx, w.people["operator"], in)
		w.must(err)
		west := w.within("dispatcher", org.Dispatcher, "", w.region("9902"))
		_, err = w.GroupWith(w.ctx, west, second.ID, 0, first.ID)
		w.refused(err, "case.missing", "")
		if v := w.get(first.ID); v.Group != "" {
			t.Errorf("grouped all the same: %q", v.Group)
		}
		_, err = w.GroupWith(w.ctx, w.people["dispatcher"], second.ID, 0, first.ID)
		w.must(err)
		for _, id := range []string{first.ID, second.ID} {
			v := w.get(id)
			if v.Group != first.ID || v.Timeline[len(v.Timeline)-1].Action != "group" {
				t.Errorf("%s: in group %q, last %q", id, v.Group, v.Timeline[len(v.Timeline)-1].Action)
			}
		}
		w.sound()
	})
}

// HOT-38: rules are maintained for the places of one's own right, and it is on record who did.
func TestHOT38RoutingRulesEndAtOnesPlace(t *testing.T) {
	eachWorld(t, "2026-03-02 09:00", func(w *world) {
		west := w.within("dispatcher", org.Dispatcher, "", w.region("9902"))
		for _, place := range []string{"", w.region("9901")} {
			err := w.route(west, RoutingRule{Keywords: "水管", Dept: "water", Region: place})
			w.refused(err, "hotline.routing", "")
		}
		err := w.route(w.people["admin"], RoutingRule{Keywords: "水管", Dept: "water", Region: "/99/9903/"})
		w.refused(err, "hotline.region", "")
		w.must(w.route(west, RoutingRule{Keywords: "水管", Dept: "water", Region: w.region("9902")}))
		w.must(w.route(w.people["admin"], RoutingRule{Keywords: "水压", Dept: "water"}))
		rules, err := w.RoutingRules(w.ctx, west)
		w.must(err)
		for _, r := range rules {
			err := w.route(west, RoutingRule{ID: r.ID})
			if r.Region == "" {
				w.refused(err, "hotline.routing", "")
			} else {
				w.must(err)
			}
		}
		w.refused(w.route(w.people["admin"], RoutingRule{ID: "none"}), "hotline.routing.none", "")
		var acts []string
		w.must(w.db.View(w.ctx, func(tx *storage.Tx) error {
			events, err := audit.Events(tx, "routing")
			for _, e := range events {
				acts = append(acts, e.Action)
			}
			return err
		}))
		if got := strings.Join(acts, " "); got != "routing.add routing.add routing.retire" {
			t.Errorf("the record says %q", got)
		}
	})
}

// HOT-75: who wrote the answer does not judge it, whoever the order is assigned to.
func TestHOT75AuthorsDoNotJudgeTheirOwnAnswers(t *testing.T) {
	eachWorld(t, "2026-03-02 09:00", func(w *world) {
		ref := w.signed("consult")
		author := w.people["waterduty"]
		author.Grants = []org.Grant{{Role: org.Handler, DeptPath: "/water/"}, {Role: org.Legal}, {Role: org.Head, DeptPath: "/water/"}}
		_, err := w.ProposeReply(w.ctx, author, ref.ID, 0, answer)
		w.must(err)
		_, err = w.Review(w.ctx, author, ref.ID, 0, true, "合法")
		w.refused(err, "hotline.self", "HOT-75")
		_, err = w.Review(w.ctx, w.people["lawyer"], ref.ID, 0, true, "合法")
		w.must(err)
		_, err = w.SignOff(w.ctx, author, ref.ID, 0, true, "同意")
		w.refused(err, "hotline.self", "HOT-75")
		deputy := w.people["leader"]
		deputy.ActingFor = []org.Absent{{ID: author.ID}}
		_, err = w.SignOff(w.ctx, deputy, ref.ID, 0, true, "同意")
		w.refused(err, "hotline.self", "HOT-75")
	})
}

// HOT-72: an order that goes back and forth may have more than nine tasks in its life; each has a number of its own.
func TestHOT72TasksNeverShareANumber(t *testing.T) {
	eachWorld(t, "2026-03-02 09:00", func(w *world) {
		ref := w.signed("help")
		for range 12 {
			w.clk.Advance(time.Second)
			_, err := w.Involve(w.ctx, w.people["dispatcher"], ref.ID, 0, []string{"roads"})
			w.must(err)
			tasks := w.get(ref.ID).Tasks
			task := tasks[len(tasks)-1]
			_, err = w.Sign(w.ctx, w.people["roads"], task.ID, 0)
			w.must(err)
			_, err = w.ReplyTask(w.ctx, w.people["roads"], task.ID, 0, "已到场配合")
			w.must(err)
		}
		numbers := map[string]bool{}
		for _, task := range w.get(ref.ID).Tasks {
			numbers[task.Number] = true
		}
		if len(numbers) != 12 || !numbers[fmt.Sprintf("%s-X12", ref.Number)] {
			t.Errorf("got %v", numbers)
		}
	})
}

// The same key and the same words of another citizen are another appeal: nobody is handed somebody else's query code.
func TestKeyOfOneCitizenOpensNothingOfAnother(t *testing.T) {
	eachWorld(t, "2026-03-02 09:00", func(w *world) {
		in := appeal("help")
		in.Key, in.Channel = "same-key", "web"
		first, err := w.Submit(w.ctx, in)
		w.must(err)
		if again, err := w.Submit(w.ctx, in); err != nil || again != first {
			t.Errorf("sent twice: %v %v", again, err)
		}
		in.Caller.Phone = "13900002222"
		other, err := w.Submit(w.ctx, in)
		w.refused(err, "case.key.used", "")
		if other.Code != "" {
			t.Error("a code was handed out")
		}
	})
}

// A title stays one line when it is corrected, too.
func TestCorrectedTitlesAreShort(t *testing.T) {
	eachWorld(t, "2026-03-02 09:00", func(w *world) {
		ref := w.register("help")
		_, err := w.Classify(w.ctx, w.people["dispatcher"], ref.ID, 0, "help", "", "", strings.Repeat("长", 101))
		w.refused(err, "hotline.title", "")
		_, err = w.Classify(w.ctx, w.people["dispatcher"], ref.ID, 0, "help", "", "", strings.Repeat("长", 100))
		w.must(err)
	})
}

// What an operator advised at intake does not stand in the way of the department's answer.
func TestCitizenReadsTheDepartmentsAnswer(t *testing.T) {
	eachWorld(t, "2026-03-02 09:00", func(w *world) {
		in := appeal("help")
		in.Outcome = "已先行告知停水原因"
		ref, err := w.Register(w.ctx, w.people["operator"], in)
		w.must(err)
		_, err = w.Dispatch(w.ctx, w.people["dispatcher"], ref.ID, 0, Assignment{Lead: "water"})
		w.must(err)
		_, err = w.Sign(w.ctx, w.people["water"], ref.ID, 0)
		w.must(err)
		w.conclude(ref)
		v, err := w.Query(w.ctx, ref.Number, w.codeOfOrder(ref.ID))
		w.must(err)
		if v.Answer != answer.Text {
			t.Errorf("the citizen reads %q", v.Answer)
		}
	})
}

// HOT-83: no text of a verb is longer than policy says; one that is is refused by its field, and nothing happens.
func TestHOT83TextsAreBounded(t *testing.T) {
	eachWorld(t, "2026-03-02 09:00", func(w *world) {
		ref := w.signed("help", "roads")
		task := w.get(ref.ID).Tasks[0].ID
		line, remark, letter := strings.Repeat("长", 201), strings.Repeat("长", 2001), strings.Repeat("长", 10001)
		only := func(_ Ref, err error) error { return err }
		who, id := w.people, ref.ID
		appealed := func(spoil func(a *Appeal)) error {
			in := appeal("help")
			spoil(&in)
			return only(w.Register(w.ctx, who["operator"], in))
		}
		long := answer
		long.Text = letter
		before := w.get(id).Version
		for field, err := range map[string]error{
			"place":          appealed(func(a *Appeal) { a.Place = line }),
			"category":       appealed(func(a *Appeal) { a.Category = line }),
			"caller.address": appealed(func(a *Appeal) { a.Caller.Address = line }),
			"caller.name":    appealed(func(a *Appeal) { a.Caller.Name = line }),
			"transfer.to":    appealed(func(a *Appeal) { a.Transfer = CallTransfer{To: line, Result: "answered"} }),
			"transfer.from":  appealed(func(a *Appeal) { a.Transfer = CallTransfer{From: line} }),
			"outcome":        appealed(func(a *Appeal) { a.Outcome = remark }),
			"place 2":        only(w.Classify(w.ctx, who["dispatcher"], id, 0, "help", "", line, "停水")),
			"category 2":     only(w.Accept(w.ctx, who["operator"], id, 0, "help", line, Intake{Disposition: "order"})),
			"advice":         only(w.Dispatch(w.ctx, who["dispatcher"], id, 0, Assignment{Lead: "water", Advice: remark})),
			"reason":         only(w.Return(w.ctx, who["water"], id, 0, ReturnForm{Ground: "other_lead", Reason: remark, Basis: "三定"})),
			"basis":          only(w.Return(w.ctx, who["water"], id, 0, ReturnForm{Ground: "other_lead", Reason: "不属于", Basis: remark})),
			"why":            only(w.RuleReturn(w.ctx, who["arbiter"], id, 0, Ruling{Why: remark})),
			"rule":           only(w.RuleReturn(w.ctx, who["arbiter"], id, 0, Ruling{Why: "属实", Rule: line})),
			"promised":       only(w.AskExtension(w.ctx, who["water"], id, 0, ExtensionForm{Amount: 1, Promised: line, Statutory: "五日", Basis: "规定", Reason: "雨天"})),
			"why 2":          only(w.RuleExtension(w.ctx, who["arbiter"], id, 0, true, remark)),
			"text":           only(w.Reply(w.ctx, who["water"], id, 0, long)),
			"text 2":         only(w.ProposeReply(w.ctx, who["water"], id, 0, long)),
			"text 3":         only(w.ReplyTask(w.ctx, who["roads"], task, 0, letter)),
			"text 4":         only(w.Note(w.ctx, who["water"], id, 0, letter)),
			"text 5":         only(w.Explain(w.ctx, who["water"], id, 0, letter)),
			"opinion":        only(w.Review(w.ctx, who["lawyer"], id, 0, true, remark)),
			"note":           only(w.Revisit(w.ctx, who["caller"], id, 0, RevisitForm{How: "phone", Note: remark})),
			"note 2":         only(w.Urge(w.ctx, who["operator"], id, 0, "phone", remark)),
			"note 3":         only(w.Consent(w.ctx, who["dutyleader"], id, 0, remark)),
			"note 4":         only(w.LogEmergency(w.ctx, who["water"], id, 0, "team_sent", w.clk.Now(), remark)),
			"why 3":          only(w.Redo(w.ctx, who["arbiter"], id, 0, remark)),
			"why 4":          only(w.Escalate(w.ctx, who["arbiter"], id, 0, remark)),
			"why 5":          only(w.CloseExplained(w.ctx, who["arbiter"], id, 0, remark)),
			"why 6":          only(w.Supervise(w.ctx, who["inspector"], id, 0, true, remark)),
			"why 7":          only(w.ToHead(w.ctx, who["inspector"], id, 0, remark)),
			"why 8":          only(w.Flag(w.ctx, who["dispatcher"], id, 0, true, false, remark)),
			"why 9":          only(w.StandDown(w.ctx, who["dispatcher"], id, 0, "help", remark)),
			"finding":        only(w.HoldToAccount(w.ctx, who["inspector"], id, 0, AccountForm{Ground: "delay", Measure: "circular", Finding: remark})),
			"link":           only(w.HoldToAccount(w.ctx, who["inspector"], id, 0, AccountForm{Ground: "delay", Measure: "circular", Finding: "拖延", Link: line})),
			"keywords":       w.route(who["admin"], RoutingRule{Keywords: line, Dept: "water"}),
			"reason 2":       w.Rate(w.ctx, ref.Number, w.codeOfOrder(id), "dissatisfied", remark),
		} {
			name, _, _ := strings.Cut(field, " ")
			if e := fault.From(err); e.Code != "hotline.long" || e.Kind != fault.Invalid || len(e.Fields) != 1 || e.Fields[0].Name != name || !strings.Contains(e.Fields[0].Message, "现有") {
				t.Errorf("%s: %v %+v", field, err, e)
			}
		}
		_, err := w.Unmask(w.ctx, who["operator"], id, line)
		w.refused(err, "hotline.long", "")
		w.refused(w.supplement(ref.Number, w.codeOfOrder(id), remark), "hotline.supplement", "")
		if v := w.get(id); v.Version != before {
			t.Errorf("something happened: %d, was %d", v.Version, before)
		}
	})
}
