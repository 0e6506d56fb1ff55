package hotline

import (
	"slices"
	"strings"
	"testing"

	"huying/internal/deadline"
	"huying/internal/fault"
	"huying/internal/page"
	"huying/internal/storage"
)

// HOT-97: nothing is written down without an answer, an order, a refusal with its reason, or advice where to go.
func TestHOT97EveryCallEndsInADisposition(t *testing.T) {
	eachWorld(t, "2026-03-02 09:00", func(w *world) {
		for name, c := range map[string]struct {
			in   Intake
			code string
			rule string
		}{
			"nothing":                  {Intake{}, "hotline.disposition", ""},
			"unknown":                  {Intake{Disposition: "later"}, "hotline.disposition", ""},
			"refusal without category": {Intake{Disposition: "refuse"}, "hotline.refusal", "HOT-40"},
			"a seventh category":       {Intake{Disposition: "refuse", Refusal: "other"}, "hotline.refusal", "HOT-40"},
			"answer without words":     {Intake{Disposition: "answer"}, "hotline.outcome", "HOT-97"},
			"advice without words":     {Intake{Disposition: "redirect"}, "hotline.outcome", "HOT-74"},
		} {
			in := appeal("consult")
			in.Intake = c.in
			_, err := w.Register(w.ctx, w.people["operator"], in)
			if fault.Code(err) != c.code {
				t.Errorf("%s: %v", name, err)
				continue
			}
			w.refused(err, c.code, c.rule)
		}
		n := 0
		w.must(w.db.View(w.ctx, func(tx *storage.Tx) error { _, err := tx.One(`SELECT COUNT(*) FROM cases`, nil, &n); return err }))
		if n != 0 {
			t.Errorf("refused calls left %d cases", n)
		}
	})
}

// HOT-41 to HOT-46, HOT-71, HOT-74: the ways out of intake that need no department.
func TestHOT40RefusalsAnswersAndAdviceEndTheCase(t *testing.T) {
	eachWorld(t, "2026-03-02 09:00", func(w *world) {
		for _, r := range Refusals {
			in := appeal("consult")
			in.Intake = Intake{Disposition: "refuse", Refusal: r.Key}
			ref, err := w.Register(w.ctx, w.people["operator"], in)
			w.must(err)
			if v := w.get(ref.ID); v.State != Refused || v.Refusal != r.Label {
				t.Errorf("%s: %s %s", r.Key, v.State, v.Refusal)
			}
		}
		in := appeal("consult")
		in.Intake = Intake{Disposition: "answer", Outcome: "办理材料为身份证原件，工作日均可办理。", Grade: "satisfied"}
		ref, err := w.Register(w.ctx, w.people["operator"], in)
		w.must(err)
		if v := w.get(ref.ID); v.State != Answered || v.First != "满意" || v.Outcome == "" {
			t.Errorf("HOT-95: %+v", v)
		}
		w.sound()
	})
}

// HOT-83: a message is taken up within a limit, and what was added to it is kept (AUD-10); each says under which rule, and
// none under one about calls or the old mailboxes.
func TestHOT83AMessageIsTakenUpUnderItsOwnRule(t *testing.T) {
	eachWorld(t, "2026-03-02 09:00", func(w *world) {
		in := appeal("")
		in.Channel, in.Intake = "web", Intake{}
		r, err := w.Submit(w.ctx, in)
		w.must(err)
		w.must(w.supplement(r.Number, r.Code, "楼上也一样"))
		_, err = w.Accept(w.ctx, w.people["operator"], r.ID, 0, "help", "", Intake{Disposition: "order"})
		w.must(err)
		v := w.get(r.ID)
		if !slices.ContainsFunc(v.Meters[0].Steps, func(s deadline.Step) bool { return s.Rule == "HOT-83" }) {
			t.Errorf("its limit rests on %+v", v.Meters[0].Steps)
		}
		for i, want := range []string{"HOT-83", "AUD-10", "HOT-83"} {
			if h := v.Timeline[i]; h.Authority != want {
				t.Errorf("%s rests on %s", h.Label, h.Authority)
			}
		}
	})
}

// HOT-83, HOT-84, HOT-87: every channel leads into the same store and flow, its source kept.
func TestHOT83AllChannelsOneOrderStore(t *testing.T) {
	eachWorld(t, "2026-03-02 09:00", func(w *world) {
		for _, c := range Channels {
			in := appeal("help")
			in.Channel = c.Key
			ref, err := w.Register(w.ctx, w.people["operator"], in)
			w.must(err)
			if v := w.get(ref.ID); v.State != Registered || v.Channel != c.Label {
				t.Errorf("%s: %s from %s", c.Key, v.State, v.Channel)
			}
		}
		in := appeal("help")
		in.Channel = "telepathy"
		_, err := w.Register(w.ctx, w.people["operator"], in)
		w.refused(err, "hotline.appeal", "")
	})
}

// HOT-72: exactly one lead; an assisting department is not the lead and stands there once.
func TestHOT72OneLead(t *testing.T) {
	eachWorld(t, "2026-03-02 09:00", func(w *world) {
		ref := w.register("help")
		for _, a := range []Assignment{{}, {Lead: "water", Assist: []string{"water"}}, {Lead: "water", Assist: []string{"roads", "roads"}}} {
			_, err := w.Dispatch(w.ctx, w.people["dispatcher"], ref.ID, ref.Version, a)
			if e := fault.From(err); e == nil || e.Rule != "HOT-72" {
				t.Errorf("%+v: %v", a, err)
			}
		}
	})
}

// HOT-72: each assisting task has its own meter and reply; the lead cannot answer before them.
func TestHOT72LeadWaitsForAssistants(t *testing.T) {
	eachWorld(t, "2026-03-02 09:00", func(w *world) {
		ref := w.signed("help", "roads")
		_, err := w.Reply(w.ctx, w.people["water"], ref.ID, 0, answer)
		w.refused(err, "hotline.assist.open", "HOT-72")
		task := w.get(ref.ID).Tasks[0]
		if task.Due.IsZero() {
			t.Error("the task has no meter of its own")
		}
		_, err = w.ReplyTask(w.ctx, w.people["water"], task.ID, 0, "我来答")
		w.refused(err, "case.forbidden", "")
		_, err = w.Sign(w.ctx, w.people["roads"], task.ID, task.Version)
		w.must(err)
		_, err = w.ReplyTask(w.ctx, w.people["roads"], task.ID, 0, "路面已恢复，不影响抢修。")
		w.must(err)
		_, err = w.Reply(w.ctx, w.people["water"], ref.ID, 0, answer)
		w.must(err)
		w.sound()
	})
}

// A citizen's message waits for an operator under its own meter; number and code show it, a wrong code shows nothing.
func TestCitizenSubmitsAndQueries(t *testing.T) {
	eachWorld(t, "2026-03-02 09:00", func(w *world) {
		in := appeal("")
		in.Channel, in.Intake = "web", Intake{}
		ref, err := w.Submit(w.ctx, in)
		w.must(err)
		code := ref.Code
		if len(code) != 6 {
			t.Fatalf("code %q", code)
		}
		_, err = w.Query(w.ctx, ref.Number, "000000")
		if code != "000000" {
			w.refused(err, "hotline.query", "")
		}
		_, err = w.Query(w.ctx, "20260302-99999", code)
		w.refused(err, "hotline.query", "")
		v, err := w.Query(w.ctx, ref.Number, code)
		w.must(err)
		if v.StateLabel != "待受理" || !v.MayAdd || v.MayRate {
			t.Errorf("got %+v", v)
		}
		w.must(w.supplement(ref.Number, code, "水已停三天了。"))
		if _, err := w.Accept(w.ctx, w.people["operator"], ref.ID, 0, "help", "供水", Intake{Disposition: "order"}); err != nil {
			t.Fatal(err)
		}
		w.sound()
	})
}

// Personal data is sealed at rest, masked by default, shown with a recorded purpose only (AUD-07).
func TestAUD07CallersAreSealedMaskedAndUnmaskedWithAPurpose(t *testing.T) {
	eachWorld(t, "2026-03-02 09:00", func(w *world) {
		ref := w.signed("help")
		var row string
		w.must(w.db.View(w.ctx, func(tx *storage.Tx) error {
			_, err := tx.One(`SELECT name || phone || phone_index || id_number FROM order_callers`, nil, &row)
			return err
		}))
		if strings.Contains(row, "13800001111") || strings.Contains(row, "张测试") {
			t.Error("personal data lies open in the database")
		}
		v, err := w.Get(w.ctx, w.people["water"], ref.ID)
		w.must(err)
		if v.Caller.Phone == "13800001111" || v.Caller.Name == "张测试" {
			t.Errorf("shown without asking: %+v", v.Caller)
		}
		_, err = w.Unmask(w.ctx, w.people["water"], ref.ID, " ")
		w.refused(err, "hotline.purpose", "AUD-07")
		_, err = w.Unmask(w.ctx, w.people["parks"], ref.ID, "看看")
		w.refused(err, "case.missing", "")
		c, err := w.Unmask(w.ctx, w.people["water"], ref.ID, "电话答复诉求人")
		w.must(err)
		if c.Phone != "13800001111" {
			t.Errorf("got %+v", c)
		}
		looks := 0
		w.must(w.db.View(w.ctx, func(tx *storage.Tx) error {
			_, err := tx.One(`SELECT COUNT(*) FROM audit_event WHERE action = 'unmask'`, nil, &looks)
			return err
		}))
		if looks != 1 {
			t.Errorf("%d looks recorded", looks)
		}
	})
}

// A caller who asks to stay unknown is shown to the hotline's own people only.
func TestConfidentialCallersStayWithTheCentre(t *testing.T) {
	eachWorld(t, "2026-03-02 09:00", func(w *world) {
		in := appeal("complain")
		in.Caller.Confidential = true
		ref, err := w.Register(w.ctx, w.people["operator"], in)
		w.must(err)
		_, err = w.Dispatch(w.ctx, w.people["dispatcher"], ref.ID, 0, Assignment{Lead: "water"})
		w.must(err)
		_, err = w.Unmask(w.ctx, w.people["water"], ref.ID, "联系诉求人")
		w.refused(err, "hotline.confidential", "")
		if _, err = w.Unmask(w.ctx, w.people["caller"], ref.ID, "回访"); err != nil {
			t.Error(err)
		}
	})
}

// AUD-07: how often a telephone called before counts what the reader may see, and nothing of a caller who asked to stay
// unknown; nor does a department find his orders by his number.
func TestAUD07EarlierCallsAreTheReadersOwn(t *testing.T) {
	eachWorld(t, "2026-03-02 09:00", func(w *world) {
		to := func(lead string, confidential bool) Ref {
			in := appeal("help")
			in.Caller.Confidential = confidential
			ref, err := w.Register(w.ctx, w.people["operator"], in)
			w.must(err)
			ref, err = w.Dispatch(w.ctx, w.people["dispatcher"], ref.ID, 0, Assignment{Lead: lead})
			w.must(err)
			return ref
		}
		mine, _, _, unknown := to("water", false), to("water", false), to("roads", false), to("water", true)
		for login, want := range map[string]int{"water": 1, "inspector": 2, "operator": 2} {
			v, err := w.Get(w.ctx, w.people[login], mine.ID)
			w.must(err)
			if v.Caller.Earlier != want {
				t.Errorf("%s reads of %d earlier calls, want %d", login, v.Caller.Earlier, want)
			}
			v, err = w.Get(w.ctx, w.people[login], unknown.ID)
			w.must(err)
			if v.Caller != (MaskedCaller{Name: "诉求人要求保密", Confidential: true}) {
				t.Errorf("%s reads of one who asked to stay unknown: %+v", login, v.Caller)
			}
		}
		for login, want := range map[string]int{"water": 2, "inspector": 3, "operator": 4} {
			found, err := w.List(w.ctx, w.people[login], Filter{Phone: "13800001111"}, page.Request{})
			w.must(err)
			if len(found.Items) != want {
				t.Errorf("%s finds %d orders by the number, want %d", login, len(found.Items), want)
			}
		}
	})
}

// What is typed finds the caller's earlier appeals and open orders about the same matter in the same place.
func TestSimilarFindsEarlierAndAlike(t *testing.T) {
	eachWorld(t, "2026-03-02 09:00", func(w *world) {
		ref := w.register("help")
		got, err := w.FindSimilar(w.ctx, w.people["operator"], "138-0000-1111", "9901", "河滨小区停水", "河滨小区自前天起停水，老人用水困难")
		w.must(err)
		if len(got.Earlier) != 1 || len(got.Alike) != 1 || got.Alike[0].ID != ref.ID {
			t.Errorf("got %+v", got)
		}
		far, err := w.FindSimilar(w.ctx, w.people["operator"], "13900002222", "9902", "河滨小区停水", "河滨小区自前天起停水，老人用水困难")
		w.must(err)
		if len(far.Earlier) != 0 || len(far.Alike) != 0 {
			t.Errorf("another place: %+v", far)
		}
	})
}

// One caller names the village and the next the whole town: what may be the same is found up and down the tree, the likest first.
func TestAlikeIsSoughtUpAndDownTheTree(t *testing.T) {
	eachWorld(t, "2026-03-02 09:00", func(w *world) {
		city, town, elsewhere := appeal("help"), appeal("help"), appeal("help")
		city.Region, elsewhere.Region = "99", "9902"
		city.Body = "东河镇河滨小区自前天起停水，老人用水困难，请尽快派人查看并答复。"
		var ids []string
		for _, in := range []Appeal{city, town, elsewhere} {
			ref, err := w.Register(w.ctx, w.people["operator"], in)
			w.must(err)
			ids = append(ids, ref.ID)
		}
		for region, want := range map[string][]string{"9901": {ids[1], ids[0]}, "99": {ids[1], ids[2], ids[0]}} {
			got, err := w.FindSimilar(w.ctx, w.people["operator"], "", region, town.Title, town.Body)
			w.must(err)
			var found []string
			for i, a := range got.Alike {
				if found = append(found, a.ID); i > 0 && a.Share > got.Alike[i-1].Share {
					t.Errorf("%s: %v is likelier than what stands before it", region, a.Share)
				}
			}
			slices.Sort(found)
			slices.Sort(want)
			if !slices.Equal(found, want) {
				t.Errorf("%s: found %d, want %d", region, len(found), len(want))
			}
		}
	})
}

// HOT-38: a department is offered once, whichever of its rules fit, first the one that most of the orders call for; who
// may not dispatch is offered none.
func TestADepartmentIsSuggestedOnce(t *testing.T) {
	eachWorld(t, "2026-03-02 09:00", func(w *world) {
		for _, r := range []RoutingRule{{Keywords: "停水", Dept: "water"}, {Keywords: "小区 停水", Dept: "water"}, {Keywords: "物业", Dept: "parks"}} {
			w.must(w.route(w.people["admin"], r))
		}
		dry := appeal("help")
		dry.Title, dry.Body = "河滨小区停水", "河滨小区停水两天了，请尽快查明原因并恢复。"
		a := w.register("help")
		b, err := w.Register(w.ctx, w.people["operator"], dry)
		w.must(err)
		got, err := w.Suggest(w.ctx, w.people["operator"], []string{b.ID, a.ID})
		w.must(err)
		if len(got) != 2 || got[0].DeptID != "water" || got[1].DeptID != "parks" {
			t.Errorf("suggested %+v", got)
		}
		v, err := w.Get(w.ctx, w.people["operator"], a.ID)
		w.must(err)
		if len(v.Suggested) != 2 {
			t.Errorf("the page offers %+v", v.Suggested)
		}
		if v := w.get(a.ID); len(v.Suggested) != 0 {
			t.Errorf("the inspector, who dispatches nothing, is offered %+v", v.Suggested)
		}
		_, err = w.Suggest(w.ctx, w.people["water"], []string{a.ID})
		w.refused(err, "hotline.suggest", "")
	})
}

// Bad input is refused with the field named, and changes nothing.
func TestBadAppealsNameTheirFields(t *testing.T) {
	eachWorld(t, "2026-03-02 09:00", func(w *world) {
		for field, spoil := range map[string]func(a *Appeal){
			"title": func(a *Appeal) { a.Title = " " }, "body": func(a *Appeal) { a.Body = strings.Repeat("长", 5001) },
			"caller.phone": func(a *Appeal) { a.Caller.Phone = "12ab" }, "caller.idNumber": func(a *Appeal) { a.Caller.IDNumber = "110105194912310021" },
		} {
			in := appeal("help")
			spoil(&in)
			_, err := w.Register(w.ctx, w.people["operator"], in)
			e := fault.From(err)
			if e == nil || e.Kind != fault.Invalid || len(e.Fields) != 1 || e.Fields[0].Name != field {
				t.Errorf("%s: %+v", field, e)
			}
		}
		_, err := w.Register(w.ctx, w.people["water"], appeal("help"))
		w.refused(err, "case.forbidden", "")
	})
}
