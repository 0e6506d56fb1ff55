// Package gbt39046 is the data sets of GB/T 39046-2020 (政务服务平台基础数据规范) that Huying exchanges: tables 4 to 9 as data,
// with the formats and the codes the standard gives, a validator over them, and the JSON they travel in. It knows nothing
// of items or cases; who exports fills rows and has them checked.
//
// The standard prints lengths that the national platform has outgrown (a basic code of 10, an implementing code of 24), so
// lengths may be set by whoever validates. Where it prints no format, any text is accepted.
package gbt39046

import (
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"
)

// Standard is how a document names what it follows.
const Standard = "GB/T 39046-2020"

// Code is one entry of a code list.
type Code struct{ Value, Name string }

// Set is one data set: a table of the standard.
type Set struct {
	Number   int
	Name     string
	Elements []Element
}

// Element is one row of a table. Format is written as in the standard: an..200 (up to 200 characters), a..1000, n1 (one
// digit), n..2, n..16,2; date and datetime; "" where the standard gives none. Codes are the values it may have; From is the
// first of those that a place may add, "" if none. Group names elements that repeat together, such as the materials of an
// item. Many tells that several codes may stand side by side, divided by commas. Must tells that a row is worth nothing
// without it.
type Element struct {
	Number int
	Name   string
	Format string
	Codes  []Code
	From   string
	Group  string
	Many   bool
	Must   bool
}

// Row is one row of a set: texts by the names of the elements, and under the name of a group the rows of that group.
type Row map[string]any

// Rows of a group, for those who fill a Row.
type Rows []Row

// Lengths are the most characters of elements by name, in the place of what the standard prints.
type Lengths map[string]int

// Problem is one thing that is wrong with a row. Row counts from 1; 0 is the document itself.
type Problem struct {
	Row     int    `json:"row"`
	Element string `json:"element"`
	Message string `json:"message"`
}

// Document is what travels: rows of one set.
type Document struct {
	Standard string `json:"standard"`
	Set      int    `json:"set"`
	Name     string `json:"name"`
	Rows     []Row  `json:"rows"`
}

// New makes a document of a set; nil when the standard has none of this number here.
func New(set int, rows []Row) *Document {
	s := Find(set)
	if s == nil {
		return nil
	}
	return &Document{Standard: Standard, Set: set, Name: s.Name, Rows: rows}
}

// Find gives a set by its number in the standard, or nil.
func Find(number int) *Set {
	for i := range Sets {
		if Sets[i].Number == number {
			return &Sets[i]
		}
	}
	return nil
}

// Parse reads a document. What it says is not yet known to be right: see Validate.
func Parse(text []byte) (*Document, error) {
	var d Document
	if err := json.Unmarshal(text, &d); err != nil {
		return nil, fmt.Errorf("gbt39046: %w", err)
	}
	if d.Standard != Standard || Find(d.Set) == nil {
		return nil, fmt.Errorf("gbt39046: standard %q, set %d", d.Standard, d.Set)
	}
	return &d, nil
}

// Validate looks at every row.
func (d *Document) Validate(lengths Lengths) []Problem {
	s := Find(d.Set)
	if s == nil {
		return []Problem{{0, "", "没有这个数据集。"}}
	}
	var found []Problem
	for n, row := range d.Rows {
		for _, p := range s.Validate(row, lengths) {
			p.Row = n + 1
			found = append(found, p)
		}
	}
	return found
}

// Validate looks at one row: elements the set does not have, those that are missing, and texts of the wrong form. Row of the
// problems is 0.
func (s *Set) Validate(row Row, lengths Lengths) []Problem {
	found := s.check(row, "", lengths)
	for name, value := range row {
		if !s.hasGroup(name) {
			continue
		}
		rows, ok := rowsOf(value)
		if !ok {
			found = append(found, Problem{0, name, "应为若干行。"})
		}
		for _, r := range rows {
			found = append(found, s.check(r, name, lengths)...)
		}
	}
	slices.SortStableFunc(found, func(a, b Problem) int { return strings.Compare(a.Element, b.Element) })
	return found
}

// rowsOf reads the rows of a group, as they are filled in or as JSON gives them.
func rowsOf(value any) ([]Row, bool) {
	switch v := value.(type) {
	case Rows:
		return v, true
	case []any:
		rows := make([]Row, len(v))
		for n, one := range v {
			m, ok := one.(map[string]any)
			if !ok {
				return nil, false
			}
			rows[n] = m
		}
		return rows, true
	}
	return nil, false
}

// Group gives the rows of a group, none when there are none.
func (r Row) Group(name string) []Row {
	rows, _ := rowsOf(r[name])
	return rows
}

// Text gives the text of an element, "" when it has none.
func (r Row) Text(name string) string {
	text, _ := r[name].(string)
	return text
}

func (s *Set) hasGroup(name string) bool {
	return slices.ContainsFunc(s.Elements, func(e Element) bool { return e.Group == name && name != "" })
}

// check looks at the elements of one group of a row, "" for those that stand alone.
func (s *Set) check(row Row, group string, lengths Lengths) []Problem {
	var found []Problem
	known := map[string]bool{}
	for _, e := range s.Elements {
		if e.Group != group {
			continue
		}
		known[e.Name] = true
		value, there := row[e.Name]
		text, isText := value.(string)
		switch {
		case there && !isText:
			found = append(found, Problem{0, e.Name, "应为文字。"})
		case text == "" && e.Must:
			found = append(found, Problem{0, e.Name, "不能为空。"})
		case text != "":
			if why := e.wrong(text, lengths); why != "" {
				found = append(found, Problem{0, e.Name, why})
			}
		}
	}
	for name := range row {
		if !known[name] && !(group == "" && s.hasGroup(name)) {
			found = append(found, Problem{0, name, "数据集中没有这一项。"})
		}
	}
	return found
}

// wrong says what is wrong with a text, "" if nothing.
func (e *Element) wrong(text string, lengths Lengths) string {
	if e.Codes == nil {
		return e.misformed(text, lengths)
	}
	parts := []string{text}
	if e.Many {
		parts = strings.Split(text, ",")
	}
	for _, p := range parts {
		if why := e.misformed(p, lengths); why != "" {
			return why
		}
		if !slices.ContainsFunc(e.Codes, func(c Code) bool { return c.Value == p }) && !e.extension(p) {
			return "代码“" + p + "”不在代码表中。"
		}
	}
	return ""
}

// extension reports whether a code lies where a place may add its own.
func (e *Element) extension(code string) bool {
	return e.From != "" && len(code) == len(e.From) && code >= e.From
}

func (e *Element) misformed(text string, lengths Lengths) string {
	switch e.Format {
	case "":
		return ""
	case "date":
		if _, err := time.Parse("20060102", text); err != nil {
			return "应写成YYYYMMDD。"
		}
		return ""
	case "datetime":
		if _, err := time.Parse("20060102T150405", text); err == nil {
			return ""
		}
		if _, err := time.Parse("20060102150405", text); err != nil {
			return "应写成YYYYMMDDThhmmss。"
		}
		return ""
	}
	kind, most, exact, decimals := format(e.Format)
	if n, set := lengths[e.Name]; set {
		most, exact = n, false
	}
	if kind == "n" {
		return misnumbered(text, most, exact, decimals)
	}
	return tooLong(text, most, exact)
}

func tooLong(text string, most int, exact bool) string {
	switch n := utf8.RuneCountInString(text); {
	case n > most:
		return fmt.Sprintf("不能超过%d个字符。", most)
	case exact && n != most:
		return fmt.Sprintf("应为%d个字符。", most)
	}
	return ""
}

func misnumbered(text string, most int, exact bool, decimals int) string {
	whole, part, pointed := strings.Cut(text, ".")
	if pointed && (decimals == 0 || part == "" || len(part) > decimals) || strings.Trim(whole+part, "0123456789") != "" || whole == "" {
		return "应为数字。"
	}
	return tooLong(whole+part, most, exact)
}

// format reads an..200, a3, n..16,2 into its letters, its length, whether that is exact, and its decimals.
func format(f string) (kind string, most int, exact bool, decimals int) {
	digits := strings.IndexAny(f, ".0123456789")
	kind, rest := f[:digits], f[digits:]
	rest, upTo := strings.CutPrefix(rest, "..")
	length, places, _ := strings.Cut(rest, ",")
	most, _ = strconv.Atoi(length)
	decimals, _ = strconv.Atoi(places)
	return kind, most, !upTo, decimals
}
