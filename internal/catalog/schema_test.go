package catalog

import (
	"encoding/json"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"huying/internal/fault"
	"huying/internal/storage/storagetest"
)

func num(n float64) *float64 { return &n }

var everyKind = Form{Groups: []Group{{Title: "一", Fields: []Field{
	{Code: "text", Label: "店名", Kind: Text, Required: true, Max: num(5)}, {Code: "passage", Label: "说明", Kind: Passage}, {Code: "number", Label: "面积", Kind: Number, Min: num(1), Max: num(100)},
	{Code: "money", Label: "投资额", Kind: Money}, {Code: "day", Label: "开业日期", Kind: Day}, {Code: "choice", Label: "业态", Kind: Choice, Options: []Option{{"a", "甲"}, {"b", "乙"}}},
}}, {Title: "二", Fields: []Field{
	{Code: "choices", Label: "品种", Kind: Choices, Options: []Option{{"a", "甲"}, {"b", "乙"}}, Required: true}, {Code: "yes", Label: "是否连锁", Kind: Yes}, {Code: "name", Label: "姓名", Kind: Name},
	{Code: "phone", Label: "电话", Kind: Phone}, {Code: "identity", Label: "身份证号", Kind: Identity}, {Code: "credit", Label: "信用代码", Kind: Credit}, {Code: "address", Label: "地址", Kind: Address},
}}}}

func aChecker(t testing.TB) *Service {
	t.Helper()
	db, clk := storagetest.SQLite(t)
	return newWorld(t, db, clk).Service
}

// What fits passes; each answer outside the schema is named with a sentence that repeats nothing of it.
func TestCheckForm(t *testing.T) {
	s := aChecker(t)
	sound := `{"text":"小吃店","passage":"无","number":50.5,"money":12.5,"day":"2026-10-01","choice":"a","choices":["a","b"],"yes":true,"name":"张测试","phone":"13800001111","identity":"11010519491231002X","credit":"91350100M000100Y43","address":"一号"}`
	if err := s.CheckForm(everyKind, json.RawMessage(sound), ""); err != nil {
		t.Fatal(err)
	}
	for code, c := range map[string]struct{ text, says string }{
		"text":     {`"一二三四五六"`, "不能超过5字"},
		"number":   {`0`, "太小"},
		"money":    {`1.005`, "最多两位小数"},
		"day":      {`"2026-02-30"`, "应为日期"},
		"choice":   {`"c"`, "从给出的选项中选择"},
		"choices":  {`["a","a"]`, "有重复的选项"},
		"yes":      {`"是"`, "格式不对"},
		"phone":    {`"1380000"`, ""},
		"identity": {`"110105194912310021"`, "核对居民身份证号码"},
		"credit":   {`"91350100M000100Y44"`, "核对统一社会信用代码"},
		"name":     {`5`, "格式不对"},
	} {
		var all map[string]json.RawMessage
		if err := json.Unmarshal([]byte(sound), &all); err != nil {
			t.Fatal(err)
		}
		all[code] = json.RawMessage(c.text)
		text, err := json.Marshal(all)
		if err != nil {
			t.Fatal(err)
		}
		err = s.CheckForm(everyKind, text, "")
		if c.says == "" { // a short number is one, too
			if err != nil {
				t.Errorf("%s: %v", code, err)
			}
			continue
		}
		f := fault.From(err)
		if fault.Code(err) != "catalog.form" || len(f.Fields) != 1 || f.Fields[0].Name != code || !strings.Contains(f.Fields[0].Message, c.says) {
			t.Errorf("%s: %v", code, err)
		}
		if bare := strings.Trim(c.text, `"[]`); len(bare) > 4 && strings.Contains(f.Error(), bare) {
			t.Errorf("%s: the refusal repeats what was written: %v", code, f)
		}
	}
	for text, name := range map[string]string{`{"choices":["a"]}`: "text", `{"text":"","choices":["a"]}`: "text", `{"text":"a","choices":[]}`: "choices", `{"text":"a","choices":["a"],"other":1}`: "form", `[]`: "form", `{`: "form", `null`: "form"} {
		err := s.CheckForm(everyKind, json.RawMessage(text), "")
		if f := fault.From(err); fault.Code(err) != "catalog.form" || len(f.Fields) != 1 || f.Fields[0].Name != name {
			t.Errorf("%s: %v", text, err)
		}
	}
}

// Whatever a form asks, its schema is one that the library takes, and its examples of choices fit it.
func TestEverySchemaCompiles(t *testing.T) {
	s := aChecker(t)
	rapid.Check(t, func(t *rapid.T) {
		f := Form{Groups: []Group{{Title: "组"}}}
		answers := map[string]any{}
		for n := range rapid.IntRange(0, 10).Draw(t, "fields") {
			field := Field{Code: string(rune('a' + n)), Label: "项", Kind: FieldKind(rapid.SampledFrom(FieldKinds).Draw(t, "kind").Key), Required: rapid.Bool().Draw(t, "required"), Options: []Option{{"x", "甲"}, {"y", "乙"}}}
			f.Groups[0].Fields = append(f.Groups[0].Fields, field)
			answers[field.Code] = map[FieldKind]any{Text: "x", Passage: "x", Number: 1, Money: 1.25, Day: "2026-03-02", Choice: "x", Choices: []string{"y"}, Yes: false, Name: "x", Phone: "13800001111",
				Identity: "11010519491231002X", Credit: "91350100M000100Y43", Address: "x"}[field.Kind]
		}
		text, err := json.Marshal(answers)
		if err != nil {
			t.Fatal(err)
		}
		if err := s.CheckForm(f, text, ""); err != nil {
			t.Fatal(err)
		}
	})
}

func BenchmarkCheckForm(b *testing.B) {
	s := aChecker(b)
	answers := json.RawMessage(`{"text":"小吃店","choices":["a"],"phone":"13800001111"}`)
	for b.Loop() {
		if err := s.CheckForm(everyKind, answers, ""); err != nil {
			b.Fatal(err)
		}
	}
}
