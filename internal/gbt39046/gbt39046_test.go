package gbt39046

import (
	"encoding/json"
	"maps"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// The tables have as many elements as the standard, numbered in its order, and every format can be read.
func TestTablesAreWhole(t *testing.T) {
	for number, count := range map[int]int{4: 64, 5: 26, 6: 13, 7: 21, 8: 11, 9: 9} {
		s := Find(number)
		if s == nil || len(s.Elements) != count {
			t.Fatalf("table %d: %+v", number, s)
		}
		names := map[string]bool{}
		for n, e := range s.Elements {
			if e.Number != n+1 || names[e.Group+e.Name] {
				t.Errorf("table %d: element %d is %d %s, or there twice", number, n+1, e.Number, e.Name)
			}
			names[e.Group+e.Name] = true
			if e.Format == "" || e.Format == "date" || e.Format == "datetime" {
				continue
			}
			if kind, most, _, _ := format(e.Format); !slices.Contains([]string{"a", "n", "an"}, kind) || most == 0 {
				t.Errorf("table %d: %s has the format %s", number, e.Name, e.Format)
			}
			for _, c := range e.Codes {
				if why := e.wrong(c.Value, nil); why != "" {
					t.Errorf("table %d: %s does not take its own code %s: %s", number, e.Name, c.Value, why)
				}
			}
		}
	}
	if Find(3) != nil {
		t.Error("there is a table 3")
	}
}

func sound() Row {
	return Row{"事项名称": "食品经营许可", "基本编码": "0001170510", "实施编码": "11440232MB2D06811W400011", "事项类型代码": "01", "实施主体": "市场监督管理局", "实施主体代码": "11440232MB2D06811W",
		"服务对象代码": "1,2", Materials: Rows{{"材料名称": "申请书", "是否必备材料": "1", "原件份数": "1"}}}
}

func TestValidateFindsWhatIsWrong(t *testing.T) {
	s := Find(4)
	if found := s.Validate(sound(), nil); len(found) != 0 {
		t.Fatalf("a sound row: %+v", found)
	}
	for name, c := range map[string]struct {
		element string
		value   any
		says    string
	}{
		"missing":             {"事项名称", "", "不能为空"},
		"too long":            {"事项名称", strings.Repeat("长", 201), "不能超过200个字符"},
		"not a text":          {"事项名称", 3, "应为文字"},
		"a code too long":     {"基本编码", "000117051000", "不能超过10个字符"},
		"of no list":          {"行使层级代码", "8", "不在代码表中"},
		"no number":           {"行使层级代码", "县", "应为数字"},
		"two digits":          {"事项类型代码", "1", "应为2个字符"},
		"one of many":         {"服务对象代码", "1,7", "不在代码表中"},
		"unknown":             {"事项别名", "x", "没有这一项"},
		"no rows":             {Materials, "申请书", "应为若干行"},
		"wrong in a row":      {Materials, Rows{{"材料名称": "表", "是否必备材料": "2"}}, "不在代码表中"},
		"missing in a row":    {Materials, []any{map[string]any{"是否必备材料": "1"}}, "不能为空"},
		"three pieces digits": {Materials, Rows{{"材料名称": "表", "是否必备材料": "1", "原件份数": "100"}}, "不能超过2个字符"},
	} {
		row := maps.Clone(sound())
		row[c.element] = c.value
		found := s.Validate(row, nil)
		if len(found) != 1 || !strings.Contains(found[0].Message, c.says) {
			t.Errorf("%s: %+v", name, found)
		}
	}
	longer := sound()
	longer["基本编码"], longer["实施编码"] = "000117051000", "11440232MB2D06811W4000117051000"
	if found := s.Validate(longer, Lengths{BasicCode: 12, ItemCode: 31}); len(found) != 0 {
		t.Errorf("the national platform's lengths: %+v", found)
	}
	own := sound()
	own["事项类型代码"] = "21"
	if found := s.Validate(own, nil); len(found) != 0 {
		t.Errorf("a place's own type: %+v", found)
	}
}

func TestTimesAndAmounts(t *testing.T) {
	for f, texts := range map[string]map[string]bool{
		"datetime": {"20260302T090000": true, "20260302090000": true, "2026-03-02": false, "20261302T090000": false},
		"date":     {"20260302": true, "20260230": false},
		"n..16,2":  {"12": true, "12.5": true, "12.50": true, "12.505": false, ".5": false, "1.": false, "-1": false},
		"n6":       {"610000": true, "61000": false},
	} {
		e := Element{Format: f}
		for text, want := range texts {
			if got := e.wrong(text, nil) == ""; got != want {
				t.Errorf("%s %s: %v", f, text, got)
			}
		}
	}
}

// A document that is written and read again says the same, and is found sound again.
func TestDocumentTravels(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		row := sound()
		row["事项名称"] = rapid.StringN(1, 200, -1).Draw(t, "name")
		d := New(4, []Row{row, sound()})
		text, err := json.Marshal(d)
		if err != nil {
			t.Fatal(err)
		}
		again, err := Parse(text)
		if err != nil || len(again.Validate(nil)) != len(d.Validate(nil)) {
			t.Fatalf("%v: %v and %v", err, again.Validate(nil), d.Validate(nil))
		}
		other, err := json.Marshal(again)
		if err != nil || string(other) != string(text) {
			t.Fatalf("%v\n%s\n%s", err, text, other)
		}
	})
	for _, bad := range []string{"", "[]", `{"standard":"GB/T 1-2020","set":4}`, `{"standard":"GB/T 39046-2020","set":3}`} {
		if _, err := Parse([]byte(bad)); err == nil {
			t.Errorf("%q was read", bad)
		}
	}
	if New(3, nil) != nil {
		t.Error("a document of a table that is not here")
	}
}
