package catalog

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"path"
	"slices"
	"strings"

	"huying/internal/fault"
)

// Folder is a catalogue as files hold it: what each department offers, the themes that link items, the documents that set
// fees. Items are named by keys of their own; departments by their ids.
type Folder struct {
	Items        []Entry       `json:"items"`
	Bundles      []Bundle      `json:"bundles,omitempty"` // their parts name items by key
	FeeDocuments []FeeDocument `json:"feeDocuments,omitempty"`
	Bodies       []Body        `json:"bodies,omitempty"`
	Synonyms     [][]string    `json:"synonyms,omitempty"`
}

// Entry is an item of a folder. Main and Sub name the items it hangs under, if any. Of a matter that several offices offer
// each has an item of its own: the first by the matter's key, the others by matterKey.
type Entry struct {
	Key    string `json:"key"`
	Main   string `json:"main,omitempty"`
	Sub    string `json:"sub,omitempty"`
	Record Record `json:"record"`
}

// raw is a JSON object whose parts have not been looked at.
type raw = map[string]json.RawMessage

// ReadFolder reads materials.json, fields.json, items_*.json, bundles.json, project.json, fee_documents.json
// and synonyms.json; all but one file of items may be missing. What materials and fields have in common is written once and
// named by code. A file of items says whose they are: those of one department, or of each of the offices it lists, with what
// differs from office to office.
func ReadFolder(files fs.FS) (*Folder, error) {
	var materials struct{ Materials map[string]raw }
	var fields struct{ Fields map[string]raw }
	f := &Folder{}
	var projects []Bundle
	for name, into := range map[string]any{"materials.json": &materials, "fields.json": &fields, "bundles.json": &f.Bundles, "fee_documents.json": &f.FeeDocuments, "project.json": &projects, "synonyms.json": &f.Synonyms} {
		if err := readJSON(files, name, into); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return nil, err
		}
	}
	for n := range f.Bundles {
		f.Bundles[n].Kind = KindTheme
	}
	for _, p := range projects {
		p.Kind = KindProject
		f.Bundles = append(f.Bundles, p)
	}
	names, err := fs.Glob(files, "items_*.json")
	if err != nil || len(names) == 0 {
		return nil, fault.New(fault.Invalid, "catalog.folder", "目录中没有事项文件（items_*.json）。")
	}
	for _, name := range names {
		if err := f.addItems(files, name, materials.Materials, fields.Fields); err != nil {
			return nil, err
		}
	}
	return f, f.distinct()
}

func readJSON(files fs.FS, name string, into any) error {
	text, err := fs.ReadFile(files, name)
	if err != nil {
		return err
	}
	return decode(name, text, into)
}

// decode refuses what the form does not know: a misspelt name would silently be lost.
func decode(name string, text []byte, into any) error {
	d := json.NewDecoder(bytes.NewReader(text))
	d.DisallowUnknownFields()
	if err := d.Decode(into); err != nil {
		return fault.Newf(fault.Invalid, "catalog.file", "文件%s的内容不符合格式（%s）。", name, plainer(err)).Because(err)
	}
	return nil
}

// plainer says where a file is wrong.
func plainer(err error) string {
	var syntax *json.SyntaxError
	var kind *json.UnmarshalTypeError
	switch {
	case errors.As(err, &syntax):
		return fmt.Sprintf("第%d字节处不是JSON", syntax.Offset)
	case errors.As(err, &kind):
		return "“" + kind.Field + "”的类型不对"
	}
	if _, name, ok := strings.Cut(err.Error(), "unknown field "); ok {
		return "没有" + name + "这一项"
	}
	return "内容不完整"
}

func (f *Folder) addItems(files fs.FS, name string, materials, fields map[string]raw) error {
	var file struct {
		Department string
		Credit     string
		Offices    []raw // each with its "department", and what stands in the place of the defaults
		Defaults   raw
		Items      []raw
	}
	if err := readJSON(files, name, &file); err != nil {
		return err
	}
	if file.Credit != "" {
		f.Bodies = append(f.Bodies, Body{Department: file.Department, Credit: file.Credit, Nature: "1"})
	}
	if len(file.Offices) == 0 {
		file.Offices = []raw{nil}
	}
	for _, item := range file.Items {
		for n, office := range file.Offices {
			e, err := entry(file.Department, laid(file.Defaults, office, item), materials, fields)
			if err != nil {
				key := e.Key
				return fault.Newf(fault.Invalid, "catalog.file", "文件%s中的事项“%s”有误：%s", path.Base(name), key, fault.From(err).Message).Because(err)
			}
			if n > 0 {
				e.Key = matterKey(e.Key, e.Record.Department)
			}
			f.Items = append(f.Items, e)
		}
	}
	return nil
}

// matterKey is the key of the item by which a department offers a matter that another offers under the plain key.
func matterKey(matter, dept string) string { return matter + "@" + dept }

// matterOf is the key of the matter, "" where the key is none of matterKey.
func matterOf(key string) string {
	matter, _, several := strings.Cut(key, "@")
	if !several {
		return ""
	}
	return matter
}

// laid lays what is said over what was said before it.
func laid(layers ...raw) raw {
	whole := raw{}
	for _, layer := range layers {
		maps.Copy(whole, layer)
	}
	return whole
}

// entry makes a record of an item's shorthand, with what its materials and fields have in common with those of the same code.
func entry(department string, whole raw, materials, fields map[string]raw) (e Entry, err error) {
	for name, into := range map[string]*string{"key": &e.Key, "main": &e.Main, "sub": &e.Sub} {
		if text, ok := whole[name]; ok {
			if err := decode(name, text, into); err != nil {
				return e, err
			}
		}
		delete(whole, name)
	}
	if whole["materials"], err = named(whole["materials"], materials, "材料"); err != nil {
		return e, err
	}
	if whole["form"], err = namedFields(whole["form"], fields); err != nil {
		return e, err
	}
	text, err := json.Marshal(whole)
	if err != nil {
		return e, err
	}
	if err := decode(e.Key, text, &e.Record); err != nil {
		return e, err
	}
	if e.Record.Department == "" {
		e.Record.Department = department
	}
	return e, nil
}

// named fills each object of a list with what is known under its code; what the object says itself goes first.
func named(list json.RawMessage, known map[string]raw, what string) (json.RawMessage, error) {
	if len(list) == 0 {
		return json.RawMessage("[]"), nil
	}
	var objects []raw
	if err := decode(what, list, &objects); err != nil {
		return nil, err
	}
	for n, o := range objects {
		var code string
		if err := decode(what, o["code"], &code); err != nil {
			return nil, err
		}
		common, ok := known[code]
		if !ok && o["name"] == nil && o["label"] == nil {
			return nil, fault.Newf(fault.Invalid, "catalog.file", "没有代码为“%s”的%s。", code, what)
		}
		objects[n] = laid(common, o)
	}
	return json.Marshal(objects)
}

func namedFields(form json.RawMessage, known map[string]raw) (json.RawMessage, error) {
	if len(form) == 0 {
		return json.RawMessage(`{"groups":[]}`), nil
	}
	var whole struct {
		Groups []struct {
			Title  string          `json:"title"`
			Fields json.RawMessage `json:"fields"`
		} `json:"groups"`
	}
	if err := decode("form", form, &whole); err != nil {
		return nil, err
	}
	for n := range whole.Groups {
		g := &whole.Groups[n]
		var err error
		if g.Fields, err = named(g.Fields, known, "表单项"); err != nil {
			return nil, err
		}
	}
	return json.Marshal(whole)
}

// distinct refuses keys that are missing or there twice, and bundles that name items which are not there.
func (f *Folder) distinct() error {
	keys := map[string]bool{}
	for _, e := range f.Items {
		if e.Key == "" || keys[e.Key] {
			return fault.Newf(fault.Invalid, "catalog.file", "事项“%s”没有key，或者key“%s”重复。", e.Record.Name, e.Key)
		}
		keys[e.Key] = true
	}
	bundles := map[string]bool{}
	for _, b := range f.Bundles {
		if b.Key == "" || bundles[b.Key] {
			return fault.Newf(fault.Invalid, "catalog.file", "主题“%s”没有key，或者key“%s”重复。", b.Name, b.Key)
		}
		bundles[b.Key] = true
		for _, p := range b.Items {
			if !keys[p.Item] {
				return fault.Newf(fault.Invalid, "catalog.file", "主题“%s”中没有事项“%s”。", b.Name, p.Item)
			}
		}
	}
	slices.SortFunc(f.Items, func(a, b Entry) int { return strings.Compare(a.Key, b.Key) })
	return nil
}
