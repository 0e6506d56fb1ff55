package approval

import (
	"slices"
	"strings"
	"testing"

	"huying/internal/catalog"
	"huying/internal/org"
)

// certified takes an application to its certificate.
func (w *world) certified() (Ref, Certificate) {
	w.t.Helper()
	ref, err := w.Deliver(w.ctx, w.people["issuer"], w.decided().ID, 0, DeliveryForm{Way: "handed", Taker: "self"})
	w.must(err)
	c, err := w.CertificateOf(w.ctx, w.people["issuer"], ref.ID)
	w.must(err)
	return ref, c
}

func TestCertificateIsVerifiedAndNotForged(t *testing.T) {
	eachWorld(t, "2024-05-13 10:00", func(w *world) {
		ref, c := w.certified()
		if c.Text != "准予示范小吃店经营。" || c.Until.String() != "2029-05-12" || len(c.Code) != verificationLength {
			w.t.Fatalf("%+v", c)
		}
		seen, err := w.VerifyCertificate(w.ctx, c.Number, " "+strings.ToLower(c.Code[:6])+" "+c.Code[6:])
		w.must(err)
		if seen.Standing != "valid" || seen.Holder != "李**" || seen.Code != "" || seen.Text != "" {
			w.t.Errorf("a stranger reads %+v", seen)
		}
		other := c.Code[:11] + string("0123456789ABCDEF"[(strings.IndexByte("0123456789ABCDEF", c.Code[11])+1)%16])
		for _, pair := range [][2]string{{c.Number, other}, {c.Number, ""}, {"X-2024-000001", c.Code}} {
			_, err = w.VerifyCertificate(w.ctx, pair[0], pair[1])
			w.refused(err, "approval.certificate.false", "")
		}
		p, err := w.Query(w.ctx, ref.Number, w.QueryCode(ref.ID))
		w.must(err)
		if p.Certificate != c.Number || p.Code != c.Code {
			w.t.Errorf("the holder does not learn of his code: %+v", p)
		}
	})
}

// Offices that offer the same matter share its basic code, and no two certificates a number.
func TestCertificatesOfOneMatterCountOnTogether(t *testing.T) {
	eachWorld(t, "2024-05-13 10:00", func(w *world) {
		_, one := w.certified()
		twin := shelf()[slices.IndexFunc(shelf(), func(e catalog.Entry) bool { return e.Key == "food" })]
		twin.Record.Department = "wjj"
		twin.Key = "food@wjj"
		w.load(twin)
		w.items["food"] = w.items["food@wjj"]
		ref := w.accepted("food")
		ref = w.pass("health", ref, "review")
		ref = w.pass("healthhead", ref, "verify")
		ref, err := w.Decide(w.ctx, w.people["healthhead"], ref.ID, 0, grant)
		w.must(err)
		other, err := w.CertificateOf(w.ctx, w.people["issuer"], ref.ID)
		w.must(err)
		if one.Number[:len(one.Number)-1] != other.Number[:len(other.Number)-1] || one.Number == other.Number {
			w.t.Errorf("%s and %s", one.Number, other.Number)
		}
	})
}

func TestRevokedCertificateIsToldSo(t *testing.T) {
	eachWorld(t, "2024-05-13 10:00", func(w *world) {
		_, c := w.certified()
		w.refused(w.RevokeCertificate(w.ctx, w.people["healthhead"], c.Number, "隐瞒情况", "行政许可法"), "org.forbidden", "")
		w.refused(w.RevokeCertificate(w.ctx, w.people["head"], c.Number, " ", "行政许可法"), "approval.why", "APP-38")
		w.must(w.RevokeCertificate(w.ctx, w.people["head"], c.Number, "隐瞒有关情况", "《行政许可法》第六十九条"))
		w.refused(w.RevokeCertificate(w.ctx, w.people["head"], c.Number, "再次", "《行政许可法》第六十九条"), "approval.certificate.revoked", "")
		seen, err := w.VerifyCertificate(w.ctx, c.Number, c.Code)
		w.must(err)
		if seen.Standing != "revoked" || seen.RevokedWhy == "" {
			w.t.Errorf("%+v", seen)
		}
	})
}

func TestRenewalsAreRemindedOnce(t *testing.T) {
	eachWorld(t, "2024-05-13 10:00", func(w *world) {
		w.certified()
		n, err := w.RemindRenewals(w.ctx)
		w.must(err)
		if n != 0 {
			w.t.Errorf("%d reminded five years early", n)
		}
		w.to("2029-04-01 10:00")
		n, err = w.RemindRenewals(w.ctx)
		w.must(err)
		again, err := w.RemindRenewals(w.ctx)
		w.must(err)
		if n != 1 || again != 0 {
			w.t.Errorf("%d and %d reminded", n, again)
		}
		w.must(w.outbox.Drain(w.ctx))
		if last := w.alerts[len(w.alerts)-1]; last.Kind != "renewal" || last.Permission != org.ApplicationDeliver {
			w.t.Errorf("%+v", last)
		}
	})
}

func TestGAP45EveryWayOfDelivery(t *testing.T) {
	eachWorld(t, "2024-05-13 10:00", func(w *world) {
		ref := w.decided()
		for _, in := range []DeliveryForm{{Way: "handed"}, {Way: "posted"}, {Way: "pigeon"}} {
			if _, err := w.Deliver(w.ctx, w.people["issuer"], ref.ID, 0, in); err == nil {
				w.t.Errorf("%+v was taken", in)
			}
		}
		ref, err := w.Deliver(w.ctx, w.people["issuer"], ref.ID, 0, DeliveryForm{Way: "posted", Slip: "EMS0001"})
		w.must(err)
		if v := w.get(ref.ID); v.Application.Delivery.Slip != "EMS0001" || len(v.Application.Trips) != 0 {
			w.t.Errorf("%+v", v.Application.Delivery)
		}
		_, err = w.Deliver(w.ctx, w.people["issuer"], ref.ID, 0, DeliveryForm{Way: "electronic"})
		w.refused(err, "case.state", "TIME-16")
	})
}

func TestORG25NothingIsChargedTwice(t *testing.T) {
	eachWorld(t, "2024-05-13 10:00", func(w *world) {
		doc := catalog.FeeDocument{Number: "示范价〔2020〕8号", Title: "关于工本费标准的通知", Issued: "2020-03-01", Fees: []catalog.SetFee{{Code: "cost", Name: "工本费", Amount: 1000, Unit: "元/证"}, {Code: "test", Name: "检测费", Amount: 12000, Unit: "元/次"}}}
		w.must(w.catalog.SaveFeeDocument(w.ctx, org.System(), doc))
		w.load(catalog.Entry{Key: "fee", Record: item("特种设备登记", func(r *catalog.Record) {
			r.Basis = append(r.Basis, catalog.Basis{Law: "《价格法》", Rank: catalog.Law, For: "fee"})
			r.Fees = []catalog.Fee{{Code: "cost", Name: "工本费", Amount: 1000, Unit: "元/证", Document: doc.Number, Basis: "示范价〔2020〕8号"},
				{Code: "test", Name: "检测费", Amount: 12000, Unit: "元/次", Document: doc.Number, Basis: "示范价〔2020〕8号", Relief: "小微企业减半"}}
		})})
		ref := w.accepted("fee")
		ref, err := w.RegisterFee(w.ctx, w.people["reviewer"], ref.ID, 0, Payment{Fee: "cost", Amount: 1000, Slip: "P1"})
		w.refused(err, "case.forbidden", "")
		pay := func(p Payment) error {
			_, err := w.Pay(w.ctx, w.get(w.only()).Number, w.QueryCode(w.only()), p)
			return err
		}
		w.must(pay(Payment{Fee: "cost", Amount: 1000, Slip: "P1"}))
		w.refused(pay(Payment{Fee: "cost", Amount: 1000, Slip: "P2"}), "approval.fee.twice", "ORG-25")
		w.refused(pay(Payment{Fee: "test", Amount: 12000, Slip: "P1"}), "approval.fee.twice", "ORG-25")
		w.refused(pay(Payment{Fee: "test", Amount: 12001, Slip: "P3"}), "approval.fee.amount", "ORG-24")
		w.refused(pay(Payment{Fee: "test", Amount: 6000, Slip: "P3", Relief: "小微企业"}), "approval.fee.relief", "")
		w.refused(pay(Payment{Fee: "guess", Amount: 1, Slip: "P3"}), "approval.fee.none", "ORG-24")
		v := w.get(w.only())
		if len(v.Fees) != 1 || v.Fees[0].Account != centralAccount || len(v.FeesDue) != 1 || v.FeesDue[0].Code != "test" {
			w.t.Errorf("ORG-23: %+v %+v", v.Fees, v.FeesDue)
		}
		rows, err := w.Fees(w.ctx, w.people["inspector"], pageOf(10))
		w.must(err)
		if len(rows.Items) != 1 || rows.Items[0].Number != v.Number {
			w.t.Errorf("%+v", rows)
		}
		_ = ref
	})
}

func TestToleratedMaterialsFollowByTheDay(t *testing.T) {
	eachWorld(t, "2024-05-13 10:00", func(w *world) {
		submit := func(key string) Ref {
			in := w.submission(key)
			in.Materials = in.Materials[:1]
			r, err := w.Submit(w.ctx, in)
			w.must(err)
			return r.Ref
		}
		food := submit("food")
		tolerance := Acceptance{Tolerate: []string{"lease"}, Due: day2024(5, 20), Promise: "file"}
		_, err := w.Accept(w.ctx, w.people["clerk"], food.ID, 0, tolerance)
		w.refused(err, "approval.tolerate.item", "")
		ref, lost := submit("trust"), submit("trust")
		_, err = w.Accept(w.ctx, w.people["clerk"], ref.ID, 0, Acceptance{})
		w.refused(err, "approval.tolerate", "APP-03")
		far := tolerance
		far.Due = day2024(5, 28)
		_, err = w.Accept(w.ctx, w.people["clerk"], ref.ID, 0, far)
		w.refused(err, "approval.tolerate.due", "")
		_, file, err := w.AttachAs(ref.ID)
		w.must(err)
		tolerance.Promise = file
		ref, err = w.Accept(w.ctx, w.people["clerk"], ref.ID, 0, tolerance)
		w.must(err)
		_, file, err = w.AttachAs(lost.ID)
		w.must(err)
		tolerance.Promise = file
		lost, err = w.Accept(w.ctx, w.people["clerk"], lost.ID, 0, tolerance)
		w.must(err)
		ref = w.pass("verifier", w.pass("reviewer", ref, "review"), "verify")
		_, err = w.Decide(w.ctx, w.people["head"], ref.ID, 0, grant)
		w.refused(err, "approval.decide.tolerated", "")
		w.to("2024-05-20 10:00")
		ref, err = w.FillTolerated(w.ctx, w.people["clerk"], ref.ID, 0, []Handing{onPaper("lease")})
		w.must(err)
		w.to("2024-05-21 00:00")
		if a, b := w.get(ref.ID), w.get(lost.ID); a.State != Reviewing || b.State != Lapsed {
			w.t.Errorf("%s %s", a.State, b.State)
		}
		_, err = w.Decide(w.ctx, w.people["head"], ref.ID, 0, grant)
		w.must(err)
		w.sound()
	})
}

func TestAPP14CommitmentLicenceIsCheckedLaterAndRevoked(t *testing.T) {
	eachWorld(t, "2024-05-13 10:00", func(w *world) {
		food, trust := w.submitted("food"), w.submitted("trust")
		w.letter("clerk", "system", "trust", org.AsWindow, org.PowerApprove)
		signed := func(id string) CommitmentForm {
			_, file, err := w.AttachAs(id)
			w.must(err)
			return CommitmentForm{Terms: []string{"场所符合卫生标准", " "}, Signed: file}
		}
		_, err := w.GrantOnCommitment(w.ctx, w.people["clerk"], food.ID, 0, signed(food.ID))
		w.refused(err, "approval.commitment.item", "APP-14")
		_, err = w.GrantOnCommitment(w.ctx, w.people["clerk"], trust.ID, 0, CommitmentForm{Terms: []string{"符合"}})
		w.refused(err, "approval.commitment", "APP-14")
		_, err = w.GrantOnCommitment(w.ctx, w.people["clerk"], trust.ID, 0, signed(food.ID))
		w.refused(err, "approval.file", "")
		ref, err := w.GrantOnCommitment(w.ctx, w.people["clerk"], trust.ID, 0, signed(trust.ID))
		w.must(err)
		v := w.get(ref.ID)
		if v.State != Decided || len(v.Checks) != 1 || v.Checks[0].State != CheckDue || v.Certificate == nil {
			w.t.Fatalf("%+v", v.Checks)
		}
		w.must(w.checkDue(v.Checks[0].ID, MeterCheck, "2024-06-25"))
		both := []string{w.people["reviewer"].ID, w.people["verifier"].ID}
		_, err = w.OrderCorrection(w.ctx, w.people["reviewer"], v.Checks[0].ID, 0, CheckForm{People: both[:1], Finding: "通风不足"})
		w.refused(err, "approval.check.people", "")
		_, err = w.OrderCorrection(w.ctx, w.people["reviewer"], v.Checks[0].ID, 0, CheckForm{People: both, Finding: "通风不足"})
		w.must(err)
		_, err = w.RevokeOnCheck(w.ctx, w.people["reviewer"], v.Checks[0].ID, 0, CheckForm{People: both, Finding: "未整改"})
		w.refused(err, "case.forbidden", "")
		check, err := w.RevokeOnCheck(w.ctx, w.people["head"], v.Checks[0].ID, 0, CheckForm{People: both, Finding: "未整改"})
		w.must(err)
		if c := w.get(ref.ID).Certificate; check.State != CheckRevoked || c.Standing != "revoked" {
			w.t.Errorf("%s %+v", check.State, c)
		}
		w.sound()
	})
}
