package catalog

import (
	"bytes"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/xuri/excelize/v2"
	"pgregory.net/rapid"

	"huying/internal/deadline"
	"huying/internal/fault"
	"huying/internal/gbt39046"
	"huying/internal/org"
)

// rich is a record with something in every part.
func rich() Record {
	r := food()
	most := 2.5
	r.Partners, r.Agents, r.Quantity, r.Remedies, r.Supervising, r.Handler, r.Standard, r.Authority = []string{"wjj", "czj"}, "无", "无数量限制", "复议", "抽查", "审批员", "热情", "县级权限"
	r.Form.Groups = append(r.Form.Groups, Group{Title: "场所", Fields: []Field{{Code: "kind", Label: "业态", Kind: Choice, Options: []Option{{"a", "堂食"}, {"b", "外卖"}}, Help: "选一项", When: When{{"kind", []string{"catering", "retail"}}}, Max: &most}}})
	r.Plan.Steps[0].Then, r.Plan.Steps[0].Asks, r.Plan.Steps[0].People = []Branch{{"pass", "verify"}, {"fail", "decide"}}, []string{"wjj"}, 2
	r.Fees = []Fee{{Code: "cost", Name: "工本费", Amount: 1000, Unit: "元/证", Document: "示范价〔2020〕8号", Basis: "法", Relief: "=SUM(A1)"}}
	r.FAQ = []Answer{{"要多久？", "十日。"}}
	r.Statutory.Note, r.Promised.Basis, r.Previous = "不含检测", "承诺", 15
	return r
}

// What the workbook says, read again, is what it was made from.
func TestWorkbookTravels(t *testing.T) {
	plain := food()
	plain.Basis = append(plain.Basis, Basis{Law: "《办法》", Rank: Ministry, For: "fee"})
	entries := []Entry{{"rich", "主项", "子项", rich()}, {"plain", "", "", plain}}
	text, err := Workbook(entries)
	if err != nil {
		t.Fatal(err)
	}
	again, err := ReadWorkbook(text)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(entries, again, cmpopts.EquateEmpty()); diff != "" {
		t.Error(diff)
	}
}

func TestWorkbookTravelsWhateverIsWritten(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		word := rapid.StringMatching(`[一-鿿a-z0-9，。（）=+@'"]{1,12}`)
		r := food()
		r.Name, r.Place, r.Phone = word.Draw(t, "name"), word.Draw(t, "place"), rapid.StringMatching(`0[0-9]{2,3}-[0-9]{7,8}`).Draw(t, "phone")
		r.Aliases = rapid.SliceOfN(word, 0, 3).Draw(t, "aliases")
		r.Promised = Limit{Amount: rapid.IntRange(0, 60).Draw(t, "days"), Unit: rapid.SampledFrom([]deadline.Unit{deadline.Workday, deadline.Day, deadline.SameDay}).Draw(t, "unit")}
		r.Flags.Online = rapid.Bool().Draw(t, "online")
		for range rapid.IntRange(0, 3).Draw(t, "faq") {
			r.FAQ = append(r.FAQ, Answer{word.Draw(t, "q"), word.Draw(t, "a")})
		}
		entries := []Entry{{Key: "k", Record: r}}
		text, err := Workbook(entries)
		if err != nil {
			t.Fatal(err)
		}
		again, err := ReadWorkbook(text)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(entries, again, cmpopts.EquateEmpty()); diff != "" {
			t.Fatal(diff)
		}
	})
}

func TestReadWorkbookSaysWhatIsWrong(t *testing.T) {
	for name, c := range map[string]struct {
		sheet, cell, value, says string
	}{
		"no number":       {"材料", "H2", "两份", "“原件份数”应为数字"},
		"no such item":    {"条件", "A2", "other", "没有标识为“other”的事项"},
		"key twice":       {"事项", "A3", "k", "为空或者重复"},
		"not a condition": {"条件", "C2", "餐饮", "应写成“代码=内容”"},
	} {
		text, err := Workbook([]Entry{{Key: "k", Record: food()}, {Key: "l", Record: food()}})
		if err != nil {
			t.Fatal(err)
		}
		book, err := excelize.OpenReader(bytes.NewReader(text))
		if err != nil {
			t.Fatal(err)
		}
		if err := book.SetCellValue(c.sheet, c.cell, c.value); err != nil {
			t.Fatal(err)
		}
		var out bytes.Buffer
		if err := book.Write(&out); err != nil {
			t.Fatal(err)
		}
		_, err = ReadWorkbook(out.Bytes())
		if err == nil || !strings.Contains(fault.From(err).Message, c.says) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := ReadWorkbook([]byte("PK no workbook")); fault.Code(err) != "catalog.workbook" {
		t.Error(err)
	}
}

// What is exported and imported again changes nothing, in each format.
func TestExportTravels(t *testing.T) {
	eachEngine(t, func(w *world) {
		w.imported(files(t))
		free := food()
		free.Name = "另一事项"
		w.published(free)
		for _, format := range []Format{AsJSON, AsXLSX, AsTable4} {
			out, err := w.Export(w.ctx, w.people["keeper"], format)
			w.must(err)
			if out.Items != 3 || len(out.Problems) != 0 {
				t.Fatalf("%s: %d items, %+v", format, out.Items, out.Problems)
			}
			f, err := w.ReadFile(w.ctx, out.Data)
			w.must(err)
			res, err := w.Import(w.ctx, org.System(), f, nil)
			w.must(err)
			if res.Unchanged != 3 || res.Changed+res.Created+len(res.Refused) != 0 {
				t.Errorf("%s: %+v", format, res)
			}
		}
		_, err := w.Export(w.ctx, w.people["keeper"], "csv")
		w.refused(err, "catalog.format", "")
		_, err = w.Export(w.ctx, w.people["handler"], AsJSON)
		if !fault.Is(err, fault.Forbidden) {
			t.Error(err)
		}
	})
}

// A row of table 4 changes what the table can say and leaves the rest; one that the standard refuses is not read.
func TestTable4IsLaidOverTheItem(t *testing.T) {
	eachEngine(t, func(w *world) {
		id := w.published(food())
		out, err := w.Export(w.ctx, w.people["keeper"], AsTable4)
		w.must(err)
		text := strings.Replace(string(out.Data), `"承诺办结时限": "10"`, `"承诺办结时限": "5"`, 1)
		text = strings.Replace(text, `"办理地点": "政务服务中心一楼"`, `"办理地点": "政务服务中心二楼"`, 1)
		f, err := w.ReadFile(w.ctx, []byte(text))
		w.must(err)
		r := f.Items[0].Record
		was := w.now(id).Record
		if r.Promised.Amount != 5 || r.Place != "政务服务中心二楼" {
			t.Errorf("%+v %s", r.Promised, r.Place)
		}
		r.Promised, r.Place = was.Promised, was.Place
		if diff := cmp.Diff(was, r, cmpopts.EquateEmpty()); diff != "" {
			t.Error(diff)
		}
		_, err = w.ReadFile(w.ctx, []byte(strings.Replace(text, `"行使层级代码": "4"`, `"行使层级代码": "8"`, 1)))
		w.refused(err, "catalog.standard", "")
		_, err = w.ReadFile(w.ctx, []byte("县"))
		w.refused(err, "catalog.file", "")
	})
}

func TestEveryCodeOfTable4IsOfItsList(t *testing.T) {
	for _, words := range []struct {
		list  []Word
		code  func(key string) string
		codes string
	}{
		{Types, func(k string) string { return typeCodes[Type(k)] }, "事项类型代码"}, {Levels, func(k string) string { return levelDigits[Level(k)] }, "行使层级代码"},
		{Audiences, func(k string) string { return audienceCodes[Audience(k)] }, "服务对象代码"}, {Natures, func(k string) string { return k }, "实施主体性质代码"},
	} {
		for _, word := range words.list {
			row := gbt39046.Row{words.codes: words.code(word.Key)}
			for _, p := range gbt39046.Find(4).Validate(row, nil) {
				if p.Element == words.codes {
					t.Errorf("%s: %s", word.Label, p.Message)
				}
			}
		}
	}
}
