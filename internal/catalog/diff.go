package catalog

import (
	"context"
	"fmt"
	"reflect"
	"strings"

	"huying/internal/fault"
	"huying/internal/org"
	"huying/internal/storage"
)

// Difference is one thing that two versions of an item say differently. Part is where (材料, 依据), Label what; Before or
// After is empty for what was added or dropped.
type Difference struct {
	Part   string `json:"part"`
	Label  string `json:"label"`
	Before string `json:"before"`
	After  string `json:"after"`
}

// Diff tells what differs between two records, part by part, in the words of the workbook. Elements of lists are one if their
// first column is: the code of a material, the name of a law.
func Diff(before, after *Record) []Difference {
	out := []Difference{}
	a, b := Entry{Record: *before}, Entry{Record: *after}
	for n, t := range tables {
		if n == 0 {
			out = append(out, t.differing(t.rows(&a)[0], t.rows(&b)[0], "")...)
			continue
		}
		out = append(out, t.lists(&a, &b)...)
	}
	return out
}

// differing compares two elements column by column.
func (t table) differing(a, b reflect.Value, of string) []Difference {
	var out []Difference
	for _, c := range t.columns {
		was, is := c.written(part(a, c.path)), c.written(part(b, c.path))
		if was != is {
			out = append(out, Difference{t.name, of + c.title, was, is})
		}
	}
	return out
}

func (t table) lists(a, b *Entry) []Difference {
	var out []Difference
	was, names := t.keyed(a)
	is, more := t.keyed(b)
	for _, key := range names {
		if now, kept := is[key]; kept {
			out = append(out, t.differing(was[key], now, t.title(was[key])+"·")...)
		} else {
			out = append(out, Difference{t.name, t.title(was[key]), t.line(was[key]), ""})
		}
	}
	for _, key := range more {
		if _, known := was[key]; !known {
			out = append(out, Difference{t.name, t.title(is[key]), "", t.line(is[key])})
		}
	}
	return out
}

// keyed gives the elements of a list by what they are known by, and these in their order. A second one of the same is told by
// its number.
func (t table) keyed(e *Entry) (map[string]reflect.Value, []string) {
	found, names := map[string]reflect.Value{}, []string{}
	for _, v := range t.rows(e) {
		base := t.key(v)
		key := base
		for n := 2; found[key].IsValid(); n++ {
			key = fmt.Sprintf("%s（%d）", base, n)
		}
		found[key], names = v, append(names, key)
	}
	return found, names
}

// key is what an element is known by: its code, or what it says first.
func (t table) key(v reflect.Value) string {
	for _, c := range t.columns {
		if c.title == "代码" {
			return c.written(part(v, c.path))
		}
	}
	return t.columns[0].written(part(v, t.columns[0].path))
}

// title is what an element is called.
func (t table) title(v reflect.Value) string {
	for _, c := range t.columns {
		if c.title == "名称" || c.title == "问题" {
			return c.written(part(v, c.path))
		}
	}
	return t.key(v)
}

// line is a whole element.
func (t table) line(v reflect.Value) string {
	var parts []string
	for _, c := range t.columns {
		if text := c.written(part(v, c.path)); text != "" && c.title != "代码" {
			parts = append(parts, c.title+"："+text)
		}
	}
	return strings.Join(parts, "，")
}

// Differences tells what differs between two versions of an item (CAT-33). To 0 is the record that the change under way
// proposes.
func (s *Service) Differences(ctx context.Context, actor org.Actor, id string, from, to int64) (out []Difference, err error) {
	err = s.db.View(ctx, func(tx *storage.Tx) error {
		i, err := s.visible(tx, actor, id)
		if err != nil {
			return err
		}
		before, after := Item{}, Item{}
		if from > 0 {
			if before, err = s.Version(tx, id, from); err != nil {
				return err
			}
		}
		if to > 0 {
			after, err = s.Version(tx, id, to)
		} else {
			var c *change
			if c, err = loadChange(tx, i.Change); err == nil && c.record == nil {
				err = fault.New(fault.NotFound, "catalog.version", "此项变更没有改动事项内容。")
			}
			if err == nil {
				after.Record = *c.record
			}
		}
		if err == nil {
			out = Diff(&before.Record, &after.Record)
		}
		return err
	})
	return out, err
}
