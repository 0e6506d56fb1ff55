package httpapi

import (
	"encoding/json"
	"slices"
	"strings"
	"sync"

	"huying/internal/approval"
	"huying/internal/attachment"
	"huying/internal/catalog"
	"huying/internal/demo/catalogue"
	"huying/internal/org"
	"huying/internal/storage"
)

// model is the catalogue that comes with the program.
var model = sync.OnceValues(func() (*catalog.Folder, error) { return catalog.ReadFolder(catalogue.Files) })

// stocked are the items of the model catalogue that a stocked town offers, with the departments they want.
var (
	stocked     = []string{"food_licence_new", "licence_reissue", "food_production", "gas_business", "road_dig", "estate_mortgage", "sole_trader_register", "packaged_food_filing", "shop_sign_filing"}
	departments = []string{"scj", "cgj", "zrj", "gaj", "gsgs", "rqgs"}
)

// shelf is what a stocked town offers: the ids of items and themes by their keys.
type shelf struct {
	w     *town
	items map[string]string
}

// stock gives the town some of the model catalogue.
func (w *town) stock() *shelf {
	w.t.Helper()
	whole, err := model()
	w.must(err)
	sh := &shelf{w: w, items: map[string]string{}}
	w.must(w.db.Update(w.ctx, func(tx *storage.Tx) error {
		for _, id := range departments {
			if _, err := w.s.Org.AddDepartment(tx, org.System(), org.Department{ID: id, Name: "测试" + id, Kind: org.Bureau, Region: "99"}); err != nil {
				return err
			}
		}
		return nil
	}))
	some := &catalog.Folder{FeeDocuments: whole.FeeDocuments}
	for _, e := range whole.Items {
		if slices.Contains(stocked, e.Key) {
			e.Main, e.Sub = "", ""
			if e.Key == "road_dig" { // nobody of the town could go and look
				e.Record.Plan.Steps = e.Record.Plan.Steps[1:]
			}
			some.Items = append(some.Items, e)
		}
	}
	for _, b := range whole.Bundles {
		if b.Key == "open_general_store" {
			some.Bundles = append(some.Bundles, b)
		}
	}
	some.Bundles = append(some.Bundles, catalog.Bundle{Key: "park", Kind: catalog.KindProject, Name: "测试产业园", Audience: catalog.Enterprise, Lead: "zrj",
		Items: []catalog.Part{{Item: "road_dig", Stage: "施工许可"}, {Item: "shop_sign_filing", Stage: "竣工验收", After: []string{"road_dig"}}}})
	for _, b := range whole.Bodies {
		if slices.Contains(departments, b.Department) {
			some.Bodies = append(some.Bodies, b)
		}
	}
	res, err := w.s.Catalog.Import(w.ctx, org.System(), some, nil)
	w.must(err)
	if len(res.Refused) > 0 {
		w.t.Fatalf("%+v", res.Refused)
	}
	w.must(w.db.View(w.ctx, func(tx *storage.Tx) error {
		return tx.All(`SELECT key, id FROM catalog_items UNION ALL SELECT key, id FROM catalog_bundles WHERE current = 1`, nil, func(scan func(...any) error) error {
			var key, id string
			err := scan(&key, &id)
			sh.items[key] = id
			return err
		})
	}))
	return sh
}

func (sh *shelf) record(key string) (r catalog.Record) {
	sh.w.t.Helper()
	sh.w.must(sh.w.db.View(sh.w.ctx, func(tx *storage.Tx) error {
		i, err := sh.w.s.Catalog.Published(tx, sh.items[key])
		r = i.Record
		return err
	}))
	return r
}

// applicants are a person and a firm with numbers that pass their check digits.
var (
	applicant = m{"kind": "person", "name": "李测试", "idNumber": sound("99000019900101001", "0123456789X", catalog.ValidIdentity), "phone": "13900002222"}
	shop      = m{"kind": "firm", "name": "测试小百货有限公司", "idNumber": sound("91110000000000000", "0123456789ABCDEFGHJKLMNPQRTUWXY", catalog.ValidCredit), "phone": "13900003333"}
)

func sound(number, digits string, valid func(string) bool) string {
	for _, d := range digits {
		if valid(number + string(d)) {
			return number + string(d)
		}
	}
	panic("no check digit fits " + number)
}

// fitting is something that a field takes.
func fitting(f catalog.Field) any {
	switch f.Kind {
	case catalog.Number, catalog.Money:
		if f.Min != nil {
			return *f.Min
		}
		return 1
	case catalog.Yes:
		return true
	case catalog.Choice:
		return f.Options[0].Value
	case catalog.Choices:
		return []string{f.Options[0].Value}
	case catalog.Day:
		return "2026-01-05"
	case catalog.Phone:
		return "13900002222"
	case catalog.Identity:
		return applicant["idNumber"]
	case catalog.Credit:
		return shop["idNumber"]
	}
	return "测试填写的内容，河滨路12号"
}

func answers(form catalog.Form) m {
	out := m{}
	for _, g := range form.Groups {
		for _, f := range g.Fields {
			if f.Required {
				out[f.Code] = fitting(f)
			}
		}
	}
	return out
}

// application is a sound one for an item, with every material on paper.
func (sh *shelf) application(key string) m {
	sh.w.t.Helper()
	r := sh.record(key)
	choices := m{}
	narrowing := catalog.Answers{}
	for _, q := range r.Scenario {
		choices[q.Code], narrowing[q.Code] = q.Options[0].Value, q.Options[0].Value
	}
	r = catalog.Narrow(r, narrowing)
	materials := []m{}
	for _, x := range r.Materials {
		if !x.Shared {
			materials = append(materials, m{"code": x.Code, "originals": 1})
		}
	}
	return m{"item": sh.items[key], "channel": "web", "party": applicant, "choices": choices, "form": answers(r.Form), "materials": materials}
}

// applied hands a sound application in over the public page.
func (sh *shelf) applied(key string) approval.Receipt {
	sh.w.t.Helper()
	return read[approval.Receipt](sh.w.t, sh.w.ask("", post, "/api/applicant/applications", sh.application(key)))
}

// bundle is a sound application for a theme.
func (sh *shelf) bundle(key string) m {
	sh.w.t.Helper()
	var compiled *catalog.Compiled
	var theme catalog.Bundle
	choices, narrowing := m{}, catalog.Answers{}
	sh.w.must(sh.w.db.View(sh.w.ctx, func(tx *storage.Tx) (err error) {
		for range 2 { // the first time to learn what is asked
			if theme, compiled, err = sh.w.s.Catalog.CompileBundle(tx, sh.items[key], narrowing); err != nil {
				return err
			}
			for _, q := range compiled.Questions {
				choices[q.Code], narrowing[q.Code] = q.Options[0].Value, q.Options[0].Value
			}
		}
		return nil
	}))
	materials := []m{}
	for _, x := range compiled.Materials {
		if !x.Shared && x.Within == "" {
			materials = append(materials, m{"code": x.Code, "originals": 1})
		}
	}
	return m{"bundle": theme.ID, "channel": "web", "party": applicant, "choices": choices, "form": answers(compiled.Form()), "materials": materials}
}

// letter authorises the clerk to decide at the window whatever the town offers.
func (sh *shelf) letter(items ...string) org.Authorisation {
	sh.w.t.Helper()
	var l org.Authorisation
	sh.w.must(sh.w.db.Update(sh.w.ctx, func(tx *storage.Tx) (err error) {
		day := sh.w.today()
		l, err = sh.w.s.Org.Authorise(tx, sh.w.actor(org.Head), org.Authorisation{Capacity: org.AsWindow, Person: sh.w.ids[org.Clerk], Items: sh.ids(items...), Powers: org.Powers,
			From: day, To: day + 180, Seal: "审批专用章"})
		return err
	}))
	return l
}

func (sh *shelf) ids(keys ...string) []string {
	ids := make([]string, len(keys))
	for i, key := range keys {
		ids[i] = sh.items[key]
	}
	return ids
}

// open hands a sound application in.
func (sh *shelf) open(key string) approval.Ref {
	sh.w.t.Helper()
	var in approval.Submission
	sh.read(sh.application(key), &in)
	r, err := sh.w.s.Approval.Submit(sh.w.ctx, in)
	sh.w.must(err)
	return r.Ref
}

func (sh *shelf) read(fields m, into any) {
	sh.w.t.Helper()
	text, err := json.Marshal(fields)
	sh.w.must(err)
	sh.w.must(json.Unmarshal(text, into))
}

// accepted is an application in the hands of the department.
func (sh *shelf) accepted(key string) approval.Ref {
	sh.w.t.Helper()
	ref := sh.open(key)
	ref, err := sh.w.s.Approval.Accept(sh.w.ctx, sh.w.actor(org.Clerk), ref.ID, ref.Version, approval.Acceptance{})
	sh.w.must(err)
	return ref
}

// asked is the case of an opinion that a department is asked for.
func (sh *shelf) asked() approval.Child {
	sh.w.t.Helper()
	ref := sh.accepted("road_dig")
	v, err := sh.w.s.Approval.Get(sh.w.ctx, sh.w.actor(org.Reviewer), ref.ID)
	sh.w.must(err)
	return v.Opinions[0].Child
}

// promised is the case of the check after a licence by commitment.
func (sh *shelf) promised() approval.Child {
	sh.w.t.Helper()
	ref, clerk := sh.open("food_licence_new"), sh.w.actor(org.Clerk)
	blob, err := sh.w.s.Files.Put(sh.w.ctx, attachment.Upload{Name: "承诺书.pdf", Content: strings.NewReader(smallPDF), Limit: 1 << 20})
	sh.w.must(err)
	var file string
	sh.w.must(sh.w.db.Update(sh.w.ctx, func(tx *storage.Tx) (err error) {
		ref, file, err = sh.w.s.Approval.Attach(tx, clerk, ref.ID, ref.Version, blob, true)
		return err
	}))
	ref, err = sh.w.s.Approval.GrantOnCommitment(sh.w.ctx, clerk, ref.ID, ref.Version, approval.CommitmentForm{Terms: []string{"符合食品安全标准"}, Signed: file})
	sh.w.must(err)
	v, err := sh.w.s.Approval.Get(sh.w.ctx, clerk, ref.ID)
	sh.w.must(err)
	return v.Checks[0].Child
}

// project is an investment project under way.
func (sh *shelf) project() approval.Receipt {
	sh.w.t.Helper()
	w := sh.w
	in := approval.ProjectForm{Bundle: sh.items["park"], Name: "测试产业园一期", Class: "major", Body: "zrj", Guide: w.ids[org.Clerk]}
	sh.read(shop, &in.Party)
	r, err := w.s.Approval.OpenProject(w.ctx, w.actor(org.Clerk), in)
	w.must(err)
	return r
}
