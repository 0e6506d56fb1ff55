package catalog

import (
	"fmt"
	"math"
	"reflect"
	"strconv"
	"strings"
)

// column is one column of a sheet: its title, the part of the record it shows (by the names in JSON, through dots), and the
// closed list in whose words it is written, if there is one.
type column struct {
	title, path string
	words       []Word
}

// divider stands between several values in one cell.
const divider = "；"

// part finds what a path names in a struct.
func part(v reflect.Value, path string) reflect.Value {
	for _, name := range strings.Split(path, ".") {
		t := v.Type()
		for n := range t.NumField() {
			if json, _, _ := strings.Cut(t.Field(n).Tag.Get("json"), ","); json == name {
				v = v.Field(n)
				break
			}
		}
	}
	return v
}

// written is a part as a cell shows it.
func (c column) written(v reflect.Value) string {
	switch x := v.Interface().(type) {
	case bool:
		if x {
			return "是"
		}
		return ""
	case int64: // fen: nothing else in a record is counted so
		if x == 0 {
			return ""
		}
		return Yuan(x)
	case *float64:
		if x == nil {
			return ""
		}
		return strconv.FormatFloat(*x, 'f', -1, 64)
	case When:
		return strings.Join(each(x, func(f Fits) string { return f.Question + "=" + strings.Join(f.Values, "|") }), divider)
	case []Option:
		return strings.Join(each(x, func(o Option) string { return o.Value + "=" + o.Label }), divider)
	case []Branch:
		return strings.Join(each(x, func(b Branch) string { return b.Finding + "=" + b.To }), divider)
	}
	switch v.Kind() {
	case reflect.Slice:
		out := make([]string, v.Len())
		for n := range out {
			out[n] = c.word(v.Index(n).String())
		}
		return strings.Join(out, divider)
	case reflect.Int:
		if v.Int() == 0 {
			return ""
		}
		return strconv.FormatInt(v.Int(), 10)
	}
	return c.word(v.String())
}

func (c column) word(key string) string {
	if key == "" || c.words == nil {
		return key
	}
	return label(c.words, key)
}

// key reads a word back; what the list does not know stays as it is, and is found by the checks.
func (c column) key(word string) string {
	for _, w := range c.words {
		if w.Label == word {
			return w.Key
		}
	}
	return word
}

// read sets a part from a cell. An error says what was expected.
func (c column) read(v reflect.Value, text string) error {
	if text = strings.TrimSpace(text); text == "" {
		return nil
	}
	switch x := v.Addr().Interface().(type) {
	case *bool:
		*x = text == "是"
		return nil
	case *int64:
		yuan, err := strconv.ParseFloat(text, 64)
		*x = int64(math.Round(yuan * 100))
		return c.numbered(err)
	case **float64:
		n, err := strconv.ParseFloat(text, 64)
		*x = &n
		return c.numbered(err)
	case *When:
		return c.pairs(text, func(a, b string) { *x = append(*x, Fits{a, strings.Split(b, "|")}) })
	case *[]Option:
		return c.pairs(text, func(a, b string) { *x = append(*x, Option{a, b}) })
	case *[]Branch:
		return c.pairs(text, func(a, b string) { *x = append(*x, Branch{a, b}) })
	}
	switch v.Kind() {
	case reflect.Slice:
		for _, word := range strings.Split(text, divider) {
			v.Set(reflect.Append(v, reflect.ValueOf(c.key(word)).Convert(v.Type().Elem())))
		}
	case reflect.Int:
		n, err := strconv.ParseInt(text, 10, 64)
		v.SetInt(n)
		return c.numbered(err)
	default:
		v.SetString(c.key(text))
	}
	return nil
}

func (c column) numbered(err error) error {
	if err != nil {
		return fmt.Errorf("“%s”应为数字", c.title)
	}
	return nil
}

func (c column) pairs(text string, add func(a, b string)) error {
	for _, pair := range strings.Split(text, divider) {
		a, b, ok := strings.Cut(pair, "=")
		if !ok {
			return fmt.Errorf("“%s”应写成“代码=内容”，以%s分开", c.title, divider)
		}
		add(a, b)
	}
	return nil
}
