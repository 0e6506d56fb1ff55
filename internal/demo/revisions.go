package demo

import (
	"slices"

	"huying/internal/calendar"
	"huying/internal/catalog"
	"huying/internal/org"
)

// revision is a change of the catalogue: so many working days before the end somebody proposes it, and it goes as far as
// far says: drafted, submitted, approving, effected.
type revision struct {
	item, kind, reason string
	back               int
	far                string
	change             func(r *catalog.Record)
}

// revisions leave something to every desk that keeps the catalogue (CAT-09, ORG-24).
var revisions = []revision{
	{"estate_first", catalog.KindFee, "为企业减负，免收首次登记费。", 14, "effected", func(r *catalog.Record) { r.Fees = []catalog.Fee{} }},
	{"packaged_food_filing", catalog.KindRevise, "来电咨询较多，补充常见问题。", 12, "effected", asked("网店销售预包装食品要备案吗？", "要。在备案表的经营方式中一并勾选网络经营即可。")},
	{"company_rest", catalog.KindSuspend, "上级系统切换，暂停受理。", 9, "effected", nil},
	{"sole_trader_register", catalog.KindRevise, "窗口反映申请人常问经营场所要求。", 6, "effected", asked("住宅能作经营场所吗？", "经有利害关系的业主同意，并遵守管理规约的，可以。")},
	{"company_rest", catalog.KindResume, "系统切换完成，恢复受理。", 2, "submitted", nil},
	{"small_workshop", catalog.KindRevise, "根据群众评价，补充现场核查前的准备事项。", 2, "submitted", asked("现场核查前要准备什么？", "备齐设备清单、工艺流程图和从业人员健康证明。")},
	{"food_licence_renew", catalog.KindRevise, "补充到期前提醒。", 1, "drafted", asked("什么时候申请延续？", "在有效期届满前三十个工作日内提出。")},
	{"estate_mortgage", catalog.KindFee, "为企业减负，拟免收抵押登记费。", 4, "approving", func(r *catalog.Record) { r.Fees = []catalog.Fee{} }},
}

// asked adds a frequent question.
func asked(question, answer string) func(r *catalog.Record) {
	return func(r *catalog.Record) {
		r.FAQ = append(slices.Clone(r.FAQ), catalog.Answer{Question: question, Answer: answer})
	}
}

// placeRevisions places them all, or none in a history that is too short for their order.
func (h *hall) placeRevisions() {
	if h.cal.Add(calendar.DateOf(h.until), -revisions[0].back) < h.first {
		return
	}
	for _, r := range revisions {
		h.at(h.morning(h.before(r.back)), func() { h.propose(r) })
	}
}

func (h *hall) propose(r revision) {
	g := h.shelf.find(r.item)
	editor := h.staff.editors[g.dept]
	in := catalog.Proposal{Item: g.item, Kind: r.kind, Reason: r.reason}
	if r.change != nil {
		record := g.record
		r.change(&record)
		in.Record = &record
	}
	id, ok := h.keep(editor, func(a org.Actor) (catalog.Ref, error) { return h.Catalog.Propose(h.ctx, a, in) })
	if !ok || r.far == "drafted" {
		return
	}
	h.at(h.office(h.now(), h.minutes(20, 120)), func() {
		if _, ok := h.keep(editor, func(a org.Actor) (catalog.Ref, error) { return h.Catalog.Submit(h.ctx, a, id, 0) }); !ok || r.far == "submitted" {
			return
		}
		h.at(h.office(h.now(), h.minutes(60, 400)), func() { h.review(id, r) })
	})
}

// review lets the centre examine a change; one of fees goes on to three offices (ORG-24), of which two still have it where it
// is approving.
func (h *hall) review(id string, r revision) {
	pass := catalog.Ruling{Outcome: "pass", Opinion: "内容完整，依据充分，同意。"}
	if _, ok := h.keep(h.staff.keeper, func(a org.Actor) (catalog.Ref, error) { return h.Catalog.Review(h.ctx, a, id, 0, pass) }); !ok || r.kind != catalog.KindFee {
		return
	}
	offices := []struct {
		body string
		who  *person
	}{{"centre", h.staff.keeper}, {"finance", h.staff.finance}, {"price", h.staff.pricing}}
	if r.far == "approving" {
		offices = offices[:1]
	}
	for _, o := range offices {
		h.at(h.office(h.now(), h.minutes(30, 300)), func() {
			h.keep(o.who, func(a org.Actor) (catalog.Ref, error) { return h.Catalog.Countersign(h.ctx, a, id, 0, o.body, pass) })
		})
	}
}

func (h *hall) keep(who *person, verb func(a org.Actor) (catalog.Ref, error)) (id string, ok bool) {
	ok = h.as(who, func(a org.Actor) error {
		ref, err := verb(a)
		id = ref.ID
		return err
	})
	return id, ok
}
