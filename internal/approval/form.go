package approval

import (
	"strings"

	"huying/internal/catalog"
	"huying/internal/fault"
)

// checkForm holds an applicant's answers to the item's form: every field that concerns him and is required has an answer,
// and nothing is answered that is not asked.
func checkForm(form catalog.Form, answers map[string]any, choices catalog.Answers) error {
	bad := fault.New(fault.Invalid, "approval.form", "请检查申请表的填写内容。")
	asked := map[string]bool{}
	for _, g := range form.Groups {
		for _, f := range g.Fields {
			asked[f.Code] = true
			text, isText := answers[f.Code].(string)
			empty := answers[f.Code] == nil || isText && strings.TrimSpace(text) == ""
			if f.Required && empty && f.When.Fits(choices) {
				bad.On("form."+f.Code, "请填写"+f.Label)
			}
		}
	}
	for code := range answers {
		if !asked[code] {
			bad.On("form."+code, "申请表没有这一项")
		}
	}
	if len(bad.Fields) > 0 {
		return bad
	}
	return nil
}
