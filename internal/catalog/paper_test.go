package catalog

import (
	"strconv"
	"strings"
	"testing"

	"huying/internal/document"
	"huying/internal/org"
	"huying/internal/storage"
)

// CAT-20: the whole guide, the empty form, the form filled in with the record's own samples, and the directory of a department
// go out on paper.
func TestCAT20GuideFormAndDirectoryOnPaper(t *testing.T) {
	eachEngine(t, func(w *world) {
		r := rich()
		r.Fees, r.Partners, r.Plan.Steps[0].Then, r.Plan.Steps[0].Asks = nil, nil, nil, nil
		r.Form = Form{Groups: []Group{{Title: "基本情况", Fields: []Field{{Code: "shop", Label: "店名", Kind: Name, Required: true, Example: "云岭小吃店"},
			{Code: "kind", Label: "业态", Kind: Choice, Options: []Option{{Value: "a", Label: "餐饮"}, {Value: "b", Label: "零售"}}}, {Code: "note", Label: "说明", Kind: Text}}}}}
		id := w.published(r)
		value := func(n document.Notice, label string) string {
			for _, f := range n.Fields {
				if f.Label == label {
					return f.Value
				}
			}
			return "no " + label
		}
		guide, err := w.GuidePaper(w.ctx, id, "https://example.invalid/x")
		w.must(err)
		for _, label := range []string{"职权名称", "申报材料", "办理时限", "收费依据及标准", "办理地点", "咨询电话", "救济途径"} {
			if got := value(guide, label); got == "" || strings.HasPrefix(got, "no ") {
				t.Errorf("the guide does not say %s", label)
			}
		}
		blank, err := w.FormPaper(w.ctx, id, false)
		w.must(err)
		sample, err := w.FormPaper(w.ctx, id, true)
		w.must(err)
		if value(blank, "* 店名") != "" || value(blank, "业态") != "□餐饮　□零售" || value(sample, "* 店名") != "云岭小吃店" || value(sample, "业态") != "餐饮" || value(sample, "说明") != "" {
			t.Errorf("%+v\n%+v", blank.Fields, sample.Fields)
		}
		directory, err := w.DirectoryPaper(w.ctx, r.Department, "https://example.invalid/x")
		w.must(err)
		if got := value(directory, r.Name); !strings.Contains(got, "承诺") || directory.Issuer != "市场监督管理局" {
			t.Errorf("%+v", directory)
		}
		_, err = w.DirectoryPaper(w.ctx, "nowhere", "")
		w.refused(err, "catalog.department", "")
		r.Form = Form{}
		r.Name += "（无表）"
		_, err = w.FormPaper(w.ctx, w.published(r), true)
		w.refused(err, "catalog.form.none", "")
		for most, more := range map[string]bool{"1": true, "2": false} { // the department has two items by now
			w.must(w.db.Update(w.ctx, func(tx *storage.Tx) error {
				_, err := w.policy.Set(tx, org.System(), setListed, "", most, "测试")
				return err
			}))
			directory, err = w.DirectoryPaper(w.ctx, r.Department, "")
			w.must(err)
			if strconv.Itoa(len(directory.Fields)) != most || strings.Contains(directory.Closing, "只印前1项") != more {
				t.Errorf("%s: %+v", most, directory)
			}
		}
	})
}
