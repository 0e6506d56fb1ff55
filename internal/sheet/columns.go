package sheet

import (
	"cmp"
	"slices"
	"strings"

	"huying/internal/fault"
)

// Field is something that a file of older matters may say of each, and under which names its column is found without a
// mapping.
type Field struct {
	Key, Label string
	Names      []string
	Required   bool
}

// Columns finds for each field the column that holds it: the one that mapping names, else one with a usual name.
// It refuses a mapping to an unknown field or column, and a table in which a required field has none.
func (t Table) Columns(fields []Field, mapping map[string]string) (map[string]int, error) {
	at := map[string]int{}
	bad := fault.New(fault.Invalid, "import.columns", "")
	for _, f := range fields {
		names := f.Names
		if name, ok := mapping[f.Key]; ok {
			names = []string{name}
		}
		for _, name := range names {
			if i := indexOf(t.Header, name); i >= 0 {
				at[f.Key] = i
				break
			}
		}
		if _, found := at[f.Key]; !found && (f.Required || mapping[f.Key] != "") {
			bad.On(f.Key, "没有找到“"+f.Label+"”对应的列（"+strings.Join(names, "、")+"）")
		}
	}
	for key := range mapping {
		if !slices.ContainsFunc(fields, func(f Field) bool { return f.Key == key }) {
			bad.On(key, "没有名为“"+key+"”的字段")
		}
	}
	if len(bad.Fields) == 0 {
		return at, nil
	}
	bad.Message = "请指定列的对应关系："
	for i, f := range bad.Fields {
		if i > 0 {
			bad.Message += "；"
		}
		bad.Message += f.Message
	}
	bad.Message += "。"
	return nil, bad
}

func indexOf(header []string, name string) int {
	for i, h := range header {
		if strings.EqualFold(h, strings.TrimSpace(name)) {
			return i
		}
	}
	return -1
}

// Refusal is a reason with the rows it refused, as numbered in the file; the header is row 1.
type Refusal struct {
	Reason string `json:"reason"`
	Label  string `json:"label"`
	Count  int    `json:"count"`
	Rows   []int  `json:"rows"`
}

// Refusals are the rows of a file that were refused, by the reason.
type Refusals []Refusal

// Add counts one more row.
func (rs *Refusals) Add(reason, label string, row int) {
	for i := range *rs {
		if r := &(*rs)[i]; r.Reason == reason {
			r.Count++
			r.Rows = append(r.Rows, row)
			return
		}
	}
	*rs = append(*rs, Refusal{reason, label, 1, []int{row}})
}

// Sort puts the most frequent reason first.
func (rs Refusals) Sort() {
	slices.SortFunc(rs, func(a, b Refusal) int { return cmp.Or(b.Count-a.Count, cmp.Compare(a.Reason, b.Reason)) })
}
