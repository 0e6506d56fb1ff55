package catalog

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"huying/internal/org"
)

// The day of a governing document may stay open until somebody has looked it up; a day that is none is refused. What is
// not known is not spoken of: the guide, the slip and the differences name the document by its number.
func TestCAT08AFeeDocumentMayLackItsDay(t *testing.T) {
	eachEngine(t, func(w *world) {
		d := FeeDocument{Number: "示范价〔2019〕3号", Title: "关于证照收费的通知", Fees: []SetFee{{Code: "cost", Name: "工本费", Amount: 500}}}
		for _, day := range []string{"2019", "2019-13-01", "2019-02-30", "二〇一九年", " "} {
			d.Issued = day
			w.refused(w.SaveFeeDocument(w.ctx, w.people["keeper"], d), "catalog.feedocument", "CAT-08")
		}
		d.Issued = ""
		w.must(w.SaveFeeDocument(w.ctx, w.people["keeper"], d))
		all, err := w.FeeDocuments(w.ctx, w.people["keeper"])
		w.must(err)
		if len(all) != 2 || all[1].Number != d.Number || all[1].Issued != "" {
			t.Fatalf("the document without a day comes last: %+v", all)
		}
		r := food()
		id := w.published(r)
		charged := food()
		charged.Fees = []Fee{{Code: "cost", Name: "工本费", Amount: 500, Unit: "元/证", Document: d.Number, Basis: "《关于证照收费的通知》（" + d.Number + "）"}}
		ref := w.submitted("editor", Proposal{Item: id, Kind: KindFee, Record: &charged})
		ref, err = w.Review(w.ctx, w.people["keeper"], ref.ID, 0, Ruling{Outcome: "pass"})
		w.must(err)
		for body, who := range map[string]string{"centre": "second", "finance": "finance", "price": "price"} {
			ref, err = w.Countersign(w.ctx, w.people[who], ref.ID, 0, body, Ruling{Outcome: "pass"})
			w.must(err)
		}
		guide, err := w.GuideTo(w.ctx, id, nil)
		w.must(err)
		slip, err := w.Slip(w.ctx, id, "https://example.invalid/x", nil)
		w.must(err)
		differences, err := w.Differences(w.ctx, w.people["keeper"], id, 1, 2)
		w.must(err)
		for what, shown := range map[string]any{"guide": guide, "slip": slip, "differences": differences} {
			text, err := json.Marshal(shown)
			w.must(err)
			if !strings.Contains(string(text), d.Number) || strings.Contains(string(text), "发文日期") || strings.Contains(string(text), "年月日") {
				t.Errorf("%s: %s", what, text)
			}
		}
	})
}

func TestORG24NoImportAndNoKeeperChangesWhatIsCharged(t *testing.T) {
	eachEngine(t, func(w *world) {
		const number = "示范价〔2020〕8号"
		fee := Fee{Code: "cost", Name: "工本费", Amount: 1000, Unit: "元/证", Document: number, Basis: number}
		entry := func(edit func(r *Record)) Entry {
			r := food()
			r.Fees, r.BasicCode, r.Code = []Fee{fee}, "", ""
			edit(&r)
			return Entry{Key: "charged", Record: r}
		}
		take := func(edit func(r *Record)) *ImportResult {
			res, err := w.Import(w.ctx, org.System(), &Folder{Items: []Entry{entry(edit)}}, nil)
			w.must(err)
			return res
		}
		if res := take(func(*Record) {}); res.Created != 1 {
			t.Fatalf("%+v", res)
		}
		for _, fees := range [][]Fee{nil, {fee, {Code: "copy", Name: "副本工本费", Amount: 500, Unit: "元/证", Document: number, Basis: number}}} {
			res := take(func(r *Record) { r.Fees = fees })
			if res.Changed != 0 || len(res.Refused) != 1 || res.Refused[0].Findings[0].Rule != "ORG-24" {
				t.Errorf("%+v", res)
			}
		}
		if res := take(func(r *Record) { r.Hours = "工作日9:00—16:00" }); res.Changed != 1 {
			t.Errorf("another change of the item is refused, too: %+v", res)
		}
		docs, err := w.FeeDocuments(w.ctx, w.people["keeper"])
		w.must(err)
		cheap := docs[slices.IndexFunc(docs, func(d FeeDocument) bool { return d.Number == number })]
		dearer := cheap
		dearer.Fees = []SetFee{{Code: "cost", Name: "工本费", Amount: 2000, Unit: "元/证"}}
		w.refused(w.SaveFeeDocument(w.ctx, w.people["keeper"], dearer), "catalog.feedocument.used", "ORG-24")
		_, err = w.Import(w.ctx, org.System(), &Folder{FeeDocuments: []FeeDocument{dearer}}, nil)
		w.refused(err, "catalog.feedocument.used", "ORG-24")
		cheap.Title = "关于证照工本费标准的通知"
		w.must(w.SaveFeeDocument(w.ctx, w.people["keeper"], cheap))
	})
}
