package approval

import (
	"context"
	"slices"
	"strings"
	"testing"

	"huying/internal/catalog"
	"huying/internal/fault"
	"huying/internal/org"
	"huying/internal/outbox"
	"huying/internal/storage"
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

// APP-38: a revocation is a decision on paper with reason, ground and remedies, which the holder reads; whoever verifies the
// certificate reads when and why.
func TestAPP38ARevocationIsAWrittenDecision(t *testing.T) {
	eachWorld(t, "2024-05-13 10:00", func(w *world) {
		ref, c := w.certified()
		w.to("2024-05-13 10:01")
		w.refused(w.RevokeCertificate(w.ctx, w.people["healthhead"], c.Number, RevocationForm{Why: "隐瞒情况", Basis: "行政许可法"}), "org.forbidden", "")
		w.refused(w.RevokeCertificate(w.ctx, w.people["head"], c.Number, RevocationForm{Why: " ", Basis: "行政许可法"}), "approval.why", "APP-38")
		w.must(w.RevokeCertificate(w.ctx, w.people["head"], c.Number, RevocationForm{Why: "隐瞒有关情况", Basis: "《行政许可法》第六十九条"}))
		w.refused(w.RevokeCertificate(w.ctx, w.people["head"], c.Number, RevocationForm{Why: "再次", Basis: "《行政许可法》第六十九条"}), "approval.certificate.revoked", "")
		seen, err := w.VerifyCertificate(w.ctx, c.Number, c.Code)
		w.must(err)
		if seen.Standing != "revoked" || seen.RevokedWhy == "" || seen.RevokedAt.IsZero() {
			w.t.Errorf("%+v", seen)
		}
		p, err := w.Query(w.ctx, ref.Number, w.QueryCode(ref.ID))
		w.must(err)
		r, last := p.Revocation, p.Documents[len(p.Documents)-1]
		if r == nil || r.By != "" || !strings.Contains(r.Remedies, "六十日内申请行政复议") || r.Number != last.Number || last.Label != "撤销决定书" {
			w.t.Fatalf("%+v %+v", r, last)
		}
		if printed, err := w.OwnCertificate(w.ctx, ref.Number, w.QueryCode(ref.ID)); err != nil || !strings.Contains(printed.Notice("").Title, "已于2024年5月13日撤销") {
			w.t.Errorf("%v %q", err, printed.Notice("").Title)
		}
		decision, err := w.OwnPaper(w.ctx, ref.Number, w.QueryCode(ref.ID), last.ID)
		w.must(err)
		for _, part := range []string{c.Number, "隐瞒有关情况", "第六十九条", "六个月内提起行政诉讼"} {
			if !strings.Contains(decision.Body, part) {
				w.t.Errorf("the decision lacks %s: %s", part, decision.Body)
			}
		}
		w.sound()
	})
}

// APP-07: the holder of a certificate that ends soon is told once, by a message and on his page, and the departments list it.
func TestAPP07RenewalsAreToldOnce(t *testing.T) {
	eachWorld(t, "2024-05-13 10:00", func(w *world) {
		var told []Tidings
		w.outbox.Handle(HolderTopic, func(ctx context.Context, d outbox.Delivery) error {
			var m Tidings
			err := d.Decode(&m)
			told = append(told, m)
			return err
		})
		ref, c := w.certified()
		ending := func() int {
			p, err := w.Certificates(w.ctx, w.people["head"], RegisterFilter{Standing: "ending"}, pageOf(5))
			w.must(err)
			return len(p.Items)
		}
		if ending() != 0 {
			w.t.Error("a certificate of five years ends soon")
		}
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
		p, err := w.Query(w.ctx, ref.Number, w.QueryCode(ref.ID))
		w.must(err)
		seen, err := w.VerifyCertificate(w.ctx, c.Number, c.Code)
		w.must(err)
		if !seen.EndsSoon || seen.Standing != "valid" || ending() != 1 || !strings.Contains(p.Steps[len(p.Steps)-1].Text, "即将到期") {
			w.t.Errorf("%+v %d %+v", seen, ending(), p.Steps)
		}
		if len(told) != 1 || told[0].Certificate != c.Number {
			w.t.Fatalf("%+v", told)
		}
		phone, text, err := w.HolderMessage(w.ctx, told[0])
		w.must(err)
		if phone != person.Phone || !strings.Contains(text, c.Number) || !strings.Contains(text, "2029年5月12日到期，需要延续的请在2029年4月12日前申请") {
			w.t.Errorf("%s %s", phone, text)
		}
		w.to("2029-05-02 10:00") // fewer days are left than an application should come ahead
		if _, text, err = w.HolderMessage(w.ctx, told[0]); err != nil || !strings.Contains(text, "还有10日，需要延续的请尽快申请") {
			w.t.Errorf("%s %v", text, err)
		}
		w.sound()
		if last := w.alerts[len(w.alerts)-1]; last.Kind != "renewal" || last.Permission != org.ApplicationDeliver {
			w.t.Errorf("%+v", last)
		}
	})
}

// APP-07: a case that cannot be told keeps no other from being told, and is told when it can be.
func TestAPP07OneBadCaseKeepsBackNoRenewal(t *testing.T) {
	eachWorld(t, "2024-05-13 10:00", func(w *world) {
		bad, _ := w.certified()
		w.certified()
		record := ""
		keep := func(text string) {
			w.must(w.db.Update(w.ctx, func(tx *storage.Tx) error {
				tx.Queue(`UPDATE applications SET record = $1 WHERE id = $2`, text, bad.ID)
				return nil
			}))
		}
		w.must(w.db.View(w.ctx, func(tx *storage.Tx) error {
			_, err := tx.One(`SELECT record FROM applications WHERE id = $1`, []any{bad.ID}, &record)
			return err
		}))
		w.to("2029-04-01 10:00")
		keep(`[]`)
		if n, err := w.RemindRenewals(w.ctx); n != 1 || err == nil {
			w.t.Errorf("%d told, %v", n, err)
		}
		keep(record)
		if n, err := w.RemindRenewals(w.ctx); n != 1 || err != nil {
			w.t.Errorf("%d told, %v", n, err)
		}
		w.sound()
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

// charged puts an item with two fees on the shelf, one of which may be reduced.
func (w *world) charged() {
	w.t.Helper()
	doc := catalog.FeeDocument{Number: "示范价〔2020〕8号", Title: "关于工本费标准的通知", Issued: "2020-03-01", Fees: []catalog.SetFee{{Code: "cost", Name: "工本费", Amount: 1000, Unit: "元/证"}, {Code: "test", Name: "检测费", Amount: 12000, Unit: "元/次"}}}
	w.must(w.catalog.SaveFeeDocument(w.ctx, org.System(), doc))
	w.load(catalog.Entry{Key: "fee", Record: item("特种设备登记", func(r *catalog.Record) {
		r.Basis = append(r.Basis, catalog.Basis{Law: "《价格法》", Rank: catalog.Law, For: "fee"})
		r.Fees = []catalog.Fee{{Code: "cost", Name: "工本费", Amount: 1000, Unit: "元/证", Document: doc.Number, Basis: "示范价〔2020〕8号"},
			{Code: "test", Name: "检测费", Amount: 12000, Unit: "元/次", Document: doc.Number, Basis: "示范价〔2020〕8号", Relief: "小微企业减半"}}
	})})
}

func TestORG25NothingIsChargedTwice(t *testing.T) {
	eachWorld(t, "2024-05-13 10:00", func(w *world) {
		w.charged()
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
		rows, err := w.Fees(w.ctx, w.people["inspector"], RegisterFilter{}, pageOf(10))
		w.must(err)
		if len(rows.Items) != 1 || rows.Items[0].Number != v.Number {
			w.t.Errorf("%+v", rows)
		}
		_ = ref
	})
}

// TIME-03: what was tolerated follows by the day, or the application ends and the broken promise stands beside its material,
// for whoever is asked to tolerate again.
func TestTIME03ToleratedMaterialsFollowByTheDay(t *testing.T) {
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
		_, err = w.Accept(w.ctx, w.people["clerk"], ref.ID, 0, tolerance)
		w.refused(err, "approval.file", "")
		_, file, err := w.AttachAs(ref.ID)
		w.must(err)
		tolerance.Promise = file
		far := tolerance
		far.Due = day2024(5, 28)
		_, err = w.Accept(w.ctx, w.people["clerk"], ref.ID, 0, far)
		w.refused(err, "approval.tolerate.due", "")
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
		_, err = w.FillTolerated(w.ctx, w.people["clerk"], ref.ID, 0, nil)
		w.refused(err, "approval.tolerated.none", "")
		ref, err = w.FillTolerated(w.ctx, w.people["clerk"], ref.ID, 0, []Handing{onPaper("lease")})
		w.must(err)
		w.to("2024-05-21 00:00")
		if a, b := w.get(ref.ID), w.get(lost.ID); a.State != Reviewing || b.State != Lapsed {
			w.t.Errorf("%s %s", a.State, b.State)
		} else if m := b.Application.material("lease"); m.State != "broken" || m.Grade != "D" || !strings.Contains(m.Fault, "2024年5月20日未兑现") {
			w.t.Errorf("a promise that was not kept stands as %+v", m)
		}
		if v := w.get(submit("trust").ID); len(v.Broken) != 1 || v.Broken[0].Number != lost.Number || v.Broken[0].Material == "" {
			w.t.Errorf("who is asked to tolerate again sees %+v", v.Broken)
		}
		var dept string
		place := func(dept, item, window string) { // another office's, and back
			w.must(w.db.Update(w.ctx, func(tx *storage.Tx) error {
				tx.Queue(`UPDATE cases SET dept = $1 WHERE id = $2`, dept, lost.ID)
				tx.Queue(`UPDATE applications SET dept_path = $1, window_path = $2 WHERE id = $3`, item, window, lost.ID)
				return nil
			}))
		}
		w.must(w.db.View(w.ctx, func(tx *storage.Tx) error {
			_, err := tx.One(`SELECT dept FROM cases WHERE id = $1`, []any{lost.ID}, &dept)
			return err
		}))
		place("/wjj/", "/wjj/", "/wjj/")
		elsewhere, err := w.Get(w.ctx, w.people["clerk"], submit("trust").ID)
		w.must(err)
		if len(elsewhere.Broken) != 1 || elsewhere.Broken[0] != (BrokenPromise{}) {
			w.t.Errorf("of an application that he may not see he reads %+v", elsewhere.Broken)
		}
		place(dept, "/scj/", "/hall/")
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
		w.to("2024-05-13 10:01")
		_, err = w.OrderCorrection(w.ctx, w.people["reviewer"], v.Checks[0].ID, 0, CheckForm{People: both, Finding: "通风不足"})
		w.must(err)
		p, err := w.Query(w.ctx, ref.Number, w.QueryCode(ref.ID))
		w.must(err)
		if last := p.Documents[len(p.Documents)-1]; last.Kind != "check" || !strings.HasPrefix(last.Number, "呼应审核〔2024〕") || !strings.Contains(p.Steps[len(p.Steps)-1].Text, "限期改正") {
			w.t.Errorf("%+v %+v", last, p.Steps)
		}
		notice, err := w.Paper(w.ctx, w.people["reviewer"], p.Documents[len(p.Documents)-1].ID)
		w.must(err)
		for _, part := range []string{"通风不足", "测试reviewer、测试verifier", "2024年6月3日前改正"} {
			if !strings.Contains(notice.Body, part) || notice.Title != "批后核查通知书" || notice.QR != ref.Number {
				w.t.Errorf("the notice lacks %s: %+v", part, notice)
			}
		}
		_, err = w.RevokeOnCheck(w.ctx, w.people["reviewer"], v.Checks[0].ID, 0, CheckForm{People: both, Finding: "未整改"}, "行政许可法", "")
		w.refused(err, "case.forbidden", "")
		_, err = w.RevokeOnCheck(w.ctx, w.people["head"], v.Checks[0].ID, 0, CheckForm{People: both, Finding: "未整改"}, " ", "")
		w.refused(err, "approval.basis", "APP-38")
		check, err := w.RevokeOnCheck(w.ctx, w.people["head"], v.Checks[0].ID, 0, CheckForm{People: both, Finding: "未整改"}, "《行政许可法》第六十九条", "")
		w.must(err)
		found := w.get(ref.ID).Checks[0].Inspections
		if len(found) != 2 || found[0].Finding != "通风不足" || found[0].Document == "" || found[1].Document == "" || found[1].Label != "撤销证照" {
			w.t.Errorf("%+v", found)
		}
		if c := w.get(ref.ID).Certificate; check.State != CheckRevoked || c.Standing != "revoked" {
			w.t.Errorf("%s %+v", check.State, c)
		}
		w.sound()
	})
}

// APP-14: a check ends as revoked also where the certificate was taken back by a decision of its own meanwhile.
func TestAPP14ACheckEndsWithTheRevocationThatCameFirst(t *testing.T) {
	eachWorld(t, "2024-05-13 10:00", func(w *world) {
		trust := w.submitted("trust")
		w.letter("clerk", "system", "trust", org.AsWindow, org.PowerApprove)
		_, file, err := w.AttachAs(trust.ID)
		w.must(err)
		ref, err := w.GrantOnCommitment(w.ctx, w.people["clerk"], trust.ID, 0, CommitmentForm{Terms: []string{"场所符合卫生标准"}, Signed: file})
		w.must(err)
		v := w.get(ref.ID)
		w.must(w.RevokeCertificate(w.ctx, w.people["head"], v.Certificate.Number, RevocationForm{Why: "虚假材料", Basis: "行政许可法第六十九条"}))
		both := []string{w.people["reviewer"].ID, w.people["verifier"].ID}
		check, err := w.RevokeOnCheck(w.ctx, w.people["head"], v.Checks[0].ID, 0, CheckForm{People: both, Finding: "材料虚假"}, "行政许可法", "")
		w.must(err)
		v = w.get(ref.ID)
		if check.State != CheckRevoked || v.Checks[0].Inspections[0].Document != v.Application.Revocation.Number || v.Application.Revocation.Reasons != "虚假材料" {
			t.Errorf("%s %+v %+v", check.State, v.Checks, v.Application.Revocation)
		}
		w.sound()
	})
}

// GAP-48: a granted result is not handed out before its fees are registered, unless policy says that it may be; the office
// is not late while the applicant has still to pay.
func TestGAP48AnUnpaidFeeHoldsTheResultBack(t *testing.T) {
	eachWorld(t, "2024-05-13 10:00", func(w *world) {
		w.charged()
		toDecision := func(collect string, in DecisionForm) Ref {
			sub := w.submission("fee")
			sub.Collect = collect
			r, err := w.Submit(w.ctx, sub)
			w.must(err)
			ref, err := w.Accept(w.ctx, w.people["clerk"], r.ID, 0, Acceptance{})
			w.must(err)
			ref, err = w.Decide(w.ctx, w.people["head"], w.pass("verifier", w.pass("reviewer", ref, "review"), "verify").ID, 0, in)
			w.must(err)
			return ref
		}
		ref := toDecision("electronic", grant)
		electronic := DeliveryForm{Way: "electronic"}
		_, err := w.RegisterFee(w.ctx, w.people["issuer"], ref.ID, 0, Payment{Fee: "cost", Amount: 1000, Slip: "P1"})
		w.must(err)
		_, err = w.Deliver(w.ctx, w.people["issuer"], ref.ID, 0, electronic)
		w.refused(err, "approval.deliver.fee", "GAP-48")
		if says := fault.From(err).Message; !strings.Contains(says, "检测费，共120元") {
			t.Error(says)
		}
		_, err = w.NotifyReady(w.ctx, w.people["issuer"], ref.ID, 0, "sms")
		w.must(err)
		w.to("2024-05-28 00:00")
		if w.marked(ref.ID, "TIME-16") {
			t.Error("the office is late because the applicant has not paid")
		}
		_, err = w.RegisterFee(w.ctx, w.people["issuer"], ref.ID, 0, Payment{Fee: "test", Amount: 0, Relief: "小微企业"})
		w.must(err)
		_, err = w.Deliver(w.ctx, w.people["issuer"], ref.ID, 0, electronic)
		w.refused(err, "approval.deliver.unconfirmed", "GAP-48")
		for _, fee := range []string{"cost", "test"} {
			_, err = w.ConfirmFee(w.ctx, w.people["finance"], ref.ID, 0, fee)
			w.must(err)
		}
		_, err = w.Deliver(w.ctx, w.people["issuer"], ref.ID, 0, electronic)
		w.must(err)

		refused := toDecision("electronic", DecisionForm{Outcome: "refuse", Reasons: "不符合条件", Basis: "《特种设备安全法》"})
		_, err = w.Deliver(w.ctx, w.people["issuer"], refused.ID, 0, electronic)
		w.must(err)

		free := toDecision("electronic", grant)
		w.must(w.db.Update(w.ctx, func(tx *storage.Tx) error {
			_, err := w.policy.Set(tx, org.System(), "approval.fee.first", "", "false", "先送达后缴费")
			return err
		}))
		_, err = w.NotifyReady(w.ctx, w.people["issuer"], free.ID, 0, "sms")
		w.refused(err, "approval.ready", "GAP-45")
		_, err = w.Deliver(w.ctx, w.people["issuer"], free.ID, 0, electronic)
		w.must(err)
		w.sound()
	})
}

// TIME-03: the applicant reads what he may still hand in, and by which day, and sends it from home without a trip.
func TestTIME03ToleratedMaterialsAreSentOnline(t *testing.T) {
	eachWorld(t, "2024-05-13 10:00", func(w *world) {
		in := w.submission("trust")
		in.Materials = in.Materials[:1]
		r, err := w.Submit(w.ctx, in)
		w.must(err)
		_, file, err := w.AttachAs(r.ID)
		w.must(err)
		_, err = w.Accept(w.ctx, w.people["clerk"], r.ID, 0, Acceptance{Tolerate: []string{"lease"}, Due: day2024(5, 20), Promise: file})
		w.must(err)
		p, err := w.Query(w.ctx, r.Number, r.Code)
		w.must(err)
		if len(p.Lacking) != 1 || p.Lacking[0].Code != "lease" || !strings.Contains(p.Lacking[0].What, "2024年5月20日") || !slices.Contains(p.May, "send_tolerated") {
			t.Errorf("%+v %v", p.Lacking, p.May)
		}
		_, err = w.SendTolerated(w.ctx, r.Number, r.Code, []Handing{onPaper("application")})
		w.refused(err, "approval.tolerated", "")
		held, err := w.Hold(blobs("lease")[0])
		w.must(err)
		_, err = w.SendTolerated(w.ctx, r.Number, r.Code, []Handing{{Code: "lease", Sent: []Sent{held}}})
		w.must(err)
		p, err = w.Query(w.ctx, r.Number, r.Code)
		w.must(err)
		if len(p.Lacking) != 0 || slices.Contains(p.May, "send_tolerated") {
			t.Errorf("%+v %v", p.Lacking, p.May)
		}
		w.to("2024-05-21 00:00")
		if v := w.get(r.ID); v.State != Reviewing || len(v.Application.Trips) != 0 {
			t.Errorf("%s %+v", v.State, v.Application.Trips)
		}
		w.sound()
	})
}

// APP-08: at a window an application is withdrawn on the applicant's letter only; who asked and why is kept.
func TestAPP08WithdrawnAtTheWindowOnALetter(t *testing.T) {
	eachWorld(t, "2024-05-13 10:00", func(w *world) {
		ref := w.accepted("food")
		form := WithdrawalForm{Asker: "legal", Why: "不再经营"}
		_, err := w.TakeWithdrawal(w.ctx, w.people["clerk"], ref.ID, 0, form)
		w.refused(err, "approval.withdraw.letter", "APP-08")
		form.File = "none"
		_, err = w.TakeWithdrawal(w.ctx, w.people["clerk"], ref.ID, 0, form)
		w.refused(err, "approval.file", "")
		_, file, err := w.AttachAs(ref.ID)
		w.must(err)
		form.File = file
		_, err = w.TakeWithdrawal(w.ctx, w.people["reviewer"], ref.ID, 0, form)
		w.refused(err, "case.forbidden", "")
		_, err = w.TakeWithdrawal(w.ctx, w.people["clerk"], ref.ID, 0, WithdrawalForm{Asker: "kin", Why: "不再经营", File: file})
		w.refused(err, "approval.asker", "")
		ref, err = w.TakeWithdrawal(w.ctx, w.people["clerk"], ref.ID, 0, form)
		w.must(err)
		v := w.get(ref.ID)
		last := v.Timeline[len(v.Timeline)-1]
		if got := v.Application.Withdrawal; v.State != Withdrawn || got == nil || got.Asker != "legal" || got.Why != form.Why || v.Names[got.By] != "测试clerk" || len(last.Evidence) != 1 {
			t.Errorf("%s %+v %+v", v.State, got, last)
		}
		w.sound()
	})
}

// APP-14: an item by commitment asks for the letter even when it lists none; what is promised comes from the item itself,
// and the letter that was signed online serves. Another application's letter does not.
func TestAPP14TheLetterOfCommitmentIsAskedForAnyway(t *testing.T) {
	eachWorld(t, "2024-05-13 10:00", func(w *world) {
		g, err := w.catalog.GuideTo(w.ctx, w.items["trust"], nil)
		w.must(err)
		if last := g.Materials[len(g.Materials)-1]; last.Name != "告知承诺书" || last.Need != catalog.Optional || !slices.Contains(g.Pledge, "符合条件：有固定的经营场所") {
			t.Errorf("%+v %v", last, g.Pledge)
		}
		if g, err = w.catalog.GuideTo(w.ctx, w.items["food"], nil); err != nil || len(g.Pledge) != 0 || len(g.Materials) != 3 {
			t.Errorf("%v %v", err, g.Pledge)
		}
		in := w.submission("trust")
		in.Materials = append(in.Materials, Handing{Code: catalog.PledgeCode, Files: blobs("pledge")})
		r, err := w.Submit(w.ctx, in)
		w.must(err)
		w.letter("clerk", "system", "trust", org.AsWindow, org.PowerApprove)
		ref, err := w.GrantOnCommitment(w.ctx, w.people["clerk"], r.ID, 0, CommitmentForm{})
		w.must(err)
		if got := w.get(ref.ID).Application.Commitment; !slices.Equal(got.Terms, w.get(ref.ID).Pledge) || got.Signed == "" {
			t.Errorf("%+v", got)
		}
		in = w.submission("trust")
		in.Materials = append(in.Materials, Handing{Code: catalog.PledgeCode, Reuse: r.Number, Proof: r.Code})
		_, err = w.Submit(w.ctx, in)
		w.refused(err, "approval.material.reuse", "")
		if offered := w.get(w.submitted("food").ID); slices.ContainsFunc(offered.Actions, func(a ActionView) bool { return a.Name == "grant_on_commitment" }) {
			t.Error("offered for an item that is not by commitment")
		}
	})
}
