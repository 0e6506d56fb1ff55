package httpapi

import (
	"slices"
	"strings"
	"testing"
	"time"

	"huying/internal/approval"
	"huying/internal/casework"
	"huying/internal/catalog"
	"huying/internal/org"
	"huying/internal/storage"
)

func (w *town) sent(name, content string) answer {
	w.t.Helper()
	body, kind := form(w.t, nil, name, content)
	return w.ask("", post, "/api/applicant/uploads", body, "Content-Type", kind)
}

// id finds an application by its number, as the clerk does.
func (w *town) id(number string) (id string) {
	w.t.Helper()
	c, err := w.s.Approval.List(w.ctx, w.actor(org.Clerk), approval.Filter{Text: number}, Paging{}.request())
	w.must(err)
	return c.Items[0].ID
}

// APP-07, APP-08: a citizen drafts, sends files, hands in, follows the days, adds what was missing and withdraws; all by
// what only he holds.
func TestAPP07ApplicantGoesHisWay(t *testing.T) {
	eachTown(t, func(w *town) {
		sh := w.stock()
		file := read[approval.Sent](t, w.sent("场所证明.pdf", smallPDF))
		in := sh.application("food_production")
		first := in["materials"].([]m)[0]
		in["materials"].([]m)[0] = m{"code": first["code"], "sent": []approval.Sent{file}}
		draft := m{"item": in["item"], "party": applicant, "choices": in["choices"], "form": m{}, "materials": in["materials"], "note": "2"}
		kept := read[approval.SavedDraft](t, w.ask("", post, "/api/applicant/drafts", m{"draft": draft}))
		key := m{"id": kept.ID, "code": kept.Code}
		kept = read[approval.SavedDraft](t, w.ask("", post, "/api/applicant/drafts", m{"key": key, "draft": with(draft, m{"form": in["form"]})}))
		if again := read[approval.SavedDraft](t, w.ask("", post, "/api/applicant/drafts/open", key)); again.Draft.Note != "2" || len(again.Draft.Form) == 0 || again.Draft.Materials[0].Sent[0].Name != "场所证明.pdf" {
			t.Fatalf("%+v", again)
		}
		in["materials"] = in["materials"].([]m)[:1]
		in["draft"] = key
		r := read[approval.Receipt](t, w.ask("", post, "/api/applicant/applications", in, "Idempotency-Key", "a1"))
		if again := read[approval.Receipt](t, w.ask("", post, "/api/applicant/applications", in, "Idempotency-Key", "a1")); again.Number != r.Number {
			t.Errorf("%+v and %+v", r, again)
		}
		if r.ID != "" || len(r.Lacking) == 0 {
			t.Errorf("%+v", r)
		}
		w.ask("", post, "/api/applicant/drafts/open", key).want(t, 404, "approval.draft.missing")
		proof := m{"number": r.Number, "code": r.Code}
		v := read[approval.Progress](t, w.ask("", post, "/api/applicant/query", proof))
		if v.State != approval.Submitted || len(v.Strip) == 0 || slices.Contains(v.May, "pay") || !slices.Contains(v.May, "withdraw") {
			t.Errorf("%+v", v)
		}
		files := read[[]OwnFile](t, w.ask("", post, "/api/applicant/files", proof))
		if len(files) != 1 || !files[0].Mine {
			t.Fatalf("%+v", files)
		}
		if a := w.ask("", post, "/api/applicant/files/download", with(proof, m{"id": files[0].ID})).want(t, 200, ""); a.Body.String() != smallPDF {
			t.Errorf("%s", a.Body)
		}
		w.ask("", post, "/api/applicant/urge", proof).want(t, 200, "")
		w.ask("", post, "/api/applicant/feedback", with(proof, m{"text": "请尽快办理"})).want(t, 200, "")
		_, err := w.s.Approval.Correct(w.ctx, w.actor(org.Clerk), w.id(r.Number), 0, nil)
		w.must(err)
		v = read[approval.Progress](t, w.ask("", post, "/api/applicant/query", proof))
		if v.State != approval.Correcting || len(v.Lacking) == 0 || len(v.Documents) != 1 {
			t.Fatalf("%+v", v)
		}
		var more []m
		for _, lack := range v.Lacking {
			more = append(more, m{"code": lack.Code, "originals": 1})
		}
		w.ask("", post, "/api/applicant/supplement", with(proof, m{"materials": more[:1]})).want(t, 422, "approval.supplement.part")
		w.ask("", post, "/api/applicant/supplement", with(proof, m{"materials": more})).want(t, 200, "")
		if w.s.Printer != nil {
			a := w.ask("", post, "/api/applicant/documents/print", with(proof, m{"id": v.Documents[0].ID})).want(t, 200, "")
			if !strings.HasPrefix(a.Body.String(), "%PDF") {
				t.Error("it is no PDF")
			}
		}
		w.ask("", post, "/api/applicant/withdraw", with(proof, m{"why": "不办了"})).want(t, 200, "")
		w.ask("", post, "/api/applicant/withdraw", proof).want(t, 409, "case.state")
	})
}

// What is wrong with an application is said field by field, and nothing is kept of it.
func TestUnsoundApplicationsAreRefused(t *testing.T) {
	w := aTown(t)
	sh := w.stock()
	file := read[approval.Sent](t, w.sent("证明.pdf", smallPDF))
	w.sent("证明.pdf", "这不是PDF").want(t, 415, "")
	w.sent("程序.exe", "MZ").want(t, 415, "")
	w.sent("空.pdf", "").want(t, 422, "attachment.empty")
	sound, before := sh.application("food_licence_new"), w.events()
	first := sound["materials"].([]m)[0]["code"]
	hand := func(material m) m { return with(sound, m{"materials": []m{material}}) }
	for name, c := range map[string]struct {
		body   m
		status int
		code   string
		field  string
	}{
		"a ticket made up":     {hand(m{"code": first, "sent": []m{{"ticket": "made-up"}}}), 422, "approval.upload", "materials." + first.(string)},
		"of another content":   {hand(m{"code": first, "sent": []m{{"ticket": file.Ticket, "hash": strings.Repeat("0", 64)}}}), 422, "approval.upload.hash", ""},
		"no such material":     {hand(m{"code": "nothing", "originals": 1}), 422, "approval.material", "materials.nothing"},
		"an empty material":    {hand(m{"code": first}), 422, "approval.material.empty", ""},
		"somebody's material":  {hand(m{"code": first, "reuse": "BJ20260302-00001", "proof": "123456"}), 404, "approval.query", ""},
		"an unknown answer":    {with(sound, m{"form": with(sound["form"].(m), m{"nothing": 1})}), 422, "", ""},
		"a wrong answer":       {with(sound, m{"form": m{}}), 422, "", ""},
		"a wrong number":       {with(sound, m{"party": with(applicant, m{"idNumber": "990000199001010011"})}), 422, "approval.application", "party.idNumber"},
		"a window's channel":   {with(sound, m{"channel": "window"}), 422, "approval.application", "channel"},
		"an item that is none": {with(sound, m{"item": "nothing"}), 404, "", ""},
		"an unknown choice":    {with(sound, m{"choices": m{scenario(sh.record("food_licence_new")): "nothing"}}), 422, "approval.application", ""},
	} {
		a := w.ask("", post, "/api/applicant/applications", c.body)
		if a.Code != c.status || c.code != "" && a.problem.Code != c.code || !chinese(a.problem.Detail) {
			t.Errorf("%s: %d %s", name, a.Code, a.Body)
		}
		if c.field != "" && !slices.ContainsFunc(a.problem.Errors, func(f ProblemField) bool { return f.Name == c.field }) {
			t.Errorf("%s: %+v", name, a.problem.Errors)
		}
	}
	if w.events() != before {
		t.Error("something was kept")
	}
}

func scenario(r catalog.Record) string { return r.Scenario[0].Code }

// AUD-07: guesses at codes of applications, drafts and certificates are bounded alike, and so is how much is sent.
func TestAUD07GuessesAtApplicationsAreBounded(t *testing.T) {
	w := aTown(t)
	sh := w.stock()
	r := sh.applied("food_licence_new")
	for range 10 {
		w.ask("", post, "/api/applicant/query", m{"number": r.Number, "code": "x"}).want(t, 404, "approval.query")
	}
	for _, path := range []string{"query", "urge", "withdraw", "files", "certificates/verify", "bundles/query", "certificate/print"} {
		w.ask("", post, "/api/applicant/"+path, m{"number": r.Number, "code": r.Code}).want(t, 429, "public.often")
	}
	w.ask("", post, "/api/applicant/drafts/open", m{"id": "x", "code": "y"}).want(t, 429, "public.often")
	w.clk.Advance(time.Hour)
	for range 10 {
		w.ask("", post, "/api/applicant/certificates/verify", m{"number": "ABCD-2026-000001", "code": "000000000000"}).want(t, 404, "approval.certificate.false")
	}
	w.ask("", post, "/api/applicant/certificates/verify", m{"number": "ABCD-2026-000002", "code": "000000000000"}).want(t, 429, "public.often")
}

// CAT-30: a theme is handed in once and followed as a whole, each part by a number of its own.
func TestCAT30ThemeIsHandedInOnce(t *testing.T) {
	eachTown(t, func(w *town) {
		sh := w.stock()
		in := sh.bundle("open_general_store")
		r := read[approval.Receipt](t, w.ask("", post, "/api/applicant/bundles", in, "Idempotency-Key", "b1"))
		if again := read[approval.Receipt](t, w.ask("", post, "/api/applicant/bundles", in, "Idempotency-Key", "b1")); again.Number != r.Number {
			t.Errorf("%+v and %+v", r, again)
		}
		v := read[approval.JointProgress](t, w.ask("", post, "/api/applicant/bundles/query", m{"number": r.Number, "code": r.Code}))
		if len(v.Parts) != 3 || v.Parts[0].Number == "" {
			t.Fatalf("%+v", v)
		}
		w.ask("", post, "/api/applicant/query", m{"number": v.Parts[0].Number, "code": v.Parts[0].Code}).want(t, 200, "")
		w.ask("", post, "/api/applicant/bundles/query", m{"number": r.Number, "code": "x"}).want(t, 404, "approval.query")
	})
}

// APP-07: what is sent for an application is waited for as long as a draft is kept, and a day.
func TestAPP07WhatIsSentAheadIsWaitedForAsLongAsADraft(t *testing.T) {
	eachTown(t, func(w *town) {
		file := read[approval.Sent](t, w.sent("说明.txt", "不交了"))
		var by string
		var until time.Time
		w.must(w.s.DB.View(w.ctx, func(tx *storage.Tx) error {
			_, err := tx.One(`SELECT sent_by, until_at FROM upload WHERE hash = $1`, []any{file.Hash}, &by, &until)
			return err
		}))
		if by != casework.Citizen || !until.Equal(w.later(31*24*time.Hour)) {
			t.Errorf("%s until %v", by, until)
		}
	})
}

// What one address hands in is counted with what it hands in: a form that is refused for what stands in it costs nothing, the
// one too many leaves nothing, and others are not held up by it.
func TestApplicationsOfOneAddressAreBounded(t *testing.T) {
	w := aTown(t)
	sound := w.stock().application("food_licence_new")
	w.ask("", post, "/api/applicant/applications", with(sound, m{"channel": "pigeon"})).want(t, 422, "")
	for range 30 {
		w.ask("", post, "/api/applicant/applications", sound).want(t, 201, "")
	}
	before := w.events()
	w.ask("", post, "/api/applicant/applications", sound).want(t, 429, "public.often")
	if n := w.events(); n != before {
		t.Errorf("%d events of a refused application", n-before)
	}
	w.from("203.0.113.5", "/api/applicant/applications", sound).want(t, 201, "")
	w.clk.Advance(window)
	w.ask("", post, "/api/applicant/applications", sound).want(t, 201, "")
}
