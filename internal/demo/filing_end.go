package demo

import (
	"fmt"

	"huying/internal/approval"
	"huying/internal/catalog"
	"huying/internal/org"
)

// granting is the decision that can be done: it is presumed, and wants no reasons (APP-41).
var granting = approval.DecisionForm{Outcome: "grant"}

// toDecision is the last step. Before it there may be more time asked for, or the promise may be broken.
func (f *filing) toDecision(step catalog.Step) {
	decide := func() { f.at(f.days(f.now(), f.pace(step.Limit)), f.decide) }
	switch {
	case f.record.Class == catalog.Instant:
		f.soon(4, 30, f.decide)
	case f.fate.extend != "":
		f.soon(10, 120, func() {
			if f.in(approval.Reviewing) {
				f.extend(decide)
			}
		})
	case f.fate.late:
		f.overrun(f.decide)
	default:
		decide()
	}
}

// decide is the decision: by the chief representative for what is done at once, by the section chief in sole review, each
// within a letter; by the head of the department otherwise.
func (f *filing) decide() {
	if !f.in(approval.Reviewing) {
		return
	}
	if len(f.tolerated) > 0 {
		if f.fillTolerated(); len(f.tolerated) > 0 {
			return
		}
	}
	f.charge(f.clerk())
	in := granting
	if f.fate.refuse {
		in = pick(f.play, refusing)
	}
	if f.do(f.decider(), func(a org.Actor) (approval.Ref, error) { return f.Approval.Decide(f.ctx, a, f.id, 0, in) }) {
		f.soon(2, 12, f.result)
	}
}

func (f *filing) decider() *person {
	switch sole := f.record.Plan.Model == catalog.SoleReview; {
	case sole && f.record.Class == catalog.Instant:
		return f.staff.chiefs[f.dept]
	case sole && f.record.Class == catalog.Promised:
		return f.staff.sections[f.dept]
	}
	return f.city.heads[f.dept]
}

// charge has the fees of the item declared, paid into the central account (ORG-23).
func (f *filing) charge(clerk *person) {
	if len(f.record.Fees) == 0 {
		return
	}
	v, ok := f.view()
	if !ok {
		return
	}
	for _, fee := range v.FeesDue { // those of the version that it was begun under
		f.declare(clerk, fee)
		f.unconfirmed = append(f.unconfirmed, fee)
	}
}

func (f *filing) declare(clerk *person, fee catalog.Fee) {
	f.slip++
	in := approval.Payment{Fee: fee.Code, Amount: fee.Amount, Slip: fmt.Sprintf("99%010d", f.slip)}
	if f.online() {
		f.own(f.Approval.Pay(f.ctx, f.number, f.code, in))
		return
	}
	f.do(clerk, func(a org.Actor) (approval.Ref, error) { return f.Approval.RegisterFee(f.ctx, a, f.id, 0, in) })
}

// confirm is the finance office that looks for what was declared in the central account. Now and then a slip is not there,
// and is declared anew.
func (f *filing) confirm() {
	for _, fee := range f.unconfirmed {
		if f.chance(4) || f.showing("refuse_fee", 2) {
			f.do(f.staff.finance, func(a org.Actor) (approval.Ref, error) {
				return f.Approval.RefuseFee(f.ctx, a, f.id, 0, fee.Code, "财政专户没有这个缴款单号的入账记录，请核对后重新登记。")
			})
			if v, ok := f.view(); !ok || len(v.FeesDue) == 0 {
				continue // the application was refused: nothing is charged any more
			}
			f.declare(f.clerk(), fee)
		}
		f.do(f.staff.finance, func(a org.Actor) (approval.Ref, error) { return f.Approval.ConfirmFee(f.ctx, a, f.id, 0, fee.Code) })
	}
	f.unconfirmed = nil
}

// result brings the decision to the applicant: at the window while he waits, by post, online, or when he comes for it.
func (f *filing) result() {
	if f.theme != nil {
		f.theme.follow()
	}
	if f.fate.stop == "deliver" || f.fate.stop == "fee" || !f.in(approval.Decided) {
		return
	}
	f.confirm()
	way, desk := f.way(), f.issuer()
	if way == "handed" && f.record.Class != catalog.Instant && !f.quick() {
		f.do(desk, func(a org.Actor) (approval.Ref, error) {
			return f.Approval.NotifyReady(f.ctx, a, f.id, 0, pick(f.play, []string{"sms", "phone"}))
		})
		if f.chance(92) {
			f.at(f.days(f.now(), f.between(0, 3)), func() { f.handOut(desk, way) })
		}
		return
	}
	f.handOut(desk, way)
}

// way is how the applicant wanted it.
func (f *filing) way() string { return f.collecting }

// issuer hands results out: the issue desk of the hall, or the department's own.
func (f *filing) issuer() *person {
	if f.record.Flags.AnyWindow {
		return pick(f.play, f.staff.issuers)
	}
	return f.staff.chiefs[f.dept]
}

func (f *filing) handOut(who *person, way string) {
	if !f.in(approval.Decided, approval.Declining) {
		return
	}
	in := approval.DeliveryForm{Way: way}
	switch way {
	case "handed":
		in.Taker = pick(f.play, []string{"self", "self", "self", "kin"})
		if f.party.Kind == "firm" {
			in.Taker = pick(f.play, []string{"self", "colleague", "colleague", "agent"})
		}
	case "posted":
		f.slip++
		in.Slip = fmt.Sprintf("YZ99%010d", f.slip)
	}
	f.do(who, func(a org.Actor) (approval.Ref, error) { return f.Approval.Deliver(f.ctx, a, f.id, 0, in) })
}
