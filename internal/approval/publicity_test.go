package approval

import (
	"fmt"
	"strings"
	"testing"

	"huying/internal/catalog"
	"huying/internal/page"
)

// granted applies for an item and has it granted. It gives the certificate's number.
func (w *world) granted(key string, p Party) string {
	w.t.Helper()
	in := w.submission(key)
	in.Party = p
	r, err := w.Submit(w.ctx, in)
	w.must(err)
	w.settlePart(r.ID, grant)
	return w.get(r.ID).Certificate.Number
}

func (w *world) publications(f PublicityFilter, req page.Request) page.Page[Publication] {
	w.t.Helper()
	found, err := w.Publications(w.ctx, f, req)
	w.must(err)
	return found
}

func TestPRJ02LicencesThatWereGrantedAreOpenToEverybody(t *testing.T) {
	eachWorld(t, "2024-05-13 10:00", func(w *world) {
		w.load(catalog.Entry{Key: "aid", Record: item("临时救助", func(r *catalog.Record) { r.Type = catalog.Benefit })})
		owner, eatery := w.granted("food", person), w.granted("sole", firm)
		w.granted("aid", person)
		ref := w.accepted("food")
		ref = w.pass("verifier", w.pass("reviewer", ref, "review"), "verify")
		_, err := w.Decide(w.ctx, w.people["head"], ref.ID, 0, DecisionForm{Outcome: "refuse", Reasons: "不符合条件", Basis: "《食品安全法》"})
		w.must(err)
		all := w.publications(PublicityFilter{}, pageOf(10)).Items
		if len(all) != 2 {
			t.Fatalf("aid and refusals are nobody's business: %+v", all)
		}
		held := map[string]Publication{all[0].Number: all[0], all[1].Number: all[1]}
		if held[owner].Holder != "李**" || held[eatery].Holder != firm.Name || held[eatery].Issuer != "市场监督管理局" || held[eatery].ItemName != "小餐饮登记" {
			t.Errorf("%+v", all)
		}
		for text, want := range map[string]int{"示范餐饮": 1, "食品经营": 1, owner: 1, "李测试": 0, "临时救助": 0, "市场监督管理局": 2} {
			if found := w.publications(PublicityFilter{Text: text}, pageOf(10)).Items; len(found) != want {
				t.Errorf("%s finds %+v", text, found)
			}
		}
		for dept, want := range map[string]int{"scj": 2, "wjj": 0} {
			if found := w.publications(PublicityFilter{Dept: dept}, pageOf(10)).Items; len(found) != want {
				t.Errorf("%s has %+v", dept, found)
			}
		}
		w.must(w.RevokeCertificate(w.ctx, w.people["head"], eatery, RevocationForm{Why: "虚假材料", Basis: "行政许可法第六十九条"}))
		if found := w.publications(PublicityFilter{Text: "示范餐饮"}, pageOf(10)).Items; found[0].Standing != "revoked" {
			t.Errorf("%+v", found)
		}
	})
}

func TestPRJ02PermitsOfProjectsAreFoundAndReadByPages(t *testing.T) {
	eachWorld(t, "2024-05-13 10:00", func(w *world) {
		r, err := w.OpenProject(w.ctx, w.people["chief"], ProjectForm{Bundle: w.theme(catalog.KindProject), Name: "示范仓库", Party: firm, Class: "park", Body: "scj", Guide: w.people["chief"].ID})
		w.must(err)
		p, err := w.ApplyPermit(w.ctx, w.people["chief"], r.ID, 0, PermitForm{Item: w.items["food"], Form: map[string]any{"firm_name": "示范饮品厂"}, Materials: []Handing{onPaper("application"), onPaper("lease")}})
		w.must(err)
		w.settlePart(p.ID, grant)
		for i := range 4 {
			w.granted([]string{"food", "sole"}[i%2], person)
		}
		if found := w.publications(PublicityFilter{Projects: true}, pageOf(10)).Items; len(found) != 1 || found[0].Project != "示范仓库" {
			t.Errorf("%+v", found)
		}
		for _, f := range []PublicityFilter{{}, {Text: "市场监督管理局"}} {
			seen, after := map[string]bool{}, ""
			for n := 0; n == 0 || after != ""; n++ {
				found := w.publications(f, page.Request{Size: 2, After: after})
				for _, p := range found.Items {
					if seen[p.Number] {
						t.Errorf("%s twice", p.Number)
					}
					seen[p.Number] = true
				}
				if after = found.Next; n > 5 {
					t.Fatal("no end")
				}
			}
			if len(seen) != 5 {
				t.Errorf("%+v: %s", f, strings.Join(strings.Fields(fmt.Sprint(seen)), " "))
			}
		}
	})
}
