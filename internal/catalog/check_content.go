package catalog

// checkMaterials: every paper is named once, and is of known kind and source.
func (c *checker) checkMaterials() {
	seen := map[string]bool{}
	for n, m := range c.record.Materials {
		field := at("materials", n)
		switch {
		case m.Code == "" || m.Name == "":
			c.block("CAT-20", field, "材料应有代码和名称。")
		case seen[m.Code]:
			c.block("CAT-14", field, "材料“%s”重复。", m.Name)
		case !known(Necessities, m.Necessity) || !known(Sources, m.Source):
			c.block("CAT-20", field, "请选择材料“%s”的必要性和来源渠道。", m.Name)
		case m.Originals < 0 || m.Copies < 0 || m.Originals > 99 || m.Copies > 99:
			c.block("CAT-20", field, "材料“%s”的份数应在0到99之间。", m.Name)
		case m.Necessity == Tolerable && !c.record.Flags.Tolerance:
			c.block("CAT-20", field, "材料“%s”可容缺，事项应标明容缺受理。", m.Name)
		case m.Shared && m.Source != ByGovernment:
			c.block("CAT-20", field, "材料“%s”由部门共享取得的，来源应为政府部门核发。", m.Name)
		}
		seen[m.Code] = true
		c.checkWhen(field, m.When)
	}
	for n, cond := range c.record.Conditions {
		if cond.Text == "" {
			c.block("CAT-37", at("conditions", n), "受理条件不能为空。")
		}
		c.checkWhen(at("conditions", n), cond.When)
	}
}

// checkForm: every question has a code of its own and can be answered.
func (c *checker) checkForm() {
	seen := map[string]bool{}
	for g, group := range c.record.Form.Groups {
		for f, field := range group.Fields {
			name := at("form.groups", g) + "." + at("fields", f)
			switch {
			case field.Code == "" || field.Label == "" || !known(FieldKinds, field.Kind):
				c.block("CAT-31", name, "表单项应有代码、名称和种类。")
			case seen[field.Code]:
				c.block("CAT-31", name, "表单项“%s”重复。", field.Label)
			case (field.Kind == Choice || field.Kind == Choices) && len(field.Options) < 2:
				c.block("CAT-31", name, "选择项“%s”应至少有两个选项。", field.Label)
			case field.Min != nil && field.Max != nil && *field.Min > *field.Max:
				c.block("CAT-31", name, "“%s”的下限大于上限。", field.Label)
			}
			seen[field.Code] = true
			c.checkWhen(name, field.When)
		}
	}
}

// checkScenario: every question can be answered in more than one way.
func (c *checker) checkScenario() {
	seen := map[string]bool{}
	for n, q := range c.record.Scenario {
		switch {
		case q.Code == "" || q.Ask == "" || len(q.Options) < 2:
			c.block("CAT-31", at("scenario", n), "情形问题应有代码、问题和至少两个选项。")
		case seen[q.Code]:
			c.block("CAT-31", at("scenario", n), "情形问题“%s”重复。", q.Ask)
		}
		seen[q.Code] = true
	}
}

// checkWhen: what is narrowed by a question must name one that is asked, and answers it has.
func (c *checker) checkWhen(field string, when When) {
	for _, f := range when {
		if !answerable(c.record.Scenario, f) {
			c.block("CAT-31", field, "适用情形引用了没有的问题或选项。")
			return
		}
	}
}

func answerable(questions []Question, f Fits) bool {
	for _, q := range questions {
		if q.Code != f.Question {
			continue
		}
		return len(f.Values) > 0 && all(f.Values, func(v string) bool {
			for _, o := range q.Options {
				if o.Value == v {
					return true
				}
			}
			return false
		})
	}
	return false
}
