package hotline

import (
	"encoding/json"
	"slices"
	"testing"
	"time"

	"huying/internal/audit"
	"huying/internal/casework"
	"huying/internal/fault"
	"huying/internal/org"
	"huying/internal/page"
	"huying/internal/storage"
)

// facts reads what the last event of an action says, into an area's own part.
func (w *world) facts(id, action string, into any) (e audit.Event) {
	w.t.Helper()
	var b casework.Body
	w.must(w.db.View(w.ctx, func(tx *storage.Tx) error {
		events, err := audit.Events(tx, id)
		for _, x := range events {
			if x.Action == action {
				e = x
			}
		}
		return err
	}))
	w.must(json.Unmarshal(e.Data, &b))
	w.must(json.Unmarshal(b.Facts, into))
	return e
}

// HOT-03: the type is one of the closed list, at the desk and when a message is taken up.
func TestHOT03TypeOfTheClosedList(t *testing.T) {
	eachWorld(t, "2026-03-02 09:00", func(w *world) {
		for _, kind := range []string{"", "petition"} {
			in := appeal(kind)
			_, err := w.Register(w.ctx, w.people["operator"], in)
			w.refused(err, "hotline.kind", "")
		}
		in := appeal("")
		in.Channel, in.Intake = "web", Intake{}
		ref, err := w.Submit(w.ctx, in)
		w.must(err)
		_, err = w.Accept(w.ctx, w.people["operator"], ref.ID, 0, "petition", "", Intake{Disposition: "order"})
		w.refused(err, "hotline.kind", "")
	})
}

// HOT-27: the service hall may do each of its seven duties: 登记, 呈批, 分转, 协调, 报告, 审结, 归档.
func TestHOT27TheHallMayDoEachOfItsDuties(t *testing.T) {
	for duty, action := range map[string]string{"登记": "register", "呈批": "propose_reply", "分转": "dispatch", "协调": "involve", "报告": "explain", "审结": "conclude", "归档": "archive"} {
		if a := Flow.Action(action); a == nil || !org.Revisitor.Holds(a.By) {
			t.Errorf("the service hall may not %s (%s)", duty, action)
		}
	}
}

// HOT-63, HOT-38, HOT-61: centre and hall oversee every order and answer for none but their own; the page offers them no more.
func TestHOT63NobodyAnswersForAnotherDepartment(t *testing.T) {
	eachWorld(t, "2026-03-02 09:30", func(w *world) {
		ref := w.signed("help")
		for _, who := range []string{"operator", "caller"} {
			_, reply := w.Reply(w.ctx, w.people[who], ref.ID, 0, answer)
			_, back := w.Return(w.ctx, w.people[who], ref.ID, 0, ReturnForm{Ground: "outside_competence", Reason: "不属于", Basis: "三定"})
			_, more := w.AskExtension(w.ctx, w.people[who], ref.ID, 0, ExtensionForm{Amount: 1, Promised: "五日", Statutory: "无", Basis: "规定", Reason: "雨天"})
			for verb, err := range map[string]error{"reply": reply, "return": back, "ask_extension": more} {
				w.refused(err, "case.forbidden", "")
				v, err := w.Get(w.ctx, w.people[who], ref.ID)
				w.must(err)
				for _, a := range v.Actions {
					if a.Name == verb {
						t.Errorf("%s is offered %s", who, verb)
					}
				}
			}
		}
		own := w.register("help")
		_, err := w.Dispatch(w.ctx, w.people["dispatcher"], own.ID, 0, Assignment{Lead: "hall"})
		w.must(err)
		_, err = w.Sign(w.ctx, w.people["caller"], own.ID, 0)
		w.must(err)
		_, err = w.Reply(w.ctx, w.people["caller"], own.ID, 0, answer)
		w.must(err)
		_, err = w.GiveBack(w.ctx, w.people["caller"], own.ID, 0)
		w.must(err)
	})
}

// HOT-48, HOT-86, DUTY-01: the hall neither signs for another department nor names its handlers. The person on duty signs
// while the offices are closed; what he signed for is in the hands of the department's head.
func TestHOT48NobodySignsForAnotherDepartmentInOfficeHours(t *testing.T) {
	eachWorld(t, "2026-03-02 09:30", func(w *world) {
		ref := w.dispatched("help", "roads")
		offered := func(who, verb string) (found bool) {
			v, err := w.Get(w.ctx, w.people[who], ref.ID)
			w.must(err)
			for _, a := range v.Actions {
				found = found || a.Name == verb
			}
			return found
		}
		_, err := w.Sign(w.ctx, w.people["caller"], ref.ID, 0)
		w.refused(err, "case.forbidden", "")
		for _, who := range []string{"caller", "leader"} {
			_, err = w.Assign(w.ctx, w.people[who], ref.ID, 0, w.people["water"].ID)
			w.refused(err, "case.forbidden", "")
		}
		task := w.get(ref.ID).Tasks[0]
		for _, id := range []string{ref.ID, task.ID} {
			_, err = w.Sign(w.ctx, w.people["hallduty"], id, 0)
			w.refused(err, "hotline.sign.hours", "DUTY-01")
		}
		if offered("caller", "sign") || offered("caller", "assign") || offered("hallduty", "sign") || !offered("water", "sign") {
			t.Error("the page offers what is not theirs to do")
		}
		w.to("2026-03-02 18:00")
		if !offered("hallduty", "sign") {
			t.Error("DUTY-03: in the evening the person on duty is not offered to sign")
		}
		for _, id := range []string{ref.ID, task.ID} {
			_, err = w.Sign(w.ctx, w.people["hallduty"], id, 0)
			w.must(err)
		}
		if v := w.get(ref.ID); v.AssigneeID != w.people["waterhead"].ID {
			t.Errorf("HOT-86: it is in the hands of %q", v.AssigneeID)
		}
		_, err = w.Reply(w.ctx, w.people["hallduty"], ref.ID, 0, answer)
		w.refused(err, "case.forbidden", "")
		w.sound()
	})
}

// HOT-33, HOT-02: the supervision office sees every order, whoever has it; a new one stands on the centre's own desk.
func TestHOT33TheInspectorSeesEveryOrder(t *testing.T) {
	eachWorld(t, "2026-03-02 09:00", func(w *world) {
		if v := w.get(w.register("complain").ID); v.Dept != "12345中心" {
			t.Errorf("HOT-92: a new order stands at %s", v.Dept)
		}
		for _, lead := range []string{"water", "roads", "parks"} {
			ref := w.register("consult")
			_, err := w.Dispatch(w.ctx, w.people["dispatcher"], ref.ID, 0, Assignment{Lead: lead})
			w.must(err)
		}
		rows, err := w.List(w.ctx, w.people["inspector"], Filter{}, page.Request{})
		w.must(err)
		if len(rows.Items) != 4 {
			t.Errorf("the inspector sees %d of 4 orders", len(rows.Items))
		}
	})
}

// HOT-47, HOT-50: the record says that the department was telephoned, and to whom a call was handed over live.
func TestHOT47CallsAreOnRecord(t *testing.T) {
	eachWorld(t, "2026-03-02 09:00", func(w *world) {
		in := appeal("consult")
		for field, bad := range map[string]CallTransfer{"transfer.result": {To: "供水局窗口服务大厅"}, "transfer.to": {Result: "answered"}, "transfer.way": {From: "12348", Way: "letter"}} {
			in.Transfer = bad
			_, err := w.Register(w.ctx, w.people["operator"], in)
			if w.refused(err, "hotline.appeal", ""); fault.From(err).Fields[0].Name != field {
				t.Errorf("%+v: %+v", bad, fault.From(err).Fields)
			}
		}
		in.Transfer = CallTransfer{To: "供水局窗口服务大厅王测试 13800003333", Result: "unanswered", From: "12348热线", Way: "three_way"}
		ref, err := w.Register(w.ctx, w.people["operator"], in)
		w.must(err)
		var taken registerFacts
		w.facts(ref.ID, "register", &taken)
		v := w.get(ref.ID)
		if x := taken.Transfer; x == nil || x.To != audit.Digest(in.Transfer.To) || x.From != audit.Digest(in.Transfer.From) || x.Way != "three_way" || x.Result != "unanswered" {
			t.Errorf("HOT-50: the record says %+v", x)
		}
		want := []Transfer{{In: true, Party: "12348热线", Way: "三方通话", By: "测试operator", At: w.clk.Now().UTC()},
			{Party: in.Transfer.To, Way: "三方通话", Result: "已接通，未能解答", By: "测试operator", At: w.clk.Now().UTC()}}
		if !slices.Equal(v.Transfers, want) {
			t.Errorf("HOT-50: %+v, want %+v", v.Transfers, want)
		}
		if found := w.tampered(ref.ID, `UPDATE order_transfers SET party = '别处' WHERE direction = 'out' AND order_id = $1`); len(found) != 1 {
			t.Errorf("HOT-50: %q", found)
		}
		w.must(w.db.View(w.ctx, func(tx *storage.Tx) error { // AUD-07: what identifies a person stands beside the record, not in it
			named := 0
			_, err := tx.One(`SELECT COUNT(*) FROM audit_event WHERE data LIKE '%13800003333%' OR data LIKE '%王测试%'`, nil, &named)
			if named > 0 {
				t.Error("the event names a person")
			}
			return err
		}))
		for _, phoned := range []bool{true, false} {
			ref := w.register("help")
			_, err := w.Dispatch(w.ctx, w.people["dispatcher"], ref.ID, 0, Assignment{Lead: "water", Phoned: phoned})
			w.must(err)
			var sent dispatchFacts
			if e := w.facts(ref.ID, "dispatch", &sent); sent.Phoned != phoned || e.Actor != w.people["dispatcher"].ID {
				t.Errorf("telephoned %v, the record says %v", phoned, sent.Phoned)
			}
		}
	})
}

// HOT-48: an order that is not signed for in time is noticed; signing names who has it.
func TestHOT48UnsignedIsNoticed(t *testing.T) {
	eachWorld(t, "2026-03-02 09:00", func(w *world) {
		ref := w.dispatched("help")
		w.to("2026-03-03 23:59")
		if w.alerted("sign.late") != 0 {
			t.Error("noticed too early")
		}
		w.to("2026-03-04 00:00")
		if w.alerted("sign.late") == 0 {
			t.Error("nobody was told that the order is not signed for")
		}
		_, err := w.Sign(w.ctx, w.people["water"], ref.ID, 0)
		w.must(err)
		if v := w.get(ref.ID); v.AssigneeID != w.people["water"].ID {
			t.Errorf("TIME-41: signed for, in the hands of %q", v.AssigneeID)
		}
	})
}

// HOT-49, HOT-66: the supervision office's desk shows what was signed and what was concluded, until somebody has read it.
func TestHOT66ConclusionReachesTheSupervisionOffice(t *testing.T) {
	eachWorld(t, "2026-03-02 09:00", func(w *world) {
		ref := w.concluded("help")
		desk, err := w.Copies(w.ctx, w.people["inspector"], page.Request{})
		w.must(err)
		reasons := map[string]bool{}
		for _, c := range desk.Items {
			reasons[c.Reason] = c.Order == ref.ID
		}
		if len(desk.Items) != 2 || !reasons["签收抄送"] || !reasons["办结登记"] {
			t.Errorf("got %+v", desk.Items)
		}
		w.must(w.ReadCopies(w.ctx, w.people["inspector"], ref.ID))
		if desk, err = w.Copies(w.ctx, w.people["inspector"], page.Request{}); err != nil || len(desk.Items) != 0 {
			t.Errorf("read, and still there: %+v, %v", desk.Items, err)
		}
		_, err = w.Copies(w.ctx, w.people["water"], page.Request{})
		w.refused(err, "hotline.copies", "")
	})
}

// HOT-74, HOT-80 to HOT-82: what belongs to another level is offered as advice, within the place the rule is for.
func TestHOT74AdviceOfAnotherLevel(t *testing.T) {
	eachWorld(t, "2026-03-02 09:00", func(w *world) {
		west, err := w.org.Directory(w.ctx)
		w.must(err)
		region, _ := west.Region("9902")
		admin := w.people["admin"]
		err = w.route(admin, RoutingRule{Keywords: "电价", Level: "moon", Advice: "请致电"})
		w.refused(err, "hotline.level", "HOT-74")
		w.must(w.route(admin, RoutingRule{Keywords: "电价", Level: "province", Advice: "请向省价格主管部门反映"}))
		w.must(w.route(admin, RoutingRule{Keywords: "物业 收费", Level: "county", Region: region.Path, Advice: "由西山镇所在区价格主管部门处理"}))
		advice := func(place, text string) []Advice {
			got, err := w.FindSimilar(w.ctx, w.people["operator"], "", place, "反映收费问题", text)
			w.must(err)
			return got.Suggested
		}
		if got := advice("9901", "我要反映电价过高"); len(got) != 1 || got[0].Level != "省级部门" || got[0].Tell != "请向省价格主管部门反映" {
			t.Errorf("HOT-80: %+v", got)
		}
		if got := advice("9902", "物业收费没有公示"); len(got) != 1 || got[0].Level != "区县部门" || got[0].DeptID != "" {
			t.Errorf("HOT-81: %+v", got)
		}
		if got := advice("9901", "物业收费没有公示"); len(got) != 0 {
			t.Errorf("HOT-82: offered outside its place: %+v", got)
		}
		w.must(w.route(admin, RoutingRule{Keywords: "社保 转移", Level: "city"})) // the level alone says where to ask
		told := advice("9901", "想问社保怎么转移")
		if len(told) != 1 || told[0].Tell != "此事由市级部门管辖，请向市级部门反映。" {
			t.Fatalf("HOT-74: %+v", told)
		}
		in := appeal("consult")
		in.Intake = Intake{Disposition: "redirect", Outcome: told[0].Tell}
		ref, err := w.Register(w.ctx, w.people["operator"], in)
		w.must(err)
		if v := w.get(ref.ID); v.State != Redirected || v.Outcome != told[0].Tell {
			t.Errorf("HOT-74: %+v", v)
		}
		w.must(w.route(admin, RoutingRule{Keywords: "水管", Dept: "water", Advice: "先核实在哪一段"})) // of a department it is a word for who dispatches
		if got := advice("9901", "水管一直在漏水"); len(got) != 1 || got[0].Advice == "" || got[0].Tell != "" || got[0].Level != "" {
			t.Errorf("%+v", got)
		}
		err = w.route(admin, RoutingRule{Keywords: "空"})
		w.refused(err, "hotline.routing.dept", "")
		err = w.route(w.people["operator"], RoutingRule{Keywords: "水", Dept: "water"})
		w.refused(err, "hotline.routing", "")
	})
}

// HOT-76, TIME-07, DUTY-14: an emergency is reported to the leader on duty at once, names the head who supervises it in
// person, and its record tells how many minutes help took.
func TestHOT76EmergencyIsReportedAndTimed(t *testing.T) {
	eachWorld(t, "2026-03-02 10:00", func(w *world) {
		ref := w.dispatched("emergency")
		var sent dispatchFacts
		w.facts(ref.ID, "dispatch", &sent)
		if sent.Head != w.people["waterhead"].ID {
			t.Errorf("TIME-07: the head is %q", sent.Head)
		}
		w.must(w.outbox.Drain(w.ctx))
		told := map[org.Permission]bool{}
		for _, a := range w.alerts {
			told[a.Permission] = told[a.Permission] || a.Kind == "emergency"
		}
		if !told[org.OrderEmergencyConsent] || !told[org.OrderSignoff] {
			t.Errorf("told: %v", told)
		}
		start := w.clk.Now()
		w.clk.Advance(time.Hour)
		for step, after := range map[string]time.Duration{"team_sent": 3 * time.Minute, "on_site": 10*time.Minute + time.Second, "told_reporter": 30 * time.Minute} {
			_, err := w.LogEmergency(w.ctx, w.people["water"], ref.ID, 0, step, start.Add(after), "")
			w.must(err)
		}
		_, err := w.LogEmergency(w.ctx, w.people["water"], ref.ID, 0, "on_site", w.clk.Now().Add(time.Minute), "")
		w.refused(err, "hotline.emergency.future", "")
		want := map[string]EmergencyLog{"team_sent": {Minutes: 3, After: "派单"}, "on_site": {Minutes: 10, Late: true, After: "派单"}, "told_reporter": {}}
		for _, e := range w.get(ref.ID).Emergency {
			if e.Minutes != want[e.Key].Minutes || e.Late != want[e.Key].Late || e.After != want[e.Key].After {
				t.Errorf("%s: %d minutes, late %v", e.Key, e.Minutes, e.Late)
			}
		}
	})
}

// HOT-86: the handler is of the department, whoever names him.
func TestHOT86TheHandlerIsOfTheDepartment(t *testing.T) {
	eachWorld(t, "2026-03-02 09:00", func(w *world) {
		ref := w.register("help")
		_, err := w.Dispatch(w.ctx, w.people["dispatcher"], ref.ID, 0, Assignment{Lead: "water", Handler: w.people["roads"].ID})
		w.refused(err, "hotline.assignee", "HOT-86")
		_, err = w.Dispatch(w.ctx, w.people["dispatcher"], ref.ID, 0, Assignment{Lead: "water", Handler: w.people["water"].ID})
		w.must(err)
		_, err = w.Assign(w.ctx, w.people["waterhead"], ref.ID, 0, w.people["roads"].ID)
		w.refused(err, "hotline.assignee", "HOT-86")
		_, err = w.Assign(w.ctx, w.people["waterhead"], ref.ID, 0, w.people["waterduty"].ID)
		w.must(err)
		if v := w.get(ref.ID); v.AssigneeID != w.people["waterduty"].ID {
			t.Errorf("assigned to %q", v.AssigneeID)
		}
	})
}

// HOT-89, HOT-22: what is major is reported to the leaders, once, whenever it is marked.
func TestHOT89MajorMattersAreReported(t *testing.T) {
	eachWorld(t, "2026-03-02 09:00", func(w *world) {
		in := appeal("complain")
		in.Major = true
		major, err := w.Register(w.ctx, w.people["operator"], in)
		w.must(err)
		plain := w.register("complain")
		for _, id := range []string{major.ID, plain.ID} {
			_, err := w.Flag(w.ctx, w.people["dispatcher"], id, 0, false, true, "涉及多个小区")
			w.must(err)
		}
		w.must(w.outbox.Drain(w.ctx))
		told := map[string]int{}
		for _, a := range w.alerts {
			if a.Kind == "major" {
				told[a.Order]++
			}
		}
		if told[major.ID] != 1 || told[plain.ID] != 1 {
			t.Errorf("told: %v", told)
		}
		_, err = w.Flag(w.ctx, w.people["dispatcher"], plain.ID, 0, false, false, " ")
		w.refused(err, "hotline.flag.why", "GAP-33")
	})
}

// HOT-91, HOT-98: a citizen can write at any hour, on any day; the time to take it up begins with the next working day.
func TestHOT91ACitizenWritesAtNightOnAHoliday(t *testing.T) {
	eachWorld(t, "2024-05-02 02:30", func(w *world) {
		in := appeal("")
		in.Channel, in.Intake = "web", Intake{}
		ref, err := w.Submit(w.ctx, in)
		w.must(err)
		if got := w.due(ref.ID, MeterAccept); got != "2024-05-06" {
			t.Errorf("to be taken up by %s", got)
		}
		v, err := w.Query(w.ctx, ref.Number, ref.Code)
		w.must(err)
		if ref.AcceptBy.String() != "2024-05-06" || v.AcceptBy != ref.AcceptBy {
			t.Errorf("the citizen is promised %s, then %s", ref.AcceptBy, v.AcceptBy)
		}
		_, err = w.Accept(w.ctx, w.people["operator"], ref.ID, 0, "help", "", Intake{Disposition: "order"})
		w.must(err)
		if v, err = w.Query(w.ctx, ref.Number, ref.Code); err != nil || v.AcceptBy != 0 {
			t.Errorf("taken up, and still promised for %s, %v", v.AcceptBy, err)
		}
	})
}

// TIME-16, TIME-17, GAP-05: the time of review and signature counts, and only the answer to the citizen stops the clock.
func TestTIME17ReviewAndSignatureCount(t *testing.T) {
	eachWorld(t, "2026-03-02 09:00", func(w *world) {
		in := appeal("consult")
		in.Important = true
		ref, err := w.Register(w.ctx, w.people["operator"], in)
		w.must(err)
		_, err = w.Dispatch(w.ctx, w.people["dispatcher"], ref.ID, 0, Assignment{Lead: "water"})
		w.must(err)
		_, err = w.Sign(w.ctx, w.people["water"], ref.ID, 0)
		w.must(err)
		_, err = w.ProposeReply(w.ctx, w.people["water"], ref.ID, 0, answer)
		w.must(err)
		w.to("2026-03-05 09:00")
		_, err = w.Review(w.ctx, w.people["lawyer"], ref.ID, 0, true, "合法")
		w.must(err)
		_, err = w.SignOff(w.ctx, w.people["leader"], ref.ID, 0, true, "同意")
		w.must(err)
		if got := w.due(ref.ID, MeterHandling); got != "2026-03-09" {
			t.Errorf("three days at the superiors moved the end to %s", got)
		}
		w.to("2026-03-10 00:00")
		if v := w.get(ref.ID); len(v.Documents) != 1 {
			t.Errorf("TIME-16: signed off, not delivered, and not late: %d papers", len(v.Documents))
		}
	})
}

// AUD-05: every action has its rule (凡事有章可循), so that every event names what it rests on.
func TestAUD05EveryActionNamesItsRule(t *testing.T) {
	for _, f := range []*casework.Flow{Flow, AssistFlow} {
		for _, a := range f.Actions {
			if a.Rule == "" {
				t.Errorf("%s: %s rests on no rule", f.Name, a.Name)
			}
		}
	}
	eachWorld(t, "2026-03-02 09:00", func(w *world) {
		v := w.get(w.concluded("help").ID)
		if v.LeadID == "" || v.AssigneeID == "" || len(v.Replies) == 0 || v.First == "" {
			t.Errorf("an owner or a result is missing: %+v", v.Row)
		}
		for _, h := range v.Timeline {
			if h.Who == "" || h.Authority == "" || h.At.IsZero() {
				t.Errorf("%s: by %q on %q", h.Action, h.Who, h.Authority)
			}
		}
	})
}

// AUD-12: a correction keeps the old value in the record.
func TestAUD12ACorrectionKeepsTheOldValue(t *testing.T) {
	eachWorld(t, "2026-03-02 09:00", func(w *world) {
		ref := w.register("help")
		_, err := w.Classify(w.ctx, w.people["dispatcher"], ref.ID, 0, "complain", "供水", "河滨小区", "停水投诉")
		w.must(err)
		var said struct {
			Was  map[string]string `json:"was"`
			Kind string            `json:"kind"`
		}
		w.facts(ref.ID, "classify", &said)
		if said.Was["kind"] != "help" || said.Kind != "complain" {
			t.Errorf("the record says %+v", said)
		}
	})
}

// AUD-13: a conclusion without reasons is not taken.
func TestAUD13ConclusionsAreReasoned(t *testing.T) {
	eachWorld(t, "2026-03-02 09:00", func(w *world) {
		ref := w.signed("complain")
		empty := answer
		empty.Text = " "
		_, err := w.Reply(w.ctx, w.people["water"], ref.ID, 0, empty)
		w.refused(err, "hotline.reply", "HOT-29")
		w.conclude(ref)
		_, err = w.Revisit(w.ctx, w.people["caller"], ref.ID, 0, RevisitForm{How: "phone", Reached: true, Grade: "dissatisfied", Cause: "objective"})
		w.must(err)
		_, err = w.CloseExplained(w.ctx, w.people["arbiter"], ref.ID, 0, "")
		w.refused(err, "hotline.explained.why", "GAP-10")
	})
}

// GAP-33: an emergency is lowered only with a reason, which is kept.
func TestGAP33AnEmergencyIsLoweredWithAReason(t *testing.T) {
	eachWorld(t, "2026-03-02 09:00", func(w *world) {
		ref := w.register("emergency")
		_, err := w.Classify(w.ctx, w.people["dispatcher"], ref.ID, 0, "help", "", "", "停水")
		w.refused(err, "hotline.emergency.lower", "GAP-33")
		_, err = w.StandDown(w.ctx, w.people["dispatcher"], ref.ID, 0, "help", "")
		w.refused(err, "hotline.emergency.why", "GAP-33")
		_, err = w.StandDown(w.ctx, w.people["dispatcher"], ref.ID, 0, "help", "经核实无人员危险")
		w.must(err)
		if v := w.get(ref.ID); v.Kind != "help" || len(v.Notes) != 1 {
			t.Errorf("%s with %d reasons", v.Kind, len(v.Notes))
		}
		_, err = w.StandDown(w.ctx, w.people["dispatcher"], ref.ID, 0, "consult", "再降")
		w.refused(err, "hotline.emergency.kind", "GAP-33")
	})
}
