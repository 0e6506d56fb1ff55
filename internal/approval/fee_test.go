package approval

import (
	"slices"
	"strings"
	"testing"

	"huying/internal/org"
	"huying/internal/storage"
)

// ORG-23: a payment counts once somebody else has found it in the central account. One that is not there is refused with a
// reason that the applicant reads, stays in the register, and may be declared anew.
func TestORG23APaymentIsDeclaredThenConfirmedByAnother(t *testing.T) {
	eachWorld(t, "2024-05-13 10:00", func(w *world) {
		w.charged()
		ref, other := w.accepted("fee"), w.accepted("fee")
		confirm := func(who, fee string) error {
			_, err := w.ConfirmFee(w.ctx, w.people[who], ref.ID, 0, fee)
			return err
		}
		w.refused(confirm("finance", "cost"), "approval.fee.checked", "ORG-23")
		_, err := w.RegisterFee(w.ctx, w.people["issuer"], ref.ID, 0, Payment{Fee: "cost", Amount: 1000, Slip: "P1"})
		w.must(err)
		w.refused(confirm("clerk", "cost"), "case.forbidden", "")
		_, err = w.Pay(w.ctx, other.Number, w.QueryCode(other.ID), Payment{Fee: "cost", Amount: 1000, Slip: strings.Repeat("9", 2001)})
		w.refused(err, "approval.slip", "")
		w.refused(confirm("issuer", "cost"), "approval.fee.same", "ORG-23")
		_, err = w.RefuseFee(w.ctx, w.people["finance"], ref.ID, 0, "cost", " ")
		w.refused(err, "approval.why", "ORG-23")
		_, err = w.RefuseFee(w.ctx, w.people["finance"], ref.ID, 0, "cost", "没有入账记录")
		w.must(err)
		p, err := w.Query(w.ctx, ref.Number, w.QueryCode(ref.ID))
		w.must(err)
		if len(p.Fees) != 1 || p.Fees[0].State != feeRefused || p.Fees[0].Why != "没有入账记录" || p.Fees[0].CheckedBy != "" || len(p.FeesDue) != 2 || !slices.Contains(p.May, "pay") {
			t.Errorf("%+v %+v %v", p.Fees, p.FeesDue, p.May)
		}
		w.to("2024-05-13 10:01")
		_, err = w.Pay(w.ctx, other.Number, w.QueryCode(other.ID), Payment{Fee: "cost", Amount: 1000, Slip: "P1"}) // it was his all the time
		w.must(err)
		_, err = w.RegisterFee(w.ctx, w.people["clerk"], ref.ID, 0, Payment{Fee: "cost", Amount: 1000, Slip: "P1"})
		w.refused(err, "approval.fee.twice", "ORG-25")
		w.to("2024-05-13 10:02")
		_, err = w.RegisterFee(w.ctx, w.people["clerk"], ref.ID, 0, Payment{Fee: "cost", Amount: 1000, Slip: "P2"})
		w.must(err)
		w.must(confirm("issuer", "cost")) // the clerk declared this one
		w.refused(confirm("issuer", "cost"), "approval.fee.checked", "ORG-23")
		for state, want := range map[string][]string{"": {"P2", "P1", "P1"}, feeDeclared: {"P1"}, feeConfirmed: {"P2"}, feeRefused: {"P1"}} {
			rows, err := w.Fees(w.ctx, w.people["finance"], RegisterFilter{State: state}, pageOf(10))
			w.must(err)
			if len(rows.Items) != len(want) || rows.Items[0].Slip != want[0] || rows.Items[0].StateLabel == "" {
				t.Errorf("%q: %+v", state, rows.Items)
			}
		}
		_, err = w.Fees(w.ctx, w.people["finance"], RegisterFilter{State: "guess"}, pageOf(10))
		w.refused(err, "approval.state", "")
		w.sound()
	})
}

// ORG-23: who accepted an application may know its query code, so he does not confirm what was declared with it.
func TestORG23WhoAcceptedDoesNotConfirmWhatWasPaidOnline(t *testing.T) {
	eachWorld(t, "2024-05-13 10:00", func(w *world) {
		w.charged()
		both := w.people["clerk"].ID
		w.must(w.db.Update(w.ctx, func(tx *storage.Tx) error {
			return w.org.Grant(tx, org.System(), both, org.Grant{Role: org.Issuer, DeptPath: "/hall/"})
		}))
		w.people["clerk"] = w.actor("clerk")
		ref := w.accepted("fee")
		_, err := w.Pay(w.ctx, ref.Number, w.QueryCode(ref.ID), Payment{Fee: "cost", Amount: 1000, Slip: "P1"})
		w.must(err)
		_, err = w.ConfirmFee(w.ctx, w.people["clerk"], ref.ID, 0, "cost")
		w.refused(err, "approval.fee.same", "ORG-23")
		_, err = w.ConfirmFee(w.ctx, w.people["issuer"], ref.ID, 0, "cost")
		w.must(err)
		w.sound()
	})
}

// ORG-24: nothing is charged any more once an application is refused, whoever declares it.
func TestORG24NothingIsChargedForWhatWasRefused(t *testing.T) {
	eachWorld(t, "2024-05-13 10:00", func(w *world) {
		w.charged()
		ref := w.accepted("fee")
		ref = w.pass("verifier", w.pass("reviewer", ref, "review"), "verify")
		_, err := w.Decide(w.ctx, w.people["head"], ref.ID, 0, DecisionForm{Outcome: "refuse", Reasons: "不符合条件", Basis: "《食品安全法》"})
		w.must(err)
		paid := Payment{Fee: "cost", Amount: 1000, Slip: "P1"}
		_, err = w.RegisterFee(w.ctx, w.people["clerk"], ref.ID, 0, paid)
		w.refused(err, "approval.fee.over", "ORG-24")
		_, err = w.Pay(w.ctx, ref.Number, w.QueryCode(ref.ID), paid)
		w.refused(err, "approval.fee.over", "ORG-24")
	})
}
