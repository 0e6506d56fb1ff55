package demo

import (
	"huying/internal/approval"
	"huying/internal/catalog"
	"huying/internal/org"
	"huying/internal/storage"
)

// accept is the window's answer to what was handed in: accepted, to be corrected, granted on a commitment, or not its
// matter (APP-02, APP-03, APP-14, TIME-05).
func (f *filing) accept() {
	if !f.in(approval.Submitted) {
		return
	}
	switch {
	case f.fate.decline:
		f.declineIt()
	case len(f.lacking) > 0:
		f.correct()
	case f.fate.commit && len(f.tolerated) == 0 && f.record.Flags.AnyWindow:
		f.commitment()
	default:
		f.admit()
	}
}

func (f *filing) admit() {
	clerk := f.clerk()
	if f.fate.hurry {
		f.do(clerk, func(a org.Actor) (approval.Ref, error) {
			return f.Approval.Hurry(f.ctx, a, f.id, 0, pick(f.play, urgent))
		})
	}
	in := approval.Acceptance{}
	for _, m := range f.tolerated {
		in.Tolerate = append(in.Tolerate, m.Code)
	}
	if len(in.Tolerate) > 0 {
		in.Promise = f.signed(clerk, "容缺受理承诺书")
	}
	if f.do(clerk, func(a org.Actor) (approval.Ref, error) { return f.Approval.Accept(f.ctx, a, f.id, 0, in) }) {
		f.enter(0)
	}
}

// signed attaches a paper with the applicant's signature and gives its id.
func (f *filing) signed(clerk *person, name string) (file string) {
	f.do(clerk, func(a org.Actor) (ref approval.Ref, err error) {
		err = f.DB.Update(f.ctx, func(tx *storage.Tx) (err error) {
			ref, file, err = f.Approval.Attach(tx, a, f.id, 0, f.scan(name), true)
			return err
		})
		return ref, err
	})
	return file
}

// correct tells the applicant once what is missing; most bring it within days, a few never.
func (f *filing) correct() {
	var wrong []approval.Lack
	for _, m := range f.lacking {
		wrong = append(wrong, approval.Lack{Code: m.Code, What: "请提交" + m.Name + "。"})
	}
	if !f.do(f.clerk(), func(a org.Actor) (approval.Ref, error) { return f.Approval.Correct(f.ctx, a, f.id, 0, wrong) }) {
		return
	}
	if f.fate.stop == "correct" || f.chance(8) {
		return
	}
	f.later(f.between(1, 5), f.supplement)
}

func (f *filing) supplement() {
	if !f.in(approval.Correcting) {
		return
	}
	papers := f.papers(f.lacking)
	if f.online() {
		f.own(f.Approval.Supplement(f.ctx, f.number, f.code, papers))
	} else {
		f.do(f.clerk(), func(a org.Actor) (approval.Ref, error) { return f.Approval.TakeSupplement(f.ctx, a, f.id, 0, papers) })
	}
	if f.in(approval.Submitted) {
		f.lacking = nil
		f.soon(5, 120, f.accept)
	}
}

func (f *filing) papers(materials []catalog.Material) (out []approval.Handing) {
	for _, m := range materials {
		out = append(out, f.paper(m))
	}
	return out
}

// fillTolerated brings what was tolerated.
func (f *filing) fillTolerated() {
	papers := f.papers(f.tolerated)
	for i := range papers {
		papers[i].Files, papers[i].Originals = nil, 1
	}
	if f.do(f.clerk(), func(a org.Actor) (approval.Ref, error) { return f.Approval.FillTolerated(f.ctx, a, f.id, 0, papers) }) {
		f.tolerated = nil
	}
}

func (f *filing) declineIt() {
	d := pick(f.play, denials)
	if f.do(f.clerk(), func(a org.Actor) (approval.Ref, error) { return f.Approval.Decline(f.ctx, a, f.id, 0, d) }) && f.fate.stop != "deliver" {
		f.soon(5, 90, func() { f.handOut(f.clerk(), f.way()) })
	}
}

// decideAtOnce is a window's decision on the spot, within its letter (TIME-38, ORG-05).
func (f *filing) decideAtOnce() {
	if !f.in(approval.Submitted) {
		return
	}
	clerk := f.clerk()
	f.charge(clerk)
	if f.do(clerk, func(a org.Actor) (approval.Ref, error) { return f.Approval.DecideOnSpot(f.ctx, a, f.id, 0, granting) }) {
		f.soon(1, 6, f.result)
	}
}

// commitment is a licence on the applicant's signed word, with a check that must follow (APP-14).
func (f *filing) commitment() {
	clerk := f.clerk()
	paper := f.signed(clerk, "告知承诺书")
	form := approval.CommitmentForm{Terms: commitments, Signed: paper}
	f.charge(clerk)
	if !f.do(clerk, func(a org.Actor) (approval.Ref, error) { return f.Approval.GrantOnCommitment(f.ctx, a, f.id, 0, form) }) {
		return
	}
	f.soon(2, 20, f.result)
	if f.fate.stop != "check" {
		f.later(f.between(5, 18), f.inspect)
	}
}

// inspect is the later check: what was promised holds, must be put right, or does not hold.
func (f *filing) inspect() {
	v, ok := f.view()
	if !ok || len(v.Checks) == 0 {
		return
	}
	check, reviewer := v.Checks[0].ID, f.staff.reviewers[f.dept]
	form := approval.CheckForm{People: f.two(f.dept), Finding: pick(f.play, checked[f.fate.check])}
	switch f.fate.check {
	case "revoke":
		f.do(f.city.heads[f.dept], func(a org.Actor) (approval.Ref, error) {
			return f.Approval.RevokeOnCheck(f.ctx, a, check, 0, form, "《中华人民共和国行政许可法》第六十九条第二款", "")
		})
	case "correct":
		if f.do(reviewer, func(a org.Actor) (approval.Ref, error) { return f.Approval.OrderCorrection(f.ctx, a, check, 0, form) }) {
			f.fate.check = "pass"
			f.later(f.between(3, 9), f.inspect)
		}
	default:
		f.do(reviewer, func(a org.Actor) (approval.Ref, error) { return f.Approval.PassCheck(f.ctx, a, check, 0, form) })
	}
}

// two are the officials who go and look.
func (f *filing) two(dept string) []string {
	if r := f.staff.reviewers[dept]; f.staff.sections[dept] != nil {
		return []string{r.id, f.staff.sections[dept].id}
	}
	return nil
}

// view reads the application as its department sees it.
func (f *filing) view() (v approval.View, ok bool) {
	ok = f.as(f.staff.reviewers[f.dept], func(a org.Actor) (err error) {
		v, err = f.Approval.Get(f.ctx, a, f.id)
		return err
	})
	return v, ok
}
