package catalog

import (
	"encoding/json"
	"strings"
	"testing"
	"testing/fstest"

	"huying/internal/fault"
	"huying/internal/org"
	"huying/internal/page"
	"huying/internal/storage"
)

// files is a small catalogue of two items that share a material and a field, and a theme of both.
func files(t testing.TB) fstest.MapFS {
	t.Helper()
	item := func(key, name string, change func(m map[string]any)) map[string]any {
		text, err := json.Marshal(food())
		if err != nil {
			t.Fatal(err)
		}
		var m map[string]any
		if err := json.Unmarshal(text, &m); err != nil {
			t.Fatal(err)
		}
		m["key"], m["name"], m["main"] = key, name, "食品许可"
		for _, from := range []string{"department", "basicCode", "code", "window", "place", "hours", "phone", "supervision", "level"} {
			delete(m, from)
		}
		m["materials"] = []any{map[string]any{"code": "application", "necessity": "required", "originals": 2}}
		m["form"] = map[string]any{"groups": []any{map[string]any{"title": "基本信息", "fields": []any{map[string]any{"code": "firm_name", "required": true}}}}}
		if change != nil {
			change(m)
		}
		return m
	}
	defaults := map[string]any{"window": "综合窗口", "place": "一楼", "hours": "工作日", "phone": "0990-1234567", "supervision": "0990-12345", "level": "county"}
	fs := fstest.MapFS{}
	put := func(name string, v any) {
		text, err := json.Marshal(v)
		if err != nil {
			t.Fatal(err)
		}
		fs[name] = &fstest.MapFile{Data: text}
	}
	put("materials.json", map[string]any{"materials": map[string]any{"application": map[string]any{"name": "申请书", "kind": "申请表", "source": "applicant", "sample": "示例", "originals": 1}}})
	put("fields.json", map[string]any{"fields": map[string]any{"firm_name": map[string]any{"label": "名称", "kind": "name"}}})
	put("items_scj.json", map[string]any{"department": "scj", "defaults": defaults, "items": []any{item("food", "食品经营许可", nil),
		item("shop", "小餐饮备案", func(m map[string]any) { m["sub"] = "小餐饮" })}})
	put("bundles.json", []any{map[string]any{"key": "open", "name": "开饭店一件事", "audience": "enterprise", "lead": "scj", "window": "一件事窗口", "items": []any{map[string]any{"item": "food"}, map[string]any{"item": "shop", "after": []string{"food"}}}}})
	put("fee_documents.json", []FeeDocument{{Number: "示范价〔2021〕1号", Title: "通知", Issued: "2021-01-01", Fees: []SetFee{{Code: "a", Name: "费", Amount: 5}}}})
	return fs
}

func (w *world) imported(fs fstest.MapFS) *ImportResult {
	w.t.Helper()
	f, err := ReadFolder(fs)
	w.must(err)
	res, err := w.Import(w.ctx, org.System(), f, nil)
	w.must(err)
	return res
}

func TestCAT01TheCatalogueIsTakenOver(t *testing.T) {
	eachEngine(t, func(w *world) {
		fs := files(t)
		res := w.imported(fs)
		if res.Created != 2 || len(res.Refused) != 0 || res.Bundles != 1 || res.FeeDocuments != 1 {
			t.Fatalf("%+v", res)
		}
		var i Item
		w.must(w.db.View(w.ctx, func(tx *storage.Tx) (err error) {
			i, err = w.item(tx, `WHERE i.key = $1`, "shop")
			return err
		}))
		r := i.Record
		if m := r.Materials[0]; m.Name != "申请书" || m.Originals != 2 || r.Form.Groups[0].Fields[0].Label != "名称" || r.Window != "综合窗口" || len(r.Code) != 31 {
			t.Errorf("%+v", r)
		}
		sub := w.now(i.Parent)
		if main := w.now(sub.Parent); sub.Tier != Sub || main.Tier != Main || main.Record.Name != "食品许可" {
			t.Errorf("%s under %s under %s", i.Record.Name, sub.Record.Name, main.Record.Name)
		}
		if again := w.imported(fs); again.Created != 0 || again.Changed != 0 || again.Unchanged != 2 || w.now(i.ID).Version != 1 {
			t.Errorf("imported again: %+v", again)
		}
		fs["items_scj.json"].Data = []byte(strings.Replace(string(fs["items_scj.json"].Data), `"amount":10`, `"amount":12`, 1))
		if changed := w.imported(fs); changed.Changed != 1 || changed.Unchanged != 1 {
			t.Errorf("one item differs: %+v", changed)
		}
		bundles, err := w.Bundles(w.ctx, KindTheme, "饭店")
		w.must(err)
		if len(bundles) != 1 || bundles[0].N != 1 || bundles[0].Items[1].After[0] != bundles[0].Items[0].Item {
			t.Fatalf("%+v", bundles)
		}
		w.must(w.db.View(w.ctx, func(tx *storage.Tx) error {
			_, c, err := w.CompileBundle(tx, bundles[0].ID, nil)
			if err == nil && (len(c.Materials) != 1 || c.Length <= 10) {
				t.Errorf("%+v", c)
			}
			return err
		}))
	})
}

// townsOffer gives the files one matter that two townships offer, each at a place of its own.
func townsOffer(t testing.TB, fs fstest.MapFS) {
	t.Helper()
	var file map[string]any
	text := strings.NewReplacer(`"key":"food"`, `"key":"relief"`, "食品经营许可", "临时救助").Replace(string(fs["items_scj.json"].Data))
	if err := json.Unmarshal([]byte(text), &file); err != nil {
		t.Fatal(err)
	}
	delete(file, "department")
	file["offices"] = []any{map[string]any{"department": "town", "place": "东河镇便民服务中心"}, map[string]any{"department": "hill", "place": "西山镇便民服务中心"}}
	file["items"] = file["items"].([]any)[:1]
	data, err := json.Marshal(file)
	if err != nil {
		t.Fatal(err)
	}
	fs["items_towns.json"] = &fstest.MapFile{Data: data}
}

// GB/T 39046: one matter, one basic code, whichever office offers it. It is written once, found once, and leads on to each.
func TestCAT01OneMatterOfSeveralOffices(t *testing.T) {
	eachEngine(t, func(w *world) {
		fs := files(t)
		townsOffer(t, fs)
		if res := w.imported(fs); res.Created != 4 || len(res.Refused) != 0 {
			t.Fatalf("%+v", res)
		}
		if again := w.imported(fs); again.Unchanged != 4 {
			t.Errorf("imported again: %+v", again)
		}
		p, err := w.Search(w.ctx, Find{Text: "临时救助"}, page.Request{})
		w.must(err)
		if len(p.Items) != 1 || p.Items[0].Offices != 2 || p.Items[0].DeptName != "东河镇人民政府" {
			t.Fatalf("found: %+v", p.Items)
		}
		every, err := w.Search(w.ctx, Find{Text: "临时救助", Each: true}, page.Request{})
		w.must(err)
		hill, err := w.Search(w.ctx, Find{Text: "临时救助", Dept: "hill"}, page.Request{})
		w.must(err)
		if len(every.Items) != 2 || len(hill.Items) != 1 || hill.Items[0].Offices != 0 || hill.Items[0].ID == p.Items[0].ID {
			t.Errorf("each: %+v, of one: %+v", every.Items, hill.Items)
		}
		one, other := w.now(p.Items[0].ID).Record, w.now(hill.Items[0].ID).Record
		if one.BasicCode != other.BasicCode || one.Code == other.Code || other.Place != "西山镇便民服务中心" || other.Window != "综合窗口" {
			t.Errorf("%s %s, %s %s, %s", one.BasicCode, one.Code, other.BasicCode, other.Code, other.Place)
		}
		g, err := w.GuideTo(w.ctx, p.Items[0].ID, nil)
		w.must(err)
		if len(g.Offices) != 2 || (g.Offices[0] != GuideOffice{hill.Items[0].ID, "西山镇人民政府"} && g.Offices[1] != GuideOffice{hill.Items[0].ID, "西山镇人民政府"}) {
			t.Errorf("offered by %+v", g.Offices)
		}
		entries, err := w.Entries(w.ctx)
		w.must(err)
		if entries.Individual[0].Count != 3 || len(entries.Departments) != 3 {
			t.Errorf("the entries count a matter once: %+v", entries)
		}
	})
}

// An item that breaks the law is refused with what is wrong; the others are taken, a theme of it is not.
func TestImportRefusesWhatCannotBePublished(t *testing.T) {
	eachEngine(t, func(w *world) {
		fs := files(t)
		fs["items_scj.json"].Data = []byte(strings.Replace(string(fs["items_scj.json"].Data), `"amount":20`, `"amount":2`, 1))
		res := w.imported(fs)
		if res.Created != 1 || len(res.Refused) != 2 || res.Refused[0].Findings[0].Rule != "TIME-21" || res.Refused[1].Key != "open" || res.Bundles != 0 {
			t.Errorf("%+v", res)
		}
		_, err := w.Import(w.ctx, w.people["editor"], &Folder{}, nil)
		if !fault.Is(err, fault.Forbidden) {
			t.Errorf("got %v", err)
		}
	})
}

func TestReadFolderSaysWhatIsWrong(t *testing.T) {
	for name, c := range map[string]struct{ file, old, with, says string }{
		"no JSON":          {"items_scj.json", `{`, `[`, "items_scj.json"},
		"unknown name":     {"items_scj.json", `"aliases"`, `"alias"`, `"alias"`},
		"unknown material": {"items_scj.json", `"code":"application"`, `"code":"paper"`, "paper"},
		"key twice":        {"items_scj.json", `"key":"shop"`, `"key":"food"`, "food"},
		"wrong type":       {"items_scj.json", `"visits":1`, `"visits":"一次"`, "visits"},
		"no such item":     {"bundles.json", `"item":"shop"`, `"item":"bar"`, "bar"},
	} {
		fs := files(t)
		fs[c.file].Data = []byte(strings.Replace(string(fs[c.file].Data), c.old, c.with, 1))
		_, err := ReadFolder(fs)
		if err == nil || !strings.Contains(fault.From(err).Message, c.says) {
			t.Errorf("%s: %v", name, err)
		}
	}
}
