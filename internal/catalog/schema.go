package catalog

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"sync"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"github.com/santhosh-tekuri/jsonschema/v6/kind"

	"huying/internal/fault"
)

// dialect is the JSON Schema that forms are written in.
const dialect = "https://json-schema.org/draft/2020-12/schema"

// phonePattern takes mobile numbers, fixed lines with their area code, and short and 400 numbers.
const phonePattern = `^(1[3-9][0-9]{9}|0[0-9]{2,3}-?[0-9]{7,8}(-[0-9]{1,6})?|400-?[0-9]{3}-?[0-9]{4}|[0-9]{5,8})$`

// schema writes a form as a JSON Schema of one object: what an applicant answers, by the codes of the fields.
func schema(f Form, text, passage int) map[string]any {
	properties, required := map[string]any{}, []any{}
	for _, g := range f.Groups {
		for _, field := range g.Fields {
			properties[field.Code] = property(field, text, passage)
			if field.Required {
				required = append(required, field.Code)
			}
		}
	}
	return map[string]any{"$schema": dialect, "type": "object", "additionalProperties": false, "properties": properties, "required": required}
}

func property(f Field, text, passage int) map[string]any {
	p := map[string]any{"title": f.Label}
	if f.Help != "" {
		p["description"] = f.Help
	}
	if f.Example != "" {
		p["examples"] = []any{f.Example}
	}
	switch f.Kind {
	case Number, Money:
		bounded(p, "minimum", "maximum", f)
		p["type"] = "number"
		if f.Kind == Money {
			p["multipleOf"] = json.Number("0.01")
		}
	case Yes:
		p["type"] = "boolean"
	case Choice:
		p["type"], p["enum"] = "string", values(f)
	case Choices:
		p["type"], p["uniqueItems"], p["items"] = "array", true, map[string]any{"type": "string", "enum": values(f)}
		if f.Required {
			p["minItems"] = 1
		}
	default:
		inLetters(p, f, text, passage)
	}
	return p
}

// inLetters is what an answer in letters must look like.
func inLetters(p map[string]any, f Field, text, passage int) {
	p["type"], p["maxLength"] = "string", text
	if f.Required {
		p["minLength"] = 1
	}
	switch f.Kind {
	case Passage:
		p["maxLength"] = passage
	case Day:
		p["format"] = "date"
	case Phone:
		p["pattern"] = phonePattern
	case Identity:
		p["format"] = "identity"
	case Credit:
		p["format"] = "credit"
	}
	if f.Max != nil {
		p["maxLength"] = int(*f.Max)
	}
	if f.Min != nil {
		p["minLength"] = int(*f.Min)
	}
}

func bounded(p map[string]any, least, most string, f Field) {
	if f.Min != nil {
		p[least] = *f.Min
	}
	if f.Max != nil {
		p[most] = *f.Max
	}
}

func values(f Field) []any {
	out := make([]any, len(f.Options))
	for n, o := range f.Options {
		out[n] = o.Value
	}
	return out
}

// Schema gives the JSON Schema (2020-12) of a form. A form that is narrowed to an applicant first has a narrower schema.
func (s *Service) Schema(f Form, region string) map[string]any {
	set := s.policy.Now()
	return schema(f, set.Int(setTextLength, region), set.Int(setPassageLength, region))
}

// schemas keeps what was compiled, by all that it asks of an answer.
type schemas struct {
	mu   sync.Mutex
	kept map[string]*jsonschema.Schema
}

// keptSchemas bounds their memory; forms are narrowed in a few ways each.
const keptSchemas = 5000

func (k *schemas) of(f Form, text, passage int) (*jsonschema.Schema, error) {
	key := demands(f, text, passage)
	k.mu.Lock()
	defer k.mu.Unlock()
	if s := k.kept[key]; s != nil {
		return s, nil
	}
	compiled, err := compile(schema(f, text, passage))
	if err != nil {
		return nil, err
	}
	if k.kept == nil || len(k.kept) >= keptSchemas {
		k.kept = map[string]*jsonschema.Schema{}
	}
	k.kept[key] = compiled
	return compiled, nil
}

// demands writes down what a form asks of an answer: two that ask the same have the same schema, whatever they say around it.
func demands(f Form, text, passage int) string {
	key := fmt.Appendf(make([]byte, 0, 1024), "%d %d", text, passage)
	for _, g := range f.Groups {
		for _, field := range g.Fields {
			key = append(append(append(append(key, 0), field.Code...), 0), field.Kind...)
			key = strconv.AppendBool(key, field.Required)
			for _, bound := range []*float64{field.Min, field.Max} {
				if key = append(key, ' '); bound != nil {
					key = strconv.AppendFloat(key, *bound, 'g', -1, 64)
				}
			}
			for _, o := range field.Options {
				key = append(append(key, 1), o.Value...)
			}
		}
	}
	return string(key)
}

func compile(doc map[string]any) (*jsonschema.Schema, error) {
	text, err := json.Marshal(doc)
	if err != nil {
		return nil, err
	}
	parsed, err := jsonschema.UnmarshalJSON(bytes.NewReader(text))
	if err != nil {
		return nil, err
	}
	c := jsonschema.NewCompiler()
	c.DefaultDraft(jsonschema.Draft2020)
	c.AssertFormat()
	c.UseLoader(jsonschema.SchemeURLLoader{}) // a schema refers to nothing outside itself
	c.RegisterFormat(&jsonschema.Format{Name: "identity", Validate: formatOf(ValidIdentity)})
	c.RegisterFormat(&jsonschema.Format{Name: "credit", Validate: formatOf(ValidCredit)})
	if err := c.AddResource("form.json", parsed); err != nil {
		return nil, err
	}
	return c.Compile("form.json")
}

func formatOf(valid func(string) bool) func(v any) error {
	return func(v any) error {
		if text, ok := v.(string); ok && text != "" && !valid(text) {
			return errors.New("not valid")
		}
		return nil
	}
}

// CheckForm holds what an applicant filled in, a JSON object by the codes of the fields, to the form. The refusal names each
// field that is wrong and why, and repeats nothing of what was written.
func (s *Service) CheckForm(f Form, answers json.RawMessage, region string) error {
	set := s.policy.Now()
	compiled, err := s.schemas.of(f, set.Int(setTextLength, region), set.Int(setPassageLength, region))
	if err != nil {
		return fmt.Errorf("catalog: schema of a form: %w", err)
	}
	given, err := jsonschema.UnmarshalJSON(bytes.NewReader(answers))
	if err != nil {
		return badForm().On("form", "填写的内容无法读取")
	}
	var wrong *jsonschema.ValidationError
	if err := compiled.Validate(given); !errors.As(err, &wrong) {
		return err
	}
	bad := badForm()
	fields := map[string]Field{}
	for _, g := range f.Groups {
		for _, field := range g.Fields {
			fields[field.Code] = field
		}
	}
	explain(bad, wrong, fields)
	slices.SortStableFunc(bad.Fields, func(a, b fault.Field) int { return strings.Compare(a.Name, b.Name) })
	return bad
}

func badForm() *fault.Error {
	return fault.New(fault.Invalid, "catalog.form", "表单填写有误，请按提示修改。").Under("CAT-31")
}

// explain walks to the ends of an error and says each in the applicant's words.
func explain(bad *fault.Error, e *jsonschema.ValidationError, fields map[string]Field) {
	for _, cause := range e.Causes {
		explain(bad, cause, fields)
	}
	if len(e.Causes) > 0 {
		return
	}
	switch k := e.ErrorKind.(type) {
	case *kind.Required:
		for _, code := range k.Missing {
			bad.On(code, "请填写“"+fields[code].Label+"”")
		}
		return
	case *kind.AdditionalProperties:
		bad.On("form", "有不属于此表单的内容")
		return
	}
	if len(e.InstanceLocation) == 0 {
		bad.On("form", "填写的内容应为一组表单项")
		return
	}
	f := fields[e.InstanceLocation[0]]
	bad.On(f.Code, sentence(f, e.ErrorKind))
}

func sentence(f Field, why jsonschema.ErrorKind) string {
	name := "“" + f.Label + "”"
	switch k := why.(type) {
	case *kind.MinLength, *kind.MinItems:
		return "请填写" + name
	case *kind.MaxLength:
		return fmt.Sprintf("%s不能超过%d字", name, k.Want)
	case *kind.Enum:
		return name + "应从给出的选项中选择"
	case *kind.Minimum:
		return name + "太小"
	case *kind.Maximum:
		return name + "太大"
	case *kind.MultipleOf:
		return name + "最多两位小数"
	case *kind.UniqueItems:
		return name + "有重复的选项"
	}
	switch f.Kind {
	case Day:
		return name + "应为日期，如2026-10-01"
	case Identity:
		return name + "有误，请核对居民身份证号码"
	case Credit:
		return name + "有误，请核对统一社会信用代码"
	case Phone:
		return name + "不是有效的电话号码"
	case Number, Money:
		return name + "应为数字"
	}
	return name + "的格式不对"
}
