package catalog

import (
	"slices"
	"strings"
)

// Answers are what an applicant said to the scenario questions, by their codes. A question that was not answered narrows
// nothing: what might concern the applicant is shown.
type Answers map[string]string

// Fits reports whether what is narrowed by w concerns an applicant with these answers.
func (w When) Fits(a Answers) bool {
	for _, f := range w {
		if value, answered := a[f.Question]; answered && !slices.Contains(f.Values, value) {
			return false
		}
	}
	return true
}

// Narrow is the record for one applicant: only the conditions, materials, fields and steps that concern him (CAT-31). The
// record itself is not changed.
func Narrow(r Record, a Answers) Record {
	r.Conditions = keep(r.Conditions, func(c Condition) bool { return c.When.Fits(a) })
	r.Materials = keep(r.Materials, func(m Material) bool { return m.When.Fits(a) })
	r.Form = narrowForm(r.Form, a)
	r.Plan.Steps = keep(r.Plan.Steps, func(s Step) bool { return s.When.Fits(a) })
	return r
}

func narrowForm(f Form, a Answers) Form {
	out := Form{Groups: []Group{}}
	for _, g := range f.Groups {
		if g.Fields = keep(g.Fields, func(f Field) bool { return f.When.Fits(a) }); len(g.Fields) > 0 {
			out.Groups = append(out.Groups, g)
		}
	}
	return out
}

// spoken says what was answered, in the words of the questions; what is no answer to them is left out.
func spoken(questions []Question, a Answers) string {
	var said []string
	for _, q := range questions {
		for _, o := range q.Options {
			if value, answered := a[q.Code]; answered && value == o.Value {
				said = append(said, o.Label)
			}
		}
	}
	return strings.Join(said, "；")
}

// keep is a new list of what fits.
func keep[T any](list []T, fits func(T) bool) []T {
	out := make([]T, 0, len(list))
	for _, v := range list {
		if fits(v) {
			out = append(out, v)
		}
	}
	return out
}
