package httpapi

import (
	"net/url"
	"strings"
	"testing"
	"time"

	"huying/internal/approval"
	"huying/internal/insight"
	"huying/internal/org"
	"huying/internal/page"
)

// tomorrow lets a day pass; everybody signs in anew.
func (w *town) tomorrow() {
	w.t.Helper()
	w.clk.Advance(24 * time.Hour)
	for role, id := range w.ids {
		w.tokens[role] = w.signIn(id)
	}
}

func (w *town) look(role org.Role, id string) approval.View {
	w.t.Helper()
	return read[approval.View](w.t, w.ask(role, get, "/api/applications/"+id, nil))
}

// APP-10, APP-42: a clerk takes an application once, however often it is sent; who applied is sealed, masked, and shown
// on record only.
func TestAPP10ClerkTakesAtTheWindow(t *testing.T) {
	eachTown(t, func(w *town) {
		sh := w.stock()
		in := with(sh.application("food_production"), m{"channel": "window"})
		file := read[approval.Sent](t, w.upload(org.Clerk, "/api/applications/uploads", "图纸.pdf", smallPDF).want(t, 201, ""))
		in["materials"].([]m)[0] = m{"code": in["materials"].([]m)[0]["code"], "originals": 1, "sent": []approval.Sent{file}}
		r := read[approval.Receipt](t, w.ask(org.Clerk, post, "/api/applications", in, "Idempotency-Key", "t1"))
		if again := read[approval.Receipt](t, w.ask(org.Clerk, post, "/api/applications", in, "Idempotency-Key", "t1")); again.ID != r.ID {
			t.Errorf("%+v and %+v", r, again)
		}
		url := "/api/applications/" + r.ID
		seen := w.ask(org.Clerk, get, url, nil).want(t, 200, "")
		if strings.Contains(seen.Body.String(), "李测试") || strings.Contains(seen.Body.String(), "13900002222") {
			t.Error("the view tells who applied")
		}
		before := w.events()
		known := read[approval.Unmasked](t, w.ask(org.Clerk, post, url+"/unmask", m{"purpose": "核对身份"}))
		if known.Party.Name != "李测试" || len(known.Form) == 0 || w.events() != before+1 {
			t.Errorf("%+v", known)
		}
		papers := read[[]File](t, w.ask(org.Clerk, get, url+"/attachments", nil))
		if len(papers) != 1 || papers[0].Name != "图纸.pdf" {
			t.Fatalf("%+v", papers)
		}
		if a := w.ask(org.Clerk, get, url+"/attachments/"+papers[0].ID, nil).want(t, 200, ""); a.Body.String() != smallPDF {
			t.Errorf("%s", a.Body)
		}
		for _, body := range []m{{"phone": "13900002222"}, {"idNumber": applicant["idNumber"]}} {
			if found := read[page.Page[approval.Row]](t, w.ask(org.Clerk, post, "/api/applications/find", body)); len(found.Items) != 1 || found.Items[0].ID != r.ID {
				t.Errorf("%v: %+v", body, found)
			}
		}
		if found := read[page.Page[approval.Row]](t, w.ask(org.Clerk, post, "/api/applications/find", m{})); len(found.Items) != 0 {
			t.Errorf("%+v", found)
		}
	})
}

// Two officials end the same step: the second is told who was first, and nothing of the first is lost.
func TestTwoReviewersAtOnce(t *testing.T) {
	eachTown(t, func(w *town) {
		ref := w.stock().accepted("food_production")
		path, step := "/api/applications/"+ref.ID+"/finish-step", m{"version": ref.Version, "step": "review", "finding": "pass", "opinion": "符合条件"}
		if code := w.look(org.Reviewer, ref.ID).Step; code != "review" {
			step["step"] = code
		}
		w.ask(org.Reviewer, post, path, step).want(t, 200, "")
		a := w.ask(org.Head, post, path, with(step, m{"finding": "fail", "opinion": "不符合"})).want(t, 409, "case.stale")
		if !strings.Contains(a.problem.Detail, "测试审批人员") {
			t.Error(a.problem.Detail)
		}
		if v := w.look(org.Head, ref.ID); len(v.Application.Visits) != 1 || v.Application.Visits[0].Finding != "pass" {
			t.Errorf("%+v", v.Application.Visits)
		}
	})
}

// ORG-05: what was in force when the page was opened counts for nothing; the letter is looked for at the signature.
func TestORG05LetterEndsBetweenOpeningAndSigning(t *testing.T) {
	eachTown(t, func(w *town) {
		sh := w.stock()
		day := w.today().String()
		letter := m{"capacity": "window", "person": w.ids[org.Clerk], "items": sh.ids("licence_reissue"), "powers": []string{"approve"}, "from": day, "to": day, "seal": "审批专用章"}
		first := read[org.Authorisation](t, w.ask(org.Head, post, "/api/authorisations", letter, "Idempotency-Key", "l1"))
		if again := read[org.Authorisation](t, w.ask(org.Head, post, "/api/authorisations", letter, "Idempotency-Key", "l1")); again.ID != first.ID {
			t.Errorf("%+v", again)
		}
		ref := sh.open("licence_reissue")
		open := read[page.Page[PublicLetter]](t, w.ask("", get, "/api/citizen/authorisations?item="+sh.ids("licence_reissue")[0], nil)).Items
		if len(open) != 1 || open[0].Items[0] == "" || open[0].Powers[0] != "即办事项的审批权" || open[0].Capacity != "窗口人员" {
			t.Errorf("ORG-06: %+v", open)
		}
		w.ask("", get, "/api/citizen/authorisations/"+first.ID+"/pdf", nil).want(t, 200, "")
		if other := read[page.Page[PublicLetter]](t, w.ask("", get, "/api/citizen/authorisations?item="+sh.ids("road_dig")[0], nil)).Items; len(other) != 0 {
			t.Errorf("%+v", other)
		}
		w.tomorrow()
		if over := read[page.Page[PublicLetter]](t, w.ask("", get, "/api/citizen/authorisations", nil)).Items; len(over) != 0 {
			t.Errorf("ORG-06: a letter that has ended is shown as one in force: %+v", over)
		}
		w.ask("", get, "/api/citizen/authorisations/"+first.ID+"/pdf", nil).want(t, 404, "org.authorisation.ended")
		sign, decision := "/api/applications/"+ref.ID+"/decide-on-spot", m{"version": ref.Version, "outcome": "grant"}
		a := w.ask(org.Clerk, post, sign, decision).want(t, 422, "org.authorisation.outside")
		if a.problem.Rule != "ORG-05" {
			t.Errorf("%+v", a.problem)
		}
		if v := w.look(org.Clerk, ref.ID); v.State != approval.Submitted || v.Version != ref.Version {
			t.Errorf("%+v", v.Row)
		}
		covered := func() bool {
			for _, c := range read[[]ItemCoverage](t, w.ask(org.Head, get, "/api/authorisations/coverage?dept=scj", nil)) {
				if c.Item == sh.items["licence_reissue"] {
					return c.Covered
				}
			}
			t.Fatal("the item is not in the report")
			return false
		}
		if covered() {
			t.Error("a letter that ended covers")
		}
		day = w.today().String()
		second := read[org.Authorisation](t, w.ask(org.Head, post, "/api/authorisations", with(letter, m{"from": day, "to": day})))
		if !covered() {
			t.Error("a letter in force does not cover")
		}
		w.ask(org.Head, post, "/api/authorisations/"+second.ID+"/revoke", m{"reason": "岗位调整"}).want(t, 204, "")
		w.ask(org.Clerk, post, sign, decision).want(t, 422, "org.authorisation.outside")
		w.ask(org.Head, post, "/api/authorisations", with(letter, m{"from": day, "to": day})).want(t, 201, "")
		w.ask(org.Clerk, post, sign, decision).want(t, 200, "")
		all := read[page.Page[Letter]](t, w.ask(org.Head, get, "/api/authorisations?dept=centre", nil))
		if len(all.Items) != 3 || all.Items[1].Standing != "revoked" || all.Items[2].Standing != "ended" {
			t.Errorf("%+v", all.Items)
		}
	})
}

// APP-03: what is missing is listed by itself: the clerk need name nothing that is wrong.
func TestAPP03WhatIsMissingNeedNotBeNamed(t *testing.T) {
	eachTown(t, func(w *town) {
		sh := w.stock()
		var in approval.Submission
		sh.read(sh.application("food_licence_new"), &in)
		in.Materials = nil
		ref, err := w.s.Approval.Submit(w.ctx, in)
		w.must(err)
		w.ask(org.Clerk, post, "/api/applications/"+ref.ID+"/correct", m{"version": ref.Version}).want(t, 200, "")
		if v := w.look(org.Clerk, ref.ID); v.State != approval.Correcting || len(v.Application.Notices[0].Items) == 0 {
			t.Errorf("%s %+v", v.State, v.Application.Notices)
		}
	})
}

// APP-14: anybody tells a good certificate from a forged and from a revoked one; the code on the paper leads there.
func TestCertificatesForgedAndRevoked(t *testing.T) {
	eachTown(t, func(w *town) {
		sh := w.stock()
		sh.letter("licence_reissue")
		ref := sh.open("licence_reissue")
		path := "/api/applications/" + ref.ID
		ref = read[approval.Ref](t, w.ask(org.Clerk, post, path+"/decide-on-spot", m{"version": ref.Version, "outcome": "grant"}))
		c := read[approval.Certificate](t, w.ask(org.Issuer, get, path+"/certificate", nil))
		verify := func(number, code string) answer {
			return w.ask("", post, "/api/applicant/certificates/verify", m{"number": number, "code": code})
		}
		if good := read[approval.Certificate](t, verify(c.Number, c.Code)); good.Standing != "valid" || good.Code != "" || strings.Contains(good.Holder, "李测试") {
			t.Errorf("%+v", good)
		}
		verify(c.Number, "0"+c.Code[1:]+"0").want(t, 404, "approval.certificate.false")
		verify(c.Number+"1", c.Code).want(t, 404, "approval.certificate.false")
		w.ask(org.Issuer, post, path+"/deliver", m{"version": ref.Version, "way": "handed", "taker": "self"}).want(t, 200, "")
		if w.s.Printer != nil {
			for _, paper := range []string{"/certificate/pdf", "/transfer"} {
				if a := w.ask(org.Issuer, get, path+paper, nil).want(t, 200, ""); !strings.HasPrefix(a.Body.String(), "%PDF") {
					t.Errorf("%s is no PDF", paper)
				}
			}
			code := w.s.Approval.QueryCode(ref.ID)
			w.ask("", post, "/api/applicant/certificate/print", m{"number": ref.Number, "code": code}).want(t, 200, "")
			w.ask(org.Clerk, get, "/api/application-documents/"+w.look(org.Clerk, ref.ID).Documents[0].ID+"/pdf", nil).want(t, 200, "")
		}
		w.ask(org.Head, post, "/api/certificates/revoke", m{"number": c.Number, "why": "材料不实", "basis": "行政许可法第六十九条"}).want(t, 204, "")
		w.ask(org.Head, post, "/api/certificates/revoke", m{"number": c.Number, "why": "材料不实", "basis": "行政许可法第六十九条"}).want(t, 409, "approval.certificate.revoked")
		if rows := w.sheetOf(w.exported(org.Issuer, "/api/certificates/export?standing=revoked"), "证照登记"); len(rows) != 2 || rows[1][0] != c.Number || rows[1][7] != "已撤销" || rows[1][10] != ref.Number {
			t.Errorf("%q", rows)
		}
		w.ask(org.Issuer, get, "/api/certificates?standing=lost", nil).want(t, 422, "")
		if bad := read[approval.Certificate](t, verify(c.Number, c.Code)); bad.Standing != "revoked" {
			t.Errorf("%+v", bad)
		}
	})
}

// A QR code leads to the page on which the certificate is verified, under the address at which we were asked.
func TestCertificateLeadsToItsVerification(t *testing.T) {
	o := &origin{secure: true, host: "hall.example.test"}
	at, err := url.Parse(o.verify(approval.Certificate{Number: "12345678-2026-000001", Code: "ABCDEF012345"}))
	if err != nil || at.Host != "hall.example.test" || at.Path != "/certificate" || at.Query().Get("number") != "12345678-2026-000001" || at.Query().Get("code") != "ABCDEF012345" {
		t.Errorf("%v %v", at, err)
	}
}

// ORG-25: the same fee is not taken twice, by whichever door, and a slip pays once.
func TestORG25FeeIsNotPaidTwice(t *testing.T) {
	eachTown(t, func(w *town) {
		sh := w.stock()
		ref := sh.open("estate_mortgage")
		proof := m{"number": ref.Number, "code": w.s.Approval.QueryCode(ref.ID)}
		due := read[approval.Progress](t, w.ask("", post, "/api/applicant/query", proof)).FeesDue
		if len(due) != 1 {
			t.Fatalf("%+v", due)
		}
		payment := m{"fee": due[0].Code, "amount": due[0].Amount, "slip": "P-1"}
		w.ask("", post, "/api/applicant/pay", with(proof, with(payment, m{"amount": due[0].Amount + 1}))).want(t, 422, "approval.fee.amount")
		w.ask("", post, "/api/applicant/pay", with(proof, payment)).want(t, 200, "")
		w.ask("", post, "/api/applicant/pay", with(proof, payment)).want(t, 409, "approval.fee.twice")
		v := w.look(org.Clerk, ref.ID)
		path := "/api/applications/" + ref.ID + "/register-fee"
		w.ask(org.Clerk, post, path, with(payment, m{"version": v.Version, "slip": "P-2"})).want(t, 409, "approval.fee.twice")
		other := sh.open("estate_mortgage")
		w.clk.Advance(time.Minute)
		w.ask(org.Clerk, post, "/api/applications/"+other.ID+"/register-fee", with(payment, m{"version": other.Version})).want(t, 409, "approval.fee.twice")
		w.ask(org.Clerk, post, "/api/applications/"+other.ID+"/register-fee", with(payment, m{"version": other.Version, "slip": "P-3"})).want(t, 200, "")
		fees := read[page.Page[approval.Fee]](t, w.ask(org.Clerk, get, "/api/fees?size=1", nil))
		if len(fees.Items) != 1 || fees.Items[0].By != "测试窗口人员" || fees.Items[0].Account != "财政专户" || fees.Next == "" {
			t.Errorf("%+v", fees)
		}
		if rows := w.sheetOf(w.exported(org.Clerk, "/api/fees/export"), "收费登记"); len(rows) != 3 || rows[1][2] != yuan(due[0].Amount) || rows[2][6] != "申请人" || rows[1][8] != "待核对" {
			t.Errorf("%q", rows)
		}
	})
}

// APP-36: each figure opens the applications behind it, and figure and list leave the house through the one writer.
func TestAPP36FiguresOpenTheirLists(t *testing.T) {
	eachTown(t, func(w *town) {
		sh := w.stock()
		days := "from=" + w.today().String() + "&to=" + w.today().String()
		for _, key := range []string{"food_production", "road_dig"} {
			sh.accepted(key)
		}
		taken := sh.application("food_production")
		taken["channel"] = "window"
		w.ask(org.Clerk, post, "/api/applications", taken).want(t, 201, "")
		w.must(w.s.Insight.CatchUp(w.ctx))
		report := read[insight.ApplicationReport](t, w.ask(org.Head, get, "/api/application-figures?"+days, nil))
		figures := map[string]insight.ApplicationFigure{}
		for _, f := range report.Figures {
			figures[f.Key] = f
		}
		if f := figures["online"]; f.Numerator != 2 || f.Denominator != 3 || f.Value != "66.67" || f.Items[0].Name == "" {
			t.Errorf("%+v", f)
		}
		for key, want := range map[string]int{"online?": 3, "online?hits=true&": 2, "accepted?": 2} {
			found := read[page.Page[approval.Row]](t, w.ask(org.Head, get, "/api/application-figures/"+key+days, nil))
			if len(found.Items) != want {
				t.Errorf("%s: %d", key, len(found.Items))
			}
		}
		w.ask(org.Head, get, "/api/application-figures/nothing?"+days, nil).want(t, 404, "insight.figure")
		w.ask(org.Head, get, "/api/application-figures?from=2026-01-02&to=2026-01-01", nil).want(t, 422, "insight.period")
		if rows := w.sheetOf(w.exported(org.Head, "/api/application-figures/export?"+days), "办件指标"); len(rows) != len(report.Figures)+1 {
			t.Errorf("%q", rows)
		}
		if rows := w.sheetOf(w.exported(org.Head, "/api/application-figures/online/export?hits=true&"+days), "办件"); len(rows) != 3 {
			t.Errorf("%q", rows)
		}
	})
}

// The work lists show what waits where, page by page, and leave as they are seen.
func TestWorkListsOfApplications(t *testing.T) {
	eachTown(t, func(w *town) {
		sh := w.stock()
		for range 3 {
			sh.open("food_production")
		}
		sh.accepted("road_dig")
		first := read[page.Page[approval.Row]](t, w.ask(org.Clerk, get, "/api/applications?box=accept&size=2", nil))
		rest := read[page.Page[approval.Row]](t, w.ask(org.Clerk, get, "/api/applications?box=accept&size=2&after="+first.Next, nil))
		if len(first.Items) != 2 || len(rest.Items) != 1 || rest.Next != "" {
			t.Errorf("%d and %d", len(first.Items), len(rest.Items))
		}
		counts := map[string]int{}
		for _, c := range read[[]approval.BoxCount](t, w.ask(org.Reviewer, get, "/api/applications/counts", nil)) {
			counts[c.Key] = c.Count
		}
		if counts["opinion"] != 3 || counts["review"] != 1 {
			t.Errorf("%v", counts)
		}
		w.ask(org.Clerk, get, "/api/applications?box=nothing", nil).want(t, 422, "approval.box")
		rows := w.sheetOf(w.exported(org.Clerk, "/api/applications/export?states=submitted"), "办件")
		if len(rows) != 4 || rows[0][0] != "编号" || rows[1][1] != "食品生产许可（新办）" {
			t.Errorf("%q", rows)
		}
		if w.lastExport()["what"] != "applications" {
			t.Error("the export is not on record")
		}
		words := read[ApplicationWords](t, w.ask(org.Clerk, get, "/api/applications/words", nil))
		if len(words.Boxes) != len(approval.Boxes) || words.Specials[0].Label == "" {
			t.Errorf("%+v", words)
		}
	})
}

// APP-16: three departments are asked, one answers, one reports, and a project's permit is applied for and followed.
func TestAPP16OpinionsAndProjects(t *testing.T) {
	eachTown(t, func(w *town) {
		sh := w.stock()
		one := sh.asked()
		path := "/api/opinions/" + one.ID
		signed := read[approval.Ref](t, w.ask(org.Reviewer, post, path+"/sign-for", m{"version": one.Version}))
		w.ask(org.Reviewer, post, path+"/give", m{"version": signed.Version, "stance": "perhaps", "text": "同意"}).want(t, 422, "approval.stance")
		w.ask(org.Reviewer, post, path+"/give", m{"version": signed.Version, "stance": "agree", "text": "同意"}).want(t, 200, "")
		w.ask(org.Arbiter, post, path+"/deem", m{"version": signed.Version + 1, "why": "未出具"}).want(t, 409, "case.state")

		p := sh.project()
		path = "/api/joints/" + p.ID
		v := read[approval.BundleView](t, w.ask(org.Clerk, get, path, nil))
		if len(v.Record.Parts) != 2 || len(v.Meters) != 1 {
			t.Fatalf("%+v", v)
		}
		permit := sh.application("road_dig")
		body := m{"version": v.Version, "item": sh.items["road_dig"], "form": permit["form"], "materials": permit["materials"]}
		early := with(body, m{"item": sh.items["shop_sign_filing"]})
		w.ask(org.Clerk, post, path+"/apply-permit", early).want(t, 422, "approval.permit.early")
		opened := read[approval.Ref](t, w.ask(org.Clerk, post, path+"/apply-permit", body))
		w.ask(org.Clerk, get, "/api/applications/"+opened.ID, nil).want(t, 200, "")
		rows := read[page.Page[approval.BundleRow]](t, w.ask(org.Clerk, get, "/api/joints?kind=project", nil))
		if len(rows.Items) != 1 || rows.Items[0].Parts != 2 {
			t.Errorf("%+v", rows)
		}
		if none := read[page.Page[approval.BundleRow]](t, w.ask(org.Clerk, get, "/api/joints?kind=bundle&closed=true", nil)); len(none.Items) != 0 {
			t.Errorf("%+v", none)
		}
		progress := read[approval.JointProgress](t, w.ask("", post, "/api/applicant/bundles/query", m{"number": p.Number, "code": p.Code}))
		if progress.Parts[0].Number == "" || progress.Parts[1].Number != "" {
			t.Errorf("%+v", progress)
		}
	})
}

// The pages of the department that asks hear when an asked one answers; those of an office with no part in it hear nothing.
func TestPagesHearOfOpinions(t *testing.T) {
	w := aTown(t)
	one := w.stock().asked()
	_, of := w.officer("cgj", org.Reviewer)
	_, other := w.officer("zrj", org.Reviewer)
	asking, apart := w.listenWith(of), w.listenWith(other)
	expect(t, asking, ": open")
	expect(t, apart, ": open")
	signed, err := w.s.Approval.SignForOpinion(w.ctx, w.actor(org.Reviewer), one.ID, one.Version)
	w.must(err)
	v := w.look(org.Reviewer, signed.ID)
	expect(t, asking, "event: application", `data: {"id":"`+v.Application.ID+`"}`)
	w.s.Hub.Changed("application", "own", org.ApplicationView, []org.Place{{Dept: "/zrj/", Region: "/99/"}})
	expect(t, apart, "event: application", `data: {"id":"own"}`)
}
